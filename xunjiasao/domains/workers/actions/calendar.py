"""Weekly hours, leave, and the days ahead."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.workers import access, events, queries, rules
from xunjiasao.domains.workers.models import Day, Leave, Pattern, Worker
from xunjiasao.domains.workers.terms import DAYS_AHEAD
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _, tidy
from xunjiasao.kernel.time import FULL_DAY, day_of, on_grid

LONGEST_LEAVE = timedelta(days=366)
BATCH = 500
"""days written in one statement"""
WORKERS_AT_ONCE = 200
"""workers whose days are made in one transaction"""


class BadLeave(Invalid):
    code = "bad_leave"


class VisitInLeave(Refused):
    code, says = (
        "visit_in_leave",
        _("A visit is planned {when}. Please ask your enterprise to send someone else first."),
    )


@operation
def set_pattern(*, worker_id: UUID, masks: Mapping[int, int], actor: Actor, now: datetime) -> None:
    """Set the half hours that a worker offers on each weekday.

    Orders already taken stay; only what is still offered changes.

    :param masks: weekday (0 = Monday) → 48-bit mask; a weekday left out is a day off
    """
    worker = queries.lock_calendar(worker_id, first=day_of(now))
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    if any(not 0 <= weekday <= 6 or not 0 <= mask <= FULL_DAY for weekday, mask in masks.items()):
        raise Invalid(fields={"masks": _("A day has 48 half hours.")})
    Pattern.objects.filter(worker=worker).delete()
    rows.insert(*(Pattern(worker=worker, weekday=weekday, mask=mask) for weekday, mask in sorted(masks.items())))
    lay_out([worker.id], day_of(now))
    _record(events.PatternSet(masks=tuple(masks.get(weekday, 0) for weekday in range(7))), worker, actor, now)


@operation
def take_leave(
    *, worker_id: UUID, starts_at: datetime, ends_at: datetime, reason: str = "", actor: Actor, now: datetime
) -> Leave:
    """Close a worker's calendar for a period; to ask for the same again changes nothing.

    :raises BadLeave:
    :raises VisitInLeave: a visit holds some of it, and must be given to someone else first
    """
    worker = queries.lock_calendar(worker_id, first=day_of(now))
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    if not (on_grid(starts_at) and on_grid(ends_at)):
        raise BadLeave(fields={"starts_at": _("Choose whole or half hours.")})
    if ends_at <= starts_at or ends_at <= now or ends_at - starts_at > LONGEST_LEAVE:
        raise BadLeave(fields={"ends_at": _("Leave must end after it starts, in the future, within a year.")})
    if held := queries.first_taken(worker_id, starts_at, ends_at):
        raise VisitInLeave(when=spoken(held, now))
    if there := Leave.objects.filter(worker=worker, starts_at=starts_at, ends_at=ends_at, ended_at=None).first():
        return there
    leave = Leave(worker=worker, starts_at=starts_at, ends_at=ends_at, reason=tidy(reason)[:100])
    rows.insert(leave)
    lay_out([worker.id], day_of(now))
    _record(events.LeaveTaken(leave_id=leave.id, starts_at=starts_at, ends_at=ends_at), worker, actor, now)
    return leave


@operation
def end_leave(*, worker_id: UUID, leave_id: UUID, actor: Actor, now: datetime) -> None:
    """Withdraw a leave; what she usually offers is open again."""
    worker = queries.lock_calendar(worker_id, first=day_of(now))
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    if not Leave.objects.filter(id=leave_id, worker=worker, ended_at=None).update(ended_at=now):
        raise Missing
    lay_out([worker.id], day_of(now))
    _record(events.LeaveEnded(leave_id=leave_id), worker, actor, now)


def extend_calendars(*, now: datetime) -> int:
    """Make the days that are still missing between today and the horizon, for every worker, some workers at a time.

    :returns: how many were made
    """
    owners = list(Worker.objects.order_by("id").values_list("id", flat=True))
    return sum(_extend(owners[at : at + WORKERS_AT_ONCE], day_of(now)) for at in range(0, len(owners), WORKERS_AT_ONCE))


@operation
def _extend(owners: list[UUID], today: date) -> int:
    queries.lock_all(owners)  # who changes hours or leave meanwhile finds the new days
    return lay_out(owners, today, only_new=True)


def lay_out(owners: list[UUID], today: date, *, only_new: bool = False) -> int:
    """Work out what each worker offers on each day ahead, inside an action that locked her.

    What is taken is never touched. Who belongs to no enterprise offers nothing: a booking that is just being made
    for the last one finds her day closed.
    """
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    employed = queries.employers(owners)
    patterns: dict[tuple[UUID, int], int] = {
        (owner, weekday): mask
        for owner, weekday, mask in Pattern.objects.filter(worker__in=owners).values_list(
            "worker_id", "weekday", "mask"
        )
    }
    leaves: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for owner, starts_at, ends_at in Leave.objects.filter(worker__in=owners, ended_at=None).values_list(
        "worker_id", "starts_at", "ends_at"
    ):
        leaves.setdefault(owner, []).append((starts_at, ends_at))
    there = {
        (owner, on): (pk, offered)
        for pk, owner, on, offered in Day.objects.filter(worker__in=owners, on__gte=today).values_list(
            "id", "worker_id", "on", "open"
        )
    }
    new, changed = [], []
    for owner in owners:
        for on in days:
            usual = patterns.get((owner, on.weekday()), 0) if owner in employed else 0
            offered = rules.open_mask(usual, on, leaves.get(owner, ()))
            kept = there.get((owner, on))
            if kept is None:
                new.append(Day(worker_id=owner, on=on, open=offered))
            elif not only_new and kept[1] != offered:
                changed.append(Day(id=kept[0], open=offered))
    made = sum(rows.insert(*new[at : at + BATCH], unless_there=True) for at in range(0, len(new), BATCH))
    Day.objects.bulk_update(changed, ["open"], batch_size=200)
    return made


def _ask(refusal: Exception | None) -> None:
    if refusal:
        raise refusal


def _record(fact: events.Fact, worker: Worker, actor: Actor, now: datetime) -> None:
    worker.head = journal.record(
        fact, stream=("worker", worker.id), about=[("account", worker.account_id)], actor=actor, now=now
    )
    rows.update(worker, "head")
