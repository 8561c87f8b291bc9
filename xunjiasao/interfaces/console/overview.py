"""The Federation's first page: what goes on in its division today."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.places import access
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.terms import TrustColor
from xunjiasao.interfaces.console import frame, records, rows, scope
from xunjiasao.interfaces.entry import clock, tiles
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.text import _, ngettext
from xunjiasao.kernel.time import at_slot, day_of

S = Stage
GROUPS: tuple[tuple[str, Any, tuple[Stage, ...]], ...] = (
    ("wait", _("without a worker"), (S.PLACED, S.CONFIRMED)),
    ("come", _("to come"), (S.ASSIGNED, S.ACCEPTED)),
    ("now", _("under way"), (S.ON_THE_WAY, S.SERVING)),
    ("done", _("done"), (S.FINISHED, S.APPROVED, S.REVIEWED)),
    ("off", _("cancelled"), (S.CANCELLED,)),
)
"""Today's orders, as the bar shows them."""
WHAT = {"orders": _("Orders today"), "stations": _("Stations"), "enterprises": _("Enterprises")}


@require_safe
@opens(Power.OVERSEE)
def overview(request: HttpRequest) -> HttpResponse:
    return frame.show(request, "console/overview.html", "overview", _now(request))


@require_safe
@opens(Power.OVERSEE)
def pulse(request: HttpRequest) -> HttpResponse:
    """Answer the page that asks every few seconds: nothing while nothing changed, else the part that did."""
    shown = _now(request)
    if shown["state"] == request.GET.get("state"):
        return HttpResponse(status=204)
    return render(request, "console/overview-pulse.html", shown | {"alone": True})


def _now(request: HttpRequest) -> dict[str, Any]:
    """Gather how a division stands at this moment. Ten queries, for a single county thirteen."""
    viewer, now = actor_of(request), clock.now()
    today = day_of(now)
    path = scope.narrowed(viewer, request.GET.get("county", "")[:40])
    what = request.GET.get("what", "") if request.GET.get("what") in WHAT else "orders"
    day = {"starts_from": at_slot(today, 0), "starts_before": at_slot(today, 48)}
    stages = orders.counts_by_stage(viewer, part="federation", path=path, **day)
    counties = scope.counties(viewer)
    kinds = {kind: organizations.counts_by_county(kind) for kind in (Kind.ENTERPRISE, Kind.STATION)}
    counts = {
        "orders": lambda: orders.counts_by_county(viewer, **day),
        "stations": lambda: kinds[Kind.STATION],
        "enterprises": lambda: kinds[Kind.ENTERPRISE],
    }[what]()
    trust = workers.counts_by_trust(viewer, path=path, on=today)
    groups = [
        {"key": key, "label": label, "count": sum(stages.get(stage, 0) for stage in those)}
        for key, label, those in GROUPS
    ]
    here = next((each for each in counties if each.path == path), None)
    news = orders.news(viewer, path=path, now=now)
    below = _below(viewer, path, day) if here else []
    names = rows.where([each.order.path for each in news])
    shown: dict[str, Any] = {
        "to_verify": workers.count_waiting(viewer),
        "headline": _headline(groups), "county": tiles.county_name(here.name) if here and len(counties) > 1 else "", "path": path,
        "groups": _drawn(groups), "today": sum(each["count"] for each in groups),
        "enterprises": _inside(kinds[Kind.ENTERPRISE], path), "stations": _inside(kinds[Kind.STATION], path),
        "workers": sum(trust.values()), "trust": [(records.TRUST[color], trust[color]) for color in TrustColor],
        "tiles": tiles.tiles(counties, counts, hide_few=what == "orders") if len(counties) > 1 else [],
        "what": what, "whats": WHAT.items(), "tiles_label": WHAT[what], "link": f"{reverse('console:overview')}?what={what}&county=",
        "below": below, "news": [(each, names[each.order.path]) for each in news], "county_query": f"?county={path}" if here else "",
        "keeps_holidays": access.may_keep_calendar(viewer) is None,
    }  # fmt: skip
    told = [(each.order.id, each.says, each.at) for each in news]
    marks = [
        shown[name]
        for name in (
            "headline",
            "path",
            "what",
            "groups",
            "enterprises",
            "stations",
            "to_verify",
            "trust",
            "tiles",
            "below",
        )
    ]
    state = hashlib.sha256(repr([today, told, *marks]).encode()).hexdigest()[:16]
    return {**shown, "state": state}


def _below(viewer: Actor, path: str, day: dict[str, Any]) -> list[dict[str, Any]]:
    """Count today's orders and the stations of a county's townships, the busiest first. Three queries."""
    visits, stations = (
        orders.counts_below(viewer, path=path, **day),
        organizations.counts_below(Kind.STATION, path=path),
    )
    found = places.divisions_at({*visits, *stations})
    parts = [
        {"name": found[part].name, "path": part, "orders": visits.get(part, 0), "stations": stations.get(part, 0)}
        for part in {*visits, *stations}
        if part in found and part != path
    ]
    return sorted(parts, key=lambda part: (-part["orders"], -part["stations"], part["path"]))


def _headline(groups: list[dict[str, Any]]) -> str:
    """Say in one sentence how today goes."""
    count = {each["key"]: each["count"] for each in groups}
    everything = sum(count.values())
    if not everything:
        return str(_("No visit today"))
    said = ngettext("{n} order today", "{n} orders today", everything).format(n=everything)
    if count["wait"]:
        return str(_("{orders}: {now} under way, {wait} without a worker")).format(
            orders=said, now=count["now"], wait=count["wait"]
        )
    return str(_("{orders}: {now} under way, {done} done")).format(orders=said, now=count["now"], done=count["done"])


def _drawn(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay the groups side by side on a bar of 1000."""
    everything, at = sum(each["count"] for each in groups) or 1, 0
    for each in groups:
        width = each["count"] * 1000 // everything
        each |= {"x": at, "width": width}
        at += width
    return groups


def _inside(counts: dict[str, int], path: str) -> int:
    """Add up the counties that lie in a division."""
    return sum(many for county, many in counts.items() if county.startswith(path) or path.startswith(county))
