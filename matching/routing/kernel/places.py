"""Where a part of a visit costs least in somebody's day, tried out place by place and taken back."""

import numpy as np

from matching.routing.kernel.compile import compiled, entry
from matching.routing.kernel.moves import TRIED, insert, leave_visit_out, relocate
from matching.routing.kernel.pairs import put_pair
from matching.routing.kernel.timing import cost, keep, settle, take_back
from matching.routing.kernel.ways import way
from matching.routing.layout import (
    BACK,
    DISTANCE,
    FAR,
    FITTING,
    HOME_COUNTS,
    LATEST,
    LIMIT,
    LOGGED,
    MATE,
    NEXT,
    OVERDUE,
    PARTS,
    PREV,
    ROUTE,
    ROUTES,
    SHIFT,
    START,
    W_DISTANCE,
)

ENDS_TRIED = 12  # routes at whose ends a part of a pair is tried


@entry
def put_there(V, D, M, F, C, S, t, after, mate_after):
    """Put part t after a node; a pair that nobody comes to with its mate after another.

    False where that can't be, and it is to be taken back.
    """
    keep(C)
    mate = V[t << SHIFT | MATE]
    if V[t << SHIFT | ROUTE] >= 0:
        done = relocate(V, D, M, F, C, t, t, after, FAR)
    elif mate < 0:
        done = insert(V, D, M, F, C, t, after, S[t], FAR)
    else:
        done = put_pair(V, D, M, F, C, t, after, mate_after, S[t] + S[mate], FAR)
    return done == TRIED and settle(V, M, C, FAR) and C[OVERDUE] == 0


@entry
def cheapest(V, D, M, F, C, S, t, route):
    """The least cost of the whole plan with part t in `route`, and after which nodes; FAR where it can't be."""
    mate = V[t << SHIFT | MATE]
    least, chosen, chosen_mate = FAR, -1, -1
    if F[t, route] < 0 or (mate >= 0 and V[mate << SHIFT | ROUTE] == route):
        return least, chosen, chosen_mate
    pair = mate >= 0 and V[t << SHIFT | ROUTE] < 0
    first = C[PARTS] + route
    node = first
    while True:
        if node != t and V[node << SHIFT | NEXT] != t:
            if pair:
                for other in range(C[ROUTES]):
                    if other == route or F[mate, other] < 0:
                        continue
                    beside = C[PARTS] + other
                    while True:
                        found = _worth(V, D, M, F, C, S, t, node, beside, least)
                        if found < least:
                            least, chosen, chosen_mate = found, node, beside
                        beside = V[beside << SHIFT | NEXT]
                        if beside >= C[PARTS]:
                            break
            else:
                found = _worth(V, D, M, F, C, S, t, node, node, least)
                if found < least:
                    least, chosen = found, node
        node = V[node << SHIFT | NEXT]
        if node == first:
            break
    return least, chosen, chosen_mate


@compiled
def _added(V, D, F, C, t, after):
    """What part t after a node costs of way and wishes."""
    b = V[after << SHIFT | NEXT]
    longer = way(V, D, C, after, t) + way(V, D, C, t, b) - way(V, D, C, after, b)
    return C[W_DISTANCE] * longer + F[t, V[after << SHIFT | ROUTE]]


@compiled
def _worth(V, D, M, F, C, S, t, after, mate_after, least):
    """What the plan would cost; FAR where it can't be, or would cost no less than `least` were nobody late."""
    if V[t << SHIFT | ROUTE] < 0:
        mate = V[t << SHIFT | MATE]
        certain = C[W_DISTANCE] * C[DISTANCE] + C[FITTING] - S[t] + _added(V, D, F, C, t, after)
        if mate >= 0:
            certain += _added(V, D, F, C, mate, mate_after) - S[mate]
        if certain >= least:
            return FAR
    found = FAR
    if put_there(V, D, M, F, C, S, t, after, mate_after):
        found = cost(C)
    take_back(V, C)
    return found


@compiled
def _beside(V, near, homes, t, n):
    """The n-th node after which part t may stand well: around its neighbours, then at the ends of routes near it.

    -1 where nobody comes to that neighbour.
    """
    width = near.shape[1]
    node = np.int64(near[t, n >> 1] if n < 2 * width else homes[t, (n >> 1) - width])
    if V[node << SHIFT | ROUTE] < 0:
        return np.int64(-1)
    return node if n & 1 else V[node << SHIFT | PREV]


@entry
def place_waiting(V, D, M, F, C, S, near, homes):
    """Send the cheapest carer to every visit that nobody comes to, one after the other, where one can come.

    For visits of two the places beside the neighbours of both are tried, for the others all.
    """
    beside = 2 * (near.shape[1] + min(homes.shape[1], ENDS_TRIED))
    for t in range(C[PARTS]):
        mate = V[t << SHIFT | MATE]
        if V[t << SHIFT | ROUTE] >= 0 or 0 <= mate < t:
            continue
        least, chosen, chosen_mate = cost(C), np.int64(-1), np.int64(-1)
        if mate < 0:
            for route in range(C[ROUTES]):
                found, after, _ = cheapest(V, D, M, F, C, S, t, route)
                if found < least:
                    least, chosen = found, after
        else:
            for n in range(beside):
                node = _beside(V, near, homes, t, n)
                for k in range(beside if node >= 0 else 0):
                    other = _beside(V, near, homes, mate, k)
                    if other < 0:
                        continue
                    found = _worth(V, D, M, F, C, S, t, node, other, least)
                    if found < least:
                        least, chosen, chosen_mate = found, node, other
        if chosen >= 0:
            put_there(V, D, M, F, C, S, t, chosen, chosen_mate)
            C[LOGGED] = 0


@entry
def dismiss(V, D, M, F, C, S, t):
    """Leave the visit of part t out; the cost of the plan then. Not taken back."""
    keep(C)
    leave_visit_out(V, D, C, F, S, t)
    settle(V, M, C, FAR)
    return cost(C)


@entry
def straighten(V, D, M, F, C, S):
    """Leave visits out until none starts, and nobody comes home, later than is allowed: the worst one first."""
    keep(C)
    while C[OVERDUE] > 0:
        worst, most = -1, 0
        for t in range(C[PARTS]):
            over = V[t << SHIFT | START] - V[t << SHIFT | LATEST]
            if V[t << SHIFT | ROUTE] >= 0 and over > most:
                worst, most = t, over
        for r in range(C[ROUTES]):
            home = (C[PARTS] + r) << SHIFT
            over = V[home | BACK] - V[home | LIMIT]
            if C[HOME_COUNTS] != 0 and V[home | PREV] < C[PARTS] and over > most:
                worst, most = V[home | PREV], over
        if worst < 0:
            return False
        leave_visit_out(V, D, C, F, S, worst)
        if not settle(V, M, C, FAR):
            return False
        C[LOGGED] = 0
    return True
