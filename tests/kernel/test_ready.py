"""A ready query gives the very rows that Django's own would."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.domains.people import makers
from tests.makers import NOW
from xunjiasao.domains.people.models import Account, Session
from xunjiasao.kernel.ready import Hole, Holes, Ready

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7)
ACCOUNT = Ready(lambda: Account.objects.filter(id=Hole("id")))
OPEN = Ready(
    lambda: (
        Session.objects.select_related("account")
        .filter(account_id=Hole("who"), expires_at__gt=Hole("now"))
        .order_by("-id")
    )
)
NAMES = Ready(lambda: Account.objects.filter(id=Hole("id")).values_list("id", "name", "made_at", "seats"))
SOME = Ready(lambda: Session.objects.filter(account__in=Holes("who"), expires_at__gt=Hole("now")).order_by("id"))
TWICE = Ready(
    lambda: Session.objects.filter(account__in=Holes("who")).filter(
        account__in=Holes("who"), expires_at__gt=Hole("now")
    )
)
LOCKED = Ready(lambda: Account.objects.select_for_update().filter(id=Hole("id")))
PART = Ready(lambda: Account.objects.only("id", "name").filter(id=Hole("id")))


def test_a_row_is_as_django_reads_it():
    who = makers.resident().actor.who
    found = ACCOUNT.first(id=who)
    assert found == Account.objects.get(id=who)
    assert found.__dict__ | {"_state": None} == Account.objects.get(id=who).__dict__ | {"_state": None}
    assert (found._state.adding, found._state.db) == (False, "default")


def test_what_comes_along_costs_no_further_query():
    signed = makers.resident()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        [session] = OPEN.all(who=signed.actor.who, now=NOW)
        assert session.account.pk == signed.actor.who
    assert len(asked) == 1
    assert list(OPEN.all(who=signed.actor.who, now=NOW + timedelta(days=91))) == []


def test_every_call_has_values_of_its_own():
    first, second = makers.resident().actor.who, makers.resident().actor.who
    assert [ACCOUNT.first(id=who).pk for who in (first, second, first)] == [first, second, first]
    assert ACCOUNT.first(id=NOBODY) is None


def test_values_come_as_python_knows_them():
    who = makers.resident().actor.who
    row = Account.objects.values_list("id", "name", "made_at", "seats").get(id=who)
    assert NAMES.values(id=who) == [row]


def test_a_column_left_out_is_read_when_it_is_asked_for():
    who = makers.resident().actor.who
    found = PART.first(id=who)
    assert found.get_deferred_fields() >= {"language"}
    assert found.language == Account.objects.get(id=who).language


def test_nothing_equals_null():
    with pytest.raises(AssertionError):
        ACCOUNT.first(id=None)


def test_several_values_fill_as_many_places():
    signed = [makers.resident() for _each in range(3)]
    who = [one.actor.who for one in signed]
    for some in (who, who[:1], who[1:]):
        expected = list(Session.objects.filter(account_id__in=some).order_by("id"))
        assert list(SOME.all(who=some, now=NOW)) == expected
        assert len(expected) == len(some)
    assert list(SOME.all(who=who, now=NOW + timedelta(days=91))) == []


def test_among_no_values_there_is_no_row_and_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(SOME.all(who=[], now=NOW)) == []


def test_values_that_come_once_fill_every_place_of_their_name():
    who = [makers.resident().actor.who for _each in range(2)]
    assert len(list(TWICE.all(who=(each for each in who), now=NOW))) == 2


def test_a_lock_outside_of_a_transaction_is_refused_each_time(monkeypatch):
    who = makers.resident().actor.who
    assert LOCKED.first(id=who).pk == who
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(AssertionError):
        LOCKED.first(id=who)
