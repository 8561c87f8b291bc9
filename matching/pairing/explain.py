"""Tells a seeker why she isn't where she would rather be."""

from dataclasses import dataclass
from typing import Literal

from matching.pairing import check
from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused

Reason = Literal["no seats", "not chosen", "all preferred", "would be taken"]


@dataclass(frozen=True)
class Answer:
    """Why she isn't at this vacancy.

    'no seats': it has none at all. 'not chosen': she isn't on its list. 'all preferred': its seats are taken
    by those whom it ranks before her, of whom `last` comes last. 'would be taken': both would rather have each
    other, as only a seating that isn't stable leaves it; `last` would make room for her, or None where a
    seat is free.
    """

    vacancy: int
    reason: Reason
    last: int | None = None


def explain(fair: Fair, seating: Seating, seeker: int) -> tuple[Answer, ...]:
    """Say why, for each vacancy that she would rather have than what she has, her dearest wish first.

    :raises Refused: if there is no such seeker, or the seating has faults
    """
    if not 0 <= seeker < fair.seekers:
        raise Refused("seeker", f"{seeker} is unknown, and there are {fair.seekers}")
    if found := check.faults(fair, seating):
        raise Refused("seating", found[0])
    answers = []
    for vacancy in fair.wishes[seeker].tolist():
        if vacancy == seating.vacancy_of[seeker]:
            break
        answers.append(_answer(fair, seating, seeker, vacancy))
    return tuple(answers)


def _answer(fair: Fair, seating: Seating, seeker: int, vacancy: int) -> Answer:
    ranked = fair.choices[vacancy].tolist()
    if fair.seats[vacancy] == 0:
        return Answer(vacancy, "no seats")
    if seeker not in ranked:
        return Answer(vacancy, "not chosen")
    sitting = seating.at(vacancy)
    if len(sitting) < fair.seats[vacancy]:
        return Answer(vacancy, "would be taken")
    last = max(sitting, key=ranked.index)
    preferred = ranked.index(last) < ranked.index(seeker)
    return Answer(vacancy, "all preferred" if preferred else "would be taken", last)
