"""Random numbers whose state is one word, the same on every machine."""

import numpy as np
from numba import int64, uint64

from matching.routing.kernel.compile import compiled, taking


@compiled
def draw(G):
    """The next 64 random bits. Source: G. Marsaglia, Xorshift RNGs, J. Stat. Softw. 8 (2003)."""
    x = G[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    G[0] = x
    return x


@taking(uint64[::1], int64)
def below(G, count):
    return np.int64(((draw(G) >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32))
