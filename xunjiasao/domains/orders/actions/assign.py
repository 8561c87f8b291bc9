"""The enterprise confirms an order and says who comes."""

import secrets
from datetime import date, datetime
from uuid import UUID

from xunjiasao.domains.orders import events, queries
from xunjiasao.domains.orders.actions.steps import begin, giving_back, hold, note, write
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.rules import PromiseNotMet
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import DomainError, Missing
from xunjiasao.kernel.operations import operation

CODE_DIGITS = 4


@operation
def confirm(*, order_id: UUID | None, actor: Actor, now: datetime) -> Order:
    """Confirm that the enterprise will serve this order."""
    taken = begin("confirm", order_id=order_id, actor=actor, now=now)
    return write(taken, events.Confirmed(enterprise_id=taken.order.enterprise_id), actor=actor, now=now)


@operation
def assign(*, order_id: UUID | None, worker_id: UUID | None, actor: Actor, now: datetime) -> Order | DomainError:
    """Assign the worker whose time is held, or another one, whose time is then taken instead.

    Who was assigned before is told that she needn't come. To assign the same worker again changes nothing.

    The promised certificate and level, the documents, the area and the way from and to her other visits are hard:
    who doesn't meet them is refused; an attempt against the promise stays in the journal.

    :raises Missing: she isn't one of the enterprise's own
    :raises PromiseNotMet, OutsideHerArea, NotFree, TooFarBetween:
    """
    taken = begin("assign", order_id=order_id, actor=actor, now=now)
    order = taken.order
    worker = workers.own_worker(order.enterprise_id, worker_id) if worker_id else None
    if worker is None:
        raise Missing
    before, was_assigned = order.worker_id, order.assigned_at is not None
    if was_assigned and before == worker.id:
        return order
    papers = workers.papers([worker.id])[worker.id]
    spans = [(date.fromisoformat(on), mask) for on, mask in order.spans]
    serves = bool(workers.serving([worker.id], order.path))
    reason = workers.why_not(papers, promise=queries.promise(order), spans=spans, serves=serves)
    if isinstance(reason, PromiseNotMet):
        return _kept_trace(order, worker.id, reason, actor, now)
    if reason := reason or hold(order, worker.id, freed=giving_back(order)):
        raise reason
    if before and was_assigned:
        note(order, events.Relieved(worker_id=before), actor=actor, now=now)
    order.worker, order.wrong_codes, order.code_locked_until = worker, 0, None
    order.assigned_at, order.accepted_at = now, None
    order.code_sealed = seal(f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}", place=queries.code_of(order.id))
    fact = events.Assigned(worker_id=worker.id, instead_of_id=before if before != worker.id else None)
    columns = ["worker", "assigned_at", "accepted_at", "code_sealed", "wrong_codes", "code_locked_until"]
    return write(taken, fact, actor=actor, now=now, also=columns)


def _kept_trace(order: Order, worker_id: UUID, reason: PromiseNotMet, actor: Actor, now: datetime) -> PromiseNotMet:
    note(
        order,
        events.PromiseRefused(worker_id=worker_id, why=reason.facts["lacks"], at_the_door=False),
        actor=actor,
        now=now,
    )
    rows.update(order, "version", "head")
    return reason
