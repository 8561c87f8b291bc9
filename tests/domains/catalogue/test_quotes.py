"""A price that is said, explained, and stood by for a quarter of an hour."""

from datetime import timedelta
from typing import Any

import pytest

from tests import makers
from tests.makers import NOW, SYSTEM, WUNING
from xunjiasao.domains.catalogue import actions, queries, rules
from xunjiasao.domains.catalogue.models import Quote
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.rules import ConsentWithdrawn
from xunjiasao.domains.people.terms import Purpose, Role
from xunjiasao.domains.places import actions as places_actions
from xunjiasao.domains.places import queries as places
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Forbidden, Invalid, Missing, Unauthenticated

pytestmark = pytest.mark.django_db
START = NOW + timedelta(days=2, hours=5)  # Thursday 14:00
EVENING = NOW + timedelta(days=4, hours=9)  # Saturday 18:00


class Asked:
    """A resident, her address and an offering, and a price that she asks for."""

    def __init__(self, service: str = "regular-cleaning", **said: Any) -> None:
        self.actor = makers.person()
        self.address = makers.address(self.actor)
        self.offering = makers.offering(service=service, **said)

    def quote(self, **said: Any) -> Quote:
        rest = {name: said.pop(name) for name in ("actor", "now") if name in said}
        return actions.quote(asked=self.asked(**said), **({"actor": self.actor, "now": NOW} | rest))

    def order(self, quote: Quote, **said: Any) -> Quote:
        viewer, quote_id = said.pop("viewer", self.actor), said.pop("quote_id", quote.id)
        now = said.pop("now", NOW + timedelta(minutes=14))
        return queries.quote_for_order(viewer, quote_id, self.asked(**said), now=now)

    def asked(self, **said: Any) -> rules.Asked:
        usual = {"offering_id": self.offering.id, "address_id": self.address.id, "starts_at": START, "quantity": 2}
        return rules.Asked(**(usual | said))


@pytest.fixture
def asked() -> Asked:
    return Asked()


def lines(quote: Quote) -> list[tuple[str, int]]:
    return [(line["key"], line["amount_fen"]) for line in quote.snapshot["lines"]]


def test_a_quote_explains_every_line(asked: Asked) -> None:
    said = asked.quote(starts_at=EVENING, quantity=2, extras=["windows"])
    # 2 × 40 + 30 = 110 yuan, 150 minutes from 18:00 on a Saturday: 90 of them after 19:00
    assert lines(said) == [("base", 8_000), ("windows", 3_000), ("evening", 1_320), ("weekend", 1_100)]
    assert (said.total_fen, said.minutes, said.extras) == (13_420, 150, ["windows"])
    assert said.valid_until == NOW + timedelta(minutes=15)
    assert all(rules.line_label(line) for line in said.snapshot["lines"])


def test_a_quote_freezes_all_that_an_order_keeps(asked: Asked) -> None:
    kept = asked.quote().snapshot
    assert kept["service"]["slug"] == "regular-cleaning"
    assert kept["service"]["name_en"] == "Regular cleaning"
    assert kept["promise"] | {"label": ""} == {
        "occupation_code": "4-10-01-06", "occupation": "家政服务员", "occupation_en": "Domestic helper", "grade": 5, "label": "",
        "level": "五级/初级工", "level_en": "Level 5 (junior)",
    }  # fmt: skip
    assert kept["enterprise"]["id"] == str(asked.offering.enterprise_id)
    assert (kept["lead_min"], kept["unit"], kept["minutes"]) == (30, "hour", 120)
    assert [point["key"] for point in kept["checklist"]] == ["floors", "kitchen", "bathroom", "rubbish"]
    assert kept["does"] and kept["does_not"]


def test_a_service_without_a_certificate_promises_nobody() -> None:
    assert Asked("range-hood-cleaning").quote(quantity=1).snapshot["promise"] is None


def test_what_is_free_is_quoted_at_nothing() -> None:
    said = Asked("range-hood-cleaning", price_fen=0, surcharges=[]).quote(quantity=1)
    assert (said.total_fen, lines(said)) == (0, [("base", 0)])


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"starts_at": NOW - timedelta(days=1)}, {"starts_at"}),
        ({"starts_at": NOW + timedelta(minutes=90)}, {"starts_at"}),
        ({"starts_at": START + timedelta(minutes=15)}, {"starts_at"}),
        ({"starts_at": NOW + timedelta(days=31)}, {"starts_at"}),
        ({"quantity": 1}, {"quantity"}),
        ({"quantity": 0}, {"quantity"}),
        ({"quantity": -2}, {"quantity"}),
        ({"quantity": 9}, {"quantity"}),
        ({"extras": ["gold"]}, {"extras"}),
        ({"extras": ["windows", "windows"]}, {"extras"}),
        ({"starts_at": NOW, "quantity": 0, "extras": ["gold"]}, {"starts_at", "quantity", "extras"}),
    ],
)
def test_every_wrong_field_has_its_sentence_and_no_price_is_said(
    asked: Asked, said: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        asked.quote(**said)
    assert set(refused.value.fields) == fields
    assert all(str(sentence) and "{" not in str(sentence) for sentence in refused.value.fields.values())
    assert Quote.objects.count() == 0


def test_an_enterprises_own_least_is_kept(asked: Asked) -> None:
    actions.set_price(actor=SYSTEM, offering_id=asked.offering.id, price_fen=4_000, min_quantity=4, now=NOW)
    with pytest.raises(Invalid) as refused:
        asked.quote(quantity=3)
    assert "4" in str(refused.value.fields["quantity"])
    assert asked.quote(quantity=4).total_fen == 16_000


def test_steps_of_quantity_are_kept() -> None:
    asked = Asked("after-renovation-cleaning")
    with pytest.raises(Invalid):
        asked.quote(quantity=95)
    assert asked.quote(quantity=90).minutes == 270


def test_an_address_outside_the_area_is_told_with_the_enterprises_name(asked: Asked) -> None:
    away = makers.address(asked.actor, division=f"{WUNING}001")
    with pytest.raises(Invalid) as refused:
        asked.quote(address_id=away.id)
    assert asked.offering.enterprise.name in str(refused.value.fields["address"])


def test_long_term_work_is_not_booked_as_a_visit() -> None:
    with pytest.raises(Invalid) as refused:
        Asked("live-in-helper").quote(quantity=1)
    assert set(refused.value.fields) == {"offering"}


def test_a_foreign_address_and_what_is_not_offered_are_not_there(asked: Asked) -> None:
    foreign = makers.address(makers.person())
    actions.withdraw_offering(actor=SYSTEM, offering_id=(gone := makers.offering()).id, now=NOW)
    for said in (
        {"address_id": foreign.id},
        {"address_id": "x"},
        {"offering_id": ids.new()},
        {"offering_id": "x"},
        {"offering_id": gone.id},
    ):
        with pytest.raises(Missing):
            asked.quote(**said)
    assert Quote.objects.count() == 0


def test_only_who_may_book_is_told_a_price(asked: Asked) -> None:
    with pytest.raises(Unauthenticated):
        asked.quote(actor=Actor.anonymous())
    with pytest.raises(Forbidden):
        asked.quote(actor=makers.person(Role.FEDERATION, path="/jj/"))


def test_an_order_finds_its_quote_her_consent_and_where_the_firm_goes_in_a_query_each(
    asked: Asked, django_assert_num_queries
) -> None:
    said = asked.quote()
    with django_assert_num_queries(3):
        found = asked.order(said)
        assert (found.total_fen, found.offering.enterprise_id) == (8_000, asked.offering.enterprise_id)
        assert places.card(found.address).full.startswith("九江市")


def test_a_quote_for_something_else_is_a_mismatch(asked: Asked) -> None:
    said = asked.quote(extras=["windows", "fridge"])
    assert asked.order(said, extras=["fridge", "windows"]).id == said.id, "their order doesn't matter"
    with pytest.raises(queries.QuoteMismatch) as refused:
        asked.order(said, quantity=3, starts_at=START + timedelta(hours=1))
    assert refused.value.facts["differs"] == ["starts_at", "quantity", "extras"]
    for field, value in (
        ("offering_id", makers.offering().id),
        ("address_id", makers.address(asked.actor).id),
        ("address_id", None),
    ):
        with pytest.raises(queries.QuoteMismatch):
            asked.order(said, extras=["windows", "fridge"], **{field: value})


def test_somebody_elses_quote_is_not_there(asked: Asked) -> None:
    said = asked.quote()
    for viewer, quote_id in (
        (makers.person(), said.id),
        (Actor.anonymous(), said.id),
        (asked.actor, ids.new()),
        (asked.actor, None),
        (asked.actor, "x"),
    ):
        with pytest.raises(Missing):
            asked.order(said, viewer=viewer, quote_id=quote_id)


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (14, True), (15, False), (60, False)])
def test_a_quote_holds_for_fifteen_minutes(asked: Asked, minutes: int, holds: bool) -> None:
    said, now = asked.quote(), NOW + timedelta(minutes=minutes)
    if holds:
        assert asked.order(said, now=now).id == said.id
    else:
        with pytest.raises(queries.QuoteStale):
            asked.order(said, now=now)


def _change_price(asked: Asked) -> None:
    actions.set_price(actor=SYSTEM, offering_id=asked.offering.id, price_fen=4_001, now=NOW)


def _withdraw(asked: Asked) -> None:
    actions.withdraw_offering(actor=SYSTEM, offering_id=asked.offering.id, now=NOW)


def _suspend(asked: Asked) -> None:
    organizations.suspend(actor=SYSTEM, organization_id=asked.offering.enterprise_id, now=NOW)


def _move(asked: Asked) -> None:
    places_actions.amend_address(actor=asked.actor, address_id=asked.address.id, division=f"{WUNING}001", now=NOW)


def _remove(asked: Asked) -> None:
    places_actions.remove_address(actor=asked.actor, address_id=asked.address.id, now=NOW)


@pytest.mark.parametrize("change", [_change_price, _withdraw, _suspend, _move, _remove])
def test_a_quote_is_stale_once_what_it_said_has_changed(asked: Asked, change: Any) -> None:
    said = asked.quote()
    change(asked)
    with pytest.raises(queries.QuoteStale):
        asked.order(said)


def test_a_quote_is_stale_when_its_start_has_come_too_near(asked: Asked) -> None:
    start = NOW + timedelta(hours=2)
    said = asked.quote(starts_at=start)
    assert asked.order(said, starts_at=start, now=NOW).id == said.id
    with pytest.raises(queries.QuoteStale):
        asked.order(said, starts_at=start, now=NOW + timedelta(seconds=1))


def test_a_quote_is_stale_once_the_enterprise_no_longer_goes_there(asked: Asked) -> None:
    said = asked.quote()
    organizations.set_coverage(
        actor=SYSTEM, organization_id=asked.offering.enterprise_id, covers=[places.division(WUNING).id], now=NOW
    )
    with pytest.raises(queries.QuoteStale):
        asked.order(said)


def test_another_time_is_priced_by_the_tariff_that_was_sold(asked: Asked) -> None:
    said = asked.quote(extras=["windows"])
    _change_price(asked)
    moved, total_fen = queries.reprice(said.snapshot, starts_at=EVENING, quantity=2, extras=["windows"], now=NOW)
    assert total_fen == moved["total_fen"] == 13_420
    assert said.snapshot["total_fen"] == 11_000
    assert moved["service"] == said.snapshot["service"]
    with pytest.raises(Invalid):
        queries.reprice(said.snapshot, starts_at=NOW, quantity=2, extras=[], now=NOW)


def test_a_visit_says_what_it_needs(asked: Asked, django_assert_num_queries) -> None:
    path = asked.address.path
    with django_assert_num_queries(4):
        needed = queries.visit(asked.offering.id, path=path, quantity=None, extras=["windows"])
    assert (needed.minutes, needed.lead_min, needed.quantity, needed.extras) == (210, 30, 3, ("windows",))
    assert needed.promise and needed.promise["grade"] == 5
    with pytest.raises(Invalid):
        queries.visit(asked.offering.id, path=places.division(WUNING).path, quantity=2, extras=[])
    with pytest.raises(Missing):
        queries.visit(None, path=path, quantity=2, extras=[])


def test_old_quotes_are_forgotten_a_day_later(asked: Asked) -> None:
    asked.quote()
    assert actions.forget_quotes(now=NOW + timedelta(hours=24)) == 0
    assert actions.forget_quotes(now=NOW + timedelta(hours=25)) == 1
    assert Quote.objects.count() == 0


def test_a_quote_takes_a_counted_number_of_queries(asked: Asked, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10):  # savepoint and its release included
        asked.quote(extras=["windows"])


def test_who_withdrew_the_consent_that_booking_needs_is_told_so_until_she_gives_it_again(asked: Asked) -> None:
    people.give_consent(purpose=Purpose.PRIVACY, version="1", actor=asked.actor, now=NOW)
    said = asked.quote()
    people.withdraw_consent(purpose=Purpose.PRIVACY, actor=asked.actor, now=NOW)
    with pytest.raises(ConsentWithdrawn):
        asked.quote()
    with pytest.raises(ConsentWithdrawn):
        asked.order(said)
    assert Quote.objects.count() == 1
    people.give_consent(purpose=Purpose.PRIVACY, version="1", actor=asked.actor, now=NOW + timedelta(minutes=1))
    assert asked.order(said).id == said.id
