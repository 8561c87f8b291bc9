"""What somebody typed is found in no log and, where it tells who she is, in no byte of the database."""

import json
import os
import re
from pathlib import Path

import httpx
import pytest

from tests import servers

ROUNDS, EACH = (8, 25) if os.environ.get("XJS_TEST_LONG") else (1, 12)
NAME = "䶮堃喆昇"
KEPT_ON_PURPOSE = {"timestamp", "request_id", "ms"}
"""fields of a log line whose digits may look like a code by chance"""


def phones() -> list[str]:
    return [f"139{7654321 + 7919 * n:08d}" for n in range(ROUNDS * EACH)]


def walk(client: httpx.Client, phone: str) -> list[str]:
    """Sign in, rightly and wrongly, in every way that a phone or a code can travel.

    :returns: the secrets that were spoken
    """
    code = client.post("/session/codes", json={"phone": phone}).json()["demo_code"]
    client.post("/session/codes", json={"phone": phone, "more": phone})
    client.post("/session/codes", content=f'{{"phone": "{phone}"')
    client.post("/session", json={"phone": phone, "code": "x" + code[:5]})
    client.post("/session", json={"phone": phone, "password": f"secret of {phone}", "otp": code})
    token = client.post("/session", json={"phone": phone, "code": code}).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/session", headers=headers).status_code == 200
    client.patch("/account", headers=headers, json={"name": NAME})
    client.patch("/account", headers=headers, json={"name": phone * 9})
    client.get(f"/nowhere/{phone}?phone={phone}&code={code}", headers={"User-Agent": phone, "Referer": phone})
    client.delete(f"/sessions/{phone}", headers=headers)
    client.post("/session/wechat", json={"login_code": phone})
    return [code, token]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_no_canary_is_found_in_logs_or_in_the_databases_bytes(kind: str, tmp_path: Path):
    spoken: list[str] = []
    with servers.running(kind, tmp_path) as server:
        with httpx.Client(base_url=f"{server.url}/api/v1", timeout=30) as client:
            for n, phone in enumerate(phones()):
                server.move_clock(3700 * (n // EACH))
                spoken += walk(client, phone)
        kept = server.manage("dumpdata", "people", "journal")
        rows = json.dumps(json.loads(kept), ensure_ascii=False)
    assert rows.count('"people.account"') == ROUNDS * EACH
    logs = "\n".join(file.read_text() for file in tmp_path.rglob("*.log"))
    assert logs.count('"event"') > ROUNDS * EACH * 10
    digits = "\n".join(said(line) for line in logs.splitlines())
    assert [phone for phone in phones() if phone in logs or phone in rows] == []
    assert [secret for secret in spoken if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", digits)] == []
    assert [token for token in spoken if len(token) > 6 and token in rows] == []
    assert NAME not in logs
    for file in (each for each in tmp_path.rglob("*") if each.is_file()):
        held = file.read_bytes()
        assert [phone for phone in phones() if phone.encode() in held] == [], file.name


def said(line: str) -> str:
    """Give a log line without what only looks like a code."""
    try:
        event = json.loads(line)
    except ValueError:
        return line
    return json.dumps({name: value for name, value in event.items() if name not in KEPT_ON_PURPOSE})
