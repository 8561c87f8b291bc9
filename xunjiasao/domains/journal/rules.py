"""How an entry is hashed, a head is coded, and who is told of a fact."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from xunjiasao.domains.journal.terms import FIRST_WAIT_S

_listeners: dict[str, tuple[str, ...]] = {}


def subscribe(table: Mapping[str, Iterable[str]]) -> None:
    """Say once, at start-up, which listeners hear which fact: fact name → listener names."""
    _listeners.clear()
    _listeners.update({name: tuple(listeners) for name, listeners in table.items()})


def listeners(name: str) -> tuple[str, ...]:
    """List who hears a fact."""
    return _listeners.get(name, ())


def digest(
    *,
    entry: str,
    stream: str,
    seq: int,
    name: str,
    at: datetime,
    actor: str,
    payload: Mapping[str, Any],
    about: Iterable[Iterable[str]],
    previous: str,
) -> str:
    """Hash an entry together with the one before it: SHA-256 of its canonical JSON, 64 hex digits.

    :param entry: its id, by which inboxes and timelines point to it
    """
    said = [
        entry,
        stream,
        seq,
        name,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        actor,
        payload,
        [list(pair) for pair in about],
        previous,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


def day_message(on: str, streams: int, previous: str, digest: str) -> bytes:
    """What a day's signature covers."""
    return canonical([on, streams, previous, digest])


def head_message(stream: str, seq: int, head: str) -> bytes:
    """What a stream's message code covers."""
    return canonical([stream, seq, head])


def fold(heads: Iterable[tuple[str, int, str]], previous: str) -> tuple[int, str]:
    """Fold the heads of all streams, in the order of their keys, into one digest.

    :returns: how many there were, 64 hex digits
    """
    folding, count = hashlib.sha256(previous.encode()), 0
    for head in heads:
        folding.update(canonical(list(head)))
        count += 1
    return count, folding.hexdigest()


_ONE_WAY = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """Write a value as JSON in the one way that every reader will."""
    return _ONE_WAY.encode(value).encode()


def fingerprint(body: Any) -> str:
    """Hash what a request asked, so that a repeat is told from another request under the same key: 64 hex digits."""
    return hashlib.sha256(canonical(body)).hexdigest()


def wait(tries: int) -> timedelta:
    """How long to wait before a delivery that failed `tries` times is tried again."""
    return timedelta(seconds=FIRST_WAIT_S * 2 ** (tries - 1))
