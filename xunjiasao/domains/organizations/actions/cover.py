"""Set where an organization serves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.organizations import access, events, queries
from xunjiasao.domains.organizations.actions.write import tell
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.models import Coverage, Organization
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places import rules as places_rules
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _

MOST = 300


@operation
def set_coverage(
    *, actor: Actor, organization_id: UUID | str, covers: Sequence[str | UUID], now: datetime
) -> Organization:
    """Say anew which divisions an organization serves, with all below them.

    :param covers: ids or codes; one that lies in another is dropped
    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen: it is closed
    :raises Invalid: a division is unknown, or there is none
    """
    row = queries.lock_organization(actor, organization_id)
    ORGANIZATION.take("set_coverage", stage=Status(row.status), parts=access.parts(actor, row), situation=row)
    faults: dict[str, Any] = {}
    served = paths_of(covers, faults)
    if faults:
        raise Invalid(fields=faults)
    Coverage.objects.filter(organization=row).delete()
    Coverage.objects.bulk_create(Coverage(organization=row, path=path) for path in served)
    row.version += 1
    told = events.CoverageSet(organization_id=row.id, places=len(served), paths=tuple(served))
    tell(row, told, actor=actor, now=now)
    return row


def paths_of(covers: Sequence[str | UUID], faults: dict[str, Any]) -> list[str]:
    """Find the paths of divisions, without those that lie in another."""
    found = [places.find_division(ref) for ref in covers[:MOST]]
    if not found or None in found or len(covers) > MOST:
        faults["covers"] = _("Please choose places from the list.")
        return []
    paths = sorted({place.path for place in found if place})
    return [path for path in paths if not any(other in paths for other in places_rules.prefixes(path)[:-1])]
