"""Deferred acceptance, from either side.

Source: D. Gale and L. S. Shapley, "College Admissions and the Stability of Marriage", American Mathematical
Monthly 69 (1962); one proposal at a time as in D. G. McVitie and L. B. Wilson, "The Stable Marriage
Problem", Communications of the ACM 14 (1971).
"""

import numpy as np
from numba import njit

from matching.pairing.kernels.pairs import Ints, Pairs


def seekers_propose(pairs: Pairs) -> Ints:
    """Let each seeker ask down her list; a full vacancy lets go whom it likes least. Each edge is asked once.

    What a vacancy holds is marked along its own list. Once it is full its worst can only get better, so a
    pointer that walks up the list finds it: linear over the whole run, where a heap would cost a logarithm.

    :return: shape (seekers,), each one's edge or -1
    """
    # NumPy makes the arrays here and below: in compiled code it would double the time of compilation.
    mate = np.full(len(pairs.start) - 1, -1)
    held = np.full(len(pairs.edge_of), -1)
    count = np.zeros(len(pairs.room), np.int64)
    worst = np.full(len(pairs.room), -1)
    _ask(pairs, mate, pairs.start.copy(), held, count, worst)
    return mate


@njit(cache=True)
def _ask(pairs: Pairs, mate: Ints, following: Ints, held: Ints, count: Ints, worst: Ints) -> None:
    for first in range(len(mate)):
        seeker = first
        while following[seeker] < pairs.start[seeker + 1]:
            edge = following[seeker]
            following[seeker] += 1
            vacancy = pairs.vacancy[edge]
            choice = pairs.choice[edge]
            if count[vacancy] < pairs.room[vacancy]:
                held[choice] = seeker
                mate[seeker] = edge
                count[vacancy] += 1
                worst[vacancy] = max(worst[vacancy], choice)
                break
            if choice > worst[vacancy]:
                continue
            held[choice] = seeker
            mate[seeker] = edge
            seeker = held[worst[vacancy]]
            mate[seeker] = -1
            held[worst[vacancy]] = -1
            while held[worst[vacancy]] < 0:
                worst[vacancy] -= 1


def vacancies_propose(pairs: Pairs) -> Ints:
    """Let each vacancy offer its free seats down its list; a seeker keeps the best offer. Each edge is offered once.

    :return: shape (seekers,), each one's edge or -1
    """
    vacancies = len(pairs.room)
    mate = np.full(len(pairs.start) - 1, -1)
    _offer(
        pairs, mate, pairs.choice_start.copy(), pairs.room.copy(), np.arange(vacancies), np.ones(vacancies, np.bool_)
    )
    return mate


@njit(cache=True)
def _offer(pairs: Pairs, mate: Ints, following: Ints, free: Ints, waiting: Ints, waits: Ints) -> None:
    length = len(free)
    while length > 0:
        vacancy = waiting[length - 1]
        if free[vacancy] == 0 or following[vacancy] == pairs.choice_start[vacancy + 1]:
            waits[vacancy] = False
            length -= 1
            continue
        edge = pairs.edge_of[following[vacancy]]
        following[vacancy] += 1
        if edge < 0:
            continue
        seeker = pairs.seeker[edge]
        had = mate[seeker]
        if had >= 0 and had < edge:
            continue
        mate[seeker] = edge
        free[vacancy] -= 1
        if had >= 0:
            loser = pairs.vacancy[had]
            free[loser] += 1
            if not waits[loser]:
                waits[loser] = True
                waiting[length] = loser
                length += 1
