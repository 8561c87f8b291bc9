"""Staff sign in with phone, password and one-time number; sessions are seen and ended."""

import dataclasses
import json

import pyotp
import pytest
from django.contrib.auth.hashers import check_password

from tests import makers
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.people import actions, queries
from xunjiasao.domains.people.terms import WRONG_PASSWORDS, Role
from xunjiasao.interfaces.entry.actors import COOKIE
from xunjiasao.interfaces.entry.demo import FILE

PASSWORD = "a-long-pass-phrase"


@pytest.fixture
def staff(db):
    """Phone and one-time secret of a station's head."""
    firm = makers.enterprise()
    phone = makers.phone()
    account_id = actions.open_account(phone=phone, name="吴站长", actor=SYSTEM, now=NOW)
    actions.give_seat(account_id=account_id, role=Role.ENTERPRISE, organization_id=firm.id, actor=SYSTEM, now=NOW)
    secret = actions.totp_secret()
    actions.set_password(account_id=account_id, password_hash=actions.hashed(PASSWORD), actor=SYSTEM, now=NOW)
    actions.set_totp(account_id=account_id, secret=secret, actor=SYSTEM, now=NOW)
    return {"phone": phone, "password": PASSWORD, "secret": secret}


@pytest.fixture
def demo(staff, settings, tmp_path):
    """The same as an account of the demo."""
    kept = {
        "role": "enterprise",
        "name": "吴站长",
        "phone": staff["phone"],
        "password": PASSWORD,
        "totp_secret": staff["secret"],
    }
    (tmp_path / FILE).write_text(
        json.dumps(
            [
                {**kept, "note": "派单", "note_en": "Orders to assign"},
                {"role": "resident", "name": "张", "phone": "13800000000"},
            ]
        )
    )
    settings.XJS = dataclasses.replace(settings.XJS, demo=True, var=tmp_path)
    return staff


def number(staff):
    return pyotp.TOTP(staff["secret"]).at(NOW)


def test_a_desk_asks_nobody_in(db):
    answer = Browser().get("/desk/orders?stage=open")
    assert answer.status_code == 302
    assert answer.url == "/desk/sign-in?next=/desk/orders%3Fstage%3Dopen"


def test_password_and_number_let_in_and_lead_on(staff):
    browser = Browser()
    browser.get("/desk/sign-in")
    answer = browser.post(
        "/desk/sign-in", phone=staff["phone"], password=PASSWORD, otp=number(staff), next="/desk/people"
    )
    assert answer.status_code == 302
    assert answer.url == "/desk/people"
    cookie = browser.client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert browser.get("/desk/").url == "/desk/todo"


@pytest.mark.parametrize("away", ["https://example.org/desk", "//example.org"])
def test_signing_in_never_leads_away(staff, away):
    browser = Browser()
    browser.get("/desk/sign-in")
    assert (
        browser.post("/desk/sign-in", phone=staff["phone"], password=PASSWORD, otp=number(staff), next=away).url
        == "/desk/"
    )


@pytest.mark.parametrize("wrong", [{"password": "another-pass-phrase"}, {"otp": "000000"}])
def test_a_wrong_try_keeps_the_phone_and_never_the_password(staff, wrong):
    browser = Browser()
    browser.get("/desk/sign-in")
    answer = browser.post(
        "/desk/sign-in", **({"phone": staff["phone"], "password": PASSWORD, "otp": number(staff)} | wrong)
    )
    assert answer.status_code == 422
    assert "Phone, password or one-time number isn't right." in answer.words
    assert f'value="{staff["phone"]}"' in answer.html
    assert "pass-phrase" not in answer.html
    assert COOKIE not in browser.client.cookies or not browser.client.cookies[COOKIE].value


def test_what_was_left_empty_is_asked_for_beside_each_field(staff):
    browser = Browser()
    assert " novalidate>" in browser.get("/desk/sign-in").html
    answer = browser.post("/desk/sign-in", phone=staff["phone"], password="", otp=" ")
    assert answer.status_code == 422
    assert [f'id="{name}-error"' in answer.html for name in ("phone", "password", "otp")] == [False, True, True]
    assert f'value="{staff["phone"]}"' in answer.html


def test_a_phone_that_cannot_be_one_is_told_beside_the_field(db):
    browser = Browser()
    browser.get("/desk/sign-in")
    answer = browser.post("/desk/sign-in", phone="1380792", password="x", otp="1")
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="phone-error"' in answer.html


def test_five_wrong_tries_lock_and_say_for_how_long(staff):
    browser = Browser()
    browser.get("/desk/sign-in")
    for _try in range(5):
        browser.post("/desk/sign-in", phone=staff["phone"], password="wrong-pass-phrase", otp="000000")
    answer = browser.post("/desk/sign-in", phone=staff["phone"], password=PASSWORD, otp=number(staff))
    assert answer.status_code == 429
    assert "15 minutes" in answer.words


def test_a_form_without_its_proof_is_refused_in_our_own_words(staff):
    answer = Browser().post("/desk/sign-in", phone=staff["phone"], password=PASSWORD, otp=number(staff))
    assert answer.status_code == 403
    assert "This page was open too long" in answer.words


def test_the_demo_lists_its_staff_and_one_tap_enters_again_and_again(demo):
    for _tap in range(2):
        browser = Browser()
        page = browser.get("/desk/sign-in")
        assert "吴站长" in page.words
        assert "Orders to assign" in page.words
        assert demo["secret"] not in page.html
        assert PASSWORD not in page.html
        assert "13800000000" not in page.html
        assert len(page.content) <= MOST_KIB * 1024
        assert browser.post("/desk/sign-in/demo", phone=demo["phone"]).url == "/desk/"


def test_a_third_tap_in_the_same_minute_is_told_to_wait(demo):
    for answer in ("302", "302", "422"):
        browser = Browser()
        browser.get("/desk/sign-in")
        assert str(browser.post("/desk/sign-in/demo", phone=demo["phone"]).status_code) == answer


def test_outside_of_the_demo_there_is_no_such_door(demo, settings):
    settings.XJS = dataclasses.replace(settings.XJS, demo=False)
    browser = Browser()
    page = browser.get("/desk/sign-in")
    assert "吴站长" not in page.words
    assert browser.post("/desk/sign-in/demo", phone=demo["phone"]).status_code == 404


def test_a_demo_account_without_a_password_cannot_be_tapped(demo):
    browser = Browser()
    browser.get("/desk/sign-in")
    assert browser.post("/desk/sign-in/demo", phone="13800000000").status_code == 404


def test_signing_out_ends_the_session(desk, house):
    assert desk.get("/desk/todo").status_code == 200
    token = desk.client.cookies[COOKIE].value
    assert desk.post("/desk/sign-out").url == "/desk/sign-in"
    desk.client.cookies[COOKIE] = token
    assert desk.get("/desk/todo").status_code == 302


def test_open_sessions_are_listed_and_ended_one_by_one(desk, house, django_assert_num_queries):
    other = Browser(house.desk)
    with django_assert_num_queries(4):
        page = desk.get("/desk/sessions")
    assert "You are signed in at 2 places" in page.words
    mine, theirs = (
        queries.signed(each.client.cookies[COOKIE].value, now=NOW).actor.session_id for each in (desk, other)
    )
    assert desk.post(f"/desk/sessions/{theirs}/end").url == "/desk/sessions"
    assert other.get("/desk/todo").status_code == 302
    assert desk.post(f"/desk/sessions/{mine}/end").url == "/desk/sign-in"
    assert desk.get("/desk/todo").status_code == 302


@pytest.mark.parametrize("named", ["not-an-id", "019a0000-0000-7000-8000-000000000000"])
def test_a_session_that_is_not_there_is_not_found(desk, named):
    desk.get("/desk/sessions")
    assert desk.post(f"/desk/sessions/{named}/end").status_code == 404


def test_a_foreign_session_is_not_found_and_stays_open(desk, house):
    foreign = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id))
    theirs = queries.signed(foreign.client.cookies[COOKIE].value, now=NOW).actor.session_id
    desk.get("/desk/sessions")
    assert desk.post(f"/desk/sessions/{theirs}/end").status_code == 404
    assert foreign.get("/desk/todo").status_code == 200


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.ENTERPRISE, "/desk/todo"),
        (Role.STATION, "/desk/station"),
        (Role.OPERATOR, "/admin/"),
        (Role.RESIDENT, "/m/"),
    ],
)
def test_everybody_comes_to_her_own_desk(db, role, first):
    assert Browser(makers.person(role, organization_id=makers.enterprise().id)).get("/desk/").url == first


@pytest.mark.parametrize("path", ["/desk/todo", "/desk/overview", "/desk/station", "/desk/people", "/desk/all/workers"])
def test_a_desk_that_is_not_ones_own_says_so(db, path):
    page = Browser(makers.person(Role.RESIDENT)).get(path)
    assert page.status_code == 403
    assert "This isn't yours to open" in page.words


# ── one's own password ────────────────────────────────────────────────────────────────────────

NEW = "another-long-pass-phrase"


@pytest.fixture
def inside(staff):
    """The head's desk, and another place where she is signed in."""
    who = queries.actor_of(queries.by_phone(staff["phone"]).pk)
    here, there = Browser(who), Browser(who)
    here.get("/desk/sessions/password")
    return here, there


def changed(browser, current=PASSWORD, password=NEW, again=NEW):
    return browser.post("/desk/sessions/password", current=current, password=password, again=again)


def right(staff, password):
    return check_password(password, queries.by_phone(staff["phone"]).password)


def test_staff_change_their_own_password_and_stay_in_only_here(staff, inside):
    here, there = inside
    assert changed(here).url == "/desk/sessions"
    assert "Your password is changed." in here.get("/desk/sessions").words
    assert there.get("/desk/todo").status_code == 302
    assert right(staff, NEW)
    assert not right(staff, PASSWORD)


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"current": "not mine at all"}, "current", "That isn't your password."),
        ({"again": "another-long-pass-phrasf"}, "again", "The two aren't the same."),
        ({"password": "short", "again": "short"}, "password", "too short"),
        ({"password": "", "again": ""}, "password", "too short"),
        ({"password": "password1234567890"[:11], "again": "password1234567890"[:11]}, "password", "too common"),
    ],
)
def test_a_password_that_cannot_be_taken_is_told_beside_its_field_and_never_repeated(staff, inside, said, field, told):
    here, there = inside
    page = changed(here, **said)
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    assert PASSWORD not in page.html
    assert right(staff, PASSWORD)
    assert there.get("/desk/todo").status_code == 200


def test_guessing_the_password_so_far_is_locked_and_then_the_right_one_waits_too(staff, inside):
    here, _there = inside
    for _guess in range(WRONG_PASSWORDS):
        assert changed(here, current="a guess").status_code == 422
    assert changed(here).status_code == 429
    assert right(staff, PASSWORD)


def test_whoever_signs_in_by_code_has_no_password_to_change(db):
    browser = Browser(makers.person(Role.RESIDENT))
    browser.get("/desk/sessions")
    assert browser.get("/desk/sessions/password").status_code == 404
    assert changed(browser).status_code == 404
