"""A gateway that speaks Tencent's protocol in this process: checks the signature, keeps the messages."""

import hashlib
import hmac
import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from xunjiasao.integrations.sms.tencent import Tencent

ID, KEY, APP, SIGN, TEMPLATES = "fake-id", "fake-key", "1400000000", "浔家嫂", {"code": "100001"}
TOO_OLD_S = 300
KEPT = 200
CREDENTIAL = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<on>[\d-]{10})/sms/tc3_request, "
    r"SignedHeaders=(?P<signed>[\w;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Message:
    phone: str
    template: str
    words: tuple[str, ...]


@dataclass
class FakeTencent:
    """
    :param blocked: phones that the carrier won't deliver to
    :param clock: the gateway's own Unix time in seconds; without one, requests never are too old
    """

    blocked: set[str] = field(default_factory=set)
    clock: Callable[[], float] | None = None
    broken: bool = False
    sent: deque[Message] = field(default_factory=lambda: deque(maxlen=KEPT))

    def gateway(self, *, secret_key: str = KEY) -> Tencent:
        """Give the real adapter, talking to this."""
        http = httpx.Client(transport=httpx.MockTransport(self.handle))
        return Tencent(secret_id=ID, secret_key=secret_key, app=APP, sign=SIGN, templates=TEMPLATES, http=http)

    def handle(self, request: httpx.Request) -> httpx.Response:
        if self.broken:
            return httpx.Response(502, text="<html>Bad gateway</html>")
        fault = self._fault(request)
        said = {"Error": {"Code": fault, "Message": fault}} if fault else self._send(json.loads(request.content))
        return httpx.Response(200, json={"Response": said | {"RequestId": "fake"}})

    def _fault(self, request: httpx.Request) -> str | None:
        wanted = ("SendSms", "2021-01-11")
        if (request.headers.get("X-TC-Action"), request.headers.get("X-TC-Version")) != wanted:
            return "InvalidAction"
        at, said = (
            request.headers.get("X-TC-Timestamp", ""),
            CREDENTIAL.fullmatch(request.headers.get("Authorization", "")),
        )
        if said is None or not at.isdecimal():
            return "AuthFailure.InvalidAuthorization"
        if said["id"] != ID:
            return "AuthFailure.SecretIdNotFound"
        if self.clock and abs(self.clock() - int(at)) > TOO_OLD_S:
            return "AuthFailure.SignatureExpire"
        return (
            None
            if hmac.compare_digest(said["signature"], _signature(request, said, at))
            else "AuthFailure.SignatureFailure"
        )

    def _send(self, asked: dict[str, Any]) -> dict[str, Any]:
        if (asked["SmsSdkAppId"], asked["SignName"]) != (APP, SIGN):
            return {"Error": {"Code": "FailedOperation.SignatureIncorrectOrUnapproved", "Message": ""}}
        names = {number: name for name, number in TEMPLATES.items()}
        if asked["TemplateId"] not in names:
            return {"Error": {"Code": "FailedOperation.TemplateIncorrectOrUnapproved", "Message": ""}}
        return {
            "SendStatusSet": [self._take(phone, names[asked["TemplateId"]], asked) for phone in asked["PhoneNumberSet"]]
        }

    def _take(self, number: str, template: str, asked: dict[str, Any]) -> dict[str, Any]:
        phone = number.removeprefix("+86")
        code = "Ok"
        if not re.fullmatch(r"\+861\d{10}", number):
            code = "InvalidParameterValue.IncorrectPhoneNumber"
        elif phone in self.blocked:
            code = "FailedOperation.PhoneNumberInBlacklist"
        else:
            self.sent.append(Message(phone, template, tuple(asked["TemplateParamSet"])))
        receipt = f"fake:{len(self.sent)}" if code == "Ok" else ""
        return {
            "SerialNo": receipt,
            "PhoneNumber": number,
            "Fee": 1,
            "SessionContext": "",
            "Code": code,
            "Message": "",
            "IsoCode": "CN",
        }


def _signature(request: httpx.Request, said: re.Match[str], at: str) -> str:
    """Work out the signature from the request as it came, independently of the adapter."""
    names = said["signed"].split(";")
    head = "".join(f"{name}:{request.headers[name].strip().lower()}\n" for name in names)
    digest = hashlib.sha256(request.content).hexdigest()
    asked = "\n".join([request.method, request.url.path, request.url.query.decode(), head, said["signed"], digest])
    scope = f"{said['on']}/sms/tc3_request"
    text = "\n".join(["TC3-HMAC-SHA256", at, scope, hashlib.sha256(asked.encode()).hexdigest()])
    secret = ("TC3" + KEY).encode()
    for part in scope.split("/"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
