"""Judges a seating from the lists alone, without anything that the solvers use."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused

UNLISTED = 1 << 40
"""A rank worse than any: that of no seat, and of whoever would sit on a free one."""


class Acceptable(NamedTuple):
    """The acceptable pairs, all of shape (pairs,).

    :param wish: where the pair stands in `wishes.items`
    :param wish_rank: its place among her wishes, from 0, names on one list only counted too
    :param choice_rank: its place among the vacancy's choices
    """

    seeker: NDArray[np.int64]
    vacancy: NDArray[np.int64]
    wish: NDArray[np.int64]
    wish_rank: NDArray[np.int64]
    choice_rank: NDArray[np.int64]


def faults(fair: Fair, seating: Seating) -> tuple[str, ...]:
    """Find what makes the seating impossible: too few seats, a seat without wish or choice, an unknown vacancy."""
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
    """Find the pairs (seeker, vacancy) that would rather have each other: she than her seat, it than one who sits there.

    Any seat on her list is better than none, and anybody on its list is better than a free seat.

    :return: in order of seekers, then of their wishes
    :raises Refused: if the seating has `faults`
    """
    if found := faults(fair, seating):
        raise Refused("seating", found[0])
    pairs = acceptable(fair)
    sits = seated(pairs, seating)
    has = np.full(fair.seekers, UNLISTED)
    has[pairs.seeker[sits]] = pairs.wish_rank[sits]
    # Whoever ranks before this would be welcome: everybody where a seat is free, nobody where there are none.
    taken = np.bincount(pairs.vacancy[sits], minlength=fair.vacancies)
    worst = np.full(fair.vacancies, -1)
    np.maximum.at(worst, pairs.vacancy[sits], pairs.choice_rank[sits])
    worst[taken < fair.seats] = UNLISTED
    blocks = (pairs.wish_rank < has[pairs.seeker]) & (pairs.choice_rank < worst[pairs.vacancy])
    return tuple(zip(pairs.seeker[blocks].tolist(), pairs.vacancy[blocks].tolist(), strict=True))


def seated(pairs: Acceptable, seating: Seating) -> NDArray[np.bool_]:
    """Say of each pair whether they have each other."""
    seats = np.array([-1 if seat is None else seat for seat in seating.vacancy_of], np.int64)
    return pairs.vacancy == seats[pairs.seeker]


def acceptable(fair: Fair) -> Acceptable:
    """List the pairs where each is on the other's list, in order of seekers, then of their wishes."""
    wished, chosen = fair.wishes, fair.choices
    wishes = wished.owners * fair.vacancies + wished.items
    choices = chosen.items.astype(np.int64) * fair.vacancies + chosen.owners
    _, wish, choice = np.intersect1d(wishes, choices, assume_unique=True, return_indices=True)
    order = np.argsort(wish)
    wish, choice = wish[order], choice[order]
    seeker, vacancy = wished.owners[wish], chosen.owners[choice]
    return Acceptable(seeker, vacancy, wish, wish - wished.start[seeker], choice - chosen.start[vacancy])
