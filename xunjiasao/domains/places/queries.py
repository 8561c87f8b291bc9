"""Reading places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from xunjiasao.domains.places import access, rules
from xunjiasao.domains.places.models import Address, Division, DivisionCode, Holiday
from xunjiasao.domains.places.terms import CodeSystem, DayKind, Level
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import unseal
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import _

MILLE_OF_COSINE = 870
"""How much shorter a degree of longitude is at 29.5° north, in thousandths; only ranks what is near."""

_SYSTEMS = list(CodeSystem)
"""Where two lists give one code to different places, the earlier of these is meant."""


class UnknownDivision(Invalid):
    code, says = "unknown_division", _("There is no such place. Please choose it from the list.")


@dataclass(frozen=True, slots=True)
class Card:
    """An address, opened for its owner."""

    id: UUID
    label: str
    division_id: UUID
    path: str
    full_name: str
    community: str
    detail: str
    contact_name: str
    contact_phone: str
    point: rules.Point | None
    is_default: bool

    @property
    def full(self) -> str:
        gap = " " if self.detail[:1].isascii() else ""
        return f"{self.full_name}{gap}{self.detail}"

    @property
    def says(self) -> tuple[object, ...]:
        """What its owner said of it."""
        return self.label, self.division_id, self.detail, self.contact_name, self.contact_phone, self.point


_DIVISION = Ready(lambda: Division.objects.filter(id=Hole("id")))


def find_division(ref: str | UUID) -> Division | None:
    """Find a division by its id or by a code, be it abolished; "mca-2025:360481102" says whose code."""
    if found := ids.parse(ref):
        return _DIVISION.first(id=found)
    system, _colon, code = str(ref).strip().rpartition(":")
    rows = DivisionCode.objects.filter(code=code[:12], **({"system": system} if system else {}))
    known = sorted(
        rows.select_related("division"), key=lambda row: (_SYSTEMS.index(CodeSystem(row.system)), row.valid_from)
    )
    return known[0].division if known else None


def division(ref: str | UUID, *, field: str = "division") -> Division:
    """Find a division by its id or a code.

    :param field: what the value is called where it was entered
    :raises UnknownDivision:
    """
    found = find_division(ref)
    if found is None:
        raise UnknownDivision(fields={field: UnknownDivision.says})
    return found


def divisions(
    *,
    parent: str | None = None,
    words: str = "",
    level: Level | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Division]:
    """List divisions in the order of the official list, by parent, level and what somebody typed.

    :param words: Chinese, pinyin or its initials; parted by spaces, each must fit
    :raises UnknownDivision: the parent isn't there
    """
    rows = Division.objects.all()
    if parent:
        rows = rows.filter(parent=division(parent, field="parent"))
    if level:
        rows = rows.filter(level=level)
    for word in rules.search_words(words):
        rows = rows.filter(Q(search__contains=word) | Q(full_name__contains=word))
    return page(rows, "path", cursor=cursor, limit=limit)


def codes(found: Iterable[UUID], *, system: CodeSystem = CodeSystem.NBS_2023) -> dict[UUID, str]:
    """Give the code by which one list knows some divisions. One query."""
    rows = DivisionCode.objects.filter(division_id__in=list(found), system=system).order_by("valid_from")
    return dict(rows.values_list("division_id", "code"))


def divisions_at(paths: Iterable[str]) -> dict[str, Division]:
    """Find divisions by their paths. One query."""
    return {each.path: each for each in Division.objects.filter(path__in=set(paths))}


def full_names(paths: Iterable[str]) -> dict[str, str]:
    """Say what some paths are called, from the city down. One query."""
    return dict(Division.objects.filter(path__in=set(paths)).values_list("path", "full_name"))


def below(path: str, level: Level) -> QuerySet[Division]:
    """List the divisions of one level inside another, in the order of the official list."""
    return Division.objects.filter(path__startswith=path, level=level).order_by("path")


def inside(paths: Iterable[str], *levels: Level) -> list[Division]:
    """List some places and those of some levels inside them, in the order of the official list. One query."""
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(path=path) | Q(path__startswith=path, level__in=levels)
    return [each for each in Division.objects.filter(where).order_by("path") if each.level != Level.CITY]


def point_of(place: Division) -> rules.Point | None:
    return rules.joined(place.lat_e6, place.lng_e6)


def addresses(viewer: Actor, *, cursor: str | None = None, limit: int | None = None) -> Page[Address]:
    """List the viewer's own addresses, newest first."""
    rows = _kept(viewer.who).select_related("division")
    return page(rows, "-id", cursor=cursor, limit=limit)


_ADDRESS = Ready(lambda: Address.objects.select_related("division").filter(id=Hole("id"), ended_at=None))
_LOCKED = Ready(
    lambda: (
        Address.objects.select_for_update(no_key=True, of=("self",))
        .select_related("division")
        .filter(id=Hole("id"), ended_at=None)
    )
)


def address(viewer: Actor, address_id: UUID | str) -> Address:
    """Find an address of the viewer's own.

    :raises Missing: it isn't there, was removed, or is somebody else's
    """
    return _mine(viewer, _ADDRESS, address_id)


_KEPT = Ready(lambda: Address.objects.filter(account_id=Hole("account"), ended_at=None).values_list("id", "is_default"))


def lock_address(viewer: Actor, address_id: UUID | str) -> Address:
    """Find and lock an address of the viewer's own.

    :raises Missing:
    """
    return _mine(viewer, _LOCKED, address_id)


def default_address(account_id: UUID) -> Address | None:
    """Find the address that an account usually books for."""
    return _kept(account_id).filter(is_default=True).select_related("division").first()


def kept_addresses(account_id: UUID) -> dict[UUID, bool]:
    """Name an account's addresses, each with whether it is the default. One query."""
    return dict(_KEPT.values(account=account_id))


def newest_address(account_id: UUID) -> Address | None:
    return _kept(account_id).order_by("-id").first()


def card(kept: Address) -> Card:
    """Open an address. No query when it came with its division."""
    place = kept.division
    return Card(
        id=kept.id, label=kept.label, division_id=place.id, path=kept.path, full_name=place.full_name, community=place.name,
        detail=unseal(kept.detail, place=detail_place(kept.id)), contact_name=_contact_name(kept),
        contact_phone=unseal(kept.contact_phone, place=phone_place(kept.id)),
        point=address_point(kept), is_default=kept.is_default,
    )  # fmt: skip


def alike(account_id: UUID, new: Address) -> Address | None:
    """Find an address of an account that says all that a new one says. One query."""
    said, kept = card(new).says, _kept(account_id).select_related("division")
    return next((each for each in kept if card(each).says == said), None)


def address_point(kept: Address) -> rules.Point | None:
    """Where an address lies; its division's point when it has none of its own."""
    return rules.joined(kept.lat_e6, kept.lng_e6) or point_of(kept.division)


def detail_place(address_id: UUID) -> str:
    return f"places_address.detail:{address_id}"


def _contact_name(kept: Address) -> str:
    return unseal(kept.contact_sealed, place=name_place(kept.id)) if kept.contact_sealed else kept.contact_name


def name_place(address_id: UUID) -> str:
    return f"places_address.contact_name:{address_id}"


def phone_place(address_id: UUID) -> str:
    return f"places_address.contact_phone:{address_id}"


_HOLIDAYS = Ready(
    lambda: Holiday.objects.filter(on__gte=Hole("first"), on__lte=Hole("last")).values_list("on", "is_workday")
)


def holidays(first: date, last: date) -> dict[date, bool]:
    """Say which days from first to last are special, and whether they are worked. One query."""
    return dict(_HOLIDAYS.values(first=first, last=last))


def special_days(viewer: Actor, first: date, last: date) -> list[Holiday]:
    """List the special days from first to last, for whoever keeps them. One query.

    :raises Forbidden: they aren't the viewer's to keep
    """
    if refusal := access.may_keep_calendar(viewer):
        raise refusal
    return list(Holiday.objects.filter(on__gte=first, on__lte=last).order_by("on"))


def lock_special_day(on: date) -> Holiday | None:
    """Find and lock a special day; None when it is like any other of its week."""
    return Holiday.objects.select_for_update().filter(on=on).first()


def day_kinds(days: Iterable[date]) -> dict[date, DayKind]:
    """Say what kind some days are. One query."""
    wanted = sorted(set(days))
    special = holidays(wanted[0], wanted[-1]) if wanted else {}
    return {on: rules.day_kind(on, is_workday=special.get(on)) for on in wanted}


def away(lat_e6: int | Hole, lng_e6: int | Hole) -> CombinedExpression:
    """Rank rows with a point by how far they are from another: a square of their distance, without a unit."""
    north = Cast("lat_e6", BigIntegerField()) - lat_e6
    east = (Cast("lng_e6", BigIntegerField()) - lng_e6) * MILLE_OF_COSINE / 1000
    return north * north + east * east


def heads() -> Iterator[tuple[str, str]]:
    """Give stream key and kept head of every address, for `journal.queries.tampering`."""
    rows = Address.objects.values_list("id", "head").iterator()
    return ((f"address:{address_id}", head) for address_id, head in rows)


def _kept(account_id: UUID) -> QuerySet[Address]:
    return Address.objects.filter(account_id=account_id, ended_at=None)


def _mine(viewer: Actor, rows: Ready[Address], address_id: UUID | str) -> Address:
    key = ids.parse(address_id)
    found = rows.first(id=key) if key else None
    if found is None or access.may_read(viewer, found) is not None:
        raise Missing(of="address")
    return found
