"""Whatever can't be right is refused before any search, with its field; what is merely hard is let through."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.routing import validate
from matching.routing.problem import Break, Gap, Matrix, Part, Plane, Problem, Weights
from matching.routing.validate import Impossible
from tests.matching.routing import makers

TOO_MUCH = 2**31


def day(**changes: Any) -> Problem:
    """A day that can be right, with everything that may be refused: visits a and d, carers Chen and Li."""
    visits = [makers.visit("a", banned=frozenset({1})), makers.double("d", gap=(0, 30))]
    carers = [makers.carer("Chen", rest=Break((40, 60), 20)), makers.carer("Li")]
    return replace(makers.problem(visits, carers), **changes)


def with_visit(number: int = 0, **changes: Any) -> Problem:
    visits = list(day().visits)
    visits[number] = replace(visits[number], **changes)
    return day(visits=tuple(visits))


def with_carer(number: int = 0, **changes: Any) -> Problem:
    carers = list(day().carers)
    carers[number] = replace(carers[number], **changes)
    return day(carers=tuple(carers))


def with_table(entry: Any, dtype: Any = np.int64) -> Matrix:
    table = np.zeros((6, 6), dtype=dtype)
    table[2, 3] = entry
    return Matrix(table)


def with_points(*points: Any, dtype: Any = np.int64, **changes: int) -> Problem:
    table = np.zeros((6, 2), dtype=dtype)
    table[: len(points)] = points
    return day(travel=Plane(table, **changes))


IMPOSSIBLE = {
    # windows, times, weights
    "a window that ends before it starts": (with_visit(window=(9, 5)), "visits[0].window"),
    "a window before midnight": (with_visit(window=(-1, 5)), "visits[0].window"),
    "a window that is no pair": (with_visit(window=(1, 2, 3)), "visits[0].window"),
    "a window of fractions": (with_visit(window=(0.5, 3)), "visits[0].window"),
    "a window that is no number": (with_visit(window=(0, float("nan"))), "visits[0].window"),
    "a window beyond counting": (with_visit(window=(0, TOO_MUCH)), "visits[0].window"),
    "a negative limit of lateness": (with_visit(late_limit=-1), "visits[0].late_limit"),
    "a negative priority": (with_visit(priority=-1), "visits[0].priority"),
    "a negative weight": (day(weights=Weights(lateness=-1)), "weights.lateness"),
    "a weight that is a fraction": (day(weights=Weights(spread=0.5)), "weights.spread"),
    # parts
    "a visit without parts": (with_visit(parts=()), "visits[0].parts"),
    "a visit of three parts": (with_visit(parts=(Part(1),) * 3), "visits[0].parts"),
    "a negative duration": (with_visit(parts=(Part(-1),)), "visits[0].parts[0].duration"),
    "a duration that is yes": (with_visit(parts=(Part(True),)), "visits[0].parts[0].duration"),
    "a duration of NumPy": (with_visit(parts=(Part(np.int64(3)),)), "visits[0].parts[0].duration"),
    "an unknown skill": (with_visit(1, parts=(Part(1), Part(1, skill=3))), "visits[1].parts[1].skill"),
    "a negative skill": (with_visit(parts=(Part(1, skill=-1),)), "visits[0].parts[0].skill"),
    "a negative level": (with_visit(parts=(Part(1, level=-1),)), "visits[0].parts[0].level"),
    # gaps
    "two parts without a gap": (with_visit(1, gap=None), "visits[1].gap"),
    "a gap of one part": (with_visit(gap=Gap(0, 0)), "visits[0].gap"),
    "a gap at most less than at least": (with_visit(1, gap=Gap(5, 4)), "visits[1].gap"),
    "a negative gap": (with_visit(1, gap=Gap(-5, 4)), "visits[1].gap.least"),
    "a gap beyond counting": (with_visit(1, gap=Gap(5, TOO_MUCH)), "visits[1].gap.most"),
    "two parts for one carer": (day(carers=day().carers[:1], visits=day().visits[1:]), "visits[0].parts"),
    # places and people
    "a place outside": (with_visit(place=6), "visits[0].place"),
    "a place before the first": (with_visit(place=-1), "visits[0].place"),
    "an unknown preferred carer": (with_visit(preferred=frozenset({2})), "visits[0].preferred"),
    "an unknown banned carer": (with_visit(1, banned=frozenset({-1})), "visits[1].banned"),
    "an unknown previous carer": (with_visit(previous=frozenset({0, 9})), "visits[0].previous"),
    "a start outside": (with_carer(start=6), "carers[0].start"),
    "an end outside": (with_carer(1, end=6), "carers[1].end"),
    "a shift that ends before it starts": (with_carer(1, shift=(9, 8)), "carers[1].shift"),
    "a shift before midnight": (with_carer(shift=(-9, 80)), "carers[0].shift"),
    "a negative overtime": (with_carer(overtime_limit=-1), "carers[0].overtime_limit"),
    "a negative amount of work": (with_carer(max_work=-1), "carers[0].max_work"),
    "a carer who doesn't move": (with_carer(speed_pct=0), "carers[0].speed_pct"),
    "negative earnings": (with_carer(earned=-1), "carers[0].earned"),
    "an unknown skill of a carer": (with_carer(1, skills=((0, 1), (3, 1))), "carers[1].skills[1]"),
    "a skill without a level": (with_carer(skills=(0,)), "carers[0].skills[0]"),
    "a negative level of a carer": (with_carer(skills=((0, -1),)), "carers[0].skills[0]"),
    "a skill twice": (with_carer(skills=((0, 1), (0, 2))), "carers[0].skills[1]"),
    # breaks
    "a break's window reversed": (with_carer(rest=Break((5, 4), 1)), "carers[0].rest.window"),
    "a negative break": (with_carer(rest=Break((4, 5), -1)), "carers[0].rest.duration"),
    "a break after the shift": (with_carer(rest=Break((181, 300), 20)), "carers[0].rest"),
    "a break before the shift": (with_carer(shift=(50, 90), rest=Break((40, 49), 1)), "carers[0].rest"),
    # names
    "two visits of one name": (with_visit(1, id="a"), "visits[1].id"),
    "two carers of one name": (with_carer(1, id="Chen"), "carers[1].id"),
    "two skills of one name": (day(skills=("a", "b", "a")), "skills[2]"),
    # the way
    "a matrix that isn't square": (day(travel=Matrix(np.zeros((6, 5), dtype=np.int64))), "travel.distance"),
    "a matrix that is a list": (day(travel=Matrix([[0] * 6] * 6)), "travel.distance"),
    "times of another shape": (
        day(travel=Matrix(with_table(0).distance, np.zeros((5, 5), dtype=np.int64))),
        "travel.time",
    ),
    "a negative distance": (day(travel=with_table(-1)), "travel.distance[2, 3]"),
    "a negative time": (day(travel=Matrix(with_table(0).distance, with_table(-1).distance)), "travel.time[2, 3]"),
    "a distance that is no number": (day(travel=with_table(np.nan, float)), "travel.distance[2, 3]"),
    "a distance without end": (day(travel=with_table(np.inf, float)), "travel.distance[2, 3]"),
    "distances that are fractions": (day(travel=with_table(1.5, float)), "travel.distance"),
    "distances that are anything": (day(travel=with_table("far", object)), "travel.distance"),
    "a distance beyond counting": (day(travel=with_table(TOO_MUCH)), "travel.distance[2, 3]"),
    "a time beyond counting": (
        day(travel=Matrix(with_table(0).distance, with_table(2**63, np.uint64).distance)),
        "travel.time[2, 3]",
    ),
    "points in space": (day(travel=Plane(np.zeros((6, 3), dtype=np.int64))), "travel.points"),
    "points that are fractions": (with_points((0.5, 1), dtype=float), "travel.points"),
    "a point that is no number": (with_points((0, 1), (np.nan, 1), dtype=float), "travel.points[1, 0]"),
    "a point beyond counting": (with_points((0, TOO_MUCH)), "travel.points"),
    "points too far apart": (with_points((0, -11_000_000), (0, 11_000_000)), "travel.points"),
    "no detour at all": (with_points((1, 1), detour_pct=0), "travel.detour_pct"),
    "a negative pace": (with_points((1, 1), pace=-1), "travel.pace"),
    "a pace that takes for ever": (with_points((0, 3000), pace=10**9), "travel.pace"),
    "a carer too slow to arrive": (
        replace(with_carer(1, speed_pct=1), travel=with_table(TOO_MUCH // 64)),
        "carers[1].speed_pct",
    ),
    # what may be counted
    "an unserved visit that costs too much": (with_visit(priority=2**44), "weights"),
    "lateness that costs too much": (day(weights=Weights(lateness=2**55)), "weights"),
    "a spread that costs too much": (day(weights=Weights(spread=2**55)), "weights"),
    "wishes beyond counting": (day(weights=Weights(continuity=2**29, preference=2**29 + 1)), "weights.continuity"),
    "a weight beyond counting": (day(weights=Weights(distance=2**62 + 1)), "weights.distance"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_be_right_is_refused(case):
    problem, field = IMPOSSIBLE[case]
    with pytest.raises(Impossible) as refusal:
        validate.refuse_impossible(problem)
    assert refusal.value.field == field
    assert str(refusal.value) == f"{field} {refusal.value.reason}"


def test_a_refusal_says_why():
    with pytest.raises(ValueError, match=r"visits\[0\].window ends at 5, before it starts at 9"):
        validate.refuse_impossible(with_visit(window=(9, 5)))


@pytest.mark.parametrize(
    "problem",
    [
        day(),
        day(visits=()),
        makers.problem([makers.visit()], []),
        makers.problem([], [], travel=Matrix(np.zeros((0, 0), dtype=np.int64))),
        makers.problem([], [], travel=Plane(np.zeros((0, 2), dtype=np.int64))),
        day(travel=Matrix(np.full((6, 6), 2**31 - 1, dtype=np.uint32))),
        with_points((-7_000_000, 0), (14_000_000, 0)),
        with_visit(banned=frozenset({0, 1})),
        with_visit(parts=(Part(0, skill=2, level=9),), window=(7, 7), priority=0),
        with_carer(shift=(0, 60), rest=Break((40, 90), 20), max_work=0),
        with_visit(priority=2**36),
    ],
)
def test_what_is_merely_hard_is_let_through(problem):
    validate.refuse_impossible(problem)


def test_the_most_that_a_plan_may_cost_is_what_is_compared():
    visits = [makers.visit("a", priority=2**40)]
    problem = makers.problem(visits, [], weights=Weights(unserved=2**16, distance=0, lateness=0))
    validate.refuse_impossible(problem)
    with pytest.raises(Impossible):
        validate.refuse_impossible(replace(problem, weights=replace(problem.weights, unserved=2**16 + 1)))
