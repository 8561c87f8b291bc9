"""What the orders say of calendars and of the journal, for the checks."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.terms import (
    Stage,
)


def held_masks() -> dict[tuple[UUID, date], int]:
    """Compute from the orders alone which half hours of which worker are taken, for the calendar's check."""
    taken: dict[tuple[UUID, date], int] = {}
    rows = Order.objects.exclude(worker=None).exclude(stage=Stage.CANCELLED)
    for worker_id, spans in rows.values_list("worker_id", "spans").iterator():
        for on, mask in spans:
            key = worker_id, date.fromisoformat(on)
            taken[key] = taken.get(key, 0) | mask
    return taken


def overlaps() -> Iterator[str]:
    """Name every half hour that two orders of one worker hold; there must be none."""
    taken: dict[tuple[UUID, date], int] = {}
    rows = Order.objects.exclude(worker=None).exclude(stage=Stage.CANCELLED).order_by("id")
    for number, worker_id, spans in rows.values_list("number", "worker_id", "spans").iterator():
        for on, mask in spans:
            key = worker_id, date.fromisoformat(on)
            if taken.get(key, 0) & mask:
                yield f"order {number}: its time on {on} is held twice"
            taken[key] = taken.get(key, 0) | mask


def heads() -> Iterator[tuple[str, str]]:
    """Key of the stream and head as kept in each order's own row, for the journal's check."""
    for order_id, head in Order.objects.values_list("id", "head").iterator():
        yield f"order:{order_id}", head
