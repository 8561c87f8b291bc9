import sqlite3

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests import databases
from xunjiasao.project import checks, settings


@pytest.mark.django_db
def test_the_run_uses_the_database_that_it_says():
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[databases.kind()]


def test_the_run_touches_nothing_of_the_checkout():
    assert settings.XJS.testing
    assert not settings.XJS.var.is_relative_to(settings.ROOT)


@pytest.fixture
def file_database(tmp_path, django_db_blocker):
    def connect(**options):
        found = settings.database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
        found["OPTIONS"] |= options
        wrapper = DatabaseWrapper(
            {"TIME_ZONE": None, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False} | found,
            "file",
        )
        opened.append(wrapper)
        return wrapper

    opened: list[DatabaseWrapper] = []
    with django_db_blocker.unblock():
        yield connect
    for wrapper in opened:
        wrapper.close()


def test_a_sqlite_file_is_opened_so_that_nothing_acknowledged_is_lost(file_database):
    assert checks.sqlite_faults(file_database()) == []
    with file_database().cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    assert mode == ("wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "truncate")


@pytest.mark.parametrize(
    "options",
    [
        {"init_command": "PRAGMA journal_mode=DELETE"},
        {"init_command": "PRAGMA synchronous=NORMAL"},
        {"init_command": "PRAGMA mmap_size=1000000"},
        {"transaction_mode": "DEFERRED"},
        {"timeout": 5},
    ],
    ids=str,
)
def test_a_sqlite_file_opened_any_other_way_is_reported(file_database, options):
    if "init_command" in options:
        options = {
            "init_command": f"{settings.database('sqlite:///x')['OPTIONS']['init_command']}; {options['init_command']}"
        }
    assert len(checks.sqlite_faults(file_database(**options))) == 1
