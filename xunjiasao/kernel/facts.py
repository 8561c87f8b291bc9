"""A fact: something that happened, said once, kept forever, told to those who may hear it.

Its fields are ids, stages, times and amounts; never a name, a phone, an address or free text. The
sentence gets its names when it is read, so that erasing a person and an unchangeable journal agree.
"""

import string
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, ClassVar, TypeVar, dataclass_transform
from uuid import UUID

from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.spoken import dated
from xunjiasao.kernel.text import untranslated

F = TypeVar("F", bound="Fact")
REGISTRY: dict[str, type["Fact"]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Fact:
    name: ClassVar[str]
    """stable dotted name, stored in the row, never renamed: "order.placed" """
    says: ClassVar[Any]
    """translated sentence with {holes}"""
    told_to: ClassVar[frozenset[str]]
    """the parts that see it in a timeline"""

    def payload(self) -> dict[str, Any]:
        """Give the fields as plain JSON values."""
        return {key.name: _plain(getattr(self, key.name)) for key in _fields(type(self))}


def fact(name: str, *, says: Any, told_to: str) -> Callable[[type[F]], type[F]]:
    """Register a class of facts under a stable dotted name.

    A hole of the sentence is a field; the stem of an `_id` field (filled with a name when read), of
    an `_fen` field (yuan) or of an `_at` field (day and time); or `actor`.
    """

    def mark(cls: type[F]) -> type[F]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.name, made.says, made.told_to = name, says, frozenset(told_to.split())
        assert name not in REGISTRY, f"{name} is registered twice"
        known = {hole for field in _fields(made) for hole in _holes_of(field.name)} | {"actor"}
        with untranslated():
            wanted = {hole for _text, hole, _spec, _conversion in string.Formatter().parse(str(says)) if hole}
        assert wanted <= known, f"{name}: no field fills {wanted - known}"
        REGISTRY[name] = made
        return made

    return mark


def sentence(name: str, payload: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say a recorded fact in the active language.

    :param names: what the ids in the payload, and "actor", are called
    """
    known = REGISTRY.get(name)
    if known is None:
        return name
    holes: dict[str, str] = {"actor": names.get("actor", "")}
    for field, value in payload.items():
        holes |= {hole: "" if value is None else _read(hole, field, value, names) for hole in _holes_of(field)}
    return str(known.says).format(**holes)


def told(name: str) -> frozenset[str]:
    """List the parts that a recorded fact is told to."""
    return REGISTRY[name].told_to if name in REGISTRY else frozenset()


def _fields(cls: type[Fact]) -> tuple[Field[Any], ...]:
    return fields(cls)  # type: ignore[arg-type]  # `fact` makes every one a dataclass


def _holes_of(field: str) -> set[str]:
    stem, _dash, tail = field.rpartition("_")
    return {field, stem} if stem and tail in {"id", "fen", "at"} else {field}


def _read(hole: str, field: str, value: Any, names: Mapping[str, str]) -> str:
    if hole == field:
        return str(value)
    if field.endswith("_id"):
        return names.get(str(value), "")
    if field.endswith("_fen"):
        return yuan(value)
    return dated(datetime.fromisoformat(value))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"a fact can't hold {type(value).__name__}")
