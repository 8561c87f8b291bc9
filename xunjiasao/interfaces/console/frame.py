"""What stands around every page of a desk: whose desk it is, where one can go, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.people import rules
from xunjiasao.domains.people.terms import STAFF, Power
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import queries as workers
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.actors import signed
from xunjiasao.interfaces.entry.routes import actor_of
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.text import _, either


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu.

    :param at: the word by which a page says that it stands here
    :param count: how much waits there; None where nothing is counted
    """

    at: str
    label: Any
    icon: str
    url: str
    count: int | None = None


MENU: dict[Power, tuple[tuple[str, Any, str], ...]] = {
    Power.RUN_ORDERS: (
        ("todo", _("To do"), "bell"),
        ("orders", _("Orders"), "list"),
        ("people", _("Workers"), "me"),
        ("offerings", _("Prices"), "broom"),
    ),
    Power.OVERSEE: (
        ("overview", _("Overview"), "home"),
        ("all_orders", _("Orders"), "list"),
        ("enterprises", _("Enterprises"), "door"),
        ("stations", _("Stations"), "pin"),
        ("workers", _("Workers"), "me"),
    ),
    Power.VERIFY: (("verify", _("To verify"), "shield"),),
    Power.RECEIVE: (("station", _("My station"), "home"),),
}


def show(request: HttpRequest, template: str, at: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page of a desk inside its frame. Two or three queries beyond the page's own."""
    actor, found = actor_of(request), signed(request)
    waiting = context.get("waiting")
    if waiting is None and Power.RUN_ORDERS in rules.powers(actor.seats):
        waiting = orders.waiting(actor, clock.now())
    papers = context.get("to_verify")
    if papers is None and Power.VERIFY in rules.powers(actor.seats):
        papers = workers.count_waiting(actor)
    counts = {"todo": due(waiting) if waiting else None, "verify": papers}
    around = {
        "at": at, "menu": menu(actor, counts), "desk": _desk_name(actor), "reader": found.name if found else "",
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }  # fmt: skip
    return render(request, template, around | context | {"waiting": waiting}, status=status)


def menu(actor: Actor, counts: Mapping[str, int | None]) -> list[Entry]:
    """List where the actor can go.

    :param counts: by the entry's word, how much waits there
    """
    held = rules.powers(actor.seats)
    return [
        Entry(at, label, icon, reverse(f"console:{at}"), counts.get(at))
        for power, lines in MENU.items()
        if power in held
        for at, label, icon in lines
    ]


def due(waiting: dict[str, orders.Waiting]) -> int:
    """How many orders wait for the enterprise; those that wait for a worker's answer are counted apart."""
    return waiting["confirm"].count + waiting["assign"].count


def _desk_name(actor: Actor) -> str:
    """Call the desk by its organization, else by its division. One query."""
    seats = actor.sits(*STAFF)
    if ids := [seat.organization_id for seat in seats if seat.organization_id]:
        own = organizations.find(ids[:1])[ids[0]]
        return either(own.short_name or own.name, own.name_en)
    paths = [seat.path for seat in seats if seat.path]
    return places.full_names(paths[:1]).get(paths[0], "") if paths else ""
