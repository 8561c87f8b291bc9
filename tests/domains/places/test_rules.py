"""Names, keys, distances, days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunjiasao.domains.places import rules
from xunjiasao.domains.places.terms import DayKind, Level

POINTS = st.tuples(st.integers(-89_000_000, 89_000_000), st.integers(-179_000_000, 179_000_000))


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("南山社区居委会", "南山社区"),
        ("南兴居委会", "南兴社区"),
        ("浔西社区委员会", "浔西社区"),
        ("文联社区居员会", "文联社区"),
        ("泉塘村民委员会", "泉塘村"),
        ("王家铺村委会", "王家铺村"),
        ("沿浔村社区居委会", "沿浔村社区"),
        ("良种场生活区", "良种场生活区"),
    ],
)
def test_a_community_is_named_as_people_say_it(official: str, name: str) -> None:
    assert rules.short_name(official) == name


@given(st.integers(1, 36 * 36 - 1))
def test_a_key_is_read_back_and_keys_sort_as_numbers_do(number: int) -> None:
    assert rules.number(rules.key(number)) == number
    assert number == 1 or rules.key(number - 1) < rules.key(number)


def test_a_path_lists_all_that_lie_above_it() -> None:
    assert rules.prefixes("/jj/03/0a/") == ["/jj/", "/jj/03/", "/jj/03/0a/"]
    assert rules.prefixes("") == []
    assert rules.level_of("/jj/") == Level.CITY
    assert rules.level_of("/jj/03/0a/2f/") == Level.COMMUNITY


def test_a_division_covers_itself_and_what_lies_in_it() -> None:
    assert rules.covers("/jj/03/", "/jj/03/0a/")
    assert rules.covers("/jj/03/", "/jj/03/")
    assert not rules.covers("/jj/03/", "/jj/04/")
    assert not rules.covers("", "/jj/04/")


def test_a_distance_is_what_the_globe_says() -> None:
    # one degree of latitude is 2 π r / 360 = 111 195 m; of longitude at 30° north cos 30° of that
    assert rules.distance_m((29_000_000, 116_000_000), (30_000_000, 116_000_000)) == 111_195
    assert rules.distance_m((30_000_000, 116_000_000), (30_000_000, 117_000_000)) == pytest.approx(96_297, abs=5)
    assert rules.distance_m((29_700_000, 116_000_000), (29_700_000, 116_000_000)) == 0


@given(POINTS, POINTS, POINTS)
def test_distances_are_equal_both_ways_and_a_detour_is_never_shorter(
    a: rules.Point, b: rules.Point, c: rules.Point
) -> None:
    assert rules.distance_m(a, b) == rules.distance_m(b, a)
    assert rules.distance_m(a, c) <= rules.distance_m(a, b) + rules.distance_m(b, c) + 2


@given(st.text(min_size=1, max_size=12))
def test_an_invented_point_is_near_and_always_the_same(code: str) -> None:
    made = rules.invented_point(code, around=(29_700_000, 116_000_000), reach_e6=12_000)
    assert made == rules.invented_point(code, around=(29_700_000, 116_000_000), reach_e6=12_000)
    assert abs(made[0] - 29_700_000) <= 12_000
    assert abs(made[1] - 116_000_000) <= 12_000


@pytest.mark.parametrize(
    ("on", "said", "kind"),
    [
        (date(2026, 11, 24), None, DayKind.WORKDAY),
        (date(2026, 11, 28), None, DayKind.WEEKEND),
        (date(2026, 11, 28), True, DayKind.WORKDAY),  # a Saturday that is worked
        (date(2026, 10, 1), False, DayKind.HOLIDAY),  # a Thursday off
    ],
)
def test_the_table_of_holidays_comes_before_the_week(on: date, said: bool | None, kind: DayKind) -> None:
    assert rules.day_kind(on, is_workday=said) == kind


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("138 0000 0001", "13800000001"),
        ("0792-8123456", "0792-8123456"),
        ("079281234567", "079281234567"),
        ("8123456", None),
        ("12345", None),
        ("", None),
    ],
)
def test_a_contact_has_a_mobile_or_a_landline(typed: str, read: str | None) -> None:
    assert rules.telephone(typed) == read


@pytest.mark.parametrize("point", [(91.0, 116.0), (29.0, 181.0), (29.0, None), (None, 116.0), (float("nan"), 116.0)])
def test_half_a_point_or_one_off_the_globe_is_none(point: tuple[float | None, float | None]) -> None:
    with pytest.raises(ValueError, match="not a point"):
        rules.point(*point)
