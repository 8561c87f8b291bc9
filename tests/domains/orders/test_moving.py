"""A visit moved or cancelled: what becomes of the time, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.domains.orders.looks import clean, state, taken
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from tests.makers import SYSTEM
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import actions, queries, rules
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.kernel.text import speaking


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


# ── a late move keeps what a late cancel would have cost ──────────────────────────────────────

LATE = TOMORROW_TEN - timedelta(hours=3)
NEXT_WEEK = TOMORROW_TEN + timedelta(days=7)


def moved(house, order, *, actor, now, starts_at=NEXT_WEEK):
    able = dispatch.for_move(order, starts_at=starts_at, now=now)
    return actions.reschedule(order_id=order.id, starts_at=starts_at, candidates=able, actor=actor, now=now)


def cancelled(order, *, actor, now):
    return actions.cancel(order_id=order.id, actor=actor, now=now).fee_fen


def test_moving_late_and_cancelling_then_costs_what_cancelling_would_have_cost(house):
    order = makers.assigned(house)
    with speaking("en"):
        _total, told = queries.move_preview(house.resident, order, starts_at=NEXT_WEEK, now=LATE)
    assert (
        told
        == f"Moving is free. {order.worker.name} has kept this time: cancelling after it costs at least 10 %, all of it for her."
    )
    order = moved(house, order, actor=house.resident, now=LATE)
    situation = queries.situation(order, {"resident"}, LATE)
    assert rules.cancel_fee_fen(situation) == order.total_fen // 10
    order = moved(house, order, actor=house.resident, now=LATE, starts_at=NEXT_WEEK + timedelta(days=1))
    assert cancelled(order, actor=house.resident, now=LATE) == order.total_fen // 10


@pytest.mark.parametrize(
    ("who", "now"), [("resident", TOMORROW_TEN - timedelta(hours=24)), ("desk", TOMORROW_TEN - timedelta(hours=1))]
)
def test_who_moves_in_time_or_whose_enterprise_moves_it_cancels_freely_after(house, who, now):
    order = moved(house, makers.assigned(house), actor=getattr(house, who), now=now)
    assert order.late_bp == 0
    assert cancelled(order, actor=house.resident, now=now) == 0


def test_an_enterprise_that_moves_it_after_a_late_move_frees_the_family(house):
    order = moved(house, makers.assigned(house), actor=house.resident, now=LATE)
    order = moved(house, order, actor=house.desk, now=LATE, starts_at=NEXT_WEEK + timedelta(days=1))
    assert cancelled(order, actor=house.resident, now=LATE) == 0


def test_a_late_move_is_owed_to_whoever_kept_the_time_and_goes_with_her(house):
    for leaves in ("declines", "is replaced"):
        order = moved(house, makers.assigned(house), actor=house.resident, now=LATE)
        assert order.late_bp == 1_000
        other = next(each for each in house.workers if each.id != order.worker_id)
        if leaves == "declines":
            order = actions.decline(order_id=order.id, actor=makers.her(house, order), now=LATE)
            with speaking("en"):
                _total, told = queries.move_preview(house.resident, order, starts_at=NEXT_WEEK, now=LATE)
            assert told == "Moving is free until 2 hours before the visit."
        order = actions.assign(order_id=order.id, worker_id=other.id, actor=house.desk, now=LATE)
        assert cancelled(order, actor=house.resident, now=LATE) == 0


def test_before_somebody_was_asked_to_come_a_late_move_costs_nothing(house):
    order = moved(house, makers.order(house), actor=house.resident, now=LATE)
    assert cancelled(order, actor=house.resident, now=LATE) == 0


# ── setting off ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "told"),
    [(timedelta(hours=25), "The visit starts tomorrow 10:00. Set off already now?"), (timedelta(hours=3), None)],
)
def test_who_sets_off_long_before_the_visit_is_asked_whether_she_means_it(house, before, told):
    order = makers.accepted(house)
    with speaking("en"):
        [depart] = [
            each
            for each in queries.steps(makers.her(house, order), order, TOMORROW_TEN - before)
            if each.step.name == "depart"
        ]
    assert (depart.tells, depart.blocked) == (told, None)
