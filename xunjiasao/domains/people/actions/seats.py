"""Give a seat and end it; the account's own row always repeats the open ones."""

from datetime import datetime
from uuid import UUID

from xunjiasao.domains.people import access, events, queries
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.actions.sessions import end_others
from xunjiasao.domains.people.models import Account, Seat
from xunjiasao.domains.people.terms import STAFF, Role
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.operations import operation


@operation
def give_seat(
    *, account_id: UUID, role: Role, organization_id: UUID | None = None, path: str = "", actor: Actor, now: datetime
) -> UUID:
    """Give an account a role; who holds it already keeps it.

    :param path: the division that bounds it, as "/jj/03/"; "" when the organization does
    :returns: the seat
    :raises Missing: there is no such account
    :raises Forbidden:
    """
    if refusal := access.may_seat(actor, role, organization_id):
        raise refusal
    return seated(
        queries.lock_account(account_id), role, organization_id=organization_id, path=path, actor=actor, now=now
    )


@operation
def end_seat(*, seat_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a role from an account, at once and in all its sessions.

    :raises Missing: there is no such seat, or it ended
    :raises Forbidden:
    """
    seat = queries.seat(seat_id)
    if refusal := access.may_seat(actor, Role(seat.role), seat.organization_id):
        raise refusal
    unseated(queries.lock_account(seat.account_id), seat, actor=actor, now=now)


def seated(
    account: Account, role: Role, *, organization_id: UUID | None = None, path: str = "", actor: Actor, now: datetime
) -> UUID:
    """Make the seat's row and fact, inside an action that locked or made the account."""
    if there := queries.open_seat(account.pk, role, organization_id, path):
        return there.id
    seat = Seat(account=account, role=role, organization_id=organization_id, path=path, since=now)
    rows.insert(seat)
    _repeat(account)
    if role in STAFF:
        end_others(account, actor=actor, now=now)  # they may have been opened by a code alone
    fact = events.SeatGiven(seat_id=seat.id, role=role, organization_id=organization_id, path=path)
    note(account, fact, actor=actor, now=now, about=_about(seat))
    return seat.id


def unseated(account: Account, seat: Seat, *, actor: Actor, now: datetime) -> None:
    """End a seat of a locked account, with its fact, inside an action.

    :raises Missing: it ended meanwhile
    """
    if not Seat.objects.filter(id=seat.id, ended_at=None).update(ended_at=now):
        raise Missing
    _repeat(account)
    fact = events.SeatEnded(seat_id=seat.id, role=seat.role, organization_id=seat.organization_id, path=seat.path)
    note(account, fact, actor=actor, now=now, about=_about(seat))


def _repeat(account: Account) -> None:
    account.seats = queries.open_seats(account.pk)
    Account.objects.filter(id=account.pk).update(seats=account.seats)


def _about(seat: Seat) -> list[tuple[str, UUID]]:
    return [("organization", seat.organization_id)] if seat.organization_id else []
