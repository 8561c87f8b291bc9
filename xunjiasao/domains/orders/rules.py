"""Decisions about an order: its situation in, an answer or a reason out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from xunjiasao.domains.orders.terms import (
    APPROVED_BY_CLOCK,
    CODE_LOCK,
    CODE_TRIES,
    DETOUR_PERCENT,
    DONE,
    EARLY_SHARE_BP,
    EARLY_TO_DEPART,
    FREE_TO_CANCEL,
    LATE_SHARE_BP,
    LATE_TO_CANCEL,
    LATE_TO_MOVE,
    MOST_TO_COME,
    NO_SHOW,
    REVIEW_WITHIN,
    SURE_M,
    TRAVEL_KM_H,
    Stage,
)
from xunjiasao.domains.places.rules import Point, coarse, distance_m
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.money import share, yuan
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import in_city


class TooManyToCome(Refused):
    code, says = (
        "too_many_to_come",
        _("You have {n} visits still to come, as many as one account may book. After one of them you can book again."),
    )


class TooLateToMove(Refused):
    code, says = (
        "too_late_to_move",
        _("It starts in less than {hours} hours and can't be moved any more. Please call the enterprise."),
    )


class TooLateToReview(Refused):
    code, says = "too_late_to_review", _("Reviews close 30 days after the work was approved.")


class FeeChanged(Refused):
    code, says = "fee_changed", _("Meanwhile the cost of cancelling has changed. {told}")


class CodeLocked(Refused):
    code, says = "code_locked", _("Five wrong codes. Please try again after {time}.")


class WrongCode(Refused):
    code, says = "wrong_code", _("That isn't the code. Ask the family again. Tries left: {left}.")


class NotYet(Refused):
    code, says = "not_yet", _("The family still has time to look at it.")


class NotDoneYet(Refused):
    code, says = "not_done_yet", _("The work isn't finished yet.")


class TooFarBetween(Refused):
    """Both visits are hers and neither lies in the other, but the way between them takes longer than the time."""

    code, says = "too_far_between", _("She can't get there in time from her visit before.")


@dataclass(frozen=True, slots=True)
class Visit:
    """When and where somebody is at work.

    :param point: WGS-84, in millionths of a degree; None when nobody knows it
    """

    starts_at: datetime
    ends_at: datetime
    point: Point | None


@dataclass(frozen=True, slots=True)
class Situation:
    """An order as its rules see it, for one actor at one moment.

    :param kept_by: name of the worker who was asked to come, "" while nobody was
    :param late_bp: the share that stays due because the family moved it late, in basis points
    :param by_enterprise: the enterprise acts, not the resident
    """

    now: datetime
    stage: Stage
    starts_at: datetime
    total_fen: int
    kept_by: str = ""
    late_bp: int = 0
    by_enterprise: bool = False
    by_clock: bool = False
    finished_at: datetime | None = None
    approved_at: datetime | None = None
    wrong_codes: int = 0
    code_locked_until: datetime | None = None


def cancel_fee_fen(order: Situation) -> int:
    """Work out what cancelling now costs the resident, in fen; it all goes to the worker."""
    return 0 if order.starts_at - order.now < -NO_SHOW else share(order.total_fen, owed_bp(order))


def owed_bp(order: Situation) -> int:
    """Say which share of the price is owed to the worker who kept the time, when it is let go now or after a move.

    In basis points. A late move doesn't make it free.
    """
    if order.by_enterprise or not order.kept_by:
        return 0
    ahead = order.starts_at - order.now
    now_bp = 0 if ahead >= FREE_TO_CANCEL else EARLY_SHARE_BP if ahead >= LATE_TO_CANCEL else LATE_SHARE_BP
    return max(now_bp, order.late_bp)


def fee_not_told(order: Situation, agreed_fen: int | None) -> Refused | None:
    """Say why an order can't be cancelled at the fee that was agreed to; None agrees to whatever it is now."""
    fee_fen = cancel_fee_fen(order)
    return None if agreed_fen in {None, fee_fen} else FeeChanged(told=cancel_told(order), fee_fen=fee_fen)


def cancel_told(order: Situation) -> str:
    """Say what cancelling now costs, before it is confirmed."""
    fee_fen = cancel_fee_fen(order)
    if fee_fen == 0:
        return str(_("Cancelling now is free."))
    return str(_("Cancelling now costs {fee} yuan, all of it goes to {worker}.")).format(
        fee=yuan(fee_fen), worker=order.kept_by
    )


def cancel_rule(starts_at: datetime | None = None, now: datetime | None = None) -> str:
    """Say before anybody books what cancelling will cost.

    :param starts_at: of the very visit, if it is known; `now` with it
    """
    free, late = hours(FREE_TO_CANCEL), hours(LATE_TO_CANCEL)
    shares = {"late": late, "early": yuan(EARLY_SHARE_BP), "share": yuan(LATE_SHARE_BP)}
    if starts_at is None or now is None:
        said = _(
            "Cancelling is free until {free} hours before; then {early} %, in the last {late} hours {share} %, all of it for the worker."
        )
        return str(said).format(free=free, **shares)
    until = starts_at - FREE_TO_CANCEL
    if until > now:
        said = _(
            "Cancelling is free until {when}; then {early} %, in the last {late} hours {share} %, all of it for the worker."
        )
        return str(said).format(when=spoken(until, now), **shares)
    said = _(
        "Cancelling is free until somebody is assigned; then {early} %, in the last {late} hours {share} %, all of it for the worker."
    )
    return str(said).format(**shares)


def hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def move_told(order: Situation) -> str:
    """Say what moving costs, before it is confirmed."""
    if stays_bp := owed_bp(order):
        says = _(
            "Moving is free. {worker} has kept this time: cancelling after it costs at least {share} %, all of it for her."
        )
        return str(says).format(worker=order.kept_by, share=yuan(stays_bp))
    return str(_("Moving is free until {hours} hours before the visit.")).format(hours=hours(LATE_TO_MOVE))


def depart_told(order: Situation) -> str | None:
    """Ask before somebody sets off long before the visit; None when it is time."""
    if order.starts_at - order.now <= EARLY_TO_DEPART:
        return None
    return str(_("The visit starts {when}. Set off already now?")).format(when=spoken(order.starts_at, order.now))


def too_late_to_move(order: Situation) -> Refused | None:
    return (
        TooLateToMove(hours=hours(LATE_TO_MOVE))
        if order.starts_at - order.now < LATE_TO_MOVE and not order.by_enterprise
        else None
    )


def code_locked(order: Situation) -> Refused | None:
    until = order.code_locked_until
    return (
        CodeLocked(time=f"{in_city(until):%H:%M}", locked_until=until.isoformat())
        if until and until > order.now
        else None
    )


def too_many_to_come(to_come: int) -> Refused | None:
    """Nobody may hold so many people's time that others find none."""
    return TooManyToCome(n=to_come) if to_come >= MOST_TO_COME else None


def not_yet_by_clock(order: Situation) -> Refused | None:
    """The resident approves when she likes; the clock only after 48 hours."""
    early = order.by_clock and order.finished_at is not None and order.now < order.finished_at + APPROVED_BY_CLOCK
    return NotYet() if early else None


def too_late_to_review(order: Situation) -> Refused | None:
    late = order.approved_at is not None and order.now > order.approved_at + REVIEW_WITHIN
    return TooLateToReview() if late else None


def not_done_yet(order: Situation) -> Refused | None:
    """What was paid on site is recorded when the work is done."""
    return None if order.stage in DONE else NotDoneYet()


def after_wrong_code(tries_before: int, now: datetime) -> tuple[int, datetime | None]:
    """Count a wrong code at the door.

    :returns: wrong codes in this row, and until when the next try waits
    """
    tries = tries_before + 1
    return (0, now + CODE_LOCK) if tries >= CODE_TRIES else (tries, None)


def travel_min(metres: int) -> int:
    """Work out how many minutes the way between two doors takes at least, `metres` apart as the crow flies."""
    return -(-max(0, metres - SURE_M) * DETOUR_PERCENT * 60 // (100 * 1_000 * TRAVEL_KM_H))


def too_far_between(visit: Visit, others: Iterable[Visit]) -> TooFarBetween | None:
    """Say why whoever has these other visits can't be in time for one more, or from it for the next.

    A visit at an unknown point never speaks against another; whether times overlap is for her calendar to say.
    """
    for other in others:
        if visit.point is None or other.point is None:
            continue
        way = timedelta(minutes=travel_min(distance_m(coarse(visit.point), coarse(other.point))))
        if way > max(visit.starts_at - other.ends_at, other.starts_at - visit.ends_at, timedelta()):
            later = other.starts_at > visit.starts_at
            return TooFarBetween(_("She can't get from there to her next visit in time.") if later else None)
    return None
