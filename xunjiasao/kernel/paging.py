"""Lists in pages: a cursor names the last row seen, so that pages stay right while rows come and go."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.text import _

T = TypeVar("T")
M = TypeVar("M", bound=Model)
LIMIT, MOST = 20, 100
BACK = "-"
"""Begins a cursor that leads to the rows before the one it names."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """:param before: the cursor of the page before this one; None on the first"""

    items: list[T]
    next: str | None
    before: str | None = None


class BadCursor(Invalid):
    code, says = "bad_cursor", _("This list has changed. Please open it again.")


def page(rows: QuerySet[M], *order: str, cursor: str | None, limit: int | None = None) -> Page[M]:
    """Cut one page from a query, sorted by the named fields ("-" before one = descending).

    The last field must be unique, and none may be null: annotate what stands for nothing. Rows equal in the first field
    are told apart by the ones after it.

    :raises BadCursor: the cursor wasn't made by this list
    """
    size = min(limit or LIMIT, MOST)
    if size < 1:
        raise BadCursor
    back = bool(cursor) and str(cursor).startswith(BACK)
    walked = tuple(_turned(field) for field in order) if back else order
    names = [field.lstrip("-") for field in order]
    if cursor:
        rows = rows.filter(_after(walked, _decode(cursor.removeprefix(BACK), rows, names)))
    found = list(_first(rows, walked, size + 1))
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
    name = lambda row: _encode([_plain(getattr(row, _column(field))) for field in names])  # noqa: E731  # said twice
    following = name(shown[-1]) if shown and (more or back) else None
    earlier = f"{BACK}{name(shown[0])}" if shown and cursor and (more or not back) else None
    return Page(shown, following, earlier)


def map_page(source: Page[M], show: Callable[[M], T]) -> Page[T]:
    """Show each row of a page."""
    return Page([show(row) for row in source.items], source.next, source.before)


def _first(rows: QuerySet[M], order: tuple[str, ...], most: int) -> QuerySet[M]:
    """Find the keys of a page first, by the index that sorts them, and only for those what is joined.

    In one step, SQLite begins with the smallest joined table and sorts everything.
    """
    if not rows.query.select_related or rows.query.annotations:
        return rows.order_by(*order)[:most]
    joined = rows.model._default_manager.filter(pk__in=rows.order_by(*order).values("pk")[:most])
    joined.query.select_related = rows.query.select_related
    return joined.order_by(*order)


def _after(order: tuple[str, ...], values: list[Any]) -> Q:
    """Say "behind the cursor" as (a, b) > (x, y), written out for both databases."""
    where, equal = Q(), Q()
    for field, value in zip(order, values, strict=True):
        name, side = field.lstrip("-"), "lt" if field.startswith("-") else "gt"
        where |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return where


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _column(name: str) -> str:
    return "pk" if name == "pk" else name


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(cursor: str, rows: QuerySet[Any], names: list[str]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        assert isinstance(values, list) and len(values) == len(names)
        assert all(isinstance(value, int | str) and b"\0" not in str(value).encode() for value in values)
        fields = [_field(rows, name) for name in names]
        return [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except Exception as bad:  # whatever a forged cursor breaks, the answer is the same
        raise BadCursor from bad


def _field(rows: QuerySet[Any], name: str) -> Any:
    """The column behind a name, or what the query works out under it."""
    worked_out = rows.query.annotations.get(name)
    if worked_out is not None:
        return worked_out.output_field
    return rows.model._meta.pk if name == "pk" else rows.model._meta.get_field(name)
