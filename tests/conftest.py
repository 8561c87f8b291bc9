"""Every test runs on the database that `XJS_TEST_DB` names: sqlite (the default) or postgres.

A database that isn't there fails the run; nothing is skipped. The environment is set here, before
Django reads it: fixed keys, fake integrations, a folder that goes away. (That is why pyproject.toml
names no settings module: pytest-django would read it before this file.)
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from tests import databases

VAR = Path(tempfile.mkdtemp(prefix="xjs-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("XJS_") and not name.startswith("XJS_TEST_")]:
    del os.environ[name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "xunjiasao.project.settings",
    "XJS_VAR": str(VAR),
    "XJS_TESTING": "1",
    "XJS_SECRET": "a-secret-for-tests-only-and-long-enough-to-be-one",
    "XJS_KEYS": str(Path(__file__).parent / "keys.json"),
    "XJS_HOSTS": "testserver",
    "DATABASE_URL": databases.address(),
}
django.setup()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load once what every city stands on; each test is rolled back to it."""
    from xunjiasao.domains.catalogue import actions as catalogue
    from xunjiasao.domains.places import actions as places

    with django_db_blocker.unblock():
        places.load_divisions()
        places.load_holidays()
        catalogue.load_standards()


@pytest.fixture(autouse=True)
def exported_heads_go_with_the_rows() -> Iterator[None]:
    """Rows are rolled back after a test; day heads that it exported would accuse the next test's journal."""
    yield
    shutil.rmtree(VAR / "heads", ignore_errors=True)
