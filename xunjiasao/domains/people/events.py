"""What can happen to an account."""

from datetime import datetime
from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _

MINE = "account operator"


@fact("account.opened", says=_("The account was opened."), told_to=MINE)
class AccountOpened(Fact):
    account_id: UUID


@fact("account.renamed", says=_("The name was changed."), told_to=MINE)
class AccountRenamed(Fact):
    account_id: UUID


@fact("account.language_chosen", says=_("The language was changed to {language}."), told_to=MINE)
class LanguageChosen(Fact):
    account_id: UUID
    language: str


@fact("account.password_set", says=_("The password was set; other sessions were ended."), told_to=MINE)
class PasswordSet(Fact):
    account_id: UUID


@fact("account.totp_set", says=_("The one-time number was set up anew; other sessions were ended."), told_to=MINE)
class TotpSet(Fact):
    account_id: UUID


@fact("account.wechat_linked", says=_("WeChat was linked."), told_to=MINE)
class WechatLinked(Fact):
    account_id: UUID


@fact("session.opened", says=_("Signed in by {by}."), told_to=MINE)
class SessionOpened(Fact):
    """:param by: code, password or wechat"""

    session_id: UUID
    by: str


@fact("session.refused", says=_("A sign-in by {by} was refused: {reason}."), told_to=MINE)
class SessionRefused(Fact):
    """:param reason: the refusal's code"""

    by: str
    reason: str


@fact("session.ended", says=_("A session was ended."), told_to=MINE)
class SessionEnded(Fact):
    session_id: UUID


@fact("seat.given", says=_("The seat “{role}” was given."), told_to=MINE)
class SeatGiven(Fact):
    seat_id: UUID
    role: str
    organization_id: UUID | None
    path: str


@fact("seat.ended", says=_("The seat “{role}” was ended."), told_to=MINE)
class SeatEnded(Fact):
    seat_id: UUID
    role: str
    organization_id: UUID | None
    path: str


@fact("consent.given", says=_("Agreed: {purpose}, version {version}."), told_to=MINE)
class ConsentGiven(Fact):
    purpose: str
    version: str
    given_at: datetime


@fact("consent.withdrawn", says=_("Withdrew: {purpose}."), told_to=MINE)
class ConsentWithdrawn(Fact):
    purpose: str
