"""An explanation's costs are the costs of the plans that it speaks of."""

import pytest
from hypothesis import given, settings

from matching.routing import explain, judge, solve
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
