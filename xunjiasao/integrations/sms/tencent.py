"""Tencent Cloud SMS: SendSms of 2021-01-11, signed by TC3-HMAC-SHA256.

Source: cloud.tencent.com/document/api/382/55981 (SendSms) and 382/52072 (signature v3).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from xunjiasao.integrations.sms.protocol import SmsFailed, SmsRefused

HOST, SERVICE, ACTION, VERSION, REGION = "sms.tencentcloudapi.com", "sms", "SendSms", "2021-01-11", "ap-guangzhou"
JSON = "application/json; charset=utf-8"
OF_THIS_PHONE = (
    "InvalidParameterValue.IncorrectPhoneNumber",
    "FailedOperation.PhoneNumberInBlacklist",
    "LimitExceeded.PhoneNumber",
)


class Tencent:
    def __init__(
        self,
        *,
        secret_id: str,
        secret_key: str,
        app: str,
        sign: str,
        templates: Mapping[str, str],
        http: httpx.Client,
        url: str = f"https://{HOST}/",
    ) -> None:
        """
        :param sign: the approved signature that stands before every message, as 浔家嫂
        :param templates: our name of a template → the gateway's id of it
        """
        self._id, self._key, self._app, self._sign = secret_id, secret_key, app, sign
        self._templates, self._http, self._url = templates, http, url

    def send(self, *, phone: str, template: str, words: Sequence[str], now: datetime) -> str:
        asked = {
            "PhoneNumberSet": [f"+86{phone}"], "SmsSdkAppId": self._app, "SignName": self._sign,
            "TemplateId": self._templates[template], "TemplateParamSet": list(words),
        }  # fmt: skip
        status = self._call(json.dumps(asked, ensure_ascii=False).encode(), int(now.timestamp()))
        if status["Code"] == "Ok":
            return str(status["SerialNo"])
        raise SmsRefused if str(status["Code"]).startswith(OF_THIS_PHONE) else SmsFailed

    def _call(self, body: bytes, at_s: int) -> dict[str, Any]:
        headers = {
            "Authorization": authorization(self._id, self._key, body, at_s), "Content-Type": JSON, "Host": HOST,
            "X-TC-Action": ACTION, "X-TC-Version": VERSION, "X-TC-Region": REGION, "X-TC-Timestamp": str(at_s),
        }  # fmt: skip
        try:
            said = self._http.post(self._url, content=body, headers=headers).json()["Response"]
            if "Error" in said:
                return {"Code": said["Error"]["Code"]}
            status: dict[str, Any] = said["SendStatusSet"][0]
            return {"Code": status["Code"], "SerialNo": status["SerialNo"]}
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError):
            raise SmsFailed from None  # the cause may hold the phone


def authorization(secret_id: str, secret_key: str, body: bytes, at_s: int) -> str:
    """Sign a request.

    :param at_s: Unix time in seconds; the gateway refuses what is more than five minutes off
    """
    on = datetime.fromtimestamp(at_s, UTC).date().isoformat()
    scope = f"{on}/{SERVICE}/tc3_request"
    signed = "content-type;host"
    head = f"content-type:{JSON}\nhost:{HOST}\n"
    asked = f"POST\n/\n\n{head}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
    text = f"TC3-HMAC-SHA256\n{at_s}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    key = f"TC3{secret_key}".encode()
    for part in (on, SERVICE, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={signed}, Signature={signature}"
