"""Reading an inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.notices.models import Notice
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import sentence
from xunjiasao.kernel.paging import Page, page


@dataclass(frozen=True, slots=True)
class Told:
    """
    :param title: what it is about, as 日常保洁 · 明天 9:00
    :param may_open: the reader still plays a part in it
    """

    id: UUID
    says: str
    about_kind: str
    about_id: UUID
    title: str
    may_open: bool
    at: datetime
    read_at: datetime | None


def inbox(viewer: Actor, *, now: datetime, cursor: str | None = None, limit: int | None = None) -> Page[Told]:
    """Read the viewer's inbox in the active language, newest first. Six queries."""
    found = page(Notice.objects.filter(account_id=viewer.who), "-at", "-id", cursor=cursor, limit=limit)
    return Page(_told(viewer, found.items, now), found.next)


def unread(viewer: Actor) -> int:
    return Notice.objects.filter(account_id=viewer.who, read_at=None).count()


def _told(viewer: Actor, notices: Iterable[Notice], now: datetime) -> list[Told]:
    shown = list(notices)
    entries = journal.entries(notice.entry_id for notice in shown)
    payloads = [entry.payload for entry in entries.values()]
    enterprises = {str(payload["enterprise_id"]) for payload in payloads if payload.get("enterprise_id")}
    names = orders.names_in(payloads)
    if enterprises:
        names |= {str(key): name for key, name in organizations.names(UUID(each) for each in enterprises).items()}
    about = {notice.about_id for notice in shown}
    titles, mine = orders.titles(about, now), orders.among(viewer, about)
    return [
        Told(
            notice.id, sentence(entries[notice.entry_id].name, entries[notice.entry_id].payload, names),
            notice.about_kind, notice.about_id, titles.get(notice.about_id, ""), notice.about_id in mine, notice.at, notice.read_at,
        )
        for notice in shown
    ]  # fmt: skip
