"""Set what staff sign in with."""

import secrets
from datetime import datetime
from uuid import UUID

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from xunjiasao.domains.people import access, events, queries
from xunjiasao.domains.people.actions import limit, sessions
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.people.terms import LOCKED_FOR, WRONG_PASSWORDS
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _

READABLE = "abcdefghijkmnpqrstuvwxyz23456789"
"""letters and digits that nobody takes for one another"""


class WeakPassword(Invalid):
    code = "weak_password"


def hashed(password: str) -> str:
    """Check a password's strength and hash it: slow on purpose, so outside of any transaction.

    :raises WeakPassword:
    """
    try:
        validate_password(password)
    except ValidationError as weak:
        raise WeakPassword(fields={"password": " ".join(weak.messages)}) from None
    return make_password(password)


@operation
def set_password(*, account_id: UUID, password_hash: str, actor: Actor, now: datetime) -> None:
    """Set an account's password and end its other sessions.

    :param password_hash: from `hashed`
    :raises Missing:
    :raises Forbidden:
    """
    if refusal := access.may_set_secrets(actor, account_id):
        raise refusal
    account = queries.lock_account(account_id)
    Account.objects.filter(id=account_id).update(password=password_hash)
    note(account, events.PasswordSet(account_id=account_id), actor=actor, now=now)
    sessions.end_others(account, actor=actor, now=now)


@operation
def set_totp(*, account_id: UUID, secret: str, actor: Actor, now: datetime) -> None:
    """Set the secret of an account's one-time numbers and end its other sessions.

    :param secret: base32, from `totp_secret`
    :raises Missing:
    :raises Forbidden:
    """
    if refusal := access.may_set_secrets(actor, account_id):
        raise refusal
    account = queries.lock_account(account_id)
    sealed = seal(secret, place=f"people_account.totp:{account_id}")
    Account.objects.filter(id=account_id).update(totp_sealed=sealed, totp_used=0)
    note(account, events.TotpSet(account_id=account_id), actor=actor, now=now)
    sessions.end_others(account, actor=actor, now=now)


def change_password(*, current: str, new: str, actor: Actor, now: datetime) -> None:
    """Set one's own password, knowing the one so far; other sessions end.

    Counted like a sign-in, and checked outside of any transaction: both are slow on purpose.

    :raises Invalid: the one so far isn't right, or the new one is weak
    :raises TriedTooOften: five wrong ones lock for fifteen minutes
    """
    tries = f"change-password:{actor.who}"
    limit.take(tries, most=WRONG_PASSWORDS, window=LOCKED_FOR, now=now, again=True)
    if not check_password(current, queries.account(actor.who).password):
        raise Invalid(fields={"current": _("That isn't your password.")})
    limit.clear(tries)
    set_password(account_id=actor.who, password_hash=hashed(new), actor=actor, now=now)


def keyed(account: Account, *, password_hash: str, secret: str, actor: Actor, now: datetime) -> None:
    """Give a locked account new secrets to sign in with, inside an action; what she opened with others ends."""
    sealed = seal(secret, place=f"people_account.totp:{account.pk}")
    Account.objects.filter(id=account.pk).update(password=password_hash, totp_sealed=sealed, totp_used=0)
    note(account, events.PasswordSet(account_id=account.pk), actor=actor, now=now)
    note(account, events.TotpSet(account_id=account.pk), actor=actor, now=now)
    sessions.end_others(account, actor=actor, now=now)
    limit.clear(limit.of_phone("password", queries.phone_of(account)))


def first_password() -> str:
    """Make a password that can be read out and typed: four groups of four, 80 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _each in range(4)) for _group in range(4))


def totp_secret() -> str:
    """Make a new secret, base32 of 160 bits."""
    return pyotp.random_base32()
