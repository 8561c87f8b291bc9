"""Only `actions` writes rows, raw SQL included; queries may read with SQL of their own."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import tree
from tests.house.tree import Source

WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES |= {"asave", "adelete", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"}
ROW_WRITES = {"insert", "update"}
"""of `kernel.rows`, by that name"""
MANAGER_WRITES = {"create", "update", "acreate", "aupdate"}
MANAGERS = {"objects", "filter", "exclude", "all", "select_for_update", "_base_manager", "_default_manager"}
SQL = {"execute", "executemany", "executescript", "raw"}
WRITING_SQL = re.compile(r"^\s*(insert|update|delete|replace|create|drop|alter|truncate|merge|grant|pragma)\b", re.I)
ACTIONS = re.compile(r"^xunjiasao/domains/\w+/(actions(\.py|/)|migrations/)")
QUERIES = re.compile(r"^xunjiasao/domains/\w+/queries(\.py|/)")
ELSEWHERE = {
    "xunjiasao/kernel/rows.py": "holds the insert and the update that actions share",
    "xunjiasao/kernel/ready.py": "runs the reads that queries said once",
    "xunjiasao/project/checks.py": "reads back the PRAGMAs that each connection runs with",
    "xunjiasao/interfaces/entry/health.py": "asks the database for a sign of life",
}


def faults(source: Source) -> Iterator[str]:
    if ACTIONS.match(source.path) or source.path in ELSEWHERE or source.path.startswith("xunjiasao/integrations/"):
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, chain = node.func.attr, set(tree.dotted(node.func.value).split("."))
            if chain == {"routes"}:
                continue  # @routes.delete("/…") declares a route
            if (
                name in WRITES
                or (name in MANAGER_WRITES and chain & MANAGERS)
                or (name in ROW_WRITES and chain == {"rows"})
            ):
                yield source.at(node, f".{name}() outside actions")
            elif name in SQL and not QUERIES.match(source.path):
                yield source.at(node, f".{name}() of SQL outside actions and queries")
        elif (
            QUERIES.match(source.path)
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and WRITING_SQL.match(node.value)
            and node.value.count(" ") > 1
        ):
            yield source.at(node, "SQL that writes, in queries")


def database_imports(source: Source) -> Iterator[str]:
    """Integrations know no database at all."""
    for node in source.nodes:
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.startswith("django.db") for name in names):
            yield source.at(node, "an integration opens the database")


def test_only_actions_write():
    assert [fault for source in tree.house() for fault in faults(source)] == []


def test_integrations_open_no_database():
    outside = [s for s in tree.house() if s.path.startswith("xunjiasao/integrations/")]
    assert [fault for source in outside for fault in database_imports(source)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("interfaces/api/orders.py", "order.save()"),
        ("interfaces/jobs/listeners.py", "Order.objects.filter(pk=1).update(stage='x')"),
        ("domains/orders/queries.py", "Order.objects.create(stage='x')"),
        ("domains/orders/access.py", "connection.cursor().execute('SELECT 1')"),
        ("domains/orders/queries.py", "cursor.execute('UPDATE orders SET stage = 1')"),
        ("domains/orders/queries.py", "SQL = '''\n DELETE FROM orders_order WHERE 1 = 1'''"),
        ("kernel/text.py", "Row.objects.bulk_create([])"),
        ("interfaces/api/orders.py", "rows.insert(order)"),
        ("domains/orders/queries.py", "rows.insert(order)"),
        ("interfaces/api/orders.py", "rows.update(order, 'stage')"),
    ],
)
def test_a_write_in_another_room_is_found(path, text):
    assert len(list(faults(Source(f"xunjiasao/{path}", text)))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("domains/orders/actions/place.py", "order.save()"),
        ("domains/orders/actions.py", "cursor.execute('UPDATE x SET y = 1')"),
        ("domains/orders/queries.py", "cursor.execute('SELECT 1')"),
        ("interfaces/api/orders.py", "found.update(fields)"),
    ],
)
def test_what_may_write_or_only_reads_is_left_alone(path, text):
    assert list(faults(Source(f"xunjiasao/{path}", text))) == []


def test_an_integration_with_the_database_open_is_found():
    assert len(list(database_imports(Source("x", "from django.db import connection")))) == 1
