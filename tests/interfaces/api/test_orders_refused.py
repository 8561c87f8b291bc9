"""What clients send that can't be: each is answered with a sentence, and nothing is written."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.scene import Scene, wire
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.catalogue import actions as catalogue

OUTSIDE = "360423001001"
WRITTEN = (
    "orders_order",
    "orders_review",
    "journal_entry",
    "journal_stream",
    "journal_delivery",
    "journal_requestkey",
    "catalogue_quote",
    "workers_leave",
)


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


def written() -> dict[str, Any]:
    """Everything that a refused call must leave as it was."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()
        cursor.execute("SELECT id, version, head, stage, starts_at, total_fen FROM orders_order ORDER BY id")
        found["orders"] = cursor.fetchall()
        cursor.execute('SELECT worker_id, "on", open, taken FROM workers_day WHERE taken <> 0 ORDER BY worker_id, "on"')
        found["days"] = cursor.fetchall()
    return found


def refused(answer: Any, status: int, code: str, *fields: str) -> None:
    """The answer is a problem with a Chinese sentence, and one for each named field."""
    assert answer.status_code == status, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.said
    assert (said["code"], said["status"], said["type"]) == (code, status, f"urn:xunjiasao:problem:{code}")
    assert any("一" <= letter <= "鿿" for letter in said["detail"]), said["detail"]
    if fields:
        assert set(said["fields"]) == set(fields), said["fields"]
        for sentence in said["fields"].values():
            assert any("一" <= letter <= "鿿" for letter in sentence), sentence


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"starts_at": wire(NOW - timedelta(hours=1))}, "starts_at"),
        ({"starts_at": wire(TOMORROW_TEN + timedelta(minutes=7))}, "starts_at"),
        ({"starts_at": wire(NOW + timedelta(minutes=30))}, "starts_at"),
        ({"starts_at": wire(NOW + timedelta(days=60))}, "starts_at"),
        ({"starts_at": "2026-11-25T10:00:00"}, "starts_at"),
        ({"starts_at": "tomorrow at ten"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59+08:00"}, "starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+08:00"}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1}, "quantity"),
        ({"quantity": 9}, "quantity"),
        ({"quantity": 2.5}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": 10**30}, "quantity"),
        ({"extras": ["gold"]}, "extras"),
        ({"extras": ["windows", "windows"]}, "extras"),
        ({"extras": "windows"}, "extras"),
        ({"extras": [["windows"]]}, "extras.0"),
        ({"surprise": 1}, "surprise"),
    ],
)  # fmt: skip
def test_a_field_that_cant_be_right_is_named(scene: Scene, said: dict[str, Any], field: str) -> None:
    kept = scene.quote().said["id"]
    before = written()
    refused(scene.quote(**said), 422, "invalid", field)
    answer = scene.place(quote=kept, **said)
    assert answer.status_code in {409, 422}, answer.said
    if answer.status_code == 409:
        assert answer.said["code"] in {"quote_mismatch", "slot_taken"}
    elif answer.said["code"] == "invalid":
        assert set(answer.said["fields"]) == {field}
    assert written() == before


def test_an_address_outside_the_area_is_refused_before_the_price_and_the_slots(scene: Scene) -> None:
    far = city.address(scene.house.resident, division=OUTSIDE)
    before = written()
    refused(scene.quote(address=str(far.id)), 422, "invalid", "address")
    where = f"address={far.id}&quantity=2"
    refused(scene.resident("get", f"/offerings/{scene.house.offering.id}/slots?{where}"), 422, "invalid", "address")
    path = f"/offerings/{scene.house.offering.id}/candidates?{where}&starts_at=2026-11-25T10:00:00%2B08:00"
    refused(scene.resident("get", path), 422, "invalid", "address")
    refused(scene.place(quote=str(uuid4()), address=str(far.id)), 422, "invalid", "address")
    assert written() == before


def test_a_foreign_or_unknown_address_offering_quote_or_person_isnt_there(scene: Scene) -> None:
    kept = scene.quote().said["id"]
    other = city.person()
    foreign = str(city.address(other).id)
    theirs = Caller(other)("post", "/quotes", scene.body(address=foreign)).said["id"]
    before = written()
    for nothing in (foreign, str(uuid4()), "nothing", "", "浔" * 20):
        refused(scene.quote(address=nothing), 404, "missing")
        refused(scene.place(quote=kept, address=nothing), 404, "missing")
    for nothing in (str(uuid4()), "nothing"):
        refused(scene.quote(offering=nothing), 404, "missing")
        refused(scene.place(quote=kept, offering=nothing), 404, "missing")
    for nothing in (theirs, str(uuid4()), "nothing"):
        refused(scene.place(quote=nothing), 404, "missing")
    refused(scene.place(quote=kept, worker="nobody"), 422, "invalid", "worker")
    refused(scene.place(quote=kept, worker=str(uuid4())), 422, "invalid", "worker")
    assert written() == before


def test_a_tampered_quote_is_refused_with_what_differs(scene: Scene) -> None:
    kept = scene.quote().said["id"]
    other = makers.house(workers=1)
    before = written()
    for said, differs in (
        ({"quantity": 3}, "quantity"),
        ({"extras": ["windows"]}, "extras"),
        ({"starts_at": TOMORROW_TEN + timedelta(hours=1)}, "starts_at"),
        ({"offering": str(other.offering.id)}, "offering"),
    ):
        answer = scene.place(quote=kept, **said)
        refused(answer, 409, "quote_mismatch")
        assert answer.said["differs"] == [differs]
    assert written() == before


def test_who_withdrew_her_consent_books_nothing_and_is_told_why(scene: Scene) -> None:
    kept = scene.quote().said["id"]
    assert scene.resident("post", "/consents", {"purpose": "privacy", "version": "1"}).status_code == 201
    assert scene.resident("delete", "/consents/privacy").status_code == 204
    before = written()
    refused(scene.quote(), 409, "consent_withdrawn")
    refused(scene.place(quote=kept), 409, "consent_withdrawn")
    assert written() == before


def test_a_stale_quote_is_refused(scene: Scene) -> None:
    kept = scene.quote().said["id"]
    scene.at(NOW + timedelta(minutes=16))
    before = written()
    refused(scene.place(quote=kept), 409, "quote_stale")
    scene.at(NOW)
    catalogue.set_price(actor=SYSTEM, offering_id=scene.house.offering.id, price_fen=1, now=NOW)
    before = written()
    refused(scene.place(quote=kept), 409, "quote_stale")
    assert written() == before


def test_a_slot_lost_between_look_and_book_is_answered_with_the_nearest_others(scene: Scene) -> None:
    kept = scene.quote().said["id"]
    for _each in scene.house.workers:
        scene.placed()
    before = written()
    answer = scene.place(quote=kept)
    refused(answer, 409, "slot_taken")
    near = answer.said["alternatives"]
    assert near and all(set(slot) == {"starts_at", "ends_at", "workers_free"} for slot in near)
    assert near == sorted(near, key=lambda slot: slot["starts_at"])
    assert all(slot["workers_free"] == 2 for slot in near)
    assert wire(TOMORROW_TEN) not in {slot["starts_at"] for slot in near}
    assert written() == before
    assert scene.place(starts_at=near[0]["starts_at"]).status_code == 201


def test_a_chosen_person_who_is_taken_is_answered_with_her_own_other_times(scene: Scene) -> None:
    first = scene.placed()
    lost = scene.place(worker=first["worker"]["id"])
    refused(lost, 409, "slot_taken")
    assert all(slot["workers_free"] == 1 for slot in lost.said["alternatives"])
    won = scene.placed(worker=first["worker"]["id"], starts_at=lost.said["alternatives"][0]["starts_at"])
    assert won["worker"]["id"] == first["worker"]["id"]


def test_the_same_request_twice_is_one_order_and_a_key_serves_one_request(scene: Scene) -> None:
    kept, other = scene.quote().said["id"], Caller(scene.house.resident)
    first = scene.place(key="one", quote=kept)
    after = written()
    again = scene.place(key="one", quote=kept)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.said == first.said
    refused(scene.place(key="one", quote=kept, extras=["windows"]), 409, "request_key_reused")
    assert written() == after
    scene.at(NOW + timedelta(hours=1))
    after = written()
    assert scene.place(key="one", quote=kept).said["id"] == first.said["id"], "even when the quote is over"
    body = scene.body() | {"worker": None, "quote": kept}
    for key in ("", "x" * 81):
        refused(other("post", "/orders", body, headers={"Idempotency-Key": key}), 422, "invalid", "Idempotency-Key")
    refused(other("post", "/orders", body), 422, "invalid", "Idempotency-Key")
    assert written() == after


def test_a_key_is_judged_before_anything_that_was_asked(scene: Scene) -> None:
    quote = scene.quote().said["id"]
    order = scene.placed(key="one", quote=quote)
    for other in ({"quantity": 9_999}, {"address": str(uuid4())}, {"offering": str(uuid4())}, {"quote": str(uuid4())}):
        answer = scene.place(key="one", **({"quote": quote} | other))
        assert (answer.status_code, answer.said["code"]) == (409, "request_key_reused"), other
    spare = scene.house.address.id
    assert scene.resident("delete", f"/addresses/{spare}").status_code == 204
    again = scene.place(key="one", quote=quote)
    assert (again.status_code, again.said["id"]) == (201, order["id"])


def test_a_fee_that_changed_is_told_anew(scene: Scene) -> None:
    order = scene.assigned()
    assert scene.get(scene.resident, order)["cancel_fee_fen"] == 0
    scene.at(makers.TOMORROW_TEN - timedelta(hours=3))
    answer = scene.step(scene.resident, order, "cancel", reason="", fee_fen=0)
    assert (answer.status_code, answer.said["code"], answer.said["fee_fen"]) == (409, "fee_changed", 800)
    assert scene.get(scene.resident, order)["cancel_fee_fen"] == 800
    assert scene.taken(scene.resident, order, "cancel", reason="", fee_fen=800)["fee_fen"] == 800


def test_times_are_shown_between_the_instants_that_were_asked(scene: Scene) -> None:
    order = scene.placed()
    first, end = wire(makers.TOMORROW_TEN), wire(makers.TOMORROW_TEN + timedelta(hours=1))
    span = urlencode({"from": first, "to": end})
    ask = urlencode({"address": str(scene.house.address.id), "quantity": 2})
    for path in (f"/offerings/{scene.house.offering.id}/slots?{ask}&{span}", f"/orders/{order['id']}/slots?{span}"):
        shown = scene.resident("get", path).said["items"]
        assert [each["starts_at"] for each in shown] == [first, wire(makers.TOMORROW_TEN + timedelta(minutes=30))]


def test_a_request_key_is_its_owners_own(scene: Scene) -> None:
    mine = scene.placed(key="shared")
    stranger = city.person()
    theirs = scene.place(key="shared", caller=Caller(stranger), address=str(city.address(stranger).id))
    assert theirs.status_code == 201
    assert theirs.said["id"] != mine["id"]


def test_a_repeat_after_the_slot_was_sold_out_still_gives_the_order(scene: Scene) -> None:
    """The first answer may have been lost on its way."""
    kept = scene.quote().said["id"]
    first = scene.place(key="one", quote=kept)
    scene.placed()
    assert scene.place(key="one", quote=kept).said["id"] == first.said["id"]


def test_a_repeat_of_what_was_refused_is_tried_anew(scene: Scene) -> None:
    orders = [scene.placed(), scene.placed()]
    kept = scene.quote().said["id"]
    refused(scene.place(key="one", quote=kept), 409, "slot_taken")
    scene.taken(scene.resident, orders[0], "cancel", reason="")
    assert scene.place(key="one", quote=kept).status_code == 201


def test_a_step_that_isnt_open_or_isnt_hers_is_refused(scene: Scene) -> None:
    order = scene.assigned()
    her, other = scene.her(order), next(each for each in scene.hers if each is not scene.her(order))
    strangers = (scene.stranger, other, scene.other_desk())
    before = written()
    refused(scene.step(her, order, "depart"), 409, "step_not_open")
    refused(scene.step(scene.desk, order, "confirm"), 409, "step_not_open")
    refused(scene.step(her, order, "cancel", reason=""), 403, "step_not_yours")
    refused(scene.step(scene.resident, order, "accept"), 403, "step_not_yours")
    refused(scene.step(her, order, "review", safe=5, cared=5, at_ease=5), 403, "step_not_yours")
    for stranger in strangers:
        refused(scene.step(stranger, order, "cancel", reason=""), 404, "missing")
        for name in ("confirm", "accept", "decline", "depart", "approve"):
            refused(scene.step(stranger, order, name), 404, "missing")
        refused(stranger("get", f"/orders/{order['id']}"), 404, "missing")
    refused(scene.nobody("get", f"/orders/{order['id']}"), 401, "sign_in_needed")
    refused(scene.step(scene.nobody, order, "cancel", reason=""), 401, "sign_in_needed")
    refused(scene.resident("post", f"/orders/{order['id']}/dance", {}), 404, "missing")
    refused(scene.resident("get", "/orders/nothing"), 404, "missing")
    assert scene.resident("put", f"/orders/{order['id']}", {}).status_code == 405
    assert written() == before


def test_a_step_with_a_wrong_body_is_refused_by_field(scene: Scene) -> None:
    order = scene.assigned()
    before = written()
    refused(scene.step(scene.desk, order, "assign", worker="nobody"), 422, "invalid", "worker")
    refused(scene.step(scene.desk, order, "assign", worker=str(uuid4())), 404, "missing")
    refused(scene.desk("post", f"/orders/{order['id']}/assign", {}), 422, "invalid", "worker")
    refused(
        scene.step(scene.resident, order, "reschedule", starts_at=wire(TOMORROW_TEN + timedelta(minutes=1))),
        422,
        "invalid",
        "starts_at",
    )
    refused(
        scene.step(scene.resident, order, "reschedule", starts_at=wire(NOW - timedelta(days=1))),
        422,
        "invalid",
        "starts_at",
    )
    refused(scene.step(scene.resident, order, "cancel", reason="字" * 201), 422, "invalid", "reason")
    refused(
        scene.step(scene.resident, order, "review", safe=6, cared=0, at_ease="x"),
        422,
        "invalid",
        "safe",
        "cared",
        "at_ease",
    )
    assert written() == before


def test_wrong_door_codes_are_counted_and_then_wait(scene: Scene) -> None:
    order = scene.on_the_way()
    her, right = scene.her(order), scene.get(scene.resident, order)["door_code"]
    wrong = "0000" if right != "0000" else "1111"
    for left in (4, 3, 2, 1):
        answer = scene.step(her, order, "arrive", code=wrong)
        refused(answer, 409, "wrong_code")
        assert answer.said["left"] == left
    refused(scene.step(her, order, "arrive", code=wrong), 409, "code_locked")
    refused(scene.step(her, order, "arrive", code=right), 409, "code_locked")
    [step] = [each for each in scene.get(her, order)["steps"] if each["name"] == "arrive"]
    assert step["blocked"]
    refused(scene.step(her, order, "arrive", code=""), 422, "invalid", "code")
    names = [each["name"] for each in scene.get(scene.resident, order)["timeline"]]
    assert names.count("order.code_refused") == 5
    scene.at(TOMORROW_TEN)
    assert scene.taken(her, order, "arrive", code=right)["stage"] == "serving"


def test_moving_too_late_is_blocked_with_the_reason_and_refused_with_it(scene: Scene) -> None:
    order = scene.accepted()
    scene.at(TOMORROW_TEN - timedelta(minutes=90))
    [step] = [each for each in scene.get(scene.resident, order)["steps"] if each["name"] == "reschedule"]
    before = written()
    answer = scene.step(scene.resident, order, "reschedule", starts_at=wire(TOMORROW_TEN + timedelta(days=1)))
    refused(answer, 409, "too_late_to_move")
    assert answer.said["detail"] == step["blocked"]
    assert written() == before


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"{", 400), (b"", 400), (b"null", 422), (b"[]", 422), (b'"order"', 422), (b"\xff\xfe", 400), (b'{"offering": NaN}', 422),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400), (b"[" * 100_000, 400), (b'{"offering": "\\ud800"}', 422), (b'{"quantity": 1e999}', 422),
    ],
)  # fmt: skip
def test_malformed_json_is_answered(scene: Scene, sent: bytes, status: int) -> None:
    before = written()
    for path in ("/orders", "/quotes"):
        headers = {"Idempotency-Key": "one"}
        answer = scene.resident.client.post(f"/api/v1{path}", sent, content_type="application/json", headers=headers)
        assert answer.status_code in {status, 400, 422}, answer.content.decode()[:300]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["detail"]
    assert written() == before


def test_oversize_json_is_refused_unread(scene: Scene) -> None:
    before = written()
    answer = scene.resident("post", "/quotes", scene.body(extras=["x" * 300_000]))
    refused(answer, 413, "too_large")
    assert answer.said["most_kib"] == 256
    assert written() == before


def test_text_from_outside_is_cleaned_and_never_breaks_a_sentence(scene: Scene) -> None:
    """Braces, control characters and halves of characters in what people type."""
    order = scene.placed()
    gone = scene.taken(scene.resident, order, "cancel", reason="{worker}\u202e\u0000 %s {0} <script>")
    assert gone["stage"] == "cancelled"
    assert scene.resident("get", "/orders?q=%7Bworker%7D%25s").said["items"] == []
    assert scene.resident("get", "/orders?q=%ff%fe").status_code in {200, 400, 422}
