"""Judges a seating from the lists alone, without anything that the solvers use."""

import numpy as np
from numpy.typing import NDArray

from matching.pairing.fair import Fair
from matching.pairing.refusal import Refused
from matching.pairing.seating import Seating

UNLISTED = 1 << 40
"""a rank worse than any; to be seated nowhere is as bad"""


def faults(fair: Fair, seating: Seating) -> tuple[str, ...]:
    """Find what makes the seating impossible: another number of seekers, strange vacancies, too few seats, no wish or no choice."""
    if len(seating.vacancy_of) != fair.seekers:
        return (f"it seats {len(seating.vacancy_of)} seekers, and there are {fair.seekers}",)
    found = []
    taken = [0] * fair.vacancies
    for seeker, vacancy in enumerate(seating.vacancy_of):
        if vacancy is None:
            continue
        if not 0 <= vacancy < fair.vacancies:
            found.append(f"seeker {seeker} sits at vacancy {vacancy}, and there are {fair.vacancies}")
            continue
        taken[vacancy] += 1
        if vacancy not in fair.wishes[seeker]:
            found.append(f"seeker {seeker} doesn't wish for vacancy {vacancy}")
        if seeker not in fair.choices[vacancy]:
            found.append(f"vacancy {vacancy} doesn't choose seeker {seeker}")
    for vacancy, seats in enumerate(fair.seats.tolist()):
        if taken[vacancy] > seats:
            found.append(f"vacancy {vacancy} has {seats} seats for {taken[vacancy]}")
    return tuple(found)


def blocking(fair: Fair, seating: Seating) -> tuple[tuple[int, int], ...]:
    """Find the pairs (seeker, vacancy) that would rather have each other: she than what she has, it than one of its own.

    A vacancy with a free seat would rather have anybody on its list than leave it free.

    :return: in order of seekers, then of their wishes
    :raises Refused: if the seating has `faults`
    """
    if found := faults(fair, seating):
        raise Refused("seating", found[0])
    seeker, vacancy, wish_rank, choice_rank = acceptable(fair)
    sits = vacancy == np.array([-1 if seat is None else seat for seat in seating.vacancy_of], np.int64)[seeker]
    has = np.full(fair.seekers, UNLISTED)
    has[seeker[sits]] = wish_rank[sits]
    # Whoever ranks before this would be welcome: everybody where a seat is free, nobody where there are none.
    taken = np.bincount(vacancy[sits], minlength=fair.vacancies)
    worst = np.full(fair.vacancies, -1)
    np.maximum.at(worst, vacancy[sits], choice_rank[sits])
    worst[taken < fair.seats] = UNLISTED
    blocks = (wish_rank < has[seeker]) & (choice_rank < worst[vacancy])
    return tuple(zip(seeker[blocks].tolist(), vacancy[blocks].tolist(), strict=True))


def acceptable(fair: Fair) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """List the pairs where each is on the other's list, in order of seekers, then of their wishes.

    :return: seekers, vacancies, ranks among her wishes and ranks among its choices, each of shape (pairs,);
        ranks count from 0, names on one list only too
    """
    seeker, vacancy = fair.wishes.owners, fair.wishes.items.astype(np.int64)
    chooser, chosen = fair.choices.owners, fair.choices.items.astype(np.int64)
    wish_rank = np.arange(len(seeker)) - fair.wishes.start[seeker]
    choice_rank = np.arange(len(chooser)) - fair.choices.start[chooser]
    wishes, choices = seeker * fair.vacancies + vacancy, chosen * fair.vacancies + chooser
    order = np.argsort(choices)
    at = np.searchsorted(choices, wishes, sorter=order)
    known = np.append(choices, -1)[np.append(order, len(order))[at]] == wishes
    return seeker[known], vacancy[known], wish_rank[known], choice_rank[order[at[known]]]
