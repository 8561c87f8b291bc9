"""How far it is from node to node, and how long that takes."""

import numpy as np
from numba import int64

from matching.routing.kernel.compile import LINE, TABLE, compiled, taking
from matching.routing.layout import DETOUR_PCT, IN, OUT, PACE, PARTS, SHIFT, SPEED


@taking(TABLE, LINE, int64, int64)
def between(D, C, here, there):
    """Distance from place to place: as the table says, or counted from points as `Plane` says."""
    if C[DETOUR_PCT] == 0:
        return np.int64(D[here, there])
    if here == len(D) - 1 or there == len(D) - 1:
        return np.int64(0)
    x, y = np.int64(D[here, 0]) - np.int64(D[there, 0]), np.int64(D[here, 1]) - np.int64(D[there, 1])
    square = (x * x + y * y) * C[DETOUR_PCT] * C[DETOUR_PCT]
    root = np.int64(np.sqrt(np.float64(square)))
    if root * root > square:
        root -= 1
    elif (root + 1) * (root + 1) <= square:
        root += 1
    return (root + 50) // 100


@taking(TABLE, LINE, int64, int64)
def lasts(M, C, here, there):
    """How long the way from place to place takes."""
    return np.int64(M[here, there]) if C[DETOUR_PCT] == 0 else between(M, C, here, there) * C[PACE] // 1000


@compiled
def way(V, D, C, a, b):
    """Distance from node a to node b; an unused carer drives nothing."""
    if a >= C[PARTS] and b >= C[PARTS]:
        return 0
    return between(D, C, V[a << SHIFT | OUT], V[b << SHIFT | IN])


@compiled
def takes(V, M, C, home, a, b):
    """How long the carer of route `home` takes from node a to node b."""
    time = lasts(M, C, V[a << SHIFT | OUT], V[b << SHIFT | IN])
    speed = V[home << SHIFT | SPEED]
    return time if speed == 100 else (time * 100 + speed - 1) // speed
