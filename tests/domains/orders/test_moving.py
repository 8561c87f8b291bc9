"""A visit moved or cancelled: what becomes of the time, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.domains.orders.looks import clean, state, taken
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from tests.makers import SYSTEM
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import actions, queries, rules
from xunjiasao.domains.orders.terms import Stage


def test_moving_keeps_the_worker_frees_the_old_time_and_asks_her_again(house: House) -> None:
    order = makers.accepted(house)
    later = TOMORROW_TEN + timedelta(minutes=30)
    actions.reschedule(
        order_id=order.id,
        starts_at=later,
        candidates=[each.id for each in house.workers],
        actor=house.resident,
        now=NOW,
    )
    kept = queries.order(SYSTEM, order.id)
    assert (kept.stage, kept.worker_id, kept.starts_at) == (Stage.ASSIGNED, order.worker_id, later)
    clean()


def test_moving_to_a_time_that_is_taken_changes_nothing(house: House) -> None:
    order = makers.accepted(house, chosen=house.workers[0])
    makers.order(house, starts_at=TOMORROW_TEN + timedelta(hours=4), chosen=house.workers[0])
    before = state(order.id)
    with pytest.raises(actions.SlotTaken):
        actions.reschedule(
            order_id=order.id,
            starts_at=TOMORROW_TEN + timedelta(hours=4),
            candidates=[house.workers[0].id],
            actor=house.resident,
            now=NOW,
        )
    assert state(order.id) == before
    clean()


def test_moving_to_a_dearer_time_needs_a_yes_to_the_new_price(house: House) -> None:
    order = makers.order(house)
    saturday = TOMORROW_TEN + timedelta(days=3)
    move: dict[str, Any] = {
        "order_id": order.id,
        "starts_at": saturday,
        "candidates": [order.worker_id],
        "actor": house.resident,
        "now": NOW,
    }
    with pytest.raises(actions.PriceChanged) as refusal:
        actions.reschedule(**move)
    dearer = refusal.value.facts["total_fen"]
    assert dearer > order.total_fen
    assert actions.reschedule(**move, agreed_fen=dearer).total_fen == dearer
    clean()


def test_cancelling_gives_the_time_back_and_charges_what_was_told(house: House) -> None:
    order = makers.accepted(house)
    at = order.starts_at - timedelta(hours=1)
    [offer] = [each for each in queries.steps(house.resident, order, at) if each.step.name == "cancel"]
    fee_fen = rules.cancel_fee_fen(queries.situation(order, {"resident"}, at))
    assert str(fee_fen // 100) in (offer.tells or "")
    actions.cancel(order_id=order.id, reason="家里有事", actor=house.resident, now=at)
    kept = queries.order(SYSTEM, order.id)
    assert (kept.stage, kept.fee_fen, kept.cancel_reason) == (Stage.CANCELLED, fee_fen, "家里有事")
    assert "家里有事" not in str(journal.timeline("order", order.id))
    assert taken() == {}
    clean()
