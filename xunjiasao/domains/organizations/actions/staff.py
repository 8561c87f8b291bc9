"""Those who sit at an organization's desk: new keys when hers are lost, and no desk any more when she left."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from xunjiasao.domains.organizations import access, queries
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.terms import DESKS, Kind, Status
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.actions.seats import seated, unseated
from xunjiasao.domains.people.actions.secrets import keyed
from xunjiasao.domains.people.terms import STAFF, Role
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _

if TYPE_CHECKING:
    from xunjiasao.domains.people.models import Account, Seat


class AlsoElsewhere(Refused):
    code, says = (
        "also_elsewhere",
        _("She also sits at another desk, which these keys open too. Please ask an operator."),
    )


@operation
def renew_keys(
    *,
    actor: Actor,
    organization_id: UUID | str,
    account_id: UUID | str,
    password_hash: str,
    totp_secret: str,
    now: datetime,
) -> None:
    """Give one of an organization's staff new secrets to sign in with; the old ones and her sessions end.

    :param password_hash: from `people.actions.hashed`
    :param totp_secret: from `people.actions.totp_secret`
    :raises Missing: she doesn't sit at this desk
    :raises StepNotYours:
    :raises StepNotOpen: it is closed
    :raises AlsoElsewhere:
    """
    account, seat = _at_desk("renew_keys", actor, organization_id, account_id)
    if any(each.role in STAFF and each.organization_id != seat.organization_id for each in people.seats_of(account)):
        raise AlsoElsewhere
    keyed(account, password_hash=password_hash, secret=totp_secret, actor=actor, now=now)


@operation
def take_desk(*, actor: Actor, organization_id: UUID | str, account_id: UUID | str, now: datetime) -> None:
    """Take an organization's desk from one of its staff, at once and in all her sessions; her account stays.

    :raises Missing: she doesn't sit at this desk
    :raises StepNotYours:
    :raises StepNotOpen: it is closed
    """
    account, seat = _at_desk("take_desk", actor, organization_id, account_id)
    unseated(account, seat, actor=actor, now=now)
    if not account.seats:  # from now on she signs in by code, as everybody
        seated(account, Role.RESIDENT, actor=actor, now=now)


def _at_desk(step: str, actor: Actor, organization_id: UUID | str, account_id: UUID | str) -> "tuple[Account, Seat]":
    row = queries.lock_organization(actor, organization_id)
    ORGANIZATION.take(step, stage=Status(row.status), parts=access.parts(actor, row), situation=row)
    key, role = ids.parse(account_id), DESKS.get(Kind(row.kind))
    seat = people.open_seat(key, role, row.id, "") if key and role else None
    if key is None or seat is None:
        raise Missing
    return people.lock_account(key), seat
