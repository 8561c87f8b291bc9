"""The worker's own steps: from the offer to the finished visit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.orders import events, queries, rules
from xunjiasao.domains.orders.actions.steps import begin, giving_back, hold, note, write
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.workers import actions as calendar
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers import rules as worker_rules
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import same, unseal
from xunjiasao.kernel.errors import DomainError, Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of


@operation
def accept(*, order_id: UUID | None, actor: Actor, now: datetime) -> Order:
    """Accept the visit; from now on she knows the door and the phone."""
    taken = begin("accept", order_id=order_id, actor=actor, now=now)
    return write(taken, events.Accepted(worker_id=_worker(taken.order)), actor=actor, now=now)


@operation
def decline(*, order_id: UUID | None, candidates: Sequence[UUID] = (), actor: Actor, now: datetime) -> Order:
    """Decline the visit: her time is free again, and that of the next who can come and hasn't declined it is held.

    :param candidates: who else may come, best first
    """
    taken = begin("decline", order_id=order_id, actor=actor, now=now)
    order, declined = taken.order, _worker(taken.order)
    declined_all = {*queries.declined(order.id), declined}
    note(order, events.Declined(worker_id=declined), actor=actor, now=now)
    calendar.change_days(giving_back(order))
    order.worker = None
    order.worker_id = next((one for one in candidates if one not in declined_all and hold(order, one) is None), None)
    order.assigned_at = order.code_sealed = None
    columns = ["worker", "assigned_at", "code_sealed"]
    fact = events.Held(worker_id=order.worker_id) if order.worker_id else events.LeftOpen()
    return write(taken, fact, actor=actor, now=now, also=columns)


@operation
def depart(*, order_id: UUID | None, actor: Actor, now: datetime) -> Order:
    """Set off for the visit."""
    taken = begin("depart", order_id=order_id, actor=actor, now=now)
    return write(taken, events.Departed(worker_id=_worker(taken.order)), actor=actor, now=now)


@operation
def arrive(*, order_id: UUID | None, code: str, actor: Actor, now: datetime) -> Order | DomainError:
    """Prove the door with the single-use code that the family tells; the promise is checked again.

    :raises WrongCode: recorded; after five the next try waits ten minutes
    :raises PromiseNotMet: a document ended since she was assigned; recorded
    """
    taken = begin("arrive", order_id=order_id, actor=actor, now=now)
    order, worker_id = taken.order, _worker(taken.order)
    right = unseal(order.code_sealed, place=queries.code_of(order.id)) if order.code_sealed else ""
    if not right or not same(code.strip(), right):
        return _wrong_code(order, worker_id, actor, now)
    papers = workers.papers([worker_id])[worker_id]
    if broken := worker_rules.promise_not_met(papers, queries.promise(order), day_of(now)):
        note(
            order,
            events.PromiseRefused(worker_id=worker_id, why=broken.facts["lacks"], at_the_door=True),
            actor=actor,
            now=now,
        )
        rows.update(order, "version", "head")
        return broken
    order.code_sealed, order.wrong_codes, order.code_locked_until = None, 0, None
    return write(
        taken,
        events.Arrived(worker_id=worker_id),
        actor=actor,
        now=now,
        also=["code_sealed", "wrong_codes", "code_locked_until"],
    )


@operation
def finish(*, order_id: UUID | None, checklist: Sequence[str], actor: Actor, now: datetime) -> Order:
    """Finish the visit with what was done.

    :param checklist: keys of the done points of the service's list
    """
    taken = begin("finish", order_id=order_id, actor=actor, now=now)
    order = taken.order
    planned = [point["key"] for point in order.snapshot["checklist"]]
    if unknown := [key for key in checklist if key not in planned]:
        raise Invalid(
            fields={"checklist": str(_("There is no “{point}” on this visit's list.")).format(point=unknown[0][:40])}
        )
    order.checklist = [key for key in planned if key in set(checklist)]
    fact = events.Finished(worker_id=_worker(order), done=len(order.checklist), planned=len(planned))
    return write(taken, fact, actor=actor, now=now, also=["checklist"])


def _worker(order: Order) -> UUID:
    assert order.worker_id, "a step of the worker needs a worker"
    return order.worker_id


def _wrong_code(order: Order, worker_id: UUID, actor: Actor, now: datetime) -> DomainError:
    tries = order.wrong_codes + 1
    order.wrong_codes, order.code_locked_until = rules.after_wrong_code(order.wrong_codes, now)
    note(order, events.CodeRefused(worker_id=worker_id, tries=tries), actor=actor, now=now)
    rows.update(order, "wrong_codes", "code_locked_until", "version", "head")
    locked = rules.code_locked(queries.situation(order, {"worker"}, now))
    return locked or rules.WrongCode(left=rules.CODE_TRIES - order.wrong_codes)
