"""Published instances and plans are read exactly, cost what was published, and go back to the published form."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.matching import published
from matching.routing import judge, validate
from matching.routing.problem import Gap, Part
from matching.routing.readers import hhcrsp
from matching.routing.readers.source import Unreadable

DATA = Path(__file__).parents[1] / "data"
A1 = "InstanzCPLEX_HCSRP_10_1"
ROME = "instance_003-rome-r19-p44-s4-sim22.3-seq22.9"
NAMES = [A1, "InstanzCPLEX_HCSRP_25_1", ROME]


def plan_of(name: str) -> Path:
    (found,) = DATA.glob(f"sol-{name}-*.json")
    return found


def test_published_plans_are_clean_and_cost_what_was_published():
    assert published.check_published(DATA) == "3 published plans, 0 mismatches"


def test_a_folder_without_tables_is_no_success(tmp_path):
    with pytest.raises(FileNotFoundError):
        published.check_published(tmp_path)


@pytest.mark.parametrize("said", ["654.597", "654.595"])
def test_a_value_that_differs_in_the_last_digit_is_a_mismatch(tmp_path, said):
    for path in DATA.iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace("654.596", said))
    first, last = published.check_published(tmp_path).splitlines()
    assert first == f"{A1}.json: distance_traveled is 654.596, published {said}"
    assert last == "3 published plans, 1 mismatches"


def test_an_instance_is_read_in_thousandths():
    problem = hhcrsp.read(DATA / f"{A1}.json")
    validate.refuse_impossible(problem)
    first, last = problem.visits[0], problem.visits[-1]
    assert (problem.name, problem.skills) == (A1, ("s1", "s2", "s3", "s4", "s5", "s6"))
    assert (first.id, first.place, first.window) == ("p1", 1, (345_000, 465_000))
    assert first.parts == (Part(14_000, skill=3),)
    assert (first.gap, first.late_limit) == (None, None)
    assert last.gap == Gap(8_000, 16_000)
    assert [len(visit.parts) for visit in problem.visits].count(2) == 3
    assert problem.travel.distance[0, 1] == 38_471
    assert problem.carers[1].skills == ((4, 0), (5, 0))
    assert (problem.carers[1].start, problem.carers[1].end) == (0, 0)


def test_a_window_that_was_cut_by_its_authors_is_cut_here():
    windows = [bound for visit in hhcrsp.read(DATA / f"{ROME}.json").visits for bound in visit.window]
    assert "433.99999999999994" in (DATA / f"{ROME}.json").read_text()
    assert 433_000 in windows
    assert all(bound % 1000 == 0 for bound in windows)


def test_leaving_a_patient_out_costs_more_than_serving_everyone_one_after_the_other():
    problem = hhcrsp.read(DATA / f"{A1}.json")
    parts = [part for visit in problem.visits for part in visit.parts]
    longest = problem.carers[0].shift[1]
    assert longest > 465_000 + sum(part.duration for part in parts) + len(parts) * int(problem.travel.distance.max())
    assert problem.weights.unserved > len(parts) * longest


def test_a_published_value_is_a_third_in_minutes():
    problem = hhcrsp.read(DATA / f"{A1}.json")
    assert hhcrsp.published(hhcrsp.read_plan(problem, plan_of(A1)).cost) == 218.199


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_goes_back_to_the_published_form(name):
    problem = hhcrsp.read(DATA / f"{name}.json")
    plan = hhcrsp.read_plan(problem, plan_of(name))
    written = json.loads(hhcrsp.write_plan(problem, plan))
    original = json.loads(plan_of(name).read_text())
    assert written["routes"] == [{"locations": [], **route} for route in original["routes"]]
    assert hhcrsp.read_plan(problem, hhcrsp.write_plan(problem, plan)) == plan


def test_who_stays_at_home_may_have_no_locations_and_no_route():
    problem = hhcrsp.read(DATA / f"{A1}.json")
    plan = hhcrsp.read_plan(problem, '{"routes": [{"caregiver_id": "c2"}]}')
    assert [route.stops for route in plan.routes] == [(), (), ()]
    assert len(plan.unserved) == 10
    assert judge.check(problem, plan) == ()


def test_points_are_given_for_a_drawing():
    assert hhcrsp.points(DATA / f"{A1}.json")[:2].tolist() == [[85, 26], [47, 32]]
    rome = hhcrsp.points(DATA / f"{ROME}.json")
    assert np.allclose(rome[0], [12.5042 * np.cos(np.radians(rome[:, 1].mean())), 41.9144])


def instance(**changes: Any) -> dict[str, Any]:
    return {**json.loads((DATA / f"{A1}.json").read_text()), **changes}


def patient(**changes: Any) -> dict[str, Any]:
    tree = instance()
    patients = [{**tree["patients"][0], **changes}, *tree["patients"][1:]]
    return {**tree, "patients": patients}


DOUBLE = [{"service": "s1", "duration": 1}, {"service": "s2", "duration": 1}]
SEQUENTIAL = {"required_caregivers": DOUBLE, "synchronization": {"type": "sequential", "distance": [1]}}
MALFORMED = {
    "no object": ([], ""),
    "no patients": ({k: v for k, v in instance().items() if k != "patients"}, "patients"),
    "patients that are no list": (instance(patients={}), "patients"),
    "a patient that is no object": (instance(patients=["p1"]), "patients[0]"),
    "a window of one": (patient(time_window=[1]), "patients[0].time_window"),
    "a window of texts": (patient(time_window=[1, "2"]), "patients[0].time_window[1]"),
    "a window of yes": (patient(time_window=[True, 2]), "patients[0].time_window[0]"),
    "too many decimals": (patient(time_window=[1.0005, 2]), "patients[0].time_window[0]"),
    "too large": (patient(time_window=[1, 1e12]), "patients[0].time_window[1]"),
    "an unknown service": (
        patient(required_caregivers=[{"service": "x", "duration": 1}]),
        "patients[0].required_caregivers[0].service",
    ),
    "no duration": (
        patient(required_caregivers=[{"service": "s1"}]),
        "patients[0].required_caregivers[0].duration",
    ),
    "one service twice": (
        patient(required_caregivers=[DOUBLE[0], DOUBLE[0]], synchronization={"type": "simultaneous"}),
        "patients[0].required_caregivers",
    ),
    "no synchronization": (patient(required_caregivers=DOUBLE), "patients[0].synchronization"),
    "an unknown synchronization": (
        patient(required_caregivers=DOUBLE, synchronization={"type": "later"}),
        "patients[0].synchronization.type",
    ),
    "a gap of one": (patient(**SEQUENTIAL), "patients[0].synchronization.distance"),
    "an unknown ability": (instance(caregivers=[{"id": "c", "abilities": ["x"]}]), "caregivers[0].abilities[0]"),
    "a carer without a name": (instance(caregivers=[{"abilities": []}]), "caregivers[0].id"),
    "two services of one name": (instance(services=[{"id": "s1"}] * 2), "services[1].id"),
    "two offices": (instance(central_offices=[{}, {}]), "central_offices"),
    "no distances": (instance(distances=[]), "distances"),
    "distances of others": (instance(distances=[[0]]), "distances"),
    "a ragged row": (instance(distances=[[0, 1], [0]]), "distances[1]"),
    "a row that is no list": (instance(distances=[0]), "distances[0]"),
    "a distance that is a text": (instance(distances=[["far"]]), "distances[0][0]"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_instance_is_refused_with_its_field(case):
    tree, field = MALFORMED[case]
    with pytest.raises(Unreadable) as refusal:
        hhcrsp.read(json.dumps(tree))
    assert refusal.value.field == field


def visit(**changes: Any) -> dict[str, Any]:
    location = {"patient": "p10", "service": "s3", "arrival_time": 1, "departure_time": 2, **changes}
    return {"caregiver_id": "c1", "locations": [location]}


MALFORMED_PLANS = {
    "no routes": ({}, "routes"),
    "an unknown carer": ({"routes": [{"caregiver_id": "c9"}]}, "routes[0].caregiver_id"),
    "a carer twice": ({"routes": [{"caregiver_id": "c1"}] * 2}, "routes[1].caregiver_id"),
    "locations that are no list": ({"routes": [{"caregiver_id": "c1", "locations": 3}]}, "routes[0].locations"),
    "an unknown patient": ({"routes": [visit(patient="p11")]}, "routes[0].locations[0].patient"),
    "a service that isn't needed": ({"routes": [visit(service="s1")]}, "routes[0].locations[0].service"),
    "no time": ({"routes": [visit(arrival_time=None)]}, "routes[0].locations[0].arrival_time"),
}


@pytest.mark.parametrize("case", MALFORMED_PLANS)
def test_a_malformed_plan_is_refused_with_its_field(case):
    tree, field = MALFORMED_PLANS[case]
    with pytest.raises(Unreadable) as refusal:
        hhcrsp.read_plan(hhcrsp.read(DATA / f"{A1}.json"), json.dumps(tree))
    assert refusal.value.field == field


def test_locations_that_are_no_points_are_refused():
    for location in ["here", [1], [1, "2"]]:
        with pytest.raises(Unreadable) as refusal:
            hhcrsp.points(json.dumps(instance(central_offices=[{"id": "d", "location": location}])))
        assert refusal.value.field == "place 0.location"
