"""What to do with a free seat that has a price: fill it, or let the price fall to nothing.

The mirror of `forward`: from the seat, along who would move to it at the least loss, to a vacancy whose price
can fall to 0, or to somebody without a seat.
"""

import numpy as np
from numba import njit

from matching.pairing.kernels.market import FAR, Market, drop, forget, lift
from matching.pairing.kernels.pairs import Whole


@njit(cache=True)
def settle(market: Market, root: Whole, floor: Whole) -> None:
    """Fill one free seat of the vacancy `root`, or bring its price to 0. Prices only fall, so nobody gets less.

    :param floor: what a seeker gets who goes without
    """
    vacancies, seekers, edges, queue = market.vacancies, market.seekers, market.edges, market.queue
    best, target = vacancies[root].price, root
    newcomer: Whole = np.int64(-1)
    length: Whole = np.int64(0)
    touched: Whole = np.int64(1)
    done = 0
    vacancies[root].distance = 0
    queue[0].touched = root
    length = lift(vacancies, queue, length, root)
    while length > 0 and vacancies[queue[0].heap].distance < best:
        at = queue[0].heap
        length = drop(vacancies, queue, length)
        queue[done].done = at
        done += 1
        for choice in range(vacancies[at].choices, vacancies[at + 1].choices):
            edge = market.edge_of[choice]
            if edge < 0:
                continue
            had = seekers[edges[edge].seeker].mate
            loss = vacancies[at].distance - edges[edge].score + vacancies[at].price
            if had < 0:
                if loss + floor < best:
                    best, target, newcomer = loss + floor, -1, edge
            elif had != edge:
                other = np.int64(edges[had].vacancy)
                seen = vacancies[other]
                loss += edges[had].score - seen.price
                if loss < best and loss < seen.distance:
                    if seen.distance == FAR:
                        queue[touched].touched = other
                        touched += 1
                    seen.distance = loss
                    seen.via = edge
                    length = lift(vacancies, queue, length, other)
                    if loss + seen.price < best:
                        best, target, newcomer = loss + seen.price, other, -1
    for k in range(done):
        vacancies[queue[k].done].price -= best - vacancies[queue[k].done].distance
    if target != root:
        _move(market, root, target, newcomer)
    forget(vacancies, queue, touched)


@njit(cache=True)
def _move(market: Market, root: Whole, target: Whole, newcomer: Whole) -> None:
    """Seat everybody along the path, from its end, each at the seat that the one before has left."""
    vacancies, seekers, seats, edges = market.vacancies, market.seekers, market.seats, market.edges
    if target >= 0:
        newcomer = vacancies[target].via
        # The seat that nobody takes goes to the vacancy's end: free seats are the last ones.
        vacancies[target].count -= 1
        last = seats[vacancies[target].first + vacancies[target].count].holder
        gap = seekers[edges[newcomer].seeker].seat
        seats[gap].holder = last
        seekers[last].seat = gap
    while True:
        seeker, vacancy = edges[newcomer].seeker, edges[newcomer].vacancy
        if vacancy == root:
            seat = vacancies[root].first + vacancies[root].count
            vacancies[root].count += 1
        else:
            seat = seekers[edges[vacancies[vacancy].via].seeker].seat
        seekers[seeker].mate = newcomer
        seekers[seeker].seat = seat
        seats[seat].holder = seeker
        if vacancy == root:
            return
        newcomer = vacancies[vacancy].via
