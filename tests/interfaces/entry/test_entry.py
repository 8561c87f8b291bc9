"""Errors in one form, languages, sizes, powers at the door, request ids."""

import dataclasses
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests import makers
from tests.interfaces.api.caller import Caller, stop_clock
from tests.interfaces.entry import planted
from tests.makers import NOW
from xunjiasao.domains.people.actions import sessions
from xunjiasao.domains.people.models import Account, Session
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.entry import clock, wire

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def plant(settings: Any, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = planted.__name__
    stop_clock(settings, tmp_path)


@pytest.fixture
def call() -> Caller:
    return Caller(language="en")


# ── problems ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "status", "code", "detail"),
    [
        ("refused", 409, "full", "Only 2 left."),
        ("forbidden", 403, "forbidden", "You don't have the right to do this."),
        ("missing", 404, "missing", "It isn't here, or isn't yours to see."),
        ("limited", 429, "too_often", "That was too often. Please try again in 3 min."),
        ("unavailable", 503, "unavailable", "We can't answer just now. Please try again in a moment."),
        ("down", 503, "busy", "We can't answer just now. Please try again in a moment."),
        ("bug", 500, "error", "Something went wrong on our side. What you did wasn't saved."),
        ("not found", 404, "missing", "It isn't here, or isn't yours to see."),
    ],
)
def test_every_error_is_a_problem(call: Caller, kind: str, status: int, code: str, detail: str):
    answer = call("get", f"/raise/{kind}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert (answer.said["status"], answer.said["code"], answer.said["detail"]) == (status, code, detail)
    assert answer.said["type"] == f"urn:xunjiasao:problem:{code}"
    assert not {"secret", "13800138000", "Traceback"} & set(answer.content.decode().split())
    waits = {"limited": "180", "unavailable": "2", "down": "2"}
    assert answer.headers.get("Retry-After") == waits.get(kind)


def test_facts_travel_along_and_never_hide_the_problem(call: Caller):
    said = call("get", "/raise/refused").said
    assert said["left"] == 2
    assert "fields" not in said


@pytest.mark.parametrize("kind", ["refused", "forbidden", "missing", "down"])
def test_a_page_says_what_went_wrong_to_a_person(kind: str):
    answer = Client(headers={"Accept-Language": "en"}).get(f"/desk/raise/{kind}")
    assert answer.status_code == {"refused": 409, "forbidden": 403, "missing": 404, "down": 503}[kind]
    assert answer.headers["Content-Type"].startswith("text/html")
    assert b"13800138000" not in answer.content


def test_a_page_that_breaks_tells_nothing_of_how():
    answer = Client(raise_request_exception=False).get("/desk/raise/bug")
    assert answer.status_code == 500
    assert b"secret" not in answer.content


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/nowhere", 404), ("delete", "/echo", 405), ("put", "/list", 405)]
)
def test_what_isnt_a_route_is_a_problem_too(call: Caller, method: str, path: str, status: int):
    answer = call(method, path)
    assert (answer.status_code, answer.headers["Content-Type"], answer.said["status"]) == (status, PROBLEM, status)
    assert ("Allow" in answer.headers) == (status == 405)


# ── what is sent ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"text": "Please fill this in."}),
        ({"text": 5}, {"text": "Please give text."}),
        ({"text": None}, {"text": "Please give text."}),
        ({"text": "x", "more": 1, "most": 2}, {"more": "This field isn't known here.", "most": "This field isn't known here."}),
        ({"text": "x", "numbers": ["a", 1, 1.5]}, {"numbers.0": "Please give a whole number.", "numbers.2": "Please give a whole number."}),
        ({"text": "x", "numbers": 5}, {"numbers": "Please give a list."}),
        ({"text": "x", "at": "tomorrow"}, {"at": "Please give a time as in 2026-11-26T09:00:00+08:00."}),
        ({"text": "x", "at": "2026-11-26T09:00:00"}, {"at": "Please give the time with its offset, as in 2026-11-26T09:00:00+08:00."}),
        ("x", {"body": "Please give an object."}),
        (None, {"body": "Please give an object."}),
    ],
)  # fmt: skip
def test_each_field_that_cant_be_has_its_sentence(call: Caller, body: Any, fields: dict[str, str]):
    answer = call.client.post("/api/v1/echo", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["fields"] == fields


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("since=x", "since"), ("thing=x", "thing"), ("cursor=" + "x" * 401, "cursor")]
)  # fmt: skip
def test_each_part_of_a_query_has_its_sentence(call: Caller, query: str, field: str):
    answer = call("get", f"/list?{query}")
    assert (answer.status_code, list(answer.said["fields"])) == (422, [field])


@pytest.mark.parametrize(
    "data", [b"{", b"\xff\xfe", b'{"text": "\\ud8', b"{'text': 1}", b"[" * 100_000, b'{"text": NaN', b"\x00"]
)
def test_bytes_that_arent_json_are_refused(call: Caller, data: bytes):
    answer = call.client.post("/api/v1/echo", data, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_more_than_256_kib_are_refused_before_they_are_read(call: Caller):
    for size, status in ((256 * 1024 - 12, 201), (256 * 1024 - 11, 413), (2_000_000, 413)):
        answer = call.client.post("/api/v1/echo", b'{"text": "' + b"x" * size + b'"}', content_type="application/json")
        assert answer.status_code == status
    assert answer.json()["detail"] == "That is too large: at most 256 KiB."
    lying = call.client.post("/api/v1/echo", b"{}", content_type="application/json", CONTENT_LENGTH="-5")
    assert lying.status_code == 413


@pytest.mark.parametrize("path", ["/list?cursor=%00", "/list?cursor=a%00b", "/raise/%00"])
def test_null_characters_are_refused_at_the_door(call: Caller, path: str):
    assert call("get", path).status_code == 400


def test_what_is_sent_is_cleaned(call: Caller):
    said = call(
        "post", "/echo", {"text": " 前进路\u200b\t 8 号\x1b ", "words": ["\u202ea"], "at": "2026-11-26T01:00:00Z"}
    ).said["said"]
    assert (said["text"], said["words"], said["at"]) == ("前进路 8 号", ["a"], "2026-11-26T09:00:00+08:00")


@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_is_answered(call: Caller, body: Any):
    for sent in (body, {"text": body, "numbers": body}):
        answer = call.client.post("/api/v1/echo", json.dumps(sent), content_type="application/json")
        assert answer.status_code in {201, 400, 422}


# ── powers ────────────────────────────────────────────────────────────────────────────────────


def test_the_door_asks_before_anything_is_read(call: Caller):
    assert call("post", "/mine", {"wrong": 1}).status_code == 401
    assert call("post", "/theirs", {"wrong": 1}).status_code == 401
    resident = Caller(makers.person(), language="en")
    assert resident("post", "/mine", {"wrong": 1}).status_code == 422
    assert resident("post", "/theirs", {"wrong": 1}).status_code == 403
    operator = Caller(makers.person(Role.OPERATOR))
    assert operator("post", "/theirs", {"text": "x"}).status_code == 200


def test_the_document_names_the_lock_of_each_route():
    paths = planted.api.get_openapi_schema(path_prefix="")["paths"]
    assert "security" not in paths["/echo"]["post"]
    assert paths["/mine"]["post"]["security"] == [{"Gate": []}]
    assert paths["/mine"]["post"]["operationId"] == "planted_mine"
    assert set(paths["/mine"]["post"]["responses"]) == {200, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503}


def test_a_desk_sends_strangers_to_sign_in_and_tells_others_why_not():
    stranger = Client().get("/desk/room?a=1")
    assert (stranger.status_code, stranger.headers["Location"]) == (302, "/desk/sign-in?next=/desk/room%3Fa%3D1")
    for role, status in ((Role.STATION, 403), (Role.OPERATOR, 200)):
        client = Client()
        actor = makers.person(role)
        client.cookies["xjs_session"] = sessions.opened(
            Account.objects.get(id=actor.who), by="password", device="", now=NOW
        ).token
        assert client.get("/desk/room").status_code == status


def test_a_bearer_token_opens_no_desk():
    operator = Caller(makers.person(Role.OPERATOR))
    assert operator.client.get("/desk/room").status_code == 302


def test_a_request_looks_its_session_up_once_and_notes_its_use_rarely(
    django_assert_num_queries: Any, settings: Any, tmp_path: Path
):
    operator = Caller(makers.person(Role.OPERATOR))
    with django_assert_num_queries(1):
        operator("post", "/theirs", {"text": "x"})
    stop_clock(settings, tmp_path, NOW + timedelta(minutes=6))
    operator("post", "/theirs", {"text": "x"})
    assert Session.objects.get().seen_at > NOW + timedelta(minutes=5)
    with django_assert_num_queries(1):
        operator("post", "/theirs", {"text": "x"})


# ── languages ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("en", "en"), ("en-GB,en;q=0.8", "en"), ("zh-Hans", "zh-hans"), ("zh-CN", "zh-hans"), ("fr, en;q=0.5", "en"), ("fr", "zh-hans"),
     ("*", "zh-hans"), ("", "zh-hans"), ("x" * 600, "zh-hans"), ("en\u00e9", "zh-hans")],
)  # fmt: skip
def test_the_api_answers_in_the_language_it_is_asked_in(accepts: str, language: str):
    answer = Client().get("/api/v1/nowhere", headers={"Accept-Language": accepts})
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


def test_who_names_no_language_is_answered_in_her_own():
    person = makers.person()
    Account.objects.filter(id=person.who).update(language="en")
    caller = Caller(person)
    del caller.client.headers
    caller.client.defaults.pop("HTTP_ACCEPT_LANGUAGE", None)
    answer = caller.client.post("/api/v1/mine", "{}", content_type="application/json")
    assert answer.headers["Content-Language"] == "en"


def test_at_a_page_the_chosen_language_comes_first_then_the_browsers_then_the_accounts():
    client = Client(headers={"Accept-Language": "en"})
    assert client.get("/hall").content == b"Monday"
    actor = makers.person()
    Account.objects.filter(id=actor.who).update(language="en")
    client.cookies["xjs_session"] = sessions.opened(
        Account.objects.get(id=actor.who), by="password", device="", now=NOW
    ).token
    assert client.get("/hall", headers={"Accept-Language": "zh-CN,en;q=0.5"}).content.decode() == "星期一"
    client.cookies["xjs_language"] = "zh-hans"
    assert client.get("/hall").content.decode() == "星期一"
    client.cookies["xjs_language"] = "../x"
    assert client.get("/hall").content == b"Monday"
    assert client.get("/hall", headers={"Accept-Language": "fr"}).content == b"Monday"


# ── around every request ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abcdef-123456", True), ("x", False), ("a b c d e f g h", False), ("x" * 65, False), ("", False)],
)
def test_a_request_has_an_id(call: Caller, given: str, kept: bool):
    answer = call("get", "/list", headers={"X-Request-Id": given})
    assert (answer.headers["X-Request-Id"] == given) == kept
    assert len(answer.headers["X-Request-Id"]) >= 8


def test_the_log_names_the_route_and_nobody(call: Caller, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        call("get", "/raise/bug?phone=13800138000")
    text = "\n".join(str(record.msg) for record in caplog.records)
    assert "api/v1/raise/<kind>" in text
    assert "phone=" not in text


def test_what_the_api_answers_may_load_nothing_and_a_page_only_what_is_ours(call: Caller, settings: Any):
    for path in ("/session", "/nothing/here"):
        assert call("get", path)["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    settings.ROOT_URLCONF = "xunjiasao.project.urls"
    for page in ("/", "/api/v1/docs"):
        policy = Client().get(page)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self'" in policy


def test_answers_of_the_api_are_kept_nowhere(call: Caller):
    assert call("get", "/list").headers["Cache-Control"] == "private, no-store"


def test_the_clock_moves_only_where_it_may(settings: Any, tmp_path: Path):
    file, near = tmp_path / "other", timedelta(seconds=30)
    settings.XJS = dataclasses.replace(settings.XJS, clock_file=file)
    assert abs(clock.now() - datetime.now(UTC)) < near
    for text in ("", "soon", "-"):
        file.write_text(text)
        assert abs(clock.now() - datetime.now(UTC)) < near
    file.write_text("86400.5")
    assert abs(clock.now() - datetime.now(UTC) - timedelta(days=1)) < near
    settings.XJS = dataclasses.replace(settings.XJS, testing=False, demo=False)
    assert abs(clock.now() - datetime.now(UTC)) < near


def test_times_are_written_on_the_citys_clock():
    assert wire.dumps({"at": NOW, "on": NOW.date()}) == b'{"at":"2026-11-24T09:00:00+08:00","on":"2026-11-24"}'


def test_alive_and_ready(settings: Any):
    settings.ROOT_URLCONF = "xunjiasao.project.urls"
    client = Client()
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json() == {"ok": True}
    with connection.cursor() as cursor:
        on = " ON journal_about" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER journal_about_update{on}")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "journal": ["journal_about_update"]})
