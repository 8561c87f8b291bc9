"""When everybody is where: arcs, the wave of later (or earlier) starts that a change sends, and taking it back.

`V` holds the nodes' rows, `C` the counters, the queue and the log (see `layout`). Starts are the earliest
that routes, windows and gaps allow; the queue takes nodes by their keys, so that each is met once as a rule.
"""

from numba import int64

from matching.routing.kernel.compile import LINE, TABLE, compiled, entry, taking
from matching.routing.kernel.ways import takes
from matching.routing.layout import (
    BACK,
    BROKEN,
    CLOSES,
    DISTANCE,
    DURATION,
    EARNED,
    ENDS,
    FAR,
    FIRST,
    FITTING,
    HEAD,
    HOME_COUNTS,
    KEPT,
    KEY,
    KIND,
    LATE,
    LATE_MAX,
    LATEST,
    LEAST,
    LIMIT,
    LOG,
    LOGGED,
    MATE,
    MOST,
    NEXT,
    OPENS,
    OVERDUE,
    OVERTIME,
    PARTS,
    PEAK_FELL,
    PREV,
    QUEUED,
    REST_FOR,
    REST_FROM,
    REST_TO,
    RESTED,
    ROUTE,
    ROUTES,
    SHARE,
    SHIFT,
    SINGLE,
    SPARE,
    SPREAD,
    START,
    SUMS,
    TOGETHER,
    UNLIKE,
    W_DISTANCE,
    W_LATE,
    W_LATE_MAX,
    W_OVERDUE,
    W_OVERTIME,
    W_SPREAD,
    WAITING,
    WORK,
    WORK_COUNTS,
    WORK_LIMIT,
)

NEVER_THERE = FAR // 2


@taking(LINE)
def log_at(C):
    """Where the log begins in C: pairs of a place in V and what it held."""
    return HEAD + C[PARTS] + C[ROUTES] + SPARE


@taking(LINE)
def touched_at(C):
    """Where the places begin that have changed since the best plan."""
    return log_at(C) + 2 * LOG * (C[PARTS] + C[ROUTES] + 16)


@taking(LINE, LINE, int64, int64, int64)
def put(V, C, node, column, value):
    """Change a value and remember the old one."""
    place = node << SHIFT | column
    log = log_at(C) + 2 * C[LOGGED]
    C[log] = place
    C[log + 1] = V[place]
    C[LOGGED] += 1
    V[place] = value


@compiled
def link(V, C, a, b):
    put(V, C, a, NEXT, b)
    put(V, C, b, PREV, a)


@compiled
def push(V, C, node):
    if V[node << SHIFT | QUEUED] == 0 and (node < C[PARTS] or C[HOME_COUNTS] != 0):
        V[node << SHIFT | QUEUED] = 1
        C[HEAD + C[WAITING]] = node
        C[WAITING] += 1


@compiled
def reach(V, M, C, a, b):
    """Arrival at node b from its predecessor a, and whether the carer's rest is behind her then.

    She rests before b when b's work would end too late for it, when it fits into the wait, or when its time has come.
    """
    leaves = V[a << SHIFT | START] + V[a << SHIFT | DURATION]
    home = C[PARTS] + V[a << SHIFT | ROUTE]
    arrives = leaves + takes(V, M, C, home, a, b)
    if V[a << SHIFT | RESTED] != 0:
        return arrives, 1
    first, last = V[home << SHIFT | REST_FROM], V[home << SHIFT | REST_TO]
    rested = max(arrives, first) + V[home << SHIFT | REST_FOR]
    if b >= C[PARTS]:
        if arrives <= last:
            return arrives, 0
        return (rested, 1) if leaves <= last else (FAR, 1)
    opens = V[b << SHIFT | OPENS]
    if leaves > last:
        return FAR, 1
    if leaves >= first or rested <= opens or max(arrives, opens) + V[b << SHIFT | DURATION] > last:
        return rested, 1
    return arrives, 0


@compiled
def begin(V, C, t, start, rested):
    """Part t starts at `start`; what follows it waits in the queue if that is news."""
    row = t << SHIFT
    old = V[row | START]
    if rested != V[row | RESTED]:
        put(V, C, t, RESTED, rested)
        push(V, C, V[row | NEXT])
    if start == old:
        return
    put(V, C, t, START, start)
    closes = V[row | CLOSES]
    before = max(0, old - closes)
    after = max(0, start - closes)
    C[LATE] += after - before
    if after > C[LATE_MAX]:
        C[LATE_MAX] = after
    if after < before and before >= C[KEPT + LATE_MAX]:
        C[PEAK_FELL] = 1
    latest = V[row | LATEST]
    C[OVERDUE] += max(0, start - latest) - max(0, old - latest)
    if start >= NEVER_THERE:
        C[BROKEN] = 1
    push(V, C, V[row | NEXT])


@compiled
def come_home(V, M, C, home):
    """When the carer of route `home` is back, and what that is of overtime."""
    row = home << SHIFT
    last = V[row | PREV]
    back = V[row | START] if last == home else reach(V, M, C, last, home)[0]
    if back == V[row | BACK]:
        return
    ends = V[row | ENDS]
    C[OVERTIME] += max(0, back - ends) - max(0, V[row | BACK] - ends)
    limit = V[row | LIMIT]
    C[OVERDUE] += max(0, back - limit) - max(0, V[row | BACK] - limit)
    put(V, C, home, BACK, back)
    if back >= NEVER_THERE:
        C[BROKEN] = 1


@compiled
def agree(V, t, start, other):
    """Let part t and its mate, that could start at `start` and `other`, wait for each other as their gap asks."""
    row = t << SHIFT
    if V[row | KIND] == TOGETHER:
        start = other = max(start, other)
    elif V[row | KIND] == FIRST:
        start = max(start, other - V[row | MOST])
        other = max(other, start + V[row | LEAST])
    else:
        other = max(other, start - V[row | MOST])
        start = max(start, other + V[row | LEAST])
    return start, other


@compiled
def rest_waiting(V, C, t, arrives, start):
    """Let a carer rest who is at part t and starts at `start`: while she waits for her mate, or first, where it is due.

    Her arrival, and whether she has rested by then.
    """
    home = C[PARTS] + V[t << SHIFT | ROUTE]
    after = max(arrives, V[home << SHIFT | REST_FROM]) + V[home << SHIFT | REST_FOR]
    if after <= start or start + V[t << SHIFT | DURATION] > V[home << SHIFT | REST_TO]:
        return after, 1
    return arrives, 0


@compiled
def meet(V, M, C, t):
    """Start part t, and its mate where it has one, as early as their routes and their gap allow."""
    row = t << SHIFT
    arrives, rested = reach(V, M, C, V[row | PREV], t)
    start = max(arrives, V[row | OPENS])
    if V[row | KIND] == SINGLE:
        begin(V, C, t, start, rested)
        return
    mate = V[row | MATE]
    there, mate_rested = reach(V, M, C, V[mate << SHIFT | PREV], mate)
    start, other = agree(V, t, start, max(there, V[mate << SHIFT | OPENS]))
    for _ in range(2):  # the rest of one may make the other wait
        if rested == 0:
            arrives, rested = rest_waiting(V, C, t, arrives, start)
            start, other = agree(V, t, max(start, arrives), other)
        if mate_rested == 0:
            there, mate_rested = rest_waiting(V, C, mate, there, other)
            start, other = agree(V, t, start, max(other, there))
    begin(V, C, t, start, rested)
    begin(V, C, mate, other, mate_rested)


@compiled
def forget(V, C):
    """Empty the queue."""
    for i in range(C[WAITING]):
        V[C[HEAD + i] << SHIFT | QUEUED] = 0
    C[WAITING] = 0


@compiled
def delays(C):
    """What lateness costs, but for the greatest."""
    return C[W_LATE] * C[LATE] + C[W_OVERTIME] * C[OVERTIME] + C[W_OVERDUE] * C[OVERDUE]


@taking(LINE, TABLE, LINE, int64)
def settle(V, M, C, limit):
    """Let the wave run out. False when something is broken for good, or delays pass `limit` and all that may yet fall.

    Whose lateness is the greatest is sought anew only where that costs something.
    """
    patience = 6 * C[PARTS] + 64
    most = limit + delays(C)
    room_to_log = (LOG - 4) * (C[PARTS] + C[ROUTES])
    while C[WAITING] > 0:
        count = C[WAITING]
        chosen = 0
        lowest = V[C[HEAD] << SHIFT | KEY]
        for i in range(1, count):
            key = V[C[HEAD + i] << SHIFT | KEY]
            if key < lowest:
                lowest = key
                chosen = i
        node = C[HEAD + chosen]
        C[HEAD + chosen] = C[HEAD + count - 1]
        C[WAITING] = count - 1
        V[node << SHIFT | QUEUED] = 0
        patience -= 1
        if node < C[PARTS]:
            if V[node << SHIFT | ROUTE] >= 0:
                meet(V, M, C, node)
        else:
            come_home(V, M, C, node)
        if patience < 0 or C[LOGGED] > room_to_log or C[BROKEN] != 0 or delays(C) > most:
            forget(V, C)
            return False
    if C[PEAK_FELL] != 0 and C[W_LATE_MAX] != 0:
        peak = 0
        for t in range(C[PARTS]):
            if V[t << SHIFT | ROUTE] >= 0:
                peak = max(peak, V[t << SHIFT | START] - V[t << SHIFT | CLOSES])
        C[LATE_MAX] = peak
    return True


@compiled
def _work(V, C, home, more):
    row = home << SHIFT
    earned = V[row | EARNED] + V[row | WORK] - C[SHARE]
    put(V, C, home, WORK, V[row | WORK] + more)
    C[SPREAD] += abs(earned + more) - abs(earned)


@taking(LINE, TABLE, LINE, int64, int64)
def give(V, F, C, t, route):
    """Part t is route's now (-1: nobody's). False when that carer may not do it."""
    old = V[t << SHIFT | ROUTE]
    if old == route:
        return True
    if route >= 0:
        price = F[t, route]
        if price < 0:
            return False
        C[FITTING] += price
    if old >= 0:
        C[FITTING] -= F[t, old]
    put(V, C, t, ROUTE, route)
    if route >= 0 and C[UNLIKE] != 0:
        push(V, C, t)
    if C[WORK_COUNTS] != 0:
        work = V[t << SHIFT | DURATION]
        if old >= 0:
            _work(V, C, C[PARTS] + old, -work)
        if route >= 0:
            _work(V, C, C[PARTS] + route, work)
    return True


@compiled
def overworked(V, C, route):
    return C[WORK_COUNTS] != 0 and V[(C[PARTS] + route) << SHIFT | WORK] > V[(C[PARTS] + route) << SHIFT | WORK_LIMIT]


@compiled
def cost(C):
    return (
        C[W_DISTANCE] * C[DISTANCE]
        + C[W_LATE] * C[LATE]
        + C[W_LATE_MAX] * C[LATE_MAX]
        + C[W_OVERTIME] * C[OVERTIME]
        + C[FITTING]
        + C[W_SPREAD] * C[SPREAD]
        + C[W_OVERDUE] * C[OVERDUE]
    )


@compiled
def room_for(C, limit):
    """Bound what a change may cost at once that may cost `limit` more in the end, were all lateness to vanish."""
    return limit + delays(C) + C[W_LATE_MAX] * C[LATE_MAX] + C[W_SPREAD] * C[SPREAD]


@compiled
def left_for(C, total):
    """Tell what of a cost of `total` is left for all delays, were the latest visit to be on time."""
    return total - (cost(C) - delays(C) - C[W_LATE_MAX] * C[LATE_MAX])


@entry
def cost_of(C):
    return cost(C)


@compiled
def keep(C):
    """Remember the sums before a change."""
    for i in range(SUMS):
        C[KEPT + i] = C[i]
    C[PEAK_FELL] = 0
    C[BROKEN] = 0
    C[LOGGED] = 0


@entry
def take_back(V, C):
    """Undo everything since `keep`."""
    if C[WAITING] > 0:
        forget(V, C)
    log = log_at(C)
    for i in range(C[LOGGED] - 1, -1, -1):
        V[C[log + 2 * i]] = C[log + 2 * i + 1]
    C[LOGGED] = 0
    for i in range(SUMS):
        C[i] = C[KEPT + i]
