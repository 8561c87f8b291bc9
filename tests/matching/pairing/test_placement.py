import pytest
from hypothesis import given

from matching.pairing import check, solve
from matching.pairing.fair import Fair
from tests.matching.pairing import flow, makers
from tests.matching.pairing.makers import unhurried
from tests.matching.pairing.test_stable import SIZES


@unhurried
@given(makers.fairs())
def test_no_seating_places_more(fair):
    seating = solve.placement(fair)
    assert check.faults(fair, seating) == ()
    placed = [len(seats) - seats.count(None) for seats in makers.all_seatings(fair)]
    assert seating.placed == max(placed)


@pytest.mark.parametrize("size", [*SIZES[:2], (6, 40, 25, 2, 3), (7, 25, 30, 1, 2)])
def test_larger_fairs_place_as_many_as_the_plainest_flow(size):
    fair = makers.some_fair(*size)
    seating = solve.placement(fair)
    assert check.faults(fair, seating) == ()
    assert seating.placed == len(flow.welfare_by_placed(fair)) - 1


@pytest.mark.parametrize("length", [1, 2, 50, 400])
def test_a_long_chain_in_which_everybody_must_move_is_found(length):
    # Seeker i takes vacancy i first; the last one fits only vacancy 0, so that all others must go one on.
    fair = Fair.of(
        seats=[1] * (length + 1),
        wishes=[[seeker, seeker + 1] for seeker in range(length)] + [[0]],
        choices=[[length, 0], *([vacancy - 1, vacancy] for vacancy in range(1, length)), [length - 1]],
    )
    assert solve.placement(fair).vacancy_of == (*range(1, length + 1), 0)


def test_the_same_fair_is_seated_the_same_way_again():
    for size in SIZES:
        assert solve.placement(makers.some_fair(*size)) == solve.placement(makers.some_fair(*size))
