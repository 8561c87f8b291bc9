"""A problem laid out in flat arrays for the search: one row of columns per part of a visit and per route.

Nodes 0 … T-1 are the parts of all visits, node T + r is the route of carer r: its first and last stop at
once, so that a route is a ring. Rows are `COLUMNS` wide in one flat array; `node << SHIFT | column` is a
value's place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.routing.problem import Matrix, Plane, Problem, slowest

Ints = NDArray[np.int64]
SHIFT, COLUMNS = 5, 32

# What the search changes: neighbours in the ring, the route (-1: nobody comes), when it starts, its key in
# an order of all nodes that no wait contradicts, whether it waits in the queue, whether the rest was taken.
NEXT, PREV, ROUTE, START, KEY, QUEUED, RESTED = range(7)
# What the problem says of a part.
OUT, IN, DURATION, OPENS, CLOSES, LATEST, KIND, MATE, LEAST, MOST, VISIT = range(7, 18)
# What it says of a route (kept in the same row), and the route's sums.
SPEED, REST_FROM, REST_TO, REST_FOR, ENDS, LIMIT, WORK_LIMIT, WORK, EARNED, BACK = range(18, 28)
# The last start of a part, or return of a carer, by which nothing from there on along the route is later than it is
# allowed to be, or than it is now.
LAST = 28

SINGLE, TOGETHER, FIRST, SECOND = range(4)
# Changes that the search counts: parts that move, change places or go with their day's rest; both of a pair; whoever
# nobody comes to or came to; a part that goes where its mate can be met.
KINDS = 6
MOVE, SWAP, TAILS, PAIR, ABSENTEE, MEETING = range(KINDS)
FAR = 1 << 60
SPREAD_OUT = 1 << 32  # between two neighbouring keys at first
NEVER = -1

# Counters of the search; the queue, the log of what to take back and places touched follow them in the same array.
# SUMS are what a change alters and taking it back restores. OVERDUE is how much later than is allowed visits start
# and carers come home: the search may pass through such plans at a price, no plan ends so.
SUMS = 7
DISTANCE, LATE, LATE_MAX, OVERTIME, FITTING, SPREAD, OVERDUE = range(SUMS)
WAITING, LOGGED, PEAK_FELL, BROKEN, SHARE, PARTS, ROUTES, HOME_COUNTS, WORK_COUNTS, UNLIKE = range(8, 18)
W_DISTANCE, W_LATE, W_LATE_MAX, W_OVERTIME, W_SPREAD, W_OVERDUE = range(18, 24)
KEPT = 24  # where the sums lie while a change is tried
DETOUR_PCT, PACE = KEPT + SUMS, KEPT + SUMS + 1  # of a plane; no detour: ways are in tables
LIMITED = PACE + 1  # whether anything may be only so late
HEAD = LIMITED + 1
# Room for the queue beyond a place a node; and a node, for the log's pairs and for places that changed since the best.
SPARE, LOG, TOUCHED = 8, 64, 16


@dataclass(frozen=True)
class Ways:
    """How far places are from each other; the last of them is nowhere, from where and to where there is no way.

    `distance_from` and `time_from` are tables, places × places. Of a plane both are its points, places × 2: a way is
    counted there sooner than fetched from a large table.
    """

    distance_from: NDArray[np.int32]
    time_from: NDArray[np.int32]
    detour_pct: int = 0
    pace: int = 0

    @property
    def on_plane(self) -> bool:
        """Whether ways are counted from points."""
        return self.detour_pct > 0

    @property
    def nowhere(self) -> int:
        """The place of whoever ends her day anywhere."""
        return len(self.distance_from) - 1

    def distances(self, here: Ints | int, there: Ints | int) -> Ints:
        """Distances between places, of the shape that both have together, rounded as `Plane` says."""
        if not self.on_plane:
            return np.asarray(self.distance_from[here, there], dtype=np.int64)
        across = self.distance_from[here].astype(np.int64) - self.distance_from[there]
        found = (whole_root((across**2).sum(axis=-1) * self.detour_pct**2) + 50) // 100
        return np.where((here == self.nowhere) | (there == self.nowhere), 0, found)

    def times(self, here: Ints | int, there: Ints | int) -> Ints:
        """How long these ways take a carer of usual speed, of the same shape."""
        if not self.on_plane:
            return np.asarray(self.time_from[here, there], dtype=np.int64)
        return self.distances(here, there) * self.pace // 1000


@dataclass(frozen=True)
class Layout:
    """`nodes`: flat rows. `fit[part, route]`: what it costs that this carer does it, `NEVER` where she may not.
    `shut[part]`: what it costs to leave it out. `near[part]`: the parts worth standing beside it; `homes[part]`: the
    routes worth beginning or ending with it. `counters`: see above."""

    parts: int
    routes: int
    nodes: Ints
    ways: Ways
    fit: NDArray[np.int32]
    shut: Ints
    near: NDArray[np.int32]
    homes: NDArray[np.int32]
    counters: Ints


def whole_root(squares: Ints) -> Ints:
    """The square root in whole numbers, rounded down, where floating point alone may be one off."""
    root = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    root -= root * root > squares
    root += (root + 1) * (root + 1) <= squares
    return root


def ways_of(travel: Matrix | Plane) -> Ways:
    """Lay the ways out; nowhere comes after all places."""
    if isinstance(travel, Plane):
        points = np.vstack([travel.points, [[0, 0]]]).astype(np.int32)
        return Ways(points, points, travel.detour_pct, travel.pace)
    distance = _beside_nowhere(travel.distance)
    return Ways(distance, distance if travel.time is None else _beside_nowhere(travel.time))


def _beside_nowhere(table: Ints) -> NDArray[np.int32]:
    found = np.zeros((len(table) + 1, len(table) + 1), dtype=np.int32)
    found[:-1, :-1] = table
    return found


def lay_out(problem: Problem, *, near: int = 24, homes: int = 12) -> Layout:
    """Flatten a problem that can be right (`validate.refuse_impossible` was asked)."""
    parts = [(v, k) for v, visit in enumerate(problem.visits) for k in range(len(visit.parts))]
    total, routes = len(parts), len(problem.carers)
    ways = ways_of(problem.travel)
    nodes = _nodes(problem, parts, ways.nowhere)
    fit, shut = _fit(problem, parts)
    return Layout(
        parts=total,
        routes=routes,
        nodes=nodes.reshape(-1),
        ways=ways,
        fit=fit,
        shut=shut,
        near=_near(nodes[:total], ways, fit, near),
        homes=_homes(nodes, total, ways, fit, homes),
        counters=_counters(problem, total, routes, ways),
    )


def horizon(problem: Problem) -> int:
    """A time by which any plan without needless waits is over."""
    longest = -(-slowest(problem.travel) * 100 // min(carer.speed_pct for carer in problem.carers))
    gaps = sum(visit.gap.most for visit in problem.visits if visit.gap)
    work = sum(part.duration + longest for visit in problem.visits for part in visit.parts)
    begins = max([visit.window[0] for visit in problem.visits] + [carer.shift[0] for carer in problem.carers])
    return begins + gaps + work + longest


def _nodes(problem: Problem, parts: list[tuple[int, int]], nowhere: int) -> Ints:
    total = len(parts)
    rows = np.zeros((total + len(problem.carers), COLUMNS), dtype=np.int64)
    for t, (v, k) in enumerate(parts):
        visit = problem.visits[v]
        row = rows[t]
        row[OUT] = row[IN] = visit.place
        row[DURATION] = visit.parts[k].duration
        row[OPENS], row[CLOSES] = visit.window
        row[LATEST] = FAR if visit.late_limit is None else visit.window[1] + visit.late_limit
        row[VISIT] = v
        row[MATE] = -1
        if visit.gap is not None:
            row[MATE] = t + 1 - 2 * k
            together = visit.gap.least == visit.gap.most == 0
            row[KIND] = TOGETHER if together else (FIRST, SECOND)[k]
            row[LEAST], row[MOST] = visit.gap.least, visit.gap.most
        row[ROUTE] = -1
        row[RESTED] = 1
        row[START] = visit.window[0]
        row[KEY] = (t + 1) << 32
    for r, carer in enumerate(problem.carers):
        row = rows[total + r]
        row[NEXT] = row[PREV] = total + r
        row[ROUTE] = r
        row[OUT] = carer.start
        row[IN] = nowhere if carer.end is None else carer.end
        row[START], row[ENDS] = carer.shift
        row[BACK] = carer.shift[0]
        row[LIMIT] = carer.shift[1] + carer.overtime_limit
        row[WORK_LIMIT] = FAR if carer.max_work is None else carer.max_work
        row[SPEED] = carer.speed_pct
        row[EARNED] = carer.earned
        row[MATE] = -1
        row[REST_FOR] = 0
        row[RESTED] = 1
        if carer.rest is not None:
            row[REST_FROM], row[REST_TO] = carer.rest.window
            row[REST_FOR] = carer.rest.duration
            row[RESTED] = 0
        row[KEY] = FAR
    return rows


def _fit(problem: Problem, parts: list[tuple[int, int]]) -> tuple[NDArray[np.int32], Ints]:
    weights = problem.weights
    levels = np.full((len(problem.skills), len(problem.carers)), -1, dtype=np.int64)
    for r, carer in enumerate(problem.carers):
        for skill, level in carer.skills:
            levels[skill, r] = max(levels[skill, r], level)
    fit = np.zeros((len(parts), len(problem.carers)), dtype=np.int32)
    shut = np.zeros(len(parts), dtype=np.int64)
    for t, (v, k) in enumerate(parts):
        visit = problem.visits[v]
        if visit.previous:
            fit[t] += weights.continuity
            fit[t, list(visit.previous)] -= weights.continuity
        if visit.preferred:
            fit[t] += weights.preference
            fit[t, list(visit.preferred)] -= weights.preference
        fit[t, levels[visit.parts[k].skill] < visit.parts[k].level] = NEVER
        fit[t, list(visit.banned)] = NEVER
        shut[t] = weights.unserved * visit.priority if k == 0 else 0
    return fit, shut


def _near(rows: Ints, ways: Ways, fit: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """For each part the others that stand well directly before or after it: little way, wait and lateness."""
    total = len(rows)
    count = max(1, min(count, total - 1))
    place, opens, closes, duration = rows[:, OUT], rows[:, OPENS], rows[:, CLOSES], rows[:, DURATION]
    # Parts that the same carers may do are alike; kinds are fewer than parts.
    kinds, kind = np.unique(np.packbits(fit != NEVER, axis=1), axis=0, return_inverse=True)
    kind = kind.reshape(-1)  # NumPy 2.0 gives it two dimensions
    shared = np.array([(kinds & each).any(axis=1) for each in kinds])
    found = np.empty((total, count), dtype=np.int32)
    for t in range(total):
        out = ways.times(place[t], place).astype(np.float64)
        back = out if ways.on_plane else ways.times(place, place[t]).astype(np.float64)
        after = out + 0.2 * np.maximum(0, opens - (closes[t] + duration[t] + out))
        after += np.maximum(0, opens[t] + duration[t] + out - closes)
        before = back + 0.2 * np.maximum(0, opens[t] - (closes + duration + back))
        before += np.maximum(0, opens + duration + back - closes[t])
        worth = np.minimum(after, before)
        worth[~shared[kind[t], kind]] = 1e17
        worth[t] = 1e18
        if rows[t, MATE] >= 0:
            worth[rows[t, MATE]] = 1e18
        best = np.argpartition(worth, count - 1)[:count] if count < total else np.arange(total)
        found[t] = best[np.lexsort((best, worth[best]))][:count]
    return found


def _homes(nodes: Ints, total: int, ways: Ways, fit: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """For each part the routes that start near it; all that may serve it, where all start in one place."""
    starts = nodes[total:, OUT]
    count = len(starts) if (starts == starts[0]).all() else min(count, len(starts))
    found = np.empty((total, count), dtype=np.int32)
    for t in range(total):
        worth = ways.distances(starts, nodes[t, OUT]).astype(np.float64)
        worth[fit[t] == NEVER] = 1e17
        found[t] = np.argsort(worth, kind="stable")[:count]
        able = int((fit[t, found[t]] != NEVER).sum())
        if 0 < able < count:
            found[t, able:] = np.resize(found[t, :able], count - able)
    return found + total


def _counters(problem: Problem, total: int, routes: int, ways: Ways) -> Ints:
    nodes = total + routes
    size = HEAD + nodes + SPARE + 2 * LOG * (nodes + 16) + TOUCHED * nodes
    counters = np.zeros(size, dtype=np.int64)
    weights = problem.weights
    counters[PARTS], counters[ROUTES], counters[SHARE] = total, routes, problem.fair_share
    counters[WORK_COUNTS] = weights.spread > 0 or any(carer.max_work is not None for carer in problem.carers)
    # Where carers differ in speed or rest, the hours of what changes hands are new all along.
    counters[UNLIKE] = len({(carer.speed_pct, carer.rest) for carer in problem.carers}) > 1
    counters[HOME_COUNTS] = any(carer.rest is not None for carer in problem.carers) or horizon(problem) > min(
        carer.shift[1] for carer in problem.carers
    )
    counters[LIMITED] = counters[HOME_COUNTS] or any(visit.late_limit is not None for visit in problem.visits)
    counters[DETOUR_PCT], counters[PACE] = ways.detour_pct, ways.pace
    counters[FITTING] = weights.unserved * sum(visit.priority for visit in problem.visits)
    counters[SPREAD] = sum(abs(carer.earned - problem.fair_share) for carer in problem.carers)
    counters[W_DISTANCE : W_SPREAD + 1] = (
        weights.distance,
        weights.lateness,
        weights.lateness_max,
        weights.overtime,
        weights.spread,
    )
    return counters
