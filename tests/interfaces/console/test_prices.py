"""An enterprise offers services, changes what they cost, stops and resumes."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from tests import makers
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import NOW
from xunjiasao.domains.catalogue import actions, queries
from xunjiasao.domains.catalogue.models import Extra, Offering, Surcharge
from xunjiasao.domains.catalogue.queries.price import QuoteStale
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.people.terms import Role


def kept(house):
    """What the house's offering costs, as a family would be told."""
    return queries.offer(house.desk, house.offering.id).tariff


class Form(HTMLParser):
    """Reads what a browser would send again."""

    def __init__(self):
        super().__init__()
        self.sent, self.select = {}, ""

    def handle_starttag(self, tag, given):
        here = dict(given)
        if tag == "input" and here.get("name") and here["name"] != "csrfmiddlewaretoken":
            self.sent.setdefault(here["name"], []).append(here.get("value", ""))
        if tag == "select":
            self.select = here["name"]
        if tag == "option" and "selected" in here:
            self.sent.setdefault(self.select, []).append(here["value"])


def shown_form(page):
    """All that the form on a page would send again."""
    form = Form()
    form.feed(page.html)
    return form.sent


def counts():
    rows = Offering.objects.order_by("id").values_list("price_fen", "min_quantity", "active", "version", "head")
    return list(rows), Extra.objects.count(), Surcharge.objects.count()


def said(**more):
    return {"service": "elderly-bathing", "price_fen": "128.50"} | more


def free(desk):
    """A service that the enterprise doesn't offer yet."""
    page = desk.get("/desk/offerings/add")
    return re.search(r'<option value="([a-z][\w-]+)"', page.html)[1]


def test_a_service_is_offered_with_extras_and_surcharges(desk, house):
    slug = free(desk)
    answer = desk.post(
        "/desk/offerings/add", service=slug, price_fen="128.5", min_quantity="", extra_code=["", ""], extra_name=["擦窗", ""],
        extra_name_en=["Windows", ""], extra_price=["30", ""], extra_minutes=["20", ""], share_evening="20", from_evening="38", to_evening="48",
    )  # fmt: skip
    assert (answer.status_code, answer.url) == (302, "/desk/offerings")
    made = Offering.objects.exclude(id=house.offering.id).get()
    tariff = queries.offer(house.desk, made.id).tariff
    assert (made.enterprise_id, made.price_fen, made.active) == (house.enterprise.id, 12_850, True)
    assert [(each.name, each.price_fen, each.minutes) for each in tariff.extras] == [("擦窗", 3_000, 20)]
    assert [(each.kind, each.share_bp, each.from_min, each.to_min) for each in tariff.surcharges] == [
        ("evening", 2_000, 1_140, 1_440)
    ]
    page = desk.get("/desk/offerings")
    assert "You offer 2 services" in page.words
    assert "128.50" in page.words
    assert f'value="{slug}"' not in desk.get("/desk/offerings/add").html


def test_all_that_is_missing_is_told_at_once(desk, house):
    desk.get("/desk/offerings/add")
    page = desk.post("/desk/offerings/add", service="", price_fen="")
    assert page.status_code == 422
    assert "Please choose one." in page.words
    assert "Please write the amount in yuan, as in 132.00." in page.words


def test_who_offers_every_service_is_told_so(desk, house):
    for each in queries.services():
        if each.standard.id != house.offering.standard_id:
            actions.open_offering(
                actor=house.desk, enterprise_id=house.enterprise.id, service=each.standard.slug, price_fen=100, now=NOW
            )
    assert desk.get("/desk/offerings/add").url == "/desk/offerings"
    page = desk.get("/desk/offerings")
    assert "You offer every service of the catalogue already." in page.words
    assert 'aria-disabled="true">You have every service already<' in page.html
    assert "/desk/offerings/add" not in page.html


def test_a_service_is_offered_once(desk, house):
    desk.get("/desk/offerings/add")
    was = counts()
    page = desk.post("/desk/offerings/add", **said(service="regular-cleaning"))
    assert page.status_code == 409
    assert "This service is in your list already." in page.words
    assert counts() == was


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"service": "flying"}, "service", "There is no such service."),
        ({"service": ""}, "service", "There is no such service."),
        ({"price_fen": ""}, "price_fen", "Please write the amount in yuan, as in 132.00."),
        ({"price_fen": "-1"}, "price_fen", "Please write the amount in yuan, as in 132.00."),
        ({"price_fen": "100000.01"}, "price_fen", "Please give a price from 0 to 100000 yuan."),
        ({"min_quantity": "two"}, "min_quantity", "Please give a whole number."),
        ({"min_quantity": "999"}, "min_quantity", ""),
        ({"extra_name": [""], "extra_price": ["30"]}, "extras", "Each extra needs a name."),
        ({"extra_name": ["擦窗"], "extra_price": ["dear"]}, "extras", "擦窗: write the price in yuan"),
        ({"extra_name": ["窗" * 31], "extra_price": ["3"]}, "extras", "An extra needs a name of at most 30 characters"),
        ({"share_weekend": "much"}, "surcharges", "Weekend: write the per cent as a number."),
        ({"share_weekend": "400"}, "surcharges", "Weekend: above 0, at most 300 per cent."),
        (
            {"share_evening": "20", "from_evening": "40", "to_evening": "38"},
            "surcharges",
            "Evening: it must end after it starts.",
        ),
    ],
)
def test_a_price_that_cannot_be_right_is_told_beside_its_field(desk, house, wrong, field, told):
    slug = free(desk)
    was = counts()
    page = desk.post("/desk/offerings/add", **(said(service=slug) | wrong))
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    if field != "service":
        assert f'value="{slug}" selected' in page.html
    if field == "extras":
        assert f'value="{wrong["extra_price"][0]}"' in page.html
    assert counts() == was


def test_a_price_is_changed_and_what_was_quoted_becomes_stale(desk, house):
    asked = Asked(house.offering.id, house.address.id, NOW + timedelta(hours=25), 2)
    told = actions.quote(asked=asked, actor=house.resident, now=NOW)
    was = kept(house)
    page = desk.get(f"/desk/offerings/{house.offering.id}")
    assert 'name="price_fen" type="text" value="40"' in page.html
    form = shown_form(page)
    answer = desk.post(f"/desk/offerings/{house.offering.id}", **(form | {"price_fen": "45"}))
    assert answer.url == "/desk/offerings"
    now = kept(house)
    assert now.price_fen == 4_500
    assert (now.extras, now.surcharges) == (was.extras, was.surcharges)
    with pytest.raises(QuoteStale):
        queries.quote_for_order(house.resident, told.id, asked, now=NOW)


def test_a_line_without_its_name_is_taken_away(desk, house):
    form = shown_form(desk.get(f"/desk/offerings/{house.offering.id}"))
    assert len(kept(house).extras) > 0
    empty = [""] * len(form["extra_name"])
    desk.post(
        f"/desk/offerings/{house.offering.id}",
        **(form | {"extra_name": empty, "extra_name_en": empty, "extra_price": empty}),
    )
    assert kept(house).extras == ()


def test_an_extra_keeps_the_code_by_which_it_was_known(desk, house):
    codes = [each.code for each in kept(house).extras]
    form = shown_form(desk.get(f"/desk/offerings/{house.offering.id}"))
    names = [f"{name} 新" if name else "" for name in form["extra_name"]]
    names[len(codes)] = "再加一项"
    prices = [*form["extra_price"]]
    prices[len(codes)] = "5"
    desk.post(f"/desk/offerings/{house.offering.id}", **(form | {"extra_name": names, "extra_price": prices}))
    again = [each.code for each in kept(house).extras]
    assert again[:-1] == codes
    assert again[-1] not in codes


def test_a_service_is_stopped_and_resumed_after_a_question(desk, house):
    at = f"/desk/offerings/{house.offering.id}"
    assert "Stop offering Regular cleaning?" in desk.get(f"{at}/withdraw").words
    assert desk.post(f"{at}/withdraw").url == "/desk/offerings"
    assert not Offering.objects.get(id=house.offering.id).active
    assert "Resume" in desk.get("/desk/offerings").words
    desk.post(f"{at}/withdraw")
    assert Offering.objects.get(id=house.offering.id).version == 2
    assert desk.post(f"{at}/resume").url == "/desk/offerings"
    assert Offering.objects.get(id=house.offering.id).active
    assert desk.get(f"{at}/sell").status_code == 404


@pytest.mark.parametrize("page", ["", "/withdraw", "/resume"])
def test_the_offering_of_somebody_else_is_not_there(house, page):
    foreign = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id))
    foreign.get("/desk/offerings/add")
    was = counts()
    for named in (house.offering.id, "not-an-id", "019a0000-0000-7000-8000-000000000000"):
        assert foreign.get(f"/desk/offerings/{named}{page}").status_code == 404
        assert foreign.post(f"/desk/offerings/{named}{page}", **said()).status_code == 404
    assert counts() == was


@pytest.mark.parametrize("role", [Role.FEDERATION, Role.STATION, Role.WORKER, Role.RESIDENT, Role.OPERATOR])
def test_only_an_enterprise_sets_prices(house, role):
    stranger = Browser(makers.person(role, organization_id=house.enterprise.id))
    for at in (
        "/desk/offerings/add",
        f"/desk/offerings/{house.offering.id}",
        f"/desk/offerings/{house.offering.id}/withdraw",
    ):
        assert stranger.get(at).status_code == 403


@pytest.mark.parametrize(("page", "many"), [("add", 6), ("one", 6), ("stop", 7)])
def test_the_forms_of_prices_are_counted(desk, house, page, many, django_assert_num_queries):
    at = {"add": "add", "one": house.offering.id, "stop": f"{house.offering.id}/withdraw"}[page]
    with django_assert_num_queries(many):
        answer = desk.get(f"/desk/offerings/{at}")
    assert len(answer.content) <= MOST_KIB * 1024


def test_a_refused_price_comes_back_as_it_was_typed_with_the_bad_box_marked(desk, house):
    desk.get("/desk/offerings")
    answer = desk.post(
        f"/desk/offerings/{house.offering.id}", price_fen="-5", extra_code=["", ""], extra_name=["加项", ""], extra_name_en=["", ""],
        extra_price=["abc", ""], extra_minutes=["", ""], share_evening="viel", from_evening="38", to_evening="48",
    )  # fmt: skip
    assert answer.status_code == 422
    assert (answer.html.count('value="加项"'), answer.html.count('value="abc"')) == (1, 1)
    marked = re.findall(r'name="(\w+)" (?:type="text" )?value="([^"]*)"[^>]*aria-invalid', answer.html)
    assert marked == [("price_fen", "-5"), ("extra_price", "abc"), ("share_evening", "viel")]
