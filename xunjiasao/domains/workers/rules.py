"""Decisions about workers: plain values in, an answer or a reason out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from stdnum.cn import ric

from xunjiasao.domains.workers.terms import (
    CREDENTIAL_LABELS,
    ENDS_SOON_DAYS,
    NEEDED_TO_VISIT,
    CredentialKind,
    IdentityKind,
    TrustColor,
)
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.text import _, ngettext, tidy
from xunjiasao.kernel.time import FULL_DAY, masks

END_OF_TIME = date.max


class PromiseNotMet(Refused):
    """The certificate, level or documents promised in the order aren't there."""

    code, says = "promise_not_met", _("Can't assign: the order promises {promised}, she doesn't have it.")


class NotFit(PromiseNotMet):
    says = _("Can't assign: {document} is missing or not valid on that day.")


class OutsideHerArea(Refused):
    code, says = "outside_area", _("That address is outside the area she serves.")


class NotFree(Refused):
    code, says = "not_free", _("She isn't free at that time.")


@dataclass(frozen=True, slots=True)
class Paper:
    """A credential as the rules see it.

    :param grade: the smaller, the higher; None where the kind has no levels
    :param fit: False for a health check that found her unfit
    """

    kind: CredentialKind
    occupation: str
    grade: int | None
    verified: bool
    expires_on: date | None
    issued_on: date = date.min
    fit: bool = True

    def holds(self, on: date) -> bool:
        return self.verified and (self.expires_on is None or self.expires_on >= on)


@dataclass(frozen=True, slots=True)
class Promise:
    """What an order promised about whoever comes.

    :param grade: the lowest level that will do; 4 is met by 4, 3, 2 and 1
    """

    occupation: str
    grade: int
    label: str


@dataclass(frozen=True, slots=True)
class Trust:
    color: TrustColor
    reasons: tuple[str, ...]


def fit_until(papers: Iterable[Paper]) -> date | None:
    """Give the last day on which all documents needed for a visit are valid, or None if one is missing."""
    last = END_OF_TIME
    held = list(papers)
    for kind in NEEDED_TO_VISIT:
        ends = [paper.expires_on or END_OF_TIME for paper in _standing(held, kind)]
        if not ends:
            return None
        last = min(last, max(ends))
    return last


def trust(papers: Sequence[Paper], on: date) -> Trust:
    """Compute the trust code of a day from the documents alone; families read its reasons, so none tells of her health."""
    wrong, soon = [], []
    for kind in NEEDED_TO_VISIT:
        label = CREDENTIAL_LABELS[kind]
        ends = [paper.expires_on or END_OF_TIME for paper in _standing(papers, kind)]
        if not ends:
            waits = any(paper.kind == kind and not paper.verified for paper in papers)
            wrong.append(
                str(_("{document}: not verified yet") if waits else _("{document}: none")).format(document=label)
            )
        elif max(ends) < on:
            wrong.append(str(_("{document}: ended on {day}")).format(document=label, day=max(ends)))
        elif max(ends) <= on + timedelta(days=ENDS_SOON_DAYS):
            days = (max(ends) - on).days
            says = ngettext("{document}: ends in {days} day", "{document}: ends in {days} days", days)
            soon.append(says.format(document=label, days=days))
    if wrong:
        return Trust(TrustColor.RED, tuple(wrong + soon))
    if soon:
        return Trust(TrustColor.YELLOW, tuple(soon))
    return Trust(TrustColor.GREEN, ())


def promise_not_met(papers: Sequence[Paper], promise: Promise | None, on: date) -> PromiseNotMet | None:
    """Say why a worker with these papers may not do what was promised for that day."""
    for kind in NEEDED_TO_VISIT:
        if not any(paper.holds(on) for paper in _standing(papers, kind)):
            return NotFit(document=CREDENTIAL_LABELS[kind], lacks=kind.value)
    if promise and not any(_meets(paper, promise, on) for paper in papers):
        return PromiseNotMet(promised=promise.label, lacks=CredentialKind.SKILL.value)
    return None


def identity_text(number: str) -> str:
    """Write an identity number as it is kept and compared."""
    return tidy(number).upper()


def bad_identity(kind: IdentityKind, number: str) -> Any:
    """Say why an identity number can't be right, or None.

    Abolished region codes are fine: only length, birth date and check digit are judged.
    Source: GB 11643-1999.
    """
    if kind != IdentityKind.RESIDENT:
        return None if re.fullmatch(r"[A-Z0-9]{5,20}", number) else _("That number can't be right.")
    if not number:
        return _("Please enter the identity number.")
    if len(number) != 18:
        return _("An identity number has 18 characters; this one has {length}.").format(length=len(number))
    try:
        ric.get_birth_date(number)
        right = number[:17].isdigit() and ric.calc_check_digit(number) == number[17]
    except Exception:  # stdnum raises several kinds for what isn't a number
        right = False
    return None if right else _("This identity number has a wrong digit. Please check it.")


def open_mask(pattern: int, on: date, leaves: Iterable[tuple[datetime, datetime]]) -> int:
    """Give the half hours of a day that a worker offers: her weekly pattern without her leave."""
    away = 0
    for starts_at, ends_at in leaves:
        away |= dict(masks(starts_at, ends_at)).get(on, 0)
    return pattern & ~away & FULL_DAY


def _standing(papers: Sequence[Paper], kind: CredentialKind) -> list[Paper]:
    """Keep the verified documents of a kind that say yes and are newer than the last one that says no."""
    held = [paper for paper in papers if paper.kind == kind and paper.verified]
    unfit = max((paper.issued_on for paper in held if not paper.fit), default=None)
    return held if unfit is None else [paper for paper in held if paper.fit and paper.issued_on > unfit]


def _meets(paper: Paper, promise: Promise, on: date) -> bool:
    skilled = paper.kind == CredentialKind.SKILL and paper.occupation == promise.occupation
    return skilled and paper.grade is not None and paper.grade <= promise.grade and paper.holds(on)
