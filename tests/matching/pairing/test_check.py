import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.pairing import check, compare, explain, solve
from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused
from tests.matching.pairing import makers
from tests.matching.pairing.makers import unhurried

FAIR = Fair.of(seats=[1, 2, 0], wishes=[[0, 1], [1, 0, 2], [0]], choices=[[0, 2], [1, 0], [1]])


@unhurried
@given(makers.fairs(most=3), st.randoms(use_true_random=False))
def test_it_finds_the_pairs_that_the_definition_names(fair, lot):
    every = list(makers.all_seatings(fair))
    for seats in lot.sample(every, min(20, len(every))):
        assert list(check.blocking(fair, Seating(seats))) == makers.blocking(fair, seats)


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_pair_is_found(seed):
    """The control: a stable seating has no such pair; once somebody has lost her seat, she and it are one."""
    fair = makers.some_fair(seed, 120, 30, 3, 12)
    stable = solve.stable(fair, best_for="seekers")
    assert check.blocking(fair, stable) == ()
    seeker = next(seeker for seeker, seat in enumerate(stable.vacancy_of) if seat is not None)
    planted = Seating(tuple(None if other == seeker else seat for other, seat in enumerate(stable.vacancy_of)))
    assert (seeker, stable.vacancy_of[seeker]) in check.blocking(fair, planted)
    assert list(check.blocking(fair, planted)) == makers.blocking(fair, planted.vacancy_of)


@pytest.mark.parametrize(
    ("seats", "fault"),
    [
        ((0, 1), "it seats 2 seekers, and there are 3"),
        ((0, 1, 3), "seeker 2 sits at vacancy 3, and there are 3"),
        ((0, 1, -1), "seeker 2 sits at vacancy -1, and there are 3"),
        ((0, 1, 0), "vacancy 0 has 1 seats for 2"),
        ((None, 2, None), "vacancy 2 has 0 seats for 1"),
        ((None, 0, None), "vacancy 0 doesn't choose seeker 1"),
        ((None, None, 2), "seeker 2 doesn't wish for vacancy 2"),
    ],
)
def test_each_fault_of_a_seating_is_found_and_not_judged_further(seats, fault):
    assert fault in check.faults(FAIR, Seating(seats))
    for judge in (check.blocking, compare.outcome, lambda fair, seating: explain.explain(fair, seating, 0)):
        with pytest.raises(Refused) as refused:
            judge(FAIR, Seating(seats))
        assert refused.value.field == "seating"


def test_a_seating_tells_who_sits_where():
    seating = Seating((0, 1, None, 1))
    assert (seating.placed, seating.at(1), seating.at(2), seating.taken) == (3, (1, 3), (), {0: 1, 1: 2})
