import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.pairing import check, solve
from matching.pairing.fair import SUM_MAX, Fair
from matching.pairing.kernels import welfare as kernel
from matching.pairing.kernels.market import Market
from matching.pairing.seating import Seating
from matching.refusal import Refused
from tests.matching.pairing import flow, makers
from tests.matching.pairing.makers import unhurried

KINDS = ["any", "tied", "negative", "alike", "product", "by vacancy"]
HUGE = SUM_MAX // (2 * 8 + 4)
"""the largest score that any fair of up to four and four may hold"""


@unhurried
@given(makers.fairs(scores=st.integers(-6, 9)))
def test_no_seating_has_more_welfare(fair):
    _is_best(fair)


@unhurried
@given(makers.fairs(scores=st.sampled_from([-HUGE, -1, 0, 1, HUGE - 1, HUGE])))
def test_scores_at_the_edge_of_what_is_allowed_do_not_overflow(fair):
    _is_best(fair)


def _is_best(fair: Fair) -> None:
    every = [(len(seats) - seats.count(None), makers.welfare(fair, seats)) for seats in makers.all_seatings(fair)]
    most, free = solve.welfare(fair, placing="most"), solve.welfare(fair, placing="any")
    assert check.faults(fair, most) == check.faults(fair, free) == ()
    assert (most.placed, makers.welfare(fair, most.vacancy_of)) == max(every)
    assert makers.welfare(fair, free.vacancy_of) == max(welfare for _placed, welfare in every)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1, 30, 12, 3, 5), (2, 40, 30, 2, 6), (3, 20, 40, 2, 8), (4, 60, 5, 9, 3)])
def test_larger_fairs_have_the_welfare_of_the_plainest_flow(size, kind):
    fair = makers.some_fair(*size, scores=kind)
    best = flow.welfare_by_placed(fair)
    most, free = solve.welfare(fair, placing="most"), solve.welfare(fair, placing="any")
    assert check.faults(fair, most) == check.faults(fair, free) == ()
    assert (most.placed, makers.welfare(fair, most.vacancy_of)) == (len(best) - 1, best[-1])
    assert makers.welfare(fair, free.vacancy_of) == max(best)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "size", [(1, 400, 150, 3, 12), (2, 300, 300, 1, 15), (3, 300, 40, 20, 8), (4, 200, 250, 2, 20)]
)
@pytest.mark.parametrize("auction", [{}, {"bids_max": 0}, {"rises": (1,), "fall": 0}, {"rises": (2, 9, 40), "fall": 1}])
def test_prices_prove_that_large_fairs_have_the_most_welfare_whatever_the_auction_left(size, kind, auction):
    fair = makers.some_fair(*size, scores=kind)
    scores = fair.scores[fair.pairs.wish]
    for everybody in (True, False):
        market, floor = kernel.sold(fair.pairs, scores, everybody, **auction)
        _assert_proof(market, floor)
        if everybody:
            assert (market.seekers["mate"] >= 0).sum() == solve.placement(fair).placed
        else:
            assert floor == 0


def _assert_proof(market: Market, floor: int) -> None:
    """Nobody finds what leaves her more than what she has, and what isn't sold out is free: no seating has more.

    Where the floor isn't 0, no seating has more that places as many. Source: complementary slackness, as in
    Bertsekas & Castañon 1989.
    """
    vacancies, edges, mate = market.vacancies, market.edges, market.seekers["mate"]
    leaves = edges["score"] - vacancies["price"][edges["vacancy"]]
    best = np.full(len(mate), floor)
    np.maximum.at(best, edges["seeker"], leaves)
    sits = mate >= 0
    assert (leaves[mate[sits]] == best[sits]).all() and (best[~sits] == floor).all()
    assert (vacancies["price"] >= 0).all()
    assert (vacancies["count"] == np.bincount(edges["vacancy"][mate[sits]], minlength=len(vacancies))).all()
    assert (vacancies["count"] <= vacancies["room"]).all()
    assert (vacancies["price"][vacancies["count"] < vacancies["room"]] == 0).all()
    # The next search would start from who sits where.
    holders = market.seats["holder"][market.seekers["seat"][sits]]
    assert (holders == np.flatnonzero(sits)).all()
    seats = market.seekers["seat"][sits] - vacancies["first"][edges["vacancy"][mate[sits]]]
    assert ((seats >= 0) & (seats < vacancies["count"][edges["vacancy"][mate[sits]]])).all()


def test_placing_most_may_cost_welfare_and_any_takes_the_welfare():
    fair = Fair.of(
        seats=[1, 1], wishes=[[0, 1], [0]], choices=[[0, 1], [0]], scores=[[100, 1], [5]]
    )  # both can be placed only if the first leaves what she is best at
    assert solve.welfare(fair, placing="most") == Seating((1, 0))
    assert solve.welfare(fair, placing="any") == Seating((0, None))


def test_nobody_is_placed_for_a_negative_score_unless_placing_comes_first():
    fair = Fair.of(seats=[2], wishes=[[0], [0]], choices=[[0, 1]], scores=[[-3], [4]])
    assert solve.welfare(fair, placing="any") == Seating((None, 0))
    assert solve.welfare(fair, placing="most") == Seating((0, 0))


def test_what_stands_beside_a_one_sided_wish_is_never_counted():
    fair = Fair.of(seats=[1, 1], wishes=[[0, 1]], choices=[[], [0]], scores=[[1000, 1]])
    assert solve.welfare(fair, placing="any") == Seating((1,))


def test_all_scores_moved_alike_change_nothing_where_placing_comes_first():
    fair = makers.some_fair(9, 200, 60, 3, 10)
    moved = Fair(seats=fair.seats, wishes=fair.wishes, choices=fair.choices, scores=fair.scores - 10**6)
    assert solve.welfare(fair, placing="most") == solve.welfare(moved, placing="most")


def test_the_same_fair_is_seated_the_same_way_again():
    for kind in KINDS:
        one, other = (makers.some_fair(5, 200, 60, 3, 10, scores=kind) for _ in range(2))
        for placing in ("most", "any"):
            assert solve.welfare(one, placing=placing) == solve.welfare(other, placing=placing)


def test_a_fair_without_scores_and_a_placing_that_is_none_are_refused():
    fair = Fair.of(seats=[1], wishes=[[0]], choices=[[0]])
    with pytest.raises(Refused) as refused:
        solve.welfare(fair, placing="most")
    assert (refused.value.field, refused.value.reason) == ("scores", "this fair has none")
    with pytest.raises(Refused) as refused:
        solve.welfare(makers.some_fair(1, 3, 3, 1, 2), placing="few")
    assert refused.value.field == "placing"
