"""What a score is made of, and who comes first of two who score alike."""

import pytest

from matching import ranking
from matching.ranking import Candidate, Parts, Weights, Worker
from tests.matching.ranking import makers
from tests.matching.ranking.makers import found, visit, worker


def test_a_score_by_hand():
    known = worker(1, x=1_030, free=(0, (1 << 30) - 1, 0, 0, 0), skills=((0, 3),), load=2, rating_milli=4_790)
    asked = visit(level=1, lead_slots=1, previous=((1, 6),), preferred=frozenset({1}))
    parts = Parts(
        near=300 - 20,  # a point less for each of 20 whole 50 m
        previous=60 * 4,  # of six visits four count
        preferred=100,
        spare=30 - 5,  # thirty half hours are free, a buffer of one and a visit of four are not any more
        load=-25 * 2,
        star=191,  # 40 × 4.79, rounded down
        level=10 * 2,
    )
    assert ranking.top(makers.index([known]), asked, 1) == (
        Candidate(1, 280 + 240 + 100 + 25 - 50 + 191 + 20, 1_030, parts),
    )


def test_being_near_is_never_worth_less_than_nothing():
    [candidate] = ranking.top(makers.index([worker(1, x=400_000)]), visit(), 1)
    assert candidate.parts.near == 0
    assert candidate.distance_m == 400_000


def test_of_equals_the_lower_id_comes_first_and_the_higher_one_falls_out():
    crowd = [worker(number) for number in (900, 5, 31, 77, 8)]
    assert found(crowd, visit()) == [5, 8, 31, 77, 900]
    assert found(crowd, visit(), k=3) == [5, 8, 31]


def test_equals_in_cells_apart_are_ordered_by_id_too():
    apart = [worker(9), worker(3, x=-6_000), worker(1, x=6_000), worker(2, y=20_000)]
    assert found(apart, visit(), weights=Weights(near=0)) == [1, 2, 3, 9]
    assert found(apart, visit(), k=2, weights=Weights(near=0)) == [1, 2]


def test_somebody_far_away_with_no_work_yet_beats_a_list_full_of_near_ones():
    near = [worker(number, load=9) for number in range(40)]
    far = worker(99, x=11_000)
    assert found([*near, far], visit(), k=20)[0] == 99
    assert found([*near, far], visit(), k=1) == [99]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("aside", [False, True])
def test_the_nearest_metre_of_the_second_ring_is_seen(mirrored: bool, aside: bool):
    # The door is at the edge of its cell, so that the second ring begins 2,001 m away on one side only.
    def at(number: int, along: int) -> Worker:
        x, y = (19_999 - along if mirrored else along), (8_999 if mirrored else 11_000)
        return worker(number, x=y if aside else x, y=x if aside else y)

    corners = [worker(8, x=0, y=0, skills=()), worker(9, x=19_999, y=19_999, skills=())]
    door, first_ring, second_ring = at(0, 10_000), at(1, 12_900), at(2, 7_999)
    asked = visit(x=door.x, y=door.y)
    policy = Weights(near=10_000, near_step_m=1, spare=0)
    assert found([*corners, first_ring, second_ring], asked, k=1, weights=policy) == [2]


def test_spare_time_counts_on_the_day_of_the_visit_though_the_buffer_is_the_evening_before():
    night = visit(start_min=2 * makers.DAY_MIN, end_min=2 * makers.DAY_MIN + 60, lead_slots=1)
    evening = 1 << 47
    near = worker(1, free=(0, evening, 0b11, 0, 0))
    idle = worker(2, x=5_000, free=(0, evening, makers.ALL_DAY, 0, 0))
    assert found([near, idle], night, k=1, weights=Weights(spare=5)) == [2]


def test_a_list_of_one_still_sees_who_is_known_and_far():
    near = [worker(number) for number in range(40)]
    known = [worker(50, x=30_000), worker(51, x=30_000)]
    asked = visit(previous=((50, 4), (51, 4)), preferred=frozenset({51}))
    assert found([*near, *known], asked, k=1, weights=Weights(previous=200)) == [51]
    assert found([*near, *known], asked, k=2, weights=Weights(previous=200)) == [51, 50]


def test_more_known_people_than_are_judged_side_by_side():
    crowd = [worker(number, x=number * 100) for number in range(150)]
    asked = visit(previous=tuple((number, 1) for number in range(150)), preferred=frozenset({149}))
    assert makers.agree(makers.index(crowd), crowd, [asked], 5) == 5
    assert found(crowd, asked, k=1, weights=Weights(preferred=1_000)) == [149]


def test_weights_of_nothing_leave_the_ids():
    nothing = Weights(near=0, previous=0, previous_most=0, preferred=0, spare=0, load=0, star=0, level=0)
    crowd = [makers.worker(number, x=number * 777, load=number % 3) for number in range(60, 0, -1)]
    assert found(crowd, visit(), k=60, weights=nothing) == list(range(1, 61))


def test_an_explanation_names_everything_that_stands_against_her():
    stranger = worker(1, skills=((0, 1),), x=3_000, group=2, free=(makers.ALL_DAY, 0, 0, 0, 0))
    over_midnight = visit(
        level=2, radius_m=1_000, group=1, banned=frozenset({1}), start_min=makers.DAY_MIN + 1_380, end_min=2_910
    )
    explanation = ranking.explain(makers.index([stranger]), over_midnight, 1)
    assert explanation.candidate is None
    assert explanation.reasons == (
        "has skill 0 at level 1, not 2",
        "lives 3000 m away, beyond 1000",
        "belongs to group 2, not 1",
        "is banned",
        "is not free in all half hours of day 1",
        "is not free in all half hours of day 2",
    )
    unable = ranking.explain(makers.index([worker(1, skills=())]), visit(), 1)
    assert unable.reasons == ("has not skill 0",)
