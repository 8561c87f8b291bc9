"""What a visit needs and costs, and the price that was said for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue import access, rules
from xunjiasao.domains.catalogue.models import Offering, Quote, ServiceStandard
from xunjiasao.domains.catalogue.queries.find import Offer, offer, skill
from xunjiasao.domains.catalogue.terms import Flow
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.rules import Point
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing, Refused
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import _, either

_OF_QUOTE = (
    *(field.attname for field in Quote._meta.concrete_fields),
    *(f"offering__{name}" for name in ("id", "active", "version", "enterprise_id")), "offering__enterprise__status",
    *(f"address__{name}" for name in ("id", "path", "detail", "contact_sealed", "contact_name", "contact_phone", "label", "lat_e6", "lng_e6", "is_default", "ended_at", "division_id")),
    *(f"address__division__{name}" for name in ("id", "name", "full_name", "lat_e6", "lng_e6")),
)  # fmt: skip
"""what placing an order reads of a quote, its offering and its address"""
NOT_OFFERED = _("It isn't offered any more.")


class QuoteStale(Refused):
    code, says = "quote_stale", _("That price isn't valid any more. Please ask for it again.")


class QuoteMismatch(Refused):
    code, says = "quote_mismatch", _("The price was for something else. Please ask for it again.")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit of an offering needs.

    :param promise: a `rules.Skill` by its names, and label; None when nothing is promised
    :param lead_min: kept free before it, for the way there
    """

    offering_id: UUID
    enterprise_id: UUID
    promise: dict[str, Any] | None
    minutes: int
    lead_min: int
    quantity: int
    extras: tuple[str, ...]


def promise(found: ServiceStandard) -> dict[str, Any] | None:
    """Say what a standard promises about whoever comes. No query when it came with its occupation."""
    if found.occupation is None or found.grade is None:
        return None
    return rules.promise(skill(found.occupation.code, found.grade))


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
    return str(_("{enterprise} doesn't serve this address.")).format(
        enterprise=either(found.enterprise.name, found.enterprise.name_en)
    )


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


def quote_for_order(viewer: Actor, quote_id: UUID | str | None, asked: rules.Asked, *, now: datetime) -> Quote:
    """Find the quote that an order is placed on, with offering, enterprise and address. Three queries.

    :raises Missing: it isn't there, or was said to somebody else
    :raises Unauthenticated, Forbidden, ConsentWithdrawn: she may not book
    :raises QuoteMismatch: it was said for something else
    :raises QuoteStale: it is over, or price, offering, address or where the enterprise serves changed since
    """
    found = _own_quote(viewer, quote_id)
    if found is None:
        raise Missing(of="quote")
    if reason := access.may_ask_price(viewer):
        raise reason
    if differs := _differs(found, asked):
        raise QuoteMismatch(differs=differs)
    kept = found.offering
    holds = (
        now < found.valid_until
        and kept.active
        and kept.version == found.offering_version
        and kept.enterprise.status == Status.ACTIVE
        and found.address.ended_at is None
        and found.address.path == found.path
        and rules.wrong_start(asked.starts_at, now) is None
        and organizations.serves(kept.enterprise_id, found.path)
    )
    if not holds:
        raise QuoteStale
    return found


def quoted(viewer: Actor, quote_id: UUID | str | None, asked: rules.Asked) -> tuple[Visit, str, Point | None] | None:
    """Read what the visit needs that the viewer's quote was said for, its path and its point. One query.

    None when there is no such quote of hers, or it was said for something else: what was asked must then be judged
    by itself.
    """
    found = _own_quote(viewer, quote_id)
    if found is None or _differs(found, asked):
        return None
    kept = found.snapshot
    needed = Visit(
        found.offering_id, found.offering.enterprise_id, kept["promise"], found.minutes, kept["lead_min"], found.quantity,
        tuple(found.extras),
    )  # fmt: skip
    return needed, found.path, places.address_point(found.address)


_QUOTE = Ready(
    lambda: (
        Quote.objects.select_related("offering__enterprise", "address__division").only(*_OF_QUOTE).filter(id=Hole("id"))
    )
)


def _own_quote(viewer: Actor, quote_id: UUID | str | None) -> Quote | None:
    key = ids.parse(quote_id)
    found = _QUOTE.first(id=key) if key else None
    return None if found is None or access.may_use_quote(viewer, found) else found


def _differs(found: Quote, asked: rules.Asked) -> list[str]:
    """Name the fields in which a quote was said for something else than is asked now."""
    same = {
        "offering": asked.offering_id == found.offering_id, "address": asked.address_id == found.address_id,
        "starts_at": asked.starts_at == found.starts_at, "quantity": asked.quantity == found.quantity,
        "extras": sorted(asked.extras) == sorted(found.extras),
    }  # fmt: skip
    return [field for field, is_same in same.items() if not is_same]


def _lines(
    tariff: rules.Tariff, quantity: int, extras: Iterable[str], starts_at: datetime, minutes: int
) -> tuple[rules.Line, ...]:
    days = places.day_kinds(rules.days_of(starts_at, minutes))
    return rules.price(tariff, quantity=quantity, extras=extras, starts_at=starts_at, minutes=minutes, days=days)
