"""Seats a fair. Every result is exact, and the same on every run and machine."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.pairing.fair import Fair
from matching.pairing.seating import Seating
from matching.refusal import Refused


def stable(fair: Fair, *, best_for: Literal["seekers", "vacancies"]) -> Seating:
    """Seat so that no seeker and vacancy would both rather have each other than what they have.

    Of all such seatings, every seeker (or every vacancy) at once has the best that any of them gives. Who is
    placed at all, and how many at each vacancy, is the same in all of them. Time grows with the lists'
    lengths, never faster.

    :raises Refused: if `best_for` is neither
    Source: Gale & Shapley 1962; A. E. Roth, "On the Allocation of Residents to Rural Hospitals",
        Econometrica 54 (1986), for who is placed.
    """
    from matching.pairing.kernels import stable as kernel

    if best_for == "seekers":
        return _seating(fair, kernel.seekers_propose(fair.pairs))
    if best_for == "vacancies":
        return _seating(fair, kernel.vacancies_propose(fair.pairs))
    raise Refused("best_for", f"{best_for!r} is neither 'seekers' nor 'vacancies'")


def placement(fair: Fair) -> Seating:
    """Place as many as can be placed on acceptable seats, whatever their ranks.

    Source: Hopcroft & Karp 1973, with vacancies that hold several.
    """
    from matching.pairing.kernels import placement as kernel

    return _seating(fair, kernel.most(fair.pairs))


def welfare(fair: Fair, *, placing: Literal["most", "any"]) -> Seating:
    """Seat so that the scores of those seated sum to the most.

    :param placing: 'most' looks only at seatings that place as many as `placement` does; 'any' at all, so
        that nobody is placed for a negative score, nor if it takes more from others than it brings. Where
        several seatings have the same sum, it is always the same one, but which is nothing to rely on.
    :raises Refused: if the fair has no scores, or `placing` is neither
    Source: Bertsekas & Castañon 1989, Jonker & Volgenant 1987, Edmonds & Karp 1972; see `kernels.welfare`.
    """
    from matching.pairing.kernels import welfare as kernel

    if fair.scores is None:
        raise Refused("scores", "this fair has none")
    if placing not in ("most", "any"):
        raise Refused("placing", f"{placing!r} is neither 'most' nor 'any'")
    return _seating(fair, kernel.most(fair.pairs, fair.scores[fair.pairs.wish], placing == "most"))


def _seating(fair: Fair, mate: NDArray[np.int64]) -> Seating:
    """Say by vacancies what the searches say by edges."""
    # A last -1 stands for the vacancy of edge -1.
    vacancies = np.append(fair.pairs.vacancy, -1)[mate]
    return Seating(tuple([None if vacancy < 0 else vacancy for vacancy in vacancies.tolist()]))
