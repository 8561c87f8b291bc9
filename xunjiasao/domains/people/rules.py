"""Who may do what, on one screen; and the decisions of signing in."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pyotp

from xunjiasao.domains.people.terms import (
    CLIENT_SESSION,
    CODES_A_PHONE,
    HOUR,
    RESEND_AFTER,
    STAFF,
    STAFF_SESSION,
    TOTP_DRIFT,
    TOTP_STEP_S,
    Power,
    Role,
)
from xunjiasao.kernel.actor import Seat
from xunjiasao.kernel.crypto import same
from xunjiasao.kernel.errors import Invalid, Limited, Refused
from xunjiasao.kernel.text import _, mobile, tidy, translate

P = Power
POWERS: dict[Role, frozenset[Power]] = {
    Role.RESIDENT: frozenset({P.BOOK, P.FOLLOW_ORDERS}),
    Role.WORKER: frozenset({P.SERVE, P.FOLLOW_ORDERS}),
    Role.ENTERPRISE: frozenset({P.FOLLOW_ORDERS, P.RUN_ORDERS, P.RUN_PEOPLE, P.RUN_OFFERINGS}),
    Role.STATION: frozenset({P.RECEIVE}),
    Role.FEDERATION: frozenset({P.FOLLOW_ORDERS, P.OVERSEE, P.VERIFY, P.KEEP_REGISTER}),
    Role.OPERATOR: frozenset({P.OPERATE}),
}


class CodeTooSoon(Limited):
    code, says = "code_too_soon", _("A code was just sent. You can ask again in {seconds} seconds.")


class TooManyCodes(Limited):
    code, says = (
        "too_many_codes",
        _("This phone got {most} codes within an hour. Please try again in {minutes} minutes."),
    )


class ConsentWithdrawn(Refused):
    code, says = (
        "consent_withdrawn",
        _(
            "You withdrew your consent to use your phone and address for bookings. Please agree again under Me, Privacy and consent."
        ),
    )


def of(role: str) -> frozenset[Power]:
    """List what one role allows, in the reach of the seat that holds it."""
    return POWERS[Role(role)]


class WrongPhone(Invalid):
    code = "wrong_phone"


def read_phone(text: str) -> str:
    """Read a mainland mobile number as 11 digits.

    :raises WrongPhone: with what is missing or too much
    """
    if found := mobile(text):
        return found
    digits = len(re.sub(r"\D", "", text.removeprefix("+86")))
    if re.fullmatch(r"[\d +()-]+", tidy(text)) and digits < 11:
        raise WrongPhone(
            fields={"phone": translate("{missing} digits are missing; it should have 11.").format(missing=11 - digits)}
        )
    raise WrongPhone(fields={"phone": translate("A mobile number has 11 digits and starts with 13 to 19.")})


def totp_step(secret: str, number: str, now: datetime) -> int | None:
    """Find the time step whose one-time number this is, or None (RFC 6238, SHA-1, 6 digits)."""
    here = int(now.timestamp()) // TOTP_STEP_S
    numbers = pyotp.HOTP(secret)
    steps = range(here - TOTP_DRIFT, here + TOTP_DRIFT + 1)
    return next((step for step in steps if same(numbers.at(step), number)), None)


def powers(seats: Iterable[Seat]) -> frozenset[Power]:
    """Add up what these seats allow."""
    return frozenset().union(*(POWERS[Role(seat.role)] for seat in seats))


def is_staff(seats: Iterable[Seat]) -> bool:
    """Tell whether one of these seats must be entered with password and one-time number."""
    return any(seat.role in STAFF for seat in seats)


def session_life(seats: Iterable[Seat]) -> timedelta:
    """Say how long a session lasts."""
    return STAFF_SESSION if is_staff(seats) else CLIENT_SESSION


def too_soon(sent: Sequence[datetime], now: datetime) -> Limited | None:
    """Say why no further code may go to a phone now, or None.

    :param sent: when codes that nobody has used went to it during the last hour, newest first
    """
    if sent and now - sent[0] < RESEND_AFTER:
        return CodeTooSoon(seconds=seconds_left(sent[0] + RESEND_AFTER, now))
    if len(sent) >= CODES_A_PHONE:
        return TooManyCodes(most=CODES_A_PHONE, minutes=minutes_left(sent[CODES_A_PHONE - 1] + HOUR, now))
    return None


def seconds_left(until: datetime, now: datetime) -> int:
    """Count the seconds to wait, rounded up, at least one."""
    return max(1, -int((now - until).total_seconds() // 1))


def minutes_left(until: datetime, now: datetime) -> int:
    """Count the minutes to wait, rounded up, at least one."""
    return -(-seconds_left(until, now) // 60)
