"""A tiny demo city, made once for all its tests and rolled back after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from demo import build
from demo.sizes import Size
from xunjiasao.interfaces.jobs.listeners import LISTENERS
from xunjiasao.kernel.time import CITY_ZONE

TINY = Size(enterprises=14, stations=14, workers=30, residents=30, orders=75)
CAST = Size(enterprises=2, stations=2, workers=12, residents=8, orders=20)
NOW = datetime(2026, 11, 24, 10, 17, tzinfo=CITY_ZONE)
"""a Tuesday"""


def make(size: Size = TINY, *, heads: Path, seed: int = 1, now: datetime = NOW) -> build.Made:
    return build.make(size, seed=seed, now=now, listeners=dict(LISTENERS), heads=heads)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction that tests may nest theirs in, and that leaves nothing."""
    whole: Any = transaction.atomic()
    whole._from_testcase = True
    with whole:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heads")


@pytest.fixture(scope="module")
def tiny(django_db_setup: None, django_db_blocker: Any, heads: Path) -> Iterator[build.Made]:
    with django_db_blocker.unblock(), rolled_back():
        yield make(heads=heads)
