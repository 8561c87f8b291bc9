"""Send a one-time code to a phone."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from xunjiasao.domains.people import queries, rules
from xunjiasao.domains.people.actions import limit
from xunjiasao.domains.people.models import OneTimeCode
from xunjiasao.domains.people.terms import CODE_DIGITS, CODE_LIFE, CODES_A_PHONE, CODES_AN_ADDRESS, HOUR, RESEND_AFTER
from xunjiasao.integrations.sms import Sms
from xunjiasao.kernel.crypto import token_digest
from xunjiasao.kernel.operations import operation


@dataclass(frozen=True, slots=True)
class CodeSent:
    """
    :param code: for the demo's screen only
    """

    expires_in_s: int
    retry_in_s: int
    code: str


def send_code(*, phone: str, address: str, sms: Sms, now: datetime) -> CodeSent:
    """Make a code and hand it to the carrier; older codes of this phone stop counting.

    The gateway is called after the code is kept: a slow carrier mustn't hold the database.

    :param phone: as typed
    :param address: the network address that asks
    :raises WrongPhone:
    :raises Limited: too soon, too many to this phone, too many from this address
    :raises SmsRefused:
    :raises SmsFailed:
    """
    number = rules.read_phone(phone)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    _keep(number, code, address, now)
    minutes = str(int(CODE_LIFE.total_seconds()) // 60)
    sms.send(phone=number, template="code", words=(code, minutes), now=now)
    return CodeSent(int(CODE_LIFE.total_seconds()), int(RESEND_AFTER.total_seconds()), code)


@operation
def _keep(phone: str, code: str, address: str, now: datetime) -> None:
    limit.take(limit.from_address("codes", address), most=CODES_AN_ADDRESS, window=HOUR, now=now)
    limit.take(limit.of_phone("codes", phone), most=CODES_A_PHONE, window=HOUR, now=now)  # its row orders rivals
    if refusal := rules.too_soon(queries.codes_sent(phone, now=now), now):
        raise refusal
    index = queries.phone_index(phone)
    OneTimeCode(phone_index=index, digest=digest(index, code), sent_at=now, expires_at=now + CODE_LIFE).save(
        force_insert=True
    )


def digest(phone_index: str, code: str) -> str:
    """The form in which a code is kept: it can't be found by trying without the key, nor used for another phone."""
    return token_digest(f"{phone_index}:{code}")
