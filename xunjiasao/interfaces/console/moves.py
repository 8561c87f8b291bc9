"""The question to which time an order should be moved: a day, a start that is free, what it costs there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest

from xunjiasao.domains.catalogue.terms import HORIZON_DAYS
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.dispatch import rules
from xunjiasao.domains.orders import actions, queries
from xunjiasao.interfaces.console import steps
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.spoken import clock, spoken
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of, in_city

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order

A_WEEK, DAWN, NOON = 7, 6, 12
MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Start:
    """A half hour of the day that is looked at.

    :param state: "free", "taken", or "now" for the time that the order has
    """

    at: datetime
    url: str
    state: str
    chosen: bool

    @property
    def clock(self) -> str:
        return clock(self.at)


def move(request: HttpRequest, order: "Order", viewer: Actor, now: datetime, *, refused: bool) -> dict[str, Any]:
    """Gather the question. Four queries, with a time chosen five.

    :param refused: the form was sent and comes back
    """
    given = request.POST if refused else request.GET
    chosen = steps.moment(given.get("starts_at", ""))
    today = day_of(now)
    last = today + timedelta(days=HORIZON_DAYS)
    looked_at = min(max(_day(given.get("day", ""), chosen, order), today), last)
    first = today + timedelta(days=(looked_at - today).days // A_WEEK * A_WEEK)
    week = [first + timedelta(days=ahead) for ahead in range(A_WEEK) if first + timedelta(days=ahead) <= last]
    found = dispatch.slots_for_move(order, first=week[0], last=week[-1], now=now)
    others = [slot for slot in found if slot.starts_at != order.starts_at]
    free = {day: sum(day_of(slot.starts_at) == day and bool(slot.workers_free) for slot in others) for day in week}
    starts = [_start(slot, order, chosen, request) for slot in found if day_of(slot.starts_at) == looked_at]
    lost = refused and chosen and not any(slot.starts_at == chosen and slot.workers_free for slot in found)
    near = rules.closest(others, chosen, MOST_NEAR) if lost and chosen else []
    return {
        "title": str(_("Move {service} {when} to another time?")).format(service=queries.sold(order).service["name"], when=spoken(order.starts_at, now)),
        "days": [{"on": day, "free": free[day], "url": _url(request, day=day), "current": day == looked_at} for day in week],
        "earlier": _url(request, day=first - timedelta(days=A_WEEK)) if first > today else "",
        "later": _url(request, day=week[-1] + timedelta(days=1)) if week[-1] < last else "",
        "halves": _halves(starts),
        "near": [{"says": spoken(slot.starts_at, now), "url": _at(request, slot.starts_at)} for slot in near],
        "chosen": _chosen(order, viewer, chosen, now) if chosen and chosen != order.starts_at else None,
    }  # fmt: skip


def _halves(starts: list[Start]) -> list[dict[str, Any]]:
    """Part a day's starts; the night comes last and folded, unless the chosen time lies in it."""
    hours = {_("Morning"): range(DAWN, NOON), _("Afternoon"): range(NOON, 24), _("Before 6:00"): range(DAWN)}
    halves = [(label, [each for each in starts if in_city(each.at).hour in those]) for label, those in hours.items()]
    return [
        {"label": label, "starts": those, "folded": in_city(those[0].at).hour < DAWN, "open": any(each.chosen for each in those)}
        for label, those in halves
        if those
    ]  # fmt: skip


def _day(given: str, chosen: datetime | None, order: "Order") -> date:
    """The day to look at: the one asked for, else the chosen time's, else the order's own."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return day_of(chosen or order.starts_at)


def _start(slot: rules.Slot, order: "Order", chosen: datetime | None, request: HttpRequest) -> Start:
    state = "now" if slot.starts_at == order.starts_at else "free" if slot.workers_free else "taken"
    return Start(slot.starts_at, _at(request, slot.starts_at), state, slot.starts_at == chosen)


def _chosen(order: "Order", viewer: Actor, at: datetime, now: datetime) -> dict[str, Any]:
    """Say what the chosen time costs, or why the enterprise can't choose it. One query at most."""
    shown = {
        "at": at,
        "value": in_city(at).isoformat(),
        "when": spoken(at, now),
        "total_fen": None,
        "tells": "",
        "blocked": "",
    }
    try:
        total_fen, tells = queries.move_preview(viewer, order, starts_at=at, now=now)
    except Invalid as wrong:
        return shown | {"blocked": str(wrong.fields.get("starts_at", wrong.sentence))}
    if total_fen > order.total_fen:
        return shown | {"blocked": actions.PriceRises(total=yuan(total_fen)).sentence}
    return shown | {"total_fen": total_fen, "tells": tells}


def _at(request: HttpRequest, at: datetime) -> str:
    return _url(request, starts_at=in_city(at).isoformat())


def _url(request: HttpRequest, **said: Any) -> str:
    """The address of the same question, with another answer so far."""
    kept = {name: value for name, value in request.GET.items() if name not in QUESTION}
    return f"{request.path}?{urlencode({'ask': 'reschedule', **said, **kept})}"


QUESTION = frozenset({"ask", "day", "starts_at"})
"""What an address says only while a question is open."""
