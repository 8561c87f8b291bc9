"""Tell listeners what happened: after commit, at least once, until it worked or was tried too often."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import Delivery, Entry
from xunjiasao.domains.journal.terms import MOST_TRIES
from xunjiasao.kernel.operations import operation

Listener = Callable[[Entry, datetime], None]


@operation
def deliver_next(*, listeners: Mapping[str, Listener], now: datetime) -> bool:
    """Hand the longest-waiting due entry to its listener.

    What the listener writes and the mark that it is done are one transaction. A listener that fails
    leaves nothing but a later try; after the last try the delivery waits on the operators' desk.

    :returns: whether there was one
    """
    delivery = queries.lock_due_delivery(now)
    if delivery is None:
        return False
    failed: Exception | None = None
    try:
        with transaction.atomic():
            listeners[delivery.listener](delivery.entry, now)
    except Exception as reason:  # a listener may fail in any way; the outbox must go on
        failed = reason
    _mark(delivery, failed, now)
    return True


@operation
def retry(*, delivery_id: UUID, now: datetime) -> None:
    """Put a delivery that was given up back into the outbox."""
    Delivery.objects.filter(id=delivery_id, failed_at__isnull=False).update(failed_at=None, tries=0, due_at=now)


def _mark(delivery: Delivery, failed: Exception | None, now: datetime) -> None:
    delivery.tries += 1
    if failed is None:
        delivery.done_at = now
    else:
        delivery.reason = type(failed).__name__[:200]
        delivery.due_at = now + rules.wait(delivery.tries)
        delivery.failed_at = now if delivery.tries >= MOST_TRIES else None
    delivery.save(update_fields=["tries", "done_at", "reason", "due_at", "failed_at"])
