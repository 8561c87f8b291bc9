"""Makes fairs to be tested, and says the slow, plain way what is right about them."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from matching.pairing.fair import Fair

Seats = tuple[int | None, ...]

unhurried = settings(deadline=None)
"""The first example compiles."""


@st.composite
def fairs(draw: Any, most: int = 4, scores: st.SearchStrategy[int] | None = None) -> Fair:
    """Draw a fair of up to `most` on each side, with lists of any length, one-sided names too."""
    vacancies = draw(st.integers(0, most))
    seekers = draw(st.integers(0, most))
    wishes = draw(_lists(seekers, vacancies))
    return Fair.of(
        seats=draw(st.lists(st.integers(0, 3), min_size=vacancies, max_size=vacancies)),
        wishes=wishes,
        choices=draw(_lists(vacancies, seekers)),
        scores=[[draw(scores) for _ in row] for row in wishes] if scores is not None else None,
    )


def _lists(owners: int, names: int) -> st.SearchStrategy[list[list[int]]]:
    one = st.permutations(range(names)).flatmap(lambda all_: st.integers(0, names).map(lambda length: all_[:length]))
    return st.lists(one, min_size=owners, max_size=owners)


def some_fair(seed: int, seekers: int, vacancies: int, seats_max: int, wishes: int, scores: str = "any") -> Fair:
    """Make a fair by lot where everybody would rather have the first vacancies, and nine in ten wishes are mutual.

    :param scores: 'any', 'tied' (1 to 3), 'negative', 'alike' (all 7), 'product' (her worth times its worth) or
        'by vacancy' (the same for whoever comes)
    """
    lot = np.random.default_rng(seed)
    chance = 1 / np.arange(3, vacancies + 3)
    chance /= chance.sum()
    lists = [lot.choice(vacancies, min(wishes, vacancies), replace=False, p=chance).tolist() for _ in range(seekers)]
    choosers: list[list[int]] = [[] for _ in range(vacancies)]
    for seeker in lot.permutation(seekers).tolist():
        for vacancy in lists[seeker]:
            if lot.random() < 0.9:
                choosers[vacancy].append(seeker)
    worth, value = lot.integers(1, 1000, seekers), lot.integers(1, 1000, vacancies)
    score = {
        "any": lambda seeker, vacancy: lot.integers(-100, 1000),
        "tied": lambda seeker, vacancy: lot.integers(1, 4),
        "negative": lambda seeker, vacancy: lot.integers(-1000, 0),
        "alike": lambda seeker, vacancy: 7,
        "product": lambda seeker, vacancy: worth[seeker] * value[vacancy],
        "by vacancy": lambda seeker, vacancy: value[vacancy],
    }[scores]
    return Fair.of(
        seats=lot.integers(0, seats_max + 1, vacancies).tolist(),
        wishes=lists,
        choices=choosers,
        scores=[[int(score(seeker, vacancy)) for vacancy in row] for seeker, row in enumerate(lists)],
    )


def acceptable(fair: Fair) -> list[list[int]]:
    """For each seeker the vacancies where each is on the other's list, her dearest first."""
    return [
        [vacancy for vacancy in fair.wishes[seeker].tolist() if seeker in fair.choices[vacancy].tolist()]
        for seeker in range(fair.seekers)
    ]


def all_seatings(fair: Fair) -> Iterator[Seats]:
    """Every seating that keeps to lists and seats."""
    for seats in product(*([None, *vacancies] for vacancies in acceptable(fair))):
        if all(seats.count(vacancy) <= fair.seats[vacancy] for vacancy in range(fair.vacancies)):
            yield seats


def blocking(fair: Fair, seats: Seats) -> list[tuple[int, int]]:
    """The pairs that would rather have each other, word for word as they are defined."""
    found = []
    for seeker, vacancies in enumerate(acceptable(fair)):
        for vacancy in vacancies:
            if vacancy == seats[seeker]:
                break
            ranked = fair.choices[vacancy].tolist()
            sitting = [other for other, seat in enumerate(seats) if seat == vacancy]
            room = len(sitting) < fair.seats[vacancy]
            if room or any(ranked.index(seeker) < ranked.index(other) for other in sitting):
                found.append((seeker, vacancy))
    return found


def rank(fair: Fair, seeker: int, seat: int | None) -> int:
    """Where the seat stands on her list; to have none is worse than the last."""
    wishes = fair.wishes[seeker].tolist()
    return len(wishes) if seat is None else wishes.index(seat)


def welfare(fair: Fair, seats: Seats) -> int:
    """The sum of scores of those seated."""
    assert fair.scores is not None
    return sum(
        int(fair.scores[fair.wishes.start[seeker] + rank(fair, seeker, seat)])
        for seeker, seat in enumerate(seats)
        if seat is not None
    )
