"""Sentences are compared as they stand in the code."""

from collections.abc import Iterator

import pytest

from xunjiasao.kernel.text import speaking


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield
