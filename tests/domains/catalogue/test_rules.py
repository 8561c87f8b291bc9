"""Durations and prices by hand, and what holds for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.domains.catalogue import rules
from xunjiasao.domains.catalogue.rules import Extra, Skill, Surcharge, Tariff
from xunjiasao.domains.catalogue.terms import Charge, LineKind, Unit
from xunjiasao.domains.places.terms import DayKind
from xunjiasao.kernel.text import speaking
from xunjiasao.kernel.time import at_slot

TUESDAY, SATURDAY, FESTIVAL = date(2026, 11, 24), date(2026, 11, 28), date(2026, 10, 1)
KINDS = {TUESDAY: DayKind.WORKDAY, SATURDAY: DayKind.WEEKEND, FESTIVAL: DayKind.HOLIDAY}
KINDS |= {on + timedelta(days=1): kind for on, kind in list(KINDS.items())}
WINDOWS = Extra("windows", "擦内窗", "Inside of windows", 3_000, 30)
EVENING = Surcharge(Charge.EVENING, 2_000, 19 * 60, 24 * 60)
EARLY = Surcharge(Charge.EARLY, 1_500, 0, 7 * 60)
WEEKEND, HOLIDAY = Surcharge(Charge.WEEKEND, 1_000), Surcharge(Charge.HOLIDAY, 5_000)
CARER = Skill("4-10-01-05", "养老护理员", "Elderly carer", 4, "四级/中级工", "Level 4 (intermediate)")
CLEANING = Tariff("日常保洁", "Regular cleaning", Unit.HOUR, 4_000, (WINDOWS,), (EARLY, EVENING, WEEKEND, HOLIDAY))


def at(on: date, clock: str) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return at_slot(on, 0) + timedelta(hours=hours, minutes=minutes)


def priced(
    on: date, clock: str, *, hours: int = 2, extras: tuple[str, ...] = (), tariff: Tariff = CLEANING, minutes: int = 0
) -> list[tuple[str, int]]:
    took = minutes or hours * 60
    lines = rules.price(tariff, quantity=hours, extras=extras, starts_at=at(on, clock), minutes=took, days=KINDS)
    return [(line.key, line.amount_fen) for line in lines]


@pytest.mark.parametrize(
    ("fixed", "per_unit", "quantity", "extra", "minutes"),
    [
        (0, 60, 2, 0, 120),
        (0, 60, 1, 1, 90),  # 61 minutes fill three half hours
        (20, 40, 1, 0, 60),
        (20, 40, 2, 0, 120),  # 100
        (0, 3, 90, 0, 270),
        (0, 3, 91, 0, 300),  # 273
        (150, 0, 1, 30, 180),
        (0, 0, 1, 0, 0),  # long-term work takes no half hours
        (0, 1, 1, 0, 30),
    ],
)
def test_a_visit_takes_whole_half_hours(fixed: int, per_unit: int, quantity: int, extra: int, minutes: int) -> None:
    assert (
        rules.duration_min(minutes_fixed=fixed, minutes_per_unit=per_unit, quantity=quantity, extra_min=extra)
        == minutes
    )


def test_a_plain_visit_costs_its_hours() -> None:
    assert priced(TUESDAY, "9:00") == [("base", 8_000)]


def test_extras_have_lines_of_their_own_and_unknown_ones_none() -> None:
    assert priced(TUESDAY, "9:00", extras=("windows",), minutes=150) == [("base", 8_000), ("windows", 3_000)]


def test_an_evening_share_is_taken_for_the_evening_minutes_only() -> None:
    # 18:00 to 20:00, evening from 19:00: 80 yuan × 20 % × 60/120
    assert priced(TUESDAY, "18:00") == [("base", 8_000), ("evening", 800)]
    assert priced(TUESDAY, "17:00") == [("base", 8_000)]
    assert priced(TUESDAY, "19:00") == [("base", 8_000), ("evening", 1_600)]


def test_a_share_is_of_base_and_extras_and_is_rounded_once_half_up() -> None:
    # 110 yuan, 150 minutes from 17:00: 30 of them after 19:00 → 11 000 × 0.2 × 30/150 = 440
    assert priced(TUESDAY, "17:00", extras=("windows",), minutes=150)[-1] == ("evening", 440)
    odd = Tariff("x", "x", Unit.VISIT, 125, (), (Surcharge(Charge.WEEKEND, 1_000),))
    assert priced(SATURDAY, "9:00", hours=1, tariff=odd)[-1] == ("weekend", 13)  # 12.5 fen


def test_a_weekend_evening_costs_both_shares_of_the_same_sum() -> None:
    # 80 yuan; weekend 10 % = 8; evening 20 % of all 120 minutes = 16
    assert priced(SATURDAY, "19:00") == [("base", 8_000), ("evening", 1_600), ("weekend", 800)]


def test_a_holiday_costs_the_holiday_share_and_no_weekend_one() -> None:
    assert priced(FESTIVAL, "9:00") == [("base", 8_000), ("holiday", 4_000)]


def test_a_night_over_midnight_is_priced_day_by_day() -> None:
    friday = SATURDAY - timedelta(days=1)
    days = {friday: DayKind.WORKDAY, SATURDAY: DayKind.WEEKEND}
    lines = rules.price(CLEANING, quantity=8, extras=(), starts_at=at(friday, "22:00"), minutes=480, days=days)
    # 320 yuan, 8 hours: 2 in the evening, 6 on Saturday, all 6 before 7:00
    assert [(line.key, line.amount_fen, line.minutes) for line in lines] == [
        ("base", 32_000, 0),
        ("early", 3_600, 360),  # 32 000 × 15 % × 360/480
        ("evening", 1_600, 120),  # 32 000 × 20 % × 120/480
        ("weekend", 2_400, 360),  # 32 000 × 10 % × 360/480
    ]


def test_a_visit_that_ends_at_midnight_touches_one_day() -> None:
    assert rules.days_of(at(TUESDAY, "22:00"), 120) == [TUESDAY]
    assert rules.days_of(at(TUESDAY, "22:00"), 150) == [TUESDAY, TUESDAY + timedelta(days=1)]


def test_what_is_free_has_one_line_of_nothing() -> None:
    free = Tariff("公益陪伴", "Welfare visit", Unit.VISIT, 0, (), (WEEKEND,))
    assert priced(SATURDAY, "9:00", hours=1, tariff=free) == [("base", 0)]


EXTRAS = st.lists(
    st.builds(Extra, code=st.sampled_from("abcdef"), name=st.just("x"), name_en=st.just("x"), price_fen=st.integers(0, 50_000), minutes=st.integers(0, 120)),
    max_size=4, unique_by=lambda extra: extra.code,
)  # fmt: skip
SURCHARGES = st.lists(
    st.builds(
        lambda kind, share, hours: Surcharge(kind, share, *sorted(hours)),
        st.sampled_from(list(Charge)), st.integers(1, 30_000), st.lists(st.integers(0, 1_440), min_size=2, max_size=2, unique=True),
    ),
    max_size=4, unique_by=lambda surcharge: surcharge.kind,
)  # fmt: skip
TARIFFS = st.builds(
    Tariff, name=st.just("服务"), name_en=st.just("Service"), unit=st.sampled_from(Unit), price_fen=st.integers(0, 1_000_000),
    extras=EXTRAS.map(tuple), surcharges=SURCHARGES.map(tuple),
)  # fmt: skip


@given(TARIFFS, st.integers(1, 200), st.sets(st.sampled_from("abcdef")), st.integers(0, 95), st.integers(1, 24))
def test_the_lines_add_up_to_the_price_and_each_says_why(
    tariff: Tariff, quantity: int, extras: set[str], slot: int, halves: int
) -> None:
    starts_at, minutes = at_slot(SATURDAY, slot), halves * 30
    days = dict.fromkeys(rules.days_of(starts_at, minutes), DayKind.WEEKEND)
    lines = rules.price(tariff, quantity=quantity, extras=extras, starts_at=starts_at, minutes=minutes, days=days)
    base_fen = tariff.price_fen * quantity + sum(extra.price_fen for extra in tariff.extras if extra.code in extras)
    assert rules.total_fen(lines) == sum(line.amount_fen for line in lines) >= base_fen >= 0
    assert all(line.amount_fen >= 0 for line in lines)
    assert sum(line.amount_fen for line in lines if line.kind != LineKind.SURCHARGE) == base_fen
    for line in lines:
        assert "{" not in rules.line_label(rules.plain_line(line))
        assert line.kind != LineKind.SURCHARGE or 0 < line.minutes <= minutes
    most = sum(base_fen * surcharge.share_bp for surcharge in tariff.surcharges)
    assert (rules.total_fen(lines) - base_fen) * 10_000 <= most + 10_000 * len(tariff.surcharges)


@given(TARIFFS)
def test_a_tariff_is_read_back_from_a_snapshot(tariff: Tariff) -> None:
    assert Tariff.read(rules.plain(tariff)) == tariff


@given(st.integers(0, 600), st.integers(0, 120), st.integers(1, 200), st.integers(0, 240))
def test_a_duration_is_never_shorter_than_the_work_nor_half_an_hour_longer(
    fixed: int, per: int, quantity: int, extra: int
) -> None:
    work = fixed + per * quantity + extra
    assert (
        0
        <= rules.duration_min(minutes_fixed=fixed, minutes_per_unit=per, quantity=quantity, extra_min=extra) - work
        < 30
    )


NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)  # 9:10 in the city


@pytest.mark.parametrize(
    ("starts_at", "right"),
    [
        (at(TUESDAY, "11:30"), True),
        (at(TUESDAY, "11:00"), False),  # 110 minutes ahead
        (at(TUESDAY, "11:40"), False),  # off the grid
        (at(TUESDAY, "11:30") + timedelta(seconds=1), False),
        (at(TUESDAY, "9:00"), False),
        (at(TUESDAY, "9:00") + timedelta(days=30), True),
        (at(TUESDAY, "9:30") + timedelta(days=30), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, tzinfo=UTC), False),
    ],
)
def test_a_visit_starts_on_the_grid_two_hours_to_thirty_days_ahead(starts_at: datetime, right: bool) -> None:
    assert (rules.wrong_start(starts_at, NOW) is None) == right


def test_a_late_start_is_answered_with_the_earliest_one() -> None:
    assert "11:30" in str(rules.wrong_start(at(TUESDAY, "10:00"), NOW))
    assert "11:00" in str(rules.wrong_start(at(TUESDAY, "10:00"), NOW - timedelta(minutes=10)))


@pytest.mark.parametrize(
    ("quantity", "right"), [(49, False), (50, True), (55, False), (60, True), (200, True), (210, False), (-10, False)]
)
def test_a_quantity_lies_on_the_steps_from_the_least_to_the_most(quantity: int, right: bool) -> None:
    assert (rules.wrong_quantity(quantity, least=50, most=200, step=10) is None) == right


def test_a_visit_of_twelve_hours_is_the_longest() -> None:
    assert rules.wrong_duration(720) is None
    assert rules.wrong_duration(750)


def test_an_extra_is_known_and_chosen_once() -> None:
    assert rules.wrong_extras(["a"], ["a", "b"]) is None
    assert rules.wrong_extras(["a", "a"], ["a", "b"])
    assert "c" in str(rules.wrong_extras(["c"], ["a", "b"]))


def test_a_line_is_said_in_both_languages() -> None:
    lines = rules.price(
        CLEANING, quantity=2, extras=["windows"], starts_at=at(SATURDAY, "18:00"), minutes=150, days=KINDS
    )
    kept = [rules.plain_line(line) for line in lines]
    with speaking("en"):
        assert [rules.line_label(line) for line in kept] == [
            "Regular cleaning: 40 yuan per hour × 2",
            "Inside of windows",
            "Evening, 20 % more for 90 minutes",
            "Weekend, 10 % more",
        ]
        assert rules.surcharge_label(EVENING) == "Evening 19:00–24:00: 20 % more"
        assert rules.promise_label(rules.promise(CARER)) == "Elderly carer, Level 4 or better"
    with speaking("zh-hans"):
        assert [rules.line_label(line) for line in kept] == [
            "日常保洁 2 小时 × 40 元",
            "擦内窗",
            "晚上 90 分钟，加 20%",
            "周末，加 10%",
        ]
        assert rules.surcharge_label(EVENING) == "晚上 19:00–24:00，加 20%"
        assert rules.promise_label(rules.promise(CARER)) == "养老护理员四级以上"


def test_a_promise_that_was_kept_without_the_name_of_its_level_says_the_number() -> None:
    early = {"occupation_code": "4-10-01-05", "occupation": "养老护理员", "occupation_en": "Elderly carer", "grade": 4}
    with speaking("en"):
        assert rules.promise_label(early | {"label": "养老护理员四级以上"}) == "Elderly carer, Level 4 or better"
    with speaking("zh-hans"):
        assert rules.promise_label(early) == "养老护理员4级以上"


def test_a_skill_is_said_by_its_level_without_the_title() -> None:
    apprentice = replace(CARER, grade=6, level="学徒工", level_en="Apprentice")
    with speaking("en"):
        assert [CARER.label, apprentice.label] == ["Elderly carer Level 4", "Elderly carer Apprentice"]
        assert replace(CARER, grade=None, level="").label == "Elderly carer"
    with speaking("zh-hans"):
        assert [CARER.label, apprentice.label] == ["养老护理员四级", "养老护理员学徒工"]
