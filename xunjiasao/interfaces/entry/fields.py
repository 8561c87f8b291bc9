"""A sentence for every way in which a field can be wrong."""

import re
from collections.abc import Sequence
from typing import Any

from xunjiasao.kernel.text import _, either

QUOTED = re.compile(r"'([^']*)'")
ROOTS = {"body", "query", "path", "header", "form", "file", "cookie"}
SENTENCES: dict[str, Any] = {
    "missing": _("Please fill this in."),
    "extra_forbidden": _("This field isn't known here."),
    "string_too_short": _("At least {min_length} characters."),
    "string_too_long": _("At most {max_length} characters."),
    "too_short": _("At least {min_length}."),
    "too_long": _("At most {max_length}."),
    "greater_than": _("More than {gt}."),
    "greater_than_equal": _("At least {ge}."),
    "less_than": _("Less than {lt}."),
    "less_than_equal": _("At most {le}."),
    "multiple_of": _("In steps of {multiple_of}."),
    "year_far": _("Please give a year from 2000 to 2099."),
    "day_wrong": _(
        "Please give a date as in 2026-11-26, or a time with its offset as in 2026-11-26T09:00:00+08:00 (an address says + as %2B)."
    ),
    "timezone_aware": _("Please give the time with its offset, as in 2026-11-26T09:00:00+08:00."),
}
KINDS: dict[str, Any] = {
    "int": _("Please give a whole number."),
    "float": _("Please give a number."),
    "decimal": _("Please give a number."),
    "finite": _("Please give a number."),
    "bool": _("Please say true or false."),
    "string": _("Please give text."),
    "list": _("Please give a list."),
    "dict": _("Please give an object."),
    "model": _("Please give an object."),
    "datetime": _("Please give a time as in 2026-11-26T09:00:00+08:00."),
    "date": _("Please give a date as in 2026-11-26."),
    "uuid": _("This id can't be right."),
    "enum": _("Please choose one of: {expected}."),
    "literal": _("Please choose one of: {expected}."),
}
OTHERWISE = _("This can't be right.")


def name_of(place: Sequence[Any]) -> str:
    """Name the field as the client wrote it: ("body", "data", "extras", 0) → "extras.0".

    ninja puts the source first and, for a body, the name of the view's parameter after it.
    """
    parts = list(place)
    if parts and parts[0] in ROOTS:
        parts = parts[2:] if parts[0] in {"body", "form"} and len(parts) > 1 else parts[1:]
    return ".".join(str(part) for part in parts) or "body"


def sentence_of(error: dict[str, Any]) -> str:
    """Say in the active language what is wrong with a field."""
    kind, context = str(error["type"]), error.get("ctx", {})
    says = SENTENCES.get(kind) or KINDS.get(kind.partition("_")[0], OTHERWISE)
    if quoted := QUOTED.findall(
        str(context.get("expected", ""))
    ):  # pydantic writes English: 'cash', 'card' or 'wechat'
        context = context | {"expected": either("、", ", ").join(quoted)}
    try:
        return str(says).format(**context)
    except (KeyError, IndexError):
        return str(OTHERWISE)
