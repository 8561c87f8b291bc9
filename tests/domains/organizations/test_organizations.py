"""The register: who is in it, who may change it, where they serve."""

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.organizations import actions, queries, rules
from xunjiasao.domains.organizations.lifecycle import ORGANIZATION
from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing, Unauthenticated
from xunjiasao.kernel.lifecycle import StepNotOpen, StepNotYours

pytestmark = pytest.mark.django_db
NOBODY = Actor.anonymous()


def station(**said: object) -> Organization:
    given = {"kind": Kind.STATION, "name": "南山社区驿站", "division": makers.COMMUNITY, "phone": "0792-8111222"}
    return actions.open_organization(actor=SYSTEM, now=NOW, **(given | said))


def federation(path: str = "/jj/") -> Actor:
    return makers.person(Role.FEDERATION, path=path)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("9135 0100 m000 100y 43", "91350100M000100Y43"),
        ("91350100M000100Y44", None),
        ("91350100M000100I43", None),
        ("", None),
    ],
)
def test_a_credit_code_is_checked_by_its_last_character(typed: str, read: str | None) -> None:
    assert rules.credit_code(typed) == read


def test_the_life_of_an_organization_is_this_table() -> None:
    assert ORGANIZATION.matrix().splitlines() == [
        "active       federation   amend set_coverage give_desk renew_keys take_desk suspend close",
        "active       own          amend set_coverage",
        "suspended    federation   amend set_coverage give_desk renew_keys take_desk resume close",
        "suspended    own          amend set_coverage",
        "closed       federation   -",
        "closed       own          -",
    ]


def test_an_enterprise_is_opened_with_its_code_its_place_and_where_it_serves() -> None:
    kept = makers.enterprise(name="九江惠民家政服务有限公司", covers=[makers.LIANXI, makers.COMMUNITY, makers.WUNING])
    seen = queries.organization(NOBODY, kept.id)
    assert (seen.name, seen.status, seen.phone) == ("九江惠民家政服务有限公司", Status.ACTIVE, "0792-8123456")
    wanted = sorted([places.division(makers.LIANXI).path, places.division(makers.WUNING).path])
    assert queries.coverage(kept.id) == wanted, "a community inside a county that is served needs no row"


def test_an_organization_serves_what_lies_in_its_coverage() -> None:
    kept = makers.enterprise(covers=[makers.LIANXI, "360423001"])
    assert queries.serves(kept.id, places.division(makers.COMMUNITY).path)
    assert not queries.serves(kept.id, places.division(makers.XUNYANG).path)
    assert not queries.serves(kept.id, places.division(makers.WUNING).path), "it serves one town of that county only"
    assert kept.id in queries.serving(places.division(makers.WUNING).path), "but whoever asks by county finds it"
    assert kept.id not in queries.serving(places.division(makers.XUNYANG).path)


def test_a_station_has_no_credit_code_and_lies_where_its_community_does() -> None:
    kept = station()
    place = places.division(makers.COMMUNITY)
    assert (kept.credit_code, kept.lat_e6, kept.lng_e6) == (None, place.lat_e6, place.lng_e6)
    with pytest.raises(Invalid):
        station(name="别的驿站", credit_code=makers.credit_code())


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"name": "长" * 61}, {"name"}),
        ({"credit_code": "91350100M000100Y44"}, {"credit_code"}),
        ({"credit_code": ""}, {"credit_code"}),
        ({"division": "nowhere"}, {"division"}),
        ({"phone": "12"}, {"phone"}),
        ({"covers": ["nowhere"]}, {"covers"}),
        ({"lat": 95.0, "lng": 116.0}, {"lat"}),
        ({"hours": "长" * 61, "short_name": "长" * 21}, {"hours", "short_name"}),
    ],
)
def test_every_wrong_field_has_its_sentence_and_nobody_is_entered(said: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        makers.enterprise(**said)
    assert set(refused.value.fields) == fields
    assert Organization.objects.count() == 0


def test_a_name_and_a_credit_code_stand_once_until_their_holder_is_closed() -> None:
    code = makers.credit_code()
    first = makers.enterprise(name="甲家政", credit_code=code)
    with pytest.raises(Invalid) as refused:
        makers.enterprise(name="甲家政", credit_code=code)
    assert set(refused.value.fields) == {"name", "credit_code"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.bulk_create(
            [
                Organization(
                    kind=first.kind,
                    status=Status.ACTIVE,
                    name="乙",
                    credit_code=code,
                    division=first.division,
                    path=first.path,
                    opened_at=NOW,
                )
            ]
        )
    actions.close(actor=federation(), organization_id=first.id, now=NOW)
    assert makers.enterprise(name="甲家政", credit_code=code).id != first.id


def test_a_federation_keeps_the_register_of_its_own_division_only() -> None:
    lianxi = federation(places.division(makers.LIANXI).path)
    said = {"kind": Kind.STATION, "name": "驿站", "now": NOW}
    kept = actions.open_organization(actor=lianxi, division=makers.COMMUNITY, **said)
    with pytest.raises(Forbidden):
        actions.open_organization(actor=lianxi, division=makers.XUNYANG, **said)
    with pytest.raises(Unauthenticated):
        actions.open_organization(actor=NOBODY, division=makers.XUNYANG, **said)
    with pytest.raises(StepNotYours):
        actions.suspend(actor=federation(places.division(makers.XUNYANG).path), organization_id=kept.id, now=NOW)
    assert queries.organization(NOBODY, kept.id).status == Status.ACTIVE


def test_what_is_suspended_is_seen_by_itself_and_the_federation_only() -> None:
    kept, keeper = makers.enterprise(), federation()
    own = makers.person(Role.ENTERPRISE, organization_id=kept.id)
    actions.suspend(actor=keeper, organization_id=kept.id, now=NOW)
    assert queries.organization(own, kept.id).status == Status.SUSPENDED
    assert queries.organization(keeper, kept.id).status == Status.SUSPENDED
    for viewer in (NOBODY, makers.person(), makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id)):
        with pytest.raises(Missing):
            queries.organization(viewer, kept.id)
    with pytest.raises(StepNotYours):
        actions.resume(actor=own, organization_id=kept.id, now=NOW)
    actions.resume(actor=keeper, organization_id=kept.id, now=NOW)
    with pytest.raises(StepNotOpen):
        actions.resume(actor=keeper, organization_id=kept.id, now=NOW)


def test_an_organization_changes_its_own_entry_but_not_somebody_elses() -> None:
    kept = makers.enterprise()
    own = makers.person(Role.ENTERPRISE, organization_id=kept.id)
    actions.amend(actor=own, organization_id=kept.id, phone="12345", hours="8:00–18:00", name_en="Huimin", now=NOW)
    actions.set_coverage(actor=own, organization_id=kept.id, covers=[makers.XUNYANG], now=NOW)
    seen = queries.organization(NOBODY, kept.id)
    assert (seen.phone, seen.hours, seen.name_en, seen.version) == ("12345", "8:00–18:00", "Huimin", 3)
    assert queries.coverage(kept.id) == [places.division(makers.XUNYANG).path]
    other = makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id)
    with pytest.raises(StepNotYours):
        actions.amend(actor=other, organization_id=kept.id, phone="", now=NOW)
    with pytest.raises(Invalid):
        actions.amend(actor=own, organization_id=kept.id, phone="1", now=NOW)
    with pytest.raises(Invalid):
        actions.set_coverage(actor=own, organization_id=kept.id, covers=[], now=NOW)
    assert queries.organization(NOBODY, kept.id).version == 3


def test_what_is_closed_stays_closed() -> None:
    kept, keeper = station(), federation()
    actions.close(actor=keeper, organization_id=kept.id, now=NOW)
    for act in (actions.suspend, actions.resume, actions.close, actions.amend):
        with pytest.raises(StepNotOpen):
            act(actor=keeper, organization_id=kept.id, now=NOW)


def test_every_change_is_told_and_counted() -> None:
    before = queries.edition()
    kept, keeper = makers.enterprise(), federation()
    actions.amend(actor=keeper, organization_id=kept.id, hours="全天", now=NOW)
    actions.set_coverage(actor=keeper, organization_id=kept.id, covers=[makers.XUNYANG], now=NOW)
    actions.suspend(actor=keeper, organization_id=kept.id, now=NOW)
    told = [entry.name.partition(".")[2] for entry in journal.timeline("organization", kept.id)]
    assert told == ["opened", "amended", "coverage_set", "suspended"]
    assert queries.edition() == before + 4
    assert list(journal.tampering(queries.heads())) == []


@pytest.mark.parametrize("words", ["惠民", "huimin", "hmjz", "Huimin Home"])
def test_an_organization_is_found_in_chinese_pinyin_initials_and_english(words: str) -> None:
    kept = makers.enterprise(name="九江惠民家政", name_en="Huimin Home Services")
    makers.enterprise(name="九江安心家政")
    assert [each.id for each in queries.organizations(NOBODY, words=words).items] == [kept.id]


def test_the_nearest_station_comes_first() -> None:
    near = station(name="近", lat=29.681, lng=116.0)
    far = station(name="远", lat=29.72, lng=116.0)
    east = station(name="东", lat=29.68, lng=116.01)  # 966 m, though 0.01° is more than 0.001°
    actions.suspend(actor=SYSTEM, organization_id=station(name="停").id, now=NOW)
    found = queries.stations(near=(29_680_000, 116_000_000))
    assert [each.station.id for each in found.items] == [near.id, east.id, far.id]
    assert [each.distance_m for each in found.items] == [111, 966, 4448]
    assert queries.stations(near=(-89_000_000, -179_000_000)).items[0].distance_m


def test_stations_are_listed_by_division_in_one_query(django_assert_num_queries) -> None:
    kept = station()
    actions.open_organization(actor=SYSTEM, kind=Kind.STATION, name="武宁驿站", division=makers.WUNING, now=NOW)
    path = places.division(makers.LIANXI).path
    with django_assert_num_queries(1):
        found = queries.stations(path=path).items
        assert [(each.station.id, each.distance_m, each.station.division.name) for each in found] == [
            (kept.id, None, "南山社区")
        ]
    assert queries.count(Kind.STATION) == 2
