"""Where the stations are, and their telephones."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.interfaces.entry import tiles
from xunjiasao.interfaces.entry.routes import PUBLIC, actor_of, opens

A_PAGE = 24
MOST_WORDS = 40


@require_safe
@opens(PUBLIC)
def stations(request: HttpRequest) -> HttpResponse:
    words, county = request.GET.get("q", "")[:MOST_WORDS], request.GET.get("county", "")[:MOST_WORDS]
    found = organizations.organizations(
        actor_of(request), kind=Kind.STATION, status=Status.ACTIVE, path=county, words=words,
        cursor=request.GET.get("cursor"), limit=A_PAGE,
    )  # fmt: skip
    counts = organizations.counts_by_county(Kind.STATION)
    counties = tiles.tiles(places.below("", Level.COUNTY), counts)
    here = next((each for each in counties if each.path == county), None)
    further = urlencode({"q": words, "county": county, "cursor": found.next}) if found.next else ""
    shown = {
        "at": "stations", "q": words, "county": county, "counties": counties, "stations": found.items, "next": further,
        "headline": _headline(here, sum(counts.values())),
    }  # fmt: skip
    return render(request, "site/stations.html", shown)


def _headline(here: tiles.Tile | None, everywhere: int) -> str:
    if here:
        return ngettext("{county} has {n} station", "{county} has {n} stations", here.count).format(
            county=here.name, n=here.count
        )
    if not everywhere:
        return gettext("The first stations are being set up")
    return ngettext("{n} community station", "{n} community stations", everywhere).format(n=everywhere)
