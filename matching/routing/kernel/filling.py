"""How a board is filled before the search: one part after the other, or with a plan that is there."""

from matching.routing.kernel.compile import compiled, entry
from matching.routing.kernel.moves import TRIED, insert
from matching.routing.kernel.pairs import put_pair
from matching.routing.kernel.timing import give, keep, link, push, reach, settle, take_back
from matching.routing.kernel.ways import way
from matching.routing.layout import (
    DISTANCE,
    FAR,
    FITTING,
    KEY,
    KIND,
    LATEST,
    LOGGED,
    MATE,
    OPENS,
    OVERDUE,
    PARTS,
    PREV,
    ROUTE,
    ROUTES,
    SHIFT,
    SPREAD_OUT,
    TOGETHER,
)


@entry
def seed(V, D, M, F, C, S, order):
    """Send somebody to the parts in `order`, one after the other: whoever is there first. Who can't be served waits."""
    parts = C[PARTS]
    for t in order:
        if V[t << SHIFT | ROUTE] >= 0:
            continue
        mate = V[t << SHIFT | MATE]
        r = _first_there(V, M, F, C, t, -1)
        if r < 0:
            continue
        keep(C)
        last = V[(parts + r) << SHIFT | PREV]
        if mate < 0:
            done = insert(V, D, M, F, C, t, last, S[t], FAR)
        else:
            other = _first_there(V, M, F, C, mate, r)
            if other < 0:
                continue
            after = V[(parts + other) << SHIFT | PREV]
            done = put_pair(V, D, M, F, C, t, last, after, S[t] + S[mate], FAR)
        if done == TRIED and settle(V, M, C, FAR) and C[OVERDUE] == 0:
            C[LOGGED] = 0
        else:
            take_back(V, C)


@entry
def follow(V, D, M, F, C, S, order, carer):
    """Take over a whole plan: parts in the order of their starts, each with its carer. False when it can't stand."""
    parts = C[PARTS]
    for n in range(len(order)):
        t = order[n]
        home = parts + carer[n]
        last = V[home << SHIFT | PREV]
        C[DISTANCE] += way(V, D, C, last, t) + way(V, D, C, t, home) - way(V, D, C, last, home)
        C[FITTING] -= S[t]
        if not give(V, F, C, t, carer[n]):
            return False
        link(V, C, last, t)
        link(V, C, t, home)
        V[t << SHIFT | KEY] = (n + 1) * SPREAD_OUT
        C[LOGGED] = 0
    for n in range(len(order)):
        t = order[n]
        push(V, C, t)
        if V[t << SHIFT | KIND] == TOGETHER:
            mate = V[t << SHIFT | MATE] << SHIFT
            V[t << SHIFT | KEY] = V[mate | KEY] = max(V[t << SHIFT | KEY], V[mate | KEY])
    for r in range(C[ROUTES]):
        push(V, C, parts + r)
    keep(C)
    done = settle(V, M, C, FAR)
    C[LOGGED] = 0
    return done and C[OVERDUE] == 0


@compiled
def _first_there(V, M, F, C, t, but):
    """The route whose carer, after all that she has, starts part t first; -1 where nobody may. `but` is left out."""
    chosen, earliest = -1, FAR
    for r in range(C[ROUTES]):
        if r == but or F[t, r] < 0:
            continue
        arrives, _ = reach(V, M, C, V[(C[PARTS] + r) << SHIFT | PREV], t)
        if arrives > V[t << SHIFT | LATEST]:
            continue
        start = max(arrives, V[t << SHIFT | OPENS])
        # Among those in time the one who waits least.
        worth = start + (start - arrives) // 4
        if worth < earliest:
            chosen, earliest = r, worth
    return chosen
