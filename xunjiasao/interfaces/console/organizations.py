"""The registers that the Federation reads, and a station's own first page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.catalogue.terms import UNIT_LABELS, Flow, Unit
from xunjiasao.domains.organizations import queries
from xunjiasao.domains.organizations.terms import STATUS_LABELS, Kind, Status
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.console import frame, rows, scope
from xunjiasao.interfaces.entry import tiles
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.text import ngettext

MOST_WORDS = 40
LOOKS = {
    Status.ACTIVE: rows.Chip("is-ok", "check", STATUS_LABELS[Status.ACTIVE]),
    Status.SUSPENDED: rows.Chip("is-warn", "alert", STATUS_LABELS[Status.SUSPENDED]),
    Status.CLOSED: rows.Chip("is-off", "lock", STATUS_LABELS[Status.CLOSED]),
}


@require_safe
@opens(Power.OVERSEE)
def enterprises(request: HttpRequest) -> HttpResponse:
    return _register(request, Kind.ENTERPRISE, "enterprises")


@require_safe
@opens(Power.OVERSEE)
def stations(request: HttpRequest) -> HttpResponse:
    return _register(request, Kind.STATION, "stations")


@require_safe
@opens(Power.RECEIVE)
def station(request: HttpRequest) -> HttpResponse:
    """A station's own data, what is offered around it, and whom to call."""
    viewer = actor_of(request)
    seat = next((each for each in viewer.sits(Role.STATION) if each.organization_id), None)
    if seat is None or seat.organization_id is None:
        raise Missing
    own = queries.organization(viewer, seat.organization_id)
    covered = rows.where(queries.coverage(own.id))
    shown = {
        "station": own, "covered": sorted(covered.values()), "firms": list(queries.firms_at(own.path)),
        "services": [_service(each) for each in catalogue.services(path=own.path) if each.offerings],
    }  # fmt: skip
    return frame.show(request, "console/station.html", "station", shown)


def _register(request: HttpRequest, kind: Kind, at: str) -> HttpResponse:
    viewer = actor_of(request)
    asked = {name: request.GET.get(name, "")[:MOST_WORDS] for name in ("q", "county")}
    path = scope.narrowed(viewer, asked["county"])
    found = queries.organizations(viewer, kind=kind, path=path, words=asked["q"], cursor=request.GET.get("cursor"))
    names = rows.where([each.path for each in found.items])
    many = queries.count(kind, path=path)
    shown: dict[str, Any] = {
        "lines": [{"of": each, "where": names[each.path], "chip": LOOKS[Status(each.status)], "url": _further(each)} for each in found.items],
        "next": found.next, "before": found.before, "asked": asked, "counties": tiles.tiles(scope.counties(viewer), {}), "url": reverse(f"console:{at}"),
        "add_url": reverse(f"console:{at}_add"),
        "headline": _headline(kind, many),
    }  # fmt: skip
    return frame.show(request, "console/register.html", at, shown)


def _further(each: Any) -> str:
    """Lead from an enterprise to its orders, from an open station to its public page."""
    if each.kind == Kind.ENTERPRISE:
        return f"{reverse('console:all_orders')}?{urlencode({'firm': each.id, 'on': 'any'})}"
    return f"{reverse('site:stations')}?{urlencode({'q': each.name})}" if each.status == Status.ACTIVE else ""


def _headline(kind: Kind, many: int) -> str:
    if kind == Kind.STATION:
        return ngettext("{n} station is open", "{n} stations are open", many).format(n=many)
    return ngettext("{n} enterprise is at work", "{n} enterprises are at work", many).format(n=many)


def _service(each: catalogue.Service) -> dict[str, Any]:
    kept = each.standard
    return {
        "name": named(kept), "icon": kept.icon, "from_fen": each.from_fen, "unit_label": UNIT_LABELS[Unit(kept.unit)],
        "firms": each.offerings, "placement": kept.flow == Flow.PLACEMENT, "slug": kept.slug,
    }  # fmt: skip
