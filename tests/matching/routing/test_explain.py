"""An explanation's costs are the costs of the plans that it speaks of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.routing import board as boards
from matching.routing import explain, judge, layout, solve
from matching.routing.kernel import places
from matching.routing.problem import Weights
from tests.matching.routing import days, makers

quick = settings(max_examples=80, deadline=None)


@quick
@given(days.problems())
def test_every_offer_costs_what_its_plan_costs_more(problem):
    plan = solve.solve(problem, seed=1, moves=1_000)
    for number, visit in enumerate(problem.visits):
        found = explain.explain(problem, plan, number)
        assert [each.part for each in found.parts] == list(range(len(visit.parts)))
        for each in found.parts:
            assert sorted([offer.carer for offer in each.offers] + [each.carer] * (each.carer is not None)) == list(
                range(len(problem.carers))
            )
            for offer in each.offers:
                if offer.extra is None:
                    assert offer.reason
                    continue
                other = explain.with_carer(problem, plan, visit=number, part=each.part, carer=offer.carer)
                assert judge.check(problem, other) == ()
                assert other.cost.total - plan.cost.total == offer.extra


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_an_offer_is_the_best_of_all_places_in_her_day(problem, seed):
    """Each place is tried by itself and its plan counted, without the sums and the short cuts of the search."""
    plan = solve.solve(problem, seed=seed, moves=40)
    first = boards.first_parts(problem)
    for number, visit in enumerate(problem.visits):
        for each in explain.explain(problem, plan, number).parts:
            if each.carer is None and len(visit.parts) > 1:
                continue
            for offer in each.offers:
                costs = places_tried(problem, plan, first[number] + each.part, offer.carer)
                assert offer.extra == (min(costs) - plan.cost.total if costs else None)


def places_tried(problem, plan, node, carer):
    """What the plans cost in which the carer does a part after each of her others, or first; where that can be."""
    laid = layout.lay_out(problem, near=1)
    fits = laid.fit[node, carer] >= 0
    after, costs = laid.parts + carer, []
    while True:
        board = boards.lay(laid, problem, seed=1)
        assert boards.adopt(board, plan)
        rows = board.nodes.reshape(-1, layout.COLUMNS)
        mate = rows[node, layout.MATE]
        fits = fits and not (mate >= 0 and rows[mate, layout.ROUTE] == carer)
        following = rows[after, layout.NEXT]
        if fits and places.put_there(*board.arrays, laid.shut, node, after, after):
            costs.append(boards.read_off(problem, laid, board.nodes).cost.total)
        after = following
        if after >= laid.parts:
            return costs


def test_a_place_counts_that_makes_somebody_late_and_spares_overtime():
    """Her day ends late already: what is late on the way is only dear until the overtime falls."""
    problem = makers.problem(
        [makers.visit("a", place=3), makers.visit("x", place=3, window=(30, 30))],
        [makers.carer("Chen", shift=(0, 50), overtime_limit=100), makers.carer("Li")],
        weights=Weights(overtime=10),
    )
    plan = makers.plan(problem, *(makers.route(problem, carer, (carer, 0, 30)) for carer in (0, 1)))
    assert explain.explain(problem, plan, 0).parts[0].offers[0].extra == -210


def test_who_may_not_come_is_told_why():
    problem = makers.problem(
        [makers.visit("a", banned=frozenset({1}))],
        [
            makers.carer("Chen"),
            makers.carer("Li"),
            makers.carer("Wu", skills=((2, 1),)),
            makers.carer("Xu", max_work=1),
        ],
    )
    found = explain.explain(problem, solve.solve(problem, moves=100), 0)
    reasons = {offer.carer: offer.reason for offer in found.parts[0].offers}
    assert found.parts[0].carer == 0
    assert reasons == {
        1: "She may not come here.",
        2: "She lacks clean at level 0.",
        3: "Her day has no place for it.",
    }
    with pytest.raises(ValueError, match="may not come"):
        explain.with_carer(problem, solve.solve(problem, moves=100), visit=0, part=0, carer=1)


def test_leaving_a_visit_out_costs_its_priority_less_its_way():
    problem = makers.problem([makers.visit("a", place=2, priority=2)], [makers.carer()])
    found = explain.explain(problem, solve.solve(problem, moves=100), 0)
    assert found.left_out_extra == 2 * problem.weights.unserved - 40


def test_a_plan_of_another_problem_is_refused():
    problem = makers.problem([makers.visit("a")], [makers.carer()])
    plan = solve.solve(problem, moves=100)
    banned = makers.problem([makers.visit("a", banned=frozenset({0}))], [makers.carer()])
    with pytest.raises(ValueError, match="can't stand"):
        explain.explain(banned, plan, 0)
    with pytest.raises(ValueError, match="no visit 5"):
        explain.explain(problem, plan, 5)
