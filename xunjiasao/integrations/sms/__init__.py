"""Text messages to telephones: one protocol, a real gateway, and a fake one that checks as strictly."""

from functools import lru_cache

import httpx
from django.conf import settings

from xunjiasao.integrations.sms.fake import FakeTencent
from xunjiasao.integrations.sms.protocol import Sms, SmsFailed, SmsRefused
from xunjiasao.integrations.sms.tencent import Tencent

__all__ = ["FakeTencent", "Sms", "SmsFailed", "SmsRefused", "Tencent", "fake", "gateway"]


@lru_cache(maxsize=1)
def gateway() -> Sms:
    """Give the gateway that the deployment names."""
    xjs = settings.XJS
    if xjs.sms == "fake":
        return fake().gateway()
    return Tencent(
        secret_id=xjs.sms_id, secret_key=xjs.sms_key, app=xjs.sms_app, sign=xjs.sms_sign,
        templates={"code": xjs.sms_code_template}, http=httpx.Client(timeout=httpx.Timeout(5, connect=2)),
    )  # fmt: skip


@lru_cache(maxsize=1)
def fake() -> FakeTencent:
    """Give the fake gateway of this process, with the messages that it took."""
    return FakeTencent()
