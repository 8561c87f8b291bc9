"""The change that moves both parts of a visit of two at once."""

from numba import int64

from matching.routing.kernel.compile import LINE, TABLE, compiled, taking
from matching.routing.kernel.moves import REFUSED, SPOILT, STEP, TRIED, low, saved, take_out, too_late, too_late_after
from matching.routing.kernel.timing import give, link, overworked, push, put
from matching.routing.kernel.ways import way
from matching.routing.layout import (
    DISTANCE,
    FAR,
    FITTING,
    KEY,
    KIND,
    MATE,
    NEXT,
    PREV,
    ROUTE,
    SECOND,
    SHIFT,
    TOGETHER,
    W_DISTANCE,
)


@compiled
def _next_but(V, node, i, mate):
    """What follows a node, were parts i and mate (of other routes than each other's) not there."""
    t = V[node << SHIFT | NEXT]
    return V[t << SHIFT | NEXT] if t in (i, mate) else t


@compiled
def _key_pair(V, C, i, mate):
    """Keys for both parts of a pair where they stand now; False when their places contradict each other."""
    first, second = (mate, i) if V[i << SHIFT | KIND] == SECOND else (i, mate)
    least1, most1 = low(V, C, V[first << SHIFT | PREV]), V[V[first << SHIFT | NEXT] << SHIFT | KEY]
    least2, most2 = low(V, C, V[second << SHIFT | PREV]), V[V[second << SHIFT | NEXT] << SHIFT | KEY]
    key1, key2 = V[first << SHIFT | KEY], V[second << SHIFT | KEY]
    if V[i << SHIFT | KIND] == TOGETHER:
        least, most = max(least1, least2), min(most1, most2)
        if least < key1 < most:
            return True
        if most - least < 4:
            return False
        key1 = key2 = least + STEP if most == FAR else (least + most) // 2
    else:
        if least1 < key1 < most1 and least2 < key2 < most2 and key1 < key2:
            return True
        most1 = min(most1, most2)
        if most1 - least1 < 8:
            return False
        key1 = least1 + (STEP if most1 == FAR else (most1 - least1) // 3)
        least2 = max(least2, key1)
        if most2 - least2 < 4:
            return False
        key2 = least2 + STEP if most2 == FAR else (least2 + most2) // 2
    put(V, C, first, KEY, key1)
    put(V, C, second, KEY, key2)
    return True


@taking(LINE, TABLE, TABLE, TABLE, LINE, int64, int64, int64, int64, int64)
def put_pair(V, D, M, F, C, i, j, k, shut, room):
    """Part i goes directly after j, its mate directly after k; `shut` is what leaving the visit out costs."""
    mate = V[i << SHIFT | MATE]
    r1, r2 = V[j << SHIFT | ROUTE], V[k << SHIFT | ROUTE]
    if r1 == r2 or r1 < 0 or r2 < 0 or j in (i, mate) or k in (i, mate):
        return REFUSED
    served = V[i << SHIFT | ROUTE] >= 0
    if F[i, r1] < 0 or F[mate, r2] < 0:
        return REFUSED
    if served and V[i << SHIFT | PREV] == j and V[mate << SHIFT | PREV] == k:
        return REFUSED
    # The neighbours to be, once both are taken out of where they stand.
    x, y = _next_but(V, j, i, mate), _next_but(V, k, i, mate)
    length = way(V, D, C, j, i) + way(V, D, C, i, x) - way(V, D, C, j, x)
    length += way(V, D, C, k, mate) + way(V, D, C, mate, y) - way(V, D, C, k, y)
    price = F[i, r1] + F[mate, r2] - shut
    if served:
        length -= saved(V, D, C, i) + saved(V, D, C, mate)
        price -= F[i, V[i << SHIFT | ROUTE]] + F[mate, V[mate << SHIFT | ROUTE]]
    room -= C[W_DISTANCE] * length + price
    if room < 0 or too_late(V, M, C, j, i, room) or too_late(V, M, C, k, mate, room):
        return REFUSED
    were = (V[i << SHIFT | ROUTE], V[mate << SHIFT | ROUTE])
    if r1 not in were and too_late_after(V, M, C, j, i, i, x, room):
        return REFUSED
    if r2 not in were and too_late_after(V, M, C, k, mate, mate, y, room):
        return REFUSED
    C[DISTANCE] += length
    if served:
        take_out(V, C, i)
        take_out(V, C, mate)
    else:
        C[FITTING] -= shut
    link(V, C, j, i)
    link(V, C, i, x)
    link(V, C, k, mate)
    link(V, C, mate, y)
    if not give(V, F, C, i, r1) or not give(V, F, C, mate, r2) or overworked(V, C, r1) or overworked(V, C, r2):
        return SPOILT
    if not _key_pair(V, C, i, mate):
        return SPOILT
    push(V, C, i)
    push(V, C, mate)
    push(V, C, x)
    push(V, C, y)
    return TRIED
