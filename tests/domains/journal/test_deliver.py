"""The outbox and the turns of the clock's jobs."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.domains.journal import makers
from tests.makers import NOW
from xunjiasao.domains.journal import actions, queries, rules
from xunjiasao.domains.journal.models import Delivery, Entry, RequestKey, Turn
from xunjiasao.domains.journal.terms import MOST_TRIES
from xunjiasao.domains.people import rules as people_rules
from xunjiasao.domains.people.models import Limit
from xunjiasao.domains.people.terms import Power, Role
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.errors import Forbidden, Unauthenticated

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def seated(role: Role) -> Actor:
    return Actor.person(uuid4(), (Seat(role),))


def named(actor: Actor) -> str:
    return actor.seats[0].role if actor.seats else actor.kind


@pytest.fixture(autouse=True)
def subscribed() -> Iterator[None]:
    before = dict(rules._listeners)
    rules.subscribe({"account.opened": ["first", "second"]})
    yield
    rules.subscribe(before)


def deliver(now: datetime = NOW, **listeners: object) -> bool:
    calm = {"first": lambda entry, now: None, "second": lambda entry, now: None}
    return actions.deliver_next(listeners={**calm, **listeners}, now=now)


def test_each_listener_of_a_fact_hears_it_once():
    makers.record(uuid4())
    heard = []
    note = {name: (lambda entry, now, name=name: heard.append((name, entry.name))) for name in ("first", "second")}
    assert queries.is_delivery_due(NOW)
    assert [deliver(**note) for _each in range(3)] == [True, True, False]
    assert sorted(heard) == [("first", "account.opened"), ("second", "account.opened")]
    assert not queries.is_delivery_due(NOW + HOUR)


def test_nobody_is_told_of_a_fact_that_nobody_hears():
    makers.stream(2)
    assert not Delivery.objects.exists()


def test_a_listener_that_fails_leaves_nothing_and_is_tried_again_later():
    makers.record(uuid4())

    def fail(entry: Entry, now: datetime) -> None:
        Limit(key="half done", until=now).save(force_insert=True)
        raise ZeroDivisionError("with 13800138000 in it")

    assert [deliver(first=fail) for _each in range(3)] == [True, True, False]
    assert not Limit.objects.exists()
    left = Delivery.objects.get(done_at=None)
    assert (left.listener, left.tries, left.reason, left.due_at) == (
        "first",
        1,
        "ZeroDivisionError",
        NOW + timedelta(seconds=5),
    )
    assert deliver(NOW + timedelta(seconds=5))
    assert not Delivery.objects.filter(done_at=None).exists()


def test_a_delivery_is_given_up_after_the_last_try_and_can_be_put_back():
    makers.record(uuid4())

    def fail(entry: Entry, now: datetime) -> None:
        raise ZeroDivisionError

    now, tries = NOW, 0
    while deliver(now, first=fail, second=fail):
        now, tries = now + HOUR, tries + 1
    assert tries == 2 * MOST_TRIES
    assert Delivery.objects.filter(failed_at__isnull=False).count() == 2
    one, operator = Delivery.objects.all()[0], seated(Role.OPERATOR)
    actions.retry(delivery_id=one.id, actor=operator, now=now)
    assert deliver(now)
    assert not deliver(now)
    actions.retry(delivery_id=one.id, actor=operator, now=now)
    assert not deliver(now)  # what is done isn't done again
    told = Entry.objects.get(name="delivery.put_back")  # nor said again
    assert (told.actor_id, told.payload) == (operator.account_id, {"delivery_id": str(one.id)})
    assert not list(queries.tampering([]))


@pytest.mark.parametrize("actor", [Actor.anonymous(), Actor.clock(), *map(seated, Role)], ids=named)
def test_only_who_has_the_power_to_operate_puts_a_delivery_back(actor: Actor):
    makers.record(uuid4())
    Delivery.objects.update(failed_at=NOW, tries=MOST_TRIES)
    one = Delivery.objects.all()[0]
    may = Power.OPERATE in people_rules.powers(actor.seats)
    with nullcontext() if may else pytest.raises((Forbidden, Unauthenticated)):
        actions.retry(delivery_id=one.id, actor=actor, now=NOW)
    left = Delivery.objects.get(id=one.id)
    assert (left.failed_at, left.tries) == ((None, 0) if may else (NOW, MOST_TRIES))
    assert Entry.objects.filter(name="delivery.put_back").exists() == may


def test_a_listener_nobody_knows_fails_like_any_other():
    makers.record(uuid4())
    assert actions.deliver_next(listeners={}, now=NOW)
    assert Delivery.objects.filter(reason="KeyError").count() == 1


def test_what_waits_longest_comes_first():
    for late in (2, 0, 1):
        makers.record(uuid4(), now=NOW + timedelta(seconds=late))
    heard = []
    while deliver(NOW + HOUR, first=lambda entry, now: heard.append(entry.at)):
        pass
    assert heard == sorted(heard)
    assert len(heard) == 3


def test_a_job_is_one_processs_at_a_time():
    def take(now: datetime) -> bool:
        return actions.take_turn(job="close_day", hold=timedelta(minutes=10), now=now)

    assert queries.due_turns(["close_day", "other"], NOW) == ["close_day", "other"]
    assert [take(NOW), take(NOW)] == [True, False]
    assert queries.due_turns(["close_day", "other"], NOW) == ["other"]
    actions.end_turn(job="close_day", due_at=NOW + HOUR, now=NOW)
    assert not take(NOW + HOUR - timedelta(seconds=1))
    assert take(NOW + HOUR)


def test_a_job_of_a_process_that_died_is_taken_over():
    hold = timedelta(minutes=10)
    assert actions.take_turn(job="x", hold=hold, now=NOW)
    assert not actions.take_turn(job="x", hold=hold, now=NOW + hold - timedelta(seconds=1))
    assert actions.take_turn(job="x", hold=hold, now=NOW + hold)
    assert Turn.objects.count() == 1


def test_what_has_served_its_time_is_forgotten_and_what_still_waits_is_kept():
    actor, order_id = Actor.person(uuid4()), uuid4()
    first, _repeated = actions.claim(actor=actor, key="one", body={"n": 1}, now=NOW)
    makers.record(order_id)
    assert deliver()  # to the first of two
    actions.forget_served(now=NOW + timedelta(days=31))
    assert actions.claim(actor=actor, key="one", body={"n": 1}, now=NOW + timedelta(days=31)) == (first, True)
    assert Delivery.objects.count() == 2
    actions.forget_served(now=NOW + timedelta(days=31, seconds=1))
    assert not RequestKey.objects.exists()
    assert [each.done_at for each in Delivery.objects.all()] == [None]
    assert Entry.objects.count() == 1
