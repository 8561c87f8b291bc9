"""Input that can't be meant is refused with the field and the reason, before anything is searched or changed."""

from dataclasses import replace

import numpy as np
import pytest

from matching import ranking
from matching.ranking import Index, Refused, Rows, Weights, rows
from tests.matching.ranking import makers
from tests.matching.ranking.makers import ALL_DAY, DAY_MIN, DAYS, visit, worker

FAR = 10_000_001
NAN = float("nan")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("x", FAR),
        ("x", NAN),
        ("x", 1.0),
        ("x", True),
        ("x", "0"),
        ("x", None),
        ("y", -FAR),
        ("start_min", -30),
        ("start_min", DAY_MIN + 601),
        ("start_min", NAN),
        ("start_min", 1 << 70),
        ("end_min", DAY_MIN + 600),
        ("end_min", DAY_MIN + 570),
        ("end_min", DAY_MIN + 719),
        ("end_min", 1 << 70),
        ("skill", -1),
        ("skill", 255),
        ("skill", 1.5),
        ("level", -1),
        ("level", 16),
        ("radius_m", -1),
        ("radius_m", NAN),
        ("radius_m", 1 << 70),
        ("lead_slots", -1),
        ("lead_slots", 97),
        ("lead_slots", 0.5),
        ("group", -1),
        ("group", 1 << 31),
        ("banned", {1}),
        ("banned", []),
        ("banned", None),
        ("banned", frozenset({-1})),
        ("banned", frozenset({1 << 62})),
        ("banned", frozenset(range(10_001))),
        ("preferred", [1]),
        ("preferred", ""),
        ("preferred", frozenset({1.0})),
        ("preferred", frozenset(range(10_001))),
        ("previous", [(1, 2)]),
        ("previous", []),
        ("previous", ([1, 2],)),
        ("previous", (([], 2),)),
        ("previous", (1,)),
        ("previous", ((1,),)),
        ("previous", ((1, -1),)),
        ("previous", ((-1, 1),)),
        ("previous", ((1, 1_000_001),)),
        ("previous", ((1, 2), (1, 3))),
        ("previous", tuple((number, 1) for number in range(10_001))),
    ],
)
def test_a_visit_that_cant_be_meant_is_refused(field: str, wrong: object):
    with pytest.raises(Refused) as refused:
        visit(**{field: wrong})
    assert refused.value.field == field
    assert str(refused.value) == f"{field}: {refused.value.reason}"


def test_numpys_numbers_become_pythons():
    asked = visit(x=np.int32(7), start_min=np.int64(60), end_min=np.uint16(120), skill=np.int8(2))
    assert {type(getattr(asked, name)) for name in ("x", "start_min", "end_min", "skill")} == {int}
    assert asked == visit(x=7, start_min=60, end_min=120, skill=2)


def test_a_level_without_a_skill_is_refused():
    with pytest.raises(Refused, match="level: without a skill there is no level"):
        visit(skill=None, level=1)


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("skill", visit(skill=makers.SKILLS)),
        ("start_min", visit(start_min=0, end_min=60, lead_slots=1)),
        ("end_min", visit(end_min=DAYS * DAY_MIN + 30)),
        ("end_min", visit(start_min=DAYS * DAY_MIN, end_min=DAYS * DAY_MIN + 30)),
    ],
)
def test_a_visit_that_the_index_does_not_know_is_refused(field: str, asked: ranking.Query):
    ours = makers.index([worker(1)])
    for ask in (
        lambda: ranking.top(ours, asked, 1),
        lambda: ranking.top_many(ours, [visit(), asked], 1),
        lambda: ranking.explain(ours, asked, 1),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.field == field


def test_a_day_that_went_by_is_refused():
    ours = makers.index([worker(1)], first_day=100)
    with pytest.raises(Refused, match="start_min: begins on day 1, the index on day 100"):
        ranking.top(ours, visit(), 1)


@pytest.mark.parametrize("k", [0, -1, 1_001, 1.0, NAN, True, None])
def test_a_number_of_candidates_that_cant_be_meant_is_refused(k: int):
    ours = makers.index([worker(1)])
    for ask in (lambda: ranking.top(ours, visit(), k), lambda: ranking.top_many(ours, [visit()], k)):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.field == "k"


@pytest.mark.parametrize("field", Weights.__dataclass_fields__)
@pytest.mark.parametrize("wrong", [-1, 10_001, 0.5, NAN])
def test_a_weight_that_cant_be_meant_is_refused(field: str, wrong: float):
    with pytest.raises(Refused) as refused:
        replace(Weights(), **{field: wrong})
    assert refused.value.field == field


def test_a_step_of_no_metres_is_refused():
    with pytest.raises(Refused, match="near_step_m: 0 is not from 1"):
        Weights(near_step_m=0)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("id", -1),
        ("id", 1 << 62),
        ("x", FAR),
        ("y", NAN),
        ("free", [0] * DAYS),
        ("free", (1 << 48,) * DAYS),
        ("free", (-1,) * DAYS),
        ("free", (0.0,) * DAYS),
        ("skills", [(0, 1)]),
        ("skills", (0, 1)),
        ("skills", ((255, 1),)),
        ("skills", ((0, 16),)),
        ("skills", ((0, -1),)),
        ("skills", ((0, 1), (0, 2))),
        ("load", -1),
        ("load", 10_001),
        ("rating_milli", 5_001),
        ("rating_milli", 4.5),
        ("group", -1),
    ],
)
def test_a_worker_who_cant_be_meant_is_refused(field: str, wrong: object):
    with pytest.raises(Refused) as refused:
        worker(1, **{field: wrong})
    assert refused.value.field == field


def plain(**fields: object) -> Rows:
    """Three workers as columns, some columns changed."""
    columns = {
        "ids": np.arange(3),
        "xy": np.zeros((3, 2), np.int64),
        "free": np.full((3, DAYS), ALL_DAY),
        "skills": np.array([[0, 0, 1], [1, 0, 1]]),
        "skill_count": 2,
    }
    return Rows(**columns | fields)  # type: ignore[arg-type]  # some are wrong on purpose


@pytest.mark.parametrize(
    ("field", "wrong", "why"),
    [
        ("ids", [0, 1, 2], "list is no array"),
        ("ids", np.zeros((3, 1), np.int64), "shape (3, 1) is not (any)"),
        ("ids", np.array([0, 1, -2]), "-2 is not from 0"),
        ("ids", np.array([0, 1, 1]), "somebody stands twice"),
        ("ids", np.array([0, 1, 1 << 62]), "is not from 0"),
        ("ids", np.array([0, 1, (1 << 63) + 5], np.uint64), "is not from 0"),
        ("xy", np.zeros((2, 2), np.int64), "shape (2, 2) is not (3, 2)"),
        ("xy", np.zeros((3, 3), np.int64), "shape (3, 3) is not (3, 2)"),
        ("xy", np.full((3, 2), FAR), f"{FAR} is not from"),
        ("xy", np.array([[0, 0], [0, NAN], [0, 0]]), "holds NaN"),
        ("xy", np.zeros((3, 2)), "float64 holds no whole numbers"),
        ("xy", np.zeros((3, 2), bool), "bool holds no whole numbers"),
        ("free", np.zeros((2, DAYS), np.int64), "shape (2, 5) is not (3, any)"),
        ("free", np.zeros((3, 0), np.int64), "0 days are not from 1"),
        ("free", np.zeros((3, 367), np.int64), "367 days are not from 1"),
        ("free", np.full((3, DAYS), 1 << 48), "is not from 0"),
        ("free", np.full((3, DAYS), -1), "-1 is not from 0"),
        ("skills", np.zeros((2, 2), np.int64), "shape (2, 2) is not (any, 3)"),
        ("skills", np.array([[3, 0, 1]]), "3 is not from 0 to 2"),
        ("skills", np.array([[0, 2, 1]]), "2 is not from 0 to 1"),
        ("skills", np.array([[0, 0, 16]]), "16 is not from 0 to 15"),
        ("skills", np.array([[0, 0, NAN]]), "holds NaN"),
        ("skills", np.array([[0, 0, 1], [0, 0, 2]]), "somebody's skill stands twice"),
        ("skill_count", 256, "256 is not from 0 to 255"),
        ("skill_count", 2.0, "2.0 is no whole number"),
        ("first_day", -1, "-1 is not from 0"),
        ("load", np.zeros(2, np.int64), "shape (2,) is not (3)"),
        ("load", np.full(3, 10_001), "10001 is not from 0 to 10000"),
        ("rating_milli", np.full(3, 5_001), "5001 is not from 0 to 5000"),
        ("group", np.full(3, -1), "-1 is not from 0"),
    ],
)
def test_columns_that_cant_be_meant_are_refused(field: str, wrong: object, why: str):
    with pytest.raises(Refused) as refused:
        plain(**{field: wrong})
    assert refused.value.field == field
    assert why in refused.value.reason


def test_columns_of_any_whole_numbers_are_read():
    unsigned = {name: getattr(plain(), name).astype(np.uint64) for name in ("ids", "xy", "free", "skills")}
    unsigned |= {name: np.ones(3, np.uint64) for name in ("load", "rating_milli", "group")}
    assert len(ranking.top(Index.of(plain(**unsigned)), visit(), 5)) == 2
    columns = plain(
        ids=np.arange(3, dtype=np.uint8), xy=np.zeros((3, 2), np.int16), skills=np.array([[2, 1, 9]], np.uint8)
    )
    assert len(Index.of(columns)) == 3


def test_too_many_workers_or_skills_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="ids: 3 are more than 2"):
        plain()
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    monkeypatch.setattr(rows, "MOST_POSTINGS", 1)
    with pytest.raises(Refused, match="skills: 2 are more than 1"):
        plain()


def test_workers_with_other_days_or_unknown_skills_are_refused():
    with pytest.raises(Refused, match="free: worker 1 has 5 days, not 4"):
        Rows.of([worker(1)], days=4, skill_count=1)
    with pytest.raises(Refused, match="skills: 0 is not from 0 to -1"):
        Rows.of([worker(1)], days=DAYS, skill_count=0)
    with pytest.raises(Refused, match="days: 0 is not from 1"):
        Rows.of([], days=0, skill_count=1)


@pytest.mark.parametrize("cell_m", [0, -2_000, 1.5, NAN])
def test_cells_without_width_are_refused(cell_m: int):
    with pytest.raises(Refused) as refused:
        Index.of(plain(), cell_m=cell_m)
    assert refused.value.field == "cell_m"


ids, masks = np.array([1, 2]), np.array([0, 0])


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("worker", lambda ours: ours.set_day(9, 0, 0)),
        ("worker", lambda ours: ours.set_day(-1, 0, 0)),
        ("worker", lambda ours: ours.set_day(1.0, 0, 0)),
        ("day", lambda ours: ours.set_day(1, -1, 0)),
        ("day", lambda ours: ours.set_day(1, DAYS, 0)),
        ("free", lambda ours: ours.set_day(1, 0, 1 << 48)),
        ("free", lambda ours: ours.set_day(1, 0, NAN)),
        ("workers", lambda ours: ours.set_days(np.array([1, 9]), 0, masks)),
        ("workers", lambda ours: ours.set_days(np.array([1, 1]), 0, masks)),
        ("workers", lambda ours: ours.set_days([1, 2], 0, masks)),
        ("day", lambda ours: ours.set_days(ids, DAYS, masks)),
        ("free", lambda ours: ours.set_days(ids, 0, masks[:1])),
        ("free", lambda ours: ours.set_days(ids, 0, np.array([0, 1 << 48]))),
        ("worker", lambda ours: ours.move(9, 0, 0)),
        ("x", lambda ours: ours.move(1, FAR, 0)),
        ("y", lambda ours: ours.move(1, 0, NAN)),
        ("worker", lambda ours: ours.set_skills(9, ())),
        ("skills", lambda ours: ours.set_skills(1, ((makers.SKILLS, 1),))),
        ("skills", lambda ours: ours.set_skills(1, ((0, 16),))),
        ("skills", lambda ours: ours.set_skills(1, [(0, 1)])),
        ("skills", lambda ours: ours.set_skills(1, ((0, 1), (0, 1)))),
        ("worker", lambda ours: ours.set_standing(9, load=1)),
        ("load", lambda ours: ours.set_standing(1, group=1, load=-1)),
        ("rating_milli", lambda ours: ours.set_standing(1, load=1, rating_milli=5_001)),
        ("group", lambda ours: ours.set_standing(1, load=1, group=-1)),
        ("id", lambda ours: ours.add(worker(1))),
        ("free", lambda ours: ours.add(worker(9, free=(0,)))),
        ("skills", lambda ours: ours.add(worker(9, skills=((makers.SKILLS, 1),)))),
        ("worker", lambda ours: ours.remove(9)),
        ("first_day", lambda ours: ours.roll_to(-1)),
        ("first_day", lambda ours: ours.roll_to(10_000_001)),
        ("worker", lambda ours: ours.worker(9)),
        ("worker", lambda ours: ranking.explain(ours, visit(), 9)),
    ],
)
def test_a_refused_change_has_no_effect(field: str, change):
    city = [worker(1), worker(2, x=5_000)]
    ours, untouched = makers.index(city), makers.index(city)
    with pytest.raises(Refused) as refused:
        change(ours)
    assert refused.value.field == field
    assert [ours.worker(each.id) for each in city] == city
    for name in type(ours.arrays).__slots__:
        assert np.array_equal(getattr(ours.arrays, name), getattr(untouched.arrays, name))
