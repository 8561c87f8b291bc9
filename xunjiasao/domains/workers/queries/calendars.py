"""Who is able and free: promises, areas, calendars."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet

from xunjiasao.domains.places.rules import Point, prefixes
from xunjiasao.domains.workers import rules
from xunjiasao.domains.workers.models import Area, Credential, Day, Leave, Pattern, Worker
from xunjiasao.domains.workers.queries.find import lock, nearest, of_enterprise
from xunjiasao.domains.workers.rules import Paper, Promise
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.ready import Hole, Holes, Ready
from xunjiasao.kernel.time import at_slot, masks

Spans = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class DayMasks:
    worker_id: UUID
    on: date
    open: int
    taken: int


def areas(worker_id: UUID) -> list[str]:
    return list(Area.objects.filter(worker_id=worker_id).order_by("path").values_list("path", flat=True))


def able(
    enterprise_id: UUID, *, promise: Promise | None, on: date, path: str, worker_id: UUID | None = None
) -> dict[UUID, date]:
    """Name the enterprise's workers who serve an address and keep a promise on a day. Two queries at most.

    :returns: each with the last day on which she keeps it, documents included
    """
    found = _able(promise is not None, worker_id is not None).values(
        enterprise=enterprise_id, on=on, paths=prefixes(path), **_said(promise, worker_id)
    )
    until: dict[UUID, date] = dict(found)
    if promise:
        skilled: dict[UUID, date] = {}
        for owner, expires_on in _SKILLED.values(workers=until, **_said(promise, None)):
            skilled[owner] = max(expires_on or rules.END_OF_TIME, skilled.get(owner, date.min))
        until = {owner: min(last, skilled.get(owner, date.min)) for owner, last in until.items()}
    return until


def free(
    enterprise_id: UUID,
    *,
    promise: Promise | None,
    spans: Spans,
    path: str,
    near: Point | None,
    worker_id: UUID | None = None,
    most: int,
) -> list[Worker]:
    """Of those who are able on the last day of a period, find who is free over all of it. One query.

    :param most: so many of them: who lives nearest to a point, if it is known, then who has the fewest visits so far
    """
    given: dict[str, Any] = {"lat": near[0], "lng": near[1]} if near else {}
    for number, (on, mask) in enumerate(spans):
        given |= {f"on{number}": on, f"mask{number}": mask}
    found = _free(promise is not None, worker_id is not None, near is not None, len(spans), most).all(
        enterprise=enterprise_id, on=spans[-1][0], paths=prefixes(path), **given, **_said(promise, worker_id)
    )
    return list(found)


def _keeping(*, promised: bool, named: bool) -> QuerySet[Worker]:
    """The workers of an enterprise who serve an address and keep a promise on a day; all of that in holes."""
    serving = Exists(Area.objects.filter(worker=OuterRef("pk"), path__in=Holes("paths")))
    found = of_enterprise(Hole("enterprise")).filter(serving, fit_until__gte=Hole("on"))
    if named:
        found = found.filter(id=Hole("worker"))
    if promised:
        lasting = Q(expires_on=None) | Q(expires_on__gte=Hole("on"))
        found = found.filter(Exists(_meeting().filter(lasting, worker=OuterRef("pk"))))
    return found


def _meeting() -> QuerySet[Credential]:
    """The verified certificates that are what a promise says, or better."""
    return Credential.objects.filter(
        kind=CredentialKind.SKILL, occupation=Hole("occupation"), grade__lte=Hole("grade"), verified_at__isnull=False
    )


def _said(promise: Promise | None, worker_id: UUID | None) -> dict[str, Any]:
    """Fill the holes that a promise and a name leave."""
    promised = {"occupation": promise.occupation, "grade": promise.grade} if promise else {}
    return promised | ({"worker": worker_id} if worker_id else {})


_SKILLED = Ready(lambda: _meeting().filter(worker__in=Holes("workers")).values_list("worker_id", "expires_on"))


@lru_cache(maxsize=4)
def _able(promised: bool, named: bool) -> Ready[Worker]:
    return Ready(lambda: _keeping(promised=promised, named=named).values_list("id", "fit_until"))


_LAT, _LNG = Hole("lat", output_field=BigIntegerField()), Hole("lng", output_field=BigIntegerField())


@lru_cache(maxsize=64)
def _free(promised: bool, named: bool, near: bool, many_days: int, most: int) -> Ready[Worker]:
    def said() -> QuerySet[Worker]:
        found = _keeping(promised=promised, named=named)
        for number in range(many_days):
            wanted = Hole(f"mask{number}", output_field=BigIntegerField())
            hers = Day.objects.filter(worker=OuterRef("pk"), on=Hole(f"on{number}"))
            offering = hers.annotate(offered=F("open").bitand(wanted), busy=F("taken").bitand(wanted))  # type: ignore[arg-type]  # it takes expressions too
            found = found.filter(Exists(offering.filter(offered=wanted, busy=0)))
        return nearest(found, (_LAT, _LNG) if near else None)[:most]

    return Ready(said)


def free_among(worker_ids: Iterable[UUID], spans: Spans) -> set[UUID]:
    """Of these workers, name those whose masks are open and not taken over a whole period. One query."""
    wanted, fitting = dict(spans), Counter[UUID]()
    for day in days(worker_ids, min(wanted), max(wanted)):
        mask = wanted.get(day.on)
        if mask and day.open & ~day.taken & mask == mask:
            fitting[day.worker_id] += 1
    return {worker_id for worker_id, many in fitting.items() if many == len(wanted)}


_DAYS = Ready(
    lambda: (
        Day.objects.filter(worker__in=Holes("workers"), on__gte=Hole("first"), on__lte=Hole("last"))
        .order_by("worker_id", "on")
        .values_list("worker_id", "on", "open", "taken")
    )
)


def days(worker_ids: Iterable[UUID], first: date, last: date) -> Iterator[DayMasks]:
    """Read the masks of several workers from the first to the last day, both included. One query."""
    return (DayMasks(*row) for row in _DAYS.values(workers=worker_ids, first=first, last=last))


_LOCKED_DAYS = Ready(
    lambda: (
        Day.objects.select_for_update(no_key=True)
        .filter(worker_id=Hole("worker"), on__gte=Hole("first"))
        .order_by("on")
        .values_list("id")
    )
)


def lock_calendar(worker_id: UUID, *, first: date) -> Worker:
    """Find and lock a worker with her days from the first on; in the order in which bookings lock days.

    What is read of her days after it stays true until the action's end. One more than `lock`: two queries.

    :raises Missing:
    """
    worker = lock(worker_id)
    _LOCKED_DAYS.values(worker=worker_id, first=first)
    return worker


def why_not(papers: Sequence[Paper], *, promise: Promise | None, spans: Spans, serves: bool) -> Refused | None:
    """Say why a worker can't be given a visit, apart from being busy.

    :param serves: the address lies in her area
    """
    for on, _mask in spans:
        if reason := rules.promise_not_met(papers, promise, on):
            return reason
    return None if serves else rules.OutsideHerArea()


_SERVING = Ready(
    lambda: Area.objects.filter(worker__in=Holes("workers"), path__in=Holes("paths")).values_list("worker_id")
)


def serving(worker_ids: Iterable[UUID], path: str) -> set[UUID]:
    """Pick those of these workers whose area an address lies in. One query."""
    return {owner for (owner,) in _SERVING.values(workers=worker_ids, paths=prefixes(path))}


def first_taken(worker_id: UUID, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """Give the first half hour of a period that a visit holds, or None. One query."""
    wanted = dict(masks(starts_at, ends_at))
    for day in days([worker_id], min(wanted), max(wanted)):
        if held := day.taken & wanted[day.on]:
            return at_slot(day.on, (held & -held).bit_length() - 1)
    return None


def leaves(worker_id: UUID, *, after: datetime) -> list[Leave]:
    return list(Leave.objects.filter(worker_id=worker_id, ended_at=None, ends_at__gt=after).order_by("starts_at"))


def pattern(worker_id: UUID) -> dict[int, int]:
    """The weekly pattern: weekday (0 = Monday) → mask."""
    return dict(Pattern.objects.filter(worker_id=worker_id).values_list("weekday", "mask"))


def wrong_days(taken: dict[tuple[UUID, date], int]) -> Iterator[str]:
    """Compare every day's mask with what the orders say, and name the days that differ.

    :param taken: (worker, day) → mask, computed from the orders
    """
    left = dict(taken)
    for worker_id, on, mask in Day.objects.values_list("worker_id", "on", "taken").iterator():
        if mask != left.pop((worker_id, on), 0):
            yield f"worker {worker_id} on {on}: the mask differs from her orders"
    for worker_id, on in left:
        yield f"worker {worker_id} on {on}: ordered, but she has no such day"
