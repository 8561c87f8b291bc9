"""A day's signed head: what it covers, and what only it can find."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.journal import makers
from tests.makers import NOW
from xunjiasao.domains.journal import actions, queries, rules
from xunjiasao.domains.journal.models import About, DayHead, Entry, Stream
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel import ids
from xunjiasao.kernel.time import at_slot, day_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = day_of(NOW)


def put_back(key: str, kept: Stream) -> None:
    """Put a stream back to how it stood in an old copy of the database, code and all."""
    gone = Entry.objects.filter(stream=key, seq__gt=kept.seq)
    with makers.unguarded():
        About.objects.filter(entry__in=gone).delete()
        gone.delete()
        DayHead.objects.all().delete()
        Stream.objects.filter(key=key).update(seq=kept.seq, head=kept.head, code=kept.code)


def test_an_older_whole_database_is_found_by_the_exported_head_only(tmp_path: Path):
    thing, old_head = makers.stream(2)
    key = f"thing:{thing}"
    old = Stream.objects.get(key=key)
    head = makers.record(thing, now=NOW + timedelta(minutes=1))
    actions.close_day(on=day_of(NOW), folder=tmp_path)
    assert list(queries.tampering([(key, head)], heads=tmp_path)) == []
    put_back(key, old)
    assert list(queries.tampering([(key, head)])) != []  # its subject's row wasn't put back
    assert list(queries.tampering([(key, old_head)])) == []
    assert list(queries.tampering([(key, old_head)], heads=tmp_path)) != []


@pytest.mark.parametrize(
    "change", [{"digest": "0" * 64}, {"streams": 99}, {"signature": "00" * 64}, {"signature": "zz"}, {"previous": "1" * 64}]
)  # fmt: skip
def test_an_exported_head_that_was_edited_is_found(change: dict[str, object], tmp_path: Path):
    makers.stream(2)
    actions.close_day(on=day_of(NOW), folder=tmp_path)
    file = next(tmp_path.glob("*.json"))
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    assert list(queries.tampering([], heads=tmp_path)) != []


def test_closing_a_day_twice_writes_the_same(tmp_path: Path):
    makers.stream(2)
    first = actions.close_day(on=day_of(NOW), folder=tmp_path)
    text = next(tmp_path.glob("*.json")).read_text()
    assert actions.close_day(on=day_of(NOW), folder=tmp_path).digest == first.digest
    assert next(tmp_path.glob("*.json")).read_text() == text
    assert DayHead.objects.count() == 1


def test_days_stand_on_each_other_and_leave_out_what_came_later(tmp_path: Path):
    thing, _head = makers.stream(2)
    first = actions.close_day(on=day_of(NOW), folder=tmp_path)
    makers.record(thing, now=NOW + timedelta(days=1))
    second = actions.close_day(on=day_of(NOW + timedelta(days=1)), folder=tmp_path)
    assert second.previous == first.digest
    digest = Entry.objects.get(seq=1).digest
    assert list(queries.heads_at(NOW + timedelta(seconds=1))) == [(f"thing:{thing}", 1, digest)]
    assert list(queries.tampering([], heads=tmp_path)) == []


def test_streams_are_folded_in_the_order_of_their_keys():
    things: list[UUID] = [makers.stream(1)[0] for _each in range(12)]
    shown = [key for key, _seq, _head in queries.heads_at(NOW + timedelta(seconds=1))]
    assert shown == sorted(f"thing:{thing}" for thing in things)


# ── Nights on which nothing ran ───────────────────────────────────────────────────────────────


def test_the_very_first_night_closes_one_day(tmp_path: Path):
    makers.stream(2)
    assert [head.on for head in actions.close_days(through=TODAY, folder=tmp_path)] == [TODAY]


def test_nights_on_which_nothing_ran_are_made_up_for(tmp_path: Path):
    thing, _head = makers.stream(2)
    actions.close_days(through=TODAY, folder=tmp_path)
    for ahead in (1, 3):
        makers.record(thing, now=NOW + ahead * DAY)
    days = [TODAY + ahead * DAY for ahead in range(5)]
    closed = actions.close_days(through=days[-1], folder=tmp_path)
    assert [head.on for head in closed] == days
    assert [head.previous for head in closed] == [GENESIS, *(head.digest for head in closed[:-1])]
    assert sorted(file.stem for file in tmp_path.iterdir()) == [str(day) for day in days]
    assert list(queries.tampering([], heads=tmp_path)) == []


def test_making_up_for_nights_twice_changes_nothing(tmp_path: Path):
    makers.stream(2)
    for _each in range(2):
        actions.close_days(through=TODAY, folder=tmp_path)
        actions.close_days(through=TODAY + 3 * DAY, folder=tmp_path)
        kept = [(file.name, file.read_text()) for file in sorted(tmp_path.iterdir())]
        assert DayHead.objects.count() == len(kept) == 4
    actions.close_days(through=TODAY + 3 * DAY, folder=tmp_path)
    assert [(file.name, file.read_text()) for file in sorted(tmp_path.iterdir())] == kept


def test_a_clock_that_was_put_back_signs_nothing(tmp_path: Path):
    actions.close_days(through=TODAY, folder=tmp_path)
    assert actions.close_days(through=TODAY - 2 * DAY, folder=tmp_path) == []
    assert [head.on for head in DayHead.objects.all()] == [TODAY]


def test_a_day_that_was_signed_but_not_exported_is_exported_later(tmp_path: Path):
    actions.close_days(through=TODAY, folder=tmp_path)
    file = next(tmp_path.iterdir())
    said = file.read_text()
    file.unlink()
    actions.close_days(through=TODAY + DAY, folder=tmp_path)
    assert file.read_text() == said


@pytest.mark.parametrize(("gap", "named"), [(2, "day {0}"), (4, "days {0} to {1}")])
def test_days_left_out_between_two_signed_ones_are_named(gap: int, named: str, tmp_path: Path):
    makers.stream(2)
    for on in (TODAY, TODAY + gap * DAY):
        actions.close_day(on=on, folder=tmp_path)
    missing = named.format(TODAY + DAY, TODAY + (gap - 1) * DAY)
    assert list(queries.tampering([], heads=tmp_path)) == [f"{missing}: not signed, though later ones are"]


def test_an_older_database_put_back_cant_write_over_what_was_exported(tmp_path: Path):
    thing, old_head = makers.stream(2)
    key = f"thing:{thing}"
    old = Stream.objects.get(key=key)
    actions.close_days(through=TODAY - DAY, folder=tmp_path)
    makers.record(thing, now=NOW + timedelta(minutes=1))
    actions.close_days(through=TODAY, folder=tmp_path)
    put_back(key, old)
    for ahead in (-1, 0):
        actions.close_day(on=TODAY + ahead * DAY, folder=tmp_path)
    assert list(queries.tampering([(key, old_head)])) == []
    found = list(queries.tampering([(key, old_head)], heads=tmp_path))
    assert found == [f"day {TODAY}: another day was signed and exported"]


# ── What is folded ────────────────────────────────────────────────────────────────────────────


def read_through(until: datetime) -> Iterator[tuple[str, int, str]]:
    """The control: every stream's last entry before an instant, by reading all that went before."""
    rows = Entry.objects.filter(at__lt=until).order_by("seq").values_list("stream", "seq", "digest")
    yield from sorted({stream: (stream, seq, digest) for stream, seq, digest in rows}.values())


def many_days() -> list[datetime]:
    """Record facts of many things over eight days, some on the stroke of midnight, some by a clock that went back.

    :returns: the ends of the days
    """
    chance, things = random.Random(5), [ids.new() for _each in range(30)]
    ends = [at_slot(TODAY + ahead * DAY, 48) for ahead in range(8)]
    for day, until in enumerate(ends):
        for thing in chance.sample(things[: 6 + 3 * day], 6):
            makers.record(thing, now=until - timedelta(seconds=chance.randrange(86_400)))
        makers.record(things[day], now=until)
        makers.record(things[day], now=until - timedelta(microseconds=1))
    return ends


def test_heads_and_entries_say_the_same_of_every_day(tmp_path: Path):
    ends = many_days()
    actions.close_days(through=TODAY - DAY, folder=tmp_path)
    days = actions.close_days(through=TODAY + 7 * DAY, folder=tmp_path)
    for until in [*ends, ends[0] - 2 * DAY, ends[3] - timedelta(hours=5)]:
        assert list(queries.heads_at(until)) == list(read_through(until))
    folded = [(day.streams, day.digest) for day in days]
    assert folded[1:] == [rules.fold(read_through(end), day.previous) for end, day in zip(ends, days[1:], strict=True)]
    assert list(queries._folds(days)) == folded
    assert len({streams for streams, _digest in folded}) > 4, "streams must come in as days go by"
    assert list(queries.tampering([], heads=tmp_path)) == []


def test_the_check_asks_no_more_when_more_days_are_signed(tmp_path: Path):
    ends, asked = many_days(), []
    for through in (1, len(ends) - 1):
        actions.close_days(through=TODAY + through * DAY, folder=tmp_path)
        with CaptureQueriesContext(connection) as captured:
            assert list(queries.tampering([])) == []
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert DayHead.objects.count() == len(ends) - 1


def test_closing_a_day_asks_no_more_when_there_is_more_history(tmp_path: Path):
    asked = []
    for ahead in range(2):
        for thing in range(1 + 9 * ahead):
            makers.stream(thing + 1, now=NOW + ahead * DAY)
        with CaptureQueriesContext(connection) as captured:
            actions.close_day(on=TODAY + ahead * DAY, folder=tmp_path)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_head_that_was_edited_when_the_day_was_signed_is_found_though_it_was_put_right(tmp_path: Path):
    thing, head = makers.stream(3)
    kept = Stream.objects.get()
    Stream.objects.update(head=Entry.objects.get(seq=2).digest, seq=2)
    actions.close_day(on=TODAY, folder=tmp_path)
    Stream.objects.update(head=kept.head, seq=kept.seq)
    found = list(queries.tampering([(f"thing:{thing}", head)], heads=tmp_path))
    assert found == [f"day {TODAY}: the journal isn't what was signed that day"]


def test_no_plan_of_closing_a_day_walks_through_all_entries():
    """PostgreSQL plans by the tables' sizes, which are nothing here; SQLite by the indexes alone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries._HEADS_AT.format(bytewise="BINARY"), [str(NOW), str(NOW)])
            plan = [row[-1] for row in cursor.fetchall()]
        assert [step for step in plan if step.startswith(("SCAN journal_entry", "SCAN entry"))] == []
        assert [step for step in plan if "journal_entry_at" in step]
        assert "SCAN moved LEFT-JOIN" not in plan
