"""Writing people: one file per verb."""

from xunjiasao.domains.people.actions.change_account import change_account
from xunjiasao.domains.people.actions.consents import give_consent, withdraw_consent
from xunjiasao.domains.people.actions.forget import forget_expired
from xunjiasao.domains.people.actions.open_account import PhoneTaken, open_account
from xunjiasao.domains.people.actions.seats import end_seat, give_seat
from xunjiasao.domains.people.actions.secrets import (
    WeakPassword,
    change_password,
    first_password,
    hashed,
    set_password,
    set_totp,
    totp_secret,
)
from xunjiasao.domains.people.actions.see import see
from xunjiasao.domains.people.actions.send_code import CodeSent, send_code
from xunjiasao.domains.people.actions.sessions import SignedIn, end_session
from xunjiasao.domains.people.actions.sign_in import (
    AccountClosed,
    CodeSpent,
    CodeWrong,
    NumberUsed,
    PasswordNeeded,
    PasswordWrong,
    PhoneNeeded,
    sign_in_by_code,
    sign_in_by_password,
    sign_in_by_wechat,
)

__all__ = [
    "AccountClosed",
    "CodeSent",
    "CodeSpent",
    "CodeWrong",
    "NumberUsed",
    "PasswordNeeded",
    "PasswordWrong",
    "PhoneNeeded",
    "PhoneTaken",
    "SignedIn",
    "WeakPassword",
    "change_account",
    "change_password",
    "end_seat",
    "end_session",
    "first_password",
    "forget_expired",
    "give_consent",
    "give_seat",
    "hashed",
    "open_account",
    "see",
    "send_code",
    "set_password",
    "set_totp",
    "sign_in_by_code",
    "sign_in_by_password",
    "sign_in_by_wechat",
    "totp_secret",
    "withdraw_consent",
]
