"""Money is whole fen and percent are whole basis points: no float, no Decimal, no true division."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import tree
from tests.house.tree import Source

MONEY = re.compile(r"(^|_)(fen|bp)$")
BROKEN = {"float", "Decimal", "FloatField", "DecimalField", "round"}


def is_money(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return bool(MONEY.search(name))


def holds_money(node: ast.AST) -> bool:
    return any(is_money(inner) for inner in ast.walk(node))


def breaks(node: ast.AST | None) -> bool:
    """Tell whether a type or a column holds fractions."""
    return node is not None and any(
        (isinstance(n, ast.Name) and n.id in BROKEN) or (isinstance(n, ast.Attribute) and n.attr in BROKEN)
        for n in ast.walk(node)
    )


def faults(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.BinOp) and holds_money(node):
            sides = (node.left, node.right)
            if isinstance(node.op, ast.Div) and any(map(holds_money, sides)):
                yield source.at(node, "true division of money")
            elif any(isinstance(side, ast.Constant) and isinstance(side.value, float) for side in sides):
                yield source.at(node, "money times a float")
        elif isinstance(node, ast.Call) and tree.dotted(node.func) in BROKEN and any(map(holds_money, node.args)):
            yield source.at(node, f"{tree.dotted(node.func)}() of money")
        elif any(map(breaks, kinds(node))):
            yield source.at(node, "money that isn't whole")


def kinds(node: ast.AST) -> list[ast.AST | None]:
    """Give what says of which type a piece of money is: annotations and values where it is named."""
    if isinstance(node, ast.AnnAssign) and is_money(node.target):
        return [node.annotation, node.value]
    if isinstance(node, ast.arg) and MONEY.search(node.arg):
        return [node.annotation]
    if isinstance(node, ast.Assign) and any(map(is_money, node.targets)):
        return [node.value]
    return []


def test_money_is_whole():
    assert [fault for source in tree.house() for fault in faults(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "total_fen / 2",
        "order.total_fen * 0.5",
        "float(total_fen)",
        "round(price_fen * rate)",
        "total_fen: float = 0",
        "total_fen = models.DecimalField()",
        "def f(fee_bp: float): pass",
    ],
)
def test_a_fraction_of_a_fen_is_found(text):
    assert len(list(faults(Source("x.py", text)))) == 1


@pytest.mark.parametrize("text", ["total_fen * fee_bp // 10_000", "lat = models.FloatField()", "metres / 1000"])
def test_whole_sums_are_left_alone(text):
    assert list(faults(Source("x.py", text))) == []
