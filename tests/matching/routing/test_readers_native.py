"""Our own form keeps every problem and plan exactly, and refuses what is malformed with its field."""

import contextlib
import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Break, Carer, Gap, Matrix, Part, Plane, Problem, Visit, Weights
from matching.routing.readers import native, source
from matching.routing.readers.source import Unreadable
from tests.matching.routing import makers

numbers = some.integers(-(2**63), 2**63 - 1)
indices = some.integers(0, 9)
spans = some.tuples(numbers, numbers)
crowds = some.frozensets(indices, max_size=3)
parts = some.builds(Part, duration=numbers, skill=numbers, level=numbers)
visits = some.builds(
    Visit,
    id=some.text(),
    place=numbers,
    window=spans,
    parts=some.lists(parts, max_size=3).map(tuple),
    gap=some.none() | some.builds(Gap, least=numbers, most=numbers),
    late_limit=some.none() | numbers,
    priority=numbers,
    preferred=crowds,
    banned=crowds,
    previous=crowds,
)
carers = some.builds(
    Carer,
    id=some.text(),
    skills=some.lists(spans, max_size=3).map(tuple),
    start=numbers,
    end=some.none() | numbers,
    shift=spans,
    rest=some.none() | some.builds(Break, window=spans, duration=numbers),
    overtime_limit=numbers,
    max_work=some.none() | numbers,
    speed_pct=numbers,
    earned=numbers,
)
squares = some.integers(0, 3).flatmap(
    lambda n: some.lists(some.lists(numbers, min_size=n, max_size=n), min_size=n, max_size=n).map(
        lambda rows: np.array(rows, dtype=np.int64).reshape(n, n)
    )
)
points = some.lists(spans, max_size=4).map(lambda rows: np.array(rows, dtype=np.int64).reshape(len(rows), 2))
problems = some.builds(
    Problem,
    visits=some.lists(visits, max_size=3).map(tuple),
    carers=some.lists(carers, max_size=3).map(tuple),
    travel=some.builds(Matrix, distance=squares, time=some.none() | squares)
    | some.builds(Plane, points=points, detour_pct=numbers, pace=numbers),
    skills=some.lists(some.text(), max_size=3).map(tuple),
    weights=some.builds(Weights, **{each.name: numbers for each in fields(Weights)}),
    name=some.text(),
)
stops = some.builds(Stop, visit=numbers, part=numbers, arrive=numbers, start=numbers, end=numbers)
plans = some.builds(
    Plan,
    routes=some.lists(
        some.builds(
            Route,
            carer=numbers,
            stops=some.lists(stops, max_size=3).map(tuple),
            rest_at=some.none() | numbers,
            back_at=numbers,
        ),
        max_size=3,
    ).map(tuple),
    unserved=some.lists(some.builds(Unserved, visit=numbers, reason=some.text()), max_size=3).map(tuple),
    cost=some.builds(Cost, **{each.name: numbers for each in fields(Cost)}),
    moves=numbers,
)


def same(one: Problem, other: Problem) -> bool:
    """Compare two problems whole; arrays don't compare to one truth by themselves."""
    plain = [
        {each.name: getattr(problem, each.name) for each in fields(Problem) if each.name != "travel"}
        for problem in (one, other)
    ]
    ways = [vars(problem.travel) for problem in (one, other)]
    return (
        plain[0] == plain[1]
        and type(one.travel) is type(other.travel)
        and all(
            np.array_equal(ways[0][name], ways[1][name]) and np.shape(ways[0][name]) == np.shape(ways[1][name])
            for name in ways[0]
        )
    )


@given(problems)
@settings(max_examples=100, deadline=None)
def test_a_problem_that_was_written_is_read_the_same(problem):
    written = native.write(problem)
    assert same(native.read(written), problem)
    assert native.write(native.read(written)) == written


@given(plans)
@settings(max_examples=100, deadline=None)
def test_a_plan_that_was_written_is_read_the_same(plan):
    assert native.read_plan(native.write_plan(plan)) == plan


def test_files_are_read_by_their_path_and_texts_as_they_are(tmp_path):
    problem = makers.problem([makers.visit("王桂花")], [makers.carer()])
    path = tmp_path / "day.json"
    path.write_text(native.write(problem), encoding="utf-8")
    assert same(native.read(path), problem)
    assert same(native.read(str(path)), problem)
    assert same(native.read(path.read_text(encoding="utf-8")), problem)
    assert "王桂花" in native.write(problem)


def test_what_has_a_default_may_be_left_out():
    travel = {"kind": "plane", "points": [[0, 0]]}
    carer = {"id": "Chen", "skills": [[0, 1]], "start": 0, "end": None, "shift": [0, 9]}
    tree = {
        "form": native.PROBLEM,
        "version": 1,
        "visits": [],
        "carers": [carer],
        "skills": ["clean"],
        "travel": travel,
    }
    found = native.read(json.dumps(tree))
    assert found.weights == Weights()
    assert found.carers == (Carer("Chen", ((0, 1),), 0, None, (0, 9)),)
    assert (found.travel.detour_pct, found.travel.pace) == (100, 1000)


def tree(**changes: Any) -> dict[str, Any]:
    visits = [makers.visit("a", previous=frozenset({0})), makers.double()]
    whole = json.loads(native.write(makers.problem(visits, [makers.carer(rest=Break((1, 2), 3))])))
    return {**whole, **changes}


def with_visit(**changes: Any) -> dict[str, Any]:
    whole = tree()
    return {**whole, "visits": [{**whole["visits"][0], **changes}]}


def without(key: str, whole: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name != key}


def square(**changes: Any) -> dict[str, Any]:
    return tree(travel={"kind": "matrix", "distance": [[0, 1], [1, 0]], **changes})


MALFORMED = {
    "another form": (tree(form=native.PLAN), "form"),
    "no form": (without("form", tree()), "form"),
    "another version": (tree(version=2), "version"),
    "a version that is a text": (tree(version="1"), "version"),
    "no visits": (without("visits", tree()), "visits"),
    "something unknown": (tree(weather="rain"), "weather"),
    "visits that are no list": (tree(visits={}), "visits"),
    "a visit that is no object": (tree(visits=[1]), "visits[0]"),
    "a visit without a place": (tree(visits=[without("place", tree()["visits"][0])]), "visits[0].place"),
    "a visit with something unknown": (with_visit(colour="red"), "visits[0].colour"),
    "a place that is a fraction": (with_visit(place=0.5), "visits[0].place"),
    "a place that is yes": (with_visit(place=True), "visits[0].place"),
    "a place that is nothing": (with_visit(place=None), "visits[0].place"),
    "a name that is a number": (with_visit(id=7), "visits[0].id"),
    "a window of three": (with_visit(window=[1, 2, 3]), "visits[0].window"),
    "a window that is a text": (with_visit(window=[1, "2"]), "visits[0].window[1]"),
    "a part without a duration": (with_visit(parts=[{"skill": 0}]), "visits[0].parts[0].duration"),
    "a gap that is a number": (with_visit(gap=3), "visits[0].gap"),
    "a carer twice in a set": (with_visit(previous=[1, 1]), "visits[0].previous"),
    "a name in a set": (with_visit(banned=["Chen"]), "visits[0].banned[0]"),
    "a skill of one": (tree(carers=[{**tree()["carers"][0], "skills": [[1]]}]), "carers[0].skills[0]"),
    "a break without a window": (
        tree(carers=[{**tree()["carers"][0], "rest": {"duration": 1}}]),
        "carers[0].rest.window",
    ),
    "a weight that is a text": (tree(weights={"distance": "much"}), "weights.distance"),
    "travel by nothing": (tree(travel=None), "travel"),
    "travel by air": (tree(travel={"kind": "air"}), "travel.kind"),
    "travel without points": (tree(travel={"kind": "plane"}), "travel.points"),
    "a point in space": (tree(travel={"kind": "plane", "points": [[0, 0, 0]]}), "travel.points[0]"),
    "a pace that is a fraction": (tree(travel={"kind": "plane", "points": [], "pace": 1.5}), "travel.pace"),
    "a plane with a matrix": (tree(travel={"kind": "plane", "points": [], "time": []}), "travel.time"),
    "a matrix with something unknown": (square(points=[]), "travel.points"),
    "a matrix of a number": (square(distance=1), "travel.distance"),
    "a ragged matrix": (square(distance=[[0, 1], [1]]), "travel.distance[1]"),
    "a matrix that isn't square": (square(distance=[[0, 1]]), "travel.distance[0]"),
    "a distance that is a fraction": (square(distance=[[0, 1.5], [1, 0]]), "travel.distance[0][1]"),
    "a distance that is yes": (square(distance=[[0, True], [1, 0]]), "travel.distance[0][1]"),
    "a distance beyond 64 bits": (square(distance=[[0, 1], [2**63, 0]]), "travel.distance[1][0]"),
    "times that are a text": (square(time="short"), "travel.time"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_problem_is_refused_with_its_field(case):
    malformed, field = MALFORMED[case]
    with pytest.raises(Unreadable) as refusal:
        native.read(json.dumps(malformed))
    assert (refusal.value.field, bool(refusal.value.reason)) == (field, True)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ('{"version": NaN}', ""),
        ('{"version": -Infinity}', ""),
        ('{"version": 1, "version": 1}', "version"),
        ("[" * 100_000, ""),
        ('{"version": ' + "9" * 5000 + "}", ""),
    ],
)
def test_what_is_no_proper_json_is_refused(text, field):
    with pytest.raises(Unreadable) as refusal:
        native.read(text)
    assert refusal.value.field == field


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "day.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(Unreadable, match="the file is no UTF-8 text"):
        native.read(tmp_path / "day.json")


def test_a_malformed_plan_is_refused_with_its_field():
    whole = json.loads(native.write_plan(Plan((Route(0, (Stop(0, 0, 1, 1, 2),)),), (), Cost())))
    whole["routes"][0]["stops"][0]["start"] = "noon"
    with pytest.raises(Unreadable, match=r'routes\[0\].stops\[0\].start is "noon", not a whole number'):
        native.read_plan(json.dumps(whole))


def test_a_long_value_is_not_said_whole():
    with pytest.raises(Unreadable) as refusal:
        source.of_kind(["x"] * 100, int, "here")
    assert len(refusal.value.reason) < 80


@given(some.recursive(some.none() | some.booleans() | some.integers() | some.text(), lambda inner: some.lists(inner)))
@settings(max_examples=100, deadline=None)
def test_any_value_at_any_place_is_read_or_refused_but_never_fails(value):
    whole = tree()
    for key in whole:
        refused_or_read({**whole, key: value})
    for key in whole["visits"][0]:
        refused_or_read(with_visit(**{key: value}))
    for key in whole["travel"]:
        refused_or_read(tree(travel={**whole["travel"], key: value}))


def refused_or_read(changed: dict[str, Any]) -> None:
    with contextlib.suppress(Unreadable):
        native.read(json.dumps(changed))
