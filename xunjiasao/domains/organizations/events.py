"""What can happen to an organization."""

from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _

HEARD_BY = "organization federation operator"


@fact("organization.opened", says=_("{organization} was entered in the register."), told_to=HEARD_BY)
class OrganizationOpened(Fact):
    organization_id: UUID
    kind: str
    division_id: UUID


@fact("organization.amended", says=_("The entry of {organization} was changed."), told_to=HEARD_BY)
class OrganizationAmended(Fact):
    organization_id: UUID


@fact("organization.coverage_set", says=_("{organization} now serves {places} places."), told_to=HEARD_BY)
class CoverageSet(Fact):
    organization_id: UUID
    places: int
    paths: tuple[str, ...]


@fact("organization.suspended", says=_("{organization} was suspended."), told_to=HEARD_BY)
class OrganizationSuspended(Fact):
    organization_id: UUID


@fact("organization.resumed", says=_("{organization} works again."), told_to=HEARD_BY)
class OrganizationResumed(Fact):
    organization_id: UUID


@fact("organization.closed", says=_("{organization} was closed."), told_to=HEARD_BY)
class OrganizationClosed(Fact):
    organization_id: UUID
