"""Decisions of dispatch: free starts from masks, and the explained score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from xunjiasao.domains.dispatch.terms import (
    FAIR_POINTS,
    HIGHER_LEVEL_POINTS,
    KNOWN_MOST,
    KNOWN_POINTS,
    NEAR_METRES_A_POINT,
    NEAR_POINTS,
    STAR_POINTS,
)
from xunjiasao.kernel.text import _, ngettext
from xunjiasao.kernel.time import SLOTS_A_DAY, at_slot, slots_in


@dataclass(frozen=True, slots=True)
class Facts:
    """What a score is made of.

    :param distance_m: metres from her home to the door; None when a point is missing
    :param rating_milli: thousandths of a star; None without a review
    :param levels_above: levels above the promised one
    """

    distance_m: int | None
    rating_milli: int | None
    visits_here: int
    visits_that_week: int
    levels_above: int


@dataclass(frozen=True, slots=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    workers_free: int


def score(facts: Facts) -> int:
    """Add up an explained score; more is better."""
    near = (
        NEAR_POINTS // 2 if facts.distance_m is None else max(0, NEAR_POINTS - facts.distance_m // NEAR_METRES_A_POINT)
    )
    known = KNOWN_POINTS * min(facts.visits_here, KNOWN_MOST)
    stars = STAR_POINTS * (facts.rating_milli or 4_000) // 1_000
    return near + known + stars + HIGHER_LEVEL_POINTS * facts.levels_above - FAIR_POINTS * facts.visits_that_week


def reasons(facts: Facts) -> list[str]:
    """Say in words what speaks for her, the strongest first."""
    said: list[Any] = []
    if facts.visits_here:
        says = ngettext("Has been to this home once", "Has been to this home {times} times", facts.visits_here)
        said.append(says.format(times=facts.visits_here))
    if facts.distance_m is not None:
        km = max(0.5, round(facts.distance_m / 500) / 2)
        said.append(_("Lives about {km} km from the door").format(km=f"{km:g}"))
    if facts.rating_milli:
        said.append(_("Rated {stars}").format(stars=f"{facts.rating_milli / 1000:.1f}"))
    if facts.levels_above > 0:
        said.append(_("Her level is higher than promised"))
    if facts.visits_that_week == 0:
        said.append(_("Free all that week"))
    return [str(sentence) for sentence in said]


def free_starts(open_mask: int, taken_mask: int, next_open: int, next_taken: int, slots: int) -> tuple[int, int]:
    """Find the half hours of a day at which a period of `slots` half hours could start.

    The next day's masks let a period run past midnight.

    :returns: mask of the starts at which she is free, mask of the starts inside what she offers at all
    """
    offered = open_mask | next_open << SLOTS_A_DAY
    free = offered & ~(taken_mask | next_taken << SLOTS_A_DAY)
    today = (1 << SLOTS_A_DAY) - 1
    return _runs(free, slots) & today, _runs(offered, slots) & today


def slot(on: date, start: int, lead_min: int, minutes: int, workers_free: int) -> Slot:
    """Name a start by when the visit begins: the leading buffer comes before it."""
    starts_at = at_slot(on, start) + timedelta(minutes=lead_min)
    return Slot(starts_at, starts_at + timedelta(minutes=minutes), workers_free)


def width(lead_min: int, minutes: int) -> int:
    """Count the half hours that a visit takes with its leading buffer."""
    return slots_in(lead_min) + slots_in(minutes)


def closest(slots: Iterable[Slot], wanted: datetime, most: int) -> list[Slot]:
    """Pick the free slots nearest to a wanted time, in the order of time."""
    free = sorted(
        (each for each in slots if each.workers_free), key=lambda each: (abs(each.starts_at - wanted), each.starts_at)
    )
    return sorted(free[:most], key=lambda each: each.starts_at)


def _runs(mask: int, slots: int) -> int:
    """Keep the bits at which a run of `slots` ones begins, by doubling."""
    have, runs = 1, mask
    while have < slots:
        step = min(have, slots - have)
        runs &= runs >> step
        have += step
    return runs
