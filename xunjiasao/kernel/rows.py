"""What every table has, and the shortest ways to add rows to one and to change one."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from xunjiasao.kernel import ids
from xunjiasao.kernel.ready import plain


class Row(models.Model):
    """A table row whose primary key is its public id."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)

    class Meta:
        abstract = True


def insert(*rows: models.Model, unless_there: bool = False) -> int:
    """Add new rows to their table in one statement.

    As `bulk_create`, but the statement's text is made once for a table instead of every time, which is
    most of its cost. For actions alone, and where an insert is hot: facts, orders, notices.

    :param rows: of one table
    :param unless_there: leave out those that a unique constraint knows already
    :returns: how many were added
    """
    if not rows:
        return 0
    database = connections["default"]
    columns, text = _insertion(type(rows[0]), len(rows), unless_there)
    added = _run(database, text, [column.written(row, database) for row in rows for column in columns])
    for row in rows:
        row._state.adding, row._state.db = False, database.alias
    return added


def update(row: models.Model, *names: str) -> None:
    """Write some columns of a row that is there, as `save(update_fields=…)` does, by a text made once.

    For actions alone, and where an update is hot.

    :param names: of the fields
    :raises DatabaseError: the row isn't there
    """
    database = connections["default"]
    columns, text = _change(type(row), tuple(sorted(names)))
    if not _run(database, text, [column.written(row, database) for column in columns]):
        raise DatabaseError(f"no row of {row._meta.db_table} was written")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column and the type whose values need no long way through their field."""

    field: "models.Field[Any, Any]"
    kind: type | None

    def written(self, row: models.Model, database: BaseDatabaseWrapper) -> Any:
        """Give a row's value as the database wants it."""
        value = getattr(row, self.field.attname)
        if value is None:
            return None
        return plain(value, database) if type(value) is self.kind else self.field.get_db_prep_save(value, database)


_KINDS: dict[str, type] = {
    "BigIntegerField": int, "BooleanField": bool, "CharField": str, "DateField": date, "DateTimeField": datetime, "IntegerField": int,
    "PositiveIntegerField": int, "PositiveSmallIntegerField": int, "SlugField": str, "SmallIntegerField": int, "TextField": str,
    "UUIDField": UUID,
}  # fmt: skip


def _column(field: "models.Field[Any, Any]") -> _Column:
    bare = field.target_field if isinstance(field, models.ForeignKey) else field
    return _Column(field, _KINDS.get(bare.get_internal_type()))


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], many: int, unless_there: bool) -> tuple[list[_Column], str]:
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    quoted, one = connection.ops.quote_name, f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(quoted(field.column) for field in fields)
    known = " ON CONFLICT DO NOTHING" if unless_there else ""
    text = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES {', '.join([one] * many)}{known}"  # noqa: S608  # names of our own tables
    return [_column(field) for field in fields], text


@lru_cache(maxsize=256)
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[list[_Column], str]:
    quoted, key = connection.ops.quote_name, model._meta.pk
    columns = [_column(model._meta.get_field(name)) for name in names]  # type: ignore[arg-type]  # a field that is a column
    changes = ", ".join(f"{quoted(column.field.column)} = %s" for column in columns)
    text = f"UPDATE {quoted(model._meta.db_table)} SET {changes} WHERE {quoted(key.column)} = %s"  # noqa: S608  # as above
    return [*columns, _column(key)], text


def _run(database: BaseDatabaseWrapper, text: str, values: list[Any]) -> int:
    with database.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.rowcount
