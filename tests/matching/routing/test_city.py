"""A made day is the same for a seed, can be served whole, and is as full as it says."""

import hashlib
from collections import Counter

import numpy as np
import pytest

from matching.routing import city, judge, validate
from matching.routing.problem import Gap
from matching.routing.readers import native

HOUR = 3600


def test_a_seed_is_the_same_day_everywhere():
    written = native.write(city.day(40, 8, seed=7, doubles_pct=10))
    assert hashlib.sha256(written.encode()).hexdigest() == (
        "f4c4a1c964f544ff42da1a762321201023743231a34d21292d109be324c91a3b"
    )
    assert native.write(city.day(40, 8, seed=8, doubles_pct=10)) != written


@pytest.mark.parametrize(
    ("visits", "carers", "seed", "doubles_pct"),
    [(1, 1, 0, 0), (0, 3, 0, 0), (20, 10, 1, 50), (60, 12, 2, 0), (60, 12, 3, 10), (300, 60, 4, 0), (300, 60, 5, 10)],
)
def test_the_plan_that_a_day_was_made_from_serves_everybody(visits, carers, seed, doubles_pct):
    problem, plan = city.planted(visits, carers, seed, doubles_pct)
    validate.refuse_impossible(problem)
    assert judge.check(problem, plan) == ()
    assert (len(problem.visits), len(problem.carers), plan.unserved) == (visits, carers, ())
    assert [len(visit.parts) for visit in problem.visits].count(2) == visits * doubles_pct // 100


def test_days_are_full():
    problem, plan = city.planted(300, 60, seed=1)
    out = sum(route.back_at - problem.carers[route.carer].shift[0] for route in plan.routes)
    assert 0.84 <= out / (60 * 8 * HOUR) <= 0.98
    assert {len(route.stops) for route in plan.routes} == {5}


def test_people_and_visits_are_as_described():
    problem = city.day(400, 100, seed=3, doubles_pct=10)
    durations = Counter(part.duration // 60 for visit in problem.visits for part in visit.parts)
    assert set(durations) <= set(range(60, 181, 15))
    assert len(durations) > 5
    widths = [(visit.window[1] - visit.window[0]) / HOUR for visit in problem.visits]
    assert sum(1 <= width <= 4 for width in widths) > 0.8 * len(widths)
    assert {bound % 900 for visit in problem.visits for bound in visit.window} == {0}
    assert {carer.shift[1] - carer.shift[0] for carer in problem.carers} == {8 * HOUR}
    assert all(carer.start == carer.end == number for number, carer in enumerate(problem.carers))
    counts = Counter(len(carer.skills) for carer in problem.carers)
    assert set(counts) <= {2, 3, 4, 5}
    assert counts[2] + counts[3] + counts[4] > 75
    assert {skill for carer in problem.carers for skill, _level in carer.skills} == set(range(8))
    assert {visit.gap for visit in problem.visits} == {None, Gap(0, 0), Gap(1800, 3600)}
    assert problem.travel.points.min() >= 0
    assert problem.travel.points.max() <= 40_000


def test_some_visits_have_people_they_know_like_or_refuse():
    visits = city.day(400, 80, seed=3).visits
    assert 80 < sum(bool(visit.previous) for visit in visits) < 160
    assert 20 < sum(bool(visit.preferred) for visit in visits) < 70
    assert 1 < sum(bool(visit.banned) for visit in visits) < 20
    assert not any(visit.banned & (visit.previous | visit.preferred) for visit in visits)


def test_visits_are_clustered_and_scattered():
    problem = city.day(500, 100, seed=2)
    points = problem.travel.points[100:]
    squares = ((points[:, None] - points[None]) ** 2).sum(axis=2).astype(float)
    np.fill_diagonal(squares, np.inf)
    nearest = np.sqrt(squares.min(axis=1))
    # evenly strewn, half would be within 840 m of another
    assert np.median(nearest) < 600
    assert np.quantile(nearest, 0.95) > 1_200


@pytest.mark.parametrize(("visits", "carers", "doubles_pct"), [(8, 1, 0), (10, 5, 100), (7, 1, 15)])
def test_what_does_not_fit_is_refused(visits, carers, doubles_pct):
    with pytest.raises(ValueError, match="ask for fewer"):
        city.day(visits, carers, seed=0, doubles_pct=doubles_pct)
