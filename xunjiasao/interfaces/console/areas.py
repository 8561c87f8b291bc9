"""Places to choose from: one home, step by step from the county down; or an area, whole or part by part."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.interfaces.console.forms import Field, Said
from xunjiasao.interfaces.entry import tiles
from xunjiasao.kernel.text import _

STEPS = ("county", "township", "community")
CITY = ""


@dataclass(slots=True)
class Branch:
    """A place with what lies in it.

    :param open: something of what lies in it is chosen, but not all
    """

    path: str
    name: str
    chosen: bool
    leaves: list["Branch"] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return any(leaf.chosen for leaf in self.leaves)


def steps(said: Said, *, counties: Iterable[Any], needed: int = 3) -> list[Field]:
    """Make the three selects that lead to a community; each brings the next one. Two queries at most.

    :param counties: those to begin with
    :param needed: how many of the three must be chosen
    """
    county, township, community = (said.one(name) for name in STEPS)
    firsts = [(each.path, tiles.county_name(each.name)) for each in counties]
    seconds = _below(county, Level.TOWNSHIP) if county in dict(firsts) else []
    thirds = _below(township, Level.COMMUNITY) if township in dict(seconds) else []
    return [
        Field("county", _("County"), "select", county, choices=firsts, needed=needed > 0, looks=_("Show its townships")),
        Field("township", _("Township"), "select", township, choices=seconds, needed=needed > 1, looks=_("Show its communities")),
        Field("community", _("Community"), "select", community, choices=thirds, needed=needed > 2),
    ]  # fmt: skip


def deepest(said: Said) -> str:
    """The path of the narrowest place that was chosen, as far as the choices lie in each other."""
    path = ""
    for name in STEPS:
        chosen = said.one(name)
        if not chosen.startswith(path) or not chosen:
            break
        path = chosen
    return path


def tree(roots: Collection[str], chosen: Collection[str], *, outer: Level, inner: Level) -> list[Branch]:
    """List the places that lie in some others, those of the inner level below those of the outer one. One query."""
    made: list[Branch] = []
    above: Branch | None = None
    for each in places.inside(roots, outer, inner):
        whole = _named(each) if each.level == outer or above is None else each.name
        branch = Branch(each.path, whole, each.path in chosen)
        if above is not None and each.path.startswith(above.path):
            branch.name = each.name
            above.leaves.append(branch)
        else:
            made.append(branch)
            above = branch
    return made


def _named(place: Any) -> str:
    return tiles.county_name(place.name) if place.level == Level.COUNTY else place.full_name


def _below(path: str, level: Level) -> list[tuple[str, str]]:
    return [(each.path, each.name) for each in places.below(path, level)] if path else []
