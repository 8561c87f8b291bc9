"""What the search for welfare works on: one record for each vacancy, seeker, seat and edge.

Records, since the innermost loop asks five things about one vacancy, and they lie in one line of the cache;
and few arrays, since each array that a compiled function is handed costs it the counting of references.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.pairing.kernels.pairs import Ints, Pairs, Whole

FAR = 1 << 62

Records: TypeAlias = NDArray[Any]
EDGE = np.dtype([("score", "i8"), ("vacancy", "i4"), ("seeker", "i4")])
SEEKER = np.dtype([("start", "i8"), ("end", "i8"), ("mate", "i8"), ("seat", "i8")])
"""Her edges, the edge by which she has a seat or -1, and which seat."""
SEAT = np.dtype([("holder", "i8"), ("asked", "i8")])
"""Who sits there, and in an auction the price that she has offered."""
VACANCY = np.dtype(
    [(name, "i8") for name in ("price", "room", "count", "first", "choices", "distance", "via", "place")]
)
"""`count` of its `room` seats are taken, those from seat `first` on; its choices begin at `choices`. In a search:
how far it is (or `FAR`), the edge by which the search came, and where it stands in the heap (or -1)."""
QUEUE = np.dtype([("heap", "i8"), ("touched", "i8"), ("done", "i8")])
"""Vacancies in the heap, those whose distance is known, and those that have left the heap."""


class Market(NamedTuple):
    """The records; a last vacancy without seats says where the others' seats and choices end.

    :param edge_of: shape (all choices,), the edge of each choice or -1
    """

    vacancies: Records
    seekers: Records
    seats: Records
    edges: Records
    edge_of: Ints
    queue: Records


def opened(pairs: Pairs, scores: Ints) -> Market:
    """A market where nobody sits and nothing costs anything.

    :param scores: shape (edges,)
    """
    vacancies = np.zeros(len(pairs.room) + 1, VACANCY)
    vacancies["room"][:-1] = pairs.room
    vacancies["first"][1:] = np.cumsum(pairs.room)
    vacancies["choices"] = pairs.choice_start
    vacancies["distance"] = FAR
    vacancies["place"] = -1
    seekers = np.empty(len(pairs.start) - 1, SEEKER)
    seekers["start"], seekers["end"] = pairs.start[:-1], pairs.start[1:]
    seekers["mate"] = seekers["seat"] = -1
    edges = np.empty(len(scores), EDGE)
    edges["score"], edges["vacancy"], edges["seeker"] = scores, pairs.vacancy, pairs.seeker
    seats, queue = np.empty(vacancies["first"][-1], SEAT), np.empty(len(vacancies), QUEUE)
    return Market(vacancies, seekers, seats, edges, pairs.edge_of, queue)


@njit(cache=True)
def lift(vacancies: Records, queue: Records, length: Whole, vacancy: Whole) -> Whole:
    """Put the vacancy where its distance belongs, now that it came nearer. Four children each: fewer levels.

    :return: the heap's length
    """
    distance = vacancies[vacancy].distance
    place = vacancies[vacancy].place
    if place < 0:
        place = length
        length += 1
    while place > 0:
        above = (place - 1) >> 2
        other = queue[above].heap
        if vacancies[other].distance <= distance:
            break
        queue[place].heap = other
        vacancies[other].place = place
        place = above
    queue[place].heap = vacancy
    vacancies[vacancy].place = place
    return length


@njit(cache=True)
def drop(vacancies: Records, queue: Records, length: Whole) -> Whole:
    """Take the nearest off the heap.

    :return: the heap's length
    """
    length -= 1
    moved = queue[length].heap
    distance = vacancies[moved].distance
    place = 0
    while 4 * place + 1 < length:
        best = 4 * place + 1
        nearest = vacancies[queue[best].heap].distance
        for child in range(best + 1, min(4 * place + 5, length)):
            if vacancies[queue[child].heap].distance < nearest:
                best = child
                nearest = vacancies[queue[child].heap].distance
        if nearest >= distance:
            break
        queue[place].heap = queue[best].heap
        vacancies[queue[place].heap].place = place
        place = best
    queue[place].heap = moved
    vacancies[moved].place = place
    return length


@njit(cache=True)
def forget(vacancies: Records, queue: Records, touched: Whole) -> None:
    """Make ready for the next search, in time of what this one touched."""
    for k in range(touched):
        vacancies[queue[k].touched].distance = FAR
        vacancies[queue[k].touched].place = -1
