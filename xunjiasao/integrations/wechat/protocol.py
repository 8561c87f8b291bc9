"""What we ask of the platform of a mini-program."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from xunjiasao.kernel.errors import Refused, Unavailable
from xunjiasao.kernel.text import _


class WechatCodeRefused(Refused):
    """The code was used, is too old or never was one."""

    code, says = "wechat_code_refused", _("WeChat's sign-in has run out. Please try again.")


class WechatFailed(Unavailable):
    """The platform doesn't answer, or is too busy."""

    code, says = "wechat_failed", _("WeChat doesn't answer just now. Please try again, or use a code by SMS.")


@dataclass(frozen=True, slots=True)
class Identity:
    """
    :param openid: who she is to this mini-program
    """

    openid: str


class Platform(Protocol):
    def identity(self, *, login_code: str) -> Identity:
        """Learn who signed in, from the single-use code of `wx.login`.

        :raises WechatCodeRefused:
        :raises WechatFailed:
        """

    def phone(self, *, phone_code: str, now: datetime) -> str:
        """Learn her phone, from the single-use code of the button `getPhoneNumber`.

        :returns: the number without its country code
        :raises WechatCodeRefused:
        :raises WechatFailed:
        """
