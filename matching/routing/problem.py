"""A day to plan: visits, carers, travel and what a plan costs. Everything is a frozen integer.

Units are the caller's, kept apart: distances (metres, say), times (seconds or minutes, counted from any
midnight) and weights that turn both into one cost. Places, skills, visits and carers are named by their
position in the problem's tuples.
"""

from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Part:
    """What one carer does of a visit: `duration` in time units, by somebody with `skill` at `level` or above."""

    duration: int
    skill: int = 0
    level: int = 0


@dataclass(frozen=True)
class Gap:
    """How long after the first part's start the second starts: from `least` to `most`. (0, 0) is together."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class Visit:
    """One household's visit.

    Starting before the window opens means waiting; after it closes is lateness, which costs, and more
    than `late_limit` of it is not allowed (None: as late as it may be). Two parts need two different
    carers and a gap. `priority` multiplies what it costs not to be served.
    """

    id: str
    place: int
    window: tuple[int, int]
    parts: tuple[Part, ...]
    gap: Gap | None = None
    late_limit: int | None = None
    priority: int = 1
    preferred: frozenset[int] = frozenset()
    banned: frozenset[int] = frozenset()
    previous: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Break:
    """A rest that starts within the window, wherever the carer is then."""

    window: tuple[int, int]
    duration: int


@dataclass(frozen=True)
class Carer:
    """Who drives a route: from `start` to `end` (None: the day ends at the last visit), within the shift.

    `skills` are pairs (skill, level). Coming home after the shift is overtime, at most `overtime_limit`.
    `max_work` bounds the sum of durations, without travel. `speed_pct` divides travel times, rounded up.
    `earned` is what she has been given before this day, in units of duration; it counts for the spread.
    """

    id: str
    skills: tuple[tuple[int, int], ...]
    start: int
    end: int | None
    shift: tuple[int, int]
    rest: Break | None = None
    overtime_limit: int = 0
    max_work: int | None = None
    speed_pct: int = 100
    earned: int = 0


@dataclass(frozen=True)
class Matrix:
    """Distances from place to place; times too, where they are not the distances."""

    distance: NDArray[np.int64]
    time: NDArray[np.int64] | None = None

    @property
    def places(self) -> int:
        return len(self.distance)


@dataclass(frozen=True)
class Plane:
    """Points on a plane: the distance is the straight line times `detour_pct`, rounded to the nearest unit.

    A distance of 1,000 takes `pace` units of time, rounded down. In whole numbers, with a half rounded up:
    distance = (isqrt((dx² + dy²) · detour_pct²) + 50) // 100 and time = distance · pace // 1000.
    """

    points: NDArray[np.int64]
    detour_pct: int = 100
    pace: int = 1000

    @property
    def places(self) -> int:
        return len(self.points)


def across(points: NDArray[np.int64]) -> int:
    """Square the diagonal of the box around all points: no two are farther apart."""
    if not len(points):
        return 0
    width, height = (int(column.max()) - int(column.min()) for column in points.T)
    return width**2 + height**2


def longest(travel: Matrix | Plane) -> int:
    """Bound the distance from any place to any other."""
    if isinstance(travel, Plane):
        return isqrt(across(travel.points) * travel.detour_pct**2) // 100 + 1
    return int(travel.distance.max()) if travel.distance.size else 0


def slowest(travel: Matrix | Plane) -> int:
    """Bound how long that takes a carer of usual speed."""
    if isinstance(travel, Plane):
        return longest(travel) * travel.pace // 1000
    return int(travel.time.max()) if travel.time is not None and travel.time.size else longest(travel)


@dataclass(frozen=True)
class Weights:
    """What each unit costs. `continuity` and `preference` are per part done by somebody else than hoped for.

    `spread` weighs the sum over carers of how far `earned` plus today's durations lie from the mean.
    """

    unserved: int = 1_000_000
    distance: int = 1
    lateness: int = 1
    lateness_max: int = 0
    overtime: int = 0
    continuity: int = 0
    preference: int = 0
    spread: int = 0


@dataclass(frozen=True)
class Problem:
    """A whole day. `validate.refuse_impossible` says whether it can be right at all."""

    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    travel: Matrix | Plane
    skills: tuple[str, ...]
    weights: Weights = field(default_factory=Weights)
    name: str = ""

    @cached_property
    def fair_share(self) -> int:
        """What every carer would have, if all parts and all that was earned were dealt out evenly, rounded down."""
        work = sum(part.duration for visit in self.visits for part in visit.parts)
        return (work + sum(carer.earned for carer in self.carers)) // max(1, len(self.carers))
