"""The way between two visits: who can't get from one to the other in time isn't sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.looks import clean, state, taken
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from tests.makers import SYSTEM
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import actions, queries, rules
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.rules import TooFarBetween, Visit
from xunjiasao.kernel.text import speaking

HALF_PAST_TWELVE = TOMORROW_TEN + timedelta(hours=2, minutes=30)
"""the first start that the calendar of whoever works from ten to twelve has free"""
HERE, VILLAGE = (29.68, 115.99), (28.78, 115.99)
"""two doors 100 km apart"""


@pytest.fixture
def village(house: House) -> House:
    """The same house, seen from a family 100 km away; both families have their doors on the map."""
    house.address = city.address(house.resident, lat=HERE[0], lng=HERE[1])
    return replace(house, address=city.address(house.resident, lat=VILLAGE[0], lng=VILLAGE[1]))


def asked(of: House) -> Any:
    return dispatch.ask(
        of.resident, offering_id=of.offering.id, address_id=of.address.id, quantity=2, extras=[]
    )  # fmt: skip


def offered(of: House, starts_at: Any) -> set[Any]:
    return {each.worker.id for each in dispatch.candidates(asked(of), starts_at=starts_at, now=NOW)}


# ── the rule ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("metres", "minutes"), [(0, 0), (10_000, 0), (10_001, 1), (19_600, 30), (110_000, 312)])
def test_the_way_is_a_detour_by_electric_bicycle_beyond_what_may_be_next_door(metres: int, minutes: int) -> None:
    """Of 110 km as the crow flies 100 are sure, 130 km of road: 5.2 hours at 25 km/h."""
    assert rules.travel_min(metres) == minutes


@pytest.mark.parametrize(("gap_min", "blocked"), [(281, True), (282, False), (30, True)])
def test_only_a_way_longer_than_the_gap_speaks_against_a_visit(gap_min: int, blocked: bool) -> None:
    start, two_hours = TOMORROW_TEN, timedelta(hours=2)
    north, south = (
        (29_680_000, 115_990_000),
        (28_780_700, 115_990_000),
    )  # 100.1 km by the hundredths of a degree in which they lie
    first = Visit(start, start + two_hours, north)
    second = Visit(first.ends_at + timedelta(minutes=gap_min), first.ends_at + timedelta(minutes=gap_min + 60), south)
    with speaking("en"):
        before, after = rules.too_far_between(second, [first]), rules.too_far_between(first, [second])
        assert [each.sentence for each in (before, after) if each] == [
            "She can't get there in time from her visit before.", "She can't get from there to her next visit in time.",
        ][: 2 * blocked]  # fmt: skip
    for unknown in (replace(first, point=None), replace(first, point=south)):
        assert rules.too_far_between(second, [unknown]) is None
    assert rules.too_far_between(replace(second, point=None), [first]) is None


# ── who is offered ────────────────────────────────────────────────────────────────────────────


def test_a_family_isnt_offered_who_cant_get_there_in_time(village: House, house: House) -> None:
    order = makers.order(village)
    busy, idle = order.worker_id, next(each.id for each in house.workers if each.id != order.worker_id)
    assert offered(house, HALF_PAST_TWELVE) == {idle}
    assert offered(village, HALF_PAST_TWELVE) == {busy, idle}
    assert offered(house, TOMORROW_TEN + timedelta(hours=6)) == {idle}, "she ends at twelve and needs until 17:12"
    assert offered(house, TOMORROW_TEN + timedelta(days=1)) == {busy, idle}
    assert order.ends_at == TOMORROW_TEN + timedelta(hours=2)
    actions.cancel(order_id=order.id, actor=house.resident, now=NOW)
    assert offered(house, HALF_PAST_TWELVE) == {busy, idle}


def test_a_family_isnt_offered_whose_next_visit_is_too_far_away(village: House, house: House) -> None:
    busy = makers.order(village, starts_at=HALF_PAST_TWELVE).worker_id
    idle = next(each.id for each in house.workers if each.id != busy)
    assert offered(house, TOMORROW_TEN) == {idle}
    assert offered(village, TOMORROW_TEN) == {busy, idle}


def test_a_visit_at_an_unknown_point_hides_nobody(village: House, house: House) -> None:
    makers.order(village)
    nowhere = replace(asked(house), point=None)
    assert len(dispatch.candidates(nowhere, starts_at=HALF_PAST_TWELVE, now=NOW)) == 2
    assert len(offered(house, HALF_PAST_TWELVE)) == 1
    Order.objects.update(lat_e6=None, lng_e6=None)
    assert len(offered(house, HALF_PAST_TWELVE)) == 2


def test_ranking_asks_as_often_however_many_visits_there_are(
    village: House, house: House, django_assert_num_queries: Any
) -> None:
    wanted = asked(house)
    for hours in (-1, 2, 5):
        makers.order(village, starts_at=TOMORROW_TEN + timedelta(hours=hours))
        with django_assert_num_queries(4):
            dispatch.candidates(wanted, starts_at=HALF_PAST_TWELVE + timedelta(days=1), now=NOW)


def test_visits_of_the_week_are_counted_whether_near_or_not(village: House, house: House) -> None:
    """Two on Wednesday, one on Sunday evening; the one on Monday is of the next week."""
    her = makers.worker(house, name="徐冬莲", pattern=(1 << 48) - 1)
    sunday = TOMORROW_TEN + timedelta(days=4, hours=10)
    for starts_at in (TOMORROW_TEN, HALF_PAST_TWELVE, sunday, sunday + timedelta(hours=6)):
        makers.order(house, starts_at=starts_at, chosen=her)

    def that_week(starts_at: Any) -> int:
        [found] = dispatch.candidates(asked(house), starts_at=starts_at, worker_id=her.id, now=NOW)
        return found.facts.visits_that_week

    assert that_week(TOMORROW_TEN + timedelta(days=1)) == 3
    assert that_week(sunday - timedelta(hours=4)) == 3
    assert that_week(sunday + timedelta(hours=10)) == 1


# ── who is held ───────────────────────────────────────────────────────────────────────────────


def test_a_chosen_worker_who_cant_get_there_isnt_booked(village: House, house: House) -> None:
    her = house.workers[0]
    kept = makers.order(village, chosen=her)
    before, held = state(kept.id), taken()
    with pytest.raises(TooFarBetween):
        place(house, [her.id], chosen=True)
    assert (Order.objects.count(), state(kept.id), taken()) == (1, before, held)
    clean()


def test_placing_passes_over_whoever_cant_get_there(village: House, house: House) -> None:
    """The candidates were ranked before somebody else booked her."""
    far, near = house.workers
    makers.order(village, chosen=far)
    held = taken()
    with pytest.raises(actions.SlotTaken):
        place(house, [far.id], chosen=False)
    assert (Order.objects.count(), taken()) == (1, held)
    assert place(house, [far.id, near.id], chosen=False).worker_id == near.id
    clean()


def place(of: House, candidates: list[Any], *, chosen: bool) -> Any:
    quoted = makers.asked(of, starts_at=HALF_PAST_TWELVE)
    quote = makers.quote(of, quoted)
    return actions.place(
        asked=quoted, quote_id=quote.id, candidates=candidates, chosen=chosen, request_key=str(quote.id), body={},
        actor=of.resident, now=NOW,
    )  # fmt: skip


def test_the_desk_sees_last_whoever_cant_get_there_and_cant_send_her(village: House, house: House) -> None:
    far, near = house.workers
    makers.order(village, chosen=far)
    order = makers.order(house, starts_at=HALF_PAST_TWELVE)
    assert order.worker_id == near.id
    actions.confirm(order_id=order.id, actor=house.desk, now=NOW)
    with speaking("en"):
        shown = [
            (each.worker.id, each.blocked.sentence if each.blocked else "")
            for each in dispatch.for_order(queries.order(SYSTEM, order.id), NOW)
        ]
    assert shown == [(near.id, ""), (far.id, "She can't get there in time from her visit before.")]
    before = state(order.id)
    with pytest.raises(TooFarBetween):
        actions.assign(order_id=order.id, worker_id=far.id, actor=house.desk, now=NOW)
    assert state(order.id) == before
    assert actions.assign(order_id=order.id, worker_id=near.id, actor=house.desk, now=NOW).worker_id == near.id
    clean()


def test_whoever_declines_isnt_followed_by_one_who_cant_get_there(village: House, house: House) -> None:
    far, near = house.workers
    makers.order(village, chosen=far)
    order = makers.assigned(house, starts_at=HALF_PAST_TWELVE)
    assert order.worker_id == near.id
    left = actions.decline(order_id=order.id, candidates=[far.id], actor=house.them[1], now=NOW)
    assert left.worker_id is None
    clean()


def test_a_visit_isnt_moved_to_where_its_worker_cant_get_in_time(village: House, house: House) -> None:
    far, _near = house.workers
    makers.order(village, chosen=far)
    order = makers.assigned(house, starts_at=TOMORROW_TEN + timedelta(days=1), chosen=far)
    before = state(order.id)
    with pytest.raises(TooFarBetween):
        move(house, order)
    assert state(order.id) == before
    clean()


def test_a_visit_without_an_assigned_worker_moves_to_somebody_who_gets_there(village: House, house: House) -> None:
    far, near = house.workers
    makers.order(village, chosen=far)
    order = makers.order(house, starts_at=TOMORROW_TEN + timedelta(days=1), chosen=far)
    assert move(house, order).worker_id == near.id
    clean()


def test_a_visit_moves_by_half_an_hour_though_it_stands_near_itself(village: House) -> None:
    order = makers.assigned(village)
    able = dispatch.for_move(order, starts_at=TOMORROW_TEN + timedelta(minutes=30), now=NOW)
    moved = actions.reschedule(
        order_id=order.id, starts_at=TOMORROW_TEN + timedelta(minutes=30), candidates=able, actor=village.desk, now=NOW
    )
    assert moved.worker_id == order.worker_id
    clean()


def move(of: House, order: Any) -> Any:
    able = dispatch.for_move(order, starts_at=HALF_PAST_TWELVE, now=NOW)
    return actions.reschedule(order_id=order.id, starts_at=HALF_PAST_TWELVE, candidates=able, actor=of.desk, now=NOW)
