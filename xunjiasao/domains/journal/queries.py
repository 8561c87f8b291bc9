"""Reading the journal: timelines, what is due, and whether anyone tampered with it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
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
from xunjiasao.kernel.crypto import journal_code, public_key, same
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


def request_key(account_id: UUID, key: str) -> RequestKey:
    return RequestKey.objects.get(account_id=account_id, key=key)


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


def failed_deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.filter(failed_at__isnull=False).select_related("entry")


def day_head_before(on: date) -> DayHead | None:
    return DayHead.objects.filter(on__lt=on).order_by("-on").first()


def heads_at(until: datetime) -> Iterator[tuple[str, int, str]]:
    """Give key, seq and head of every stream as it stood at an instant, in the order of the keys. One query."""
    rows = Entry.objects.filter(at__lt=until).order_by("stream", "seq").values_list("stream", "seq", "digest")
    last: tuple[str, int, str] | None = None
    for row in rows.iterator(chunk_size=2000):
        if last and last[0] != row[0]:
            yield last
        last = row
    if last:
        yield last


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
    """Compare the signed days with the journal as it is; each stands on the one before it."""
    previous = GENESIS
    for day in DayHead.objects.order_by("on"):
        said = {"on": day.on.isoformat(), "streams": day.streams, "previous": day.previous, "digest": day.digest}
        said["signature"] = bytes(day.signature).hex()
        folded = rules.fold(heads_at(at_slot(day.on, 48)), day.previous)
        right = (day.previous, day.until) == (previous, at_slot(day.on, 48)) and _signed(said)
        if not right or folded != (day.streams, day.digest):
            yield f"day {day.on}: the journal isn't what was signed that day"
        previous = day.digest


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
