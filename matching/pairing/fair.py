"""A fair to seat: seats, wishes, choices and scores. Everything is a whole number and can't be changed.

Seekers and vacancies are named by their position, counted from 0. All lists are strict: whoever stands
earlier is preferred, and two on one rank can't be said. A pair is acceptable when each is on the other's
list. A name on one list only is kept, since ranks count it, and is never seated: at a fair most wishes
that come to nothing are of this kind, so that is no fault of the input.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matching.pairing import refusal
from matching.refusal import Refused

if TYPE_CHECKING:
    from matching.pairing.kernels.pairs import Pairs

SEATS_MAX = 2**31 - 1
LENGTH_MAX = 2**31 - 1
"""Positions fit 32 bits."""
SUM_MAX = 2**59
"""Scores along any path of moves sum to no more than this, so that prices and distances fit 62 bits."""


@dataclass(frozen=True, eq=False)
class Lists:
    """Ranked lists, one after another: list `i` is `items[start[i] : start[i + 1]]`, best first.

    :param start: shape (lists + 1,), from 0 to the number of items, never falling
    :param items: shape (all items,), positions on the other side
    """

    start: NDArray[np.integer[Any]]
    items: NDArray[np.integer[Any]]

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, index: int) -> NDArray[np.integer[Any]]:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.items[self.start[index] : self.start[index + 1]]

    @property
    def owners(self) -> NDArray[np.int64]:
        """Whose list each item is on, shape (all items,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))


@dataclass(frozen=True, eq=False)
class Fair:
    """Who wishes for what, and whom the vacancies would take.

    :param seats: shape (vacancies,), how many people each vacancy can take, 0 or more
    :param wishes: for each seeker the vacancies that she would take, best first
    :param choices: for each vacancy the seekers that it would take, best first
    :param scores: shape (all wishes,), beside `wishes.items`: what it is worth to seat this wish, in any
        unit; may be negative; what stands beside a one-sided wish is never counted
    :raises Refused: if anything of this isn't so, before anything is searched
    """

    seats: NDArray[np.integer[Any]]
    wishes: Lists
    choices: Lists
    scores: NDArray[np.integer[Any]] | None = None

    def __post_init__(self) -> None:
        seats = refusal.whole("seats", self.seats)
        refusal.within("seats", seats, 0, SEATS_MAX)
        wishes = _ranked("wishes", self.wishes, "seeker", "vacancy", len(seats))
        choices = _ranked("choices", self.choices, "vacancy", "seeker", len(wishes))
        if len(choices) != len(seats):
            raise Refused("choices", f"{len(choices)} lists for {len(seats)} vacancies")
        object.__setattr__(self, "seats", _frozen(seats, np.int64))
        object.__setattr__(self, "wishes", wishes)
        object.__setattr__(self, "choices", choices)
        if self.scores is not None:
            object.__setattr__(self, "scores", _scores(self.scores, wishes, len(seats)))

    @classmethod
    def of(
        cls,
        *,
        seats: Sequence[int],
        wishes: Iterable[Sequence[int]],
        choices: Iterable[Sequence[int]],
        scores: Iterable[Sequence[int]] | None = None,
    ) -> "Fair":
        """Read a fair from lists of lists; `scores` has the shape of `wishes`.

        :raises Refused: as the class does
        """
        filled, wished, chosen = refusal.whole("seats", seats), _read("wishes", wishes), _read("choices", choices)
        flat = None
        if scores is not None:
            scored = _read("scores", scores)
            if not np.array_equal(scored.start, wished.start):
                raise Refused("scores", "not one for each wish of each seeker")
            flat = scored.items
        return cls(seats=filled, wishes=wished, choices=chosen, scores=flat)

    @property
    def seekers(self) -> int:
        return len(self.wishes)

    @property
    def vacancies(self) -> int:
        return len(self.seats)

    @cached_property
    def pairs(self) -> "Pairs":
        """The acceptable pairs, linked for the solvers. Compiles on first use."""
        from matching.pairing.kernels import pairs

        return pairs.link(self.seats, self.wishes.start, self.wishes.items, self.choices.start, self.choices.items)


def _read(field: str, rows: Iterable[Sequence[int]]) -> Lists:
    """Lay the rows one after another, as they are: `Fair` judges the numbers."""
    try:
        kept = list(rows)
        lengths = [len(row) for row in kept]
        flat = [item for row in kept for item in row]
    except TypeError:
        raise Refused(field, "not a list of lists") from None
    start = np.zeros(len(kept) + 1, np.int64)
    np.cumsum(lengths, out=start[1:])
    return Lists(start, refusal.whole(field, flat))


def _ranked(field: str, lists: object, owner: str, named: str, names: int) -> Lists:
    """Refuse lists that name what isn't there or the same twice."""
    if not isinstance(lists, Lists):
        raise Refused(field, "no Lists; lists of lists are read by Fair.of")
    start, items = refusal.whole(field, lists.start), refusal.whole(field, lists.items)
    if len(items) > LENGTH_MAX:
        raise Refused(field, f"more than {LENGTH_MAX:,} in all lists")
    if not (len(start) and start[0] == 0 and start[-1] == len(items) and (np.diff(start) >= 0).all()):
        raise Refused(field, "the starts don't run from 0 to the number of items without falling")
    ranked = Lists(_frozen(start, np.int64), items)
    owners = ranked.owners
    if (strange := (items < 0) | (items >= names)).any():
        at = int(strange.argmax())
        raise Refused(field, f"{owner} {owners[at]} names {named} {items[at]}, and there are {names}")
    keys = np.sort(owners * names + items)
    if (twice := keys[1:] == keys[:-1]).any():
        at = int(keys[int(twice.argmax())])
        raise Refused(field, f"{owner} {at // names} names {named} {at % names} twice")
    return Lists(ranked.start, _frozen(items, np.int32))


def _scores(given: NDArray[np.integer[Any]], wishes: Lists, vacancies: int) -> NDArray[np.int64]:
    """Refuse scores whose sums along a path could overflow."""
    scores = refusal.whole("scores", given)
    if len(scores) != len(wishes.items):
        raise Refused("scores", f"{len(scores)} for {len(wishes.items)} wishes")
    most = SUM_MAX // (2 * (len(wishes) + vacancies) + 4)
    refusal.within("scores", scores, -most, most)
    return _frozen(scores, np.int64)


def _frozen(values: NDArray[Any], kind: type[np.generic]) -> NDArray[Any]:
    """A copy that nobody else holds and nobody can write to."""
    copy = np.array(values, dtype=kind, order="C")
    copy.setflags(write=False)
    return copy
