"""Standards, what enterprises offer, and how it is found."""

import pytest

from tests import makers
from tests.makers import LIANXI, NOW, SYSTEM, WUNING, XUNYANG
from xunjiasao.domains.catalogue import access, actions, queries
from xunjiasao.domains.catalogue.models import Level, Occupation, Offering, ServiceStandard
from xunjiasao.domains.catalogue.rules import Extra, Surcharge
from xunjiasao.domains.catalogue.terms import MOST_MIN, Charge, Flow
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing, Unauthenticated

pytestmark = pytest.mark.django_db
NOBODY = Actor.anonymous()


def found(**said: object) -> list[tuple[str, str]]:
    return [(each.standard.slug, each.enterprise.name) for each in queries.offerings(**said, limit=100).items]  # type: ignore[arg-type]  # plain values


def test_occupations_have_the_levels_of_their_standard() -> None:
    levels = {each.name: [level.grade for level in grades] for each, grades in queries.occupations()}
    assert levels["家政服务员"] == [5, 4, 3, 2]
    assert levels["婴幼儿发展引导员"] == [4, 3, 2, 1]
    assert levels["养老护理员"] == [5, 4, 3, 2, 1]


def test_every_standard_is_whole_in_both_languages_and_fits_a_day() -> None:
    standards = list(ServiceStandard.objects.select_related("occupation"))
    assert len(standards) == 20
    for each in standards:
        assert each.name_en and each.category_en and each.summary_en and each.icon
        assert all(row["name"] and row["name_en"] for row in [*each.does, *each.does_not, *each.checklist])
        assert len({row["key"] for row in each.checklist}) == len(each.checklist)
        assert (each.default_quantity - each.min_quantity) % each.step_quantity == 0
        assert each.lead_min % 30 == 0
        if each.flow == Flow.VISIT:
            assert 0 < each.minutes_fixed + each.minutes_per_unit * each.max_quantity <= MOST_MIN
            assert each.checklist
        if each.grade is not None:
            assert Level.objects.filter(occupation=each.occupation, grade=each.grade).exists(), each.name


def test_the_demo_has_a_price_for_every_standard() -> None:
    assert set(queries.demo_offers()) == set(ServiceStandard.objects.values_list("slug", flat=True))


def test_loading_again_changes_nothing_and_a_changed_standard_makes_prices_stale() -> None:
    kept, before = makers.offering(), queries.edition()
    assert actions.load_standards() == 0
    assert queries.edition() == before
    ServiceStandard.objects.filter(slug="regular-cleaning").update(minutes_per_unit=90)
    assert actions.load_standards() == 1
    assert Offering.objects.get(id=kept.id).version == 2
    assert queries.edition() == before + 1
    assert Occupation.objects.count() == 8


def test_a_level_is_called_as_the_data_file_says() -> None:
    Level.objects.filter(occupation__code="4-10-01-06", grade=3).update(name="叁级")
    Level.objects.filter(occupation__code="4-10-01-06", grade=2).delete()
    assert actions.load_standards() == 2
    assert queries.skill("4-10-01-06", 3).level == "三级/高级工"
    assert queries.grades()["4-10-01-06"] == {5, 4, 3, 2}


def test_an_enterprise_offers_a_service_once_at_its_own_price() -> None:
    seller = makers.enterprise()
    own = makers.person(Role.ENTERPRISE, organization_id=seller.id)
    extras = [Extra("windows", "擦内窗", "Inside of windows", 3_000, 30)]
    said = {"actor": own, "enterprise_id": seller.id, "service": "regular-cleaning", "now": NOW}
    kept = actions.open_offering(
        **said, price_fen=4_500, min_quantity=3, extras=extras, surcharges=[Surcharge(Charge.WEEKEND, 1_000)]
    )
    seen = queries.offer(NOBODY, kept.id)
    assert (seen.offering.price_fen, seen.least, seen.tariff.extras) == (4_500, 3, tuple(extras))
    with pytest.raises(actions.offer.AlreadyOffered):
        actions.open_offering(**said, price_fen=1)
    assert Offering.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"service": "flying"}, {"service"}),
        ({"price_fen": -1}, {"price_fen"}),
        ({"price_fen": 10_000_001}, {"price_fen"}),
        ({"min_quantity": 1}, {"min_quantity"}),
        ({"min_quantity": 99}, {"min_quantity"}),
        ({"extras": [Extra("Ä", "x", "x", 1, 1)]}, {"extras"}),
        ({"extras": [Extra("a", "", "x", 1, 1)]}, {"extras"}),
        ({"extras": [Extra("a", "x", "x", 1, 1)] * 2}, {"extras"}),
        ({"extras": [Extra("a", "x", "x", -1, 1)]}, {"extras"}),
        ({"extras": [Extra("a", "x", "x", 1, 241)]}, {"extras"}),
        ({"extras": [Extra("a", "x", "x", 1, 1), Extra("b", " x", "y", 1, 1)]}, {"extras"}),
        ({"extras": [Extra(f"a{n}", f"x{n}", "x", 1, 1) for n in range(21)]}, {"extras"}),
        ({"surcharges": [Surcharge(Charge.WEEKEND, 0)]}, {"surcharges"}),
        ({"surcharges": [Surcharge(Charge.WEEKEND, 30_001)]}, {"surcharges"}),
        ({"surcharges": [Surcharge(Charge.EVENING, 100, 1_440, 1_200)]}, {"surcharges"}),
        ({"surcharges": [Surcharge(Charge.WEEKEND, 100)] * 2}, {"surcharges"}),
    ],
)
def test_a_wrong_price_is_refused_field_by_field_and_nothing_is_offered(
    said: dict[str, object], fields: set[str]
) -> None:
    seller = makers.enterprise()
    given = {"service": "regular-cleaning", "price_fen": 4_000} | said
    with pytest.raises(Invalid) as refused:
        actions.open_offering(actor=SYSTEM, enterprise_id=seller.id, now=NOW, **given)  # type: ignore[arg-type]  # wrong on purpose
    assert set(refused.value.fields) == fields
    assert Offering.objects.count() == 0


def test_only_an_enterprise_at_work_offers_anything_and_only_its_own_people_say_so() -> None:
    seller = makers.enterprise()
    station = organizations.open_organization(actor=SYSTEM, kind=Kind.STATION, name="驿站", division=LIANXI, now=NOW)
    said = {"service": "cooking", "price_fen": 7_000, "now": NOW}
    with pytest.raises(Invalid):
        actions.open_offering(actor=SYSTEM, enterprise_id=station.id, **said)
    with pytest.raises(Unauthenticated):
        actions.open_offering(actor=NOBODY, enterprise_id=seller.id, **said)
    for stranger in (makers.person(), makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id)):
        with pytest.raises(Forbidden):
            actions.open_offering(actor=stranger, enterprise_id=seller.id, **said)
    organizations.suspend(actor=SYSTEM, organization_id=seller.id, now=NOW)
    with pytest.raises(actions.offer.NotAtWork):
        actions.open_offering(actor=SYSTEM, enterprise_id=seller.id, **said)
    assert Offering.objects.count() == 0


def test_a_price_is_changed_by_its_enterprise_and_told() -> None:
    kept = makers.offering()
    own = makers.person(Role.ENTERPRISE, organization_id=kept.enterprise_id)
    actions.set_price(actor=own, offering_id=kept.id, price_fen=5_000, extras=[], now=NOW)
    seen = queries.offer(NOBODY, kept.id)
    assert (seen.offering.price_fen, seen.offering.version, seen.tariff.extras) == (5_000, 2, ())
    assert len(seen.tariff.surcharges) == 3, "what isn't named stays"
    with pytest.raises(Forbidden):
        actions.set_price(actor=makers.person(), offering_id=kept.id, price_fen=1, now=NOW)
    told = journal.timeline("offering", kept.id)
    assert [(entry.name, entry.payload.get("was_fen")) for entry in told] == [
        ("offering.opened", None),
        ("offering.priced", 4_000),
    ]
    kept_words = {"least": kept.min_quantity, "extras": [], "surcharges": None, "price_fen": 5_000}
    assert {name: told[1].payload[name] for name in kept_words} == kept_words
    assert list(journal.tampering(queries.heads())) == []


def test_what_is_withdrawn_or_whose_enterprise_is_suspended_is_not_there_for_families() -> None:
    kept = makers.offering()
    own = makers.person(Role.ENTERPRISE, organization_id=kept.enterprise_id)
    actions.withdraw_offering(actor=own, offering_id=kept.id, now=NOW)
    assert found() == []
    with pytest.raises(Missing):
        queries.offer(NOBODY, kept.id)
    assert queries.offer(own, kept.id).offering.active is False
    assert [each.id for each in queries.offerings_of(own, kept.enterprise_id)] == [kept.id]
    actions.resume_offering(actor=own, offering_id=kept.id, now=NOW)
    actions.resume_offering(actor=own, offering_id=kept.id, now=NOW)
    assert Offering.objects.get(id=kept.id).version == 3, "a second resume changes nothing"
    organizations.suspend(actor=SYSTEM, organization_id=kept.enterprise_id, now=NOW)
    assert found() == []
    with pytest.raises(Missing):
        queries.offer(NOBODY, kept.id)
    assert queries.services()[0].offerings == 0
    for viewer in (NOBODY, makers.person(), own, SYSTEM):
        listed = [each.id for each in queries.offerings_of(viewer, kept.enterprise_id)]
        assert access.may_see(viewer, Offering.objects.get(id=kept.id)) is (listed == [kept.id]), (
            "seen alone as in lists"
        )


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("保洁", {"regular-cleaning", "deep-cleaning"}),
        ("baojie", {"regular-cleaning", "deep-cleaning"}),
        ("rcbj", {"regular-cleaning"}),
        ("打扫", {"regular-cleaning", "deep-cleaning"}),
        ("洗空调", {"wall-air-conditioner-cleaning"}),
        ("空调洗", {"wall-air-conditioner-cleaning"}),  # no word of ours, but every character is there
        ("助浴", {"bathing-help"}),
        ("老人洗澡", {"bathing-help"}),
        ("养老护理员", {"bathing-help"}),
        ("yanglao", {"bathing-help"}),
        ("Deep", {"deep-cleaning"}),
        ("惠民 深度", {"deep-cleaning"}),
        ("安心", {"wall-air-conditioner-cleaning"}),
        ("飞机", set()),
        ("", {"regular-cleaning", "deep-cleaning", "bathing-help", "wall-air-conditioner-cleaning"}),
        ("%", set()),
        ("'; drop table", set()),
    ],
)
def test_an_offering_is_found_by_service_word_occupation_and_enterprise(words: str, slugs: set[str]) -> None:
    huimin, anxin = makers.enterprise(name="惠民家政"), makers.enterprise(name="安心家电")
    for service in ("regular-cleaning", "deep-cleaning", "bathing-help"):
        makers.offering(huimin, service=service)
    makers.offering(anxin, service="wall-air-conditioner-cleaning")
    assert {slug for slug, _name in found(words=words)} == slugs


def test_offerings_are_chosen_by_occupation_service_and_place() -> None:
    lianxi, wuning = (
        makers.enterprise(name="甲", covers=[LIANXI]),
        makers.enterprise(name="乙", division=WUNING, covers=["360423001"]),
    )
    for seller in (lianxi, wuning):
        for service in ("bathing-help", "cooking"):
            makers.offering(seller, service=service)
    path = lambda code: places.division(code).path  # noqa: E731  # one word for one line
    assert set(found(occupation="4-10-01-05")) == {("bathing-help", "甲"), ("bathing-help", "乙")}
    assert set(found(service="cooking")) == {("cooking", "甲"), ("cooking", "乙")}
    assert set(found(path=path(makers.COMMUNITY))) == {("bathing-help", "甲"), ("cooking", "甲")}
    assert found(path=path(XUNYANG)) == []
    assert {name for _slug, name in found(path=path(WUNING))} == {"乙"}, "it serves a town of that county"
    assert found(occupation="9-99") == []


def test_the_cheapest_or_the_best_rated_come_first_page_by_page() -> None:
    kept = [makers.offering(price_fen=price) for price in (5_000, 4_000, 4_000, 4_500)]
    for offering, milli in zip(kept, (4_900, 0, 4_200, 4_900), strict=True):
        actions.note_rating(offering_id=offering.id, count=lambda milli=milli: (milli, 3 if milli else 0))
    for sort, order in (("price", [1, 2, 3, 0]), ("rating", [0, 3, 2, 1])):
        seen, cursor = [], None
        while True:
            page = queries.offerings(sort=sort, cursor=cursor, limit=1)
            seen += [each.id for each in page.items]
            if (cursor := page.next) is None:
                break
        assert seen == [kept[index].id for index in order]


def test_the_front_page_names_every_service_with_the_lowest_price_at_a_place() -> None:
    makers.offering(makers.enterprise(covers=[LIANXI]), price_fen=4_200)
    makers.offering(makers.enterprise(covers=[WUNING]), price_fen=3_900)
    every = {each.standard.slug: (each.from_fen, each.offerings) for each in queries.services()}
    assert len(every) == 20
    assert every["regular-cleaning"] == (3_900, 2)
    assert every["cooking"] == (None, 0)
    here = queries.services(words="日常", path=places.division(makers.COMMUNITY).path)
    assert [(each.standard.slug, each.from_fen, each.offerings) for each in here] == [("regular-cleaning", 4_200, 1)]


def test_lists_take_the_same_few_queries_however_long_they_are(django_assert_num_queries) -> None:
    seller = makers.enterprise()
    for service in ("regular-cleaning", "deep-cleaning", "cooking", "bathing-help"):
        kept = makers.offering(seller, service=service)
    path = places.division(makers.COMMUNITY).path
    with django_assert_num_queries(1):
        assert len(found(path=path)) == 4
    with django_assert_num_queries(2):
        assert len(found(words="保洁", path=path)) == 2
    with django_assert_num_queries(2):
        queries.services()
    with django_assert_num_queries(2):
        queries.occupations()
    with django_assert_num_queries(3):
        queries.offer(NOBODY, kept.id)
