"""Pictures say what the plan says, to eyes and to readers of screens, and are the same for the same plan."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from matching.routing import city, draw
from matching.routing.plan import Plan
from matching.routing.problem import Break, Matrix, Plane, Problem, Weights
from tests.matching.routing import makers

SVG = "{http://www.w3.org/2000/svg}"


def day() -> tuple[Problem, Plan]:
    """Chen, late for a, and Li do d together; Li rests; Wu stays at home; nobody comes to c."""
    visits = [
        makers.visit("a<b", place=1, window=(0, 5)),
        makers.double("d", place=2, gap=(0, 4)),
        makers.visit("c", place=3),
    ]
    carers = [makers.carer("Chen & co"), makers.carer("Li", rest=Break((0, 60), 6)), makers.carer("Wu")]
    problem = makers.problem(visits, carers, name="Thursday", weights=Weights(lateness=3))
    chen = makers.route(problem, 0, (0, 0, 10), (1, 0, 30))
    li = makers.route(problem, 1, (1, 1, 32), rest_at=5)
    return problem, makers.plan(problem, chen, li, unserved=(2,))


def pictures(problem: Problem, plan: Plan) -> list[str]:
    return [draw.routes_svg(problem, plan), draw.gantt_svg(problem, plan, hour=10)]


def said(picture: str) -> list[str]:
    return [title.text or "" for title in ElementTree.fromstring(picture).iter(f"{SVG}title")]


def written(picture: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("number", [0, 1])
def test_a_picture_begins_with_how_things_stand(number):
    picture = pictures(*day())[number]
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    title, description = root.get("aria-labelledby").split()
    assert ids[title] == "2 carers for 2 visits, 1 unserved"
    assert ids[description] == "Thursday · unserved 1 · distance 80 · lateness 5 · total 1,000,095"
    assert written(picture)[:2] == [ids[title], ids[description]]


def test_nobody_left_out_is_said():
    problem = makers.problem([makers.visit()], [makers.carer()])
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 10)))
    assert said(draw.gantt_svg(problem, plan))[0] == "1 carer for 1 visit, everyone served"


def test_the_day_tells_work_lateness_breaks_and_who_stays_at_home():
    picture = draw.gantt_svg(*day(), hour=10)
    assert said(picture)[1:] == [
        "Visit a<b, 1:00 to 1:30, 30 min late",
        "Visit d, 3:00 to 3:30, part 1 of 2",
        "Break, 0:30 to 1:06",
        "Visit d, 3:12 to 4:00, part 2 of 2",
    ]
    words = written(picture)
    assert {"Chen & co", "Li", "Wu", "Stays at home", "a<b +30", "d", "0:00", "1:00", "6:00"} <= set(words)
    assert {"At work", "Two carers", "On the way", "Break", "Late, from the end of the window", "Shift"} <= set(words)
    assert "url(#gantt-hatch)" in picture


def test_the_map_tells_homes_visits_meetings_and_who_is_left_out():
    picture = draw.routes_svg(*day())
    assert said(picture)[1:] == [
        "Chen & co: 2 stops",
        "Li: 1 stop",
        "Visit a<b",
        "Visit d",
        "Visit c is unserved: Nobody is free.",
    ]
    assert {"Home", "Visit", "Visit of two carers", "From and to home", "Unserved"} <= set(written(picture))
    assert "Wu" not in written(picture)


def test_a_crowd_is_drawn_finely_and_unnamed():
    problem, plan = city.planted(150, 40, seed=1)
    assert "c1" not in written(draw.routes_svg(problem, plan))
    tall, low = draw.gantt_svg(problem, plan), draw.gantt_svg(*city.planted(40, 10, seed=1))
    assert float(ElementTree.fromstring(tall).get("height")) < 4 * float(ElementTree.fromstring(low).get("height"))


def test_the_same_plan_gives_the_same_bytes_and_needs_no_styles_or_scripts():
    for picture, again in zip(pictures(*day()), pictures(*day()), strict=True):
        assert picture == again
        assert not re.search(r"style|<script|nan|inf\b|on\w+=", picture)


def test_a_matrix_is_drawn_where_its_points_are_said():
    problem, plan = day()
    distance = np.abs(problem.travel.points[:, None, 0] - problem.travel.points[None, :, 0])
    tabled = replace(problem, travel=Matrix(distance))
    with pytest.raises(ValueError, match="pass points"):
        draw.routes_svg(tabled, plan)
    assert draw.routes_svg(tabled, plan, points=problem.travel.points) == draw.routes_svg(problem, plan)


@pytest.mark.parametrize("points", [np.zeros((6, 2), dtype=np.int64), np.array([(0, 9 * n) for n in range(6)])])
def test_places_may_coincide_or_lie_on_a_line(points):
    problem, plan = day()
    picture = draw.routes_svg(replace(problem, travel=Plane(points)), plan)
    numbers = [float(number) for number in re.findall(r'c[xy]="([-\d.]+)"', picture)]
    assert max(numbers) < 1100


def test_north_is_up_and_nothing_is_stretched():
    problem = makers.problem([makers.visit("n", place=1), makers.visit("e", place=2)], [makers.carer()])
    problem = replace(problem, travel=Plane(np.array([(0, 0), (0, 50), (100, 0)])))
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 90), (1, 0, 99)))
    north, east = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="5.5"', draw.routes_svg(problem, plan))
    assert float(north[1]) < float(east[1])
    assert float(east[0]) - float(north[0]) == pytest.approx(2 * (float(east[1]) - float(north[1])), abs=0.3)


def test_a_day_without_anybody_is_drawn():
    for picture in pictures(problem := makers.problem([], []), makers.plan(problem)):
        assert said(picture) == ["0 carers for 0 visits, everyone served"]
    empty = replace(problem, travel=Plane(np.zeros((0, 2), dtype=np.int64)))
    assert said(draw.routes_svg(empty, makers.plan(empty)))


def test_neighbouring_carers_have_colours_far_apart():
    hues = [[int(draw._hue(number)[at : at + 2], 16) for at in (1, 3, 5)] for number in range(60)]
    assert len({tuple(hue) for hue in hues}) == 60
    for one, other in pairwise(hues):
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 90
    # dark enough on white: 3 to 1
    assert all(luminance(hue) < 0.3 for hue in hues)


def luminance(hue: list[int]) -> float:
    linear = [(part / 255 / 12.92) if part < 11 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in hue]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
