"""Reading organizations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from xunjiasao.domains.organizations import access
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.models import Coverage, Edition, Organization
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.domains.places import rules as places
from xunjiasao.domains.places.queries import away
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.lifecycle import Offer
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Hole, Holes, Ready
from xunjiasao.kernel.text import either


@dataclass(frozen=True, slots=True)
class Near:
    """A station and how far it is; None when nobody said from where."""

    station: Organization
    distance_m: int | None


def organization(viewer: Actor, organization_id: UUID | str) -> Organization:
    """Find an organization that the viewer may see.

    :raises Missing:
    """
    key = ids.parse(organization_id)
    found = (
        Organization.objects.filter(access.visible_to(viewer), id=key).select_related("division").first()
        if key
        else None
    )
    if found is None:
        raise Missing
    return found


def lock_organization(viewer: Actor, organization_id: UUID | str) -> Organization:
    """Find and lock an organization that the viewer may see.

    :raises Missing:
    """
    key = ids.parse(organization_id)
    rows = Organization.objects.select_for_update(no_key=True, of=("self",)).select_related("division")
    found = rows.filter(access.visible_to(viewer), id=key).first() if key else None
    if found is None:
        raise Missing
    return found


def kept_by(viewer: Actor, organization_id: UUID | str) -> Organization:
    """Find an organization whose entry the viewer keeps.

    :raises Missing: it isn't there, or somebody else keeps it
    """
    found = organization(viewer, organization_id)
    if "federation" not in access.parts(viewer, found):
        raise Missing
    return found


def offers(viewer: Actor, found: Organization) -> list[Offer]:
    """List the steps that the viewer may take for an organization now."""
    return ORGANIZATION.offers(Status(found.status), access.parts(viewer, found), found)


def organizations(
    viewer: Actor,
    *,
    kind: Kind | None = None,
    path: str = "",
    words: str = "",
    status: Status | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Organization]:
    """List organizations by name; Chinese words, pinyin and initials find them."""
    rows = Organization.objects.filter(access.visible_to(viewer)).select_related("division")
    if kind:
        rows = rows.filter(kind=kind)
    if path:
        rows = rows.filter(path__startswith=path)
    if status:
        rows = rows.filter(status=status)
    return page(rows.filter(named(words)), "name", "id", cursor=cursor, limit=limit)


def stations(
    *, path: str = "", near: places.Point | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[Near]:
    """List active stations in a division, the nearest first when a point is given; that list has one page."""
    rows = Organization.objects.filter(kind=Kind.STATION, status=Status.ACTIVE).select_related("division")
    if path:
        rows = rows.filter(path__startswith=path)
    if near is None:
        found = page(rows, "path", "id", cursor=cursor, limit=limit)
        return Page([Near(station, None) for station in found.items], found.next)
    ranked = rows.filter(lat_e6__isnull=False).annotate(away=away(*near)).order_by("away", "id")
    nearest = [Near(station, _distance(station, near)) for station in ranked[: min(limit or 20, 100)]]
    return Page(sorted(nearest, key=lambda each: each.distance_m or 0), None)


def by_kind(kind: Kind, *, path: str = "", active: bool = True) -> QuerySet[Organization]:
    """List organizations of a kind in the order of their divisions; for desks, jobs and the demo city."""
    rows = Organization.objects.filter(kind=kind, path__startswith=path)
    return (rows.filter(status=Status.ACTIVE) if active else rows).order_by("path", "id")


def count(kind: Kind, *, path: str = "") -> int:
    """Count the active organizations of a kind."""
    return by_kind(kind, path=path).count()


def counts_by_county(kind: Kind, *, path: str = "") -> dict[str, int]:
    """Count the active organizations of a kind in each county: path of the county → count. One query."""
    counts: dict[str, int] = {}
    for place in by_kind(kind, path=path).values_list("path", flat=True):
        county = "/".join(place.split("/")[:3]) + "/"
        counts[county] = counts.get(county, 0) + 1
    return counts


def counts_below(kind: Kind, *, path: str) -> dict[str, int]:
    """Count the active organizations of a kind in each part of a division: path of the part → count. One query."""
    counts: dict[str, int] = {}
    for place in by_kind(kind, path=path).values_list("path", flat=True):
        part = f"{path}{place.removeprefix(path).split('/')[0]}/"
        counts[part] = counts.get(part, 0) + 1
    return counts


def find(found: Iterable[UUID]) -> dict[UUID, Organization]:
    """Find organizations by id, whatever their status. One query."""
    return {each.id: each for each in Organization.objects.filter(id__in=list(found))}


def names(found: Iterable[UUID]) -> dict[UUID, str]:
    """Say what organizations are called in the active language. One query."""
    rows = Organization.objects.filter(id__in=list(found)).values_list("id", "name", "name_en")
    return {key: either(name, name_en) for key, name, name_en in rows}


def serving(path: str) -> QuerySet[Coverage, UUID]:
    """Choose the ids of organizations that serve a place, or serve some of it: for `id__in`."""
    where = Q(path__in=places.prefixes(path)) | Q(path__startswith=path)
    return Coverage.objects.filter(where).values_list("organization_id", flat=True)


def firms_at(path: str) -> QuerySet[Organization]:
    """List the active enterprises that serve a place, by name."""
    return Organization.objects.filter(kind=Kind.ENTERPRISE, status=Status.ACTIVE, id__in=serving(path)).order_by(
        "name", "id"
    )


_SERVES = Ready(
    lambda: Coverage.objects.filter(organization_id=Hole("organization"), path__in=Holes("paths")).values_list("path")
)


def serves(organization_id: UUID, path: str) -> bool:
    """Tell whether an organization serves all of a place."""
    return bool(_SERVES.values(organization=organization_id, paths=places.prefixes(path)))


def coverage(organization_id: UUID) -> list[str]:
    """List the paths that an organization serves."""
    return list(
        Coverage.objects.filter(organization_id=organization_id).order_by("path").values_list("path", flat=True)
    )


def named(words: str, *, prefix: str = "") -> Q:
    """Choose organizations whose name fits every word somebody typed.

    :param prefix: where the organization hangs in another query, as "enterprise__"
    """
    where = Q()
    for word in places.search_words(words):
        where &= Q(**{f"{prefix}search__contains": word})
    return where


def edition() -> int:
    """Count the changes of all organizations so far."""
    return Edition.objects.filter(id=1).values_list("number", flat=True).first() or 0


def taken(*, kind: Kind, division_id: UUID, name: str) -> bool:
    """Tell whether an open organization has that name there."""
    return (
        Organization.objects.filter(kind=kind, division_id=division_id, name=name)
        .exclude(status=Status.CLOSED)
        .exists()
    )


def has_credit_code(code: str) -> bool:
    """Tell whether an open organization has that credit code."""
    return Organization.objects.filter(credit_code=code).exclude(status=Status.CLOSED).exists()


def heads() -> Iterator[tuple[str, str]]:
    """Give stream key and kept head of every organization, for `journal.queries.tampering`."""
    rows = Organization.objects.values_list("id", "head").iterator()
    return ((f"organization:{organization_id}", head) for organization_id, head in rows)


def _distance(station: Organization, near: places.Point) -> int | None:
    if station.lat_e6 is None or station.lng_e6 is None:
        return None
    return places.distance_m((station.lat_e6, station.lng_e6), near)
