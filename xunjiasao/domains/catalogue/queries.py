"""Reading the catalogue."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Min, Model, Q, QuerySet

from xunjiasao.domains.catalogue import access, rules
from xunjiasao.domains.catalogue.models import (
    Edition,
    Extra,
    Level,
    Occupation,
    Offering,
    Quote,
    ServiceStandard,
    Surcharge,
)
from xunjiasao.domains.catalogue.terms import GRADE_LABELS, Charge, Flow, Unit
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places import rules as places_rules
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing, Refused
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.text import _, either

M = TypeVar("M", bound=Model)
DATA = Path(__file__).resolve().parent / "data"
SORTS = {"price": ("price_fen", "id"), "rating": ("-rating_milli", "id")}


NOT_OFFERED = _("It isn't offered any more.")


class QuoteStale(Refused):
    code, says = "quote_stale", _("That price isn't valid any more. Please ask for it again.")


class QuoteMismatch(Refused):
    code, says = "quote_mismatch", _("The price was for something else. Please ask for it again.")


@dataclass(frozen=True, slots=True)
class Service:
    """A standard on the front page: the lowest price and how many enterprises offer it; None when nobody does."""

    standard: ServiceStandard
    from_fen: int | None
    offerings: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An offering with its tariff."""

    offering: Offering
    tariff: rules.Tariff

    @property
    def least(self) -> int:
        """The smallest quantity, on the standard's steps."""
        return max(self.offering.min_quantity, self.offering.standard.min_quantity)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit of an offering needs.

    :param promise: occupation_code, occupation, occupation_en, grade and label; None when nothing is promised
    :param lead_min: kept free before it, for the way there
    """

    offering_id: UUID
    enterprise_id: UUID
    promise: dict[str, Any] | None
    minutes: int
    lead_min: int
    quantity: int
    extras: tuple[str, ...]


def occupations() -> list[tuple[Occupation, list[Level]]]:
    """List the occupations with their levels, the lowest first. Two queries."""
    levels: dict[UUID, list[Level]] = {}
    for level in Level.objects.order_by("-grade"):
        levels.setdefault(level.occupation_id, []).append(level)
    return [(each, levels.get(each.id, [])) for each in Occupation.objects.order_by("code")]


def grade_label(occupation_code: str, grade: int) -> str:
    """Say a skill in the active language: 养老护理员四级. No query once the occupation is known."""
    names = _occupation_names()
    if occupation_code not in names:
        _occupation_names.cache_clear()
        names = _occupation_names()
    name, name_en = names.get(occupation_code, (occupation_code, occupation_code))
    return f"{either(name, name_en)}{either('', ' ')}{GRADE_LABELS[grade]}"


@lru_cache(maxsize=1)
def _occupation_names() -> dict[str, tuple[str, str]]:
    return {code: (name, name_en) for code, name, name_en in Occupation.objects.values_list("code", "name", "name_en")}


def services(*, words: str = "", path: str = "") -> list[Service]:
    """List all standards that fit, in the catalogue's order, with price and number of offerings at a place. Two queries."""
    standards = _fitting(ServiceStandard.objects.order_by("place"), words, lambda word: _standard_fits(word, ""))
    offered = _offered(path).values("standard_id").annotate(least=Min("price_fen"), many=Count("id"))
    found = {row["standard_id"]: row for row in offered}
    return [
        Service(each, found[each.id]["least"], found[each.id]["many"]) if each.id in found else Service(each, None, 0)
        for each in standards
    ]


def offerings(
    *,
    words: str = "",
    occupation: str = "",
    service: str = "",
    path: str = "",
    sort: str = "price",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Offering]:
    """List what enterprises offer at a place, the cheapest or the best rated first. One query; two with words.

    :param words: Chinese, pinyin or its initials: of a service, an occupation, an enterprise
    :param occupation: code of the promised occupation
    :param service: slug of the standard
    :param path: division of the door; an enterprise that serves some of it counts
    """
    rows = _offered(path).select_related("enterprise", "standard__occupation")
    if occupation:
        rows = rows.filter(standard__occupation__code=occupation)
    if service:
        rows = rows.filter(standard__slug=service)
    rows = _fitting(
        rows, words, lambda word: _standard_fits(word, "standard__") | organizations.named(word, prefix="enterprise__")
    )
    return page(rows, *SORTS[sort], cursor=cursor, limit=limit)


def offerings_of(viewer: Actor, enterprise_id: UUID) -> list[Offering]:
    """List all that an enterprise offers, or once offered, for its own desk."""
    rows = Offering.objects.filter(access.visible_to(viewer), enterprise_id=enterprise_id)
    return list(rows.select_related("enterprise", "standard__occupation").order_by("standard__place"))


def offer(viewer: Actor, offering_id: UUID | str | None) -> Offer:
    """Find an offering with its tariff. Three queries.

    :raises Missing: it isn't there, or isn't offered now
    """
    key = ids.parse(offering_id)
    rows = Offering.objects.filter(access.visible_to(viewer)).select_related("enterprise", "standard__occupation")
    found = rows.filter(id=key).first() if key else None
    if found is None:
        raise Missing
    return Offer(found, tariff(found))


def lock_offering(offering_id: UUID | str) -> Offering:
    """Find and lock an offering.

    :raises Missing:
    """
    key = ids.parse(offering_id)
    rows = Offering.objects.select_for_update(of=("self",)).select_related("enterprise", "standard__occupation")
    found = rows.filter(id=key).first() if key else None
    if found is None:
        raise Missing
    return found


def standard(slug: str) -> ServiceStandard | None:
    return ServiceStandard.objects.filter(slug=slug).first()


def is_offered(enterprise_id: UUID, standard_id: UUID) -> bool:
    return Offering.objects.filter(enterprise_id=enterprise_id, standard_id=standard_id).exists()


def tariff(found: Offering) -> rules.Tariff:
    """Read what an offering costs. Two queries, when it came with its standard."""
    extras = Extra.objects.filter(offering=found).order_by("place")
    surcharges = Surcharge.objects.filter(offering=found).order_by("kind")
    return rules.Tariff(
        found.standard.name, found.standard.name_en, Unit(found.standard.unit), found.price_fen,
        tuple(rules.Extra(each.code, each.name, each.name_en, each.price_fen, each.minutes) for each in extras),
        tuple(rules.Surcharge(Charge(each.kind), each.share_bp, each.from_min, each.to_min) for each in surcharges),
    )  # fmt: skip


def tariffs(found: Sequence[Offering]) -> dict[UUID, rules.Tariff]:
    """Read what several offerings cost. Two queries, when they came with their standards."""
    extras: dict[UUID, list[rules.Extra]] = {}
    surcharges: dict[UUID, list[rules.Surcharge]] = {}
    wanted = [each.id for each in found]
    for row in Extra.objects.filter(offering_id__in=wanted).order_by("place"):
        extras.setdefault(row.offering_id, []).append(rules.Extra(row.code, row.name, row.name_en, row.price_fen, row.minutes))
    for each in Surcharge.objects.filter(offering_id__in=wanted).order_by("kind"):
        surcharges.setdefault(each.offering_id, []).append(rules.Surcharge(Charge(each.kind), each.share_bp, each.from_min, each.to_min))
    return {
        offering.id: rules.Tariff(
            offering.standard.name, offering.standard.name_en, Unit(offering.standard.unit), offering.price_fen,
            tuple(extras.get(offering.id, ())), tuple(surcharges.get(offering.id, ())),
        )
        for offering in found
    }  # fmt: skip


def promise(found: ServiceStandard) -> dict[str, Any] | None:
    """Say what a standard promises about whoever comes. No query when it came with its occupation."""
    if found.occupation is None or found.grade is None:
        return None
    return rules.promise(found.occupation.code, found.occupation.name, found.occupation.name_en, found.grade)


def visit(offering_id: UUID | str | None, *, path: str, quantity: int | None, extras: Sequence[str]) -> Visit:
    """Say what a visit of an offering at a place needs. Four queries.

    :param quantity: None takes the usual one
    :raises Missing: no such offering
    :raises Invalid: quantity, extras or place don't fit it
    """
    found = offer(Actor.anonymous(), offering_id)
    needed = needs(found, quantity=quantity, extras=extras)
    if fault := wrong_place(found.offering, path):
        raise Invalid(fields={"address": fault})
    return needed


def needs(found: Offer, *, quantity: int | None, extras: Sequence[str]) -> Visit:
    """Say what a visit needs, of an offering that is at hand. No query.

    :raises Invalid: quantity or extras don't fit it, or it isn't visited by the hour
    """
    kept = found.offering.standard
    faults: dict[str, Any] = {}
    units = max(kept.default_quantity, found.least) if quantity is None else quantity
    chosen = [extra for extra in found.tariff.extras if extra.code in set(extras)]
    minutes = rules.duration_min(
        minutes_fixed=kept.minutes_fixed, minutes_per_unit=kept.minutes_per_unit, quantity=units,
        extra_min=sum(extra.minutes for extra in chosen),
    )  # fmt: skip
    if kept.flow != Flow.VISIT:
        faults["offering"] = str(_("This is long-term work and isn't booked as a visit."))
    fault = rules.wrong_quantity(units, least=found.least, most=kept.max_quantity, step=kept.step_quantity)
    if fault := fault or rules.wrong_duration(minutes):
        faults["quantity"] = fault
    if fault := rules.wrong_extras(extras, [extra.code for extra in found.tariff.extras]):
        faults["extras"] = fault
    if faults:
        raise Invalid(fields=faults)
    codes = tuple(extra.code for extra in chosen)
    return Visit(found.offering.id, found.offering.enterprise_id, promise(kept), minutes, kept.lead_min, units, codes)


def wrong_place(found: Offering, path: str) -> str | None:
    """Say why an enterprise doesn't come to a place, or None. One query."""
    if organizations.serves(found.enterprise_id, path):
        return None
    return str(_("{enterprise} doesn't serve this address.")).format(enterprise=found.enterprise.name)


def snapshot(found: Offer, needed: Visit, *, starts_at: datetime) -> dict[str, Any]:
    """Freeze what is sold: service, tariff, lines, promise, checklist, enterprise. One query.

    Keys: service {slug, name, name_en, icon, category, category_en}, enterprise {id, name, name_en, phone}, unit,
    quantity, minutes, lead_min, extras [{code, name, name_en}], tariff, lines, total_fen, promise, checklist, does,
    does_not. Read lines with `rules.line_label`, names with `rules.said`, the promise with `rules.promise_label`.
    """
    kept, seller = found.offering.standard, found.offering.enterprise
    lines = _lines(found.tariff, needed.quantity, needed.extras, starts_at, needed.minutes)
    return {
        "service": {name: getattr(kept, name) for name in ("slug", "name", "name_en", "icon", "category", "category_en")},
        "enterprise": {"id": str(seller.id), "name": seller.name, "name_en": seller.name_en, "phone": seller.phone},
        "unit": kept.unit,
        "quantity": needed.quantity,
        "minutes": needed.minutes,
        "lead_min": needed.lead_min,
        "extras": [{"code": e.code, "name": e.name, "name_en": e.name_en} for e in found.tariff.extras if e.code in needed.extras],
        "tariff": rules.plain(found.tariff),
        "lines": [rules.plain_line(line) for line in lines],
        "total_fen": rules.total_fen(lines),
        "promise": needed.promise,
        "checklist": kept.checklist,
        "does": kept.does,
        "does_not": kept.does_not,
    }  # fmt: skip


def reprice(
    kept: Mapping[str, Any], *, starts_at: datetime, quantity: int, extras: Sequence[str], now: datetime
) -> tuple[dict[str, Any], int]:
    """Work out what a frozen visit costs at another time, by the tariff it was sold under. One query.

    :returns: the new snapshot and its total, fen
    :raises Invalid: it can't start then
    """
    if fault := rules.wrong_start(starts_at, now):
        raise Invalid(fields={"starts_at": fault})
    lines = _lines(rules.Tariff.read(kept["tariff"]), quantity, extras, starts_at, kept["minutes"])
    total_fen = rules.total_fen(lines)
    return {**kept, "lines": [rules.plain_line(line) for line in lines], "total_fen": total_fen}, total_fen


def quote_for_order(
    viewer: Actor,
    quote_id: UUID | str | None,
    *,
    offering_id: UUID | None,
    address_id: UUID | None,
    starts_at: datetime,
    quantity: int,
    extras: Sequence[str],
    now: datetime,
) -> Quote:
    """Find the quote that an order is placed on, with offering, enterprise and address. One query.

    :raises Missing: it isn't there, or was said to somebody else
    :raises QuoteMismatch: it was said for something else
    :raises QuoteStale: it is over, or price, offering or address changed since
    """
    key = ids.parse(quote_id)
    rows = Quote.objects.select_related("offering__enterprise", "address__division")
    found = rows.filter(id=key).first() if key else None
    if found is None or access.may_use_quote(viewer, found) is not None:
        raise Missing
    asked = {
        "offering": offering_id == found.offering_id, "address": address_id == found.address_id, "starts_at": starts_at == found.starts_at,
        "quantity": quantity == found.quantity, "extras": sorted(extras) == sorted(found.extras),
    }  # fmt: skip
    if differs := [field for field, same in asked.items() if not same]:
        raise QuoteMismatch(differs=differs)
    kept = found.offering
    holds = (
        now < found.valid_until
        and kept.active
        and kept.version == found.offering_version
        and kept.enterprise.status == Status.ACTIVE
        and found.address.ended_at is None
        and found.address.path == found.path
        and rules.wrong_start(starts_at, now) is None
    )
    if not holds:
        raise QuoteStale
    return found


def edition() -> int:
    """Count the changes of the catalogue so far."""
    return Edition.objects.filter(id=1).values_list("number", flat=True).first() or 0


def heads() -> Iterator[tuple[str, str]]:
    """Give stream key and kept head of every offering, for `journal.queries.tampering`."""
    rows = Offering.objects.values_list("id", "head").iterator()
    return ((f"offering:{offering_id}", head) for offering_id, head in rows)


@lru_cache(maxsize=1)
def demo_offers() -> dict[str, Any]:
    """Read the invented prices of the demo city: slug → {price_fen, extras, surcharges}."""
    kept = json.loads((DATA / "demo-offers.json").read_text(encoding="utf-8"))
    return {
        slug: {
            "price_fen": offer["price_fen"],
            "extras": tuple(rules.Extra(**each) for each in offer["extras"]),
            "surcharges": tuple(
                rules.Surcharge(Charge(each["kind"]), each["share_bp"], each["from_min"], each["to_min"])
                for each in kept["surcharges"][offer["surcharges"]]
            ),
        }
        for slug, offer in kept["offers"].items()
    }


def _lines(
    tariff: rules.Tariff, quantity: int, extras: Iterable[str], starts_at: datetime, minutes: int
) -> tuple[rules.Line, ...]:
    days = places.day_kinds(rules.days_of(starts_at, minutes))
    return rules.price(tariff, quantity=quantity, extras=extras, starts_at=starts_at, minutes=minutes, days=days)


def _offered(path: str) -> QuerySet[Offering]:
    rows = Offering.objects.filter(active=True, enterprise__status=Status.ACTIVE)
    return rows.filter(enterprise_id__in=organizations.serving(path)) if path else rows


def _fitting(rows: QuerySet[M], words: str, fits: Callable[[str], Q]) -> QuerySet[M]:
    """Keep the rows that fit every word; if none does, those with every character of it: 洗空调 finds 空调清洗."""
    asked = list(places_rules.search_words(words))
    whole = rows.filter(*(fits(word) for word in asked))
    if not asked or whole.exists():
        return whole
    parts = {part for word in asked for part in ([word] if word.isascii() else word)}
    return rows.filter(*(fits(part) for part in sorted(parts)))


def _standard_fits(word: str, prefix: str) -> Q:
    return Q(**{f"{prefix}search__contains": word}) | Q(**{f"{prefix}occupation__search__contains": word})
