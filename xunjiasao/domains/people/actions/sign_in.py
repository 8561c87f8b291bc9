"""Sign in: by one-time code, by password and one-time number, or through WeChat.

A refused attempt is counted and recorded, so refusals are returned, not raised (`kernel.operations`).
"""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from xunjiasao.domains.people import events, queries, rules
from xunjiasao.domains.people.actions import limit, sessions
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.actions.open_account import PhoneTaken
from xunjiasao.domains.people.actions.open_account import opened as opened_account
from xunjiasao.domains.people.actions.send_code import digest
from xunjiasao.domains.people.actions.sessions import SignedIn
from xunjiasao.domains.people.models import Account, OneTimeCode
from xunjiasao.domains.people.terms import (
    CODE_TRIES,
    HOUR,
    LANGUAGES,
    LOCKED_FOR,
    SIGN_INS_AN_ADDRESS,
    WRONG_PASSWORDS,
    Role,
)
from xunjiasao.integrations.wechat import Platform
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.crypto import same, unseal
from xunjiasao.kernel.errors import DomainError, Forbidden, Invalid, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


class CodeWrong(Invalid):
    code = "code_wrong"


class CodeSpent(Invalid):
    """Used, expired, tried too often, or never sent."""

    code = "code_spent"


class PasswordNeeded(Refused):
    code, says = "password_needed", _("Staff sign in with password and one-time number.")


class PasswordWrong(Invalid):
    code, says = "password_wrong", _("Phone, password or one-time number isn't right.")


class NumberUsed(Invalid):
    code, says = "number_used", _("This one-time number was used already. Please wait for the next one.")


class PhoneNeeded(Refused):
    code, says = "phone_needed", _("Please let us know your phone, so that the visit finds you.")


class AccountClosed(Forbidden):
    code, says = "account_closed", _("This account is closed. Please call us.")


@operation
def sign_in_by_code(*, phone: str, code: str, device: str, address: str, now: datetime) -> SignedIn | DomainError:
    """Sign in with the code that was sent to a phone; the first time, open an account for a resident.

    :raises WrongPhone:
    :raises CodeWrong: recorded, and counted against the code
    :raises CodeSpent:
    :raises PasswordNeeded: recorded
    :raises AccountClosed: recorded
    :raises TriedTooOften: from this network address
    """
    number = rules.read_phone(phone)
    limit.take(limit.from_address("sign-in", address), most=SIGN_INS_AN_ADDRESS, window=HOUR, now=now)
    sent = queries.lock_code(number)
    account = queries.by_phone(number)
    if refusal := _spent(sent, now):
        return refusal
    assert sent is not None
    if not same(sent.digest, digest(sent.phone_index, code)):
        OneTimeCode.objects.filter(id=sent.id).update(tries=F("tries") + 1)
        return _refused(account, _wrong(CODE_TRIES - sent.tries - 1), by="code", now=now)
    OneTimeCode.objects.filter(id=sent.id).update(used_at=now)
    entered = _enter(account or _resident(number, now), by="code", device=device, address=address, now=now)
    if isinstance(entered, SignedIn):
        limit.give_back(limit.from_address("codes", address))
        limit.clear(limit.of_phone("codes", number))
    return entered


def sign_in_by_password(*, phone: str, password: str, otp: str, device: str, address: str, now: datetime) -> SignedIn:
    """Sign in with password and one-time number.

    Three parts: count the try, so that rivals can't try more often; check the password, which takes
    long on purpose and mustn't hold the database; let in or record the refusal.

    :raises WrongPhone:
    :raises PasswordWrong: recorded
    :raises NumberUsed: recorded
    :raises TriedTooOften: five wrong ones lock for fifteen minutes
    """
    number = rules.read_phone(phone)
    _count_password(number, address, now)
    account = queries.by_phone(number)
    if account:
        right = check_password(password, account.password)
    else:
        make_password(password)  # takes as long: nobody learns which phones have an account
        right = False
    return _by_password(number, otp, right=right, device=device, address=address, now=now)


def sign_in_by_wechat(
    *, login_code: str, phone_code: str | None, wechat: Platform, device: str, address: str, now: datetime
) -> SignedIn:
    """Sign in as whom WeChat knows; the first time, with the phone that WeChat knows.

    The platform is asked before anything is written: it mustn't hold the database.

    :raises PhoneNeeded: WeChat's person is new here, and no `phone_code` came along
    :raises WechatCodeRefused:
    :raises WechatFailed:
    :raises PasswordNeeded: recorded
    """
    _count_address(address, now)
    openid = wechat.identity(login_code=login_code).openid
    if queries.by_wechat(openid):
        return _by_wechat(openid, None, device=device, address=address, now=now)
    if not phone_code:
        raise PhoneNeeded
    number = rules.read_phone(wechat.phone(phone_code=phone_code, now=now))
    return _by_wechat(openid, number, device=device, address=address, now=now)


@operation
def _count_address(address: str, now: datetime) -> None:
    limit.take(limit.from_address("sign-in", address), most=SIGN_INS_AN_ADDRESS, window=HOUR, now=now)


@operation
def _count_password(phone: str, address: str, now: datetime) -> None:
    limit.take(limit.from_address("sign-in", address), most=SIGN_INS_AN_ADDRESS, window=HOUR, now=now)
    limit.take(limit.of_phone("password", phone), most=WRONG_PASSWORDS, window=LOCKED_FOR, now=now, again=True)


@operation
def _by_password(
    phone: str, otp: str, *, right: bool, device: str, address: str, now: datetime
) -> SignedIn | DomainError:
    found = queries.by_phone(phone)
    if found is None:
        return PasswordWrong()
    account = queries.lock_account(found.pk)
    step = _step(account, otp, now)
    if not right or step is None:
        return _refused(account, PasswordWrong(), by="password", now=now)
    if not Account.objects.filter(id=account.pk, totp_used__lt=step).update(totp_used=step):
        return _refused(account, NumberUsed(fields={"otp": NumberUsed.says}), by="password", now=now)
    limit.clear(limit.of_phone("password", phone))
    return _enter(account, by="password", device=device, address=address, now=now)


@operation
def _by_wechat(openid: str, phone: str | None, *, device: str, address: str, now: datetime) -> SignedIn | DomainError:
    known = queries.by_wechat(openid)
    if known or phone is None:
        return _enter(known, by="wechat", device=device, address=address, now=now) if known else PhoneNeeded()
    account = queries.by_phone(phone) or _resident(phone, now)
    entered = _enter(account, by="wechat", device=device, address=address, now=now)
    if isinstance(entered, SignedIn):
        Account.objects.filter(id=account.pk).update(wechat_index=queries.wechat_index(openid))
        note(account, events.WechatLinked(account_id=account.pk), actor=entered.actor, now=now)
    return entered


def _enter(account: Account, *, by: str, device: str, address: str, now: datetime) -> SignedIn | DomainError:
    """Open the session of somebody who proved who she is, unless she isn't let in this way.

    Her try isn't counted against her network address: limits stop those who guess, not those who know.
    """
    account = queries.lock_account(account.pk)
    if not account.is_active:
        return _refused(account, AccountClosed(), by=by, now=now)
    if by != "password" and rules.is_staff(queries.seats_of(account)):
        return _refused(account, PasswordNeeded(), by=by, now=now)
    limit.give_back(limit.from_address("sign-in", address))
    return sessions.opened(account, by=by, device=device, now=now)


def _resident(phone: str, now: datetime) -> Account:
    """Open a resident's account; where somebody did so meanwhile, that one counts."""
    own = Seat(Role.RESIDENT)
    try:
        return opened_account(phone=phone, name="", language=LANGUAGES[0], seat=own, actor=Actor.anonymous(), now=now)
    except PhoneTaken:
        found = queries.by_phone(phone)
        assert found, "whoever was first has committed"
        return found


def _refused(account: Account | None, refusal: DomainError, *, by: str, now: datetime) -> DomainError:
    """Record a refused attempt on the account that it was aimed at."""
    if account:
        fact = events.SessionRefused(by=by, reason=refusal.code)
        note(queries.lock_account(account.pk), fact, actor=Actor.anonymous(), now=now)
    return refusal


def _spent(sent: OneTimeCode | None, now: datetime) -> CodeSpent | None:
    if sent is None:
        return CodeSpent(fields={"code": _("Please ask for a code first.")})
    if sent.used_at:
        return CodeSpent(fields={"code": _("This code was used already. Please ask for a new one.")})
    if sent.expires_at <= now:
        return CodeSpent(fields={"code": _("This code has run out. Please ask for a new one.")})
    if sent.tries >= CODE_TRIES:
        return CodeSpent(fields={"code": _("This code was tried too often. Please ask for a new one.")})
    return None


def _wrong(left: int) -> CodeWrong:
    says = (
        _("That isn't the code; {left} tries are left.")
        if left > 0
        else _("That isn't the code. Please ask for a new one.")
    )
    return CodeWrong(fields={"code": str(says).format(left=left)}, left=left)


def _step(account: Account, otp: str, now: datetime) -> int | None:
    if not account.totp_sealed:
        return None
    secret = unseal(account.totp_sealed, place=f"people_account.totp:{account.pk}")
    return rules.totp_step(secret, otp, now)
