"""What happens when: lives that wait for their next moment, in the order of virtual time."""

import heapq
import itertools
from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import datetime

Life = Generator[datetime, datetime, None]
"""Yields when it goes on, and is sent that instant when it has come."""


class Clockwork:
    """Runs lives side by side up to a last instant; what would happen later doesn't.

    :ivar until: the last instant, the city's present
    """

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._turn = itertools.count()

    def begin(self, life: Life) -> None:
        """Let a life run to its first moment."""
        self._wait(next(life, None), life)

    def run(self, *, passed: Callable[[], object]) -> None:
        """Let everything happen.

        :param passed: called after each moment
        """
        while self._waiting:
            now, _turn, life = heapq.heappop(self._waiting)
            with suppress(StopIteration):
                self._wait(life.send(now), life)
            passed()

    def _wait(self, at: datetime | None, life: Life) -> None:
        if at is not None and at <= self.until:
            heapq.heappush(self._waiting, (at, next(self._turn), life))
