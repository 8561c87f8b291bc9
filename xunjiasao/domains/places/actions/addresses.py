"""Keep a resident's addresses."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.places import access, events, queries, rules
from xunjiasao.domains.places.models import Address
from xunjiasao.domains.places.terms import CONTACT_LENGTH, DETAIL_LENGTH, LABEL_LENGTH, Level
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy


@operation
def add_address(
    *,
    actor: Actor,
    division: str | UUID,
    detail: str,
    contact_name: str,
    contact_phone: str,
    label: str = "",
    lat: float | None = None,
    lng: float | None = None,
    is_default: bool = False,
    now: datetime,
) -> Address:
    """Keep an address for the actor; her first is her default. One that says the same as another is that other.

    :param division: id or code of a township or community
    :param detail: street, house, door
    :param lat: degrees, WGS-84; with lng or not at all
    :raises Invalid: with a sentence per field
    :raises TooManyAddresses:
    """
    _begin(actor)
    kept = queries.kept_addresses(actor.who)
    row = Address(account_id=actor.who, added_at=now)
    faults: dict[str, Any] = {}
    _take_place(row, division, faults)
    _take_words(row, detail, contact_name, contact_phone, label, faults)
    _take_point(row, lat, lng, faults)
    if faults:
        raise Invalid(fields=faults)
    if there := queries.alike(actor.who, row):
        if is_default and not there.is_default:
            return amend_address(actor=actor, address_id=there.id, is_default=True, now=now)
        return there
    if full := rules.room_for(len(kept)):
        raise full
    row.is_default = is_default or not kept
    if row.is_default and any(kept.values()):
        _give_up_default(actor.who)
    told = events.AddressAdded(address_id=row.id, division_id=row.division_id)
    row.head = journal.record(
        told, stream=("address", row.id), about=[("account", row.account_id)], actor=actor, now=now, new=True
    )
    rows.insert(row)
    return row


@operation
def amend_address(
    *,
    actor: Actor,
    address_id: UUID | str,
    division: str | UUID | None = None,
    detail: str | None = None,
    contact_name: str | None = None,
    contact_phone: str | None = None,
    label: str | None = None,
    lat: float | None = None,
    lng: float | None = None,
    is_default: bool | None = None,
    now: datetime,
) -> Address:
    """Change what is given of an address; a new division forgets the old point.

    An address stops being the default only when another becomes it.

    :raises Missing: it isn't the actor's
    :raises Invalid: with a sentence per field
    """
    _begin(actor)
    row = queries.lock_address(actor, address_id)
    faults: dict[str, Any] = {}
    if division is not None:
        _take_place(row, division, faults)
    _take_words(row, detail, contact_name, contact_phone, label, faults)
    if lat is not None or lng is not None:
        _take_point(row, lat, lng, faults)
    if faults:
        raise Invalid(fields=faults)
    if is_default and not row.is_default:
        _give_up_default(row.account_id)
        row.is_default = True
    told = events.AddressAmended(address_id=row.id, division_id=row.division_id)
    row.head = journal.record(
        told, stream=("address", row.id), about=[("account", row.account_id)], actor=actor, now=now
    )
    row.save(force_update=True)
    return row


@operation
def remove_address(*, actor: Actor, address_id: UUID | str, now: datetime) -> None:
    """Remove an address; the newest one left becomes the default if this was it.

    Orders keep a copy of their own.

    :raises Missing: it isn't the actor's
    """
    _begin(actor)
    row = queries.lock_address(actor, address_id)
    was_default, row.is_default, row.ended_at = row.is_default, False, now
    told = events.AddressRemoved(address_id=row.id)
    row.head = journal.record(
        told, stream=("address", row.id), about=[("account", row.account_id)], actor=actor, now=now
    )
    row.save(force_update=True, update_fields=["is_default", "ended_at", "head"])
    heir = queries.newest_address(row.account_id) if was_default else None
    if heir:
        Address.objects.filter(id=heir.id).update(is_default=True)


def _begin(actor: Actor) -> None:
    """Let one change of an account's addresses run at a time: the account's lock comes before any address's."""
    if reason := access.may_keep_addresses(actor):
        raise reason
    people.lock_account(actor.who)


def _give_up_default(account_id: UUID) -> None:
    Address.objects.filter(account_id=account_id, is_default=True, ended_at=None).update(is_default=False)


def _take_place(row: Address, division: str | UUID, faults: dict[str, Any]) -> None:
    place = queries.find_division(division)
    if place is None:
        faults["division"] = queries.UnknownDivision.says
    elif place.level not in (Level.TOWNSHIP, Level.COMMUNITY):
        faults["division"] = _("Please choose the street or village too.")
    else:
        row.division, row.path = place, place.path
        row.lat_e6 = row.lng_e6 = None


def _take_words(
    row: Address,
    detail: str | None,
    contact_name: str | None,
    contact_phone: str | None,
    label: str | None,
    faults: dict[str, Any],
) -> None:
    if detail is not None:
        said = _fits(detail, DETAIL_LENGTH, "detail", _("Please say the street, house and door."), faults)
        row.detail = seal(said, place=queries.detail_place(row.id))
    if contact_name is not None:
        said = _fits(contact_name, CONTACT_LENGTH, "contact_name", _("Please say who will be there."), faults)
        row.contact_sealed, row.contact_name = seal(said, place=queries.name_place(row.id)), ""
    if contact_phone is not None:
        if phone := rules.telephone(contact_phone):
            row.contact_phone = seal(phone, place=queries.phone_place(row.id))
        else:
            faults["contact_phone"] = _("A mobile number has 11 digits; a landline needs its area code.")
    if label is not None:
        row.label = tidy(label)
        if len(row.label) > LABEL_LENGTH:
            faults["label"] = _too_long(LABEL_LENGTH)


def _take_point(row: Address, lat: float | None, lng: float | None, faults: dict[str, Any]) -> None:
    try:
        point = rules.point(lat, lng)
    except ValueError:
        faults["lat"] = _("That isn't a place on the map.")
        return
    home = queries.point_of(row.division) if point and "division" not in faults else None
    if point and home and rules.distance_m(point, home) > rules.FARTHEST_M:
        faults["lat"] = _("That point is too far from the place you chose.")
    elif point:
        row.lat_e6, row.lng_e6 = point


def _fits(text: str, most: int, field: str, when_empty: Any, faults: dict[str, Any]) -> str:
    said = tidy(text)
    if not said:
        faults[field] = when_empty
    elif len(said) > most:
        faults[field] = _too_long(most)
    return said


def _too_long(most: int) -> str:
    return str(_("Please use at most {most} characters.")).format(most=most)
