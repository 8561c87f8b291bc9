"""Divisions for everybody, addresses for their owner."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from xunjiasao.domains.places import actions, queries
from xunjiasao.domains.places.terms import CONTACT_LENGTH, DETAIL_LENGTH, LABEL_LENGTH, Level
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import PUBLIC, Power, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import Cut, Id, In, Out, PageOut

if TYPE_CHECKING:
    from xunjiasao.domains.places.models import Address

routes = Routes("places")
Named = Field(max_length=80, description="id or code of a division")


class DivisionsAsk(Schema):
    parent: str = Field("", max_length=80, description="id or code")
    q: str = Field("", max_length=60, description="Chinese, pinyin or its initials")
    level: Level | None = None


class DivisionOut(Out):
    id: str
    code: str
    name: str
    level: str
    parent: str | None
    full_name: str


class PlaceOut(Out):
    id: str
    code: str
    name: str
    full_name: str


class AddressIn(In):
    division: str = Named
    detail: str = Field(max_length=DETAIL_LENGTH)
    contact_name: str = Field(max_length=CONTACT_LENGTH)
    contact_phone: str = Field(max_length=40)
    label: str = Field("", max_length=LABEL_LENGTH)
    lat: float | None = Field(None, description="degrees, WGS-84; with lng or not at all")
    lng: float | None = None
    is_default: bool = False


class AmendIn(In):
    """What is given is changed."""

    division: str | None = Field(None, max_length=80, description="id or code of a division")
    detail: str | None = Field(None, max_length=DETAIL_LENGTH)
    contact_name: str | None = Field(None, max_length=CONTACT_LENGTH)
    contact_phone: str | None = Field(None, max_length=40)
    label: str | None = Field(None, max_length=LABEL_LENGTH)
    lat: float | None = None
    lng: float | None = None
    is_default: bool | None = None


class AddressOut(Out):
    id: str
    label: str
    division: PlaceOut
    detail: str
    full: str
    contact_name: str
    contact_phone: str
    lat: float | None
    lng: float | None
    is_default: bool


@routes.get("/divisions", power=PUBLIC, response=PageOut[DivisionOut], name="divisions")
def divisions(request: HttpRequest, asked: Query[DivisionsAsk], cut: Query[Cut]) -> dict[str, Any]:
    """List the city's divisions in the order of the official list."""
    found = queries.divisions(parent=asked.parent, words=asked.q, level=asked.level, cursor=cut.cursor, limit=cut.limit)
    codes = queries.codes(place.id for place in found.items)
    items = [
        {
            "id": str(place.id), "code": codes.get(place.id, ""), "name": place.name, "level": place.level,
            "parent": str(place.parent_id) if place.parent_id else None, "full_name": place.full_name,
        }
        for place in found.items
    ]  # fmt: skip
    return {"items": items, "next": found.next}


@routes.get("/addresses", power=Power.BOOK, response=PageOut[AddressOut], name="addresses")
def addresses(request: HttpRequest, cut: Query[Cut]) -> dict[str, Any]:
    """List one's own addresses, newest first."""
    found = queries.addresses(actor_of(request), cursor=cut.cursor, limit=cut.limit)
    return {"items": _shown(found.items), "next": found.next}


@routes.post("/addresses", power=Power.BOOK, response={201: AddressOut}, name="add_address")
def add_address(request: HttpRequest, body: AddressIn) -> Status[dict[str, Any]]:
    """Keep an address; the first is the default."""
    kept = actions.add_address(
        actor=actor_of(request), division=body.division, detail=body.detail, contact_name=body.contact_name,
        contact_phone=body.contact_phone, label=body.label, lat=body.lat, lng=body.lng, is_default=body.is_default, now=clock.now(),
    )  # fmt: skip
    return Status(201, _shown([kept])[0])


@routes.patch("/addresses/{address_id}", power=Power.BOOK, response=AddressOut, name="amend_address")
def amend_address(request: HttpRequest, address_id: Id, body: AmendIn) -> dict[str, Any]:
    """Change what is given; orders keep the address they were placed with."""
    kept = actions.amend_address(
        actor=actor_of(request), address_id=address_id, division=body.division, detail=body.detail, contact_name=body.contact_name,
        contact_phone=body.contact_phone, label=body.label, lat=body.lat, lng=body.lng, is_default=body.is_default, now=clock.now(),
    )  # fmt: skip
    return _shown([kept])[0]


@routes.delete("/addresses/{address_id}", power=Power.BOOK, response={204: None}, name="remove_address")
def remove_address(request: HttpRequest, address_id: Id) -> Status[None]:
    """Remove an address; orders keep theirs."""
    actions.remove_address(actor=actor_of(request), address_id=address_id, now=clock.now())
    return Status(204, None)


def place_out(place: Any, codes: dict[UUID, str]) -> dict[str, str]:
    """Show where something is."""
    return {"id": str(place.id), "code": codes.get(place.id, ""), "name": place.name, "full_name": place.full_name}


def _shown(kept: "list[Address]") -> list[dict[str, Any]]:
    codes = queries.codes(each.division_id for each in kept)
    shown = []
    for each in kept:
        card = queries.card(each)
        own = None if each.lat_e6 is None or each.lng_e6 is None else (each.lat_e6 / 1_000_000, each.lng_e6 / 1_000_000)
        lat, lng = own or (None, None)
        shown.append({
            "id": str(card.id), "label": card.label, "division": place_out(each.division, codes), "detail": card.detail,
            "full": card.full, "contact_name": card.contact_name, "contact_phone": card.contact_phone, "lat": lat, "lng": lng,
            "is_default": card.is_default,
        })  # fmt: skip
    return shown
