"""Open an account."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from xunjiasao.domains.journal.actions import record_all
from xunjiasao.domains.people import access, events, queries, rules
from xunjiasao.domains.people.models import Account, Seat
from xunjiasao.domains.people.terms import LANGUAGES, Role
from xunjiasao.kernel import ids, rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.actor import Seat as Place
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.facts import Fact
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy


class PhoneTaken(Refused):
    code, says = "phone_taken", _("There is an account with this phone already.")


@operation
def open_account(
    *,
    phone: str,
    name: str,
    language: str = LANGUAGES[0],
    role: Role | None = None,
    organization_id: UUID | None = None,
    path: str = "",
    actor: Actor,
    now: datetime,
) -> UUID:
    """Open an account, with its first seat or with none yet.

    :param phone: as typed
    :param role: of the first seat, which `organization_id` or `path` bounds, as in `give_seat`
    :raises WrongPhone:
    :raises PhoneTaken:
    :raises Forbidden:
    """
    if refusal := access.may_keep_accounts(actor):
        raise refusal
    seat = Place(role, organization_id, path) if role else None
    return opened(phone=rules.read_phone(phone), name=name, language=language, seat=seat, actor=actor, now=now).pk


def opened(*, phone: str, name: str, language: str, seat: Place | None = None, actor: Actor, now: datetime) -> Account:
    """Make the account's row, that of its first seat, and the facts, inside an action.

    :param phone: 11 digits
    :raises PhoneTaken:
    """
    account_id = ids.new()
    made = Account(
        id=account_id, phone_sealed=seal(phone, place=f"people_account.phone:{account_id}"), phone_index=queries.phone_index(phone),
        name=tidy(name)[:40], language=language, password=make_password(None), made_at=now,
    )  # fmt: skip
    facts: list[Fact] = [events.AccountOpened(account_id=account_id)]
    organization_id = seat.organization_id if seat else None
    if seat:
        made.seats = [[seat.role, str(organization_id) if organization_id else None, seat.path]]
    if not rows.insert(made, unless_there=True):
        raise PhoneTaken
    if seat:
        row = Seat(account=made, role=seat.role, organization_id=organization_id, path=seat.path, since=now)
        rows.insert(row)
        facts.append(events.SeatGiven(seat_id=row.id, role=seat.role, organization_id=organization_id, path=seat.path))
    about = [("organization", organization_id)] if organization_id else []
    who = actor if actor.kind != "anonymous" else Actor.person(account_id)
    made.head = record_all(facts, stream=("account", account_id), about=about, actor=who, now=now, new=True)
    rows.update(made, "head")
    return made
