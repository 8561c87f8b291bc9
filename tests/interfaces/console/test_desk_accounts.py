"""The Federation gives the staff of enterprises and stations their accounts, renews lost keys, takes desks back."""

import re
from dataclasses import dataclass
from uuid import UUID

import pyotp
import pytest
import segno

from tests import makers
from tests.interfaces.browser import Browser
from tests.interfaces.console.test_register import counts
from tests.makers import NOW
from xunjiasao.domains.organizations import actions
from xunjiasao.domains.people import actions as people_actions
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.terms import WRONG_PASSWORDS, Role
from xunjiasao.kernel.lifecycle import StepNotYours


def handed(page):
    """The first password and the key that the page shows."""
    return re.findall(r"<code>([^<]+)</code>", page.html)[:2]


def test_its_first_staff_gets_an_account_and_can_sign_in(federation, house):
    own, phone = house.enterprise, makers.phone()
    federation.get(f"/desk/all/register/{own.id}/staff")
    page = federation.post(f"/desk/all/register/{own.id}/staff", phone=phone, name="新经理")
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    password, secret = handed(page)
    link = f"otpauth://totp/Xunjiasao:{phone}?secret={secret}&issuer=Xunjiasao"
    assert segno.make_qr(link).svg_inline(omitsize=True) in page.html
    account = people.by_phone(phone)
    assert account is not None
    assert [(seat.role, seat.organization_id) for seat in people.seats_of(account)] == [("enterprise", own.id)]
    fresh = Browser()
    fresh.get("/desk/sign-in")
    entered = fresh.post("/desk/sign-in", phone=phone, password=password, otp=pyotp.TOTP(secret).at(NOW))
    assert entered.status_code == 302
    assert fresh.get("/desk/people").status_code == 200
    entry = federation.get(f"/desk/all/register/{own.id}")
    assert "新经理" in entry.words
    assert password not in entry.html
    assert secret not in entry.html


def test_a_phone_that_has_an_account_is_refused_and_its_owner_keeps_hers(federation, house):
    own, known = house.enterprise, people.account(house.resident.who)
    federation.get(f"/desk/all/register/{own.id}/staff")
    was = counts()
    page = federation.post(f"/desk/all/register/{own.id}/staff", phone=people.phone_of(known), name="陈晓")
    assert page.status_code == 422
    assert re.search(r'id="phone-error">.*?There is an account with this phone already\.', page.html)
    assert 'value="陈晓"' in page.html
    assert "qrline" not in page.html
    assert counts() == was
    kept = people.account(house.resident.who)
    assert (kept.password, kept.totp_sealed, kept.seats) == (known.password, None, known.seats)


@pytest.mark.parametrize(
    ("said", "field"), [({"phone": "138", "name": "张"}, "phone"), ({"phone": "13800009999", "name": " "}, "name")]
)
def test_an_account_that_cannot_be_right_is_not_opened(federation, house, said, field):
    federation.get(f"/desk/all/register/{house.enterprise.id}/staff")
    was = counts()
    page = federation.post(f"/desk/all/register/{house.enterprise.id}/staff", **said)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.html
    assert counts() == was


def test_a_closed_enterprise_gets_no_desk(federation, house):
    actions.close(actor=makers.SYSTEM, organization_id=house.enterprise.id, now=NOW)
    federation.get(f"/desk/all/register/{house.enterprise.id}/staff")
    was = counts()
    page = federation.post(f"/desk/all/register/{house.enterprise.id}/staff", phone=makers.phone(), name="张")
    assert page.status_code == 409
    assert counts() == was


@pytest.fixture
def manager(house):
    """Whoever sits at the enterprise's desk, and what she signs in with."""
    phone, secret = makers.phone(), people_actions.totp_secret()
    account_id = actions.give_desk(
        actor=makers.SYSTEM, organization_id=house.enterprise.id, phone=phone, name="老经理",
        password_hash=people_actions.hashed("the first password"), totp_secret=secret, now=NOW,
    )  # fmt: skip
    return Seated(account_id, phone, "the first password", secret)


@dataclass(frozen=True)
class Seated:
    account_id: UUID
    phone: str
    password: str
    secret: str

    def keys(self):
        kept = people.account(self.account_id)
        return kept.password, kept.totp_sealed

    def enters(self, *, password="", secret="", at=NOW):
        browser = Browser()
        browser.get("/desk/sign-in")
        otp = pyotp.TOTP(secret or self.secret).at(at)
        return browser.post("/desk/sign-in", phone=self.phone, password=password or self.password, otp=otp).status_code


def desk_of(manager):
    return Browser(people.actor_of(manager.account_id))


def test_whoever_lost_her_keys_gets_new_ones_and_the_old_ones_end(federation, house, manager):
    at = f"/desk/all/register/{house.enterprise.id}"
    open_desk = desk_of(manager)
    assert open_desk.get("/desk/people").status_code == 200
    assert f"{at}/staff/{manager.account_id}/keys" in federation.get(at).html
    was = manager.keys()
    assert "Give 老经理 new keys?" in federation.get(f"{at}/staff/{manager.account_id}/keys").words
    assert manager.keys() == was
    page = federation.post(f"{at}/staff/{manager.account_id}/keys")
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert manager.phone in page.words
    password, secret = handed(page)
    assert open_desk.get("/desk/people").status_code == 302
    assert manager.enters() == 422
    assert manager.enters(password=password, secret=secret) == 302


def test_keys_that_were_tried_too_often_are_open_again_with_the_new_ones(federation, house, manager):
    for _wrong in range(WRONG_PASSWORDS):
        manager.enters(password="wrong")
    assert manager.enters() == 429
    federation.get("/desk/sessions")
    password, secret = handed(
        federation.post(f"/desk/all/register/{house.enterprise.id}/staff/{manager.account_id}/keys")
    )
    assert manager.enters(password=password, secret=secret) == 302


def test_whoever_left_has_no_desk_any_more_and_keeps_her_account(federation, house, manager):
    at = f"/desk/all/register/{house.enterprise.id}/staff/{manager.account_id}/take"
    open_desk = desk_of(manager)
    assert "Take 老经理 from the desk?" in federation.get(at).words
    assert open_desk.get("/desk/people").status_code == 200
    assert federation.post(at).url == f"/desk/all/register/{house.enterprise.id}"
    assert open_desk.get("/desk/people").status_code == 403
    assert people.account(manager.account_id).is_active
    assert str(manager.account_id) not in federation.get(f"/desk/all/register/{house.enterprise.id}").html
    assert federation.post(at).status_code == 404


def test_keys_that_open_another_desk_too_are_not_renewed_here(federation, house, manager):
    people_actions.give_seat(
        account_id=manager.account_id, role=Role.FEDERATION, path="/jj/", actor=makers.SYSTEM, now=NOW
    )
    federation.get("/desk/sessions")
    was = manager.keys()
    page = federation.post(f"/desk/all/register/{house.enterprise.id}/staff/{manager.account_id}/keys")
    assert page.status_code == 409
    assert "She also sits at another desk" in page.words
    assert "qrline" not in page.html
    assert manager.keys() == was


@pytest.mark.parametrize("step", ["keys", "take"])
def test_only_who_sits_at_this_very_desk_can_be_named(federation, elsewhere, house, manager, step):
    other, was = makers.enterprise(), manager.keys()
    for browser, firm_id, account_id in (
        (federation, other.id, manager.account_id),
        (federation, house.enterprise.id, house.resident.who),
        (federation, house.enterprise.id, "not-an-id"),
        (elsewhere, house.enterprise.id, manager.account_id),
    ):
        browser.get("/desk/sessions")
        at = f"/desk/all/register/{firm_id}/staff/{account_id}/{step}"
        assert (browser.get(at).status_code, browser.post(at).status_code) == (404, 404)
    assert manager.keys() == was
    assert desk_of(manager).get("/desk/people").status_code == 200


@pytest.mark.parametrize("step", ["renew_keys", "take_desk"])
def test_her_own_enterprise_and_operators_do_not_take_these_steps(house, manager, step):
    own = makers.person(Role.ENTERPRISE, organization_id=house.enterprise.id)
    said = {"password_hash": "x", "totp_secret": "y"} if step == "renew_keys" else {}
    for actor in (own, makers.person(Role.OPERATOR), house.resident):
        was = manager.keys()
        with pytest.raises(StepNotYours):
            getattr(actions, step)(
                actor=actor, organization_id=house.enterprise.id, account_id=manager.account_id, now=NOW, **said
            )
        assert manager.keys() == was
        assert people.account(manager.account_id).seats
