"""The catalogue: what there is, what it costs, who provides it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from xunjiasao.domains.catalogue import queries, rules
from xunjiasao.domains.catalogue.queries import Service
from xunjiasao.domains.catalogue.terms import UNIT_LABELS, Flow, Unit
from xunjiasao.domains.orders.rules import cancel_rule
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.interfaces.entry import amounts, tiles
from xunjiasao.interfaces.entry.routes import PUBLIC, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.text import _, either

MOST_WORDS = 40
MOST_FIRMS = 100


@dataclass(frozen=True, slots=True)
class Ware:
    """A service as the shop window shows it."""

    slug: str
    name: str
    icon: str
    category: str
    summary: str
    flow: str
    unit_label: str
    from_fen: int | None
    offerings: int


def wares(*, words: str = "", path: str = "", occupation_id: UUID | None = None) -> list[Ware]:
    """List the services that fit, in the catalogue's order. Two queries."""
    found = queries.services(words=words, path=path)
    return [_ware(each) for each in found if occupation_id in (None, each.standard.occupation_id)]


@require_safe
@opens(PUBLIC)
def services(request: HttpRequest) -> HttpResponse:
    words, path, occupation = (request.GET.get(name, "")[:MOST_WORDS] for name in ("q", "division", "occupation"))
    occupations = {each.code: each for each, _levels in queries.occupations()}
    wanted = occupations.get(occupation)
    found = wares(words=words, path=path, occupation_id=wanted.id if wanted else None)
    counties = tiles.tiles(places.below("", Level.COUNTY), {})
    shown = {
        "at": "services", "q": words, "division": path, "occupation": occupation, "counties": counties,
        "occupations": occupations.values(),
        "shelves": [(name, list(members)) for name, members in groupby(found, lambda each: each.category)],
        "headline": _headline(len(found), words, next((each.name for each in counties if each.path == path), "")),
    }  # fmt: skip
    return render(request, "site/services.html", shown)


@require_safe
@opens(PUBLIC)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    standard = queries.standard(slug)
    if standard is None:
        raise Http404
    path = request.GET.get("division", "")[:MOST_WORDS]
    county = next((each for each in places.below("", Level.COUNTY) if each.path == path), None)
    offered = queries.offerings(service=slug, path=county.path if county else "", limit=MOST_FIRMS).items
    tariffs = queries.tariffs(offered)
    promise = queries.promise(standard)
    shown = {
        "at": "services", "service": standard, "offerings": [_offer(each, tariffs[each.id]) for each in offered],
        "category": either(standard.category, standard.category_en), "summary": either(standard.summary, standard.summary_en),
        "county": tiles.county_name(county.name) if county else "", "unit_label": str(UNIT_LABELS[Unit(standard.unit)]),
        "least": amounts.counted(standard.min_quantity, standard.unit),
        "cancel_rule": cancel_rule(), "promise": rules.promise_label(promise) if promise else "", "duration": _duration(standard),
        "does": [rules.said(each) for each in standard.does], "does_not": [rules.said(each) for each in standard.does_not],
    }  # fmt: skip
    return render(request, "site/service.html", shown)


def _ware(each: Service) -> Ware:
    kept = each.standard
    return Ware(
        kept.slug, named(kept), kept.icon, either(kept.category, kept.category_en), either(kept.summary, kept.summary_en),
        kept.flow, str(UNIT_LABELS[Unit(kept.unit)]), each.from_fen, each.offerings,
    )  # fmt: skip


def _offer(each: Any, tariff: rules.Tariff) -> dict[str, Any]:
    more = str(_("{name} +{price} yuan"))
    return {
        "id": each.id, "enterprise": each.enterprise, "price_fen": each.price_fen, "reviews": each.reviews,
        "stars": f"{each.rating_milli / 1000:.1f}",
        "extras": [more.format(name=either(extra.name, extra.name_en), price=yuan(extra.price_fen)) for extra in tariff.extras],
        "surcharges": [rules.surcharge_label(surcharge) for surcharge in tariff.surcharges],
    }  # fmt: skip


def _duration(standard: Any) -> str:
    """Say how long a visit takes by what it is counted in; nothing for long-term work."""
    if standard.flow != Flow.VISIT:
        return ""
    fixed, each = standard.minutes_fixed, standard.minutes_per_unit
    unit = str(UNIT_LABELS[Unit(standard.unit)])
    if standard.unit == Unit.HOUR:
        return gettext("As many hours as you choose")
    if not each:
        return gettext("{minutes} minutes").format(minutes=fixed)
    said = (
        gettext("{minutes} minutes per {unit}") if not fixed else gettext("{fixed} minutes, and {minutes} per {unit}")
    )
    return said.format(fixed=fixed, minutes=each, unit=unit)


def _headline(many: int, words: str, county: str) -> str:
    if words:
        return ngettext("{n} service for “{words}”", "{n} services for “{words}”", many).format(n=many, words=words)
    if county:
        return gettext("Services and prices in {county}").format(county=county)
    return ngettext("{n} service, with its price", "{n} services, with their prices", many).format(n=many)
