"""What the readers share: where a text comes from, and how a malformed one is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matching.refusal import Refused


class Unreadable(Refused):
    """A file that isn't what it should be; the reason completes a sentence that begins with the field."""

    said = "{field} {reason}"
    all_of_it = "the file"


def path(source: str | Path) -> Path | None:
    """Tell the path of a source that isn't the text itself."""
    if isinstance(source, Path):
        return source
    return None if "\n" in source or source.lstrip()[:1] in {"", "{", "["} else Path(source)


def text(source: str | Path) -> str:
    """Read a source.

    :raises Unreadable: for what is no UTF-8; a file that isn't there is the caller's `OSError`
    """
    found = path(source)
    if found is None:
        return str(source)
    try:
        return found.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise Unreadable("", "is no UTF-8 text") from wrong


def name(source: str | Path) -> str:
    """Name a problem after its file."""
    found = path(source)
    return found.stem if found else ""


def tree(source: str | Path, *, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """Read a source that is one JSON object, each key once and without NaN.

    :param number: makes what has a decimal point, from its text
    """
    try:
        found = json.loads(text(source), parse_float=number, parse_constant=_no_number, object_pairs_hook=_once)
    except Unreadable:
        raise
    except (ValueError, RecursionError) as wrong:
        raise Unreadable("", f"is no JSON: {wrong}") from wrong
    if not isinstance(found, dict):
        raise Unreadable("", "is no JSON object")
    return found


def member(holder: Any, key: str, kind: type, field: str = "") -> Any:
    """Take the member of a JSON object, of the kind that it must be.

    :param field: where the object is
    """
    where = f"{field}.{key}" if field else key
    if not isinstance(holder, dict):
        raise Unreadable(field, f"is {_said(holder)}, not an object")
    if key not in holder:
        raise Unreadable(where, "is missing")
    return of_kind(holder[key], kind, where)


def of_kind(value: Any, kind: type, field: str) -> Any:
    """Pass what is of a kind on; true is no number."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise Unreadable(field, f"is {_said(value)}, not {KINDS[kind]}")
    return value


KINDS: dict[type, str] = {str: "a text", int: "a whole number", list: "a list", dict: "an object"}


def _said(value: Any) -> str:
    shown = json.dumps(value, default=str, ensure_ascii=False)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _no_number(constant: str) -> Any:
    raise Unreadable("", f"holds {constant}, which is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(key, "is said twice in one object")
        found[key] = value
    return found
