"""As many placed as possible: shortest augmenting paths, many at once.

Source: J. E. Hopcroft and R. M. Karp, "An n^5/2 Algorithm for Maximum Matchings in Bipartite Graphs", SIAM
Journal on Computing 2 (1973), with vacancies that hold several; it is Dinic's blocking flow on this graph.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matching.pairing.kernels.pairs import Ints, Pairs, Whole


class Hall(NamedTuple):
    """Who sits where: vacancy `v` has `taken[v]` people in its seats from `first[v]` on.

    :param mate: shape (seekers,), the edge or -1
    :param seat: shape (seekers,), where she stands in `holder`
    :param first: shape (vacancies + 1,)
    :param holder: shape (all seats,)
    :param taken: shape (vacancies,)
    """

    mate: Ints
    seat: Ints
    first: Ints
    holder: Ints
    taken: Ints


def most(pairs: Pairs) -> Ints:
    """Place as many as can be, in time edges × √seekers at worst.

    :return: shape (seekers,), each one's edge or -1
    """
    # NumPy makes the arrays here and below: in compiled code it would double the time of compilation.
    seekers, vacancies = len(pairs.start) - 1, len(pairs.room)
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(pairs.room)))
    hall = Hall(
        mate=np.full(seekers, -1),
        seat=np.full(seekers, -1),
        first=first,
        holder=np.full(first[-1], -1),
        taken=np.zeros(vacancies, np.int64),
    )
    level, queue, path = np.empty((3, vacancies + 1), np.int64)
    _first_come(pairs, hall)
    while _layer(pairs, hall, level, queue):
        _augment(pairs, hall, level, pairs.start.copy(), hall.first.copy(), path)
    return hall.mate


@njit(cache=True)
def _first_come(pairs: Pairs, hall: Hall) -> None:
    """Give each seeker her best vacancy that has a seat left: most paths are that short."""
    for seeker in range(len(hall.mate)):
        for edge in range(pairs.start[seeker], pairs.start[seeker + 1]):
            vacancy = pairs.vacancy[edge]
            if hall.taken[vacancy] < pairs.room[vacancy]:
                seat = hall.first[vacancy] + hall.taken[vacancy]
                hall.taken[vacancy] += 1
                hall.holder[seat] = seeker
                hall.seat[seeker] = seat
                hall.mate[seeker] = edge
                break


@njit(cache=True)
def _layer(pairs: Pairs, hall: Hall, level: Ints, queue: Ints) -> bool:
    """Number the vacancies by how many must move before a seat there is free to those without; stop at a free seat.

    :return: whether anybody without a seat can reach a free one
    """
    for vacancy in range(len(level)):
        level[vacancy] = -1
    length = 0
    found = len(level) + 1
    for seeker in range(len(hall.mate)):
        if hall.mate[seeker] < 0:
            for edge in range(pairs.start[seeker], pairs.start[seeker + 1]):
                vacancy = pairs.vacancy[edge]
                if level[vacancy] < 0:
                    level[vacancy] = 0
                    queue[length] = vacancy
                    length += 1
    at = 0
    while at < length:
        vacancy = queue[at]
        at += 1
        if level[vacancy] > found:
            break
        if hall.taken[vacancy] < pairs.room[vacancy]:
            found = level[vacancy]
        if level[vacancy] == found:
            continue
        for seat in range(hall.first[vacancy], hall.first[vacancy] + hall.taken[vacancy]):
            holder = hall.holder[seat]
            for edge in range(pairs.start[holder], pairs.start[holder + 1]):
                beyond = pairs.vacancy[edge]
                if level[beyond] < 0:
                    level[beyond] = level[vacancy] + 1
                    queue[length] = beyond
                    length += 1
    return found <= len(level)


@njit(cache=True)
def _augment(pairs: Pairs, hall: Hall, level: Ints, following: Ints, seat_at: Ints, path: Ints) -> None:
    """Walk down the layers from each seeker without a seat; no edge and no seat is tried twice."""
    for root in range(len(hall.mate)):
        if hall.mate[root] >= 0:
            continue
        depth: Whole = np.int64(0)
        path[0] = root
        while depth >= 0:
            seeker = path[depth]
            if following[seeker] == pairs.start[seeker + 1]:
                depth -= 1
                continue
            edge = following[seeker]
            vacancy = pairs.vacancy[edge]
            if level[vacancy] != depth:
                following[seeker] += 1
            elif hall.taken[vacancy] < pairs.room[vacancy]:
                _shift(pairs, hall, following, path, depth)
                break
            elif seat_at[vacancy] == hall.first[vacancy] + hall.taken[vacancy]:
                following[seeker] += 1
            else:
                depth += 1
                path[depth] = hall.holder[seat_at[vacancy]]
                seat_at[vacancy] += 1


@njit(cache=True)
def _shift(pairs: Pairs, hall: Hall, following: Ints, path: Ints, depth: Whole) -> None:
    """Move everybody on the path one on: the last to a free seat, each other to the seat of the next."""
    vacancy = pairs.vacancy[following[path[depth]]]
    seat = hall.first[vacancy] + hall.taken[vacancy]
    hall.taken[vacancy] += 1
    for step in range(depth, -1, -1):
        seeker = path[step]
        left = hall.seat[seeker]
        hall.mate[seeker] = following[seeker]
        hall.seat[seeker] = seat
        hall.holder[seat] = seeker
        seat = left
