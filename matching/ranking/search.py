"""Asking the index: who comes best, for one visit or many, and why somebody is or isn't among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np

from matching.ranking.index import Index
from matching.ranking.layout import (
    ANSWER,
    ASKED,
    DAY_MIN,
    FARTHEST_M,
    FULL_DAY,
    KNOWN,
    MOST_TOP,
    SLOT_MIN,
    SLOTS_A_DAY,
    Array,
    Record,
)
from matching.ranking.query import Candidate, Explanation, Parts, Query
from matching.ranking.refusal import whole
from matching.refusal import Refused

ANYWHERE = (4 * FARTHEST_M) ** 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answers to many queries, as arrays: `answers` is queries × k of ANSWER, of which `counts` say how many."""

    answers: Record
    counts: Array

    def of(self, query: int) -> tuple[Candidate, ...]:
        """Read one query's candidates, best first."""
        return tuple(
            Candidate(worker, score, distance_m, Parts(*parts))
            for worker, score, distance_m, *parts in self.answers[query, : self.counts[query]].tolist()
        )


@dataclass(frozen=True, slots=True)
class Encoded:
    """Queries as the kernel reads them; see `kernel.rank_many`."""

    asking: Record
    knowing: Record
    banned: Array
    spans: Array


def top(index: Index, query: Query, k: int) -> tuple[Candidate, ...]:
    """Rank who can come, at most `k`, best first; of equals the lower id comes first.

    :param k: 1 to 1,000
    :raises Refused: the index doesn't know the skill or one of the days, or `k` is out of range
    """
    whole("k", k, 1, MOST_TOP)
    return rank(index, encode(index, [query]), k).of(0)


def top_many(index: Index, queries: Sequence[Query], k: int) -> Ranking:
    """Rank for many visits at once, each as `top` does and none knowing of the others.

    The answers take 80 bytes for each candidate that may be.

    :raises Refused: as `top`; nothing is searched then
    """
    whole("k", k, 1, MOST_TOP)
    return rank(index, encode(index, queries), k)


def encode(index: Index, queries: Sequence[Query]) -> Encoded:
    """Write queries as numbers, once they are known to fit the index.

    :raises Refused: the index doesn't know a skill or a day
    """
    asking, spans = [], []
    knowing: list[tuple[int, int, bool]] = []
    banned: list[int] = []
    for query in queries:
        asking.append(_asked(index, query))
        known_from, banned_from = len(knowing), len(banned)
        if query.banned or query.preferred or query.previous:
            visits = dict(query.previous)
            known = sorted(visits.keys() | query.preferred)
            knowing += [(worker, visits.get(worker, 0), worker in query.preferred) for worker in known]
            banned += query.banned
        spans.append((known_from, len(knowing), banned_from, len(banned)))
    return Encoded(
        np.array(asking, ASKED),
        np.array(knowing, KNOWN),
        np.array(banned, np.int64),
        np.array(spans, np.int64).reshape(-1, 4),
    )


def rank(index: Index, encoded: Encoded, k: int) -> Ranking:
    """Search for encoded queries; as long as the index is of the days that they were encoded for."""
    from matching.ranking import kernel

    a, grid = index.arrays, index.arrays.states[0]
    known = int((encoded.spans[:, 1] - encoded.spans[:, 0]).max(initial=0))
    answers, counts = np.empty((len(encoded.asking), k), ANSWER), np.empty(len(encoded.asking), np.int64)
    kernel.rank_many(
        a.people, a.table, a.free, a.buckets, a.offers, a.pool, a.states, a.weighing,
        encoded.asking, encoded.knowing, encoded.banned, encoded.spans, answers, counts,
        *kernel.scratch(index.days, int(grid["wide"]), int(grid["high"]), k, known),
    )  # fmt: skip
    return Ranking(answers, counts)


def explain(index: Index, query: Query, worker: int) -> Explanation:
    """Say what somebody would score for a visit, or everything that stands against her.

    :raises Refused: she isn't in the index, or as `top`
    """
    _asked(index, query)
    who, weights = index.worker(worker), index.weights
    level = 0 if query.skill is None else dict(who.skills).get(query.skill)
    square = (who.x - query.x) ** 2 + (who.y - query.y) ** 2
    reasons = []
    if level is None:
        reasons.append(f"has not skill {query.skill}")
    elif level < query.level:
        reasons.append(f"has skill {query.skill} at level {level}, not {query.level}")
    if query.radius_m is not None and square > query.radius_m**2:
        reasons.append(f"lives {isqrt(square)} m away, beyond {query.radius_m}")
    if query.group is not None and who.group != query.group:
        reasons.append(f"belongs to group {who.group}, not {query.group}")
    if worker in query.banned:
        reasons.append("is banned")
    masks = _masks(query)
    for day, mask in masks.items():
        if mask & ~who.free[day - index.first_day]:
            reasons.append(f"is not free in all half hours of day {day}")
    if reasons or level is None:
        return Explanation(reasons=tuple(reasons))
    on = query.start_min // DAY_MIN
    parts = Parts(
        near=max(0, weights.near - isqrt(square) // weights.near_step_m),
        previous=weights.previous * min(dict(query.previous).get(worker, 0), weights.previous_most),
        preferred=weights.preferred * (worker in query.preferred),
        spare=weights.spare * (who.free[on - index.first_day] & ~masks[on]).bit_count(),
        load=-weights.load * who.load,
        star=weights.star * who.rating_milli // 1000,
        level=weights.level * (level - query.level),
    )
    return Explanation(candidate=Candidate(worker, sum(parts), isqrt(square), parts))


def _masks(query: Query) -> dict[int, int]:
    """Spread the buffer and the visit over days: one mask for each day touched."""
    begin, until = query.start_min // SLOT_MIN - query.lead_slots, query.end_min // SLOT_MIN
    wanted = ((1 << (until - begin)) - 1) << begin % SLOTS_A_DAY
    first, last = begin // SLOTS_A_DAY, (until - 1) // SLOTS_A_DAY
    return {day: wanted >> (day - first) * SLOTS_A_DAY & FULL_DAY for day in range(first, last + 1)}


def _asked(index: Index, query: Query) -> tuple[int, ...]:
    """Write one query as numbers."""
    if query.skill is not None and query.skill >= index.skill_count:
        raise Refused("skill", f"{query.skill} is unknown: the index has {index.skill_count}")
    begin, until = query.start_min // SLOT_MIN - query.lead_slots, query.end_min // SLOT_MIN
    first = begin // SLOTS_A_DAY
    if first < index.first_day:
        raise Refused("start_min", f"begins on day {first}, the index on day {index.first_day}")
    last = (until - 1) // SLOTS_A_DAY
    if last >= index.first_day + index.days:
        raise Refused("end_min", f"ends on day {last}, the index on day {index.first_day + index.days - 1}")
    return (
        query.x,
        query.y,
        ANYWHERE if query.radius_m is None else query.radius_m**2,
        index.skill_count if query.skill is None else query.skill,
        query.level,
        -1 if query.group is None else query.group,
        begin - first * SLOTS_A_DAY,
        until - first * SLOTS_A_DAY,
        first,
        last - first + 1,
        first % index.days,
        query.start_min // DAY_MIN - first,
    )
