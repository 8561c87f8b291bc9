"""Which fact is heard by whom: the one table. A listener runs after commit, at least once, so it must be idempotent.

A listener's name stands in the outbox: rename it only with a migration of `journal_delivery`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.journal.actions.deliver import Listener
from xunjiasao.domains.notices import actions as notices
from xunjiasao.domains.notices.terms import TOLD
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.workers import actions as workers

if TYPE_CHECKING:
    from xunjiasao.domains.journal.models import Entry


def fill_inboxes(entry: "Entry", now: datetime) -> None:
    notices.tell_of_order(told=journal.told(entry), order_id=journal.subject(entry, "order"), now=now)


def keep_records(entry: "Entry", now: datetime) -> None:
    worker_id = UUID(entry.payload["worker_id"])
    workers.note_record(worker_id=worker_id, count=lambda: orders.record_of(worker_id))
    if offering := entry.payload.get("offering_id"):
        offering_id = UUID(offering)
        catalogue.note_rating(offering_id=offering_id, count=lambda: orders.rating_of(offering_id))


LISTENERS: Mapping[str, Listener] = {
    "notices": fill_inboxes,
    "records": keep_records,
}
HEARD_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TOLD, ("notices",)),
    "order.finished": ("notices", "records"),
    "order.reviewed": ("notices", "records"),
}
