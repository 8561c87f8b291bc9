"""Reading people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.people.models import Account, Consent, Limit, OneTimeCode, Seat, Session
from xunjiasao.domains.people.terms import HOUR, SEEN_EVERY, Purpose, Role
from xunjiasao.kernel import actor
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import blind_index, token_digest, unseal
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import mask_phone


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose bearer secret it was, and what a request needs to know of her."""

    actor: Actor
    name: str
    language: str
    stale: bool
    """her last use wasn't written down for a while"""


_SIGNED = Ready(
    lambda: Session.objects.filter(
        digest=Hole("digest"), ended_at=None, expires_at__gt=Hole("now"), account__is_active=True
    ).select_related("account")
)
_LOCKED = Ready(lambda: Account.objects.select_for_update(no_key=True).filter(id=Hole("id")))


def signed(token: str, *, now: datetime) -> Signed | None:
    """Find whom a bearer secret belongs to, or None when it is unknown, ended or expired. One query."""
    session = _SIGNED.first(digest=token_digest(token), now=now)
    if session is None:
        return None
    who = session.account
    person = Actor.person(who.pk, seats_of(who), session.id)
    return Signed(person, who.name, who.language, now - session.seen_at >= SEEN_EVERY)


def seats_of(account: Account) -> tuple[actor.Seat, ...]:
    """Read the seats that an account holds."""
    return tuple(actor.Seat(role, UUID(org) if org else None, path) for role, org, path in account.seats)


def actor_of(account_id: UUID) -> Actor:
    """Give the actor that a person is, with all her seats; for the demo city, tests and jobs.

    :raises Missing:
    """
    return Actor.person(account_id, seats_of(account(account_id)))


def account(account_id: UUID) -> Account:
    """:raises Missing:"""
    found = Account.objects.filter(id=account_id).first()
    if found is None:
        raise Missing
    return found


def lock_account(account_id: UUID) -> Account:
    """Find and lock an account.

    :raises Missing:
    """
    found = _LOCKED.first(id=account_id)
    if found is None:
        raise Missing
    return found


def by_phone(phone: str) -> Account | None:
    """Find the account of a mobile number (11 digits)."""
    return Account.objects.filter(phone_index=phone_index(phone)).first()


def by_wechat(openid: str) -> Account | None:
    return Account.objects.filter(wechat_index=wechat_index(openid)).first()


def phone_index(phone: str) -> str:
    return blind_index(phone, kind="phone")


def wechat_index(openid: str) -> str:
    return blind_index(openid, kind="wechat")


def phone_of(account: Account) -> str:
    """Open an account's phone, or "" when it has none."""
    return unseal(account.phone_sealed, place=f"people_account.phone:{account.pk}") if account.phone_sealed else ""


def phones(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Open the phones of some accounts. One query."""
    found = Account.objects.filter(id__in=list(ids)).only("id", "phone_sealed")
    return {each.pk: phone_of(each) for each in found}


def phone_masked(account: Account) -> str:
    phone = phone_of(account)
    return mask_phone(phone) if phone else ""


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Say what some accounts are called; who gave no name is called by her masked phone. One query."""
    found = Account.objects.filter(id__in=list(ids)).only("id", "name", "phone_sealed")
    return {each.pk: each.name or phone_masked(each) for each in found}


_HOLDERS = Ready(
    lambda: (
        Seat.objects.filter(
            role=Hole("role"), organization_id=Hole("organization"), ended_at=None, account__is_active=True
        )
        .order_by("account_id")
        .values_list("account_id")
        .distinct()
    )
)


def holders(role: Role, organization_id: UUID) -> list[UUID]:
    """List the accounts that hold a role for an organization. One query."""
    return [account_id for (account_id,) in _HOLDERS.values(role=role.value, organization=organization_id)]


def sessions(viewer: Actor, *, now: datetime, cursor: str | None, limit: int | None) -> Page[Session]:
    """List the viewer's own open sessions, newest first."""
    rows = Session.objects.filter(account_id=viewer.who, ended_at=None, expires_at__gt=now)
    return page(rows, "-id", cursor=cursor, limit=limit)


def open_session(session_id: UUID) -> Session:
    """:raises Missing: it isn't there or ended"""
    found = Session.objects.filter(id=session_id, ended_at=None).first()
    if found is None:
        raise Missing
    return found


def open_session_ids(account_id: UUID) -> list[UUID]:
    return list(
        Session.objects.filter(account_id=account_id, ended_at=None).order_by("id").values_list("id", flat=True)
    )


def seat(seat_id: UUID) -> Seat:
    """:raises Missing: it isn't there or ended"""
    found = Seat.objects.filter(id=seat_id, ended_at=None).first()
    if found is None:
        raise Missing
    return found


def open_seat(account_id: UUID, role: Role, organization_id: UUID | None, path: str) -> Seat | None:
    rows = Seat.objects.filter(account_id=account_id, role=role, organization_id=organization_id, ended_at=None)
    return (rows if organization_id else rows.filter(path=path)).first()


def open_seats(account_id: UUID) -> list[list[str | None]]:
    """List an account's seats as its own row repeats them: role, organization, path."""
    rows = Seat.objects.filter(account_id=account_id, ended_at=None).order_by("since", "id")
    seats = rows.values_list("role", "organization_id", "path")
    return [[role, str(organization) if organization else None, path] for role, organization, path in seats]


def consent(account_id: UUID, purpose: str) -> Consent | None:
    """Find what somebody agreed to and hasn't withdrawn."""
    return Consent.objects.filter(account_id=account_id, purpose=purpose, withdrawn_at=None).first()


_CONSENTS = Ready(
    lambda: (
        Consent.objects.filter(account_id=Hole("account"), purpose=Hole("purpose"))
        .order_by("-given_at", "-id")
        .values_list("withdrawn_at")
    )
)


def withdrew(account_id: UUID, purpose: Purpose) -> bool:
    """Tell whether somebody agreed to a purpose once and doesn't any more. One query."""
    given = _CONSENTS.values(account=account_id, purpose=purpose.value)
    return bool(given) and given[0][0] is not None


def limit(key: str) -> Limit:
    return Limit.objects.get(key=key)


def lock_code(phone: str) -> OneTimeCode | None:
    """Find and lock the newest code sent to a phone; it alone counts."""
    return (
        OneTimeCode.objects.select_for_update()
        .filter(phone_index=phone_index(phone))
        .order_by("-sent_at", "-id")
        .first()
    )


def codes_sent(phone: str, *, now: datetime) -> list[datetime]:
    """List when codes that nobody has used went to a phone during the last hour, newest first."""
    unused = OneTimeCode.objects.filter(phone_index=phone_index(phone), used_at=None)
    rows = unused.filter(sent_at__gt=now - HOUR).order_by("-sent_at")
    return list(rows.values_list("sent_at", flat=True))


def consents(viewer: Actor) -> list[Consent]:
    """List what the viewer has agreed to and not withdrawn."""
    return list(Consent.objects.filter(account_id=viewer.who, withdrawn_at=None).order_by("purpose"))


def agreeing(account_ids: Iterable[UUID], purpose: str) -> set[UUID]:
    """Pick those of these accounts that agreed to a purpose and haven't withdrawn. One query."""
    agreed = Consent.objects.filter(account_id__in=list(account_ids), purpose=purpose, withdrawn_at=None)
    return set(agreed.values_list("account_id", flat=True))


def heads() -> Iterable[tuple[str, str]]:
    """Give stream key and kept head of every account, for `journal.queries.tampering`."""
    rows = Account.objects.values_list("id", "head").iterator()
    return ((f"account:{account_id}", head) for account_id, head in rows)
