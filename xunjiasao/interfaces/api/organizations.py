"""The community stations."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from xunjiasao.domains.organizations import queries
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places import rules
from xunjiasao.interfaces.api.places import PlaceOut, place_out
from xunjiasao.interfaces.entry.routes import PUBLIC, Routes
from xunjiasao.interfaces.entry.schemas import Cut, Out, PageOut
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.text import _, either

routes = Routes("organizations")


class StationsAsk(Schema):
    division: str = Field("", max_length=80, description="id or code")
    near: str = Field("", max_length=40, description="lat,lng in degrees, WGS-84", examples=["29.705,115.993"])


class StationOut(Out):
    id: str
    name: str
    division: PlaceOut
    address: str
    phone: str
    hours: str
    distance_m: int | None


@routes.get("/stations", power=PUBLIC, response=PageOut[StationOut], name="stations")
def stations(request: HttpRequest, asked: Query[StationsAsk], cut: Query[Cut]) -> dict[str, Any]:
    """List stations; with `near` the nearest first, in one page."""
    path = places.division(asked.division).path if asked.division else ""
    found = queries.stations(path=path, near=_point(asked.near), cursor=cut.cursor, limit=cut.limit)
    codes = places.codes(each.station.division_id for each in found.items)
    items = [
        {
            "id": str(each.station.id), "name": either(each.station.name, each.station.name_en), "division": place_out(each.station.division, codes),
            "address": each.station.address, "phone": each.station.phone, "hours": each.station.hours, "distance_m": each.distance_m,
        }
        for each in found.items
    ]  # fmt: skip
    return {"items": items, "next": found.next}


def _point(near: str) -> rules.Point | None:
    if not near:
        return None
    lat, _comma, lng = near.partition(",")
    try:
        return rules.point(float(lat), float(lng))
    except ValueError as bad:
        raise Invalid(fields={"near": _("Please give a point as 29.705,115.993.")}) from bad
