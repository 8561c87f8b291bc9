"""Simulated annealing over the changes of `moves`: the search itself.

Source: S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by simulated annealing, Science 220 (1983).
The acceptance threshold is drawn before a change is tried, so that most changes are refused by a few
additions.
"""

import numpy as np

from matching.routing.kernel.ahead import look_again, look_ahead
from matching.routing.kernel.compile import compiled, entry
from matching.routing.kernel.dice import below, draw
from matching.routing.kernel.moves import (
    REFUSED,
    TRIED,
    displace,
    exchange,
    insert,
    leave_visit_out,
    relocate,
    saved,
    swap_tails,
)
from matching.routing.kernel.pairs import put_pair
from matching.routing.kernel.timing import (
    cost,
    keep,
    left_for,
    log_at,
    reach,
    room_for,
    settle,
    take_back,
    touched_at,
)
from matching.routing.layout import (
    ABSENTEE,
    CLOSES,
    FAR,
    FIRST,
    KEY,
    KIND,
    LATE,
    LEAST,
    LIMITED,
    LOGGED,
    MATE,
    MEETING,
    MOVE,
    NEXT,
    OPENS,
    OVERDUE,
    PAIR,
    PARTS,
    PREV,
    ROUTE,
    ROUTES,
    SECOND,
    SHIFT,
    SPREAD_OUT,
    START,
    SWAP,
    TAILS,
    TOGETHER,
    TOUCHED,
    W_DISTANCE,
)


@compiled
def renumber(V, C):
    """Keys anew from starts; nodes that start together keep their order.

    They are sorted by Shell's method where the log is, which is empty: a sort of NumPy's takes a second more to compile.
    """
    parts = C[PARTS]
    log = log_at(C)
    for t in range(parts):
        C[log + t] = t
    span = parts // 2
    while span > 0:
        for i in range(span, parts):
            t = C[log + i]
            k = i - span
            while k >= 0 and _stands_before(V, t, C[log + k]):
                C[log + k + span] = C[log + k]
                k -= span
            C[log + k + span] = t
        span = 1 if span == 2 else span * 5 // 11
    for i in range(parts):
        V[C[log + i] << SHIFT | KEY] = (i + 1) * SPREAD_OUT
    for t in range(parts):
        if V[t << SHIFT | KIND] == TOGETHER:
            mate = V[t << SHIFT | MATE] << SHIFT
            V[t << SHIFT | KEY] = V[mate | KEY] = max(V[t << SHIFT | KEY], V[mate | KEY])


@compiled
def _stands_before(V, a, b):
    """Whether part a starts before part b; of those that start together, which has the lower key, or number."""
    row, other = a << SHIFT, b << SHIFT
    if V[row | START] != V[other | START]:
        return V[row | START] < V[other | START]
    if V[row | KEY] != V[other | KEY]:
        return V[row | KEY] < V[other | KEY]
    return a < b


@compiled
def along(V, C, t, count, column):
    """The last of up to `count` parts from t on, by NEXT or PREV."""
    for _ in range(count - 1):
        beyond = V[t << SHIFT | column]
        if beyond >= C[PARTS]:
            break
        t = beyond
    return t


@compiled
def how_many(G):
    """How many parts move together: mostly one."""
    dice = below(G, 10)
    return 1 if dice < 6 else (2 if dice < 9 else 3)


@compiled
def change(V, D, M, F, C, S, near, homes, G, room):
    """Draw one change and make it; the kind of change and how far it came."""
    parts = C[PARTS]
    i = below(G, parts)
    if C[LATE] > 0 and below(G, 100) < 15:
        i = _latest_of_four(V, C, G)
    row = i << SHIFT
    mate = V[row | MATE]
    j = _target(V, C, near, homes, G, i)
    if V[j << SHIFT | ROUTE] < 0:
        return ABSENTEE, REFUSED
    if V[row | ROUTE] >= 0 and below(G, 1_000) < (20 if C[OVERDUE] > 0 else 2):
        return ABSENTEE, _drop(V, D, F, C, S, i, mate, room)
    before = below(G, 2) == 0
    if V[row | ROUTE] < 0:
        if before and j < parts:
            if mate < 0 and below(G, 3) == 0:
                return ABSENTEE, displace(V, D, M, F, C, i, j, S[i], S[j], room)
            j = V[j << SHIFT | PREV]
        if mate < 0:
            return ABSENTEE, insert(V, D, M, F, C, i, j, S[i], room)
        return ABSENTEE, put_pair(V, D, M, F, C, i, j, _in_time(V, M, C, near, homes, G, i, j), S[i] + S[mate], room)
    dice = below(G, 100)
    if mate >= 0 and dice < 25:
        if before and j < parts:
            j = V[j << SHIFT | PREV]
        if j in (i, mate):
            return PAIR, REFUSED
        return PAIR, put_pair(V, D, M, F, C, i, j, _in_time(V, M, C, near, homes, G, i, j), 0, room)
    if mate >= 0 and below(G, 100) < 20 and V[j << SHIFT | ROUTE] != V[row | ROUTE]:
        # Where the other's day is at the hour of the mate, so that the two can meet.
        k = _by_then(V, C, V[j << SHIFT | ROUTE], V[row | START], i, mate)
        if before:
            return MEETING, relocate(V, D, M, F, C, i, i, k, room)
        if V[k << SHIFT | NEXT] < parts and below(G, 2) == 0:
            k = V[k << SHIFT | NEXT]
        if k >= parts:
            return MEETING, REFUSED
        return MEETING, exchange(V, D, M, F, C, i, i, k, k, room)
    dice = below(G, 100)
    if dice < 45:
        if before:
            return MOVE, relocate(V, D, M, F, C, along(V, C, i, how_many(G), PREV), i, V[j << SHIFT | PREV], room)
        return MOVE, relocate(V, D, M, F, C, i, along(V, C, i, how_many(G), NEXT), j, room)
    if dice < 75:
        k = V[j << SHIFT | PREV] if before else V[j << SHIFT | NEXT]
        if k >= parts or k == i or j == i:
            return SWAP, REFUSED
        if before:
            return SWAP, exchange(
                V, D, M, F, C, along(V, C, i, how_many(G), PREV), i, along(V, C, k, how_many(G), PREV), k, room
            )
        return SWAP, exchange(
            V, D, M, F, C, i, along(V, C, i, how_many(G), NEXT), k, along(V, C, k, how_many(G), NEXT), room
        )
    if before:
        return TAILS, swap_tails(V, D, M, F, C, i, V[j << SHIFT | PREV], room)
    return TAILS, swap_tails(V, D, M, F, C, V[row | PREV], j, room)


@compiled
def _drop(V, D, F, C, S, i, mate, room):
    """Leave the visit of part i out, where that may pay."""
    spared = C[W_DISTANCE] * saved(V, D, C, i) + F[i, V[i << SHIFT | ROUTE]]
    price = S[i]
    if mate >= 0:
        spared += C[W_DISTANCE] * saved(V, D, C, mate) + F[mate, V[mate << SHIFT | ROUTE]]
        price += S[mate]
    if price - spared > room:
        return REFUSED
    leave_visit_out(V, D, C, F, S, i)
    return TRIED


@compiled
def _latest_of_four(V, C, G):
    i = below(G, C[PARTS])
    most = V[i << SHIFT | START] - V[i << SHIFT | CLOSES]
    for _ in range(3):
        t = below(G, C[PARTS])
        late = V[t << SHIFT | START] - V[t << SHIFT | CLOSES]
        if late > most:
            i, most = t, late
    return i


@compiled
def _target(V, C, near, homes, G, i):
    """A node beside which part i may stand well: mostly one near it, else one of its own route, or a beginning."""
    dice = below(G, 100)
    if dice < 80 or (dice >= 90 and V[i << SHIFT | ROUTE] < 0):
        return np.int64(near[i, below(G, near.shape[1])])
    if dice < 90:
        return np.int64(homes[i, below(G, homes.shape[1])])
    steps = 1 + below(G, 8)
    j = i
    column = PREV if below(G, 2) == 0 else NEXT
    for _ in range(steps):
        j = V[j << SHIFT | column]
        if j >= C[PARTS]:
            break
    return j


@compiled
def _in_time(V, M, C, near, homes, G, i, j):
    """A node after which the mate of part i may stand when i stands after j: in some route, at that time."""
    row = i << SHIFT
    mate = V[row | MATE]
    dice = below(G, 100)
    if dice < 30 and V[row | ROUTE] >= 0:
        route = V[mate << SHIFT | ROUTE]
    elif dice < 90:
        route = V[near[mate, below(G, near.shape[1])] << SHIFT | ROUTE]
    else:
        route = V[homes[mate, below(G, homes.shape[1])] << SHIFT | ROUTE]
    if route < 0:
        return j
    arrives, _ = reach(V, M, C, j, i)
    start = max(arrives, V[row | OPENS])
    if V[row | KIND] == FIRST:
        start += V[row | LEAST]
    elif V[row | KIND] == SECOND:
        start -= V[row | LEAST]
    return _by_then(V, C, route, start, i, mate)


@compiled
def _by_then(V, C, route, start, i, mate):
    """The last node of a route that starts before `start`, but for parts i and mate."""
    k = C[PARTS] + route
    while True:
        t = V[k << SHIFT | NEXT]
        if t >= C[PARTS] or (V[t << SHIFT | START] >= start and t not in (mate, i)):
            break
        k = t
    if k in (mate, i):
        k = V[k << SHIFT | PREV]
    return k


@compiled
def remember_touched(C, touched):
    """Remember the places that the change has touched, after `touched` others; how many there are now."""
    log, first = log_at(C), touched_at(C)
    if touched + C[LOGGED] > TOUCHED * (C[PARTS] + C[ROUTES]):
        return FAR
    for i in range(C[LOGGED]):
        C[first + touched + i] = C[log + 2 * i]
    return touched + C[LOGGED]


@compiled
def bring_up_to_date(V, C, best, touched):
    """Let `best` be what stands; it differs in places touched, or anywhere if these are too many.

    To copy all each time would be a sixth of the search's end at 2,000 visits.
    Keys and LAST change without the log, so in `best` they are old: it is to be read off, not to be searched on from.
    """
    if touched == FAR:
        for place in range(len(V)):
            best[place] = V[place]
        return
    first = touched_at(C)
    for i in range(touched):
        best[C[first + i]] = V[C[first + i]]


@entry
def anneal(V, D, M, F, C, S, near, homes, G, moves, hot, cold, best, least, tally):
    """Try `moves` changes while the temperature falls from `hot` to `cold`.

    The best plan goes into `best`, its cost into `least[0]`; `tally[kind]` counts changes tried, not refused at
    once, and kept.
    """
    if C[LIMITED] != 0:
        for route in range(C[ROUTES]):
            look_ahead(V, M, C, route)
    now = cost(C)
    heat = hot
    cooling = (cold / hot) ** (256.0 / max(1, moves))
    kept, touched = 0, FAR
    for n in range(moves):
        if n & 255 == 255:
            heat *= cooling
        chance = (np.float64(draw(G) >> np.uint64(11)) + 1.0) / 9007199254740993.0
        limit = np.int64(-heat * np.log(chance))
        keep(C)
        kind, done = change(V, D, M, F, C, S, near, homes, G, room_for(C, limit))
        tally[kind, 0] += 1
        if done == REFUSED:
            continue
        tally[kind, 1] += 1
        if done == TRIED and settle(V, M, C, left_for(C, limit + now)):
            new = cost(C)
            if new - now <= limit:
                now = new
                if C[LIMITED] != 0:
                    look_again(V, M, C)
                touched = remember_touched(C, touched)
                C[LOGGED] = 0
                tally[kind, 2] += 1
                kept += 1
                if kept & 511 == 0:
                    renumber(V, C)
                if now < least[0] and C[OVERDUE] == 0:
                    least[0] = now
                    bring_up_to_date(V, C, best, touched)
                    touched = 0
                continue
        take_back(V, C)
