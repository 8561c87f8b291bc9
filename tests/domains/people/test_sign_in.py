"""Signing in by code, by password and one-time number, through WeChat; and every way of being refused."""

import hashlib
from datetime import timedelta

import pytest

from tests import makers as house
from tests.domains.people import makers
from tests.domains.people.makers import HERE, PASSWORD
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.journal.models import Entry
from xunjiasao.domains.people import actions, queries
from xunjiasao.domains.people.actions import limit
from xunjiasao.domains.people.actions.limit import TriedTooOften
from xunjiasao.domains.people.models import Account, Limit, OneTimeCode, Session
from xunjiasao.domains.people.rules import CodeTooSoon, TooManyCodes, WrongPhone
from xunjiasao.domains.people.terms import Role
from xunjiasao.integrations.sms import FakeTencent, SmsFailed, SmsRefused
from xunjiasao.integrations.wechat import FakeWechat, WechatCodeRefused, WechatFailed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def by_code(phone: str, code: str, *, now=NOW, address="10.0.0.1") -> actions.SignedIn:
    return actions.sign_in_by_code(phone=phone, code=code, device="", address=address, now=now)


def by_password(who: makers.Staff, *, password=PASSWORD, otp=None, now=NOW) -> actions.SignedIn:
    number = otp or who.otp(now)
    return actions.sign_in_by_password(phone=who.phone, password=password, otp=number, now=now, **HERE)


# ── by code ───────────────────────────────────────────────────────────────────────────────────


def test_the_first_sign_in_opens_an_account_for_a_resident():
    signed = makers.resident("13800138001")
    assert [seat.role for seat in signed.actor.seats] == [Role.RESIDENT]
    assert makers.facts(signed.actor.account_id) == ["account.opened", "seat.given", "session.opened"]
    assert signed.expires_at == NOW + timedelta(days=90)
    found = queries.signed(signed.token, now=NOW)
    assert found and found.actor == signed.actor


def test_the_second_sign_in_finds_the_same_account_however_the_phone_is_written():
    first = makers.resident("13800138002")
    code = makers.code("+86 138 0013 8002", now=NOW + MINUTE)
    second = by_code("138-0013-8002", code, now=NOW + MINUTE)
    assert second.actor.account_id == first.actor.account_id
    assert second.token != first.token


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("1380013800", "1 digits are missing; it should have 11."),
        ("138", "8 digits are missing; it should have 11."),
        ("", "A mobile number has 11 digits and starts with 13 to 19."),
        ("12345678901", "A mobile number has 11 digits and starts with 13 to 19."),
        ("0792-8123456", "A mobile number has 11 digits and starts with 13 to 19."),
        ("+1 202 555 0100", "A mobile number has 11 digits and starts with 13 to 19."),
        ("十三八", "A mobile number has 11 digits and starts with 13 to 19."),
    ],
)
def test_a_wrong_phone_is_told_what_is_wrong(phone, says):
    carrier = FakeTencent()
    with pytest.raises(WrongPhone) as refusal:
        actions.send_code(phone=phone, address="", sms=carrier.gateway(), now=NOW)
    assert str(refusal.value.fields["phone"]) == says
    assert not OneTimeCode.objects.exists()
    assert not carrier.sent


def test_a_wrong_code_is_counted_and_recorded_and_lets_nobody_in():
    signed = makers.resident("13800138003")
    later = NOW + MINUTE
    right = makers.code("13800138003", now=later)
    wrong = "000000" if right != "000000" else "000001"
    for left in (4, 3, 2, 1):
        with pytest.raises(actions.CodeWrong) as refusal:
            by_code("13800138003", wrong, now=later)
        assert refusal.value.facts == {"left": left}
    with pytest.raises(actions.CodeWrong):
        by_code("13800138003", wrong, now=later)
    with pytest.raises(actions.CodeSpent):
        by_code("13800138003", right, now=later)
    assert Session.objects.count() == 1
    assert makers.facts(signed.actor.account_id)[3:] == ["session.refused"] * 5


def test_a_code_works_once():
    code = makers.code("13800138004")
    by_code("13800138004", code)
    with pytest.raises(actions.CodeSpent):
        by_code("13800138004", code)
    assert Session.objects.count() == 1


def test_a_code_runs_out_after_ten_minutes():
    code = makers.code("13800138005")
    with pytest.raises(actions.CodeSpent):
        by_code("13800138005", code, now=NOW + 10 * MINUTE)
    assert not Account.objects.filter(phone_index=queries.phone_index("13800138005")).exists()
    by_code("13800138005", code, now=NOW + 10 * MINUTE - timedelta(seconds=1))


def test_a_newer_code_makes_the_older_worthless():
    older = makers.code("13800138006")
    newer = makers.code("13800138006", now=NOW + MINUTE)
    if older != newer:
        with pytest.raises(actions.CodeWrong):
            by_code("13800138006", older, now=NOW + MINUTE)
    by_code("13800138006", newer, now=NOW + MINUTE)


def test_a_code_is_for_one_phone_only():
    code = makers.code("13800138007")
    with pytest.raises(actions.CodeSpent):
        by_code("13800138008", code)
    makers.code("13800138008")
    OneTimeCode.objects.filter(phone_index=queries.phone_index("13800138008")).update(
        digest=OneTimeCode.objects.get(phone_index=queries.phone_index("13800138007")).digest
    )
    with pytest.raises(actions.CodeWrong):
        by_code("13800138008", code)  # even a digest copied in the database opens nothing


def test_a_code_is_sent_again_after_a_minute_only():
    makers.code("13800138009")
    with pytest.raises(CodeTooSoon) as refusal:
        makers.code("13800138009", now=NOW + timedelta(seconds=41))
    assert refusal.value.facts == {"seconds": 19}
    assert OneTimeCode.objects.count() == 1
    makers.code("13800138009", now=NOW + MINUTE)


def test_no_hour_has_more_than_five_codes_to_a_phone():
    sent = [NOW + n * timedelta(minutes=10) for n in range(5)]
    for at in sent:
        makers.code("13800138010", now=at)
    for now in (NOW + timedelta(minutes=50), NOW + timedelta(minutes=59, seconds=59)):
        with pytest.raises((TooManyCodes, TriedTooOften)):
            makers.code("13800138010", now=now)
    makers.code("13800138010", now=NOW + timedelta(hours=1))
    with pytest.raises(TooManyCodes) as refusal:
        makers.code("13800138010", now=NOW + timedelta(minutes=61))
    assert refusal.value.facts == {"most": 5, "minutes": 9}
    makers.code("13800138011", now=NOW + timedelta(minutes=61))


def test_who_is_let_in_may_sign_in_again_at_once_and_as_often_as_she_likes():
    for _each in range(40):
        by_code("13800138013", makers.code("13800138013", address="10.7.7.7"), address="10.7.7.7")
    makers.code("13800138013", address="10.7.7.7")
    with pytest.raises(CodeTooSoon):  # that one wasn't used
        makers.code("13800138013", address="10.7.7.7")


def test_who_is_let_in_gets_back_her_own_try_only():
    for _each in range(29):
        makers.code(house.phone(), address="10.6.6.6")
    by_code("13800138014", makers.code("13800138014", address="10.6.6.6"), address="10.6.6.6")
    makers.code(house.phone(), address="10.6.6.6")
    with pytest.raises(TriedTooOften):
        makers.code(house.phone(), address="10.6.6.6")


def test_one_network_address_gets_thirty_codes_an_hour():
    for _each in range(30):
        makers.code(house.phone(), address="10.9.9.9")
    with pytest.raises(TriedTooOften) as refusal:
        makers.code(house.phone(), address="10.9.9.9")
    assert refusal.value.facts == {"minutes": 60}
    makers.code(house.phone(), address="10.9.9.8")
    makers.code(house.phone(), address="10.9.9.9", now=NOW + timedelta(hours=1))


def test_one_network_address_tries_a_hundred_and_twenty_times_an_hour():
    for _each in range(120):
        with pytest.raises(actions.CodeSpent):
            by_code(house.phone(), "000000", address="10.8.8.8")
    with pytest.raises(TriedTooOften):
        by_code(house.phone(), "000000", address="10.8.8.8")


def test_a_phone_that_the_carrier_blocks_is_told_so():
    carrier = FakeTencent(blocked={"13800138012"})
    with pytest.raises(SmsRefused):
        actions.send_code(phone="13800138012", address="", sms=carrier.gateway(), now=NOW)


def test_a_carrier_that_is_away_is_no_bug_and_the_next_try_waits_a_minute():
    carrier = FakeTencent(broken=True)
    with pytest.raises(SmsFailed):
        actions.send_code(phone="13800138013", address="", sms=carrier.gateway(), now=NOW)
    carrier.broken = False
    actions.send_code(phone="13800138013", address="", sms=carrier.gateway(), now=NOW + MINUTE)


def test_neither_phone_nor_code_stands_readable_in_the_database():
    code = makers.code("13912345678")
    by_code("13912345678", code)
    rows = [repr(row) for table in (Account, OneTimeCode, Session, Entry) for row in table.objects.values()]
    assert not [row for row in rows if "13912345678" in row or f"'{code}'" in row]


# ── staff ─────────────────────────────────────────────────────────────────────────────────────


def test_staff_sign_in_with_password_and_one_time_number():
    who = makers.staff()
    signed = by_password(who)
    assert signed.actor.account_id == who.id
    assert signed.expires_at == NOW + timedelta(hours=12)
    assert makers.facts(who.id)[-1] == "session.opened"


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.STATION, Role.FEDERATION, Role.OPERATOR])
def test_a_code_alone_opens_no_staff_account(role):
    who = makers.staff(role)
    with pytest.raises(actions.PasswordNeeded):
        by_code(who.phone, makers.code(who.phone))
    assert not Session.objects.exists()
    assert makers.facts(who.id)[-1] == "session.refused"


def test_workers_sign_in_by_code():
    phone = house.phone()
    made = actions.open_account(phone=phone, name="王桂花", actor=SYSTEM, now=NOW)
    actions.give_seat(account_id=made, role=Role.WORKER, actor=SYSTEM, now=NOW)
    assert by_code(phone, makers.code(phone)).actor.account_id == made


@pytest.mark.parametrize("wrong", [{"password": "not this one at all"}, {"otp": "000000"}])
def test_a_wrong_password_or_number_is_refused_without_saying_which(wrong):
    who = makers.staff()
    if wrong.get("otp") == who.otp(NOW):
        wrong = {"otp": "000001"}
    with pytest.raises(actions.PasswordWrong) as refusal:
        by_password(who, **wrong)
    assert refusal.value.fields == {}
    assert not Session.objects.exists()
    assert makers.facts(who.id)[-1] == "session.refused"


def test_an_unknown_phone_is_refused_in_the_same_words():
    with pytest.raises(actions.PasswordWrong):
        actions.sign_in_by_password(phone=house.phone(), password=PASSWORD, otp="123456", now=NOW, **HERE)


def test_residents_have_no_password_to_sign_in_with():
    phone = house.phone()
    makers.resident(phone)
    for password in ("", "!", PASSWORD):
        with pytest.raises(actions.PasswordWrong):
            actions.sign_in_by_password(phone=phone, password=password, otp="123456", now=NOW, **HERE)


def test_a_one_time_number_works_once():
    who = makers.staff()
    by_password(who)
    with pytest.raises(actions.NumberUsed):
        by_password(who)
    with pytest.raises(actions.NumberUsed):
        by_password(who, otp=who.otp(NOW - timedelta(seconds=30)))  # an older one, never used, is worthless too
    assert Session.objects.count() == 1
    by_password(who, now=NOW + timedelta(seconds=30))


@pytest.mark.parametrize(("seconds", "let_in"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_telephones_clock_may_be_off_by_one_step(seconds, let_in):
    who = makers.staff()
    number = who.otp(NOW + timedelta(seconds=seconds))
    if let_in:
        by_password(who, otp=number)
    else:
        with pytest.raises(actions.PasswordWrong):
            by_password(who, otp=number)


def test_five_wrong_ones_lock_for_fifteen_minutes_from_the_last():
    who = makers.staff()
    for n in range(5):
        with pytest.raises(actions.PasswordWrong):
            by_password(who, password="not this one at all", now=NOW + n * MINUTE)
    last = NOW + 4 * MINUTE
    for now, minutes in ((last, 15), (last + 14 * MINUTE, 1)):
        with pytest.raises(TriedTooOften) as refusal:
            by_password(who, now=now)
        assert refusal.value.facts == {"minutes": minutes}
    assert not Session.objects.exists()
    by_password(who, now=last + 15 * MINUTE)


def test_being_let_in_forgets_the_wrong_tries():
    who = makers.staff()
    for n in range(3):
        for _wrong in range(4):
            with pytest.raises(actions.PasswordWrong):
                by_password(who, password="not this one at all", now=NOW + n * MINUTE)
        by_password(who, now=NOW + n * MINUTE)


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(actions.WeakPassword) as refusal:
        actions.hashed(password)
    assert refusal.value.fields["password"]


def test_a_closed_account_lets_nobody_in_and_ends_what_was_open():
    phone = house.phone()
    signed = makers.resident(phone)
    Account.objects.filter(id=signed.actor.who).update(is_active=False)
    assert queries.signed(signed.token, now=NOW) is None
    with pytest.raises(actions.AccountClosed):
        by_code(phone, makers.code(phone, now=NOW + MINUTE), now=NOW + MINUTE)


# ── WeChat ────────────────────────────────────────────────────────────────────────────────────


def by_wechat(wechat: FakeWechat, login: str, phone: str | None = None, *, now=NOW) -> actions.SignedIn:
    return actions.sign_in_by_wechat(login_code=login, phone_code=phone, wechat=wechat.platform(), now=now, **HERE)


def test_whom_wechat_knows_and_we_dont_is_asked_for_her_phone_once():
    wechat = FakeWechat()
    with pytest.raises(actions.PhoneNeeded):
        by_wechat(wechat, wechat.login_code("o-1"))
    assert not Account.objects.exists()
    first = by_wechat(wechat, wechat.login_code("o-1"), wechat.phone_code("13800138020"))
    assert makers.facts(first.actor.who) == ["account.opened", "seat.given", "session.opened", "account.wechat_linked"]
    again = by_wechat(wechat, wechat.login_code("o-1"))
    assert again.actor.account_id == first.actor.account_id


def test_wechat_finds_the_account_of_the_same_phone():
    known = makers.resident("13800138021")
    wechat = FakeWechat()
    signed = by_wechat(wechat, wechat.login_code("o-2"), wechat.phone_code("13800138021"))
    assert signed.actor.account_id == known.actor.account_id


def test_wechat_opens_no_staff_account_and_links_nothing():
    who = makers.staff()
    wechat = FakeWechat()
    with pytest.raises(actions.PasswordNeeded):
        by_wechat(wechat, wechat.login_code("o-3"), wechat.phone_code(who.phone))
    assert queries.by_wechat("o-3") is None
    assert not Session.objects.exists()


def test_wechats_codes_work_once():
    wechat = FakeWechat()
    login, phone = wechat.login_code("o-4"), wechat.phone_code("13800138022")
    by_wechat(wechat, login, phone)
    with pytest.raises(WechatCodeRefused):
        by_wechat(wechat, login)
    with pytest.raises(WechatCodeRefused):
        by_wechat(wechat, wechat.login_code("o-5"), phone)
    with pytest.raises(WechatCodeRefused):
        by_wechat(wechat, "never given out")
    assert Account.objects.count() == 1


def test_wechat_that_is_busy_leaves_nothing_behind():
    wechat = FakeWechat(busy=1)
    with pytest.raises(WechatFailed):
        by_wechat(wechat, wechat.login_code("o-6"), wechat.phone_code("13800138023"))
    assert not Account.objects.exists()


def test_a_network_address_is_counted_under_a_name_that_trying_all_addresses_doesnt_open():
    name = limit.from_address("sign-in", "10.0.0.1")
    unkeyed = hashlib.sha256(b"10.0.0.1").hexdigest()
    assert name == limit.from_address("sign-in", "10.0.0.1") != limit.from_address("sign-in", "10.0.0.2")
    assert unkeyed[:32] not in name
    assert len(name) <= Limit._meta.get_field("key").max_length
