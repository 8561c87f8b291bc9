"""Streams of facts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from tests.makers import NOW
from xunjiasao.domains.journal import actions
from xunjiasao.domains.journal.actions.guards import GUARDED
from xunjiasao.domains.people.events import AccountOpened, SessionRefused
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import Fact


def record(
    thing: UUID, fact: Fact | None = None, *, now: datetime = NOW, about: Iterable[tuple[str, UUID]] = ()
) -> str:
    said = fact or AccountOpened(account_id=thing)
    return actions.record(said, stream=("thing", thing), about=about, actor=Actor.person(thing), now=now)


def stream(length: int = 3, *, now: datetime = NOW) -> tuple[UUID, str]:
    """Record some facts of one new thing.

    :returns: its id and the head that its own row would keep
    """
    thing, head = ids.new(), ""
    for n in range(length):
        fact = SessionRefused(by="code", reason=f"reason {n}")
        head = record(thing, fact, now=now + timedelta(seconds=n), about=[("other", ids.new())])
    return thing, head


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the triggers away, as who owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table with checks outstanding can be altered
        for table in GUARDED:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER {table}_update")
                cursor.execute(f"DROP TRIGGER {table}_delete")
    yield
