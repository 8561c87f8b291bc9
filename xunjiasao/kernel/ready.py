"""A query whose text is made once.

Django makes the text of a query anew each time, and that costs several times what running a small one does. The
hottest reads of the house say theirs once, with holes for what changes; the rows are the very ones Django would give.

    _QUOTE = Ready(lambda: Quote.objects.select_related("offering").filter(id=Hole("id")))
    found = _QUOTE.first(id=key)
    _AREAS = Ready(lambda: Area.objects.filter(worker__in=Holes("workers")))
    found = _AREAS.all(workers=[first, second])
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]  # the stubs leave it out
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

M = TypeVar("M", bound=Model)


class Hole(Expression):
    """Stands in a filter for a value that comes with each call; never for None."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Holes(Hole):
    """Stands after `__in` for several values; without any, no row fits."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, list[Any]]:
        return f"({_mark(self.name)})", [self]


@dataclass(frozen=True, slots=True)
class _Made:
    """A query's text on one connection, and how its rows are read."""

    connection: BaseDatabaseWrapper
    text: str
    values: tuple[Any, ...]
    readers: list[tuple[int, Callable[[Any], Any]]]
    """where a row holds what the database says in another way, and how that is read; nothing stays nothing"""
    model: Any
    """of each row; None where a row is just its values"""
    names: list[str]
    columns: slice
    related: list[Any]
    locks: bool


class Ready(Generic[M]):
    """:param say: makes the query, once for each connection to the database"""

    def __init__(self, say: Callable[[], QuerySet[M, Any]]) -> None:
        self._say = say

    def first(self, **given: Any) -> M | None:
        """Give the first row; the query itself says in which order."""
        return next(self.all(**given), None)

    def all(self, **given: Any) -> Iterator[M]:
        """Give the rows, with what the query selects along with them."""
        made = self._of(connections["default"])
        assert made.model, "rows of values are read by `values`"
        for row in self._rows(made, given):
            found = made.model.from_db("default", made.names, row[made.columns])
            for each in made.related:
                each.populate(row, found)
            yield found

    def values(self, **given: Any) -> list[tuple[Any, ...]]:
        """Give the rows of a query that says `values_list`."""
        return [tuple(row) for row in self._rows(self._of(connections["default"]), given)]

    def _of(self, connection: BaseDatabaseWrapper) -> _Made:
        kept: dict[Ready[Any], _Made] = connection.__dict__.setdefault("ready", {})  # and gone with it
        made = kept.get(self)
        if made is None:
            made = kept[self] = _make(self._say().query, connection)
        assert connection.in_atomic_block or not made.locks, "a lock outside of a transaction holds nothing"
        return made

    def _rows(self, made: _Made, given: dict[str, Any]) -> Iterator[Any]:
        connection, text, values = made.connection, made.text, []
        for each in made.values:
            if isinstance(each, Holes):
                given[each.name] = list(given[each.name])
                several = [plain(one, connection) for one in given[each.name]]
                if not several:
                    return iter(())
                text = text.replace(_mark(each.name), ", ".join(["%s"] * len(several)))
                values += several
            elif isinstance(each, Hole):
                assert given[each.name] is not None, "nothing equals NULL"
                values.append(plain(given[each.name], connection))
            else:
                values.append(each)
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            found = cursor.fetchall()
        return _read(found, made.readers) if made.readers else iter(found)


def _make(query: Query, connection: BaseDatabaseWrapper) -> _Made:
    compiler = query.get_compiler(connection=connection)
    text, values = compiler.as_sql()
    chosen = compiler.select[: compiler.col_count]
    converters = compiler.get_converters([each[0] for each in chosen])
    readers = [(place, _reader(each, column, connection)) for place, (each, column) in converters.items()]
    kind = compiler.klass_info
    if not kind:
        return _Made(connection, text, tuple(values), readers, None, [], slice(0), [], query.select_for_update)
    columns = slice(kind["select_fields"][0], kind["select_fields"][-1] + 1)
    return _Made(
        connection, text, tuple(values), readers, kind["model"], [each[0].target.attname for each in chosen[columns]],
        columns, get_related_populators(kind, compiler.select, "default"), query.select_for_update,
    )  # fmt: skip


def _reader(converters: list[Any], column: Any, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for each in converters:
            value = each(value, column, connection)
        return value

    return read


def _read(rows: Iterable[Any], readers: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[list[Any]]:
    for row in map(list, rows):
        for place, read in readers:
            if row[place] is not None:
                row[place] = read(row[place])
        yield row


def _mark(name: str) -> str:
    """Mark in a text where the places for several values go."""
    return f"%({name})"


def plain(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Write a value as this database wants it; for what is neither JSON nor bytes."""
    if isinstance(value, int | str):
        return value
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
