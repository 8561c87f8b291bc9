"""A platform that speaks WeChat's protocol in this process."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx

from xunjiasao.integrations.wechat.client import Wechat

APPID, SECRET = "wx0000000000000000", "fake-secret"
TOKEN_LIFE_S = 7200
DEVTOOLS_CODE = "the code is a mock one"
"""What `wx.login` gives in WeChat's developer tools without an app id; here it is one person who never changes."""
DEVTOOLS_OPENID, DEVTOOLS_PHONE = "o-devtools", "13907920000"


@dataclass
class FakeWechat:
    """
    :param busy: answer errcode -1 to this many calls
    :param limited: answer errcode 45011 to every sign-in
    :param token_calls: how often an access token was asked for
    """

    busy: int = 0
    limited: bool = False
    token_calls: int = 0
    _logins: dict[str, str] = field(default_factory=dict)
    _phones: dict[str, str] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _token: str = ""

    def platform(self, *, secret: str = SECRET) -> Wechat:
        """Give the real adapter, talking to this."""
        http = httpx.Client(base_url="https://api.weixin.qq.com", transport=httpx.MockTransport(self.handle))
        return Wechat(appid=APPID, secret=secret, http=http)

    def login_code(self, openid: str) -> str:
        """Do what `wx.login` does on her phone."""
        code = secrets.token_hex(16)
        self._logins[code] = openid
        return code

    def phone_code(self, phone: str) -> str:
        """Do what the button `getPhoneNumber` does on her phone."""
        code = secrets.token_hex(16)
        self._phones[code] = phone
        return code

    def forget_token(self) -> None:
        """Make the access token stale before its time, as a change of the secret does."""
        self._token = ""

    def handle(self, request: httpx.Request) -> httpx.Response:
        if self.busy > 0:
            self.busy -= 1
            return httpx.Response(200, json={"errcode": -1, "errmsg": "system error"})
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        body = json.loads(request.content) if request.content else {}
        routes = {
            ("GET", "/sns/jscode2session"): self._session,
            ("POST", "/cgi-bin/stable_token"): self._access,
            ("POST", "/wxa/business/getuserphonenumber"): self._number,
        }
        answer = routes.get((request.method, request.url.path))
        return httpx.Response(200, json=answer(query, body)) if answer else httpx.Response(404)

    def _session(self, query: dict[str, str], _body: dict[str, Any]) -> dict[str, Any]:
        if (query.get("appid"), query.get("grant_type")) != (APPID, "authorization_code"):
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if query.get("secret") != SECRET:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if self.limited:
            return {"errcode": 45011, "errmsg": "api minute-quota reach limit, must slower, retry next minute"}
        code = query.get("js_code", "")
        if code == DEVTOOLS_CODE:
            return {"openid": DEVTOOLS_OPENID, "session_key": "fake"}
        return self._once(code, self._logins) or {"openid": self._logins[code], "session_key": "fake"}

    def _access(self, _query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if (body.get("appid"), body.get("secret"), body.get("grant_type")) != (APPID, SECRET, "client_credential"):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.token_calls += 1
        if not self._token or body.get("force_refresh"):
            self._token = secrets.token_hex(24)
        return {"access_token": self._token, "expires_in": TOKEN_LIFE_S}

    def _number(self, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        if not self._token or query.get("access_token") != self._token:
            return {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"}
        code = body.get("code", "")
        phone = DEVTOOLS_PHONE if code == DEVTOOLS_CODE else self._phones.get(code, "")
        fault = None if code == DEVTOOLS_CODE else self._once(code, self._phones)
        info = {
            "phoneNumber": f"+86{phone}",
            "purePhoneNumber": phone,
            "countryCode": "86",
            "watermark": {"appid": APPID, "timestamp": 0},
        }
        return fault or {"errcode": 0, "errmsg": "ok", "phone_info": info}

    def _once(self, code: str, known: dict[str, str]) -> dict[str, Any] | None:
        if code not in known:
            return {"errcode": 40029, "errmsg": "invalid code"}
        if code in self._used:
            return {"errcode": 40163, "errmsg": "code been used"}
        self._used.add(code)
        return None
