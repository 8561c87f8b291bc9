from hypothesis import given
from hypothesis import strategies as st

from matching.pairing import compare, solve
from matching.pairing.compare import Comparison, Outcome
from matching.pairing.fair import Fair
from tests.matching.pairing import makers
from tests.matching.pairing.makers import unhurried


def test_stable_and_most_placed_side_by_side_counted_by_hand():
    # Both want vacancy 0, which would rather have seeker 0; only she would do elsewhere.
    fair = Fair.of(seats=[1, 2], wishes=[[0, 1], [0]], choices=[[0, 1], [1, 0]], scores=[[9, 2], [4]])
    assert compare.compare(
        fair, solve.stable(fair, best_for="seekers"), solve.welfare(fair, placing="most")
    ) == Comparison(
        seekers=2,
        seats=3,
        one=Outcome(placed=1, seats_filled=1, seeker_rank_mean=1.0, vacancy_rank_mean=1.0, welfare=9, blocking_pairs=0),
        other=Outcome(
            placed=2, seats_filled=2, seeker_rank_mean=1.5, vacancy_rank_mean=2.0, welfare=6, blocking_pairs=1
        ),
    )


def test_a_fair_without_scores_and_without_anybody_placed_has_no_means():
    fair = Fair.of(seats=[1], wishes=[[0], []], choices=[[]])
    assert compare.outcome(fair, solve.placement(fair)) == Outcome(0, 0, None, None, None, 0)


@unhurried
@given(makers.fairs(scores=st.integers(-6, 9)))
def test_an_outcome_says_what_is_counted_one_by_one(fair):
    seats = solve.welfare(fair, placing="most").vacancy_of
    outcome = compare.outcome(fair, solve.welfare(fair, placing="most"))
    placed = [(seeker, seat) for seeker, seat in enumerate(seats) if seat is not None]
    assert outcome.placed == outcome.seats_filled == len(placed)
    assert outcome.welfare == makers.welfare(fair, seats)
    assert outcome.blocking_pairs == len(makers.blocking(fair, seats))
    if placed:
        hers = [fair.wishes[seeker].tolist().index(seat) + 1 for seeker, seat in placed]
        its = [fair.choices[seat].tolist().index(seeker) + 1 for seeker, seat in placed]
        assert outcome.seeker_rank_mean == sum(hers) / len(placed)
        assert outcome.vacancy_rank_mean == sum(its) / len(placed)
