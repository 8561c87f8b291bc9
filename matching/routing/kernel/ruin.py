"""Ruin and recreate: takes a handful of neighbouring visits out and sends the cheapest carers to them anew.

Source: J. Christiaens, G. Vanden Berghe, Slack induction by string removals for vehicle routing problems,
Transp. Sci. 54 (2020), whose strings, order of recreation and blinks these are; the waits of pairs are new.
"""

import numpy as np

from matching.routing.kernel.dice import below
from matching.routing.kernel.moves import SPOILT, TRIED, insert, leave_out, low
from matching.routing.kernel.pairs import put_pair
from matching.routing.kernel.timing import NEVER_THERE, agree, compiled, reach, settle, take_back_to, way
from matching.routing.layout import (
    BACK,
    BROKEN,
    CLOSES,
    DURATION,
    ENDS,
    FAR,
    FIRST,
    HOME_COUNTS,
    IN,
    KEY,
    KIND,
    LATEST,
    LIMIT,
    LOGGED,
    MATE,
    NEXT,
    OPENS,
    OUT,
    PARTS,
    PEAK_FELL,
    PREV,
    ROUTE,
    SHIFT,
    SPEED,
    START,
    SUMS,
    TOGETHER,
    W_DISTANCE,
    W_LATE,
    W_OVERTIME,
    WORK,
    WORK_COUNTS,
    WORK_LIMIT,
)

LONGEST = 6  # parts of one route that are taken out together
BLINKS = 2  # places in a hundred that are overlooked
PLACES = 12  # for each part of a pair


@compiled
def ruin_and_recreate(V, D, M, F, C, S, near, homes, G, i):
    """Take visits around part i out and send somebody to all of them again. SPOILT when the rest can't stand so."""
    out = np.empty(64, np.int64)
    count = _ruin(V, D, C, F, S, near, G, i, out)
    if not settle(V, M, C, FAR):
        return SPOILT
    _put_in_order(V, G, out, count)
    for n in range(count):
        t = out[n]
        mark, fell = C[LOGGED], C[PEAK_FELL]
        sums = C[:SUMS].copy()
        if V[t << SHIFT | MATE] < 0:
            done = _recreate(V, D, M, F, C, S, near, homes, G, t)
        else:
            done = recreate_pair(V, D, M, F, C, S, near, homes, G, t)
        if not (done == TRIED and settle(V, M, C, FAR)):
            take_back_to(V, C, mark)
            for place in range(SUMS):
                C[place] = sums[place]
            C[PEAK_FELL] = fell
            C[BROKEN] = 0
    return TRIED


@compiled
def _ruin(V, D, C, F, S, near, G, i, out):
    """Take strings out of the routes near part i; the first parts of the visits that nobody comes to now."""
    wanted = 4 + below(G, 13)
    count = 0
    ruined = np.empty(24, np.int64)
    routes = 0
    if V[i << SHIFT | ROUTE] < 0:
        out[count] = _first(V, i)
        count += 1
    for n in range(-1, near.shape[1]):
        node = i if n < 0 else np.int64(near[i, n])
        route = V[node << SHIFT | ROUTE]
        if route < 0:
            if n >= 0 and count < wanted and not _among(out, count, _first(V, node)):
                out[count] = _first(V, node)
                count += 1
            continue
        if count >= wanted or routes >= 24 or _among(ruined, routes, route):
            continue
        ruined[routes] = route
        routes += 1
        length = 1 + below(G, min(LONGEST, wanted - count))
        for _ in range(below(G, length)):
            before = V[node << SHIFT | PREV]
            if before >= C[PARTS]:
                break
            node = before
        for _ in range(length):
            if node >= C[PARTS]:
                break
            following = V[node << SHIFT | NEXT]
            mate = V[node << SHIFT | MATE]
            leave_out(V, D, C, F, node, S[node])
            if mate >= 0:
                leave_out(V, D, C, F, mate, S[mate])
            out[count] = _first(V, node)
            count += 1
            node = following
    return count


@compiled
def _among(found, count, value):
    n = 0
    while n < count and found[n] != value:
        n += 1
    return n < count


@compiled
def _first(V, t):
    mate = V[t << SHIFT | MATE]
    return mate if 0 <= mate < t else t


@compiled
def _put_in_order(V, G, out, count):
    """Whom to think of first: by chance, by the opening of windows, or the pairs."""
    for n in range(count - 1, 0, -1):
        other = below(G, n + 1)
        out[n], out[other] = out[other], out[n]
    rule = below(G, 4)
    if rule < 2:
        return
    for n in range(1, count):
        t = out[n]
        worth = V[t << SHIFT | OPENS] if rule == 2 else -V[t << SHIFT | MATE]
        k = n - 1
        while k >= 0 and (V[out[k] << SHIFT | OPENS] if rule == 2 else -V[out[k] << SHIFT | MATE]) > worth:
            out[k + 1] = out[k]
            k -= 1
        out[k + 1] = t


@compiled
def _delay(V, M, C, t, b, start):
    """What it costs those after part t, which starts at `start` just before b. FAR where it can't be."""
    speed_of = C[PARTS] + V[b << SHIFT | ROUTE]
    here, leaves = t, start + V[t << SHIFT | DURATION]
    price = np.int64(0)
    while True:
        time = np.int64(M[V[here << SHIFT | OUT], V[b << SHIFT | IN]])
        speed = V[speed_of << SHIFT | SPEED]
        if speed != 100:
            time = (time * 100 + speed - 1) // speed
        arrives = leaves + time
        row = b << SHIFT
        if b >= C[PARTS]:
            if C[HOME_COUNTS] == 0:
                return price
            if arrives > V[row | LIMIT]:
                return FAR
            ends = V[row | ENDS]
            return price + C[W_OVERTIME] * (max(0, arrives - ends) - max(0, V[row | BACK] - ends))
        old = V[row | START]
        if arrives <= old:
            return price
        if arrives > V[row | LATEST] or arrives >= NEVER_THERE:
            return FAR
        closes = V[row | CLOSES]
        price += C[W_LATE] * (max(0, arrives - closes) - max(0, old - closes))
        here, leaves = b, arrives + V[row | DURATION]
        b = V[row | NEXT]


@compiled
def _fits(V, F, C, t, route):
    if F[t, route] < 0:
        return False
    home = (C[PARTS] + route) << SHIFT
    return C[WORK_COUNTS] == 0 or V[home | WORK] + V[t << SHIFT | DURATION] <= V[home | WORK_LIMIT]


@compiled
def _place(V, C, near, homes, G, t, n):
    """The n-th node after which part t is tried; -1 where there is none. Beside its neighbours, then ends of routes."""
    width = near.shape[1]
    if n < 2 * width:
        node = np.int64(near[t, n >> 1])
        if V[node << SHIFT | ROUTE] < 0:
            return np.int64(-1)
        return node if n & 1 else V[node << SHIFT | PREV]
    home = np.int64(homes[t, below(G, homes.shape[1])])
    return home if n & 1 else V[home << SHIFT | PREV]


@compiled
def _recreate(V, D, M, F, C, S, near, homes, G, t):
    best, chosen = FAR, -1
    row = t << SHIFT
    for n in range(2 * near.shape[1] + 8):
        a = _place(V, C, near, homes, G, t, n)
        if a < 0 or below(G, 100) < BLINKS:
            continue
        route = V[a << SHIFT | ROUTE]
        if not _fits(V, F, C, t, route):
            continue
        b = V[a << SHIFT | NEXT]
        price = C[W_DISTANCE] * (way(V, D, C, a, t) + way(V, D, C, t, b) - way(V, D, C, a, b)) + F[t, route]
        if price >= best:
            continue
        arrives, _ = reach(V, M, C, a, t)
        start = max(arrives, V[row | OPENS])
        if start > V[row | LATEST] or start >= NEVER_THERE:
            continue
        price += C[W_LATE] * max(0, start - V[row | CLOSES]) + _delay(V, M, C, t, b, start)
        if price < best:
            best, chosen = price, a
    if chosen < 0 or (best >= max(S[t], 1) and S[t] > 0):
        return SPOILT
    return insert(V, D, M, F, C, t, chosen, S[t], FAR)


@compiled
def _shortlist(V, D, F, C, near, homes, G, t, nodes, prices):
    """The nodes after which part t costs least way, unordered; how many."""
    count = 0
    for n in range(2 * near.shape[1] + 8):
        a = _place(V, C, near, homes, G, t, n)
        if a < 0 or below(G, 100) < BLINKS:
            continue
        route = V[a << SHIFT | ROUTE]
        if not _fits(V, F, C, t, route) or _among(nodes, count, a):
            continue
        b = V[a << SHIFT | NEXT]
        price = C[W_DISTANCE] * (way(V, D, C, a, t) + way(V, D, C, t, b) - way(V, D, C, a, b)) + F[t, route]
        if count < PLACES:
            nodes[count], prices[count] = a, price
            count += 1
            continue
        worst = 0
        for k in range(1, count):
            if prices[k] > prices[worst]:
                worst = k
        if price < prices[worst]:
            nodes[worst], prices[worst] = a, price
    return count


@compiled
def recreate_pair(V, D, M, F, C, S, near, homes, G, t):
    mate = V[t << SHIFT | MATE]
    nodes, prices = np.empty(PLACES, np.int64), np.empty(PLACES, np.int64)
    others, tariffs = np.empty(PLACES, np.int64), np.empty(PLACES, np.int64)
    count = _shortlist(V, D, F, C, near, homes, G, t, nodes, prices)
    matched = _shortlist(V, D, F, C, near, homes, G, mate, others, tariffs)
    best, chosen, partner = FAR, -1, -1
    row, row2 = t << SHIFT, mate << SHIFT
    for n in range(count):
        a = nodes[n]
        b = V[a << SHIFT | NEXT]
        arrives, _ = reach(V, M, C, a, t)
        for k in range(matched):
            c = others[k]
            price = prices[n] + tariffs[k]
            if price >= best or V[a << SHIFT | ROUTE] == V[c << SHIFT | ROUTE]:
                continue
            d = V[c << SHIFT | NEXT]
            if not _orders(V, C, V[row | KIND], a, b, c, d):
                continue
            there, _ = reach(V, M, C, c, mate)
            start, other = agree(V, t, max(arrives, V[row | OPENS]), max(there, V[row2 | OPENS]))
            if start > V[row | LATEST] or other > V[row2 | LATEST] or max(start, other) >= NEVER_THERE:
                continue
            price += C[W_LATE] * (max(0, start - V[row | CLOSES]) + max(0, other - V[row2 | CLOSES]))
            if price >= best:
                continue
            price += _delay(V, M, C, t, b, start) + _delay(V, M, C, mate, d, other)
            if price < best:
                best, chosen, partner = price, a, c
    if chosen < 0:
        return SPOILT
    return put_pair(V, D, M, F, C, t, chosen, partner, S[t] + S[mate], FAR)


@compiled
def _orders(V, C, kind, a, b, c, d):
    """Whether keys can be found for a pair whose first-named part stands between a and b, its mate between c and d."""
    kb, kd = V[b << SHIFT | KEY], V[d << SHIFT | KEY]
    if kind == TOGETHER:
        return min(kb, kd) - max(low(V, C, a), low(V, C, c)) > 4
    if kind == FIRST:
        return min(kb, kd) - low(V, C, a) > 8 and kd - low(V, C, c) > 8
    return min(kb, kd) - low(V, C, c) > 8 and kb - low(V, C, a) > 8
