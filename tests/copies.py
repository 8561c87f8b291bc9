"""Copies of what a test prepared once: whatever happens in one is thrown away, and costs no second preparation."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def copy() -> Iterator[None]:
    """Open a copy of the database that is thrown away; actions inside it are transactions of their own."""
    block = transaction.atomic()
    block._from_testcase = True  # as Django marks its own test cases' blocks
    with block:
        yield
        transaction.set_rollback(True)
