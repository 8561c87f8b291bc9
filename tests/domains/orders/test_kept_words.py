"""What was told is what counts: price, fee, time, who comes, and what a repeat leads to."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import copies
from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.looks import clean, state
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from tests.makers import SYSTEM
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.journal.queries import timeline
from xunjiasao.domains.notices import queries as notices
from xunjiasao.domains.orders import actions, queries, rules
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.terms import Purpose, Role
from xunjiasao.domains.workers.models import Credential
from xunjiasao.domains.workers.rules import PromiseNotMet
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.interfaces.jobs.listeners import LISTENERS
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing
from xunjiasao.kernel.text import speaking
from xunjiasao.kernel.time import day_of

SATURDAY = TOMORROW_TEN + timedelta(days=3)
EVENING = ((1 << 8) - 1) << 40  # 20:00 to midnight


def inbox(of: Any, now: datetime = NOW) -> list[tuple[str, bool]]:
    """Deliver what is due, and read somebody's inbox."""
    while journal.deliver_due(listeners=LISTENERS, most=100, now=now):
        pass
    with speaking("en"):
        return [(told.says, told.may_open) for told in notices.inbox(of, now=now).items]


def move(house: House, order: Any, **said: Any) -> Any:
    able = dispatch.for_move(order, starts_at=said["starts_at"], now=NOW)
    return actions.reschedule(order_id=order.id, candidates=able, now=NOW, **said)


def test_a_promise_broken_at_the_door_is_told_to_the_enterprise_with_what_is_missing(house: House) -> None:
    order = makers.on_the_way(house)
    worker = next(each for each in house.workers if each.id == order.worker_id)
    Credential.objects.filter(worker=worker, kind=CredentialKind.HEALTH).update(expires_on=day_of(NOW))
    with pytest.raises(PromiseNotMet):
        actions.arrive(
            order_id=order.id, code=makers.code(house, order), actor=makers.her(house, order), now=order.starts_at
        )
    told = f"{worker.name} lacks a certificate or document that this visit needs, and can't serve it"
    assert told in [says for says, _open in inbox(house.desk, order.starts_at)]
    [broken] = [each for each in timeline("order", order.id) if each.name == "order.promise_refused"]
    assert (broken.payload["why"], broken.payload["at_the_door"]) == ("health", True)


def test_what_the_clock_approved_is_told_to_the_family_who_may_review_now(house: House) -> None:
    order = makers.finished(house)
    later = order.ends_at + timedelta(hours=49)
    actions.approve(order_id=order.id, actor=Actor.clock(), now=later)
    assert "The work was approved" in [says for says, _open in inbox(house.resident, later)]


# ── the price ─────────────────────────────────────────────────────────────────────────────────


def test_the_enterprise_cant_move_a_visit_to_a_dearer_time_whatever_it_agrees_to(house: House) -> None:
    order = makers.assigned(house)
    before = state(order.id)
    for agreed in (None, 8_800):
        with pytest.raises(actions.PriceRises) as refusal:
            move(house, order, starts_at=SATURDAY, agreed_fen=agreed, actor=house.desk)
        assert refusal.value.facts["total_fen"] == 8_800
    assert state(order.id) == before
    assert move(house, order, starts_at=SATURDAY, agreed_fen=8_800, actor=house.resident).total_fen == 8_800


def test_two_orders_that_drew_one_number_get_two(house: House) -> None:
    first, later = makers.order(house), TOMORROW_TEN + timedelta(hours=3)
    with copies.copy(), ids.seeded(7, from_ms=0):
        drawn = makers.order(house, starts_at=later).number
    Order.objects.filter(id=first.id).update(number=drawn)
    with ids.seeded(7, from_ms=0):
        second = makers.order(house, starts_at=later)
    assert (queries.order(SYSTEM, first.id).number, second.number != drawn) == (drawn, True)
    clean()


# ── the fee ───────────────────────────────────────────────────────────────────────────────────


def test_a_fee_that_has_changed_meanwhile_is_told_before_it_is_taken(house: House) -> None:
    order = makers.accepted(house)
    free, late = order.starts_at - timedelta(hours=24), order.starts_at - timedelta(hours=23, minutes=59)
    assert queries.cancel_fee_fen(house.resident, order, free) == 0
    before = state(order.id)
    with pytest.raises(rules.FeeChanged) as refusal:
        actions.cancel(order_id=order.id, agreed_fen=0, actor=house.resident, now=late)
    assert refusal.value.facts["fee_fen"] == 800
    assert state(order.id) == before
    assert actions.cancel(order_id=order.id, agreed_fen=800, actor=house.resident, now=late).fee_fen == 800


def test_cancelling_costs_nothing_while_nobody_was_asked_to_come(house: House) -> None:
    order = makers.order(house)
    soon = order.starts_at - timedelta(minutes=90)
    assert order.worker_id
    assert queries.cancel_fee_fen(house.resident, order, soon) == 0
    assert actions.cancel(order_id=order.id, actor=house.resident, now=soon).fee_fen == 0


def test_the_fee_is_nobodys_who_cant_cancel(house: House) -> None:
    order = makers.finished(house)
    assert queries.cancel_fee_fen(house.resident, order, order.ends_at) is None
    assert queries.cancel_fee_fen(makers.her(house, order), order, order.ends_at) is None


# ── who comes ─────────────────────────────────────────────────────────────────────────────────


def test_to_assign_the_same_worker_again_keeps_her_answer_and_the_door_code(house: House) -> None:
    order = makers.accepted(house)
    code, before = makers.code(house, order), state(order.id)
    actions.assign(order_id=order.id, worker_id=order.worker_id, actor=house.desk, now=NOW)
    assert state(order.id) == before
    assert makers.code(house, queries.order(SYSTEM, order.id)) == code


def test_to_move_a_visit_to_the_time_it_has_keeps_her_answer(house: House) -> None:
    order = makers.accepted(house)
    before = state(order.id)
    move(house, order, starts_at=order.starts_at, actor=house.resident)
    assert state(order.id) == before


def test_a_worker_who_was_replaced_hears_that_she_neednt_come(house: House) -> None:
    order = makers.accepted(house, chosen=house.workers[0])
    actions.assign(order_id=order.id, worker_id=house.workers[1].id, actor=house.desk, now=NOW)
    first, second = inbox(house.them[0]), inbox(house.them[1])
    assert first[0] == ("王桂一 needn't come; somebody else does", False)
    assert second[0] == ("王桂二 was assigned", True)
    assert not [says for says, _open in second if "王桂一" in says]
    clean()


def test_whoever_declined_isnt_held_again(house: House) -> None:
    order = makers.assigned(house, chosen=house.workers[0])
    everybody = [each.id for each in house.workers]
    actions.decline(order_id=order.id, candidates=everybody, actor=house.them[0], now=NOW)
    actions.assign(order_id=order.id, worker_id=house.workers[1].id, actor=house.desk, now=NOW)
    left = actions.decline(order_id=order.id, candidates=everybody, actor=house.them[1], now=NOW)
    assert left.worker_id is None
    clean()


def test_a_visit_that_ends_at_midnight_is_of_the_day_it_ends(house: House) -> None:
    last = day_of(NOW) + timedelta(days=1)
    her = makers.worker(house, name="徐冬莲", health_until=last, pattern=EVENING)
    late = TOMORROW_TEN + timedelta(hours=12)
    order = makers.order(house, starts_at=late, chosen=her)
    assert order.ends_at == late + timedelta(hours=2)
    actions.confirm(order_id=order.id, actor=house.desk, now=NOW)
    assert actions.assign(order_id=order.id, worker_id=her.id, actor=house.desk, now=NOW).worker_id == her.id
    clean()


# ── which times there are ─────────────────────────────────────────────────────────────────────


def test_somebody_whose_papers_end_within_the_week_can_be_booked_until_then(house: House) -> None:
    last = day_of(NOW) + timedelta(days=2)
    her = makers.worker(house, name="徐冬莲", health_until=last)
    asked = {"offering_id": house.offering.id, "address_id": house.address.id, "quantity": 2, "extras": []}
    wanted = dispatch.ask(house.resident, **asked)
    week = dispatch.slots(wanted, first=day_of(NOW), last=day_of(NOW) + timedelta(days=6), worker_id=her.id, now=NOW)
    days = {day_of(slot.starts_at) for slot in week if slot.workers_free}
    assert max(days) == last
    for slot in week:
        found = dispatch.candidates(wanted, starts_at=slot.starts_at, worker_id=her.id, now=NOW)
        assert len(found) == slot.workers_free, slot


def test_no_time_past_midnight_is_shown_that_her_papers_dont_reach(house: House) -> None:
    last = day_of(NOW) + timedelta(days=1)
    her = makers.worker(house, name="徐冬莲", health_until=last, pattern=(1 << 48) - 1)
    asked = {"offering_id": house.offering.id, "address_id": house.address.id, "quantity": 2, "extras": []}
    wanted = dispatch.ask(house.resident, **asked)
    shown = dispatch.slots(wanted, first=last, last=last, worker_id=her.id, now=NOW)
    assert shown[-1].ends_at == TOMORROW_TEN + timedelta(hours=14)


def test_the_time_that_a_visit_holds_is_free_for_moving_it(house: House) -> None:
    order = makers.assigned(house, chosen=house.workers[0])
    on = day_of(order.starts_at)
    shown = {slot.starts_at: slot.workers_free for slot in dispatch.slots_for_move(order, first=on, last=on, now=NOW)}
    half_hour_later = order.starts_at + timedelta(minutes=30)
    assert shown[half_hour_later] == 1
    assert move(house, order, starts_at=half_hour_later, actor=house.resident).worker_id == house.workers[0].id
    clean()


def test_who_didnt_agree_to_be_shown_comes_but_isnt_chosen_by_name(house: House) -> None:
    asked = {"offering_id": house.offering.id, "address_id": house.address.id, "quantity": 2, "extras": []}
    wanted = dispatch.ask(house.resident, **asked)
    people.withdraw_consent(purpose=Purpose.ARCHIVE, actor=house.them[0], now=NOW)
    chosen = [each.worker.id for each in dispatch.to_choose_from(wanted, starts_at=TOMORROW_TEN, now=NOW)]
    able = {each.worker.id for each in dispatch.candidates(wanted, starts_at=TOMORROW_TEN, now=NOW)}
    assert chosen == [house.workers[1].id]
    assert able == {each.id for each in house.workers}


# ── what was paid ─────────────────────────────────────────────────────────────────────────────


def test_the_enterprise_records_once_what_was_paid_on_site(house: House) -> None:
    order = makers.finished(house)
    pay: dict[str, Any] = {
        "order_id": order.id,
        "amount_fen": 8_000,
        "means": "cash",
        "actor": house.desk,
        "now": order.ends_at,
    }
    actions.record_payment(**pay)
    kept = queries.payment(queries.order(SYSTEM, order.id))
    assert (kept.amount_fen, kept.means) == (8_000, "cash")
    before = state(order.id)
    with pytest.raises(actions.PaidAlready):
        actions.record_payment(**{**pay, "amount_fen": 1})
    assert state(order.id) == before
    assert before[6][-1] == ("order.paid", {"amount_fen": 8_000, "means": "cash"})
    clean()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"amount_fen": 8_001}, Invalid), ({"amount_fen": -1}, Invalid), ({"means": "gold"}, Invalid),
        ({"actor": "resident"}, Forbidden), ({"actor": "her"}, Forbidden), ({"actor": "stranger"}, Missing), ({"order_id": None}, Missing),
    ],
)  # fmt: skip
def test_no_wrong_payment_is_recorded(house: House, wrong: dict[str, Any], refusal: type[Exception]) -> None:
    order = makers.finished(house)
    who = {"resident": house.resident, "her": makers.her(house, order), "stranger": city.person()}
    said = {"order_id": order.id, "amount_fen": 8_000, "means": "cash", "actor": house.desk} | wrong
    said["actor"] = who.get(said["actor"], said["actor"]) if isinstance(said["actor"], str) else said["actor"]
    before = state(order.id)
    with pytest.raises(refusal):
        actions.record_payment(now=NOW, **said)
    assert state(order.id) == before
    assert queries.payment(queries.order(SYSTEM, order.id)) is None


def test_nothing_is_recorded_as_paid_before_the_work_is_done(house: House) -> None:
    order = makers.serving(house)
    before = state(order.id)
    with pytest.raises(rules.NotDoneYet):
        actions.record_payment(order_id=order.id, amount_fen=8_000, means="cash", actor=house.desk, now=NOW)
    assert state(order.id) == before


# ── who is found ──────────────────────────────────────────────────────────────────────────────


def test_nobody_finds_a_family_by_what_she_may_not_know(house: House) -> None:
    order = makers.assigned(house)
    federation = city.person(Role.FEDERATION, path="/jj/")
    her = makers.her(house, order)

    def found(viewer: Any, words: str) -> list[UUID]:
        return [each.id for each in queries.orders(viewer, words=words)]

    phone = queries.place(order).contact_phone
    for words in ("陈晓", "陈", phone):
        assert found(federation, words) == found(her, words) == []
    for viewer in (federation, her, house.desk, house.resident):
        assert found(viewer, order.number) == [order.id]
    assert found(house.desk, "陈晓") == found(house.resident, "陈晓") == [order.id]
    assert found(federation, order.worker.name) == [order.id]
