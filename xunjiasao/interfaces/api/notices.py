"""The inbox."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Query, Status

from xunjiasao.domains.notices import actions, queries
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import SIGNED_IN, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import Cut, Id, In, Out
from xunjiasao.kernel import ids

routes = Routes("notices")


class AboutOut(Out):
    kind: str
    id: str
    title: str
    may_open: bool


class NoticeOut(Out):
    id: str
    says: str
    about: AboutOut
    at: datetime
    read_at: datetime | None


class InboxOut(Out):
    items: list[NoticeOut]
    next: str | None
    unread: int


class ReadIn(In):
    ids: list[Id] | None = Field(None, max_length=200)


@routes.get("/notices", power=SIGNED_IN, response=InboxOut, name="inbox")
def inbox(request: HttpRequest, cut: Query[Cut]) -> dict[str, object]:
    """Read the inbox, newest first."""
    viewer = actor_of(request)
    page = queries.inbox(viewer, now=clock.now(), cursor=cut.cursor, limit=cut.limit)
    return {"items": [_notice(told) for told in page.items], "next": page.next, "unread": queries.unread(viewer)}


@routes.post("/notices/read", power=SIGNED_IN, response={204: None}, name="read")
def read(request: HttpRequest, body: ReadIn) -> Status[None]:
    """Mark notices as read; all of them when none are named."""
    named = None if body.ids is None else [key for each in body.ids if (key := ids.parse(each))]
    actions.mark_read(notice_ids=named, actor=actor_of(request), now=clock.now())
    return Status(204, None)


def _notice(told: queries.Told) -> dict[str, object]:
    about = {"kind": told.about_kind, "id": str(told.about_id), "title": told.title, "may_open": told.may_open}
    return {"id": str(told.id), "says": told.says, "about": about, "at": told.at, "read_at": told.read_at}
