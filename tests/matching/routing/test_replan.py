"""A day that changes is mended, and hardly anybody else hears of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.routing import judge, replan, solve, validate
from matching.routing.readers import hhcrsp
from tests.matching.routing import days, makers

quick = settings(max_examples=40, deadline=None)
DATA = Path(__file__).parents[1] / "data"


@quick
@given(days.problems(), st.data())
def test_a_mended_plan_passes_the_judge(problem, data):
    plan = solve.solve(problem, seed=1, moves=1_000)
    change = data.draw(
        st.one_of(
            st.integers(0, len(problem.visits) - 1).map(replan.Cancelled),
            st.integers(0, len(problem.carers) - 1).map(replan.Away),
            days.visits(99, len(problem.carers)).map(replan.Urgent),
        )
    )
    found = replan.replan(problem, plan, change, cpu_s=0.02)
    assert judge.check(found.problem, found.plan) == ()
    if isinstance(change, replan.Away):
        assert found.plan.routes[change.carer].stops == ()
    if isinstance(change, replan.Cancelled):
        assert problem.visits[change.visit].id not in [visit.id for visit in found.problem.visits]


def test_a_sick_carers_visits_go_to_others_and_few_of_theirs_move():
    problem = hhcrsp.read(next(DATA.glob("instance_003*.json")))
    plan = solve.solve(problem, seed=1, moves=300_000)
    sick = next(route.carer for route in plan.routes if route.stops)
    found = replan.replan(problem, plan, replan.Away(sick), cpu_s=0.3)
    assert judge.check(found.problem, found.plan) == ()
    assert found.plan.routes[sick].stops == ()
    assert len(found.moved) <= len(problem.visits) * 5 // 100


def test_without_a_budget_the_change_alone_is_mended():
    problem = hhcrsp.read(next(DATA.glob("instance_003*.json")))
    plan = solve.solve(problem, seed=1, moves=2_000)
    sick = next(route for route in plan.routes if route.stops)
    found = replan.replan(problem, plan, replan.Away(sick.carer), cpu_s=0)
    theirs = {stop.visit for stop in sick.stops}
    assert set(found.moved) <= theirs
    assert {each.visit for each in found.plan.unserved} <= theirs
    assert replan.replan(problem, plan, replan.Away(sick.carer), cpu_s=0.3).plan.cost.total < found.plan.cost.total


def test_whoever_is_moved_is_named():
    """Only Li can take the urgent visit at its minute; Wu must take Li's."""
    problem = makers.problem(
        [makers.visit("a", place=1, window=(30, 30), late_limit=0, previous=frozenset({0}))],
        [makers.carer("Li", skills=((0, 3), (1, 1))), makers.carer("Wu", skills=((0, 3),))],
        weights=makers.problem([], []).weights,
    )
    plan = solve.solve(problem, seed=1, moves=500)
    urgent = makers.visit("u", place=2, window=(30, 30), late_limit=0, parts=(makers.Part(5, skill=1),), priority=3)
    found = replan.replan(problem, plan, replan.Urgent(urgent), cpu_s=0.1)
    assert found.plan.unserved == ()
    was, now = (
        next(route.carer for route in each.routes for stop in route.stops if stop.visit == 0)
        for each in (plan, found.plan)
    )
    assert found.moved == ((0,) if was != now else ())
    assert now == 1


@pytest.mark.parametrize("change", [replan.Cancelled(7), replan.Away(7), replan.Away(-1)])
def test_a_change_of_nothing_is_refused(change):
    problem = makers.problem([makers.visit("a")], [makers.carer()])
    with pytest.raises(ValueError, match="There is no"):
        replan.replan(problem, solve.solve(problem, moves=10), change)


def test_an_urgent_visit_that_cannot_be_right_is_refused():
    problem = makers.problem([makers.visit("a")], [makers.carer()])
    with pytest.raises(validate.Impossible):
        replan.replan(problem, solve.solve(problem, moves=10), replan.Urgent(makers.visit("a")))
