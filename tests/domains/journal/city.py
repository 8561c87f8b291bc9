"""A small city whose journal is tampered with, and what somebody with its database can do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from tests.domains.orders import makers
from tests.makers import NOW
from xunjiasao.domains.journal import actions, queries
from xunjiasao.domains.journal.actions.guards import GUARDED
from xunjiasao.domains.journal.models import Entry, Stream
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.domains.orders import actions as orders
from xunjiasao.interfaces.jobs.management.commands.check_journal import SUBJECTS
from xunjiasao.kernel.time import day_of

OWNERS = {
    "order": "orders_order", "worker": "workers_worker", "account": "people_account", "address": "places_address",
    "organization": "organizations_organization", "offering": "catalogue_offering",
}  # fmt: skip
"""In which table the subject of a stream keeps its head."""


@dataclass
class City:
    """
    :param heads: the folder of exported day heads
    :param order: the stream of a visit that was reviewed: ten entries
    :param other: the stream of a cancelled visit: three entries
    :param older: key → (seq, head, code) of every stream before the visit was done
    """

    house: makers.House
    heads: Path
    order: str
    other: str
    older: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return Entry.objects.filter(stream=self.order).count()

    def of(self, kind: str) -> str:
        """A stream of a subject of this kind."""
        found = Stream.objects.filter(key__startswith=f"{kind}:").order_by("key").first()
        assert found
        return found.key

    def found(self, heads: Path | None = None) -> list[str]:
        """What the journal's check says, all subjects included."""
        return list(queries.tampering(chain.from_iterable(domain.heads() for domain in SUBJECTS), heads=heads))


def prepare(heads: Path) -> City:
    """Serve one visit to the end, cancel another, leave a third open; close the days."""
    house = makers.house()
    first = makers.accepted(house)
    made = City(house, heads, f"order:{first.id}", "")
    made.older = {
        key: (seq, head, code) for key, seq, head, code in Stream.objects.values_list("key", "seq", "head", "code")
    }
    her = makers.her(house, first)
    orders.depart(order_id=first.id, actor=her, now=first.starts_at)
    orders.arrive(order_id=first.id, code=makers.code(house, first), actor=her, now=first.starts_at)
    orders.finish(order_id=first.id, checklist=[], actor=her, now=first.ends_at)
    orders.approve(order_id=first.id, actor=house.resident, now=first.ends_at)
    orders.review(order_id=first.id, safe=1, cared=2, at_ease=3, text="迟到了", actor=house.resident, now=first.ends_at)
    second = makers.order(house, starts_at=first.starts_at + timedelta(hours=4))
    orders.confirm(order_id=second.id, actor=house.desk, now=NOW)
    orders.cancel(
        order_id=second.id, reason="家里有事", actor=house.resident, now=second.starts_at - timedelta(hours=1)
    )
    makers.order(house, starts_at=first.starts_at + timedelta(days=1))
    made.other = f"order:{second.id}"
    for ahead in range(2):
        actions.close_day(on=day_of(NOW) + timedelta(days=ahead), folder=heads)
    return made


def run(sql: str, *given: Any) -> int:
    """Run SQL as an editor of the database would, and say how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.rowcount


def rows(sql: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


TABLES = ("journal_entry", "journal_about", "journal_stream", "journal_dayhead", *OWNERS.values())


def contents() -> list[Any]:
    """All that an edit may change, to see that it did."""
    return [sorted(map(str, rows(f"SELECT * FROM {table}"))) for table in TABLES]


def drop_guards() -> None:
    """Take the triggers away: who owns the database can."""
    for name in triggers():
        on = f" ON {name.rpartition('_')[0]}" if connection.vendor == "postgresql" else ""
        run(f"DROP TRIGGER {name}{on}")


def triggers() -> list[str]:
    verbs = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete", "insert")
    return [f"{table}_{verb}" for table in GUARDED for verb in verbs]


def entry_of(stream: str, seq: int) -> Entry:
    return Entry.objects.get(stream=stream, seq=seq)


def owner_of(stream: str) -> tuple[str, str]:
    """The table and row in which a stream's subject keeps its head."""
    kind, _colon, key = stream.partition(":")
    return OWNERS[kind], UUID(key).hex


def keep_in_subject(stream: str, head: str) -> None:
    table, key = owner_of(stream)
    assert run(f"UPDATE {table} SET head = %s WHERE id = %s", head, key) == 1


def rehash(stream: str) -> None:
    """Do all that can be done without the key: number and hash every entry anew, mend the head and the subject's row."""
    seq, head = 0, GENESIS
    for entry in Entry.objects.filter(stream=stream).order_by("seq"):
        was, entry.seq, entry.previous = entry.seq, seq + 1, head
        entry.digest = queries.digest_of(entry)
        run(
            "UPDATE journal_entry SET seq = %s, previous = %s, digest = %s WHERE stream = %s AND seq = %s",
            entry.seq, entry.previous, entry.digest, stream, was,
        )  # fmt: skip
        seq, head = entry.seq, entry.digest
    run("UPDATE journal_stream SET seq = %s, head = %s WHERE key = %s", seq, head, stream)
    keep_in_subject(stream, head)


def reindex(stream: str) -> None:
    """Write the rows that timelines are read by as the entries of a stream now say."""
    for entry in Entry.objects.filter(stream=stream):
        run("DELETE FROM journal_about WHERE entry_id = %s", entry.id.hex)
        for kind, thing in entry.about:
            run(
                "INSERT INTO journal_about (entry_id, kind, thing_id) VALUES (%s, %s, %s)",
                entry.id.hex,
                kind,
                UUID(thing).hex,
            )


def remove(stream: str, *, after: int = 0, only: int | None = None) -> int:
    """Cut entries out with all that hangs on them."""
    where = "stream = %s AND seq = %s" if only else "stream = %s AND seq > %s"
    given = (stream, only if only else after)
    for table in ("journal_about", "journal_delivery", "notices_notice"):
        run(f"DELETE FROM {table} WHERE entry_id IN (SELECT id FROM journal_entry WHERE {where})", *given)
    return run(f"DELETE FROM journal_entry WHERE {where}", *given)


def insert(
    stream: str, seq: int, *, like: Entry, previous: str = GENESIS, payload: Any = None, digest: str = ""
) -> None:
    """Write an entry that never happened, rightly hashed."""
    forged = Entry(
        stream=stream, seq=seq, name=like.name, at=like.at, actor_kind=like.actor_kind, actor_id=like.actor_id, about=like.about,
        payload=like.payload if payload is None else payload, previous=previous,
    )  # fmt: skip
    run(
        "INSERT INTO journal_entry (id, stream, seq, name, at, actor_kind, actor_id, payload, about, previous, digest) "
        "SELECT %s, %s, %s, name, at, actor_kind, actor_id, %s, about, %s, %s FROM journal_entry WHERE id = %s",
        forged.id.hex, stream, seq, json.dumps(forged.payload), previous, digest or queries.digest_of(forged), like.id.hex,
    )  # fmt: skip
    for kind, thing in forged.about:
        run(
            "INSERT INTO journal_about (entry_id, kind, thing_id) VALUES (%s, %s, %s)",
            forged.id.hex,
            kind,
            UUID(thing).hex,
        )


def make_room(stream: str, seq: int) -> None:
    """Move the entries from here on up by one."""
    run("UPDATE journal_entry SET seq = seq + 1001 WHERE stream = %s AND seq >= %s", stream, seq)
    run("UPDATE journal_entry SET seq = seq - 1000 WHERE stream = %s AND seq > 1000", stream)


def streams() -> Iterator[str]:
    yield from Stream.objects.order_by("key").values_list("key", flat=True)
