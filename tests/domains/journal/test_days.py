"""A day's signed head: what it covers, and what only it can find."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.domains.journal import makers
from tests.makers import NOW
from xunjiasao.domains.journal import actions, queries
from xunjiasao.domains.journal.models import About, DayHead, Entry, Stream
from xunjiasao.kernel.time import day_of

pytestmark = pytest.mark.django_db


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
