"""WeChat's server API, thinly.

Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc: code2Session, getPhoneNumber, getStableAccessToken.
"""

import threading
from datetime import datetime, timedelta
from typing import Any

import httpx

from xunjiasao.integrations.wechat.protocol import Identity, WechatCodeRefused, WechatFailed

CODE_INVALID, CODE_USED = 40029, 40163
TOKEN_STALE = {40001, 40014, 42001}
EARLY = timedelta(minutes=5)
"""An access token is renewed this long before it runs out."""


class Wechat:
    def __init__(self, *, appid: str, secret: str, http: httpx.Client) -> None:
        self._appid, self._secret, self._http = appid, secret, http
        self._lock = threading.Lock()
        self._token: tuple[str, datetime] | None = None

    def identity(self, *, login_code: str) -> Identity:
        asked = {
            "appid": self._appid,
            "secret": self._secret,
            "js_code": login_code,
            "grant_type": "authorization_code",
        }
        said = self._call("GET", "/sns/jscode2session", params=asked)
        _check(said)
        return Identity(_text(said, "openid"))

    def phone(self, *, phone_code: str, now: datetime) -> str:
        said = self._ask_phone(phone_code, self._access(now))
        if said.get("errcode") in TOKEN_STALE:
            said = self._ask_phone(phone_code, self._access(now, renew=True))
        _check(said)
        found = said.get("phone_info")
        return _text(found if isinstance(found, dict) else {}, "purePhoneNumber")

    def _ask_phone(self, phone_code: str, token: str) -> dict[str, Any]:
        return self._call(
            "POST", "/wxa/business/getuserphonenumber", params={"access_token": token}, json={"code": phone_code}
        )

    def _access(self, now: datetime, *, renew: bool = False) -> str:
        """Give the access token, asking for one when there is none, it is old, or the platform refused it."""
        with self._lock:
            if self._token is None or renew or now >= self._token[1]:
                asked = {
                    "grant_type": "client_credential",
                    "appid": self._appid,
                    "secret": self._secret,
                    "force_refresh": renew,
                }
                said = self._call("POST", "/cgi-bin/stable_token", json=asked)
                _check(said)
                life = timedelta(seconds=int(said.get("expires_in", 0)))
                self._token = _text(said, "access_token"), now + life - EARLY
            return self._token[0]

    def _call(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        try:
            said = self._http.request(method, path, **asked).json()
        except (httpx.HTTPError, ValueError):
            raise WechatFailed from None  # the cause holds an address with our secret
        if not isinstance(said, dict):
            raise WechatFailed
        return said


def _check(said: dict[str, Any]) -> None:
    fault = said.get("errcode", 0)
    if fault in {CODE_INVALID, CODE_USED}:
        raise WechatCodeRefused
    if fault:
        raise WechatFailed


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise WechatFailed
    return value
