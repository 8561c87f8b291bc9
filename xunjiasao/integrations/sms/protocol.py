"""What we ask of a gateway for text messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from xunjiasao.kernel.errors import Refused, Unavailable
from xunjiasao.kernel.text import _


class SmsRefused(Refused):
    """The gateway won't send to this phone: blocked, unreachable, or too often today."""

    code, says = "sms_refused", _("The message couldn't be sent to this phone. Please call us.")


class SmsFailed(Unavailable):
    """The gateway doesn't answer, or not sensibly."""

    code, says = "sms_failed", _("The message couldn't be sent just now. Please try again in a moment.")


class Sms(Protocol):
    def send(self, *, phone: str, template: str, words: Sequence[str], now: datetime) -> str:
        """Send a message made from a template that the carrier has approved.

        :param phone: mainland mobile number, 11 digits
        :param template: our name of the template, as "code"
        :param words: what fills its holes, in their order
        :returns: the gateway's receipt
        :raises SmsRefused:
        :raises SmsFailed:
        """
