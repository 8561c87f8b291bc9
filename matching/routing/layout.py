"""A problem laid out in flat arrays for the search: one row of columns per part of a visit and per route.

Nodes 0 … T-1 are the parts of all visits, node T + r is the route of carer r: its first and last stop at
once, so that a route is a ring. Rows are `COLUMNS` wide in one flat array; `node << SHIFT | column` is a
value's place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.routing.problem import Matrix, Plane, Problem

Ints = NDArray[np.int64]
SHIFT, COLUMNS = 5, 32

# What the search changes: neighbours in the ring, the route (-1: nobody comes), when it starts, its key in
# an order of all nodes that no wait contradicts, whether it waits in the queue, whether the rest was taken.
NEXT, PREV, ROUTE, START, KEY, QUEUED, RESTED = range(7)
# What the problem says of a part.
OUT, IN, DURATION, OPENS, CLOSES, LATEST, KIND, MATE, LEAST, MOST, VISIT = range(7, 18)
# What it says of a route (kept in the same row), and the route's sums.
SPEED, REST_FROM, REST_TO, REST_FOR, ENDS, LIMIT, WORK_LIMIT, WORK, EARNED, BACK = range(18, 28)

SINGLE, TOGETHER, FIRST, SECOND = range(4)
# Changes that the search counts: parts that move, change places or go with their day's rest; both of a pair; whoever
# nobody comes to or came to; a part that goes where its mate can be met.
KINDS = 6
MOVE, SWAP, TAILS, PAIR, ABSENTEE, MEETING = range(KINDS)
FAR = 1 << 60
NEVER = -1

# Counters of the search; the queue and the log of what to take back follow them in the same array.
# SUMS are what a change alters and taking it back restores. OVERDUE is how much later than is allowed visits start
# and carers come home: the search may pass through such plans at a price, no plan ends so.
SUMS = 7
DISTANCE, LATE, LATE_MAX, OVERTIME, FITTING, SPREAD, OVERDUE = range(SUMS)
WAITING, LOGGED, PEAK_FELL, BROKEN, SHARE, PARTS, ROUTES, HOME_COUNTS, WORK_COUNTS, UNLIKE = range(8, 18)
W_DISTANCE, W_LATE, W_LATE_MAX, W_OVERTIME, W_SPREAD, W_OVERDUE = range(18, 24)
KEPT = 24  # where the sums lie while a change is tried
HEAD = 32


@dataclass(frozen=True)
class Layout:
    """`nodes`: flat rows. `distance`, `time`: places × places. `fit[part, route]`: what it costs that this
    carer does it, `NEVER` where she may not. `shut[part]`: what it costs to leave it out. `near[part]`: the
    parts worth standing beside it; `homes[part]`: the routes worth beginning or ending with it."""

    parts: int
    routes: int
    nodes: Ints
    distance: NDArray[np.int32]
    time: NDArray[np.int32]
    fit: NDArray[np.int32]
    shut: Ints
    near: NDArray[np.int32]
    homes: NDArray[np.int32]
    counters: Ints


def distances(travel: Matrix | Plane) -> NDArray[np.int32]:
    """Distances from place to place, rounded as `Plane` says, and from each to nowhere and back, which is no way."""
    count = len(travel.distance) if isinstance(travel, Matrix) else len(travel.points)
    found = np.zeros((count + 1, count + 1), dtype=np.int32)
    if isinstance(travel, Matrix):
        found[:-1, :-1] = travel.distance
        return found
    x, y = np.asarray(travel.points, dtype=np.int64).T
    for here in range(count):  # row by row: squares need twice the room
        squares = (x - x[here]) ** 2 + (y - y[here]) ** 2
        found[here, :-1] = (whole_root(squares * travel.detour_pct**2) + 50) // 100
    return found


def whole_root(squares: Ints) -> Ints:
    """The square root in whole numbers, rounded down, where floating point alone may be one off."""
    root = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    root -= root * root > squares
    root += (root + 1) * (root + 1) <= squares
    return root


def times(travel: Matrix | Plane, distance: NDArray[np.int32]) -> NDArray[np.int32]:
    """Times from place to place; the very distances where they are the same."""
    if isinstance(travel, Matrix):
        if travel.time is None:
            return distance
        found = np.zeros_like(distance)
        found[:-1, :-1] = travel.time
        return found
    found = np.empty_like(distance)
    for here, row in enumerate(distance):
        found[here] = row.astype(np.int64) * travel.pace // 1000
    return found


def lay_out(problem: Problem, *, near: int = 24, homes: int = 12) -> Layout:
    """Flatten a problem that can be right (`validate.refuse_impossible` was asked)."""
    parts = [(v, k) for v, visit in enumerate(problem.visits) for k in range(len(visit.parts))]
    total, routes = len(parts), len(problem.carers)
    distance = distances(problem.travel)
    time = times(problem.travel, distance)
    nodes = _nodes(problem, parts, nowhere=len(distance) - 1)
    fit, shut = _fit(problem, parts)
    return Layout(
        parts=total,
        routes=routes,
        nodes=nodes.reshape(-1),
        distance=distance,
        time=time,
        fit=fit,
        shut=shut,
        near=_near(nodes[:total], time, fit, near),
        homes=_homes(nodes, total, distance, fit, homes),
        counters=_counters(problem, total, routes, horizon(problem, time)),
    )


def horizon(problem: Problem, time: NDArray[np.int32]) -> int:
    """A time by which any plan without needless waits is over."""
    longest = -(-int(time.max()) * 100 // min(carer.speed_pct for carer in problem.carers))
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


def _near(rows: Ints, time: NDArray[np.int32], fit: NDArray[np.int32], count: int) -> NDArray[np.int32]:
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
        out, back = time[place[t], place].astype(np.float64), time[place, place[t]].astype(np.float64)
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


def _homes(
    nodes: Ints, total: int, distance: NDArray[np.int32], fit: NDArray[np.int32], count: int
) -> NDArray[np.int32]:
    """For each part the routes that start near it; all that may serve it, where all start in one place."""
    starts = nodes[total:, OUT]
    count = len(starts) if (starts == starts[0]).all() else min(count, len(starts))
    found = np.empty((total, count), dtype=np.int32)
    for t in range(total):
        worth = distance[starts, nodes[t, OUT]].astype(np.float64)
        worth[fit[t] == NEVER] = 1e17
        found[t] = np.argsort(worth, kind="stable")[:count]
        able = int((fit[t, found[t]] != NEVER).sum())
        if 0 < able < count:
            found[t, able:] = np.resize(found[t, :able], count - able)
    return found + total


def _counters(problem: Problem, total: int, routes: int, horizon: int) -> Ints:
    size = HEAD + (total + routes) + 8 + 2 * 64 * (total + routes + 16)
    counters = np.zeros(size, dtype=np.int64)
    weights = problem.weights
    counters[PARTS], counters[ROUTES], counters[SHARE] = total, routes, problem.fair_share
    counters[WORK_COUNTS] = weights.spread > 0 or any(carer.max_work is not None for carer in problem.carers)
    # Where carers differ in speed or rest, the hours of what changes hands are new all along.
    counters[UNLIKE] = len({(carer.speed_pct, carer.rest) for carer in problem.carers}) > 1
    counters[HOME_COUNTS] = any(carer.rest is not None for carer in problem.carers) or horizon > min(
        carer.shift[1] for carer in problem.carers
    )
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
