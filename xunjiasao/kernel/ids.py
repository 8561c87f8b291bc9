"""Ids of rows: UUIDv7, primary and public."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import uuid_utils.compat

_seeded: list[tuple[random.Random, list[int]]] = []


def new() -> uuid.UUID:
    """Make the id of a new row; ids made later sort later."""
    return _repeatable() if _seeded else uuid_utils.compat.uuid7()


@contextmanager
def seeded(seed: int, *, from_ms: int = 1_780_000_000_000) -> Iterator[None]:
    """Make every id inside repeatable, for the demo city: same seed, same ids.

    :param from_ms: the Unix time in milliseconds that the first id carries
    """
    _seeded.append((random.Random(seed), [from_ms]))
    try:
        yield
    finally:
        _seeded.pop()


def parse(text: object) -> uuid.UUID | None:
    """Read an id as a client sent it, or None when it can't be one."""
    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(str(text))
    except ValueError:
        return None


def _repeatable() -> uuid.UUID:
    rng, ms = _seeded[-1]
    ms[0] += 1
    bits = (ms[0] << 80) | (0x7 << 76) | (rng.getrandbits(12) << 64) | (0b10 << 62) | rng.getrandbits(62)
    return uuid.UUID(int=bits)
