"""Suspend, resume, close an organization."""

from datetime import datetime
from uuid import UUID

from xunjiasao.domains.organizations import access, events, queries
from xunjiasao.domains.organizations.actions.write import tell
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import Fact
from xunjiasao.kernel.operations import operation


@operation
def suspend(*, actor: Actor, organization_id: UUID | str, now: datetime) -> Organization:
    """Take an organization out of every list until it is resumed.

    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen:
    """
    return _take("suspend", events.OrganizationSuspended, actor, organization_id, now)


@operation
def resume(*, actor: Actor, organization_id: UUID | str, now: datetime) -> Organization:
    """Let a suspended organization work again.

    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen:
    """
    return _take("resume", events.OrganizationResumed, actor, organization_id, now)


@operation
def close(*, actor: Actor, organization_id: UUID | str, now: datetime) -> Organization:
    """Close an organization for good; its name and credit code may be entered again.

    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen:
    """
    return _take("close", events.OrganizationClosed, actor, organization_id, now)


def _take(step: str, said: type[Fact], actor: Actor, organization_id: UUID | str, now: datetime) -> Organization:
    row = queries.lock_organization(actor, organization_id)
    row.status = ORGANIZATION.take(step, stage=Status(row.status), parts=access.parts(actor, row), situation=row)
    row.version += 1
    tell(row, said(organization_id=row.id), actor=actor, now=now)  # type: ignore[call-arg]  # each of the three has this field
    return row
