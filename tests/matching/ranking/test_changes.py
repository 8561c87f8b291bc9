"""An index that was changed answers as one that was built anew."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import ranking
from matching.ranking import Index, Worker
from matching.ranking.layout import LEVEL_BITS, MERIT_BITS, MOST_ROWS, NO_MERIT
from tests.matching.ranking import makers
from tests.matching.ranking.makers import ALL_DAY, found, visit, worker

seeds = st.integers(0, 2**32)


def change(random: Random, ours: Index, city: dict[int, Worker], first_day: int) -> int:
    """Change something in the index and in the list of workers alike; the first day after that."""
    kind = random.choice("day days move skills standing add add remove roll".split())
    if kind == "add" or not city:
        added = makers.someone(random, random.choice([n for n in range(400) if n not in city]))
        ours.add(added)
        city[added.id] = added
        return first_day
    number = random.choice(list(city))
    her = city[number]
    if kind == "day":
        ahead, mask = random.randrange(makers.DAYS), makers.some_mask(random)
        ours.set_day(number, first_day + ahead, mask)
        city[number] = replace(her, free=(*her.free[:ahead], mask, *her.free[ahead + 1 :]))
    elif kind == "days":
        ahead, some = random.randrange(makers.DAYS), random.sample(list(city), len(city) // 2)
        masks = [makers.some_mask(random) for _ in some]
        ours.set_days(np.array(some, np.int64), first_day + ahead, np.array(masks, np.int64))
        for each, mask in zip(some, masks, strict=True):
            free = city[each].free
            city[each] = replace(city[each], free=(*free[:ahead], mask, *free[ahead + 1 :]))
    elif kind == "move":
        there = makers.someone(random, number)
        ours.move(number, there.x, there.y)
        city[number] = replace(her, x=there.x, y=there.y)
    elif kind == "skills":
        skills = makers.someone(random, number).skills
        ours.set_skills(number, skills)
        city[number] = replace(her, skills=skills)
    elif kind == "standing":
        like = makers.someone(random, number)
        ours.set_standing(number, load=like.load, rating_milli=like.rating_milli, group=like.group)
        city[number] = replace(her, load=like.load, rating_milli=like.rating_milli, group=like.group)
    elif kind == "remove":
        ours.remove(number)
        del city[number]
    elif random.random() < 0.3:
        ahead = random.choice((1, 1, 2, makers.DAYS + 3))
        first_day += ahead
        ours.roll_to(first_day)
        for each, who in city.items():
            city[each] = replace(who, free=(*who.free[ahead:], *(0,) * min(ahead, makers.DAYS)))
    return first_day


@given(seeds)
@settings(deadline=None, max_examples=25)
def test_any_changes_leave_the_index_as_if_built_anew(seed: int):
    random, first_day = Random(seed), random_day(seed)
    city = {number: makers.someone(random, number) for number in range(random.choice((0, 3, 90)))}
    ours = makers.index(city.values(), first_day=first_day)
    for _ in range(120):
        first_day = change(random, ours, city, first_day)
    assert len(ours) == len(city)
    assert ours.first_day == first_day
    assert_tidy(ours)
    for number, who in city.items():
        assert ours.worker(number) == replace(who, skills=tuple(sorted(who.skills)))
    queries = [makers.some_visit(random, 400, first_day=first_day) for _ in range(40)]
    makers.agree(ours, city.values(), queries, 7)
    anew = Index.of(ours.rows(), ours.weights)
    again, before = ranking.top_many(anew, queries, 7), ranking.top_many(ours, queries, 7)
    assert [again.of(number) for number in range(40)] == [before.of(number) for number in range(40)]


def assert_tidy(ours: Index) -> None:
    """Assert what makes the search fast rather than right: buckets in order, their tops and offers exact."""
    a, posted = ours.arrays, 0
    for number, (start, count, room, best) in enumerate(a.buckets.tolist()):
        postings = a.pool[start : start + count].tolist()
        merits = [entry >> MERIT_BITS for entry in postings]
        assert merits == sorted(merits, reverse=True)
        assert best == max(merits, default=NO_MERIT)
        assert count <= room
        rows = [(entry >> LEVEL_BITS) & MOST_ROWS for entry in postings]
        assert a.offers[:, number].tolist() == np.bitwise_or.reduce(a.free[:, rows], axis=1).tolist()
        posted += room
    assert posted <= a.states[0]["pooled"] <= len(a.pool)
    assert a.states[0]["best"] >= a.buckets["top"].max()


def random_day(seed: int) -> int:
    return seed % 7 * 103


def test_a_city_that_starts_empty_grows_past_its_room():
    random, ours = Random(5), makers.index([])
    city = [makers.someone(random, number) for number in range(1_500)]
    for who in city:
        ours.add(who)
    makers.agree(ours, city, [makers.some_visit(random, 1_500) for _ in range(300)], 20)


def test_who_comes_and_goes_takes_no_more_room():
    ours = makers.index([worker(number) for number in range(50)])
    room = len(ours.arrays.people)
    for turn in range(500):
        ours.remove(turn)
        ours.add(worker(50 + turn))
    assert len(ours.arrays.people) == room
    assert len(ours) == 50
    assert [each.worker for each in ranking.top(ours, visit(), 3)] == [500, 501, 502]


def test_who_leaves_leaves_nothing_behind():
    ours = makers.index([worker(1, x=4_321, y=-77, load=3, rating_milli=4_000, group=5)])
    ours.remove(1)
    row = ours.arrays.people[0].tolist()
    assert row == (-1, 0, 0, 0, 0, 0)
    assert not ours.arrays.free.any()
    assert not ours.arrays.offers.any()
    assert len(ours) == 0


def test_a_booking_takes_her_off_the_list_and_its_end_puts_her_back():
    ours = makers.index([worker(1), worker(2)])
    ours.set_day(1, 1, ALL_DAY & ~(1 << 21))
    assert [each.worker for each in ranking.top(ours, visit(), 5)] == [2]
    ours.set_day(1, 1, ALL_DAY)
    assert [each.worker for each in ranking.top(ours, visit(), 5)] == [1, 2]


def test_a_bucket_forgets_what_nobody_offers_any_more():
    ours = makers.index([worker(1), worker(2)])
    for number in (1, 2):
        ours.set_day(number, 1, 0)
    assert not ours.arrays.offers[1].any()
    assert ours.arrays.offers[2].any()


def test_ids_that_fall_into_one_place_of_the_table_are_told_apart():
    crowd = [worker(number << 40) for number in range(64)]
    ours = makers.index(crowd)
    for number in range(0, 64, 2):
        ours.remove(number << 40)
    assert [number for number in range(64) if number << 40 in ours] == list(range(1, 64, 2))


def test_who_comes_later_and_is_better_than_anybody_before_is_seen_from_afar():
    ours = makers.index([worker(number, load=9) for number in range(40)])
    ours.add(worker(99, x=11_000))
    assert [each.worker for each in ranking.top(ours, visit(), 1)] == [99]


def test_standing_that_is_not_named_stays():
    ours = makers.index([worker(1, load=3, rating_milli=4_000, group=2)])
    ours.set_standing(1, load=0)
    assert ours.worker(1) == worker(1, load=0, rating_milli=4_000, group=2)
    ours.set_standing(1, group=0, rating_milli=0)
    assert ours.worker(1) == worker(1)


def test_days_that_went_by_are_gone_and_new_ones_are_not_offered_yet():
    ours = makers.index([worker(1)])
    ours.roll_to(2)
    assert ours.worker(1).free == (ALL_DAY, ALL_DAY, ALL_DAY, 0, 0)
    ours.set_day(1, 6, 0b11)
    assert ours.worker(1).free == (ALL_DAY, ALL_DAY, ALL_DAY, 0, 0b11)
    sixth = visit(start_min=6 * makers.DAY_MIN, end_min=6 * makers.DAY_MIN + 60)
    assert [each.worker for each in ranking.top(ours, sixth, 5)] == [1]


def test_an_index_of_one_worker_is_no_special_case():
    assert found([worker(0)], visit(), k=1_000) == [0]
