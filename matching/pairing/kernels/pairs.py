"""Links both sides' lists into the acceptable pairs."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[Any]
Whole: TypeAlias = int | np.int64
"""Compiled, both are 64 bits. A literal 0 is a type of its own there, and what it is handed to is compiled again:
hence the `np.int64(0)` here and there."""


class Pairs(NamedTuple):
    """The acceptable pairs with a vacancy that has a seat at all, as edges.

    :param start: shape (seekers + 1,); the edges of seeker `i` run from `start[i]` to `start[i + 1]`
    :param seeker: shape (edges,)
    :param vacancy: shape (edges,)
    :param wish: shape (edges,), where the edge stands in `wishes.items`
    :param choice: shape (edges,), where it stands in `choices.items`
    :param choice_start: shape (vacancies + 1,), as in `choices.start`
    :param edge_of: shape (all choices,), the edge of each choice, or -1 where she doesn't wish for it
    :param room: shape (vacancies,), how many seats can be taken: no more than there are edges
    """

    start: Ints
    seeker: Ints
    vacancy: Ints
    wish: Ints
    choice: Ints
    choice_start: Ints
    edge_of: Ints
    room: Ints


def link(seats: Ints, wish_start: Ints, wishes: Ints, choice_start: Ints, choices: Ints) -> Pairs:
    """Find who is on both lists, in time linear in the lists' lengths."""
    # NumPy makes the arrays: in compiled code it would double the time of compilation.
    seekers, vacancies, most = len(wish_start) - 1, len(seats), min(len(wishes), len(choices))
    pairs = Pairs(
        start=np.zeros(seekers + 1, np.int64),
        seeker=np.empty(most, np.int32),
        vacancy=np.empty(most, np.int32),
        wish=np.empty(most, np.int32),
        choice=np.empty(most, np.int32),
        choice_start=choice_start,
        edge_of=np.full(len(choices), -1, np.int32),
        room=np.zeros(vacancies, np.int64),
    )
    begin = np.concatenate(([0], np.cumsum(np.bincount(choices, minlength=seekers))))
    taker, place = np.empty((2, len(choices)), np.int32)
    seen_by, seen_at = np.full((2, vacancies), -1, np.int32)
    _turn(seats, choice_start, choices, begin.copy(), taker, place)
    edges = _link(pairs, wish_start, wishes, begin, taker, place, seen_by, seen_at)
    np.minimum(pairs.room, seats, out=pairs.room)
    pairs = pairs._replace(
        seeker=pairs.seeker[:edges], vacancy=pairs.vacancy[:edges], wish=pairs.wish[:edges], choice=pairs.choice[:edges]
    )
    for array in pairs:
        array.setflags(write=False)
    return pairs


@njit(cache=True)
def _turn(seats: Ints, choice_start: Ints, choices: Ints, end: Ints, taker: Ints, place: Ints) -> None:
    """Turn the choices round, so that each seeker sees who would take her; without seats nobody would."""
    for vacancy in range(len(seats)):
        for choice in range(choice_start[vacancy], choice_start[vacancy + 1]):
            seeker = choices[choice]
            taker[end[seeker]] = vacancy if seats[vacancy] > 0 else -1
            place[end[seeker]] = choice
            end[seeker] += 1


@njit(cache=True)
def _link(
    pairs: Pairs, wish_start: Ints, wishes: Ints, begin: Ints, taker: Ints, place: Ints, seen_by: Ints, seen_at: Ints
) -> int:
    edge = 0
    for seeker in range(len(wish_start) - 1):
        for k in range(begin[seeker], begin[seeker + 1]):
            if taker[k] >= 0:
                seen_by[taker[k]] = seeker
                seen_at[taker[k]] = place[k]
        for wish in range(wish_start[seeker], wish_start[seeker + 1]):
            vacancy = wishes[wish]
            if seen_by[vacancy] == seeker:
                pairs.seeker[edge] = seeker
                pairs.vacancy[edge] = vacancy
                pairs.wish[edge] = wish
                pairs.choice[edge] = seen_at[vacancy]
                pairs.edge_of[seen_at[vacancy]] = edge
                pairs.room[vacancy] += 1
                edge += 1
        pairs.start[seeker + 1] = edge
    return edge
