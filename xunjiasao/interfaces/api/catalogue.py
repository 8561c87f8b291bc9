"""The catalogue: occupations, services, what enterprises offer, and what it costs."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Field, Query, Schema, Status

from xunjiasao.domains.catalogue import actions, queries, rules
from xunjiasao.domains.catalogue.terms import UNIT_LABELS, Unit
from xunjiasao.domains.orders.rules import cancel_rule
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.places import queries as places
from xunjiasao.interfaces.entry import clock, wire
from xunjiasao.interfaces.entry.routes import PUBLIC, Power, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import Cut, Id, In, Instant, Out, PageOut, Short
from xunjiasao.kernel import ids
from xunjiasao.kernel.text import either

routes = Routes("catalogue")
FRESH = timedelta(seconds=1)
"""how long the front page is served before anybody asks whether the catalogue changed"""
_seen: dict[str, tuple[datetime, tuple[int, int]]] = {}


class LevelOut(Out):
    grade: int
    name: str


class OccupationOut(Out):
    code: str
    name: str
    levels: list[LevelOut]


class ServicesAsk(Schema):
    q: str = Field("", max_length=60, description="Chinese, pinyin or its initials")
    division: str = Field("", max_length=80, description="id or code")


class ServiceOut(Out):
    slug: str
    name: str
    category: str
    icon: str
    flow: Literal["visit", "placement"]
    unit: str
    unit_label: str
    from_fen: int | None
    offerings: int


class OfferingsAsk(ServicesAsk):
    occupation: str = Field("", max_length=20, description="code")
    service: str = Field("", max_length=40, description="slug")
    sort: Literal["price", "rating"] = "price"


class WareOut(Out):
    slug: str
    name: str
    icon: str
    category: str


class EnterpriseOut(Out):
    id: str
    name: str
    phone: str


class PromiseOut(Out):
    occupation: str
    occupation_code: str
    grade: int
    label: str


class OfferingOut(Out):
    id: str
    service: WareOut
    enterprise: EnterpriseOut
    price_fen: int
    unit: str
    unit_label: str
    min_quantity: int
    promise: PromiseOut | None
    rating_milli: int | None
    reviews: int


class QuantityOut(Out):
    min: int
    max: int
    step: int
    default: int


class ExtraOut(Out):
    code: str
    name: str
    price_fen: int
    minutes: int


class SurchargeOut(Out):
    kind: str
    label: str
    bp: int


class OfferingDetailOut(OfferingOut):
    flow: Literal["visit", "placement"]
    summary: str
    does: list[str]
    does_not: list[str]
    quantity: QuantityOut
    minutes_per_unit: int
    minutes_fixed: int
    extras: list[ExtraOut]
    surcharges: list[SurchargeOut]
    contract_with: str
    cancel_rule: str


class QuoteIn(In):
    offering: Id
    address: Id
    starts_at: Instant
    quantity: int
    extras: list[Short] = Field([], max_length=20)


class LineOut(Out):
    kind: str
    label: str
    amount_fen: int


class QuoteOut(Out):
    id: str
    lines: list[LineOut]
    total_fen: int
    minutes: int
    ends_at: datetime
    valid_until: datetime
    contract_with: str
    cancel_rule: str


@routes.get("/occupations", power=PUBLIC, response=PageOut[OccupationOut], name="occupations")
def occupations(request: HttpRequest) -> dict[str, Any]:
    """List the occupations and the levels that they have."""
    items = [
        {
            "code": each.code, "name": either(each.name, each.name_en),
            "levels": [{"grade": level.grade, "name": either(level.name, level.name_en)} for level in levels],
        }
        for each, levels in queries.occupations()
    ]  # fmt: skip
    return {"items": items, "next": None}


@routes.get("/services", power=PUBLIC, response=PageOut[ServiceOut], name="services")
def services(request: HttpRequest, asked: Query[ServicesAsk]) -> HttpResponse:
    """List the services with the lowest price of each; 304 when the list is as `If-None-Match` says."""
    if asked.q or asked.division:
        return HttpResponse(_services(asked.q, _path(asked.division)), content_type="application/json")
    said, tag = _front(get_language() or "", _editions(clock.now()))
    same = wire.is_known(request, tag)
    answer = wire.unchanged() if same else HttpResponse(said, content_type="application/json")
    answer["ETag"], answer["Cache-Control"] = tag, "no-cache"
    return answer


@routes.get("/offerings", power=PUBLIC, response=PageOut[OfferingOut], name="offerings")
def offerings(request: HttpRequest, asked: Query[OfferingsAsk], cut: Query[Cut]) -> dict[str, Any]:
    """List what enterprises offer, the cheapest or the best rated first."""
    found = queries.offerings(
        words=asked.q, occupation=asked.occupation, service=asked.service, path=_path(asked.division), sort=asked.sort,
        cursor=cut.cursor, limit=cut.limit,
    )  # fmt: skip
    return {"items": [_offering(each) for each in found.items], "next": found.next}


@routes.get("/offerings/{offering_id}", power=PUBLIC, response=OfferingDetailOut, name="offering")
def offering(request: HttpRequest, offering_id: Id) -> dict[str, Any]:
    """Show what an offering holds and costs."""
    found = queries.offer(actor_of(request), offering_id)
    kept = found.offering.standard
    return _offering(found.offering) | {
        "flow": kept.flow,
        "summary": either(kept.summary, kept.summary_en),
        "does": [rules.said(each) for each in kept.does],
        "does_not": [rules.said(each) for each in kept.does_not],
        "quantity": {
            "min": found.least, "max": kept.max_quantity, "step": kept.step_quantity,
            "default": max(kept.default_quantity, found.least),
        },
        "minutes_per_unit": kept.minutes_per_unit,
        "minutes_fixed": kept.minutes_fixed,
        "extras": [
            {"code": each.code, "name": either(each.name, each.name_en), "price_fen": each.price_fen, "minutes": each.minutes}
            for each in found.tariff.extras
        ],
        "surcharges": [
            {"kind": each.kind.value, "label": rules.surcharge_label(each), "bp": each.share_bp}
            for each in found.tariff.surcharges
        ],
        "contract_with": either(found.offering.enterprise.name, found.offering.enterprise.name_en),
        "cancel_rule": cancel_rule(),
    }  # fmt: skip


@routes.post("/quotes", power=Power.BOOK, response={201: QuoteOut}, name="quote")
def quote(request: HttpRequest, body: QuoteIn) -> Status[dict[str, Any]]:
    """Say what a visit costs, line by line; the price holds for 15 minutes."""
    asked = rules.Asked(ids.parse(body.offering), ids.parse(body.address), body.starts_at, body.quantity, body.extras)
    said = actions.quote(asked=asked, actor=actor_of(request), now=clock.now())
    lines = [
        {"kind": line["kind"], "label": rules.line_label(line), "amount_fen": line["amount_fen"]}
        for line in said.snapshot["lines"]
    ]
    return Status(201, {
        "id": str(said.id), "lines": lines, "total_fen": said.total_fen, "minutes": said.minutes,
        "ends_at": said.starts_at + timedelta(minutes=said.minutes), "valid_until": said.valid_until,
        "contract_with": rules.said(said.snapshot["enterprise"]), "cancel_rule": cancel_rule(said.starts_at, clock.now()),
    })  # fmt: skip


def _offering(found: Any) -> dict[str, Any]:
    kept, seller, promise = found.standard, found.enterprise, queries.promise(found.standard)
    return {
        "id": str(found.id),
        "service": {
            "slug": kept.slug, "name": either(kept.name, kept.name_en), "icon": kept.icon,
            "category": either(kept.category, kept.category_en),
        },
        "enterprise": {"id": str(seller.id), "name": either(seller.name, seller.name_en), "phone": seller.phone},
        "price_fen": found.price_fen,
        "unit": kept.unit,
        "unit_label": str(UNIT_LABELS[Unit(kept.unit)]),
        "min_quantity": max(found.min_quantity, kept.min_quantity),
        "promise": promise and {
            "occupation": rules.said(promise, "occupation"), "occupation_code": promise["occupation_code"],
            "grade": promise["grade"], "label": rules.promise_label(promise),
        },
        "rating_milli": found.rating_milli if found.reviews else None,
        "reviews": found.reviews,
    }  # fmt: skip


def _editions(now: datetime) -> tuple[int, int]:
    """Say which edition of catalogue and register counts; asks the database once a second."""
    asked = _seen.get("front")
    if asked is None or not timedelta() <= now - asked[0] < FRESH:
        asked = _seen["front"] = (now, (queries.edition(), organizations.edition()))
    return asked[1]


@lru_cache(maxsize=8)
def _front(language: str, editions: tuple[int, int]) -> tuple[bytes, str]:
    """Make the front page of an edition in the active language, with its tag."""
    said = _services("", "")
    return said, f'"{hashlib.sha256(said).hexdigest()[:20]}"'


def _services(words: str, path: str) -> bytes:
    items = [
        {
            "slug": each.standard.slug, "name": either(each.standard.name, each.standard.name_en),
            "category": either(each.standard.category, each.standard.category_en), "icon": each.standard.icon,
            "flow": each.standard.flow, "unit": each.standard.unit, "unit_label": str(UNIT_LABELS[Unit(each.standard.unit)]),
            "from_fen": each.from_fen, "offerings": each.offerings,
        }
        for each in queries.services(words=words, path=path)
    ]  # fmt: skip
    return wire.dumps({"items": items, "next": None})


def _path(division: str) -> str:
    return places.division(division).path if division else ""
