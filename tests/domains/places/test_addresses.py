"""A resident's addresses, and the table of holidays."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.makers import NOW
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import actions, queries, rules
from xunjiasao.domains.places.models import Address
from xunjiasao.domains.places.terms import DayKind
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing, Unauthenticated

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_sealed_and_opened_for_its_owner() -> None:
    owner = makers.person()
    kept = makers.address(owner, label="家")
    assert "前进路".encode() not in bytes(kept.detail)
    assert b"13800000001" not in bytes(kept.contact_phone)
    assert kept.contact_name == ""
    assert "陈晓".encode() not in bytes(kept.contact_sealed)
    card = queries.card(queries.address(owner, kept.id))
    assert card.full == "九江市濂溪区十里街道南山社区前进路 8 号 2 栋 301"
    assert (card.contact_phone, card.label, card.community) == ("13800000001", "家", "南山社区")


def test_an_address_without_a_point_lies_where_its_division_does() -> None:
    owner = makers.person()
    place = queries.division(makers.COMMUNITY)
    assert queries.card(makers.address(owner)).point == (place.lat_e6, place.lng_e6)
    assert queries.card(makers.address(owner, lat=29.68, lng=115.99)).point == (29_680_000, 115_990_000)


def test_the_first_address_is_the_default_and_there_is_only_one() -> None:
    owner = makers.person()
    first, second = makers.address(owner), makers.address(owner, label="妈家")
    assert queries.default_address(owner.who) == first
    actions.amend_address(actor=owner, address_id=second.id, is_default=True, now=NOW)
    assert queries.default_address(owner.who) == second
    third = makers.address(owner, label="公司", is_default=True)
    assert queries.default_address(owner.who) == third
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.filter(id=first.id).update(is_default=True)


def test_when_the_default_is_removed_the_newest_left_takes_its_place() -> None:
    owner = makers.person()
    first, second, third = (makers.address(owner, detail=f"前进路 {door} 号") for door in range(3))
    actions.remove_address(actor=owner, address_id=first.id, now=NOW)
    assert queries.default_address(owner.who) == third
    assert [each.id for each in queries.addresses(owner).items] == [third.id, second.id]
    with pytest.raises(Missing):
        queries.address(owner, first.id)


def test_somebody_elses_address_is_not_there_and_stays_as_it_is() -> None:
    owner, other = makers.person(), makers.person()
    kept = makers.address(owner)
    for attempt in (
        lambda: queries.address(other, kept.id),
        lambda: actions.amend_address(actor=other, address_id=kept.id, contact_name="别人", now=NOW),
        lambda: actions.remove_address(actor=other, address_id=kept.id, now=NOW),
        lambda: queries.address(Actor.anonymous(), kept.id),
        lambda: queries.address(owner, "not-an-id"),
    ):
        with pytest.raises(Missing):
            attempt()
    assert queries.card(queries.address(owner, kept.id)).contact_name == "陈晓"
    assert queries.addresses(other).items == []


def test_the_twenty_first_address_is_refused() -> None:
    owner = makers.person()
    doors = [makers.address(owner, detail=f"前进路 {door} 号") for door in range(20)]
    with pytest.raises(rules.TooManyAddresses):
        makers.address(owner)
    assert makers.address(owner, detail="前进路 19 号") == doors[19]
    assert len(queries.kept_addresses(owner.who)) == 20


def test_an_address_that_is_sent_twice_is_kept_once() -> None:
    owner, other = makers.person(), makers.person()
    first = makers.address(owner)
    assert makers.address(owner) == first
    assert makers.address(owner, detail=" 前进路 8 号  2 栋 301 ") == first
    for differs in (
        {"label": "家"},
        {"contact_name": "陈明"},
        {"contact_phone": "13800000002"},
        {"lat": 29.68, "lng": 115.99},
    ):
        assert makers.address(owner, **differs) != first
    assert makers.address(other) != first
    assert len(queries.kept_addresses(owner.who)) == 5
    second = makers.address(owner, label="家", is_default=True)
    assert [each.id for each in queries.addresses(owner).items if each.is_default] == [second.id]
    actions.remove_address(actor=owner, address_id=first.id, now=NOW)
    assert makers.address(owner) != first


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"division": "360402"}, {"division"}),
        ({"division": "nowhere"}, {"division"}),
        ({"detail": "  "}, {"detail"}),
        ({"detail": "长" * 101}, {"detail"}),
        ({"contact_name": "\u200b"}, {"contact_name"}),
        ({"contact_phone": "1380000"}, {"contact_phone"}),
        ({"label": "一二三四五六七八九十一"}, {"label"}),
        ({"lat": 29.7}, {"lat"}),
        ({"lat": 116.0, "lng": 29.7}, {"lat"}),
        ({"lat": 31.2, "lng": 121.5}, {"lat"}),  # Shanghai
        (
            {"division": "x", "detail": "", "contact_name": "", "contact_phone": ""},
            {"division", "detail", "contact_name", "contact_phone"},
        ),
    ],
)
def test_every_wrong_field_has_its_sentence_and_nothing_is_kept(said: dict[str, object], fields: set[str]) -> None:
    owner = makers.person()
    with pytest.raises(Invalid) as refused:
        makers.address(owner, **said)
    assert set(refused.value.fields) == fields
    assert all(str(sentence) for sentence in refused.value.fields.values())
    assert queries.kept_addresses(owner.who) == {}


def test_a_wrong_change_leaves_the_address_as_it_was() -> None:
    owner = makers.person()
    kept = makers.address(owner)
    with pytest.raises(Invalid):
        actions.amend_address(actor=owner, address_id=kept.id, contact_name="新人", contact_phone="1", now=NOW)
    assert queries.card(queries.address(owner, kept.id)).contact_name == "陈晓"


def test_moving_to_another_division_forgets_the_old_point() -> None:
    owner = makers.person()
    kept = makers.address(owner, lat=29.68, lng=115.99)
    actions.amend_address(actor=owner, address_id=kept.id, division="360402001", now=NOW)
    card = queries.card(queries.address(owner, kept.id))
    assert card.full_name == "九江市濂溪区十里街道"
    assert card.point == queries.point_of(queries.division("360402001"))


def test_who_has_no_right_to_book_keeps_no_address() -> None:
    with pytest.raises(Unauthenticated):
        makers.address(Actor.anonymous())
    with pytest.raises(Forbidden):
        makers.address(makers.person(Role.FEDERATION, path="/jj/"))


def test_every_change_of_an_address_is_told_without_saying_where_it_is() -> None:
    owner = makers.person()
    kept = makers.address(owner)
    actions.amend_address(actor=owner, address_id=kept.id, detail="庐山路 1 号", now=NOW)
    actions.remove_address(actor=owner, address_id=kept.id, now=NOW)
    told = journal.timeline("address", kept.id)
    assert [entry.name for entry in told] == ["address.added", "address.amended", "address.removed"]
    assert "路" not in "".join(str(entry.payload) for entry in told)
    assert list(journal.tampering(queries.heads())) == []


def test_a_list_of_addresses_takes_one_query(django_assert_num_queries) -> None:
    owner = makers.person()
    for door in range(5):
        makers.address(owner, detail=f"前进路 {door} 号")
    with django_assert_num_queries(1):
        assert len([queries.card(kept) for kept in queries.addresses(owner).items]) == 5


def test_the_federation_edits_holidays_and_nobody_else() -> None:
    federation, on = makers.person(Role.FEDERATION, path="/jj/"), date(2027, 5, 20)
    assert queries.day_kinds([on])[on] == DayKind.WORKDAY
    actions.set_holiday(actor=federation, on=on, name="浔阳节", is_workday=False, now=NOW)
    assert queries.day_kinds([on])[on] == DayKind.HOLIDAY
    county = makers.person(Role.FEDERATION, path=queries.division(makers.LIANXI).path)
    for other in (makers.person(), county):
        with pytest.raises(Forbidden):
            actions.clear_holiday(actor=other, on=on, now=NOW)
        with pytest.raises(Forbidden):
            actions.set_holiday(actor=other, on=on, name="别的节", is_workday=False, now=NOW)
    with pytest.raises(Invalid):
        actions.set_holiday(actor=federation, on=on, name=" ", is_workday=False, now=NOW)
    assert queries.day_kinds([on])[on] == DayKind.HOLIDAY
    actions.clear_holiday(actor=federation, on=on, now=NOW)
    assert queries.day_kinds([on])[on] == DayKind.WORKDAY
