"""Changes of a plan: each links nodes anew, keeps the keys in order and puts what is touched in the queue.

A change answers `REFUSED` (nothing was touched), `SPOILT` (take back) or `TRIED` (let the wave run, then judge).
`room` is what the change may cost at most, were all lateness and overtime to vanish.
"""

from numba import int64

from matching.routing.kernel.compile import LINE, TABLE, compiled, taking
from matching.routing.kernel.timing import NEVER_THERE, give, link, overworked, push, put, reach
from matching.routing.kernel.ways import takes, way
from matching.routing.layout import (
    CLOSES,
    DISTANCE,
    DURATION,
    FAR,
    FIRST,
    FITTING,
    KEY,
    KIND,
    LAST,
    LATE,
    LATEST,
    LIMITED,
    MATE,
    NEXT,
    OPENS,
    OVERDUE,
    PARTS,
    PEAK_FELL,
    PREV,
    RESTED,
    ROUTE,
    SHIFT,
    SINGLE,
    START,
    TOGETHER,
    W_DISTANCE,
    W_LATE,
    W_OVERDUE,
)

REFUSED, SPOILT, TRIED = range(3)
STEP = 1 << 20


@compiled
def low(V, C, node):
    """The key of a node as a lower bound; a route's beginning is below everything."""
    return V[node << SHIFT | KEY] if node < C[PARTS] else 0


@compiled
def rekey(V, C, a, b):
    """Give what now stands between a and b keys that rise from a's to b's. False where the mates forbid it."""
    highest = V[b << SHIFT | KEY]
    lowest = low(V, C, a)
    count = 0
    t = V[a << SHIFT | NEXT]
    while t != b:
        count += 1
        t = V[t << SHIFT | NEXT]
    t = V[a << SHIFT | NEXT]
    while t != b:
        row = t << SHIFT
        kind = V[row | KIND]
        least, most = lowest, highest
        if kind != SINGLE:
            mate = V[row | MATE] << SHIFT
            if kind == TOGETHER:
                least = max(least, low(V, C, V[mate | PREV]))
                most = min(most, V[V[mate | NEXT] << SHIFT | KEY])
            elif kind == FIRST:
                most = min(most, V[mate | KEY])
            else:
                least = max(least, V[mate | KEY])
        key = V[row | KEY]
        if key <= least or key >= most:
            if most - least <= count + 1:
                return False
            key = least + (STEP if most == FAR else (most - least) // (count + 1))
            put(V, C, t, KEY, key)
            if kind == TOGETHER:
                put(V, C, V[row | MATE], KEY, key)
        lowest = key
        count -= 1
        t = V[row | NEXT]
    return True


@compiled
def _hand_over(V, F, C, a, b, route):
    """Parts a … b go to `route`; False when one may not, or her mate is there already."""
    t = a
    while True:
        mate = V[t << SHIFT | MATE]
        if mate >= 0 and V[mate << SHIFT | ROUTE] == route:
            return False
        if not give(V, F, C, t, route):
            return False
        if t == b:
            return True
        t = V[t << SHIFT | NEXT]


@compiled
def _price(V, F, a, b, route):
    """What it costs that `route` does the parts a … b, in place of who does; FAR when she may not."""
    price = 0
    t = a
    while True:
        new = F[t, route]
        if new < 0:
            return FAR
        price += new - F[t, V[t << SHIFT | ROUTE]]
        if t == b:
            return price
        t = V[t << SHIFT | NEXT]


@compiled
def too_late(V, M, C, a, t, room):
    """Whether part t, right after a, would be late beyond what `room` pays or its limit allows."""
    arrives, _ = reach(V, M, C, a, t)
    row = t << SHIFT
    if arrives <= V[row | CLOSES]:
        return False
    if arrives >= NEVER_THERE:
        return True
    price = C[W_LATE] * (arrives - V[row | CLOSES])
    if arrives > V[row | LATEST]:
        price += C[W_OVERDUE] * (arrives - V[row | LATEST])
    return price > room


@compiled
def too_late_after(V, M, C, a, i1, i2, b, room):
    """Whether what follows from b on would be later than `room` pays, were parts i1 … i2 between a and b.

    That is known by a look at b's LAST, where a wave would have to run. Parts i1 … i2 come from another route. A part
    a that waits for its mate may come to start sooner: then, rarely, this refuses too much. Outside of `anneal`, where
    LAST is old, `room` is FAR, which no lateness exceeds.
    """
    if C[LIMITED] == 0:
        return False
    home = C[PARTS] + V[a << SHIFT | ROUTE]
    leaves = V[a << SHIFT | START] + V[a << SHIFT | DURATION]
    here, t = a, i1
    while True:
        leaves = max(leaves + takes(V, M, C, home, here, t), V[t << SHIFT | OPENS]) + V[t << SHIFT | DURATION]
        if t == i2:
            break
        here, t = t, V[t << SHIFT | NEXT]
    over = leaves + takes(V, M, C, home, t, b) - V[b << SHIFT | LAST]
    return over > 0 and C[W_OVERDUE] * over > room


@taking(LINE, TABLE, TABLE, TABLE, LINE, int64, int64, int64, int64)
def relocate(V, D, M, F, C, i1, i2, b0, room):
    """Parts i1 … i2 of one route go directly after b0."""
    a0, a1 = V[i1 << SHIFT | PREV], V[i2 << SHIFT | NEXT]
    b1 = V[b0 << SHIFT | NEXT]
    if b0 in (a0, i2):
        return REFUSED
    ra, rb = V[i1 << SHIFT | ROUTE], V[b0 << SHIFT | ROUTE]
    if ra != rb:
        room -= _price(V, F, i1, i2, rb)
        if room < -FAR // 2:
            return REFUSED
    gain = way(V, D, C, a0, i1) + way(V, D, C, i2, a1) + way(V, D, C, b0, b1)
    length = way(V, D, C, a0, a1) + way(V, D, C, b0, i1) + way(V, D, C, i2, b1) - gain
    room -= C[W_DISTANCE] * length
    if room < 0:
        return REFUSED
    if ra != rb:
        if too_late(V, M, C, b0, i1, room) or too_late_after(V, M, C, b0, i1, i2, b1, room):
            return REFUSED
        if not _hand_over(V, F, C, i1, i2, rb) or overworked(V, C, rb):
            return SPOILT
    else:
        t = i1
        while t != i2:
            if t == b0:
                return REFUSED
            t = V[t << SHIFT | NEXT]
    C[DISTANCE] += length
    link(V, C, a0, a1)
    link(V, C, b0, i1)
    link(V, C, i2, b1)
    if not rekey(V, C, b0, b1):
        return SPOILT
    push(V, C, i1)
    push(V, C, b1)
    push(V, C, a1)
    return TRIED


@compiled
def exchange(V, D, M, F, C, i1, i2, j1, j2, room):
    """Parts i1 … i2 and j1 … j2 change places."""
    if V[i1 << SHIFT | PREV] == j2:
        i1, i2, j1, j2 = j1, j2, i1, i2
    a0, a1 = V[i1 << SHIFT | PREV], V[i2 << SHIFT | NEXT]
    b0, b1 = V[j1 << SHIFT | PREV], V[j2 << SHIFT | NEXT]
    ra, rb = V[i1 << SHIFT | ROUTE], V[j1 << SHIFT | ROUTE]
    if ra != rb:
        room -= _price(V, F, i1, i2, rb) + _price(V, F, j1, j2, ra)
        if room < -FAR // 2:
            return REFUSED
    gain = way(V, D, C, a0, i1) + way(V, D, C, j2, b1)
    if a1 == j1:
        length = way(V, D, C, a0, j1) + way(V, D, C, j2, i1) + way(V, D, C, i2, b1) - gain - way(V, D, C, i2, j1)
    else:
        length = way(V, D, C, a0, j1) + way(V, D, C, j2, a1) + way(V, D, C, b0, i1) + way(V, D, C, i2, b1)
        length -= gain + way(V, D, C, i2, a1) + way(V, D, C, b0, j1)
    room -= C[W_DISTANCE] * length
    if room < 0:
        return REFUSED
    if ra != rb:
        if too_late(V, M, C, b0, i1, room) or too_late(V, M, C, a0, j1, room):
            return REFUSED
        if too_late_after(V, M, C, b0, i1, i2, b1, room) or too_late_after(V, M, C, a0, j1, j2, a1, room):
            return REFUSED
        if not _hand_over(V, F, C, i1, i2, rb) or not _hand_over(V, F, C, j1, j2, ra):
            return SPOILT
        if overworked(V, C, ra) or overworked(V, C, rb):
            return SPOILT
    else:
        t = i1
        while True:
            if t in (j1, j2):
                return REFUSED
            if t == i2:
                break
            t = V[t << SHIFT | NEXT]
        t = j1
        while t != j2:
            if t == i1:
                return REFUSED
            t = V[t << SHIFT | NEXT]
    C[DISTANCE] += length
    link(V, C, a0, j1)
    link(V, C, i2, b1)
    if a1 == j1:
        link(V, C, j2, i1)
        if not rekey(V, C, a0, b1):
            return SPOILT
    else:
        link(V, C, j2, a1)
        link(V, C, b0, i1)
        if not rekey(V, C, b0, b1) or not rekey(V, C, a0, a1):
            return SPOILT
    push(V, C, i1)
    push(V, C, j1)
    push(V, C, V[i2 << SHIFT | NEXT])
    push(V, C, V[j2 << SHIFT | NEXT])
    return TRIED


@compiled
def swap_tails(V, D, M, F, C, a, b, room):
    """What follows a and what follows b, in another route, change places."""
    parts = C[PARTS]
    ra, rb = V[a << SHIFT | ROUTE], V[b << SHIFT | ROUTE]
    a1, b1 = V[a << SHIFT | NEXT], V[b << SHIFT | NEXT]
    if ra == rb or (a1 >= parts and b1 >= parts):
        return REFUSED
    za, zb = parts + ra, parts + rb
    ta, tb = V[za << SHIFT | PREV], V[zb << SHIFT | PREV]
    na = b1 if b1 < parts else za
    nb = a1 if a1 < parts else zb
    length = way(V, D, C, a, na) + way(V, D, C, b, nb) - way(V, D, C, a, a1) - way(V, D, C, b, b1)
    if b1 < parts:
        length += way(V, D, C, tb, za) - way(V, D, C, tb, zb)
    if a1 < parts:
        length += way(V, D, C, ta, zb) - way(V, D, C, ta, za)
    room -= C[W_DISTANCE] * length
    if room < 0:
        return REFUSED
    if (b1 < parts and V[b1 << SHIFT | KEY] <= low(V, C, a)) or (a1 < parts and V[a1 << SHIFT | KEY] <= low(V, C, b)):
        return REFUSED
    if (b1 < parts and too_late(V, M, C, a, b1, room)) or (a1 < parts and too_late(V, M, C, b, a1, room)):
        return REFUSED
    # A pair may stand in both tails: all are handed over first, then looked at.
    for start, route in ((a1, rb), (b1, ra)):
        t = start
        while t < parts:
            if not give(V, F, C, t, route):
                return SPOILT
            t = V[t << SHIFT | NEXT]
    for start, route in ((a1, rb), (b1, ra)):
        t = start
        while t < parts:
            mate = V[t << SHIFT | MATE]
            if mate >= 0 and V[mate << SHIFT | ROUTE] == route:
                return SPOILT
            t = V[t << SHIFT | NEXT]
    if overworked(V, C, ra) or overworked(V, C, rb):
        return SPOILT
    C[DISTANCE] += length
    link(V, C, a, na)
    link(V, C, b, nb)
    link(V, C, tb if b1 < parts else a, za)
    link(V, C, ta if a1 < parts else b, zb)
    push(V, C, na)
    push(V, C, nb)
    push(V, C, za)
    push(V, C, zb)
    return TRIED


@compiled
def saved(V, D, C, t):
    """The way that is saved when part t is taken out."""
    a, b = V[t << SHIFT | PREV], V[t << SHIFT | NEXT]
    return way(V, D, C, a, t) + way(V, D, C, t, b) - way(V, D, C, a, b)


@compiled
def take_out(V, C, t):
    b = V[t << SHIFT | NEXT]
    link(V, C, V[t << SHIFT | PREV], b)
    push(V, C, b)


@taking(LINE, TABLE, TABLE, TABLE, LINE, int64, int64, int64, int64)
def insert(V, D, M, F, C, i, j, shut, room):
    """Part i of a visit that nobody comes to goes directly after j."""
    route = V[j << SHIFT | ROUTE]
    if route < 0 or F[i, route] < 0:
        return REFUSED
    x = V[j << SHIFT | NEXT]
    length = way(V, D, C, j, i) + way(V, D, C, i, x) - way(V, D, C, j, x)
    room += shut - C[W_DISTANCE] * length - F[i, route]
    if room < 0 or too_late(V, M, C, j, i, room) or too_late_after(V, M, C, j, i, i, x, room):
        return REFUSED
    C[DISTANCE] += length
    C[FITTING] -= shut
    give(V, F, C, i, route)
    if overworked(V, C, route):
        return SPOILT
    link(V, C, j, i)
    link(V, C, i, x)
    if not rekey(V, C, j, x):
        return SPOILT
    push(V, C, i)
    push(V, C, x)
    return TRIED


@taking(LINE, TABLE, LINE, TABLE, int64, int64)
def leave_out(V, D, C, F, t, shut):
    """Nobody comes to part t any more."""
    C[DISTANCE] -= saved(V, D, C, t)
    take_out(V, C, t)
    C[FITTING] += shut
    late = V[t << SHIFT | START] - V[t << SHIFT | CLOSES]
    if late > 0:
        C[LATE] -= late
        C[PEAK_FELL] = 1
    C[OVERDUE] -= max(0, V[t << SHIFT | START] - V[t << SHIFT | LATEST])
    put(V, C, t, START, V[t << SHIFT | OPENS])
    put(V, C, t, RESTED, 1)
    give(V, F, C, t, -1)


@compiled
def leave_visit_out(V, D, C, F, S, t):
    """Nobody comes to the visit of part t any more."""
    leave_out(V, D, C, F, t, S[t])
    mate = V[t << SHIFT | MATE]
    if mate >= 0:
        leave_out(V, D, C, F, mate, S[mate])


@compiled
def displace(V, D, M, F, C, i, j, shut_i, shut_j, room):
    """Part i of a visit that nobody comes to takes the place of the single part j, which is left out."""
    if V[j << SHIFT | KIND] != SINGLE or F[i, V[j << SHIFT | ROUTE]] < 0:
        return REFUSED
    a = V[j << SHIFT | PREV]
    leave_out(V, D, C, F, j, shut_j)
    return TRIED if insert(V, D, M, F, C, i, a, shut_i, room - shut_j) == TRIED else SPOILT
