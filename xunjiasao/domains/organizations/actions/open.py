"""Enter an organization in the register."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xunjiasao.domains.organizations import access, events, queries, rules
from xunjiasao.domains.organizations.actions import fields
from xunjiasao.domains.organizations.actions.cover import paths_of
from xunjiasao.domains.organizations.actions.write import tell
from xunjiasao.domains.organizations.models import Coverage, Organization
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.domains.places import queries as places
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy

NAME_LENGTH = 60
NAME_TAKEN = _("An organization of this kind has this name here already.")
CODE_TAKEN = _("This credit code is in the register already.")


@operation
def open_organization(
    *,
    actor: Actor,
    kind: Kind,
    name: str,
    division: str | UUID,
    credit_code: str = "",
    name_en: str = "",
    short_name: str = "",
    phone: str = "",
    address: str = "",
    hours: str = "",
    lat: float | None = None,
    lng: float | None = None,
    covers: Sequence[str | UUID] = (),
    now: datetime,
) -> Organization:
    """Enter an organization in the register; it is active at once.

    :param division: id or code of where it sits
    :param credit_code: for the kinds that have one
    :param covers: ids or codes of the divisions it serves; its own when none is given
    :raises Forbidden: the actor doesn't keep the register there
    :raises Invalid: with a sentence per field
    """
    place = places.division(division)
    if reason := access.may_open(actor, place.path):
        raise reason
    row = Organization(
        kind=Kind(kind), status=Status.ACTIVE, name=tidy(name), division=place, path=place.path, opened_at=now
    )
    faults: dict[str, Any] = {}
    _take_name(row, faults)
    _take_credit_code(row, credit_code, faults)
    words = {"name_en": name_en, "short_name": short_name, "address": address, "hours": hours}
    fields.take_words(row, {**words}, faults)
    fields.take_phone(row, phone, faults)
    fields.take_point(row, lat, lng, faults)
    fields.take_division_point(row)
    served = paths_of(covers, faults) if covers else [place.path]
    if faults:
        raise Invalid(fields=faults)
    told = events.OrganizationOpened(organization_id=row.id, kind=row.kind, division_id=place.id)
    try:
        with transaction.atomic():
            tell(row, told, actor=actor, now=now, new=True)
    except IntegrityError as race:  # somebody entered the same one a moment ago
        raise Invalid(fields={"name": NAME_TAKEN}) from race
    Coverage.objects.bulk_create(Coverage(organization=row, path=path) for path in served)
    return row


def _take_name(row: Organization, faults: dict[str, Any]) -> None:
    if not row.name:
        faults["name"] = _("Please give the name.")
    elif len(row.name) > NAME_LENGTH:
        faults["name"] = str(_("Please use at most {most} characters.")).format(most=NAME_LENGTH)
    elif queries.taken(kind=Kind(row.kind), division_id=row.division_id, name=row.name):
        faults["name"] = NAME_TAKEN


def _take_credit_code(row: Organization, code: str, faults: dict[str, Any]) -> None:
    if not rules.needs_credit_code(Kind(row.kind)):
        if code.strip():
            faults["credit_code"] = _("An organization of this kind has no credit code of its own.")
        return
    row.credit_code = rules.credit_code(code)
    if row.credit_code is None:
        faults["credit_code"] = _("A credit code has 18 characters; one of these is wrong.")
    elif queries.has_credit_code(row.credit_code):
        faults["credit_code"] = CODE_TAKEN
