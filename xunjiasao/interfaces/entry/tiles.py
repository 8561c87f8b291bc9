"""The counties as a schematic grid: which way they lie, and how much is where. Not a map."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FEW = 5
DEPTHS = 3
_GRID: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data/county-tiles.json").read_text())["tiles"]


@dataclass(frozen=True, slots=True)
class Tile:
    """One county.

    :param at: CSS classes of its column and row; "" where the grid doesn't know it
    :param depth: 0 for nothing, then 1–3 by third of the highest count; 1 for every count that isn't told
    :param shown: the count as it may be told
    """

    name: str
    path: str
    at: str
    count: int
    depth: int
    shown: str


def tiles(counties: Iterable[Any], counts: Mapping[str, int], *, hide_few: bool = False) -> list[Tile]:
    """Lay out counts by county.

    :param counties: divisions with name and path
    :param counts: path of a county → how many
    :param hide_few: counts of people below five are told as 1–4
    """
    highest = max(counts.values(), default=0) or 1
    made = []
    for county in counties:
        count = counts.get(county.path, 0)
        column, row = _GRID.get(county.name, {}).get("at", (None, None))
        at = "" if column is None else f"c{column + 1} r{row + 1}"
        hidden = hide_few and 0 < count < FEW
        depth = 1 if hidden else -(-count * DEPTHS // highest)
        shown = f"1–{FEW - 1}" if hidden else f"{count:,}"
        made.append(Tile(county_name(county.name), county.path, at, count, depth, shown))
    return sorted(made, key=lambda tile: (tile.at[-1:], tile.at))


def county_name(name: str) -> str:
    """Call a county by its name in the reader's language."""
    return str(_GRID[name]["en"]) if get_language() == "en" and name in _GRID else name


def county_of(path: str) -> str:
    """The path of the county that a path lies in: "/jj/03/0a/" → "/jj/03/"."""
    return "/".join(path.split("/")[:3]) + "/"
