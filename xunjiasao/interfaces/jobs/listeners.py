"""Which fact is heard by whom: the one table. A listener runs after commit, at least once, so it must be idempotent.

A listener's name stands in the outbox: rename it only with a migration of `journal_delivery`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from xunjiasao.domains.journal.actions.deliver import Listener
from xunjiasao.domains.notices import actions as notices
from xunjiasao.domains.notices.terms import TOLD

if TYPE_CHECKING:
    from xunjiasao.domains.journal.models import Entry


def fill_inboxes(entry: "Entry", now: datetime) -> None:
    notices.tell_of_order(entry_id=entry.id, now=now)


LISTENERS: Mapping[str, Listener] = {
    "notices": fill_inboxes,
}
HEARD_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TOLD, ("notices",)),
}
