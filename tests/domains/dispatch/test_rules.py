"""Free starts and scores, by hand and against a slow oracle."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.domains.dispatch import rules
from xunjiasao.domains.dispatch.rules import Facts, Slot

DAY = st.integers(min_value=0, max_value=(1 << 48) - 1)


@given(DAY, DAY, DAY, DAY, st.integers(min_value=1, max_value=40))
def test_free_starts_are_those_that_a_slow_look_finds(
    open_: int, taken: int, next_open: int, next_taken: int, slots: int
) -> None:
    free, offered = rules.free_starts(open_, taken, next_open, next_taken, slots)
    whole = [bool((open_ | next_open << 48) >> slot & 1) for slot in range(96)]
    busy = [bool((taken | next_taken << 48) >> slot & 1) for slot in range(96)]
    for start in range(48):
        wanted = range(start, start + slots)
        fits = all(slot < 96 and whole[slot] for slot in wanted)
        assert bool(offered >> start & 1) == fits
        assert bool(free >> start & 1) == (fits and not any(busy[slot] for slot in wanted))


def test_a_visit_may_run_past_midnight() -> None:
    evening, morning = 0b11 << 46, 0b11
    free, _offered = rules.free_starts(evening, 0, morning, 0, 4)
    assert free == 1 << 46
    assert rules.free_starts(evening, 0, morning, 0b1, 4)[0] == 0


def test_the_leading_buffer_comes_before_the_visit() -> None:
    slot = rules.slot(datetime(2026, 11, 26).date(), 16, lead_min=30, minutes=120, workers_free=3)  # noqa: DTZ001  # a date
    assert slot == Slot(datetime(2026, 11, 26, 0, 30, tzinfo=UTC), datetime(2026, 11, 26, 2, 30, tzinfo=UTC), 3)
    assert rules.width(30, 100) == 5


def test_near_known_rated_and_rested_workers_come_first() -> None:
    plain = Facts(distance_m=5_000, rating_milli=4_000, visits_here=0, visits_that_week=0, levels_above=0)
    assert rules.score(plain) == (300 - 100) + 0 + 160
    known = Facts(distance_m=5_000, rating_milli=4_000, visits_here=9, visits_that_week=2, levels_above=1)
    assert rules.score(known) == 200 + 240 + 160 + 10 - 50
    unknown_place = Facts(distance_m=None, rating_milli=None, visits_here=0, visits_that_week=0, levels_above=0)
    assert rules.score(unknown_place) == 150 + 160


def test_alternatives_are_the_nearest_free_times_in_order() -> None:
    nine = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    slots = [Slot(nine + timedelta(minutes=30 * n), nine + timedelta(minutes=30 * n + 60), n % 2) for n in range(8)]
    near = rules.closest(slots, nine + timedelta(minutes=60), 2)
    assert [slot.starts_at for slot in near] == [nine + timedelta(minutes=30), nine + timedelta(minutes=90)]
