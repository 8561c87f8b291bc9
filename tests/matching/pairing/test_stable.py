import pytest
from hypothesis import given

from matching.pairing import check, solve
from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused
from tests.matching.pairing import makers
from tests.matching.pairing.makers import unhurried

SIZES = [(1, 12, 5, 3, 4), (2, 60, 40, 2, 8), (3, 300, 50, 4, 12), (4, 80, 200, 2, 20), (5, 400, 8, 60, 5)]


@unhurried
@given(makers.fairs())
def test_nobody_blocks_what_either_side_proposed(fair):
    for best_for in ("seekers", "vacancies"):
        seating = solve.stable(fair, best_for=best_for)
        assert check.faults(fair, seating) == ()
        assert makers.blocking(fair, seating.vacancy_of) == []
        assert check.blocking(fair, seating) == ()


@unhurried
@given(makers.fairs())
def test_no_stable_seating_is_better_for_anybody_than_her_sides_best(fair):
    seekers_best = solve.stable(fair, best_for="seekers").vacancy_of
    seekers_worst = solve.stable(fair, best_for="vacancies").vacancy_of
    for seats in makers.all_seatings(fair):
        if not makers.blocking(fair, seats):
            for seeker, seat in enumerate(seats):
                best = makers.rank(fair, seeker, seekers_best[seeker])
                worst = makers.rank(fair, seeker, seekers_worst[seeker])
                assert best <= makers.rank(fair, seeker, seat) <= worst


@unhurried
@given(makers.fairs())
def test_every_stable_seating_places_the_same_people_and_fills_the_same_seats(fair):
    one = solve.stable(fair, best_for="seekers")
    other = solve.stable(fair, best_for="vacancies")
    assert [seat is None for seat in one.vacancy_of] == [seat is None for seat in other.vacancy_of]
    assert one.taken == other.taken
    for vacancy, taken in one.taken.items():
        if taken < fair.seats[vacancy]:
            assert one.at(vacancy) == other.at(vacancy)


@pytest.mark.parametrize("size", SIZES)
def test_larger_fairs_are_stable_and_place_the_same_people(size):
    fair = makers.some_fair(*size)
    one = solve.stable(fair, best_for="seekers")
    other = solve.stable(fair, best_for="vacancies")
    assert check.blocking(fair, one) == check.blocking(fair, other) == ()
    assert one.taken == other.taken and one.placed > 0
    for seeker in range(fair.seekers):
        assert makers.rank(fair, seeker, one.vacancy_of[seeker]) <= makers.rank(fair, seeker, other.vacancy_of[seeker])


def test_both_sides_bests_differ_where_tastes_do():
    fair = Fair.of(seats=[1, 1], wishes=[[0, 1], [1, 0]], choices=[[1, 0], [0, 1]])
    assert solve.stable(fair, best_for="seekers") == Seating((0, 1))
    assert solve.stable(fair, best_for="vacancies") == Seating((1, 0))


def test_the_published_example_of_the_residents_comes_out():
    """Source: Gale & Shapley 1962, example 2: four and four, and one stable seating only."""
    fair = Fair.of(
        seats=[1, 1, 1, 1],
        wishes=[[0, 1, 2, 3], [0, 3, 2, 1], [1, 0, 2, 3], [3, 1, 2, 0]],
        choices=[[3, 2, 0, 1], [1, 3, 0, 2], [3, 0, 1, 2], [2, 1, 0, 3]],
    )
    for best_for in ("seekers", "vacancies"):
        assert solve.stable(fair, best_for=best_for) == Seating((2, 3, 0, 1))


def test_a_vacancy_without_seats_or_with_more_than_it_needs_changes_nothing():
    fair = Fair.of(seats=[0, 2**31 - 1], wishes=[[0, 1], [0, 1], [0]], choices=[[0, 1, 2], [1, 0]])
    for best_for in ("seekers", "vacancies"):
        assert solve.stable(fair, best_for=best_for) == Seating((1, 1, None))


def test_the_same_fair_is_seated_the_same_way_again():
    for size in SIZES:
        assert solve.stable(makers.some_fair(*size), best_for="seekers") == solve.stable(
            makers.some_fair(*size), best_for="seekers"
        )


def test_a_side_that_is_none_is_refused():
    with pytest.raises(Refused) as refused:
        solve.stable(makers.some_fair(*SIZES[0]), best_for="everybody")
    assert refused.value.field == "best_for"
