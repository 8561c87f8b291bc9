"""Facts are chained, appended in order, never changed; timelines and request keys."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet

from tests.domains.journal import makers
from tests.makers import NOW
from xunjiasao.domains.journal import actions, queries
from xunjiasao.domains.journal.actions import guards
from xunjiasao.domains.journal.actions.claim import BadKey
from xunjiasao.domains.journal.models import About, Entry, RequestKey, Stream
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.domains.people.events import ConsentGiven, SessionRefused
from xunjiasao.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def test_each_entry_stands_on_the_one_before_it():
    thing, head = makers.stream(3)
    rows = list(Entry.objects.filter(stream=f"thing:{thing}").order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows] == [GENESIS, rows[0].digest, rows[1].digest]
    assert Stream.objects.get(key=f"thing:{thing}").head == rows[2].digest == head
    assert [queries.digest_of(row) for row in rows] == [row.digest for row in rows]


def by_orm_update(table: type[Model]) -> None:
    table.objects.update(**({"name": "x"} if table is Entry else {"kind": "x"}))


def by_orm_delete(table: type[Model]) -> None:
    QuerySet._raw_delete(table.objects.all(), "default")


def by_sql_update(table: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table._meta.db_table} SET id = id")


def by_sql_delete(table: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table}")


@pytest.mark.parametrize("table", [Entry, About])
@pytest.mark.parametrize("change", [by_orm_update, by_orm_delete, by_sql_update, by_sql_delete])
def test_the_database_itself_refuses_to_change_or_delete(table, change):
    makers.stream(2)
    before = list(table.objects.order_by("pk").values())
    with transaction.atomic(), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(table)
    assert list(table.objects.order_by("pk").values()) == before


def test_missing_triggers_are_noticed_and_put_back():
    assert guards.missing() == []
    with connection.cursor() as cursor:
        on = " ON journal_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER journal_entry_delete{on}")
    assert guards.missing() == ["journal_entry_delete"]
    guards.install()
    guards.install()
    assert guards.missing() == []


def test_a_timeline_holds_what_concerns_a_thing_in_one_query(django_assert_num_queries):
    thing, other = uuid4(), uuid4()
    makers.record(thing, about=[("person", other), ("person", other)])
    makers.record(uuid4(), now=NOW + timedelta(seconds=1), about=[("person", other)])
    makers.record(thing, SessionRefused(by="code", reason="x"), now=NOW + timedelta(seconds=2))
    with django_assert_num_queries(1):
        assert [told.name for told in queries.timeline("thing", thing)] == ["account.opened", "session.refused"]
    told = queries.timeline("person", other)
    assert [each.name for each in told] == ["account.opened"] * 2
    entry = Entry.objects.get(id=told[0].id)
    with django_assert_num_queries(0):
        assert queries.subject(entry, "thing") == thing
        assert queries.told(entry) == told[0]
    assert told[0].at == NOW
    assert told[0].actor_id == thing


def test_times_and_words_survive_the_database():
    thing = uuid4()
    makers.record(thing, ConsentGiven(purpose="news", version="一", given_at=NOW))
    entry = Entry.objects.get(stream=f"thing:{thing}")
    assert entry.payload == {"purpose": "news", "version": "一", "given_at": "2026-11-24T01:00:00+00:00"}
    assert queries.digest_of(entry) == entry.digest


# ── request keys ──────────────────────────────────────────────────────────────────────────────


def test_the_same_request_twice_leads_to_one_result():
    actor, body = Actor.person(uuid4()), {"b": [1, None], "a": "浔"}
    first, there = actions.claim(actor=actor, key="k", body=body, now=NOW)
    assert not there
    for again in (body, {"a": "浔", "b": [1, None]}):
        assert actions.claim(actor=actor, key="k", body=again, now=NOW) == (first, True)
    assert RequestKey.objects.count() == 1


def test_the_same_key_for_another_request_is_refused():
    actor = Actor.person(uuid4())
    first, _there = actions.claim(actor=actor, key="k", body={"a": 1}, now=NOW)
    with pytest.raises(queries.KeyReused):
        actions.claim(actor=actor, key="k", body={"a": 2}, now=NOW)
    assert RequestKey.objects.get().result_id == first


def test_keys_of_two_people_dont_meet():
    one, other = (actions.claim(actor=Actor.person(uuid4()), key="k", body={}, now=NOW) for _each in range(2))
    assert one[0] != other[0]
    assert not other[1]


@pytest.mark.parametrize("key", ["", "k" * 81])
def test_a_key_has_its_length(key):
    with pytest.raises(BadKey):
        actions.claim(actor=Actor.person(uuid4()), key=key, body={}, now=NOW)
    assert not RequestKey.objects.exists()


def test_a_claim_falls_with_its_effect():
    actor = Actor.person(uuid4())

    def place() -> None:
        with transaction.atomic():
            actions.claim(actor=actor, key="k", body={}, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        place()
    assert actions.claim(actor=actor, key="k", body={}, now=NOW)[1] is False
