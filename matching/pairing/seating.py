"""Who sits where."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Seating:
    """For each seeker the vacancy where she has a seat, or None."""

    vacancy_of: tuple[int | None, ...]

    @property
    def placed(self) -> int:
        """How many have a seat."""
        return sum(vacancy is not None for vacancy in self.vacancy_of)

    @property
    def taken(self) -> Counter[int]:
        """How many seats are taken at each vacancy that anybody sits at."""
        return Counter(vacancy for vacancy in self.vacancy_of if vacancy is not None)

    def at(self, vacancy: int) -> tuple[int, ...]:
        """Who sits at the vacancy, in order of seekers."""
        return tuple(seeker for seeker, seat in enumerate(self.vacancy_of) if seat == vacancy)
