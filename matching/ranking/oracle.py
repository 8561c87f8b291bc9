"""The ranking once more, slow and plain, to hold the fast one against. It shares no code with the search."""

from collections.abc import Iterable
from math import isqrt

from matching.ranking.query import Candidate, Parts, Query, Weights
from matching.ranking.rows import Worker


class Oracle:
    """Looks at every worker for every query."""

    def __init__(self, workers: Iterable[Worker], weights: Weights, first_day: int = 0) -> None:
        self.weights = weights
        self.first_day = first_day
        self.workers = [(worker, dict(worker.skills)) for worker in workers]

    def top(self, query: Query, k: int) -> tuple[Candidate, ...]:
        """Rank who can come, at most `k`, best first; of equals the lower id comes first."""
        found = []
        for worker, levels in self.workers:
            if query.skill is not None and levels.get(query.skill, -1) < query.level:
                continue
            if query.group is not None and worker.group != query.group:
                continue
            if worker.id in query.banned:
                continue
            square = (worker.x - query.x) ** 2 + (worker.y - query.y) ** 2
            if query.radius_m is not None and square > query.radius_m**2:
                continue
            if not self.is_free(worker, query):
                continue
            distance = isqrt(square)
            parts = self.parts(worker, 0 if query.skill is None else levels[query.skill], distance, query)
            found.append(Candidate(worker.id, sum(parts), distance, parts))
        return tuple(sorted(found, key=lambda each: (-each.score, each.worker))[:k])

    def is_free(self, worker: Worker, query: Query) -> bool:
        """Look at each half hour from the buffer's beginning to the visit's end."""
        minute = query.start_min - 30 * query.lead_slots
        while minute < query.end_min:
            day, half_hour = minute // 1440 - self.first_day, minute % 1440 // 30
            if not worker.free[day] >> half_hour & 1:
                return False
            minute += 30
        return True

    def parts(self, worker: Worker, level: int, distance: int, query: Query) -> Parts:
        """Count the points one by one."""
        weights, visits = self.weights, 0
        for known, times in query.previous:
            if known == worker.id:
                visits = min(times, weights.previous_most)
        day = query.start_min // 1440
        spare = 0
        for half_hour in range(48):
            minute = day * 1440 + 30 * half_hour
            used = query.start_min - 30 * query.lead_slots <= minute < query.end_min
            if worker.free[day - self.first_day] >> half_hour & 1 and not used:
                spare += 1
        return Parts(
            near=max(0, weights.near - distance // weights.near_step_m),
            previous=weights.previous * visits,
            preferred=weights.preferred if worker.id in query.preferred else 0,
            spare=weights.spare * spare,
            load=-weights.load * worker.load,
            star=weights.star * worker.rating_milli // 1000,
            level=weights.level * (level - query.level),
        )
