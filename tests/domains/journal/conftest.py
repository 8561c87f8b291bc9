"""One city with a journal, prepared once; every test tampers with a copy of it that is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.domains.journal.city import City, prepare


@contextmanager
def copy() -> Iterator[None]:
    """Open a copy of the database that is thrown away; what runs inside it are actions of their own."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django marks its own test cases' blocks
    with block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def prepared(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with django_db_blocker.unblock(), copy():
        city = prepare(tmp_path_factory.mktemp("heads"))
        connection.check_constraints()  # nothing pending, or PostgreSQL would let nobody drop a trigger
        yield city


@pytest.fixture
def city(prepared: City) -> Iterator[City]:
    with copy():
        yield prepared


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
