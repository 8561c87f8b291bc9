"""Puts two seatings side by side: what one gives up for what the other brings."""

from dataclasses import dataclass

from matching.pairing import check
from matching.pairing.fair import Fair
from matching.pairing.seating import Seating


@dataclass(frozen=True)
class Outcome:
    """What a seating comes to.

    Ranks are places on one's own list, 1 for the first, names on one list only counted too; their means are
    over those placed, and None where nobody is. `welfare` is None where the fair has no scores.
    """

    placed: int
    seats_filled: int
    seeker_rank_mean: float | None
    vacancy_rank_mean: float | None
    welfare: int | None
    blocking_pairs: int


@dataclass(frozen=True)
class Comparison:
    """Two seatings of one fair, of `seekers` people and `seats` seats."""

    seekers: int
    seats: int
    one: Outcome
    other: Outcome


def outcome(fair: Fair, seating: Seating) -> Outcome:
    """Measure a seating.

    :raises matching.refusal.Refused: if the seating has faults
    """
    blocking = check.blocking(fair, seating)
    pairs = check.acceptable(fair)
    sits = check.seated(pairs, seating)
    placed = seating.placed
    return Outcome(
        placed=placed,
        seats_filled=seating.taken.total(),
        seeker_rank_mean=int((pairs.wish_rank[sits] + 1).sum()) / placed if placed else None,
        vacancy_rank_mean=int((pairs.choice_rank[sits] + 1).sum()) / placed if placed else None,
        welfare=None if fair.scores is None else int(fair.scores[pairs.wish[sits]].sum()),
        blocking_pairs=len(blocking),
    )


def compare(fair: Fair, one: Seating, other: Seating) -> Comparison:
    """Measure both: a stable seating beside the most placed, say.

    :raises matching.refusal.Refused: if either has faults
    """
    return Comparison(
        seekers=fair.seekers,
        seats=int(fair.seats.sum()),
        one=outcome(fair, one),
        other=outcome(fair, other),
    )
