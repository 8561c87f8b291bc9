"""Tell listeners what happened: after commit, at least once, until it worked or was tried too often."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from xunjiasao.domains.journal import access, events, queries, rules
from xunjiasao.domains.journal.actions.record import record
from xunjiasao.domains.journal.models import Delivery, Entry
from xunjiasao.domains.journal.terms import MOST_TRIES
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.operations import operation

Listener = Callable[[Entry, datetime], None]


def deliver_next(*, listeners: Mapping[str, Listener], now: datetime) -> bool:
    """Hand the longest-waiting due entry to its listener.

    :returns: whether there was one
    """
    return deliver_due(listeners=listeners, most=1, now=now) == 1


@operation
def deliver_due(*, listeners: Mapping[str, Listener], most: int, now: datetime) -> int:
    """Hand due entries to their listeners, the longest-waiting first.

    What the listeners write and the marks that it is done are one transaction. A listener that fails
    leaves nothing but a later try; after the last try the delivery waits on the operators' desk.

    :param most: how many at once
    :returns: how many there were
    """
    due, done = queries.lock_due_deliveries(now, most), []
    for delivery in due:
        try:
            with transaction.atomic():
                listeners[delivery.listener](delivery.entry, now)
            done.append(delivery.id)
        except Exception as reason:  # a listener may fail in any way; the outbox must go on
            _mark_failed(delivery, reason, now)
    if done:
        Delivery.objects.filter(id__in=done).update(tries=F("tries") + 1, done_at=now)
    return len(due)


@operation
def retry(*, delivery_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a delivery that was given up back into the outbox; one that wasn't stays as it is.

    :raises Forbidden: the actor is no operator
    """
    if refusal := access.may_retry(actor):
        raise refusal
    given_up = Delivery.objects.filter(id=delivery_id, failed_at__isnull=False)
    if given_up.update(failed_at=None, tries=0, due_at=now):
        fact = events.DeliveryPutBack(delivery_id=delivery_id)
        record(fact, stream=("delivery", delivery_id), actor=actor, now=now)


def _mark_failed(delivery: Delivery, failed: Exception, now: datetime) -> None:
    delivery.tries += 1
    delivery.reason = type(failed).__name__[:200]
    delivery.due_at = now + rules.wait(delivery.tries)
    delivery.failed_at = now if delivery.tries >= MOST_TRIES else None
    delivery.save(update_fields=["tries", "reason", "due_at", "failed_at"])
