"""Families who choose who comes: only those who agreed to be shown, are able, and can be there in time."""

from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.scene import Scene, wire
from tests.interfaces.api.test_orders_refused import refused, written
from tests.makers import NOW
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.terms import MOST_TO_COME
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.terms import Purpose
from xunjiasao.kernel import ids, rows
from xunjiasao.kernel.time import day_of


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


def hidden(scene: Scene) -> str:
    """The first worker doesn't agree to be shown any more."""
    people.withdraw_consent(purpose=Purpose.ARCHIVE, actor=scene.house.them[0], now=NOW)
    return str(scene.house.workers[0].id)


def unfit(scene: Scene) -> str:
    return str(makers.worker(scene.house, name="证件到期", health_until=day_of(NOW)).id)


def untrained(scene: Scene) -> str:
    return str(makers.worker(scene.house, name="不是家政员", occupation="4-10-01-01").id)


def elsewhere(scene: Scene) -> str:
    return str(makers.house(workers=1).workers[0].id)


def unknown(scene: Scene) -> str:
    return str(uuid4())


@pytest.mark.parametrize("who", [hidden, unfit, untrained, elsewhere, unknown])
def test_nobody_is_chosen_whom_a_family_may_not_choose(scene: Scene, who: Any) -> None:
    worker, quote = who(scene), scene.quote().said["id"]
    before = written()
    told = scene.place(quote=quote, worker=worker)
    refused(told, 422, "invalid", "worker")
    assert told.said["fields"]["worker"] == "这一次不能选她，请换一位，或者不指定"
    assert written() == before


@pytest.mark.parametrize("who", [hidden, unfit, untrained, elsewhere, unknown])
def test_nobodys_calendar_is_shown_whom_a_family_may_not_choose(scene: Scene, who: Any) -> None:
    """Each of them has free time on Wednesday."""
    path = f"/offerings/{scene.house.offering.id}/slots?address={scene.house.address.id}&quantity=2"
    asked = f"{path}&from=2026-11-25&to=2026-11-25&worker="
    assert scene.resident("get", f"{asked}{who(scene)}").said["items"] == []
    shown = scene.resident("get", f"{asked}{scene.house.workers[1].id}").said["items"]
    assert {slot["workers_free"] for slot in shown} == {1}


def test_who_didnt_agree_to_be_shown_still_comes_unchosen(scene: Scene) -> None:
    first = hidden(scene)
    taken = [scene.placed()["worker"]["id"] for _each in scene.house.workers]
    assert first in taken


def test_a_repeat_gives_the_order_though_she_isnt_shown_any_more(scene: Scene) -> None:
    quote, her = scene.quote().said["id"], str(scene.house.workers[0].id)
    order = scene.place(key="one", quote=quote, worker=her).said
    hidden(scene)
    assert scene.place(key="one", quote=quote, worker=her).said["id"] == order["id"]


def test_choosing_somebody_costs_a_counted_number_of_queries(scene: Scene, django_assert_num_queries: Any) -> None:
    quote = scene.quote().said["id"]
    for more in range(3):
        makers.worker(scene.house, name=f"李{more}")
    with django_assert_num_queries(27):
        assert scene.place(quote=quote, worker=str(scene.house.workers[0].id)).status_code == 201


def test_who_cant_get_there_from_her_visit_before_isnt_booked_sent_or_moved(scene: Scene) -> None:
    far = city.address(scene.house.resident, lat=28.78, lng=115.99)
    her = str(scene.house.workers[0].id)
    scene.placed(address=str(far.id), worker=her)
    after = TOMORROW_TEN + timedelta(hours=2, minutes=30)
    quote = scene.quote(starts_at=after).said["id"]
    before = written()
    lost = scene.place(starts_at=after, quote=quote, worker=her)
    refused(lost, 409, "slot_taken")
    assert lost.said["detail"] == "她从上一户赶过来，时间不够"
    assert lost.said["alternatives"]
    assert written() == before
    order = scene.assigned(starts_at=after)
    later = scene.assigned(starts_at=after + timedelta(days=1), worker=her)
    before = written()
    refused(scene.step(scene.desk, order, "assign", worker=her), 409, "too_far_between")
    refused(scene.step(scene.desk, later, "reschedule", starts_at=wire(after)), 409, "slot_taken")
    assert written() == before


def test_a_time_lost_to_the_way_there_isnt_its_own_alternative(scene: Scene) -> None:
    """The other worker is taken, and whoever is free by the calendar can't get there."""
    far = city.address(scene.house.resident, lat=28.78, lng=115.99)
    after = TOMORROW_TEN + timedelta(hours=2, minutes=30)
    scene.placed(address=str(far.id))
    scene.placed(starts_at=after)
    quote = scene.quote(starts_at=after).said["id"]
    before = written()
    answer = scene.place(starts_at=after, quote=quote)
    refused(answer, 409, "slot_taken")
    assert wire(after) not in {slot["starts_at"] for slot in answer.said["alternatives"]}
    assert written() == before


def test_nobody_books_more_than_the_city_can_spare(scene: Scene) -> None:
    first = Order.objects.get(id=scene.placed()["id"])
    rows.insert(*(_like(first, days=number % 28) for number in range(MOST_TO_COME - 2)), _like(first, days=-40))
    day = TOMORROW_TEN + timedelta(days=3)
    last = scene.placed(starts_at=day)["id"]
    quote = scene.quote(starts_at=day + timedelta(days=1)).said["id"]
    before = written()
    too_many = scene.place(starts_at=day + timedelta(days=1), quote=quote)
    refused(too_many, 409, "too_many_to_come")
    assert str(MOST_TO_COME) in too_many.said["detail"]
    assert written() == before
    assert scene.resident("post", f"/orders/{last}/cancel", {"reason": ""}).status_code == 200
    assert scene.place(starts_at=day + timedelta(days=1), quote=quote).status_code == 201


def _like(order: Order, *, days: int) -> Order:
    """The same visit on another day, for whom nobody is held."""
    again, by = copy(order), timedelta(days=days)
    again.id, again.number, again.worker_id, again.spans = ids.new(), uuid4().hex[:20], None, []
    again.starts_at, again.ends_at = order.starts_at + by, order.ends_at + by
    return again
