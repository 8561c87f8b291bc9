"""Seats, sessions, secrets, consents, one's own account."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import makers as house
from tests.domains.people import makers
from tests.domains.people.makers import HERE, PASSWORD
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.people import access, actions, queries
from xunjiasao.domains.people.models import Account, Consent, Seat, Session
from xunjiasao.domains.people.terms import Power, Purpose, Role
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing, Unauthenticated

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def test_a_seat_counts_at_once_in_a_session_that_is_open():
    signed = makers.resident()
    before = queries.signed(signed.token, now=NOW)
    actions.give_seat(account_id=signed.actor.who, role=Role.WORKER, actor=SYSTEM, now=NOW)
    after = queries.signed(signed.token, now=NOW)
    assert before and after
    assert access.may_use(before.actor, Power.SERVE) is not None
    assert access.may_use(after.actor, Power.SERVE) is None


def test_a_staff_seat_is_never_entered_by_a_session_that_a_code_alone_opened():
    signed = makers.resident()
    actions.give_seat(account_id=signed.actor.who, role=Role.FEDERATION, path="/jj/", actor=SYSTEM, now=NOW)
    assert queries.signed(signed.token, now=NOW) is None
    assert sorted(makers.facts(signed.actor.who)[-2:]) == ["seat.given", "session.ended"]


def test_an_ended_seat_is_worth_nothing_at_once():
    person = house.person(Role.STATION, path="/jj/03/")
    seat = Seat.objects.get(account_id=person.account_id)
    actions.end_seat(seat_id=seat.id, actor=SYSTEM, now=LATER)
    assert queries.actor_of(person.who).seats == ()
    assert makers.facts(person.account_id)[-1] == "seat.ended"
    with pytest.raises(Missing):
        actions.end_seat(seat_id=seat.id, actor=SYSTEM, now=LATER)
    assert makers.facts(person.account_id).count("seat.ended") == 1


def test_a_seat_is_given_once():
    made = house.person(Role.ENTERPRISE, organization_id=(organization := uuid4()))
    again = actions.give_seat(
        account_id=made.who, role=Role.ENTERPRISE, organization_id=organization, actor=SYSTEM, now=LATER
    )
    assert [row.id for row in Seat.objects.filter(account_id=made.account_id)] == [again]
    for twin in ({"organization_id": organization}, {"organization_id": None, "path": ""}):
        seats = [Seat(account_id=made.who, role=Role.ENTERPRISE, since=NOW, **twin) for _each in range(2)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.bulk_create(seats)


def test_the_accounts_row_repeats_its_open_seats():
    person = house.person(Role.RESIDENT)
    organization = uuid4()
    actions.give_seat(account_id=person.who, role=Role.WORKER, organization_id=organization, actor=SYSTEM, now=LATER)
    seats = [(s.role, s.organization_id, s.path) for s in queries.actor_of(person.who).seats]
    assert seats == [("resident", None, ""), ("worker", organization, "")]


@pytest.mark.parametrize("role", list(Role))
def test_only_operators_and_an_enterprise_for_its_workers_give_seats(role):
    organization, other = uuid4(), uuid4()
    giver = house.person(role, organization_id=organization)
    target = house.person().who
    for wanted in Role:
        for where in (organization, other):
            may = role == Role.OPERATOR or (role == Role.ENTERPRISE and wanted == Role.WORKER and where == organization)
            assert (access.may_seat(giver, wanted, where) is None) == may
    if role != Role.OPERATOR:
        with pytest.raises(Forbidden):
            actions.give_seat(account_id=target, role=Role.OPERATOR, actor=giver, now=NOW)
        with pytest.raises(Forbidden):
            actions.open_account(phone=house.phone(), name="陈晓", actor=giver, now=NOW)
        with pytest.raises(Forbidden):
            actions.set_password(account_id=target, password_hash="x", actor=giver, now=NOW)
        assert makers.facts(target) == ["account.opened", "seat.given"]


def test_two_accounts_never_share_a_phone():
    phone = house.phone()
    actions.open_account(phone=phone, name="陈晓", actor=SYSTEM, now=NOW)
    with pytest.raises(actions.PhoneTaken):
        actions.open_account(phone=f"+86{phone}", name="陈小", actor=SYSTEM, now=NOW)
    assert Account.objects.count() == 1


def test_ones_sessions_are_seen_and_ended_one_by_one():
    phone = house.phone()
    first = makers.resident(phone)
    second = makers.resident(phone, now=LATER)
    shown = queries.sessions(second.actor, now=LATER, cursor=None, limit=None)
    assert [row.id for row in shown.items] == [second.actor.session_id, first.actor.session_id]
    assert first.actor.session_id
    actions.end_session(session_id=first.actor.session_id, actor=second.actor, now=LATER)
    assert queries.signed(first.token, now=LATER) is None
    assert queries.signed(second.token, now=LATER)
    with pytest.raises(Missing):
        actions.end_session(session_id=first.actor.session_id, actor=second.actor, now=LATER)


def test_anothers_session_isnt_there_to_be_ended():
    mine, hers = makers.resident(), makers.resident()
    assert hers.actor.session_id
    with pytest.raises(Missing):
        actions.end_session(session_id=hers.actor.session_id, actor=mine.actor, now=NOW)
    assert queries.signed(hers.token, now=NOW)
    operator = house.person(Role.OPERATOR)
    actions.end_session(session_id=hers.actor.session_id, actor=operator, now=NOW)
    assert queries.signed(hers.token, now=NOW) is None


def test_a_session_ends_by_itself():
    signed = makers.resident()
    assert queries.signed(signed.token, now=signed.expires_at - timedelta(seconds=1))
    assert queries.signed(signed.token, now=signed.expires_at) is None


def test_a_sessions_use_is_written_down_every_five_minutes_at_most(django_assert_num_queries):
    signed = makers.resident()
    with django_assert_num_queries(1):
        found = queries.signed(signed.token, now=NOW + timedelta(minutes=4))
    assert found and not found.stale
    at = NOW + timedelta(minutes=5)
    again = queries.signed(signed.token, now=at)
    assert again and again.stale
    actions.see(actor=signed.actor, now=at)
    assert Session.objects.get().seen_at == at
    actions.see(actor=signed.actor, now=at + timedelta(minutes=4))
    assert Session.objects.get().seen_at == at


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_a_made_up_token_is_nobody(token):
    makers.resident()
    assert queries.signed(token, now=NOW) is None


def test_a_new_password_ends_the_other_sessions():
    who = makers.staff()
    old, new = (
        actions.sign_in_by_password(phone=who.phone, password=PASSWORD, otp=who.otp(at), now=at, **HERE)
        for at in (NOW, LATER)
    )
    actions.set_password(account_id=who.id, password_hash=actions.hashed("另一个 long one"), actor=new.actor, now=LATER)
    assert queries.signed(old.token, now=LATER) is None
    assert queries.signed(new.token, now=LATER)


def test_a_name_and_a_language_are_changed_and_recorded_once():
    signed = makers.resident()
    changed = actions.change_account(name="  陈　晓 ", language="en", actor=signed.actor, now=NOW)
    assert (changed.name, changed.language) == ("陈 晓", "en")
    actions.change_account(name="陈 晓", language="en", actor=signed.actor, now=NOW)
    assert makers.facts(signed.actor.account_id)[3:] == ["account.renamed", "account.language_chosen"]


@pytest.mark.parametrize("said", [{"name": ""}, {"name": "\u200b"}, {"name": "陈" * 41}, {"language": "fr"}])
def test_a_name_or_language_that_cant_be_is_refused_without_effect(said):
    signed = makers.resident()
    with pytest.raises(Invalid):
        actions.change_account(**said, actor=signed.actor, now=NOW)
    account = Account.objects.get()
    assert (account.name, account.language) == ("", "zh-hans")
    assert len(makers.facts(account.pk)) == 3


def test_consent_is_given_per_purpose_and_version_and_withdrawn():
    signed = makers.resident()
    for _again in range(2):
        actions.give_consent(purpose=Purpose.LOCATION, version="1", actor=signed.actor, now=NOW)
    Consent.objects.update(version="0")  # as if the text had been renewed since
    actions.give_consent(purpose=Purpose.LOCATION, version="1", actor=signed.actor, now=NOW)
    assert [(c.purpose, c.version) for c in queries.consents(signed.actor)] == [("location", "1")]
    assert queries.agreeing([signed.actor.who], Purpose.LOCATION) == {signed.actor.who}
    actions.withdraw_consent(purpose=Purpose.LOCATION, actor=signed.actor, now=LATER)
    assert queries.agreeing([signed.actor.who], Purpose.LOCATION) == set()
    with pytest.raises(Missing):
        actions.withdraw_consent(purpose=Purpose.LOCATION, actor=signed.actor, now=LATER)
    assert Consent.objects.count() == 2
    assert makers.facts(signed.actor.account_id)[3:] == ["consent.given", "consent.given", "consent.withdrawn"]


@pytest.mark.parametrize("version", ["2", "", "张三 13800138000"])
def test_nobody_agrees_to_a_text_that_was_never_published(version: str):
    signed = makers.resident()
    before = makers.facts(signed.actor.account_id)
    with pytest.raises(Invalid):
        actions.give_consent(purpose=Purpose.NEWS, version=version, actor=signed.actor, now=NOW)
    assert (Consent.objects.count(), makers.facts(signed.actor.account_id)) == (0, before)


def test_nobody_changes_and_agrees_to_nothing():
    nobody = Actor.anonymous()
    for act in (
        lambda: actions.change_account(name="陈晓", actor=nobody, now=NOW),
        lambda: actions.give_consent(purpose=Purpose.NEWS, version="1", actor=nobody, now=NOW),
        lambda: actions.withdraw_consent(purpose=Purpose.NEWS, actor=nobody, now=NOW),
    ):
        with pytest.raises(Unauthenticated):
            act()
    assert not Consent.objects.exists()


def test_every_accounts_row_holds_the_head_of_its_stream():
    makers.staff()
    makers.resident()
    assert list(journal.tampering(queries.heads())) == []
    Account.objects.update(head="0" * 64)
    assert len(list(journal.tampering(queries.heads()))) == 2


def test_what_has_served_its_time_is_forgotten():
    signed = makers.resident()
    actions.forget_expired(now=signed.expires_at + timedelta(days=100))
    assert queries.lock_code("13800000000") is None
    assert Session.objects.count() == 1
    actions.forget_expired(now=signed.expires_at + timedelta(days=184))
    assert not Session.objects.exists()


def test_people_are_called_by_name_or_masked_phone(django_assert_num_queries):
    named, unnamed = house.person(name="陈晓"), makers.resident("13800138099").actor
    with django_assert_num_queries(1):
        assert queries.names([named.who, unnamed.who]) == {named.who: "陈晓", unnamed.who: "138****8099"}


def test_who_holds_a_role_for_an_organization_is_found_while_the_seat_lasts():
    organization, other = uuid4(), uuid4()
    first, second = (house.person(Role.ENTERPRISE, organization_id=organization).who for _each in range(2))
    house.person(Role.ENTERPRISE, organization_id=other)
    house.person(Role.WORKER, organization_id=organization)
    assert queries.holders(Role.ENTERPRISE, organization) == sorted([first, second])
    actions.end_seat(seat_id=Seat.objects.get(account_id=first).id, actor=SYSTEM, now=LATER)
    assert queries.holders(Role.ENTERPRISE, organization) == [second]
