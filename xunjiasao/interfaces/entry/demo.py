"""The demo city's accounts, as `make run` wrote them down; there are none outside of a demo."""

import json
from datetime import datetime
from typing import Any

import pyotp
from django.conf import settings

from xunjiasao.domains.people.terms import TOTP_STEP_S
from xunjiasao.kernel.text import either

FILE = "demo-accounts.json"


def accounts() -> list[dict[str, Any]]:
    """Read role, name, phone, secrets and note of the demo's accounts; an empty list outside of a demo."""
    path = settings.XJS.var / FILE
    if not settings.XJS.demo or not path.exists():
        return []
    kept: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [{**each, "note": either(each.get("note", ""), each.get("note_en", ""))} for each in kept]


def numbers(account: dict[str, Any], now: datetime) -> list[str]:
    """Work out the one-time numbers that are right now: this half minute's, and the next one's."""
    totp = pyotp.TOTP(account["totp_secret"], interval=TOTP_STEP_S)
    return [totp.at(for_time=now, counter_offset=ahead) for ahead in (0, 1)]
