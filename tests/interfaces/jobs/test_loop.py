"""The loop goes on whatever fails; a job is done once per turn; the tables name only what exists."""

import dataclasses
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import OperationalError

from tests.domains.journal import makers
from tests.makers import NOW
from xunjiasao.domains.journal import rules
from xunjiasao.domains.journal.models import Delivery, Turn
from xunjiasao.interfaces.jobs import loop
from xunjiasao.interfaces.jobs.listeners import HEARD_BY, LISTENERS
from xunjiasao.interfaces.jobs.schedule import SCHEDULE, Job
from xunjiasao.kernel.facts import REGISTRY
from xunjiasao.kernel.time import CITY_ZONE

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def job(run: Callable[[datetime], object]) -> Job:
    return Job("planted", run, every=5 * MINUTE)


# ── the tables ────────────────────────────────────────────────────────────────────────────────


def test_every_fact_that_is_heard_exists_and_so_does_whoever_hears_it():
    assert HEARD_BY
    assert set(HEARD_BY) <= set(REGISTRY)
    assert {name for names in HEARD_BY.values() for name in names} == set(LISTENERS)
    apps.get_app_config("jobs").ready()
    assert {fact: rules.listeners(fact) for fact in HEARD_BY} == dict(HEARD_BY)


def test_every_job_has_a_name_and_one_rhythm():
    assert len({each.name for each in SCHEDULE}) == len(SCHEDULE)
    assert all((each.every is None) != (each.daily is None) for each in SCHEDULE)


@pytest.mark.parametrize("planned", SCHEDULE, ids=lambda each: each.name)
def test_every_job_can_run_on_an_empty_city_and_run_again(planned: Job, settings, tmp_path: Path):
    settings.XJS = dataclasses.replace(settings.XJS, var=tmp_path)
    planned.run(NOW)
    planned.run(NOW)


def test_the_night_after_some_days_down_closes_those_days_too(settings, tmp_path: Path):
    settings.XJS = dataclasses.replace(settings.XJS, var=tmp_path)
    closing = next(each for each in SCHEDULE if each.name == "close_day")
    for ahead in (0, 3):
        closing.run(NOW + timedelta(days=ahead))
    kept = sorted(file.stem for file in (tmp_path / "heads").iterdir())
    assert kept == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]


@pytest.mark.parametrize(
    ("now", "next_at"),
    [
        (datetime(2026, 11, 24, 0, 9, tzinfo=CITY_ZONE), datetime(2026, 11, 24, 0, 10, tzinfo=CITY_ZONE)),
        (datetime(2026, 11, 24, 0, 10, tzinfo=CITY_ZONE), datetime(2026, 11, 25, 0, 10, tzinfo=CITY_ZONE)),
        (datetime(2026, 11, 23, 16, 9, 59, tzinfo=UTC), datetime(2026, 11, 23, 16, 10, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=CITY_ZONE), datetime(2027, 1, 1, 0, 10, tzinfo=CITY_ZONE)),
    ],
)
def test_a_daily_job_is_due_at_its_time_of_the_city(now: datetime, next_at: datetime):
    assert Job("x", print, daily=time(0, 10)).next_after(now) == next_at


def test_a_rhythm_keeps_to_its_grid():
    due = job(print).next_after
    assert due(NOW) == NOW + 5 * MINUTE
    assert due(NOW + timedelta(seconds=1)) == due(NOW + 4 * MINUTE) == NOW + 5 * MINUTE


# ── a job's turn ──────────────────────────────────────────────────────────────────────────────


def test_a_job_is_done_once_per_turn():
    clock, done = Clock(), []
    planted = job(done.append)
    assert [loop.take(planted, clock=clock) for _each in range(3)] == [True, False, False]
    clock.at += 5 * MINUTE
    assert loop.take(planted, clock=clock)
    assert done == [NOW, NOW + 5 * MINUTE]


def test_a_job_that_fails_is_tried_again_in_a_minute():
    clock = Clock()

    def fail(now: datetime) -> None:
        raise ZeroDivisionError("13800138000")

    assert not loop.take(job(fail), clock=clock)
    assert (Turn.objects.get().reason, Turn.objects.get().due_at) == ("ZeroDivisionError", NOW + MINUTE)
    done: list[datetime] = []
    clock.at += MINUTE
    assert loop.take(job(done.append), clock=clock)
    assert Turn.objects.get().reason == ""


def test_a_job_that_another_process_is_at_is_left_alone():
    done: list[bool] = []
    clock = Clock()
    outer = job(lambda now: done.append(loop.take(job(print), clock=clock)))
    assert loop.take(outer, clock=clock)
    assert done == [False]


# ── the loop ──────────────────────────────────────────────────────────────────────────────────


def run(tmp_path: Path, *, rounds: int = 1, **said: object) -> None:
    """Run the loop for some rounds, without waiting between them."""

    class Stop(threading.Event):
        left = rounds

        def wait(self, timeout: float | None = None) -> bool:
            self.left -= 1
            if self.left <= 0:
                self.set()
            return self.is_set()

    given = {"listeners": {}, "schedule": (), "clock": Clock(), "heartbeat": tmp_path / "alive", **said}
    loop.run(stop=Stop(), **given)


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch):
    """A test's connection is its transaction: the loop mustn't close it."""
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    before = dict(rules._listeners)
    rules.subscribe({"account.opened": ["first"]})
    yield
    rules.subscribe(before)


def test_facts_are_delivered_before_jobs_are_done(tmp_path: Path):
    makers.record(uuid4())
    order: list[str] = []
    run(
        tmp_path,
        listeners={"first": lambda entry, now: order.append(entry.name)},
        schedule=[job(lambda now: order.append("job"))],
    )
    assert order == ["account.opened", "job"]
    assert (tmp_path / "alive").exists()


def test_a_batch_is_bounded_so_that_jobs_get_their_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loop, "AT_ONCE", 2)
    for _each in range(5):
        makers.record(uuid4())
    heard: list[str] = []
    run(
        tmp_path,
        listeners={"first": lambda entry, now: heard.append("fact")},
        schedule=[job(lambda now: heard.append("job"))],
    )
    assert heard == ["fact", "fact", "job"]
    run(tmp_path, rounds=5, listeners={"first": lambda entry, now: heard.append("fact")})
    assert heard.count("fact") == 5


def test_the_loop_outlives_a_database_that_is_away(tmp_path: Path):
    done: list[datetime] = []
    ticks = iter([OperationalError("away"), *[NOW] * 20])

    def clock() -> datetime:
        tick = next(ticks)
        if isinstance(tick, Exception):
            raise tick
        return tick

    run(tmp_path, rounds=2, schedule=[job(done.append)], clock=clock)
    assert done == [NOW]


def test_one_listener_that_fails_keeps_nobody_else_waiting(tmp_path: Path):
    rules.subscribe({"account.opened": ["bad", "good"]})
    for _each in range(3):
        makers.record(uuid4())
    heard: list[date] = []

    def fail(entry: object, now: datetime) -> None:
        raise ZeroDivisionError

    run(tmp_path, rounds=3, listeners={"bad": fail, "good": lambda entry, now: heard.append(now)})
    assert len(heard) == 3
    assert Delivery.objects.filter(listener="bad", done_at=None, tries=1).count() == 3
