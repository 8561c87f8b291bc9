"""One city with a journal, prepared once; every test tampers with a copy of it that is thrown away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.copies import copy
from tests.domains.journal.city import City, prepare


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
