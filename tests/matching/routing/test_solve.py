"""Whatever the search says of a day is true, and it says it twice alike."""

from dataclasses import replace
from math import isqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.routing import board as boards
from matching.routing import bound, judge, layout, solve, validate
from matching.routing.problem import Break, Part, Plane, Problem
from matching.routing.readers import hhcrsp
from tests.matching.routing import days, makers

DATA = Path(__file__).parents[1] / "data"
quick = settings(max_examples=150, deadline=None)


def instance(name: str) -> Problem:
    return hhcrsp.read(next(DATA.glob(f"*{name}.json")))


def filled(problem: Problem, seed: int) -> boards.Board:
    """The board from which a search of this seed begins."""
    board = boards.lay(layout.lay_out(problem), problem, seed=seed)
    boards.fill(board)
    return board


@quick
@given(days.problems())
def test_every_plan_passes_the_judge_and_costs_what_it_says(problem):
    validate.refuse_impossible(problem)
    plan = solve.solve(problem, seed=1, moves=2_000)
    assert judge.check(problem, plan) == ()


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_a_plan_that_is_taken_over_costs_what_it_said(problem, seed):
    plan = solve.solve(problem, seed=seed, moves=500)
    laid = layout.lay_out(problem)
    board = boards.lay(laid, problem, seed=1)
    assert boards.adopt(board, plan)
    assert boards.cost_now(board) == plan.cost.total


@quick
@given(st.data(), st.integers(1, 200))
def test_a_way_on_a_plane_is_as_far_for_the_search_and_for_the_plan_as_for_the_judge(data, detour_pct):
    coordinates = st.integers(0, isqrt(validate.MOST_SQUARE // 2) // detour_pct).map(
        lambda far: far - validate.LARGEST // 4
    )
    points = data.draw(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=2))
    travel = Plane(np.array(points, dtype=np.int64), detour_pct, pace=0)
    problem = makers.problem(
        [makers.visit(place=1)], [makers.carer(start=0, end=data.draw(st.sampled_from([0, None])))]
    )
    problem = replace(problem, travel=travel)
    validate.refuse_impossible(problem)
    board = filled(problem, 1)
    plan = boards.read_off(problem, board.layout, board.best)
    assert plan.routes[0].stops
    assert board.counters[layout.DISTANCE] == plan.cost.distance == judge.cost(problem, plan).distance


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_a_look_at_what_follows_refuses_only_what_the_wave_would(problem, seed):
    alone = tuple(replace(visit, parts=visit.parts[:1], gap=None) for visit in problem.visits)
    found = []
    for looks in (True, False):
        board = filled(replace(problem, visits=alone), seed)
        board.counters[layout.LIMITED] &= looks
        for overdue in (1, 200):
            boards.search(board, moves=2_000, hot=40.0, cold=3.0, overdue=overdue)
        board.nodes.reshape(-1, layout.COLUMNS)[:, layout.LAST] = 0
        found.append((board.nodes.tolist(), board.least.tolist(), board.dice.tolist(), board.tally[:, 2].tolist()))
    assert found[0] == found[1]


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_after_a_search_every_part_knows_how_late_it_may_start(problem, seed):
    board = filled(problem, seed)
    boards.search(board, moves=3_000, hot=400.0, cold=100.0, overdue=1)
    if not board.counters[layout.LIMITED]:
        return
    rows, laid, parts = board.nodes.reshape(-1, layout.COLUMNS), board.layout, board.layout.parts
    for home in range(parts, parts + laid.routes):
        carer = problem.carers[home - parts]
        homes = board.counters[layout.HOME_COUNTS] != 0
        last = max(rows[home, layout.LIMIT], rows[home, layout.BACK]) if homes else layout.FAR
        assert rows[home, layout.LAST] == last
        after, node = home, rows[home, layout.PREV]
        while node < parts:
            usual = int(laid.ways.times(rows[node, layout.OUT], rows[after, layout.IN]))
            last -= rows[node, layout.DURATION] - (-usual * 100 // carer.speed_pct)
            last = min(last, max(rows[node, layout.LATEST], rows[node, layout.START]))
            assert rows[node, layout.LAST] == last
            after, node = node, rows[node, layout.PREV]


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_keys_rise_along_every_route_and_from_a_pairs_first_part_to_its_second(problem, seed):
    board = filled(problem, seed)
    laid = board.layout
    boards.search(board, moves=10_000, hot=400.0, cold=100.0, overdue=1)
    rows = board.nodes.reshape(-1, layout.COLUMNS)
    for home in range(laid.parts, laid.parts + laid.routes):
        chain, node = [], rows[home, layout.NEXT]
        while node < laid.parts:
            chain.append(int(rows[node, layout.KEY]))
            node = rows[node, layout.NEXT]
        assert chain == sorted(set(chain))
    for first in np.flatnonzero(
        (rows[: laid.parts, layout.KIND] == layout.FIRST) & (rows[: laid.parts, layout.ROUTE] >= 0)
    ):
        assert rows[first, layout.KEY] < rows[rows[first, layout.MATE], layout.KEY]


@quick
@given(days.problems())
def test_no_plan_costs_less_than_the_bound(problem):
    assert bound.lower_bound(problem) <= solve.solve(problem, seed=2, moves=1_000).cost.total


@settings(max_examples=25, deadline=None)
@given(days.problems())
def test_the_same_seed_and_moves_give_the_same_plan(problem):
    assert solve.solve(problem, seed=5, moves=1_500) == solve.solve(problem, seed=5, moves=1_500)


def test_the_plan_is_the_same_on_two_processes():
    problem = instance("HCSRP_25_1")
    alone = solve.solve(problem, seed=3, moves=40_000)
    assert solve.solve(problem, seed=3, moves=40_000, processes=2) == alone


def test_another_seed_searches_elsewhere():
    problem = instance("HCSRP_25_1")
    assert solve.solve(problem, seed=1, moves=3_000) != solve.solve(problem, seed=2, moves=3_000)


@pytest.mark.parametrize(("name", "published"), [("HCSRP_10_1", 218.199), ("HCSRP_25_1", 428.097)])
def test_small_published_days_are_planned_as_well_as_is_known(name, published):
    problem = instance(name)
    plan = solve.solve(problem, seed=1, moves=400_000)
    assert judge.check(problem, plan) == ()
    assert hhcrsp.published(plan.cost) <= published


def test_a_longer_search_finds_a_cheaper_plan():
    problem = instance("seq22.9")
    assert solve.solve(problem, moves=200_000).cost.total < solve.solve(problem, moves=50).cost.total


def test_nobody_comes_where_nobody_may_and_the_plan_says_why():
    problem = makers.problem([makers.visit("a"), makers.visit("b", banned=frozenset({0}))], [makers.carer()])
    plan = solve.solve(problem, moves=100)
    assert [(each.visit, each.reason) for each in plan.unserved] == [
        (1, "Everybody who has clean at level 0 may not come here.")
    ]
    assert judge.check(problem, plan) == ()


def test_who_is_dearer_to_visit_than_to_leave_out_is_told_so():
    weights = replace(makers.problem([], []).weights, unserved=1)
    plan = solve.solve(makers.problem([makers.visit(place=5)], [makers.carer()], weights=weights), moves=20_000)
    assert [each.reason for each in plan.unserved] == [
        "Everybody who may come was busy elsewhere, or coming costs more than leaving the visit out."
    ]


def test_the_dearer_visit_is_served_when_there_is_time_for_one():
    cheap = makers.visit("cheap", window=(20, 20), late_limit=0)
    dear = makers.visit("dear", window=(20, 20), late_limit=0, priority=2)
    plan = solve.solve(makers.problem([cheap, dear], [makers.carer()]), moves=2_000)
    assert [each.visit for each in plan.unserved] == [0]


def test_a_day_without_visits_or_carers_is_planned_too():
    assert solve.solve(makers.problem([], [makers.carer()]), moves=10).routes[0].stops == ()
    nobody = solve.solve(makers.problem([makers.visit()], []), moves=10)
    assert [each.reason for each in nobody.unserved] == ["Nobody has clean at level 0."]


def test_progress_rises_to_the_whole_budget_and_costs_only_fall():
    told = []
    plan = solve.solve(instance("HCSRP_25_1"), moves=200_000, progress=lambda share, cost: told.append((share, cost)))
    shares, costs = zip(*told, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert list(costs) == sorted(costs, reverse=True)
    assert costs[-1] >= plan.cost.total


@pytest.mark.parametrize(
    "budget", [{}, {"moves": 5, "cpu_s": 1.0}, {"moves": -1}, {"cpu_s": 0}, {"cpu_s": float("nan")}]
)
def test_a_budget_is_one_positive_number(budget):
    with pytest.raises(ValueError, match=r"budget|one of them"):
        solve.solve(instance("HCSRP_10_1"), **budget)


def test_an_impossible_problem_is_refused_before_any_search():
    told = []
    broken = makers.problem([makers.visit(window=(9, 3))], [makers.carer()])
    with pytest.raises(validate.Impossible) as refused:
        solve.solve(broken, moves=10, progress=lambda share, cost: told.append(share))
    assert (refused.value.field, told) == ("visits[0].window", [])


def test_seconds_are_kept_within_a_twentieth():
    import time

    problem = instance("seq22.9")
    solve.warm_up()
    begun = time.process_time()
    solve.solve(problem, cpu_s=1.0)
    assert time.process_time() - begun == pytest.approx(1.0, rel=0.05)


def test_a_gap_may_cross_another_pairs_gap():
    """Somebody's second part may wait for a visit that stands between it and her partner's first: no order of
    whole visits could say this plan, and published searches never find it."""
    first = makers.double("p", gap=(60, 90), place=1, window=(10, 10))
    inside = makers.double("q", gap=(0, 0), place=2, window=(40, 40), late_limit=0)
    problem = makers.problem([first, inside], [makers.carer("A"), makers.carer("B")])
    plan = solve.solve(replace(problem, name="crossing"), moves=3_000)
    assert plan.unserved == ()
    assert judge.check(problem, plan) == ()


@quick
@given(days.problems(), st.integers(1, 1_000))
def test_the_sums_that_the_search_keeps_are_those_of_its_routes(problem, seed):
    board = filled(problem, seed)
    for _ in range(5):
        boards.search(board, moves=300, hot=60.0, cold=5.0, overdue=3)
        kept = boards.cost_now(board) - 3 * int(board.counters[layout.OVERDUE])
        assert kept == boards.read_off(problem, board.layout, board.nodes).cost.total


def test_enough_ends_the_search_with_the_best_plan_so_far():
    told = []
    problem = instance("HCSRP_25_1")
    plan = solve.solve(problem, moves=10_000_000, progress=lambda share, cost: told.append(share) or len(told) == 3)
    assert len(told) == 3
    assert judge.check(problem, plan) == ()


def test_the_plan_of_b6_that_no_order_of_whole_patients_can_say_passes_the_judge():
    problem = instance("HCSRP_25_6")
    kept = Path(__file__).parents[3] / "bench/matching/plans/sol-InstanzCPLEX_HCSRP_25_6.json"
    plan = hhcrsp.read_plan(problem, kept)
    assert judge.check(problem, plan) == ()
    assert hhcrsp.published(plan.cost) == 440.929


def test_hours_are_right_where_carers_are_fast_and_slow():
    for seed in range(40):
        problem = days.unlike(seed)
        assert judge.check(problem, solve.solve(problem, seed=seed, moves=2_000)) == (), seed


def test_the_sums_are_right_on_days_with_far_too_many_visits():
    for seed in range(12):
        problem = days.overfull(seed)
        board = filled(problem, seed + 1)
        for _ in range(60):
            boards.search(board, moves=50, hot=200.0, cold=20.0, overdue=3)
            kept = boards.cost_now(board) - 3 * int(board.counters[layout.OVERDUE])
            assert kept == boards.read_off(problem, board.layout, board.nodes).cost.total, seed


@pytest.mark.parametrize(
    ("rest", "gap", "starts"),
    [
        pytest.param(Break((5, 30), 20), (0, 0), {40}, id="there is time for it"),
        pytest.param(Break((25, 42), 20), (0, 0), {45}, id="it would be too late afterwards, so her mate waits too"),
        pytest.param(Break((5, 30), 20), (3, 9), {31, 40}, id="she begins and waits so that the gap isn't too long"),
    ],
)
def test_who_waits_for_her_mate_rests_meanwhile(rest, gap, starts):
    before = makers.visit("before", place=2, window=(20, 20), parts=(Part(10, skill=1),), late_limit=0)
    both = replace(makers.double("both", gap=gap), parts=(Part(5, skill=2), Part(5, skill=1)))
    chen, li = makers.carer("Chen", skills=((2, 1),), rest=rest), makers.carer("Li", skills=((1, 1),))
    problem = makers.problem([before, both], [chen, li])
    plan = solve.solve(problem, moves=2_000)
    assert judge.check(problem, plan) == ()
    assert {stop.start for route in plan.routes for stop in route.stops if stop.visit == 1} == starts


@pytest.mark.parametrize(
    ("limited", "parts", "starts", "near"), [(0, 400, 3, 16), (0, 401, 1, 16), (200, 400, 3, 16), (201, 401, 1, 30)]
)
def test_days_of_hard_windows_and_days_of_many_visits_are_searched_otherwise(limited, parts, starts, near):
    visits = [makers.visit(str(n), late_limit=9 if n < limited else None) for n in range(parts)]
    chosen = solve.schedule_for(makers.problem(visits, [makers.carer()]))
    assert (chosen.starts, chosen.near) == (starts, near)


def test_two_who_are_free_are_sent_to_a_pair_that_nobody_comes_to():
    visits = [makers.double("d"), makers.double("e", gap=(5, 20), place=2, window=(40, 90))]
    problem = makers.problem(visits, [makers.carer("Chen"), makers.carer("Li")])
    board = boards.lay(layout.lay_out(problem), problem, seed=1)
    boards.place_waiting(board)
    plan = boards.read_off(problem, board.layout, board.best)
    assert judge.check(problem, plan) == ()
    assert (plan.unserved, plan.cost.distance) == ((), 80)
