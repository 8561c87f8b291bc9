"""Filling and reading inboxes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.journal.queries import Told
from xunjiasao.domains.notices.models import Notice
from xunjiasao.domains.notices.terms import TOLD
from xunjiasao.domains.orders import queries as orders
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.operations import operation


@operation
def tell_of_order(*, told: Told, order_id: UUID, now: datetime) -> int:
    """Put a fact of an order into the inboxes of whom it concerns, once each, except whoever did it.

    :returns: how many were told
    """
    parties = orders.parties(order_id, TOLD[told.name], told.payload)
    hearers = {account for accounts in parties.values() for account in accounts} - {told.actor_id}
    notices = [
        Notice(account_id=account, entry_id=told.id, about_kind="order", about_id=order_id, at=told.at)
        for account in sorted(hearers)
    ]
    rows.insert(*notices, unless_there=True)
    return len(notices)


@operation
def mark_read(*, notice_ids: Sequence[UUID] | None, actor: Actor, now: datetime) -> int:
    """Mark the actor's own notices as read; all of them when none are named."""
    mine = Notice.objects.filter(account_id=actor.who, read_at=None)
    if notice_ids is not None:
        mine = mine.filter(id__in=notice_ids)
    return mine.update(read_at=now)
