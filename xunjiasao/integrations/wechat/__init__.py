"""WeChat mini-program: who signed in, and which phone is hers."""

from functools import lru_cache

import httpx
from django.conf import settings

from xunjiasao.integrations.wechat.client import Wechat
from xunjiasao.integrations.wechat.fake import FakeWechat
from xunjiasao.integrations.wechat.protocol import Identity, Platform, WechatCodeRefused, WechatFailed

__all__ = ["FakeWechat", "Identity", "Platform", "Wechat", "WechatCodeRefused", "WechatFailed", "fake", "platform"]


@lru_cache(maxsize=1)
def platform() -> Platform:
    """Give the platform that the deployment names."""
    xjs = settings.XJS
    if xjs.wechat == "fake":
        return fake().platform()
    http = httpx.Client(base_url="https://api.weixin.qq.com", timeout=httpx.Timeout(5, connect=2))
    return Wechat(appid=xjs.wechat_appid, secret=xjs.wechat_secret, http=http)


@lru_cache(maxsize=1)
def fake() -> FakeWechat:
    """Give the fake platform of this process."""
    return FakeWechat()
