"""The judge passes what is right, finds each fault that is planted, and counts as the docstrings say."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from matching.routing import judge
from matching.routing.plan import Cost, Plan, Route, Unserved
from matching.routing.problem import Break, Matrix, Part, Plane, Problem, Weights
from tests.matching.routing import makers

ALL = Weights(1_000_000, 100, 10, 1, 1000, 7, 3, 2)


def day() -> Problem:
    """Chen serves a, then the double visit with Li, who rests before; nobody has the time for c."""
    visits = [
        makers.visit("a", place=1, window=(12, 30), late_limit=20, parts=(Part(5, skill=0, level=2),)),
        makers.double("d", place=2, gap=(0, 6), window=(20, 60)),
        makers.visit("c", place=3, priority=3, parts=(Part(31),)),
    ]
    carers = [
        makers.carer("Chen", overtime_limit=10, max_work=40),
        makers.carer("Li", start=3, end=3, rest=Break((5, 25), 6)),
        makers.carer("Wu", skills=((2, 1),)),
    ]
    return makers.problem(visits, carers, weights=ALL)


def right(problem: Problem) -> Plan:
    chen = makers.route(problem, 0, (0, 0, 12), (1, 0, 27))
    li = makers.route(problem, 1, (1, 1, 27), rest_at=12)
    return makers.plan(problem, chen, li, unserved=(2,))


def codes(problem: Problem, plan: Plan) -> set[str]:
    return {fault.code for fault in judge.check(problem, plan)}


def test_a_right_plan_has_no_fault():
    assert judge.check(day(), right(day())) == ()


def with_route(carer: int, **changes: object) -> Callable[[Problem, Plan], Plan]:
    """Change one route, and let the plan state what it costs then."""

    def change(problem: Problem, plan: Plan) -> Plan:
        routes = [replace(each, **changes) if each.carer == carer else each for each in plan.routes]
        return makers.priced(problem, replace(plan, routes=tuple(routes)))

    return change


def with_stop(carer: int, number: int, **changes: object) -> Callable[[Problem, Plan], Plan]:
    def change(problem: Problem, plan: Plan) -> Plan:
        stops = list(plan.routes[carer].stops)
        stops[number] = replace(stops[number], **changes)
        return with_route(carer, stops=tuple(stops))(problem, plan)

    return change


def serve(carer: int, *starts: tuple[int, int, int], rest_at: int | None = None, unserved: tuple[int, ...] = (2,)):
    """Give one carer another day."""

    def change(problem: Problem, plan: Plan) -> Plan:
        others = [each for each in plan.routes if each.carer != carer]
        new = makers.route(problem, carer, *starts, rest_at=rest_at)
        return makers.plan(problem, new, *others, unserved=unserved)

    return change


def unserved(*entries: Unserved) -> Callable[[Problem, Plan], Plan]:
    return lambda problem, plan: makers.priced(problem, replace(plan, unserved=entries))


NOBODY = Unserved(2, "Nobody is free.")
WRONG = {
    "order": lambda problem, plan: replace(plan, routes=plan.routes[::-1]),
    "unknown_visit": lambda problem, plan: replace(plan, unserved=(Unserved(3, "Nobody is free."),)),
    "unknown_part": lambda problem, plan: replace(
        plan, routes=(replace(plan.routes[0], stops=(replace(plan.routes[0].stops[0], part=1),)), *plan.routes[1:])
    ),
    "no_number": with_stop(0, 0, arrive=float("nan")),
    "twice": serve(0, (0, 0, 12), (1, 0, 27), (0, 0, 42)),
    "listed_twice": unserved(NOBODY, NOBODY),
    "served_and_listed": unserved(NOBODY, Unserved(0, "Nobody is free.")),
    "forgotten": unserved(),
    "half": serve(0, (0, 0, 12)),
    "no_reason": unserved(Unserved(2, " ")),
    "skill": serve(2, (2, 0, 30), unserved=()),
    "same_carer": lambda problem, plan: makers.plan(
        problem, makers.route(problem, 0, (0, 0, 12), (1, 0, 27), (1, 1, 32)), unserved=(2,)
    ),
    "duration": with_stop(0, 0, end=14),
    "early": serve(0, (0, 0, 11), (1, 0, 27)),
    "late": serve(0, (1, 0, 25), (0, 0, 51)),
    "gap": serve(0, (0, 0, 12), (1, 0, 28)),
    "too_soon": with_stop(0, 1, arrive=26),
    "not_there": with_stop(1, 0, arrive=28),
    "back": with_route(0, back_at=40),
    "overtime": with_route(0, back_at=211),
    "max_work": serve(0, (0, 0, 12), (1, 0, 27), (2, 0, 42), unserved=()),
    "no_rest": with_route(1, rest_at=None),
    "no_rest_due": with_route(0, rest_at=3),
    "rest_window": serve(1, (1, 1, 27), rest_at=4),
    "rest_broken": serve(1, (1, 1, 27), rest_at=22),
    "cost": lambda problem, plan: replace(plan, cost=replace(plan.cost, total=plan.cost.total + 1)),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_planted_is_found_and_nothing_else(code):
    problem = day()
    assert codes(problem, WRONG[code](problem, right(problem))) == {code}


def test_a_banned_carer_is_found():
    problem = day()
    visits = (replace(problem.visits[0], banned=frozenset({0, 2})), *problem.visits[1:])
    fault, *others = judge.check(replace(problem, visits=visits), right(problem))
    assert (fault.code, fault.visit, fault.carer, others) == ("banned", 0, 0, [])
    assert fault.sentence == "Chen may not come to visit a."


def test_a_higher_level_may_serve_and_a_lower_may_not():
    for level, found in [(2, set()), (3, set()), (4, {"skill"})]:
        visits = [makers.visit(parts=(Part(5, skill=0, level=level),))]
        problem = makers.problem(visits, [makers.carer()])
        assert codes(problem, makers.plan(problem, makers.route(problem, 0, (0, 0, 10)))) == found


@pytest.mark.parametrize("value", [float("nan"), 11.0, "11", None])
def test_times_are_whole_numbers(value):
    problem = day()
    for change in [with_stop(0, 0, arrive=value), with_route(1, rest_at=value if value is not None else 0.5)]:
        assert codes(problem, change(problem, right(problem))) == {"no_number"}
    assert codes(problem, with_stop(0, 0, arrive=np.int64(11))(problem, right(problem))) == set()


def test_every_stated_part_of_the_cost_is_compared():
    problem = day()
    plan = right(problem)
    wrong = replace(plan, cost=Cost(**{name: value + 1 for name, value in vars(plan.cost).items()}))
    assert [fault.code for fault in judge.check(problem, wrong)] == ["cost"] * len(vars(plan.cost))


def test_the_shift_begins_before_the_way_to_the_first_visit():
    problem = makers.problem([makers.visit()], [makers.carer(shift=(5, 50))])
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 15)))
    assert codes(problem, plan) == set()
    assert codes(problem, with_stop(0, 0, arrive=14)(problem, plan)) == {"too_soon"}


def test_a_day_without_an_end_place_ends_at_the_last_visit():
    problem = makers.problem([makers.visit()], [makers.carer(end=None)])
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 10)))
    assert (plan.routes[0].back_at, plan.cost.distance) == (15, 10)
    assert codes(problem, plan) == set()
    assert codes(problem, with_route(0, back_at=16)(problem, plan)) == {"back"}


def test_who_stays_at_home_drives_nothing_rests_nothing_and_has_no_overtime():
    home = makers.carer(start=0, end=5, rest=Break((10, 20), 5), overtime_limit=0)
    problem = makers.problem([], [home], weights=ALL)
    assert judge.check(problem, makers.plan(problem)) == ()
    assert makers.plan(problem).cost.total == 0


@pytest.mark.parametrize(
    ("rest_at", "arrive", "start", "back_at", "found"),
    [
        (0, 16, 30, 45, set()),  # at home, before she leaves
        (4, 16, 30, 45, set()),  # on the way
        (4, 15, 30, 45, {"too_soon"}),
        (12, 16, 30, 45, {"rest_broken"}),  # would arrive in the middle of it
        (12, 18, 30, 45, set()),
        (10, 10, 30, 45, set()),  # at the door
        (24, 10, 30, 45, set()),
        (25, 10, 30, 45, {"rest_broken"}),
        (33, 10, 30, 45, {"rest_broken"}),
        (35, 10, 30, 51, set()),  # on the way home
        (35, 10, 30, 50, {"back"}),
        (45, 10, 30, 45, set()),  # at home again
        (61, 10, 30, 45, {"rest_window"}),
    ],
)
def test_a_break_may_be_anywhere_but_at_work_and_takes_its_time(rest_at, arrive, start, back_at, found):
    problem = makers.problem([makers.visit()], [makers.carer(rest=Break((0, 60), 6))])
    stop = replace(makers.route(problem, 0, (0, 0, start)).stops[0], arrive=arrive)
    assert codes(problem, makers.plan(problem, Route(0, (stop,), rest_at, back_at))) == found


def test_a_break_does_not_start_before_the_shift():
    problem = makers.problem([makers.visit()], [makers.carer(shift=(10, 90), rest=Break((0, 60), 6))])
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 30), rest_at=9))
    assert codes(problem, plan) == {"rest_window"}


def test_slow_carers_take_longer_rounded_up_and_fast_ones_less():
    travel = makers.line()
    assert judge.time(travel, makers.carer(), 0, 1) == 10
    assert judge.time(travel, makers.carer(speed_pct=70), 0, 1) == 15
    assert judge.time(travel, makers.carer(speed_pct=300), 0, 1) == 4


def test_times_of_a_matrix_are_its_own_or_its_distances():
    distance, times = np.array([[0, 7], [9, 0]]), np.array([[0, 1], [2, 0]])
    assert [judge.distance(Matrix(distance), 0, 1), judge.time(Matrix(distance), makers.carer(), 1, 0)] == [7, 9]
    assert [
        judge.distance(Matrix(distance, times), 0, 1),
        judge.time(Matrix(distance, times), makers.carer(), 1, 0),
    ] == [7, 2]


@pytest.mark.parametrize(
    ("point", "detour_pct", "distance"),
    [((3, 4), 100, 5), ((1, 1), 100, 1), ((2, 1), 100, 2), ((1, 0), 150, 2), ((1, 0), 149, 1), ((3, 0), 150, 5)],
)
def test_a_distance_on_a_plane_is_rounded_half_up(point, detour_pct, distance):
    plane = Plane(np.array([(0, 0), point]), detour_pct=detour_pct)
    assert judge.distance(plane, 0, 1) == judge.distance(plane, 1, 0) == distance


@given(
    some.lists(some.tuples(*[some.integers(-1_000_000, 1_000_000)] * 2), min_size=2, max_size=2), some.integers(1, 300)
)
@settings(deadline=None)
def test_a_distance_on_a_plane_is_within_half_a_unit_of_the_straight_line(points, detour_pct):
    (ax, ay), (bx, by) = points
    twice = 2 * judge.distance(Plane(np.array(points), detour_pct=detour_pct), 0, 1)
    square = ((ax - bx) ** 2 + (ay - by) ** 2) * (2 * detour_pct) ** 2
    assert (100 * max(0, twice - 1)) ** 2 <= square < (100 * (twice + 1)) ** 2


def test_a_pace_makes_time_of_distance_rounded_down():
    plane = Plane(np.array([(0, 0), (1999, 0)]), pace=3)
    assert judge.time(plane, makers.carer(), 0, 1) == 5


def test_a_cost_is_counted_by_hand():
    visits = [
        makers.visit("a", place=1, window=(0, 4), previous=frozenset({1}), preferred=frozenset({0})),
        makers.double("d", place=3, window=(0, 30), previous=frozenset({0}), preferred=frozenset({2})),
        makers.visit("u", priority=4, parts=(Part(9),)),
        makers.visit("w", priority=2, parts=(Part(9),)),
    ]
    carers = [
        makers.carer("Chen", shift=(0, 50), overtime_limit=100, earned=3),
        makers.carer("Li", end=None, earned=40),
        makers.carer("Wu"),
    ]
    problem = makers.problem(visits, carers, weights=ALL)
    chen = makers.route(problem, 0, (0, 0, 10), (1, 0, 35))
    li = makers.route(problem, 1, (1, 1, 35))
    plan = makers.plan(problem, chen, li, unserved=(2, 3))
    # fair share: (5 + 5 + 8 + 9 + 9 + 3 + 40) // 3 = 26; Chen has 13, Li 48, Wu 0
    assert problem.fair_share == 26
    assert plan.cost == Cost(
        unserved=6,
        distance=10 + 20 + 30 + 30,
        lateness=6 + 5 + 5,
        lateness_max=6,
        overtime=40 + 30 - 50,
        continuity=2,
        preference=2,
        spread=13 + 22 + 26,
        total=6 * 1_000_000 + 90 * 100 + 16 * 10 + 6 + 20 * 1000 + 2 * 7 + 2 * 3 + 61 * 2,
    )
    assert judge.check(problem, plan) == ()


def test_the_judge_imports_nothing_of_the_search():
    with open(judge.__file__, encoding="utf-8") as text:
        imported = [line.split()[1] for line in text if line.startswith(("import matching", "from matching"))]
    assert imported == ["matching.routing.plan", "matching.routing.problem"]


def test_every_fault_that_the_judge_knows_is_planted_here():
    with open(judge.__file__, encoding="utf-8") as text:
        known = set(re.findall(r'Fault\(\s*"(\w+)"', text.read()))
    assert known == {*WRONG, "banned"}
