"""Who may come at all: skill, time, place, enterprise, bans."""

import pytest

from matching import ranking
from tests.matching.ranking import makers
from tests.matching.ranking.makers import ALL_DAY, DAY_MIN, found, visit, worker

TEN, NOON = 20, 24


def busy(*slots: tuple[int, int]) -> tuple[int, ...]:
    """Free at all times but for these half hours, as (day, slot)."""
    free = [ALL_DAY] * makers.DAYS
    for day, slot in slots:
        free[day] &= ~(1 << slot)
    return tuple(free)


@pytest.mark.parametrize("slot", range(TEN, NOON))
def test_a_worker_who_is_taken_for_one_slot_is_left_out(slot: int):
    assert found([worker(1, free=busy((1, slot))), worker(2)], visit()) == [2]


@pytest.mark.parametrize("slot", [TEN - 1, NOON])
def test_what_is_taken_just_before_or_after_does_not_matter(slot: int):
    assert found([worker(1, free=busy((1, slot)))], visit()) == [1]


@pytest.mark.parametrize(("taken", "left"), [(TEN - 3, [1]), (TEN - 2, []), (TEN - 1, [])])
def test_the_way_there_is_kept_free_too(taken: int, left: list[int]):
    assert found([worker(1, free=busy((1, taken)))], visit(lead_slots=2)) == left


def test_another_day_does_not_matter():
    assert found([worker(1, free=busy((0, TEN), (2, TEN)))], visit()) == [1]


@pytest.mark.parametrize(("day", "slot", "left"), [(1, 45, [1]), (1, 46, []), (1, 47, []), (2, 0, []), (2, 1, [1])])
def test_a_visit_over_midnight_needs_both_days(day: int, slot: int, left: list[int]):
    night = visit(start_min=DAY_MIN + 23 * 60, end_min=2 * DAY_MIN + 30)
    assert found([worker(1, free=busy((day, slot)))], night) == left


def test_the_buffer_may_begin_the_evening_before():
    early = visit(start_min=2 * DAY_MIN, end_min=2 * DAY_MIN + 60, lead_slots=1)
    assert found([worker(1, free=busy((1, 47))), worker(2, free=busy((1, 46)))], early) == [2]


def test_the_spare_time_is_that_of_the_day_on_which_the_visit_starts():
    early = visit(start_min=2 * DAY_MIN, end_min=2 * DAY_MIN + 60, lead_slots=1)
    free = (0, ALL_DAY, 0b111, 0, 0)
    [candidate] = ranking.top(makers.index([worker(1, free=free)]), early, 1)
    assert candidate.parts.spare == 1


@pytest.mark.parametrize(("day", "left"), [(0, [1]), (1, []), (2, []), (3, []), (4, [1])])
def test_a_visit_of_days_needs_every_day(day: int, left: list[int]):
    long = visit(start_min=DAY_MIN, end_min=4 * DAY_MIN)
    assert found([worker(1, free=busy((day, 30)))], long) == left


def test_the_last_half_hour_of_the_index_can_be_asked_for():
    last = visit(start_min=makers.DAYS * DAY_MIN - 30, end_min=makers.DAYS * DAY_MIN)
    assert found([worker(1)], last) == [1]
    assert found([worker(1, free=busy((makers.DAYS - 1, 47)))], last) == []


@pytest.mark.parametrize(("level", "left"), [(0, [1]), (3, [1]), (4, [])])
def test_the_level_asked_for_is_a_minimum(level: int, left: list[int]):
    assert found([worker(1, skills=((0, 3), (1, 9)))], visit(level=level)) == left


def test_another_skill_does_not_help():
    assert found([worker(1, skills=((1, 9), (2, 9))), worker(2, skills=())], visit()) == []


def test_whoever_asks_for_no_skill_gets_those_without_one_too():
    assert found([worker(1, skills=()), worker(2)], visit(skill=None)) == [1, 2]


@pytest.mark.parametrize(("radius_m", "left"), [(4_999, []), (5_000, [1]), (None, [1])])
def test_the_radius_is_met_by_the_metre(radius_m: int | None, left: list[int]):
    assert found([worker(1, x=3_000, y=-4_000)], visit(radius_m=radius_m)) == left


def test_a_radius_is_not_rounded_in_anybodys_favour():
    assert found([worker(1, x=5_000, y=1)], visit(radius_m=5_000)) == []


def test_only_the_enterprise_that_was_asked():
    workers = [worker(1, group=0), worker(2, group=7), worker(3, group=8)]
    assert found(workers, visit(group=7)) == [2]
    assert found(workers, visit(group=0)) == [1]
    assert found(workers, visit()) == [1, 2, 3]


def test_enterprises_whose_numbers_end_alike_are_told_apart():
    workers = [worker(1, group=1), worker(2, group=257), worker(3, group=513)]
    assert found(workers, visit(group=257)) == [2]


def test_who_is_banned_stays_away_even_if_the_family_hopes_for_her():
    asked = visit(banned=frozenset({1}), preferred=frozenset({1}), previous=((1, 3),))
    assert found([worker(1), worker(2)], asked) == [2]


def test_the_family_knows_people_who_have_left():
    assert found([worker(2)], visit(banned=frozenset({8}), preferred=frozenset({9}), previous=((7, 1),))) == [2]


@pytest.mark.parametrize("fields", [{"skills": ()}, {"free": (0,) * 5}, {"x": 9_000}, {"skills": ((0, 1),)}])
def test_to_be_known_does_not_open_a_closed_door(fields: dict[str, object]):
    asked = visit(preferred=frozenset({1}), previous=((1, 3),), radius_m=8_000, level=2)
    assert found([worker(1, **fields)], asked) == []


def test_a_home_far_out_of_town_is_found_from_next_door():
    town = [worker(number, x=number % 50 * 400, y=number // 50 * 400) for number in range(3_000)]
    hermit = worker(5_000, x=900_000, y=-900_000)
    assert found([*town, hermit], visit(x=900_010, y=-900_000, radius_m=10)) == [5_000]
    assert found([*town, hermit], visit(x=900_010, y=-900_000), k=1) == [5_000]


def test_an_empty_city_has_nobody():
    assert found([], visit()) == []


def test_a_city_so_wide_that_two_kilometres_would_be_too_many_cells_gets_wider_ones():
    spread = [worker(number, x=(number - 200) * 40_000, y=(200 - number) * 40_000) for number in range(400)]
    ours = makers.index(spread)
    assert int(ours.arrays.states[0]["cell_m"]) > 2_000
    assert makers.agree(ours, spread, [visit(x=each.x, y=each.y) for each in spread[::40]], 3) == 30
