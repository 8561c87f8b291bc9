"""The public site: what anybody may read, in both languages, lightly."""

import dataclasses

import pytest
from django.test import Client

from tests import makers
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import LIANXI, NOW, SYSTEM, WUNING
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue.models import Offering
from xunjiasao.domains.orders.rules import cancel_rule
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.places import queries as places

PAGES = ("/", "/services", "/services/regular-cleaning", "/stations", "/about", "/privacy", "/accessibility")


@pytest.fixture
def city(db):
    catalogue.load_standards()
    firm = makers.enterprise(name="九江浔安家政", name_en="Xun'an", phone="0792-5550100")
    makers.offering(firm)
    makers.offering(makers.enterprise(), price_fen=4_500)
    for number in range(3):
        station(f"示例{number}驿站", LIANXI)
    return station("武宁驿站", WUNING)


def station(name, division):
    said = {"phone": "0792-6660001", "hours": "8:30–18:00", "address": "示例街 1 号"}
    return organizations.open_organization(
        actor=SYSTEM, kind=Kind.STATION, name=name, division=division, now=NOW, **said
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_anybody_and_is_light(city, path, language):
    page = Browser(language=language).get(path)
    assert page.status_code == 200
    assert len(page.content) <= MOST_KIB * 1024
    assert f'lang="{"en" if language == "en" else "zh-CN"}"' in page.html
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/", 4), ("/services", 5), ("/services/regular-cleaning", 6), ("/stations", 3), ("/about", 0), ("/privacy", 0)],
)
def test_a_page_asks_the_database_a_counted_number_of_times(city, path, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        Browser().get(path)


def test_the_first_page_shows_what_it_costs_and_where_the_stations_are(city):
    page = Browser().get("/")
    assert "Regular cleaning from 40 yuan per hour" in page.words
    assert "4 stations" in page.words
    assert "Lianxi 3" in page.words
    assert 'href="/m/"' in page.html
    assert 'href="/desk/"' in page.html


def test_what_is_not_built_is_not_promised(city):
    words = Browser().get("/").words
    assert not [each for each in ("complaint", "progress", "Stories", "certificate number") if each in words]


def test_invented_data_are_named_as_such_only_in_the_demo(city, settings):
    notice = "names, firms and figures are invented"
    assert notice not in Browser().get("/").words
    settings.XJS = dataclasses.replace(settings.XJS, demo=True)
    assert notice in Browser().get("/").words


@pytest.mark.parametrize("words", ["保洁", "baojie", "rcbj"])
def test_a_service_is_found_by_chinese_pinyin_and_initials(city, words):
    assert "Regular cleaning" in Browser().get("/services", q=words).words


def test_a_search_that_finds_nothing_says_what_to_do(city):
    page = Browser().get("/services", q="火星")
    assert page.status_code == 200
    assert "Nothing here by that name" in page.words
    assert 'value="火星"' in page.html


def test_services_are_narrowed_by_county_and_occupation(city):
    lianxi = places.division(LIANXI).path
    page = Browser().get("/services", division=lianxi, occupation="4-10-01-06")
    assert "Services and prices in Lianxi" in page.words
    assert "Regular cleaning" in page.words
    assert "Range hood" not in page.words


def test_a_service_says_who_provides_it_what_is_promised_and_leads_to_the_booking(city):
    page = Browser().get("/services/regular-cleaning")
    assert "2 firms offer it" in page.words
    assert "Your contract is with Xun'an." in page.words
    assert "Domestic helper, Level 5 or better" in page.words
    assert "Inside of windows +30 yuan" in page.words
    assert "/m/#/pages/offering/index?id=" in page.html


def test_one_review_is_one_review_and_what_is_listed_has_the_marks_of_its_language(city):
    Offering.objects.update(reviews=1, rating_milli=5_000)
    assert "5.0 stars, 1 review" in Browser().get("/services/regular-cleaning").words
    assert "1 reviews" not in Browser().get("/services/regular-cleaning").words
    assert "If you like: Inside of windows +30 yuan" in Browser().get("/services/regular-cleaning").words
    chinese = Browser(language="zh-hans").get("/services/regular-cleaning").words
    assert "合同签在" in chinese or "九江浔安家政" in chinese
    assert "; " not in chinese


def test_a_service_in_a_county_where_nobody_comes_says_so(city):
    page = Browser().get("/services/regular-cleaning", division=places.division(WUNING).path)
    assert "Nobody offers it here yet" in page.words


def test_stations_are_listed_by_county_with_their_telephone(city):
    page = Browser().get("/stations", county=places.division(WUNING).path)
    assert "Wuning has 1 station" in page.words
    assert city.name in page.words
    assert "示例0驿站" not in page.words
    assert 'href="tel:0792-6660001"' in page.html


def test_stations_come_in_pages(city):
    for number in range(25):
        station(f"更多{number:02d}驿站", LIANXI)
    first = Browser().get("/stations")
    more = first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = Browser().get(f"/stations{more}")
    assert second.status_code == 200
    assert "更多24驿站" not in first.words
    assert "更多24驿站" in second.words


@pytest.mark.parametrize("path", ["/nowhere", "/services/nothing", "/services/UPPER!"])
def test_what_is_not_there_is_answered_in_our_own_words(db, path):
    page = Browser().get(path)
    assert page.status_code == 404
    assert "This page isn't here" in page.words
    assert "Go to the start" in page.words


@pytest.mark.parametrize("cursor", ["x", "e30", "W10"])
def test_a_forged_cursor_is_told_kindly(city, cursor):
    page = Browser().get("/stations", cursor=cursor)
    assert page.status_code == 422
    assert "This list has changed" in page.words


def test_the_language_is_kept_and_leads_back(db):
    client = Client()
    answer = client.get("/language/en", {"next": "/services?q=bj"})
    assert answer.url == "/services?q=bj"
    assert client.cookies["xjs_language"].value == "en"
    assert 'lang="en"' in client.get("/about").content.decode()


@pytest.mark.parametrize("bad", ["https://example.org/", "//example.org", "javascript:1", "\\\\example.org"])
def test_the_language_never_leads_away(db, bad):
    assert Client().get("/language/en", {"next": bad}).url == "/"


def test_an_unknown_language_is_not_there(db):
    assert Client().get("/language/fr").status_code == 404


def test_a_page_that_names_no_icon_gets_the_mark(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/house/mark.svg")


def test_another_city_needs_no_code(city, settings):
    settings.XJS = dataclasses.replace(settings.XJS, city_name="南城市", city_name_en="Nancheng")
    for path in PAGES:
        assert "Jiujiang" not in Browser().get(path).words
    assert "in the 13 counties of Nancheng" in Browser().get("/").words
    assert "主办：南城市妇女联合会" in Browser(language="zh-hans").get("/about").words


def test_a_service_says_what_cancelling_costs_as_the_rule_does(city):
    said = Browser().get("/services/regular-cleaning").words
    assert cancel_rule() in said
