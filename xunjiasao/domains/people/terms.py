"""Words of people: roles, powers, purposes, and how long and how often."""

from datetime import timedelta
from enum import StrEnum

from xunjiasao.kernel.text import _


class Role(StrEnum):
    RESIDENT = "resident"
    WORKER = "worker"
    ENTERPRISE = "enterprise"
    STATION = "station"
    FEDERATION = "federation"
    OPERATOR = "operator"


ROLE_LABELS = {
    Role.RESIDENT: _("Resident"),
    Role.WORKER: _("Home-service worker"),
    Role.ENTERPRISE: _("Enterprise"),
    Role.STATION: _("Community station"),
    Role.FEDERATION: _("Women's Federation"),
    Role.OPERATOR: _("Operator"),
}

STAFF = frozenset({Role.ENTERPRISE, Role.STATION, Role.FEDERATION, Role.OPERATOR})
"""Who signs in by password and one-time number; a code by SMS isn't enough for them."""


class Power(StrEnum):
    """What a route or an action asks of the one who calls it; `rules.POWERS` says who has which."""

    BOOK = "book"
    """keep addresses, ask prices, order and follow one's own visits"""
    SERVE = "serve"
    """see one's own archive, calendar and visits, ask for leave"""
    FOLLOW_ORDERS = "follow_orders"
    """list and read the orders in one's reach, and take the steps that are one's own"""
    RUN_ORDERS = "run_orders"
    """an enterprise's orders: confirm, assign, reschedule, cancel"""
    RUN_PEOPLE = "run_people"
    """an enterprise's workers: archives, credentials, calendars"""
    RUN_OFFERINGS = "run_offerings"
    """an enterprise's offerings and prices"""
    RECEIVE = "receive"
    """a station's desk"""
    OVERSEE = "oversee"
    """the Federation's overview of its division"""
    KEEP_REGISTER = "keep_register"
    """open, suspend and close the organizations of its division; keep the city's holidays"""
    VERIFY = "verify"
    """say that a worker's credential is genuine"""
    OPERATE = "operate"
    """the machine room: tables read-only, failed deliveries, sessions"""


class Purpose(StrEnum):
    """What somebody may agree to, each by itself."""

    PRIVACY = "privacy"
    LOCATION = "location"
    ARCHIVE = "archive"
    NEWS = "news"


PURPOSE_LABELS = {
    Purpose.PRIVACY: _("Terms and privacy guide"),
    Purpose.LOCATION: _("My place while a visit is under way"),
    Purpose.ARCHIVE: _("Showing my archive to families"),
    Purpose.NEWS: _("News and offers"),
}

VERSIONS = frozenset({"1"})
"""The versions of the texts that were published: only to these somebody can agree. The newest stands in the client too."""

LANGUAGES = ("zh-hans", "en")

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
RESEND_AFTER = timedelta(seconds=60)
CODES_A_PHONE = 5
CODES_AN_ADDRESS = 30
"""An hour's codes to one phone, and from one network address (a carrier puts many phones behind one)."""
HOUR = timedelta(hours=1)
SIGN_INS_AN_ADDRESS = 120
"""An hour's attempts to sign in from one network address."""

WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)

STAFF_SESSION = timedelta(hours=12)
CLIENT_SESSION = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)
"""How often a session's last use is written down."""

TOTP_STEP_S = 30
TOTP_DRIFT = 1
"""How many steps a telephone's clock may be off."""
