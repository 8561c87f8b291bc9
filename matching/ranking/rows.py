"""What an index is built from: workers one by one, or as columns of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.ranking.layout import (
    FARTHEST_M,
    FULL_DAY,
    LAST_DAY,
    MOST_DAYS,
    MOST_GROUP,
    MOST_ID,
    MOST_LEVEL,
    MOST_LOAD,
    MOST_POSTINGS,
    MOST_RATING_MILLI,
    MOST_ROWS,
    MOST_SKILLS,
    Array,
)
from matching.ranking.refusal import array, pairs, repeated, whole
from matching.refusal import Refused


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker as the index knows her.

    :param x: metres east of her home on the city's plane; `y` metres north
    :param free: a 48-bit mask for each day of the index, the first day first: what she offers and isn't taken
    :param skills: pairs (skill, level), levels 0–15, more is better; a skill stands once
    :param load: what she was given lately, in the caller's unit, 0–10,000
    :param rating_milli: thousandths of a star, 0–5,000; 0 brings no points
    :param group: the enterprise she belongs to
    :raises Refused: a field that can't be meant
    """

    id: int
    x: int
    y: int
    free: tuple[int, ...]
    skills: tuple[tuple[int, int], ...] = ()
    load: int = 0
    rating_milli: int = 0
    group: int = 0

    def __post_init__(self) -> None:
        whole("id", self.id, 0, MOST_ID)
        whole("x", self.x, -FARTHEST_M, FARTHEST_M)
        whole("y", self.y, -FARTHEST_M, FARTHEST_M)
        if not isinstance(self.free, tuple):
            raise Refused("free", "wants a tuple of masks")
        for mask in self.free:
            whole("free", mask, 0, FULL_DAY)
        pairs("skills", self.skills, MOST_SKILLS - 1, MOST_LEVEL)
        whole("load", self.load, 0, MOST_LOAD)
        whole("rating_milli", self.rating_milli, 0, MOST_RATING_MILLI)
        whole("group", self.group, 0, MOST_GROUP)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Many workers as arrays of whole numbers, row by row; units as in `Worker`.

    :param ids: n, each once
    :param xy: n × 2
    :param free: n × days
    :param skills: m × 3: row, skill, level; a row's skill stands once
    :param skill_count: how many skills there are in the city; they are numbered from 0
    :param first_day: number of the day of the first mask; day 0 is the one that `Query` counts minutes from
    :param load: n, or None for none; `rating_milli` and `group` likewise
    :raises Refused: a wrong shape, no whole numbers, NaN, out of range, or somebody or her skill twice
    """

    ids: Array
    xy: Array
    free: Array
    skills: Array
    skill_count: int
    first_day: int = 0
    load: Array | None = None
    rating_milli: Array | None = None
    group: Array | None = None

    def __post_init__(self) -> None:
        count = len(array("ids", self.ids, (None,), 0, MOST_ID))
        if count > MOST_ROWS:
            raise Refused("ids", f"{count} are more than {MOST_ROWS}")
        if repeated(self.ids):
            raise Refused("ids", "somebody stands twice")
        array("xy", self.xy, (count, 2), -FARTHEST_M, FARTHEST_M)
        days = array("free", self.free, (count, None), 0, FULL_DAY).shape[1]
        if not 1 <= days <= MOST_DAYS:
            raise Refused("free", f"{days} days are not from 1 to {MOST_DAYS}")
        whole("skill_count", self.skill_count, 0, MOST_SKILLS)
        whole("first_day", self.first_day, 0, LAST_DAY)
        if len(array("skills", self.skills, (None, 3), 0, MOST_ROWS)) > MOST_POSTINGS:
            raise Refused("skills", f"{len(self.skills)} are more than {MOST_POSTINGS}")
        for column, most in ((0, count - 1), (1, self.skill_count - 1), (2, MOST_LEVEL)):
            array("skills", self.skills[:, column], (None,), 0, most)
        pairs = self.skills[:, 0].astype(np.int64) * MOST_SKILLS + self.skills[:, 1]
        if repeated(pairs):
            raise Refused("skills", "somebody's skill stands twice")
        for name, most in (("load", MOST_LOAD), ("rating_milli", MOST_RATING_MILLI), ("group", MOST_GROUP)):
            if getattr(self, name) is not None:
                array(name, getattr(self, name), (count,), 0, most)

    @classmethod
    def of(cls, workers: Sequence[Worker], *, days: int, skill_count: int, first_day: int = 0) -> "Rows":
        """Line up workers as columns.

        :raises Refused: somebody has another number of days or a skill that the city doesn't know
        """
        whole("days", days, 1, MOST_DAYS)
        for worker in workers:
            if len(worker.free) != days:
                raise Refused("free", f"worker {worker.id} has {len(worker.free)} days, not {days}")
        skills = [(row, *pair) for row, worker in enumerate(workers) for pair in worker.skills]
        return cls(
            ids=np.array([worker.id for worker in workers], np.int64),
            xy=np.array([(worker.x, worker.y) for worker in workers], np.int64).reshape(-1, 2),
            free=np.array([worker.free for worker in workers], np.int64).reshape(-1, days),
            skills=np.array(skills, np.int64).reshape(-1, 3),
            skill_count=skill_count,
            first_day=first_day,
            load=np.array([worker.load for worker in workers], np.int64),
            rating_milli=np.array([worker.rating_milli for worker in workers], np.int64),
            group=np.array([worker.group for worker in workers], np.int64),
        )
