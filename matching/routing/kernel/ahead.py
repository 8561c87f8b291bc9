"""By when parts must start so that all after them is in time."""

from matching.routing.kernel.compile import compiled
from matching.routing.kernel.timing import log_at
from matching.routing.kernel.ways import takes
from matching.routing.layout import (
    BACK,
    DURATION,
    FAR,
    HOME_COUNTS,
    LAST,
    LATEST,
    LIMIT,
    LOGGED,
    PARTS,
    PREV,
    ROUTE,
    SHIFT,
    START,
)


@compiled
def look_ahead(V, M, C, route):
    """Count anew how late the parts of a route may start, and its carer be back: column LAST.

    Only ways and work count; rests and waits can but make it earlier.
    """
    home = C[PARTS] + route
    last = max(V[home << SHIFT | LIMIT], V[home << SHIFT | BACK]) if C[HOME_COUNTS] != 0 else FAR
    V[home << SHIFT | LAST] = last
    b, t = home, V[home << SHIFT | PREV]
    while t != home:
        last -= V[t << SHIFT | DURATION] + takes(V, M, C, home, t, b)
        last = min(last, max(V[t << SHIFT | LATEST], V[t << SHIFT | START]))
        V[t << SHIFT | LAST] = last
        b, t = t, V[t << SHIFT | PREV]


@compiled
def look_again(V, M, C):
    """Look ahead along all routes that the change since `keep` has touched."""
    log = log_at(C)
    last = -1
    for i in range(C[LOGGED]):
        route = V[C[log + 2 * i] >> SHIFT << SHIFT | ROUTE]
        if route not in (-1, last):
            look_ahead(V, M, C, route)
            last = route
