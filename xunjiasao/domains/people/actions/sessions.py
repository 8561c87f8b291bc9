"""Open and end sessions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.people import access, events, queries, rules
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.models import Account, Session
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import token, token_digest
from xunjiasao.kernel.operations import operation


@dataclass(frozen=True, slots=True)
class SignedIn:
    """
    :param token: the bearer secret; it is nowhere kept, so this is the only time to hand it on
    """

    token: str
    actor: Actor
    expires_at: datetime


def opened(account: Account, *, by: str, device: str, now: datetime) -> SignedIn:
    """Make a session, inside an action that knows who it is and locked the account."""
    seats, secret = queries.seats_of(account), token()
    session = Session(
        account=account, digest=token_digest(secret), device=device[:80], created_at=now, seen_at=now,
        expires_at=now + rules.session_life(seats),
    )  # fmt: skip
    rows.insert(session)
    actor = Actor.person(account.pk, seats, session.id)
    note(account, events.SessionOpened(session_id=session.id, by=by), actor=actor, now=now)
    return SignedIn(secret, actor, session.expires_at)


@operation
def end_session(*, session_id: UUID, actor: Actor, now: datetime) -> None:
    """End a session; its bearer secret is worth nothing from now on.

    :raises Missing: it isn't there, isn't the actor's, or ended before
    """
    session = queries.open_session(session_id)
    if refusal := access.may_end(actor, session):
        raise refusal
    account = queries.lock_account(session.account_id)
    _end(account, session_id, actor=actor, now=now)


def end_others(account: Account, *, actor: Actor, now: datetime) -> None:
    """End every session of a locked account but the actor's own: a secret was changed."""
    for session_id in queries.open_session_ids(account.pk):
        if session_id != actor.session_id:
            _end(account, session_id, actor=actor, now=now)


def _end(account: Account, session_id: UUID, *, actor: Actor, now: datetime) -> None:
    if Session.objects.filter(id=session_id, ended_at=None).update(ended_at=now):
        note(account, events.SessionEnded(session_id=session_id), actor=actor, now=now)
