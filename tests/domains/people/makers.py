"""People who sign in, through a gateway and a platform that are fake at the far end only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp

from tests import makers
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.journal.models import Entry
from xunjiasao.domains.people import actions
from xunjiasao.domains.people.terms import Role
from xunjiasao.integrations.sms import FakeTencent

PASSWORD = "庐山牯岭街 1898"
HERE: dict[str, Any] = {"device": "iPhone", "address": "10.0.0.1"}


@dataclass(frozen=True)
class Staff:
    id: UUID
    phone: str
    secret: str

    def otp(self, now: datetime) -> str:
        return pyotp.TOTP(self.secret).at(now)


def staff(role: Role = Role.ENTERPRISE, *, organization_id: UUID | None = None, path: str = "") -> Staff:
    """Open an account with a staff role, a password and one-time numbers."""
    phone = makers.phone()
    made = actions.open_account(phone=phone, name="李敏", actor=SYSTEM, now=NOW)
    actions.give_seat(account_id=made, role=role, organization_id=organization_id, path=path, actor=SYSTEM, now=NOW)
    actions.set_password(account_id=made, password_hash=actions.hashed(PASSWORD), actor=SYSTEM, now=NOW)
    secret = actions.totp_secret()
    actions.set_totp(account_id=made, secret=secret, actor=SYSTEM, now=NOW)
    return Staff(made, phone, secret)


def code(phone: str, *, now: datetime = NOW, address: str = "10.0.0.1") -> str:
    """Ask for a code and read it from the message."""
    carrier = FakeTencent()
    actions.send_code(phone=phone, address=address, sms=carrier.gateway(), now=now)
    return carrier.sent[-1].words[0]


def resident(phone: str | None = None, *, now: datetime = NOW) -> actions.SignedIn:
    """Sign in by code."""
    number = phone or makers.phone()
    return actions.sign_in_by_code(phone=number, code=code(number, now=now), now=now, **HERE)


def facts(account_id: UUID | None) -> list[str]:
    """List what the journal says of an account, oldest first."""
    return list(Entry.objects.filter(stream=f"account:{account_id}").order_by("seq").values_list("name", flat=True))
