"""Sign-in, sessions, account and consents over HTTP."""

import dataclasses
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import makers
from tests.domains.people.makers import PASSWORD, staff
from tests.interfaces.api.caller import Caller, stop_clock
from tests.makers import NOW
from xunjiasao.domains.people.models import Account, Consent, Session
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.integrations import wechat
from xunjiasao.interfaces.entry import clock
from xunjiasao.kernel import ids

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def demo(settings: Any, tmp_path: Path) -> Any:
    stop_clock(settings, tmp_path)
    settings.XJS = dataclasses.replace(settings.XJS, demo=True, var=tmp_path)
    return settings


@pytest.fixture
def call() -> Caller:
    return Caller(language="en")


def sign_in(call: Caller, phone: str = PHONE) -> Any:
    """Sign in by code; later calls carry the token."""
    code = call("post", "/session/codes", {"phone": phone}).said["demo_code"]
    signed = call("post", "/session", {"phone": phone, "code": code})
    assert signed.status_code == 200
    call.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {signed.said['token']}"
    return signed.said


def test_a_resident_signs_in_by_code_and_is_herself(call: Caller):
    sent = call("post", "/session/codes", {"phone": " +86 138 0013 8000 "})
    assert sent.status_code == 202
    assert {**sent.said, "demo_code": len(sent.said["demo_code"])} == {
        "expires_in_s": 600,
        "retry_in_s": 60,
        "demo_code": 6,
    }
    signed = call("post", "/session", {"phone": PHONE, "code": sent.said["demo_code"]}).said
    account = {"id": str(Account.objects.get().pk), "name": "", "phone_masked": "138****8000", "language": "zh-Hans"}
    who = {
        "account": account,
        "roles": ["resident"],
        "seats": [{"role": "resident", "organization": None, "division": None}],
    }
    assert {**signed, "token": None} == {**who, "token": None}
    call.client.defaults["HTTP_AUTHORIZATION"] = f"bearer {signed['token']}"
    assert call("get", "/session").said == who


def test_outside_the_demo_no_code_is_ever_answered(call: Caller, demo: Any):
    demo.XJS = dataclasses.replace(demo.XJS, demo=False)
    assert call("post", "/session/codes", {"phone": PHONE}).said == {"expires_in_s": 600, "retry_in_s": 60}
    assert call("get", "/demo/accounts").status_code == 404


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"phone": "138"}, {"phone": "8 digits are missing; it should have 11."}),
        ({}, {"phone": "Please fill this in."}),
        ({"phone": 13800138000}, {"phone": "Please give text."}),
        ({"phone": "1" * 31}, {"phone": "At most 30 characters."}),
        ({"phone": PHONE, "role": "operator"}, {"role": "This field isn't known here."}),
        ([], {"body": "Please give an object."}),
    ],
)
def test_a_wrong_request_for_a_code_is_answered_by_field(call: Caller, body: Any, fields: dict[str, str]):
    answer = call("post", "/session/codes", body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.said["fields"] == fields
    assert answer.said["type"].endswith(answer.said["code"])


def test_the_second_code_within_a_minute_waits(call: Caller):
    call("post", "/session/codes", {"phone": PHONE})
    answer = call("post", "/session/codes", {"phone": PHONE})
    assert (answer.status_code, answer.said["code"]) == (429, "code_too_soon")
    assert 55 <= int(answer.headers["Retry-After"]) <= 60
    assert f"{answer.said['seconds']} seconds" in answer.said["detail"]


def test_a_wrong_code_is_told_beside_its_field_in_the_callers_language():
    sent = Caller()("post", "/session/codes", {"phone": PHONE}).said["demo_code"]
    wrong = "000000" if sent != "000000" else "000001"
    english = Caller(language="en")("post", "/session", {"phone": PHONE, "code": wrong})
    assert (english.status_code, english.said["code"], english.said["left"]) == (422, "code_wrong", 4)
    assert english.said["fields"] == {"code": "That isn't the code; 4 tries are left."}
    assert english.headers["Content-Language"] == "en"
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("body", "fields"),
    [({}, ["code"]), ({"password": PASSWORD}, ["otp"]), ({"otp": "123456"}, ["password"]), ({"code": ""}, ["code"])],
)
def test_a_sign_in_says_what_is_lacking(call: Caller, body: dict[str, str], fields: list[str]):
    answer = call("post", "/session", {"phone": PHONE, **body})
    assert (answer.status_code, list(answer.said["fields"])) == (422, fields)


def test_staff_sign_in_with_seat_organization_and_division(call: Caller):
    house = makers.enterprise()
    who = staff(Role.ENTERPRISE, organization_id=house.id)
    signed = call("post", "/session", {"phone": who.phone, "password": PASSWORD, "otp": who.otp(clock.now())})
    assert signed.said["roles"] == ["enterprise"]
    organization = {"id": str(house.id), "name": house.name}
    assert signed.said["seats"] == [{"role": "enterprise", "organization": organization, "division": None}]


def test_a_division_of_a_seat_has_its_name(call: Caller):
    county = places.find_division(makers.LIANXI)
    assert county
    who = staff(Role.FEDERATION, path=county.path)
    signed = call("post", "/session", {"phone": who.phone, "password": PASSWORD, "otp": who.otp(clock.now())})
    division = {"id": str(county.id), "name": county.name}
    assert signed.said["seats"] == [{"role": "federation", "organization": None, "division": division}]


def test_a_sixth_wrong_password_is_locked_out(call: Caller):
    who = staff()
    wrong = {"phone": who.phone, "password": "not this one at all", "otp": "123456"}
    for _each in range(5):
        answer = call("post", "/session", wrong)
        assert (answer.status_code, answer.said["code"]) == (422, "password_wrong")
    answer = call("post", "/session", wrong)
    assert (answer.status_code, answer.said["code"]) == (429, "tried_too_often")
    assert int(answer.headers["Retry-After"]) == 900


def test_wechat_signs_in_and_asks_for_the_phone_first(call: Caller):
    fake = wechat.fake()
    needed = call("post", "/session/wechat", {"login_code": fake.login_code("o-api")})
    assert (needed.status_code, needed.said["code"]) == (409, "phone_needed")
    both = {"login_code": fake.login_code("o-api"), "phone_code": fake.phone_code(PHONE)}
    signed = call("post", "/session/wechat", both)
    assert (signed.status_code, signed.said["roles"]) == (200, ["resident"])
    again = call("post", "/session/wechat", both)
    assert (again.status_code, again.said["code"]) == (409, "wechat_code_refused")
    fake.busy = 1
    busy = call("post", "/session/wechat", {"login_code": fake.login_code("o-api")})
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")


def test_signing_out_ends_the_session_for_good(call: Caller):
    sign_in(call)
    gone = call("delete", "/session")
    assert (gone.status_code, gone.content) == (204, b"")
    after = call("get", "/session")
    assert (after.status_code, after.said["code"]) == (401, "sign_in_needed")
    assert after.headers["WWW-Authenticate"] == "Bearer"


def test_sessions_are_listed_and_ended_elsewhere(call: Caller, settings: Any, tmp_path: Path):
    call.client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; …) MicroMessenger/8 miniProgram"
    sign_in(call)
    stop_clock(settings, tmp_path, NOW + timedelta(minutes=2))
    other = Caller()
    sign_in(other)
    items = call("get", "/sessions").said["items"]
    assert [(row["device"], row["current"]) for row in items] == [("", False), ("WeChat mini-program", True)]
    assert items[1]["created_at"].endswith("+08:00")
    assert call("delete", f"/sessions/{items[0]['id']}").status_code == 204
    assert other("get", "/session").status_code == 401
    assert call("get", "/sessions?limit=1").said["next"] is None


@pytest.mark.parametrize("which", ["a foreign one", "no id", "none"])
def test_a_session_that_isnt_mine_isnt_there(call: Caller, which: str):
    sign_in(call)
    other = Caller(makers.person())
    hers = other("get", "/sessions").said["items"][0]["id"]
    answer = call("delete", f"/sessions/{ {'a foreign one': hers, 'no id': 'x', 'none': ids.new()}[which] }")
    assert (answer.status_code, answer.said["code"]) == (404, "missing")
    assert other("get", "/session").status_code == 200


def test_name_and_language_are_changed(call: Caller):
    sign_in(call)
    changed = call("patch", "/account", {"name": "  陈晓 ", "language": "en"})
    assert (changed.said["name"], changed.said["language"]) == ("陈晓", "en")
    assert call("patch", "/account", {}).said == changed.said
    for body in ({"name": ""}, {"name": " "}, {"name": "x" * 41}, {"language": "fr"}, {"phone": "1"}, {"name": 5}):
        assert call("patch", "/account", body).status_code == 422
    assert call("get", "/session").said["account"] == changed.said


def test_consents_are_given_listed_and_withdrawn(call: Caller):
    sign_in(call)
    given = call("post", "/consents", {"purpose": "location", "version": "1"})
    assert given.status_code == 201
    assert given.said["label"] == "My place while a visit is under way"
    assert call("get", "/consents").said == {"items": [given.said], "next": None}
    assert call("delete", "/consents/location").status_code == 204
    assert call("delete", "/consents/location").status_code == 404
    assert call("get", "/consents").said["items"] == []
    for body in ({"purpose": "all", "version": "1"}, {"purpose": "news"}, {"purpose": "news", "version": ""}):
        assert call("post", "/consents", body).status_code == 422
    assert call("delete", "/consents/all").status_code == 422
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/session"), ("delete", "/session"), ("get", "/sessions"), ("delete", f"/sessions/{ids.new()}"),
        ("patch", "/account"), ("get", "/consents"), ("post", "/consents"), ("delete", "/consents/news"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("token", [None, "", "x", "x" * 5000, "é"])
def test_nobody_gets_in_without_a_token(call: Caller, method: str, path: str, token: str | None):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    answer = call(method, path, {} if method in {"post", "patch"} else None, headers=headers)
    assert (answer.status_code, answer.said["code"]) == (401, "sign_in_needed")


def test_a_cookie_opens_no_door_of_the_api(call: Caller):
    token = sign_in(call)["token"]
    del call.client.defaults["HTTP_AUTHORIZATION"]
    call.client.cookies["xjs_session"] = token
    assert call("get", "/session").status_code == 401


def test_a_client_learns_what_it_needs_before_anybody_signs_in(call: Caller):
    said = call("get", "/config").said
    assert (said["brand"], said["city"]["code"], said["city"]["name"]) == ("Xunjiasao", "360400", "九江市")
    assert (said["demo"], said["languages"], said["slot_min"]) == (True, ["zh-Hans", "en"], 30)
    assert Caller()("get", "/config").said["brand"] == "浔家嫂"


def test_the_demo_lists_its_accounts(call: Caller, tmp_path: Path):
    assert call("get", "/demo/accounts").status_code == 404
    (tmp_path / "demo-accounts.json").write_text(
        json.dumps([{"role": "resident", "name": "陈晓", "phone": PHONE, "address": "x"}])
    )
    assert call("get", "/demo/accounts").said["items"] == [
        {"role": "resident", "name": "陈晓", "phone": PHONE, "password": None, "totp_secret": None, "note": ""}
    ]


def test_each_answer_asks_the_database_a_counted_number_of_times(call: Caller, django_assert_num_queries: Any):
    sign_in(call)
    with django_assert_num_queries(2):  # the session, the account
        call("get", "/session")
    with django_assert_num_queries(2):
        call("get", "/sessions")
    with django_assert_num_queries(2):
        call("get", "/consents")
