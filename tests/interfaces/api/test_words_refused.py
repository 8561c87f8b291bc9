"""How times, choices and lengths are written; what can't be is told in words that help."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.scene import Scene, wire
from tests.interfaces.api.test_orders_refused import refused, written


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
