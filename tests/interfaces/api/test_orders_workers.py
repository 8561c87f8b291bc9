"""Slots, candidates, and what a worker sees of herself."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.scene import Scene, wire
from tests.interfaces.api.test_orders_refused import refused, written
from tests.makers import NOW
from xunjiasao.domains.people.terms import Role
from xunjiasao.kernel.time import day_of


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


def slots(scene: Scene, **said: Any) -> list[dict[str, Any]]:
    asked = {"address": str(scene.house.address.id), "quantity": 2, "from": "2026-11-25", "to": "2026-11-25"} | said
    query = "&".join(f"{name}={str(value).replace('+', '%2B')}" for name, value in asked.items() if value is not None)
    answer = scene.resident("get", f"/offerings/{scene.house.offering.id}/slots?{query}")
    assert answer.status_code == 200, answer.content.decode()
    return list(answer.said["items"])


def test_slots_are_every_half_hour_that_fits_with_who_is_free(scene: Scene) -> None:
    """Open from eight to six; half an hour before and two hours of work: the last start is at four."""
    day = slots(scene)
    assert [slot["starts_at"][11:16] for slot in day] == [
        f"{hour // 2:02d}:{hour % 2 * 30:02d}" for hour in range(17, 33)
    ]
    assert all(set(slot) == {"starts_at", "ends_at", "workers_free"} and slot["workers_free"] == 2 for slot in day)
    first = scene.placed()
    after = {slot["starts_at"][11:16]: slot["workers_free"] for slot in slots(scene)}
    assert {time: free for time, free in after.items() if free == 1} == dict.fromkeys(
        ("08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"), 1
    )
    assert after["12:30"] == 2
    hers = {slot["starts_at"][11:16]: slot["workers_free"] for slot in slots(scene, worker=first["worker"]["id"])}
    assert (hers["10:00"], hers["12:30"]) == (0, 1)
    scene.placed()
    assert {slot["starts_at"][11:16]: slot["workers_free"] for slot in slots(scene)}["10:00"] == 0


def test_slots_are_asked_for_by_day_or_instant_and_for_a_week_by_default(scene: Scene) -> None:
    scene.at(NOW - timedelta(minutes=1))
    week = slots(scene, **{"from": None, "to": None})
    assert (week[0]["starts_at"], week[-1]["starts_at"]) == ("2026-11-24T11:00:00+08:00", "2026-11-30T16:00:00+08:00")
    until_noon = slots(scene, **{"from": "2026-11-25T00:00:00+08:00", "to": "2026-11-26T00:00:00+08:00"})
    assert until_noon == slots(scene)
    assert slots(scene, **{"from": "2026-10-01", "to": "2026-10-02"}) == []
    longer = slots(scene, quantity=4)
    assert longer[-1]["starts_at"][11:16] == "14:00"
    assert slots(scene, extras="windows")[-1]["starts_at"][11:16] == "15:30"
    path = f"/offerings/{scene.house.offering.id}/slots?address={scene.house.address.id}"
    for wrong, field in (
        ("from=2026-11-25&to=2026-12-25", "to"), ("from=2026-11-25&to=2026-11-24", "to"), ("quantity=0", "quantity"), ("quantity=99", "quantity"),
        ("extras=gold", "extras"), ("from=soon", "from"), ("to=2026-11-25T10:00:00", "to"), ("from=0001-01-01&to=0001-01-01", "from"),
        ("from=9999-12-31&to=9999-12-31", "to"),
    ):  # fmt: skip
        answer = scene.resident("get", f"{path}&{wrong}")
        assert answer.status_code in {200, 422}, (wrong, answer.content.decode())
        if answer.status_code == 422:
            assert field in answer.said["fields"] or "from" in answer.said["fields"], (wrong, answer.said)
    assert scene.nobody("get", path).status_code == 401
    assert scene.stranger("get", path).status_code == 404
    assert scene.desk("get", path).status_code == 403


def test_candidates_are_ranked_with_reasons_and_the_desk_hears_why_not(scene: Scene) -> None:
    late = makers.worker(scene.house, name="证件到期", health_until=day_of(NOW))
    order = scene.placed()
    path = f"/offerings/{scene.house.offering.id}/candidates?address={scene.house.address.id}&quantity=2"
    found = scene.resident("get", f"{path}&starts_at=2026-11-25T10:00:00%2B08:00").said["items"]
    assert len(found) == 1 and found[0]["id"] != order["worker"]["id"]
    assert found == sorted(found, key=lambda each: -each["score"])
    told = {
        each["id"]: each["blocked"] for each in scene.desk("get", f"/orders/{order['id']}/candidates").said["items"]
    }
    assert told[str(late.id)] and told[order["worker"]["id"]] is None
    for wrong in ("", "&starts_at=", "&starts_at=2026-11-25T10:00:00"):
        refused(scene.resident("get", f"{path}{wrong}"), 422, "invalid", "starts_at")
    for odd in ("9999-12-31T23:59:59%2B00:00", "0001-01-01T00:00:00%2B08:00"):
        assert scene.resident("get", f"{path}&starts_at={odd}").status_code in {200, 422}
    refused(scene.other_desk()("get", f"/orders/{order['id']}/candidates"), 404, "missing")
    refused(scene.resident("get", f"/orders/{order['id']}/candidates"), 403, "forbidden")


def test_a_worker_sees_her_archive_in_the_shape_of_the_contract(scene: Scene) -> None:
    said = scene.hers[0]("get", "/worker").said
    house, her = scene.house, scene.house.workers[0]
    papers = said.pop("credentials")
    assert said == {
        "id": str(her.id), "name": her.name, "enterprise": {"id": str(house.enterprise.id), "name": house.enterprise.name},
        "trust": {"color": "green", "label": said["trust"]["label"], "reasons": []}, "rating_milli": None, "orders_done": 0,
        "languages": ["普通话"], "areas": ["九江市濂溪区"],
    }  # fmt: skip
    assert {paper["kind"] for paper in papers} == {"health", "insurance", "background", "skill"}
    keys = {
        "id",
        "kind",
        "kind_label",
        "occupation",
        "grade_label",
        "number_masked",
        "issuer",
        "issued_on",
        "expires_on",
        "verified",
    }
    assert all(set(paper) == keys for paper in papers)
    for caller, status in ((scene.resident, 403), (scene.desk, 403), (scene.nobody, 401)):
        for path in ("/worker", "/worker/calendar", "/worker/leaves"):
            assert caller("get", path).status_code == status
    refused(Caller(city.person(Role.WORKER))("get", "/worker"), 404, "missing")


def test_a_worker_sees_her_calendar_and_her_leave_closes_it(scene: Scene) -> None:
    order = scene.assigned()
    her = scene.her(order)
    days = her("get", "/worker/calendar?from=2026-11-25&to=2026-11-26").said
    assert days == {
        "items": [
            {"on": "2026-11-25", "open": [["08:00", "18:00"]], "taken": [["09:30", "12:00"]]},
            {"on": "2026-11-26", "open": [["08:00", "18:00"]], "taken": []},
        ],
        "next": None,
    }
    assert len(her("get", "/worker/calendar").said["items"]) == 14
    for wrong in ("from=2026-11-25&to=2026-11-24", "from=2026-01-01&to=2026-12-31", "from=soon"):
        assert her("get", f"/worker/calendar?{wrong}").status_code == 422
    away = {"starts_at": "2026-11-26T12:00:00+08:00", "ends_at": "2026-11-27T00:00:00+08:00", "reason": "回家"}
    taken = her("post", "/worker/leaves", away)
    assert taken.status_code == 201
    assert taken.said == {"id": taken.said["id"], **away}
    [thursday] = her("get", "/worker/calendar?from=2026-11-26&to=2026-11-26").said["items"]
    assert thursday["open"] == [["08:00", "12:00"]]
    assert her("post", "/worker/leaves", away).said == taken.said, "sent twice, it is one leave"
    assert her("get", "/worker/leaves").said == {"items": [taken.said], "next": None}
    other = next(each for each in scene.hers if each is not her)
    refused(other("delete", f"/worker/leaves/{taken.said['id']}"), 404, "missing")
    assert other("get", "/worker/leaves").said["items"] == []
    assert her("delete", f"/worker/leaves/{taken.said['id']}").status_code == 204
    refused(her("delete", f"/worker/leaves/{taken.said['id']}"), 404, "missing")
    refused(her("delete", f"/worker/leaves/{uuid4()}"), 404, "missing")
    refused(her("delete", "/worker/leaves/nothing"), 404, "missing")
    [thursday] = her("get", "/worker/calendar?from=2026-11-26&to=2026-11-26").said["items"]
    assert thursday["open"] == [["08:00", "18:00"]]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"starts_at": wire(TOMORROW_TEN + timedelta(minutes=5))}, "starts_at"),
        ({"ends_at": wire(TOMORROW_TEN - timedelta(days=9))}, "ends_at"),
        ({"ends_at": wire(TOMORROW_TEN)}, "ends_at"),
        ({"ends_at": wire(TOMORROW_TEN + timedelta(days=400))}, "ends_at"),
        ({"ends_at": "9999-12-31T23:30:00+00:00"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00:00+08:00"}, "starts_at"),
        ({"reason": "字" * 101}, "reason"),
        ({"worker": "x"}, "worker"),
    ],
)
def test_a_leave_that_cant_be_is_refused(scene: Scene, said: dict[str, Any], field: str) -> None:
    before = written()
    answer = scene.hers[0](
        "post",
        "/worker/leaves",
        {"starts_at": wire(TOMORROW_TEN), "ends_at": wire(TOMORROW_TEN + timedelta(days=1))} | said,
    )
    assert answer.status_code == 422 and field in answer.said["fields"], answer.said
    assert written() == before


def test_a_declined_visit_goes_to_the_next_and_the_worker_is_told_what_is_left_for_her(scene: Scene) -> None:
    order = scene.assigned()
    her = scene.her(order)
    left = scene.taken(her, order, "decline")
    assert left["stage"] == "confirmed" and left["steps"] == []
    assert her("get", f"/orders/{order['id']}").status_code == 404
    now = scene.get(scene.desk, order)
    assert now["worker"]["id"] != order["worker"]["id"]
    assert "order.declined" not in [each["name"] for each in scene.get(scene.resident, order)["timeline"]]
