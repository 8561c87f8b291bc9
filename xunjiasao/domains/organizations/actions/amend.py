"""Change an organization's entry."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.organizations import access, events, queries
from xunjiasao.domains.organizations.actions import fields
from xunjiasao.domains.organizations.actions.write import tell
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation


@operation
def amend(
    *,
    actor: Actor,
    organization_id: UUID | str,
    name_en: str | None = None,
    short_name: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    hours: str | None = None,
    lat: float | None = None,
    lng: float | None = None,
    now: datetime,
) -> Organization:
    """Change what is given of an entry; the registered name and credit code stay.

    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen: it is closed
    :raises Invalid: with a sentence per field
    """
    row = queries.lock_organization(actor, organization_id)
    ORGANIZATION.take("amend", stage=Status(row.status), parts=access.parts(actor, row), situation=row)
    faults: dict[str, Any] = {}
    fields.take_words(row, {"name_en": name_en, "short_name": short_name, "address": address, "hours": hours}, faults)
    fields.take_phone(row, phone, faults)
    fields.take_point(row, lat, lng, faults)
    if faults:
        raise Invalid(fields=faults)
    row.version += 1
    tell(row, events.OrganizationAmended(organization_id=row.id), actor=actor, now=now)
    return row
