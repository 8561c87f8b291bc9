"""Many at once with one phone: one code is sent, it opens one session, five passwords are tried."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests import databases, servers

AT_ONCE = 24
PHONE = "13987654321"


def at_once(url: str, act: Callable[[httpx.Client, int], httpx.Response]) -> Counter[int | str]:
    """Let every client knock in the same moment.

    :returns: how often each status, or problem's code, was answered
    """
    barrier = Barrier(AT_ONCE)

    def knock(n: int) -> int | str:
        with httpx.Client(base_url=f"{url}/api/v1", timeout=60) as client:
            client.get("/config")
            barrier.wait()
            answer = act(client, n)
        said: dict[str, Any] = answer.json()
        return said["code"] if answer.status_code >= 400 else answer.status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(knock, range(AT_ONCE)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with servers.running(databases.kind(), tmp_path_factory.mktemp("city"), workers=2, threads=8) as server:
        yield server


def ask(client: httpx.Client, phone: str) -> httpx.Response:
    return client.post("/session/codes", json={"phone": phone})


def test_one_phone_gets_one_code_and_it_opens_one_session(city: servers.Server):
    codes: list[str] = []

    def send(client: httpx.Client, _n: int) -> httpx.Response:
        answer = ask(client, PHONE)
        codes.extend([answer.json()["demo_code"]] if answer.status_code == 202 else [])
        return answer

    sent = at_once(city.url, send)
    assert sent[202] == len(codes) == 1
    assert sum(sent.values()) == AT_ONCE == sent[202] + sent["code_too_soon"] + sent["tried_too_often"]
    entered = at_once(city.url, lambda client, _n: client.post("/session", json={"phone": PHONE, "code": codes[0]}))
    assert entered == {200: 1, "code_spent": AT_ONCE - 1}


def test_the_control_many_phones_get_a_code_and_a_session_each(city: servers.Server):
    """Shows that the clients above do knock side by side: without a common phone, all are let in."""
    city.move_clock(7200)

    def walk(client: httpx.Client, n: int) -> httpx.Response:
        phone = f"138{n:08d}"
        return client.post("/session", json={"phone": phone, "code": ask(client, phone).json()["demo_code"]})

    assert at_once(city.url, walk) == {200: AT_ONCE}


def test_a_code_is_tried_five_times_however_many_try_at_once(city: servers.Server):
    city.move_clock(14400)
    with httpx.Client(base_url=f"{city.url}/api/v1", timeout=60) as client:
        code = ask(client, PHONE).json()["demo_code"]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    tried = at_once(city.url, lambda client, _n: client.post("/session", json={"phone": PHONE, "code": wrong}))
    assert tried == {"code_wrong": 5, "code_spent": AT_ONCE - 5}


def test_five_passwords_are_tried_however_many_try_at_once(city: servers.Server):
    city.move_clock(21600)
    body = {"phone": PHONE, "password": "not this one at all", "otp": "123456"}
    tried = at_once(city.url, lambda client, _n: client.post("/session", json=body))
    assert tried == {"password_wrong": 5, "tried_too_often": AT_ONCE - 5}
