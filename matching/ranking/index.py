"""The index: who is where, can what, and is free when. Built from rows, or mapped from files; kept up change by change."""

from pathlib import Path
from typing import Any

import numpy as np

from matching.ranking import build, store
from matching.ranking.layout import (
    CELL_M,
    FARTHEST_M,
    FULL_DAY,
    LAST_DAY,
    LEVEL_BITS,
    MOST_GROUP,
    MOST_ID,
    MOST_LEVEL,
    MOST_LOAD,
    MOST_RATING_MILLI,
    MOST_ROWS,
    VACANT,
    Array,
)
from matching.ranking.query import Weights
from matching.ranking.refusal import array, pairs, repeated, whole
from matching.ranking.rows import Rows, Worker
from matching.ranking.store import Store
from matching.refusal import Refused


class Index:
    """Workers × days, in buckets by skill and cell of 2 km.

    Changes take effect at once and cost microseconds; what they loosen in the layout (who moved or came
    later lies beside strangers in memory) a rebuild from `rows()` puts right. Not for several threads while
    one of them changes it.
    """

    def __init__(self, arrays: Store) -> None:
        self.arrays = arrays
        self.weights = Weights(*(int(each) for each in arrays.weighing[0]))
        people = arrays.people["id"][: self._state["rows"]]
        self._vacant = [int(row) for row in np.flatnonzero(people == VACANT)]

    @classmethod
    def of(cls, rows: Rows, weights: Weights | None = None, *, cell_m: int = CELL_M) -> "Index":
        """Build an index from rows. The weights belong to it: workers stand in the order of their merit.

        :param cell_m: width of a cell in metres; a city too wide for it gets wider ones
        :raises Refused: a cell without width
        """
        whole("cell_m", cell_m, 1, FARTHEST_M)
        return cls(build.store_of(rows, weights or Weights(), cell_m))

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """Map an index that was saved. Changes stay in this process until it is saved to another folder.

        :raises Refused: the folder holds no whole index of this version
        """
        return cls(store.read(folder))

    def save(self, folder: Path) -> None:
        """Write the index as files into a new folder, which is there only once it is whole.

        :raises Refused: the folder is there already
        """
        store.write(self.arrays, folder)

    def __len__(self) -> int:
        return int(self._state["rows"]) - len(self._vacant)

    def __contains__(self, worker: int) -> bool:
        return self._find(worker) >= 0

    @property
    def _state(self) -> Any:
        return self.arrays.states[0]

    @property
    def first_day(self) -> int:
        return int(self._state["first_day"])

    @property
    def days(self) -> int:
        return len(self.arrays.free)

    @property
    def skill_count(self) -> int:
        return int(self._state["skills"])

    @property
    def nbytes(self) -> int:
        """Memory of all arrays, in bytes."""
        return self.arrays.nbytes

    def worker(self, worker: int) -> Worker:
        """Read somebody back.

        :raises Refused: she isn't in the index
        """
        row = self._row(worker)
        person = self.arrays.people[row]
        levels = self._levels(row)
        return Worker(
            id=worker,
            x=int(person["x"]),
            y=int(person["y"]),
            free=tuple(int(self.arrays.free[day % self.days, row]) for day in self._days()),
            skills=tuple((skill, int(level)) for skill, level in enumerate(levels[:-1]) if level >= 0),
            load=int(person["load"]),
            rating_milli=int(person["rating_milli"]),
            group=int(person["group"]),
        )

    def rows(self) -> Rows:
        """Read everybody back, to build anew; workers come in the order of their ids."""
        people, state = self.arrays.people[: self._state["rows"]], self._state
        kept = np.flatnonzero(people["id"] != VACANT)
        kept = kept[np.argsort(people["id"][kept])]
        place = np.zeros(len(people), np.int64)
        place[kept] = np.arange(len(kept))
        skilled = self.arrays.buckets[: self.skill_count * int(state["wide"] * state["high"])]
        each = np.repeat(np.arange(len(skilled)), skilled["count"])
        within = np.arange(len(each)) - np.repeat(np.cumsum(skilled["count"]) - skilled["count"], skilled["count"])
        entries = self.arrays.pool[skilled["start"][each] + within]
        columns = (
            place[(entries >> LEVEL_BITS) & MOST_ROWS],
            each // (state["wide"] * state["high"]),
            entries & MOST_LEVEL,
        )
        people = people[kept]
        return Rows(
            ids=people["id"].copy(),
            xy=np.stack([people["x"], people["y"]], axis=1),
            free=np.stack([self.arrays.free[day % self.days][kept] for day in self._days()], axis=1),
            skills=np.stack(columns, axis=1),
            skill_count=self.skill_count,
            first_day=self.first_day,
            load=people["load"].copy(),
            rating_milli=people["rating_milli"].copy(),
            group=people["group"].copy(),
        )

    def set_day(self, worker: int, day: int, free: int) -> None:
        """Change when somebody is free on a day.

        :param free: 48-bit mask: what she offers and isn't taken
        :raises Refused: she or the day isn't in the index, or the mask is none
        """
        row, plane = self._row(worker), self._plane(day)
        whole("free", free, 0, FULL_DAY)
        from matching.ranking import upkeep

        a = self.arrays
        upkeep.set_mask(a.people, a.free, a.buckets, a.offers, a.pool, a.states, self.skill_count, row, plane, free)

    def set_days(self, workers: Array, day: int, free: Array) -> None:
        """Change when many are free on a day; for more than some hundreds it is cheaper than one by one.

        :param workers: n ids; `free` n masks
        :raises Refused: somebody stands twice or isn't in the index, the day isn't, or a mask is none; nothing is
            changed then
        """
        plane = self._plane(day)
        array("workers", workers, (None,), 0, MOST_ID)
        array("free", free, (len(workers),), 0, FULL_DAY)
        if repeated(workers):
            raise Refused("workers", "somebody stands twice")
        from matching.ranking import upkeep

        a, rows = self.arrays, np.empty(len(workers), np.int64)
        upkeep.rows_of(a.people, a.table, workers.astype(np.int64), rows)
        if (rows < 0).any():
            raise Refused("workers", f"{workers[rows < 0][0]} is not in the index")
        a.free[plane, rows] = free
        upkeep.offer_day(a.free, a.buckets, a.offers, a.pool, plane)

    def move(self, worker: int, x: int, y: int) -> None:
        """Change where somebody lives.

        :raises Refused: she isn't in the index, or the place is too far out
        """
        row = self._row(worker)
        whole("x", x, -FARTHEST_M, FARTHEST_M)
        whole("y", y, -FARTHEST_M, FARTHEST_M)
        levels = self._withdraw(row)
        self.arrays.people[row]["x"], self.arrays.people[row]["y"] = x, y
        self._stand(row, levels)

    def set_skills(self, worker: int, skills: tuple[tuple[int, int], ...]) -> None:
        """Change what somebody can do, all skills at once.

        :raises Refused: she isn't in the index, or a skill is unknown or stands twice
        """
        row = self._row(worker)
        levels = self._levels_from(skills)
        self._withdraw(row)
        self._stand(row, levels)

    def set_standing(
        self, worker: int, *, load: int | None = None, rating_milli: int | None = None, group: int | None = None
    ) -> None:
        """Change somebody's load, rating or enterprise; None leaves it.

        :raises Refused: she isn't in the index, or a number is out of range
        """
        row, changes = self._row(worker), {}
        for name, value, most in (
            ("load", load, MOST_LOAD),
            ("rating_milli", rating_milli, MOST_RATING_MILLI),
            ("group", group, MOST_GROUP),
        ):
            if value is not None:
                changes[name] = whole(name, value, 0, most)
        levels = self._withdraw(row)
        for name, value in changes.items():
            self.arrays.people[row][name] = value
        self._stand(row, levels)

    def add(self, worker: Worker) -> None:
        """Take somebody in.

        :raises Refused: she is in already, or has another number of days or an unknown skill
        """
        if worker.id in self:
            raise Refused("id", f"worker {worker.id} is in the index already")
        if len(worker.free) != self.days:
            raise Refused("free", f"{len(worker.free)} days are not {self.days}")
        levels = self._levels_from(worker.skills)
        row = self._vacant.pop() if self._vacant else self._new_row()
        person = self.arrays.people[row]
        for name in ("id", "x", "y", "group", "load", "rating_milli"):
            person[name] = getattr(worker, name)
        for day, mask in zip(self._days(), worker.free, strict=True):
            self.arrays.free[day % self.days, row] = mask
        from matching.ranking import upkeep

        upkeep.enter(self.arrays.people, self.arrays.table, row)
        self._stand(row, levels)

    def remove(self, worker: int) -> None:
        """Let somebody go; her place, days and numbers are wiped.

        :raises Refused: she isn't in the index
        """
        row = self._row(worker)
        self._withdraw(row)
        from matching.ranking import upkeep

        upkeep.leave(self.arrays.people, self.arrays.table, row)
        self.arrays.people[row] = np.zeros(1, self.arrays.people.dtype)[0]
        self.arrays.people[row]["id"] = VACANT
        self.arrays.free[:, row] = 0
        self._vacant.append(row)

    def roll_to(self, first_day: int) -> None:
        """Let the days before `first_day` go; as many new ones follow at the end, on which nobody is free yet.

        :raises Refused: the days of the index begin later
        """
        whole("first_day", first_day, self.first_day, LAST_DAY)
        for day in range(self.first_day, min(first_day, self.first_day + self.days)):
            self.arrays.free[day % self.days] = 0
            self.arrays.offers[day % self.days] = 0
        self._state["first_day"] = first_day

    def _days(self) -> range:
        return range(self.first_day, self.first_day + self.days)

    def _plane(self, day: int) -> int:
        if whole("day", day, 0, LAST_DAY) not in self._days():
            raise Refused("day", f"{day} is not from {self.first_day} to {self.first_day + self.days - 1}")
        return day % self.days

    def _find(self, worker: int) -> int:
        from matching.ranking import kernel

        return int(kernel.row_of(self.arrays.people, self.arrays.table, whole("worker", worker, 0, MOST_ID)))

    def _row(self, worker: int) -> int:
        row = self._find(worker)
        if row < 0:
            raise Refused("worker", f"{worker} is not in the index")
        return row

    def _levels(self, row: int) -> Array:
        from matching.ranking import upkeep

        a, levels = self.arrays, np.empty(self.skill_count + 1, np.int64)
        upkeep.levels_of(a.buckets, a.pool, a.states, row, int(a.people[row]["x"]), int(a.people[row]["y"]), levels)
        return levels

    def _levels_from(self, skills: tuple[tuple[int, int], ...]) -> Array:
        levels = np.full(self.skill_count + 1, -1, np.int64)
        levels[-1] = 0
        pairs("skills", skills, self.skill_count - 1, MOST_LEVEL)
        for skill, level in skills:
            levels[skill] = level
        return levels

    def _withdraw(self, row: int) -> Array:
        from matching.ranking import upkeep

        a, levels = self.arrays, np.empty(self.skill_count + 1, np.int64)
        upkeep.withdraw(a.people, a.free, a.buckets, a.offers, a.pool, a.states, row, levels)
        return levels

    def _stand(self, row: int, levels: Array) -> None:
        from matching.ranking import upkeep

        a, skill = self.arrays, 0
        while True:
            skill = upkeep.stand(
                a.people, a.free, a.buckets, a.offers, a.pool, a.states, a.weighing, row, levels, skill
            )
            if skill == len(levels):
                return
            wider = np.zeros(build.pool_size(a.buckets), np.int64)
            self._state["pooled"] = upkeep.repack(a.buckets, a.pool, wider)
            a.pool = wider

    def _new_row(self) -> int:
        row, a = int(self._state["rows"]), self.arrays
        if row == len(a.people):
            if row >= MOST_ROWS:
                raise Refused("id", f"{row} workers are the most there can be")
            from matching.ranking import upkeep

            people = build.lined_up(row + row // 8 + 8, a.people.dtype)
            people["id"] = VACANT
            people[:row] = a.people
            free = np.zeros((self.days, len(people)), np.int64)
            free[:, :row] = a.free
            a.people, a.free = people, free
            if 2 * len(people) > len(a.table):
                a.table = build.empty_table(len(people))
                upkeep.enter_all(people, a.table, row)
        self._state["rows"] = row + 1
        return row
