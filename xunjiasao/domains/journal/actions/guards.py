"""Triggers that make the journal append-only in the database itself."""

from django.db import connections

GUARDED = {
    "journal_entry": "id = NEW.id OR (stream = NEW.stream AND seq = NEW.seq)",
    "journal_about": "id = NEW.id OR (kind = NEW.kind AND thing_id = NEW.thing_id AND entry_id = NEW.entry_id)",
}
"""Each guarded table, and which row a new one would be put in the place of: SQLite's INSERT OR REPLACE
deletes that without asking a trigger for deletes."""
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
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete", "insert")


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
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {GUARDED[table]})"  # noqa: S608  # both are ours
            when = f"WHEN {there} " if verb == "insert" else ""
            made.append(f"DROP TRIGGER IF EXISTS {name}")
            made.append(
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{_FORBID}'); END"
            )
    return made
