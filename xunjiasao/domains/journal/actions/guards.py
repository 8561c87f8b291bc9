"""Triggers that make the journal append-only in the database itself."""

from django.db import connections

GUARDED = ("journal_entry", "journal_about")
_FORBID = "journal is append-only"


def install(*, using: str = "default") -> None:
    """Put the triggers in place; doing it twice changes nothing."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_forbid() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_FORBID}'; END $$"
            )
        for table in GUARDED:
            for sql in _statements(connections[using].vendor, table):
                cursor.execute(sql)


def missing(*, using: str = "default") -> list[str]:
    """List the triggers that should be there and aren't; start-up refuses to serve without them."""
    vendor = connections[using].vendor
    ask = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(ask)
        there = {row[0] for row in cursor.fetchall()}
    return sorted({f"{table}_{verb}" for table in GUARDED for verb in _verbs(vendor)} - there)


def _verbs(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _statements(vendor: str, table: str) -> list[str]:
    made = []
    for verb in _verbs(vendor):
        name = f"{table}_{verb}"
        if vendor == "postgresql":
            made.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            made.append(
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_forbid()"
            )
        else:
            made.append(
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_FORBID}'); END"
            )
    return made
