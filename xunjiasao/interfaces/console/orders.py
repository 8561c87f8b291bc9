"""Orders at a desk: what waits, the list, and the record beside it with its steps."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xunjiasao.domains.orders import queries
from xunjiasao.domains.orders.terms import BEFORE_DOOR, STAGE_LABELS, Stage
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.terms import TrustColor
from xunjiasao.interfaces.console import frame, moves, records, rows, scope, searches, steps
from xunjiasao.interfaces.entry import clock, tiles, words
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Missing
from xunjiasao.kernel.paging import page
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _, ngettext
from xunjiasao.kernel.time import at_slot, day_of

MOST_TO_DO, MOST_COUNTED = 25, 1000
OPEN = "open"
OPEN_STAGES = tuple(stage.value for stage in BEFORE_DOOR if stage != Stage.ACCEPTED)
STAGES: dict[str, Any] = {OPEN: _("To be dealt with")} | {stage.value: label for stage, label in STAGE_LABELS.items()}
DAYS = {
    "coming": _("From today on"),
    "today": _("Today"),
    "tomorrow": _("Tomorrow"),
    "week": _("Next 7 days"),
    "past": _("Before today"),
    "any": _("At any time"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """For whom a list of orders is drawn.

    :param part: the part that she plays for the orders in it
    :param at: name of the list's route; the record's is the same with "_one"
    """

    part: str
    at: str


WAITING = Desk("enterprise", "todo")
ENTERPRISE = Desk("enterprise", "orders")
FEDERATION = Desk("federation", "all_orders")


@require_safe
@opens(Power.RUN_ORDERS)
def todo(request: HttpRequest) -> HttpResponse:
    """What waits, the earliest first."""
    return _draw(request, WAITING)


@opens(Power.RUN_ORDERS)
def todo_one(request: HttpRequest, order_id: str) -> HttpResponse:
    return _record(request, WAITING, order_id)


@require_safe
@opens(Power.RUN_ORDERS)
def pulse(request: HttpRequest) -> HttpResponse:
    """Answer the page that asks every few seconds: nothing while nothing changed, else the part that did."""
    shown = _todo(actor_of(request), clock.now())
    if shown["state"] == request.GET.get("state"):
        return HttpResponse(status=204)
    around = {"open": ids.parse(request.GET.get("open", "")), "alone": True}
    return render(request, "console/pulse.html", shown | around)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Power.RUN_ORDERS)
def orders(request: HttpRequest) -> HttpResponse:
    return _list(request, ENTERPRISE)


@opens(Power.RUN_ORDERS)
def orders_one(request: HttpRequest, order_id: str) -> HttpResponse:
    return _record(request, ENTERPRISE, order_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Power.OVERSEE)
def all_orders(request: HttpRequest) -> HttpResponse:
    return _list(request, FEDERATION)


@require_safe
@opens(Power.OVERSEE)
def all_orders_one(request: HttpRequest, order_id: str) -> HttpResponse:
    return _draw(request, FEDERATION, order_id)


def _list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a list; a search is posted to it and led on."""
    return searches.lead(request, desk.at) if request.method == "POST" else _draw(request, desk)


def _record(request: HttpRequest, desk: Desk, order_id: str) -> HttpResponse:
    """Show an order beside its list; take a step on it."""
    if request.method != "POST":
        return _draw(request, desk, order_id)
    try:
        done = steps.take(steps.Asked(request, ids.parse(order_id), actor_of(request), clock.now()))
    except Missing:
        raise
    except DomainError as refusal:
        return _draw(request, desk, order_id, refusal)
    messages.success(request, done)
    return redirect(f"{reverse(f'console:{desk.at}_one', args=[order_id])}{_query(request)}")


def _draw(
    request: HttpRequest, desk: Desk, order_id: str | None = None, refusal: DomainError | None = None
) -> HttpResponse:
    """Draw a list of orders, and the record beside it when one is open."""
    viewer, now = actor_of(request), clock.now()
    shown = _todo(viewer, now) if desk is WAITING else _listed(request, desk, viewer, now)
    query = _query(request)
    shown |= {
        "desk_at": desk.at,
        "query": query,
        "and_query": f"&{query[1:]}" if query else "",
        "list_url": f"{reverse(f'console:{desk.at}')}{query}",
        "open": None,
    }
    if order_id:
        found = queries.order(viewer, ids.parse(order_id))
        shown |= {"record": records.record(request, found, viewer, now, refusal), "open": found.id}
    template = "console/todo.html" if desk is WAITING else "console/orders.html"
    return frame.show(request, template, desk.at, shown, status=refusal.status if refusal else 200)


def _listed(request: HttpRequest, desk: Desk, viewer: Actor, now: datetime) -> dict[str, Any]:
    """Find the page of orders that was asked for. Two queries, for the Federation three, of one enterprise four.

    One more counts them where they aren't all on the page.
    """
    given = {"stage": "", "on": "coming", "q": "", "county": "", "firm": ""}
    asked = searches.asked(request, **given)
    sought, firm = words.opened(asked["q"], viewer), ids.parse(asked["firm"])
    first, last = _period(asked["on"], now)
    stages = OPEN_STAGES if asked["stage"] == OPEN else [asked["stage"]] if asked["stage"] in STAGES else []
    found = queries.orders(
        viewer,
        part=desk.part,
        stages=stages,
        starts_from=first,
        starts_before=last,
        words=sought or "",
        path=asked["county"],
    )
    if sought is None:
        found = found.none()
    if firm:
        found = found.filter(enterprise_id=firm)
    order_by = ("-starts_at", "-id") if asked["on"] in {"past", "any"} else ("starts_at", "id")
    cut = page(found, *order_by, cursor=request.GET.get("cursor"))
    many = found[: MOST_COUNTED + 1].count() if cut.next or cut.before else len(cut.items)
    counties = tiles.tiles(scope.counties(viewer), {}) if desk is FEDERATION else []
    return {
        "rows": rows.rows(viewer, cut.items, now), "next": cut.next, "before": cut.before, "asked": asked, "counties": counties,
        "stages": STAGES.items(), "days": DAYS.items(), "headline": _headline(asked["on"], many), "narrowed": asked != given,
        "words": sought or "", "firm": _firm_name(firm) if firm else "", "unfirm": _without_firm(asked),
    }  # fmt: skip


def _todo(viewer: Actor, now: datetime) -> dict[str, Any]:
    """Gather what waits at an enterprise. Four queries, five when much does."""
    waiting, people = queries.waiting(viewer, now), workers.counts_by_trust(viewer, on=day_of(now))
    due = rows.rows(viewer, queries.to_do(viewer, now)[: MOST_TO_DO + 1], now)
    more = len(due) > MOST_TO_DO
    cards = {
        "waiting": waiting, "rows": due[:MOST_TO_DO], "more": more, "due": frame.due(waiting), "hers": _hers(viewer, due, more=more), "icons": rows.ICONS,
        "ending": people[TrustColor.YELLOW], "ended": people[TrustColor.RED], "headline": _says(waiting, now),
    }  # fmt: skip
    marks = [
        cards["headline"],
        cards["hers"],
        *waiting.items(),
        *people.items(),
        *((row.id, row.chip, row.worker) for row in due),
    ]
    return {**cards, "state": hashlib.sha256(repr(marks).encode()).hexdigest()[:16]}


def _hers(viewer: Actor, shown: list[rows.Row], *, more: bool) -> int:
    """Count the orders that wait for a worker's answer. One query when they aren't all shown."""
    if more:
        return queries.orders(viewer, part=WAITING.part, stages=[Stage.ASSIGNED]).count()
    return sum(row.stage == Stage.ASSIGNED for row in shown)


def _says(waiting: dict[str, queries.Waiting], now: datetime) -> str:
    """Say in one sentence how things stand."""
    confirm, assign = waiting["confirm"], waiting["assign"]
    firsts = [each.first_at for each in (confirm, assign) if each.first_at]
    if not firsts:
        return str(_("Nothing waits for you"))
    what = ngettext("{n} order to confirm", "{n} orders to confirm", confirm.count).format(n=confirm.count)
    lack = ngettext("{n} order without a worker", "{n} orders without a worker", assign.count).format(n=assign.count)
    said = (
        _("{what} and {lack}; the earliest starts {when}")
        if confirm.count and assign.count
        else _("{what}; the earliest starts {when}")
    )
    return str(said).format(what=what if confirm.count else lack, lack=lack, when=spoken(min(firsts), now))


def _headline(on: str, many: int) -> str:
    if not many:
        return str(_("No order fits"))
    said = str(_("more than {n} orders")) if many > MOST_COUNTED else ngettext("{n} order", "{n} orders", many)
    orders = said.format(n=min(many, MOST_COUNTED))
    return str(_("{days}: {orders}")).format(days=DAYS.get(on, DAYS["coming"]), orders=orders)


def _period(on: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Turn the choice of days into [from, before)."""
    today = day_of(now)
    midnight = lambda ahead: at_slot(today + timedelta(days=ahead), 0)  # noqa: E731  # one word for one line
    periods: dict[str, tuple[datetime | None, datetime | None]] = {
        "today": (midnight(0), midnight(1)), "tomorrow": (midnight(1), midnight(2)), "week": (midnight(0), midnight(7)),
        "past": (None, midnight(0)), "any": (None, None),
    }  # fmt: skip
    return periods.get(on, (midnight(0), None))


def _query(request: HttpRequest) -> str:
    said = request.GET.copy()
    for name in moves.QUESTION:
        said.pop(name, None)
    return f"?{said.urlencode()}" if said else ""


def _firm_name(firm: UUID) -> str:
    return named(organizations.find([firm]).get(firm))


def _without_firm(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value and name != "firm"})
