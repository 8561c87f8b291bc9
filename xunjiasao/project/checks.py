"""What must be true of the deployment before it serves anybody."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SYNCHRONOUS_FULL = 2


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None, **_kwargs: Any
) -> list[CheckMessage]:
    """Read back what each SQLite connection really runs with."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            found += [Error(fault, id="xunjiasao.E001") for fault in sqlite_faults(connections[alias])]
    return found


def sqlite_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Say what makes this connection unsafe; nothing when it is safe."""
    wanted: dict[str, set[Any]] = {
        "journal_mode": {"wal" if settings.SQLITE_WAL_IS_SAFE else "truncate", "memory"},
        "synchronous": {SYNCHRONOUS_FULL},
        "mmap_size": {0},
        "foreign_keys": {1},
    }
    faults = []
    with connection.cursor() as cursor:
        for pragma, good in wanted.items():
            row = cursor.execute(f"PRAGMA {pragma}").fetchone()
            if row is not None and row[0] not in good:  # no answer: an in-memory database has no such thing
                faults.append(f"SQLite runs with {pragma}={row[0]}, not {sorted(map(str, good))[0]}")
    options = connection.settings_dict["OPTIONS"]
    if options.get("transaction_mode") != "IMMEDIATE":
        faults.append("SQLite transactions must begin IMMEDIATE, or two writers deadlock on upgrade")
    if options.get("timeout", 0) < 30:
        faults.append("SQLite must wait 30 s for its lock")
    return faults
