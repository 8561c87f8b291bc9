"""City days, half hours, masks over midnight."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.kernel import time
from xunjiasao.kernel.time import FULL_DAY, SLOT, at_slot

DAY = date(2026, 11, 26)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.integers(0, 2 * 365 * 24 * 3600).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


def test_a_city_day_begins_eight_hours_before_utcs():
    assert time.day_of(datetime(2026, 11, 25, 15, 59, tzinfo=UTC)) == date(2026, 11, 25)
    assert time.day_of(datetime(2026, 11, 25, 16, 0, tzinfo=UTC)) == DAY
    assert at_slot(DAY, 18) == datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert at_slot(DAY, 48) == at_slot(DAY + timedelta(days=1), 0)


@given(instants)
def test_every_instant_lies_in_its_half_hour(at: datetime):
    start = at_slot(time.day_of(at), time.slot_of(at))
    assert start <= at < start + SLOT
    assert time.on_grid(at) == (at == start)


def test_a_visit_over_midnight_touches_two_days():
    spans = time.masks(at_slot(DAY, 46), at_slot(DAY, 51))
    assert spans == [(DAY, 0b11 << 46), (DAY + timedelta(days=1), 0b111)]


def test_a_visit_of_several_days_fills_those_between():
    spans = time.masks(at_slot(DAY, 47), at_slot(DAY + timedelta(days=2), 1))
    assert spans == [(DAY, 1 << 47), (DAY + timedelta(days=1), FULL_DAY), (DAY + timedelta(days=2), 1)]


def test_a_begun_half_hour_is_filled():
    start = at_slot(DAY, 18)
    assert time.masks(start, start + timedelta(minutes=31)) == [(DAY, 0b11 << 18)]
    assert time.masks(start + timedelta(minutes=10), start + timedelta(minutes=40)) == [(DAY, 0b11 << 18)]
    assert time.masks(start, start) == []


@given(instants, st.integers(1, 200))
def test_masks_hold_each_half_hour_of_the_period_once(at: datetime, slots: int):
    start = at_slot(time.day_of(at), time.slot_of(at))
    spans = time.masks(start, start + slots * SLOT)
    assert sum(mask.bit_count() for _on, mask in spans) == slots
    assert [on for on, _mask in spans] == sorted({on for on, _mask in spans})
    assert all(0 < mask <= FULL_DAY for _on, mask in spans)
    first, last = spans[0], spans[-1]
    assert at_slot(first[0], (first[1] & -first[1]).bit_length() - 1) == start
    assert at_slot(last[0], last[1].bit_length()) == start + slots * SLOT


@given(st.integers(0, FULL_DAY))
def test_a_mask_read_as_periods_and_written_again_is_the_same(mask: int):
    runs = list(time.periods(mask))
    assert sum(((1 << (last - first)) - 1) << first for first, last in runs) == mask
    assert all(one[1] < two[0] for one, two in pairwise(runs))


@pytest.mark.parametrize(("slot", "text"), [(0, "00:00"), (17, "08:30"), (47, "23:30"), (48, "24:00")])
def test_half_hours_are_written_as_on_a_clock(slot: int, text: str):
    assert time.clock_text(slot) == text


@pytest.mark.parametrize(("minutes", "slots"), [(0, 0), (1, 1), (30, 1), (31, 2), (1440, 48)])
def test_a_duration_is_rounded_up_to_half_hours(minutes: int, slots: int):
    assert time.slots_in(minutes) == slots
