"""What part of the city a seat looks at."""

from typing import Any

from xunjiasao.domains.people import rules
from xunjiasao.domains.people.terms import Power
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.kernel.actor import Actor


def paths(viewer: Actor) -> list[str]:
    """The divisions that the viewer oversees."""
    return [seat.path for seat in viewer.seats if seat.path and Power.OVERSEE in rules.of(seat.role)]


def counties(viewer: Actor) -> list[Any]:
    """The counties that lie in the viewer's divisions. One query."""
    mine = paths(viewer)
    return [each for each in places.below("", Level.COUNTY) if any(each.path.startswith(path) for path in mine)]


def narrowed(viewer: Actor, wanted: str) -> str:
    """The path to look at: the wanted one where it lies inside the viewer's divisions, else the first of hers."""
    mine = paths(viewer)
    return wanted if wanted and any(wanted.startswith(path) for path in mine) else next(iter(mine), "/")
