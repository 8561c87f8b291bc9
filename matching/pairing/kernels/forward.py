"""The cheapest way to seat one more: shortest augmenting paths from seekers.

An edge costs what it leaves its seeker less than her best one does. Along a path everybody moves on to a
seat, and prices rise so much that all these moves are among the best again.

Source: J. Edmonds and R. M. Karp, "Theoretical Improvements in Algorithmic Efficiency for Network Flow
Problems", Journal of the ACM 19 (1972): prices keep costs at 0 or more, so that Dijkstra's search works.
"""

import numpy as np
from numba import njit

from matching.pairing.kernels.market import FAR, Market, drop, forget, lift
from matching.pairing.kernels.pairs import Ints, Whole


@njit(cache=True)
def seat_one(market: Market, roots: Ints, begin: Whole, end: Whole, floor: Whole, may_stay: bool | np.bool_) -> Whole:
    """Seat one of the seekers `roots[begin:end]`, who have no seat: the one to whom it costs least.

    :param floor: what a seeker gets who goes without
    :param may_stay: whether she, or somebody who would have to move for her, may go without where that is
        better; there is one root then. Else she is seated whatever it costs.
    :return: how long the path was, or `FAR` if there was none
    """
    vacancies, seekers, seats, edges = market.vacancies, market.seekers, market.seats, market.edges
    queue = market.queue
    best: Whole = np.int64(FAR)
    target: Whole = np.int64(-1)
    leaver: Whole = np.int64(-1)
    length: Whole = np.int64(0)
    touched: Whole = np.int64(0)
    done, at = 0, -1
    while True:
        # First look from the roots, then from those who sit at the nearest vacancy.
        for k in range(begin, end):
            seeker = roots[k] if at < 0 else seats[k].holder
            first, last = seekers[seeker].start, seekers[seeker].end
            if at >= 0:
                mine = vacancies[at].distance + edges[seekers[seeker].mate].score - vacancies[at].price
            else:
                mine = floor
                if may_stay:
                    for edge in range(first, last):
                        mine = max(mine, edges[edge].score - vacancies[edges[edge].vacancy].price)
            if may_stay and mine - floor < best:
                best, target, leaver = mine - floor, -1, seeker
            for edge in range(first, last):
                vacancy = np.int64(edges[edge].vacancy)
                seen = vacancies[vacancy]
                distance = mine - edges[edge].score + seen.price
                if distance < best and distance < seen.distance:
                    if seen.distance == FAR:
                        queue[touched].touched = vacancy
                        touched += 1
                    seen.distance = distance
                    seen.via = edge
                    if seen.count < seen.room:
                        best, target = distance, vacancy
                    else:
                        length = lift(vacancies, queue, length, vacancy)
        if length == 0 or vacancies[queue[0].heap].distance >= best:
            break
        at = queue[0].heap
        length = drop(vacancies, queue, length)
        queue[done].done = at
        done += 1
        begin, end = vacancies[at].first, vacancies[at].first + vacancies[at].count
    if best < FAR:
        for k in range(done):
            vacancies[queue[k].done].price += best - vacancies[queue[k].done].distance
        _move(market, target, leaver)
    forget(vacancies, queue, touched)
    return best


@njit(cache=True)
def _move(market: Market, target: Whole, leaver: Whole) -> None:
    """Seat everybody along the path, from its end: at the free seat of `target` or at that of who leaves."""
    vacancies, seekers, seats, edges = market.vacancies, market.seekers, market.seats, market.edges
    if target >= 0:
        seat = vacancies[target].first + vacancies[target].count
        vacancies[target].count += 1
    elif seekers[leaver].mate < 0:
        return
    else:
        seat = seekers[leaver].seat
        target = np.int64(edges[seekers[leaver].mate].vacancy)
        seekers[leaver].mate = -1
    while True:
        edge = vacancies[target].via
        seeker = edges[edge].seeker
        had, left = seekers[seeker].mate, seekers[seeker].seat
        seekers[seeker].mate = edge
        seekers[seeker].seat = seat
        seats[seat].holder = seeker
        if had < 0:
            return
        target, seat = np.int64(edges[had].vacancy), left
