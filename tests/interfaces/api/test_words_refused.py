"""How times, choices and lengths are written; what can't be is told in words that help."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.scene import Scene, wire
from tests.interfaces.api.test_orders_refused import refused, written
from tests.makers import NOW


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


def test_what_moving_would_cost_is_told_only_where_it_can_be_moved(scene: Scene) -> None:
    order = scene.accepted()
    asked = f"/orders/{order['id']}/reschedule?{urlencode({'starts_at': wire(TOMORROW_TEN + timedelta(days=1))})}"
    assert scene.resident("get", asked).status_code == 200
    refused(scene.her(order)("get", asked), 403, "step_not_yours")
    scene.at(TOMORROW_TEN - timedelta(minutes=90))
    refused(scene.resident("get", asked), 409, "too_late_to_move")
    assert scene.desk("get", asked).status_code == 200
    scene.taken(scene.desk, order, "cancel", reason="")
    refused(scene.resident("get", asked), 409, "step_not_open")


def test_a_time_is_written_out_and_a_count_of_seconds_is_none(scene: Scene) -> None:
    before = written()
    for counted in (1_795_999_000, 1_795_999_000.5, "1795999000", True):
        answer = scene.resident("post", "/quotes", scene.body() | {"starts_at": counted})
        refused(answer, 422, "invalid", "starts_at")
    far = scene.resident("post", "/quotes", scene.body() | {"starts_at": "3026-11-26T09:00:00+08:00"})
    refused(far, 422, "invalid", "starts_at")
    assert "2099" in far.said["fields"]["starts_at"]
    slots = f"/offerings/{scene.house.offering.id}/slots?address={scene.house.address.id}"
    unescaped = scene.resident("get", f"{slots}&from=2026-11-26T09:00:00+08:00")
    refused(unescaped, 422, "invalid", "from")
    assert "%2B" in unescaped.said["fields"]["from"]
    assert written() == before


def test_a_body_without_its_length_is_refused_rather_than_taken_for_empty(scene: Scene) -> None:
    before = written()
    answer = scene.resident("post", "/quotes", scene.body(), headers={"Transfer-Encoding": "chunked"})
    refused(answer, 411, "length_required")
    assert written() == before


def test_choices_are_named_in_the_language_of_the_sentence(scene: Scene) -> None:
    order = scene.finished()
    answer = scene.desk("post", f"/orders/{order['id']}/payment", {"amount_fen": 1, "means": "gold"})
    refused(answer, 422, "invalid", "means")
    assert " or " not in answer.said["fields"]["means"]
    assert "cash、wechat" in answer.said["fields"]["means"]


@pytest.mark.parametrize(
    "at", [NOW - timedelta(days=1), TOMORROW_TEN + timedelta(minutes=10), NOW + timedelta(days=50)]
)
def test_nobody_is_ranked_for_a_time_at_which_no_visit_can_start(scene: Scene, at: datetime) -> None:
    asked = urlencode({"address": scene.house.address.id, "starts_at": wire(at)})
    refused(
        scene.resident("get", f"/offerings/{scene.house.offering.id}/candidates?{asked}"), 422, "invalid", "starts_at"
    )


@pytest.mark.parametrize("named", ["", "x", "\u0000"])
def test_a_name_that_cannot_be_an_id_never_stands_for_anybody(scene: Scene, named: str) -> None:
    quote, before = scene.quote().said["id"], written()
    body = scene.body() | {"worker": named, "quote": quote}
    refused(scene.resident("post", "/orders", body, headers={"Idempotency-Key": "one"}), 422, "invalid", "worker")
    if named != "\u0000":  # in an address it is refused at the door
        asked = urlencode({"address": scene.house.address.id, "worker": named, "starts_at": wire(TOMORROW_TEN)})
        for what in ("slots", "candidates"):
            refused(
                scene.resident("get", f"/offerings/{scene.house.offering.id}/{what}?{asked}"), 422, "invalid", "worker"
            )
    after = written()
    assert after == before


def test_what_a_body_names_and_isnt_there_is_named_too(scene: Scene) -> None:
    order = scene.placed()
    scene.taken(scene.desk, order, "confirm")
    kept, before = scene.quote(starts_at=TOMORROW_TEN + timedelta(days=1)).said["id"], written()
    gone = str(uuid4())
    for answer, field in (
        (scene.resident("post", "/quotes", scene.body(address=gone)), "address"),
        (scene.stranger("post", "/quotes", scene.body()), "address"),
        (scene.resident("post", "/quotes", scene.body(offering=gone)), "offering"),
        (scene.place(quote=gone), "quote"),
        (scene.step(scene.desk, order, "assign", worker=gone), "worker"),
    ):
        refused(answer, 404, "missing")
        assert list(answer.said["fields"]) == [field]
    foreign = scene.stranger(
        "post", "/orders", scene.body() | {"worker": None, "quote": kept}, headers={"Idempotency-Key": "two"}
    )
    assert (foreign.status_code, list(foreign.said["fields"])) == (404, ["address"])
    assert written() == before
