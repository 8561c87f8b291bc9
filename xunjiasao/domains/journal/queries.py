"""Reading the journal: timelines, what is due, and whether anyone tampered with it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from xunjiasao.domains.journal import rules
from xunjiasao.domains.journal.models import About, DayHead, Delivery, Entry, RequestKey, Stream, Turn
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import journal_code, public_key, same
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import at_slot


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a timeline reads it."""

    id: UUID
    name: str
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    payload: dict[str, object]


def timeline(kind: str, thing_id: UUID) -> list[Told]:
    """List what happened to a thing, oldest first. One query."""
    rows = About.objects.filter(kind=kind, thing_id=thing_id).order_by("entry__at", "entry_id")
    shown = rows.values_list(
        "entry_id", "entry__name", "entry__at", "entry__actor_kind", "entry__actor_id", "entry__payload"
    )
    return [Told(*row) for row in shown]


def latest(kind: str, things: QuerySet[Any, Any], *, since: datetime, most: int) -> list[tuple[UUID, Told]]:
    """List the latest that happened to some things, newest first, each with the thing's id. One query.

    It walks back through the entries, not through the things: those grow without end.

    :param things: the things, as a query
    """
    among = Exists(things.filter(pk=OuterRef("thing_id")))
    concerned = Exists(About.objects.filter(among, entry_id=OuterRef("pk"), kind=kind))
    rows = Entry.objects.filter(concerned, at__gte=since).order_by("-at", "-id")[:most]
    return [(subject(entry, kind), told(entry)) for entry in rows]


def entries(ids: Iterable[UUID]) -> dict[UUID, Told]:
    """Find entries by id. One query."""
    rows = Entry.objects.filter(id__in=list(ids)).values_list("id", "name", "at", "actor_kind", "actor_id", "payload")
    return {row[0]: Told(*row) for row in rows}


def told(entry: Entry) -> Told:
    """Read an entry that a listener was handed. No query."""
    return Told(entry.id, entry.name, entry.at, entry.actor_kind, entry.actor_id, entry.payload)


def subject(entry: Entry, kind: str) -> UUID:
    """Name the thing of one kind that an entry is about. No query."""
    return next(UUID(thing) for name, thing in entry.about if name == kind)


def lock_stream(key: str) -> tuple[int, str] | None:
    """Find and lock a stream; say how long it is and what its head is.

    Every fact of the house passes here: the statement is written out, since making it would cost more than running it.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq, head FROM journal_stream WHERE key = %s{lock}", [key])  # noqa: S608  # a constant
        return cursor.fetchone()


class KeyReused(Refused):
    code, says = "request_key_reused", _("This request key was already used for something else.")


def claimed(actor: Actor, *, key: str, body: Any) -> UUID | None:
    """Say what an earlier request with this key and body led to, or None when there was none. One query.

    :raises KeyReused: it had another body
    """
    found = RequestKey.objects.filter(account_id=actor.who, key=key).values_list("body", "result_id").first()
    if found and found[0] != rules.fingerprint(body):
        raise KeyReused
    return found[1] if found else None


def lock_due_deliveries(now: datetime, most: int) -> list[Delivery]:
    """Find and lock the longest-waiting deliveries that are due; others work on the next ones meanwhile."""
    due = Delivery.objects.filter(done_at=None, failed_at=None, due_at__lte=now).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    return list(due.select_related("entry")[:most])


def is_delivery_due(now: datetime) -> bool:
    """Tell whether the outbox has something to deliver; takes no lock."""
    return Delivery.objects.filter(done_at=None, failed_at=None, due_at__lte=now).exists()


def due_turns(jobs: Iterable[str], now: datetime) -> list[str]:
    """List the jobs whose turn it is or that never had one, and that nobody is at. One query, no lock."""
    rows = Turn.objects.filter(job__in=list(jobs)).values_list("job", "due_at", "held_until")
    resting = {job for job, due_at, held_until in rows if due_at > now or (held_until and held_until > now)}
    return [job for job in jobs if job not in resting]


def day_head(on: date) -> DayHead | None:
    return DayHead.objects.filter(on=on).first()


def last_day_head() -> DayHead | None:
    return DayHead.objects.order_by("-on").first()


_HEADS_AT = """
WITH moved AS (SELECT DISTINCT CAST(stream AS text) AS stream FROM journal_entry WHERE at >= %s)
SELECT key, seq, head FROM (
    SELECT stream.key, stream.seq, stream.head FROM journal_stream AS stream
    LEFT JOIN moved ON moved.stream = stream.key WHERE moved.stream IS NULL
    UNION ALL
    SELECT entry.stream, entry.seq, entry.digest FROM moved JOIN journal_entry AS entry ON entry.stream = moved.stream
    AND entry.seq = (SELECT max(seq) FROM journal_entry WHERE stream = moved.stream AND at < %s)
) AS heads ORDER BY key COLLATE {bytewise}
"""
"""The cast keeps SQLite from finding what is distinct by the index of streams, which is as long as the journal."""


def heads_at(until: datetime) -> Iterator[tuple[str, int, str]]:
    """Give key, seq and head of every stream as it stood at an instant, in the order of the keys.

    The kept heads say it, but for streams that have moved on since; so it costs no reading of all that ever happened.
    One statement, since between two of them a stream could move. Only in a transaction.
    """
    bytewise = '"C"' if connection.vendor == "postgresql" else "BINARY"
    at = connection.ops.adapt_datetimefield_value(until)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HEADS_AT.format(bytewise=bytewise), [at, at])
        while rows := cursor.fetchmany(2000):
            yield from rows


def digest_of(entry: Entry) -> str:
    """Hash an entry as it stands."""
    return rules.digest(
        entry=str(entry.id), stream=entry.stream, seq=entry.seq, name=entry.name, at=entry.at, payload=entry.payload, about=entry.about,
        actor=f"{entry.actor_kind}:{entry.actor_id or ''}", previous=entry.previous,
    )  # fmt: skip


def tampering(subjects: Iterable[tuple[str, str]], *, heads: Path | None = None) -> Iterator[str]:
    """Look for anything in the journal that was changed, cut, moved or put back, and name it.

    :param subjects: key of the stream and head as kept in each subject's own row; of a kind all or none
    :param heads: the folder of exported day heads, kept where an editor of the database can't reach
    """
    yield from _broken_chains()
    yield from _broken_indexes()
    yield from _broken_subjects(subjects)
    yield from _broken_days()
    if heads is not None:
        yield from _other_days(heads)


def _broken_chains() -> Iterator[str]:
    streams = {stream.key: stream for stream in Stream.objects.iterator()}
    stream, seq, head = "", 0, GENESIS
    for entry in Entry.objects.order_by("stream", "seq").iterator(chunk_size=2000):
        if entry.stream != stream:
            yield from _broken_head(streams.pop(stream, None), stream, seq, head)
            stream, seq, head = entry.stream, 0, GENESIS
        if entry.seq != seq + 1 or entry.previous != head or not _fits(entry):
            yield f"{entry.stream}: entry {entry.seq} doesn't follow from the one before it"
        seq, head = entry.seq, entry.digest
    yield from _broken_head(streams.pop(stream, None), stream, seq, head)
    for left in streams:
        yield f"{left}: its entries are gone"


def _fits(entry: Entry) -> bool:
    try:
        return entry.digest == digest_of(entry)
    except (AttributeError, TypeError, ValueError):  # what was edited can't even be read
        return False


def _broken_head(kept: Stream | None, stream: str, seq: int, head: str) -> Iterator[str]:
    if not stream:
        return
    if kept is None:
        yield f"{stream}: its head is gone"
    elif (kept.seq, kept.head) != (seq, head) or not same(
        kept.code, journal_code(rules.head_message(stream, seq, head))
    ):
        yield f"{stream}: its head doesn't fit its entries"


def _broken_indexes() -> Iterator[str]:
    kept: dict[UUID, set[tuple[str, str]]] = {}
    for entry_id, kind, thing in About.objects.values_list("entry_id", "kind", "thing_id").iterator():
        kept.setdefault(entry_id, set()).add((kind, str(thing)))
    for entry_id, stream, seq, about in Entry.objects.values_list("id", "stream", "seq", "about").iterator():
        if sorted(kept.get(entry_id, set())) != _pairs(about):
            yield f"{stream}: whom entry {seq} is about was changed"


def _pairs(about: Any) -> list[tuple[str, str]] | None:
    """Read whom an entry says it is about, or None where that can't be read."""
    try:
        return sorted({(str(kind), str(thing)) for kind, thing in about})
    except (TypeError, ValueError):
        return None


def _broken_subjects(subjects: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Compare the heads with those in the subjects' rows; of a kind that has subjects, no stream is without one."""
    kept, kinds = dict(Stream.objects.values_list("key", "head").iterator()), set()
    for stream, head in subjects:
        kinds.add(stream.partition(":")[0])
        if kept.pop(stream, None) != head:
            yield f"{stream}: its subject's row holds another head"
    for left in kept:
        if left.partition(":")[0] in kinds:
            yield f"{left}: its subject is gone"


def _broken_days() -> Iterator[str]:
    """Compare the signed days with the journal as it is; each stands on the one before it, and none is left out."""
    days, previous = list(DayHead.objects.order_by("on")), GENESIS
    for before, day in pairwise(days):
        if (day.on - before.on).days > 1:
            yield f"{_span(before.on + timedelta(days=1), day.on - timedelta(days=1))}: not signed, though later ones are"
    for day, folded in zip(days, _folds(days), strict=True):
        said = {"on": day.on.isoformat(), "streams": day.streams, "previous": day.previous, "digest": day.digest}
        said["signature"] = bytes(day.signature).hex()
        right = (day.previous, day.until) == (previous, at_slot(day.on, 48)) and _signed(said)
        if not right or folded != (day.streams, day.digest):
            yield f"day {day.on}: the journal isn't what was signed that day"
        previous = day.digest


def _span(first: date, last: date) -> str:
    return f"day {first}" if first == last else f"days {first} to {last}"


def _folds(days: Iterable[DayHead]) -> Iterator[tuple[int, str]]:
    """Fold all streams as they stood at the end of each day, from the entries alone; every entry is read once.

    A day's digest covers every stream, so each day hashes all heads anew; what is saved is reading them.

    :param days: in order
    """
    entries = Entry.objects.order_by("at").values_list("at", "stream", "seq", "digest").iterator(chunk_size=2000)
    heads: dict[str, tuple[int, str]] = {}
    keys: list[str] = []
    coming = next(entries, None)
    for day in days:
        until = at_slot(day.on, 48)
        while coming and coming[0] < until:
            _at, stream, seq, head = coming
            if stream not in heads:
                keys.append(stream)
            if stream not in heads or heads[stream][0] < seq:
                heads[stream] = (seq, head)
            coming = next(entries, None)
        keys.sort()  # all but the new ones stand in order already
        yield rules.fold(((key, *heads[key]) for key in keys), day.previous)


def _other_days(folder: Path) -> Iterator[str]:
    """Compare the signed days with those that were exported."""
    kept = {day.on.isoformat(): day for day in DayHead.objects.order_by("on")}
    for file in sorted(folder.glob("*.json")):
        said = json.loads(file.read_text())
        day = kept.get(said["on"])
        same_day = day and (day.streams, day.previous, day.digest) == (
            said["streams"],
            said["previous"],
            said["digest"],
        )
        if not same_day or not _signed(said):
            yield f"day {said['on']}: another day was signed and exported"


def _signed(said: dict[str, Any]) -> bool:
    message = rules.day_message(said["on"], said["streams"], said["previous"], said["digest"])
    try:
        Ed25519PublicKey.from_public_bytes(public_key()).verify(bytes.fromhex(str(said["signature"])), message)
    except (InvalidSignature, ValueError):
        return False
    return True
