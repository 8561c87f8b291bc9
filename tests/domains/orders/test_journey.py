"""An order's life, from the booking to the review, and everything that can come between."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.domains.orders.looks import clean, state, taken
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from tests.makers import SYSTEM, person
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue.queries import QuoteStale
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.journal.queries import KeyReused
from xunjiasao.domains.orders import actions, queries, rules
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers import rules as worker_rules
from xunjiasao.domains.workers.actions import VisitInLeave, take_leave
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.lifecycle import StepNotOpen, StepNotYours
from xunjiasao.kernel.text import speaking
from xunjiasao.kernel.time import day_of


def test_a_visit_goes_from_booking_to_review_and_leaves_its_trail(house: House) -> None:
    order = makers.approved(house)
    actions.review(
        order_id=order.id,
        safe=5,
        cared=4,
        at_ease=5,
        text="很好",
        actor=house.resident,
        now=order.ends_at + timedelta(hours=2),
    )
    kept = queries.order(house.resident, order.id)
    assert kept.stage == Stage.REVIEWED
    assert [told.name for told in journal.timeline("order", order.id)] == [
        "order.placed", "order.confirmed", "order.assigned", "order.accepted", "order.departed", "order.arrived",
        "order.finished", "order.approved", "order.reviewed",
    ]  # fmt: skip
    assert (queries.review(kept).safe, queries.review(kept).text) == (5, "很好")
    clean()


def test_the_price_service_address_and_promise_are_frozen_when_it_is_placed(house: House) -> None:
    order = makers.order(house)
    catalogue.set_price(actor=SYSTEM, offering_id=house.offering.id, price_fen=99_900, now=NOW)
    kept = queries.order(house.resident, order.id)
    assert kept.total_fen == sum(line["amount_fen"] for line in kept.snapshot["lines"]) < 99_900
    assert queries.place(kept).full.endswith("前进路 8 号 2 栋 301")
    assert kept.snapshot["service"]["slug"] == "regular-cleaning"
    assert str(house.resident.account_id) not in str(kept.snapshot)
    assert b"\xe5\x89\x8d\xe8\xbf\x9b" not in bytes(kept.place_sealed)


def test_placing_always_holds_a_workers_time_with_the_leading_buffer(house: House) -> None:
    order = makers.order(house)
    lead = order.snapshot["lead_min"] // 30
    slots = (order.ends_at - order.starts_at).seconds // 1800
    [(_key, mask)] = taken().items()
    assert mask == ((1 << (lead + slots)) - 1) << (20 - lead)
    clean()


@pytest.mark.parametrize("hours", [-1, 0, 4, 6])
def test_every_half_hour_of_the_day_can_be_booked_and_is_then_taken(house: House, hours: int) -> None:
    """Late half hours have masks beyond 32 bits, which one database compares differently."""
    starts_at = TOMORROW_TEN + timedelta(hours=hours)
    makers.order(house, starts_at=starts_at)
    makers.order(house, starts_at=starts_at)
    with pytest.raises(actions.SlotTaken):
        makers.order(house, starts_at=starts_at)
    clean()


def test_the_same_request_twice_is_one_order_and_the_key_cant_be_used_for_another(house: House) -> None:
    order = makers.order(house, key="one")
    before = state(order.id)
    said: dict[str, Any] = {
        "asked": Asked(house.offering.id, house.address.id, TOMORROW_TEN, 2), "candidates": [], "chosen": False, "actor": house.resident, "now": NOW + timedelta(hours=40), "quote_id": None,
    }  # fmt: skip
    quote = queries.order(house.resident, order.id)
    assert quote.id == order.id
    with pytest.raises(KeyReused):
        actions.place(request_key="one", body={"another": "body"}, **said)
    assert state(order.id) == before


def test_when_all_who_can_come_are_taken_the_slot_is_lost_and_nothing_is_written(house: House) -> None:
    first, second = makers.order(house), makers.order(house)
    assert first.worker_id != second.worker_id
    before = state(first.id), state(second.id)
    with pytest.raises(actions.SlotTaken):
        makers.order(house)
    assert (state(first.id), state(second.id)) == before
    assert len(queries.held_masks()) == 2


def test_a_chosen_person_is_held_or_nobody(house: House) -> None:
    order = makers.order(house, chosen=house.workers[1])
    assert order.worker_id == house.workers[1].id
    with pytest.raises(actions.SlotTaken):
        makers.order(house, chosen=house.workers[1])
    clean()


def test_a_quote_that_is_over_or_whose_price_changed_is_refused(house: House) -> None:
    asked = Asked(house.offering.id, house.address.id, TOMORROW_TEN, 2)
    quote = catalogue.quote(asked=asked, actor=house.resident, now=NOW)
    said: dict[str, Any] = {
        "asked": asked, "quote_id": quote.id, "candidates": [house.workers[0].id], "chosen": False, "body": {}, "actor": house.resident,
    }  # fmt: skip
    with pytest.raises(QuoteStale):
        actions.place(request_key="late", now=NOW + timedelta(minutes=15), **said)
    catalogue.set_price(actor=SYSTEM, offering_id=house.offering.id, price_fen=1, now=NOW)
    with pytest.raises(QuoteStale):
        actions.place(request_key="changed", now=NOW, **said)
    assert taken() == {}


@pytest.mark.parametrize("wrong", [timedelta(minutes=7), timedelta(days=-2), timedelta(days=60)])
def test_a_time_off_the_grid_past_or_too_far_is_a_fault_of_that_field(house: House, wrong: timedelta) -> None:
    with pytest.raises(Invalid) as refusal:
        makers.order(house, starts_at=TOMORROW_TEN + wrong)
    assert set(refusal.value.fields) == {"starts_at"}
    assert taken() == {}


def test_every_step_is_refused_to_whoever_it_isnt_for_and_leaves_nothing(house: House) -> None:
    order = makers.assigned(house)
    her = makers.her(house, order)
    before = state(order.id)
    with pytest.raises(StepNotYours):
        actions.accept(order_id=order.id, actor=house.resident, now=NOW)
    with pytest.raises(StepNotYours):
        actions.assign(order_id=order.id, worker_id=house.workers[0].id, actor=her, now=NOW)
    with pytest.raises(StepNotOpen):
        actions.depart(order_id=order.id, actor=her, now=NOW)
    stranger = person()
    other_desk = person(Role.ENTERPRISE, organization_id=stranger.account_id)
    for outsider in (stranger, other_desk, Actor.anonymous()):
        with pytest.raises(Missing):
            actions.cancel(order_id=order.id, actor=outsider, now=NOW)
    assert state(order.id) == before


def test_another_worker_is_assigned_by_swapping_the_time_of_both(house: House) -> None:
    order = makers.order(house)
    actions.confirm(order_id=order.id, actor=house.desk, now=NOW)
    other = next(each for each in house.workers if each.id != order.worker_id)
    actions.assign(order_id=order.id, worker_id=other.id, actor=house.desk, now=NOW)
    assert [worker for worker, _on in taken()] == [other.id]
    clean()


def test_a_worker_who_is_busy_then_cant_be_assigned_and_nothing_changes(house: House) -> None:
    first, second = makers.order(house), makers.order(house)
    actions.confirm(order_id=first.id, actor=house.desk, now=NOW)
    before = state(first.id)
    with pytest.raises(worker_rules.NotFree):
        actions.assign(order_id=first.id, worker_id=second.worker_id, actor=house.desk, now=NOW)
    assert state(first.id) == before
    clean()


def test_a_promise_that_isnt_met_is_refused_and_stays_in_the_journal(house: House) -> None:
    order = makers.order(house)
    actions.confirm(order_id=order.id, actor=house.desk, now=NOW)
    beginner = makers.worker(house, name="新来的", grade=5, health_until=day_of(NOW))
    stage, worker_id, masks = Stage.CONFIRMED, order.worker_id, taken()
    with pytest.raises(worker_rules.PromiseNotMet):
        actions.assign(order_id=order.id, worker_id=beginner.id, actor=house.desk, now=NOW)
    kept = queries.order(SYSTEM, order.id)
    assert (kept.stage, kept.worker_id, taken()) == (stage, worker_id, masks)
    assert journal.timeline("order", order.id)[-1].name == "order.promise_refused"
    clean()


def test_the_timeline_says_who_did_what_even_after_she_was_replaced(house: House) -> None:
    order = makers.accepted(house)
    first = makers.her(house, order)
    other = next(each for each in house.workers if each.id != order.worker_id)
    actions.assign(order_id=order.id, worker_id=other.id, actor=house.desk, now=NOW)
    actions.decline(order_id=order.id, candidates=[], actor=makers.her(house, queries.order(SYSTEM, order.id)), now=NOW)
    actions.cancel(order_id=order.id, reason="", actor=house.resident, now=NOW)
    with speaking("en"):
        told = {each.name: each.by for each in queries.timeline(house.desk, queries.order(SYSTEM, order.id))}
    assert first != house.desk
    assert told == {
        "order.placed": "resident", "order.confirmed": "enterprise", "order.assigned": "enterprise", "order.accepted": "worker",
        "order.relieved": "enterprise", "order.declined": "worker", "order.left_open": "automatic", "order.cancelled": "resident",
    }  # fmt: skip


def test_declining_frees_her_time_and_holds_the_next_candidate(house: House) -> None:
    order = makers.assigned(house)
    other = next(each for each in house.workers if each.id != order.worker_id)
    actions.decline(
        order_id=order.id, candidates=[each.id for each in house.workers], actor=makers.her(house, order), now=NOW
    )
    kept = queries.order(SYSTEM, order.id)
    assert (kept.stage, kept.worker_id, kept.assigned_at) == (Stage.CONFIRMED, other.id, None)
    assert [worker for worker, _on in taken()] == [other.id]
    clean()


def test_declining_with_nobody_else_leaves_the_order_open_until_somebody_is_assigned(house: House) -> None:
    order = makers.assigned(house)
    her = makers.her(house, order)
    actions.decline(order_id=order.id, actor=her, now=NOW)
    assert taken() == {}
    with pytest.raises(Missing):
        queries.order(her, order.id)
    actions.assign(order_id=order.id, worker_id=house.workers[0].id, actor=house.desk, now=NOW)
    clean()


def test_wrong_codes_are_recorded_and_after_five_the_next_try_waits(house: House) -> None:
    order = makers.on_the_way(house)
    her, right = makers.her(house, order), makers.code(house, order)
    wrong = "0000" if right != "0000" else "1111"
    for left in (4, 3, 2, 1):
        with pytest.raises(rules.WrongCode) as refusal:
            actions.arrive(order_id=order.id, code=wrong, actor=her, now=order.starts_at)
        assert refusal.value.facts["left"] == left
    with pytest.raises(rules.CodeLocked):
        actions.arrive(order_id=order.id, code=wrong, actor=her, now=order.starts_at)
    with pytest.raises(rules.CodeLocked):
        actions.arrive(order_id=order.id, code=right, actor=her, now=order.starts_at + timedelta(minutes=9))
    names = [told.name for told in journal.timeline("order", order.id)]
    assert names.count("order.code_refused") == 5
    actions.arrive(order_id=order.id, code=right, actor=her, now=order.starts_at + timedelta(minutes=10))
    assert queries.door_code(house.resident, queries.order(SYSTEM, order.id)) is None
    clean()


def test_a_document_that_ended_stops_her_at_the_door_and_leaves_a_trace(house: House) -> None:
    made = makers.house(workers=0)
    makers.worker(made, name="李秀英", health_until=day_of(TOMORROW_TEN))
    order = makers.on_the_way(made)
    late = order.starts_at + timedelta(days=1)
    with pytest.raises(worker_rules.PromiseNotMet):
        actions.arrive(order_id=order.id, code=makers.code(made, order), actor=makers.her(made, order), now=late)
    kept = queries.order(SYSTEM, order.id)
    assert kept.stage == Stage.ON_THE_WAY
    assert journal.timeline("order", order.id)[-1].payload["at_the_door"] is True


def test_door_phone_and_code_are_known_only_to_whom_and_when_they_must(house: House) -> None:
    order = makers.assigned(house)
    her = makers.her(house, order)
    assert "前进路" not in queries.shown_place(her, order).full
    assert queries.shown_place(her, order).contact_phone == ""
    assert queries.door_code(her, order) is None
    assert queries.door_code(house.desk, order) is None
    assert queries.door_code(house.resident, order)
    order = actions.accept(order_id=order.id, actor=her, now=NOW)
    assert "前进路" in queries.shown_place(her, order).full


def test_the_clock_approves_after_48_hours_and_running_it_twice_changes_nothing(house: House) -> None:
    order = makers.finished(house)
    assert actions.approve_overdue(now=order.ends_at + timedelta(hours=47)) == 0
    assert actions.approve_overdue(now=order.ends_at + timedelta(hours=48)) == 1
    before = state(order.id)
    assert actions.approve_overdue(now=order.ends_at + timedelta(hours=49)) == 0
    assert state(order.id) == before
    assert journal.timeline("order", order.id)[-1].actor_kind == "clock"


@pytest.mark.parametrize(("safe", "text"), [(0, ""), (6, ""), (5, "字" * 501)])
def test_a_review_out_of_range_is_refused_and_leaves_nothing(house: House, safe: int, text: str) -> None:
    order = makers.approved(house)
    before = state(order.id)
    with pytest.raises(actions.BadReview):
        actions.review(
            order_id=order.id, safe=safe, cared=5, at_ease=5, text=text, actor=house.resident, now=order.ends_at
        )
    assert state(order.id) == before
    assert queries.review(queries.order(SYSTEM, order.id)) is None


def test_leave_over_a_visit_is_refused_until_somebody_else_comes(house: House) -> None:
    order = makers.assigned(house, chosen=house.workers[0])
    away = {
        "worker_id": house.workers[0].id, "starts_at": NOW + timedelta(hours=15), "ends_at": NOW + timedelta(days=3),
        "actor": house.them[0], "now": NOW,
    }  # fmt: skip
    before = state(order.id)
    with pytest.raises(VisitInLeave) as refusal:
        take_leave(**away)
    assert refusal.value.facts == {"when": "明天 9:30"}
    assert state(order.id) == before
    assert workers.leaves(house.workers[0].id, after=NOW) == []
    actions.assign(order_id=order.id, worker_id=house.workers[1].id, actor=house.desk, now=NOW)
    take_leave(**away)
    with pytest.raises(actions.SlotTaken):
        makers.order(house, starts_at=TOMORROW_TEN + timedelta(hours=4), chosen=house.workers[0])
    clean()


def test_a_timeline_tells_each_part_only_what_it_may_hear(house: House) -> None:
    order = makers.assigned(house)
    her = makers.her(house, order)
    actions.decline(order_id=order.id, actor=her, now=NOW)
    kept = queries.order(SYSTEM, order.id)
    family = [each.name for each in queries.timeline(house.resident, kept)]
    office = [each.name for each in queries.timeline(house.desk, kept)]
    assert "order.declined" not in family
    assert "order.declined" in office
    assert queries.timeline(person(), kept) == []


def test_a_credential_counts_only_once_somebody_else_verified_it(house: House) -> None:
    made = makers.house(workers=0)
    worker = makers.worker(made, name="徐冬莲", occupation="4-10-01-05")
    makers.credential(worker.id, CredentialKind.SKILL, verified=False, occupation="4-10-01-06", grade=3)
    papers = workers.papers([worker.id])[worker.id]
    promise = worker_rules.Promise("4-10-01-06", 5, "家政服务员五级")
    assert worker_rules.promise_not_met(papers, promise, day_of(NOW))
