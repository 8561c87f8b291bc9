"""What part of the city a seat looks at."""

from typing import Any
from uuid import UUID

from xunjiasao.domains.people import rules
from xunjiasao.domains.people.terms import Power, Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing


def paths(viewer: Actor) -> list[str]:
    """The divisions that the viewer oversees."""
    return [seat.path for seat in viewer.seats if seat.path and Power.OVERSEE in rules.of(seat.role)]


def counties(viewer: Actor) -> list[Any]:
    """The counties that lie in the viewer's divisions. One query."""
    mine = paths(viewer)
    return [each for each in places.below("", Level.COUNTY) if any(each.path.startswith(path) for path in mine)]


def own_firm(viewer: Actor) -> UUID:
    """The enterprise whose desk it is.

    :raises Missing: the viewer sits in none
    """
    for seat in viewer.sits(Role.ENTERPRISE):
        if seat.organization_id:
            return seat.organization_id
    raise Missing


def narrowed(viewer: Actor, wanted: str) -> str:
    """The path to look at: the wanted one where it lies inside the viewer's divisions, else the first of hers."""
    mine = paths(viewer)
    return wanted if wanted and any(wanted.startswith(path) for path in mine) else next(iter(mine), "/")
