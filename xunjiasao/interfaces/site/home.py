"""The first page, and the pages that say who we are and what we keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.interfaces.entry import tiles
from xunjiasao.interfaces.entry.routes import PUBLIC, opens
from xunjiasao.interfaces.site import services

MOST_SERVICES = 8


@require_safe
@opens(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    counts = organizations.counts_by_county(Kind.STATION)
    surroundings = {
        "services": _varied(services.wares()),
        "stations": sum(counts.values()),
        "tiles": tiles.tiles(places.below("", Level.COUNTY), counts),
        "stations_url": f"{reverse('site:stations')}?county=",
        "tiles_label": gettext("Stations in each county"),
    }
    return render(request, "site/home.html", surroundings)


@require_safe
@opens(PUBLIC)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {"at": "about"})


@require_safe
@opens(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "site/privacy.html")


@require_safe
@opens(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


def _varied(wares: list[services.Ware]) -> list[services.Ware]:
    """Pick a few services of different kinds, in the catalogue's order."""
    first = {ware.icon: ware for ware in reversed(wares)}
    picked = [ware for ware in wares if first[ware.icon] is ware]
    return (picked + [ware for ware in wares if ware not in picked])[:MOST_SERVICES]
