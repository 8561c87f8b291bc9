"""Give somebody of an organization's staff an account with which she opens its desk."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.organizations import access, queries
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.terms import DESKS, Kind, Status
from xunjiasao.domains.people.actions.open_account import opened
from xunjiasao.domains.people.actions.secrets import keyed
from xunjiasao.domains.people.rules import WrongPhone, read_phone
from xunjiasao.domains.people.terms import LANGUAGES
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy

LONGEST_NAME = 40


class NoDesk(Refused):
    code, says = "no_desk", _("Only enterprises and stations have a desk of their own.")


@operation
def give_desk(
    *,
    actor: Actor,
    organization_id: UUID | str,
    phone: str,
    name: str,
    password_hash: str,
    totp_secret: str,
    now: datetime,
) -> UUID:
    """Open an account for one of an organization's staff, with its seat and what she signs in with.

    A phone that has an account already is refused: whoever hands out a first password would else enter another's account.

    :param phone: as typed
    :param password_hash: from `people.actions.hashed`
    :param totp_secret: from `people.actions.totp_secret`
    :returns: the account
    :raises Missing:
    :raises StepNotYours:
    :raises StepNotOpen: it is closed
    :raises NoDesk:
    :raises Invalid: with a sentence per field
    :raises PhoneTaken:
    """
    row = queries.lock_organization(actor, organization_id)
    ORGANIZATION.take("give_desk", stage=Status(row.status), parts=access.parts(actor, row), situation=row)
    role = DESKS.get(Kind(row.kind))
    if role is None:
        raise NoDesk
    faults: dict[str, Any] = {}
    number = ""
    try:
        number = read_phone(phone)
    except WrongPhone as bad:
        faults |= bad.fields
    if not 1 <= len(tidy(name)) <= LONGEST_NAME:
        faults["name"] = _("A name has 1 to 40 characters.")
    if faults:
        raise Invalid(fields=faults)
    seat = Seat(role, row.id)
    account = opened(phone=number, name=name, language=LANGUAGES[0], seat=seat, actor=actor, now=now)
    keyed(account, password_hash=password_hash, secret=totp_secret, actor=actor, now=now)
    return account.pk
