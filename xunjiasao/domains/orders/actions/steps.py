"""What every step shares: find and lock, ask the table, write the stage, record the fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.orders import access, queries
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.rules import Situation
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.workers import actions as calendar
from xunjiasao.domains.workers.actions import Change
from xunjiasao.domains.workers.rules import NotFree
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.facts import Fact

STAMPS = {
    Stage.CONFIRMED: "confirmed_at",
    Stage.ASSIGNED: "assigned_at",
    Stage.ACCEPTED: "accepted_at",
    Stage.ON_THE_WAY: "departed_at",
    Stage.SERVING: "arrived_at",
    Stage.FINISHED: "finished_at",
    Stage.APPROVED: "approved_at",
    Stage.CANCELLED: "cancelled_at",
}


@dataclass(slots=True)
class Taken:
    """A step that the table allows, on a locked order; nothing is written yet."""

    name: str
    order: Order
    to: Stage
    situation: Situation
    parts: frozenset[str]


def begin(name: str, *, order_id: UUID | None, actor: Actor, now: datetime) -> Taken:
    """Lock an order and ask the table for a step.

    :raises Missing: the actor plays no part in it
    :raises StepNotYours, StepNotOpen, Refused: as the table says
    """
    order = queries.lock(actor, order_id)
    parts = access.parts(actor, order)
    situation = queries.situation(order, parts, now)
    to = Stage(ORDER.take(name, stage=Stage(order.stage), parts=parts, situation=situation))
    return Taken(name, order, to, situation, parts)


def write(taken: Taken, fact: Fact, *, actor: Actor, now: datetime, also: Sequence[str] = ()) -> Order:
    """Write the new stage with its time, and record the step's fact.

    :param also: other columns that the step has set
    """
    order = taken.order
    columns = {"stage", *also}
    if order.stage != taken.to:
        order.stage = taken.to
        stamp = STAMPS.get(taken.to)
        if stamp and getattr(order, stamp) is None:
            setattr(order, stamp, now)
            columns.add(stamp)
    note(order, fact, actor=actor, now=now)
    rows.update(order, *columns, "version", "head")
    return order


def note(order: Order, fact: Fact, *, actor: Actor, now: datetime) -> None:
    """Record a fact of an order; the caller saves `version` and `head`."""
    about = [("account", order.account_id), ("organization", order.enterprise_id)]
    if order.worker_id:
        about.append(("worker", order.worker_id))
    order.version += 1
    order.head = journal.record(
        fact, stream=("order", order.id), about=about, actor=actor, now=now, new=order.version == 1
    )


def hold(order: Order, worker_id: UUID, *, freed: Sequence[Change] = ()) -> Refused | None:
    """Take a worker's time for an order, if she is free and gets there in time from her other visits.

    Her days stay locked while the way is looked at, so two bookings at once see each other; only two that touch
    different days, on both sides of midnight, don't.

    :param freed: what is given back with it
    :returns: why not; then nothing was changed
    """
    too_far: Refused | None = None

    def gets_there() -> bool:
        nonlocal too_far
        too_far = queries.too_far(order, worker_id)
        return too_far is None

    if calendar.change_days([*freed, *_taking(order, worker_id)], provided=gets_there):
        return None
    return too_far or NotFree()


def giving_back(order: Order) -> list[Change]:
    """What the calendar gets back when the order lets go of whoever it holds."""
    if order.worker_id is None:
        return []
    return [Change(order.worker_id, date.fromisoformat(on), free=mask) for on, mask in order.spans]


def _taking(order: Order, worker_id: UUID) -> list[Change]:
    """What a worker's calendar must give for an order."""
    return [Change(worker_id, date.fromisoformat(on), take=mask) for on, mask in order.spans]
