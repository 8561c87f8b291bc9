"""Which starts a day has: those at which a visit begins on it, the half hour before it wherever that lies."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.domains.orders.makers import NOW, House
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.time import FULL_DAY, at_slot, day_of

THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """One worker, who works around the clock."""
    made = makers.house(workers=0)
    makers.worker(made, name="徐冬莲", pattern=FULL_DAY)
    return made


def ask(of: House) -> Any:
    return dispatch.ask(of.resident, offering_id=of.offering.id, address_id=of.address.id, quantity=2, extras=[])


def starts(of: House, first: date, last: date) -> list[datetime]:
    return [slot.starts_at for slot in dispatch.slots(ask(of), first=first, last=last, now=NOW)]


def test_a_day_begins_at_its_own_midnight_and_ends_before_the_next(house: House) -> None:
    assert starts(house, THURSDAY, THURSDAY) == [at_slot(THURSDAY, slot) for slot in range(48)]


def test_several_days_have_the_starts_of_each(house: House) -> None:
    assert starts(house, THURSDAY, FRIDAY) == starts(house, THURSDAY, THURSDAY) + starts(house, FRIDAY, FRIDAY)


def test_somebody_can_be_booked_for_midnight_just_when_it_is_shown_as_free(house: House) -> None:
    midnight = at_slot(THURSDAY, 0)
    assert makers.order(house, starts_at=midnight).starts_at == midnight
    free = {slot.starts_at: slot.workers_free for slot in dispatch.slots(ask(house), first=THURSDAY, last=THURSDAY, now=NOW)}  # fmt: skip
    assert [free[at_slot(THURSDAY, slot)] for slot in range(6)] == [0, 0, 0, 0, 0, 1]
    for starts_at, workers in list(free.items())[:8]:
        assert len(dispatch.candidates(ask(house), starts_at=starts_at, now=NOW)) == workers, starts_at


def test_a_visit_at_midnight_can_be_moved_on_its_own_day(house: House) -> None:
    order = makers.order(house, starts_at=at_slot(THURSDAY, 0))
    shown = {slot.starts_at: slot.workers_free for slot in dispatch.slots_for_move(order, first=THURSDAY, last=THURSDAY, now=NOW)}  # fmt: skip
    assert (shown[order.starts_at], at_slot(FRIDAY, 0) in shown) == (1, False)


def test_who_begins_at_eight_has_no_start_before_her_half_hour_is_over(house: House) -> None:
    early = makers.house(workers=1)
    assert starts(early, THURSDAY, THURSDAY)[0] == at_slot(THURSDAY, 17)


def test_days_that_are_over_or_beyond_the_horizon_have_no_starts(house: House) -> None:
    today = day_of(NOW)
    assert starts(house, today, today)[0] == NOW + timedelta(hours=2)
    for first, last in ((date.min, date.min), (today - timedelta(days=9), today - timedelta(days=1)), (date.max, date.max)):  # fmt: skip
        assert starts(house, first, last) == []
    for first, last in ((FRIDAY, THURSDAY), (today, today + timedelta(days=14))):
        with pytest.raises(Invalid):
            starts(house, first, last)


def test_slots_ask_as_often_however_many_workers_there_are(house: House, django_assert_num_queries: Any) -> None:
    wanted = ask(house)
    for _more in range(3):
        makers.worker(house, name="李")
    with django_assert_num_queries(3):
        dispatch.slots(wanted, first=THURSDAY, last=FRIDAY, now=NOW)
