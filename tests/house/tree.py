"""What the lints read: the house's Python files, parsed once, and the text of the whole repository."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One file by its path in the repository, as `xunjiasao/domains/orders/rules.py`."""

    path: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    def at(self, node: ast.AST, fault: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {fault}"

    def __hash__(self) -> int:
        return hash(self.path)


@lru_cache(maxsize=1)
def house() -> list[Source]:
    """Every Python file of the product, migrations included."""
    found = [Source(str(p.relative_to(ROOT)), p.read_text()) for p in sorted((ROOT / "xunjiasao").rglob("*.py"))]
    assert len(found) > 50, "the lints would be reading an empty house"
    return found


def repository() -> Iterator[Source]:
    """Every text file that git keeps."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (raw := path.read_bytes())[:8000]:
            yield Source(name, raw.decode("utf-8", errors="replace"))


def dotted(node: ast.AST) -> str:
    """Write a chain of names as `a.b.c`; calls in between are left out."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
