"""What is asked and what is answered: a visit that needs somebody, the weights, and candidates with their points."""

from dataclasses import dataclass, field, fields
from typing import NamedTuple

from matching.ranking.layout import (
    DAY_MIN,
    FARTHEST_M,
    LAST_DAY,
    MOST_GROUP,
    MOST_ID,
    MOST_LEAD_SLOTS,
    MOST_LEVEL,
    MOST_NAMES,
    MOST_SKILLS,
    MOST_VISITS,
    MOST_WEIGHT,
    SLOT_MIN,
)
from matching.ranking.refusal import pairs, whole
from matching.refusal import Refused


@dataclass(frozen=True, slots=True)
class Query:
    """A visit that somebody is needed for.

    Whoever is found has `skill` at `level` or above (None: nobody is asked for a skill), is free in every
    half hour from `lead_slots` before the start to the end, lives within `radius_m` of the door (None:
    anywhere), belongs to `group` (None: to any) and is not `banned`. Ids that the index doesn't know are
    passed over: a former carer may have left.

    :param x: metres east on the city's plane; `y` metres north
    :param start_min: minutes from midnight of day 0, on the half hour; `end_min` is after it, on any day
    :param lead_slots: half hours kept free before the start, for the way and preparation
    :param previous: (worker, earlier visits here); `preferred` are those the family hopes for, and like `banned`
        they may be dozens: each is compared with each good candidate
    :raises Refused: a field that can't be meant
    """

    x: int
    y: int
    start_min: int
    end_min: int
    skill: int | None = None
    level: int = 0
    radius_m: int | None = None
    lead_slots: int = 0
    group: int | None = None
    banned: frozenset[int] = frozenset()
    preferred: frozenset[int] = frozenset()
    previous: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        self._whole("x", -FARTHEST_M, FARTHEST_M)
        self._whole("y", -FARTHEST_M, FARTHEST_M)
        for name in ("start_min", "end_min"):
            self._whole(name, 0, LAST_DAY * DAY_MIN)
            if getattr(self, name) % SLOT_MIN:
                raise Refused(name, f"{getattr(self, name)} is not on the half hour")
        if self.end_min <= self.start_min:
            raise Refused("end_min", f"{self.end_min} is not after the start, {self.start_min}")
        self._whole("level", 0, MOST_LEVEL)
        self._whole("lead_slots", 0, MOST_LEAD_SLOTS)
        for name, most in (("skill", MOST_SKILLS - 1), ("radius_m", 4 * FARTHEST_M), ("group", MOST_GROUP)):
            if getattr(self, name) is not None:
                self._whole(name, 0, most)
        if self.skill is None and self.level:
            raise Refused("level", "without a skill there is no level")
        self._refuse_wrong_names()

    def _whole(self, name: str, least: int, most: int) -> None:
        """Make sure of a whole number, and that it is Python's own: numpy's would overflow in silence."""
        object.__setattr__(self, name, whole(name, getattr(self, name), least, most))

    def _refuse_wrong_names(self) -> None:
        for name, ids in (("banned", self.banned), ("preferred", self.preferred)):
            if not isinstance(ids, frozenset):
                raise Refused(name, f"{type(ids).__name__} is no frozenset")
            for worker in ids:
                whole(name, worker, 0, MOST_ID)
        pairs("previous", self.previous, MOST_ID, MOST_VISITS)
        for name in ("banned", "preferred", "previous"):
            if len(getattr(self, name)) > MOST_NAMES:
                raise Refused(name, f"more than {MOST_NAMES}")


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts, in points. The score is the sum of `Parts`; more is better.

    :param near: points at the door; one less for every whole `near_step_m` metres, down to 0
    :param previous: for each earlier visit here, of which `previous_most` count
    :param preferred: once, for whom the family hopes for
    :param spare: for each half hour that stays free on the day of the start
    :param load: taken off for each unit of her load, so that work is dealt out fairly
    :param star: for each star of her rating, rounded down
    :param level: for each level above the one asked for
    :raises Refused: a weight that is not from 0 to 10,000, or a step of 0
    """

    near: int = 300
    near_step_m: int = 50
    previous: int = 60
    previous_most: int = 4
    preferred: int = 100
    spare: int = 1
    load: int = 25
    star: int = 40
    level: int = 10

    def __post_init__(self) -> None:
        for each in fields(self):
            whole(each.name, getattr(self, each.name), 1 if each.name == "near_step_m" else 0, MOST_WEIGHT)


class Parts(NamedTuple):
    """The points that make a score, each from the weight of its name; `load` is never above 0."""

    near: int
    previous: int
    preferred: int
    spare: int
    load: int
    star: int
    level: int


class Candidate(NamedTuple):
    """Somebody who can come. `score` is the sum of `parts`; the distance is the straight line, rounded down."""

    worker: int
    score: int
    distance_m: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why somebody is, or isn't, among those who can come: either `candidate` or one or more `reasons`."""

    candidate: Candidate | None = None
    reasons: tuple[str, ...] = field(default=())
