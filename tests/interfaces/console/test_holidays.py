"""The Federation of the city keeps its holidays; a county's sees nothing of it."""

from datetime import date

import pytest

from tests import makers
from tests.interfaces.browser import MOST_KIB, Browser
from xunjiasao.domains.journal.models import Entry
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places.models import Holiday

HOLIDAYS = "/desk/all/holidays"


@pytest.fixture
def city(db):
    return Browser(makers.person(Role.FEDERATION, path="/jj/", name="周主席"))


def said():
    """What the journal holds about the calendar, in order."""
    entries = Entry.objects.filter(stream__startswith="calendar:").order_by("seq")
    return [(each.name, each.payload) for each in entries]


def kept(on):
    return Holiday.objects.filter(on=on).values_list("name", "is_workday").first()


def test_the_days_of_this_year_and_the_next_are_listed_in_a_counted_number_of_queries(city, django_assert_num_queries):
    Holiday.objects.create(on="2027-01-01", name="元旦", is_workday=False)
    with django_assert_num_queries(4):
        page = city.get(HOLIDAYS)
    assert len(page.content) <= MOST_KIB * 1024
    assert "Next day of rest: Fri 1 Jan, New Year's Day" in page.words
    assert "Thu 1 Oct National Day Day of rest Remove" in page.words
    assert "Sat 10 Oct National Day Worked in exchange Remove" in page.words
    assert f'href="{HOLIDAYS}/2026-10-01"' in page.html
    assert "39 days are over" in page.words


def test_the_days_are_listed_in_chinese(db):
    chinese = Browser(makers.person(Role.FEDERATION, path="/jj/"), language="zh-hans").get(HOLIDAYS)
    assert "10 月 1 日 周四 国庆节 休息日" in chinese.words
    assert "10 月 10 日 周六 国庆节 调休上班" in chinese.words
    assert "2027 年的节假日还没登记" in chinese.words


def test_a_year_that_nobody_entered_says_so(city):
    page = city.get(HOLIDAYS)
    assert "No day of rest ahead is known" in page.words
    assert "No holiday of 2027 is entered yet" in page.words


def test_a_day_is_added_changed_and_taken_away_and_each_is_recorded(city):
    city.get(f"{HOLIDAYS}/add")
    answer = city.post(f"{HOLIDAYS}/add", on="2027-05-20", is_workday="rest", name="浔阳节")
    assert (answer.status_code, answer.url) == (302, HOLIDAYS)
    assert "Saved: Thu 20 May, 浔阳节." in city.get(HOLIDAYS).words
    assert kept("2027-05-20") == ("浔阳节", False)
    page = city.get(f"{HOLIDAYS}/2027-05-20")
    assert "What is Thu 20 May?" in page.words
    assert 'value="浔阳节"' in page.html
    city.post(f"{HOLIDAYS}/2027-05-20", is_workday="rest", name="浔阳节")  # nothing changed
    city.post(f"{HOLIDAYS}/2027-05-20", is_workday="rest", name="浔阳灯会")
    assert kept("2027-05-20") == ("浔阳灯会", False)
    assert "Take Thu 20 May 浔阳灯会 from the holidays?" in city.get(f"{HOLIDAYS}/2027-05-20/clear").words
    assert city.post(f"{HOLIDAYS}/2027-05-20/clear").url == HOLIDAYS
    assert kept("2027-05-20") is None
    assert city.post(f"{HOLIDAYS}/2027-05-20/clear").status_code == 404
    rest = {"on": "2027-05-20", "is_workday": False}
    assert said() == [("holiday.set", rest), ("holiday.set", rest), ("holiday.cleared", {"on": "2027-05-20"})]


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"on": ""}, "on", "Please fill this in."),
        ({"on": "2027-02-30"}, "on", "Please give a date as in 2026-11-26."),
        ({"on": "2028-01-01"}, "on", "Please choose a day of this year or the next."),
        ({"on": "2025-12-31"}, "on", "Please choose a day of this year or the next."),
        ({"is_workday": "maybe"}, "is_workday", "Please choose one."),
        ({"is_workday": "work"}, "is_workday", "It is a working day anyway."),
        ({"name": " "}, "name", "Please say what day it is, in at most 20 characters."),
        ({"name": "节" * 21}, "name", "Please say what day it is, in at most 20 characters."),
    ],
)
def test_a_day_that_cannot_be_right_is_told_beside_its_field(city, given, field, told):
    before = Holiday.objects.count()
    city.get(f"{HOLIDAYS}/add")
    page = city.post(f"{HOLIDAYS}/add", **({"on": "2027-05-20", "is_workday": "rest", "name": "浔阳节"} | given))
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    assert (Holiday.objects.count(), said()) == (before, [])


@pytest.mark.parametrize("day", ["2027-05-20", "2027-02-30", "x"])
def test_an_ordinary_day_has_no_page(city, day):
    assert city.get(f"{HOLIDAYS}/{day}").status_code == 404
    assert city.get(f"{HOLIDAYS}/{day}/clear").status_code == 404


@pytest.mark.parametrize("page", ["", "/add", "/2026-10-01", "/2026-10-01/clear"])
def test_a_countys_federation_changes_no_day_of_the_city(federation, page):
    assert "Holidays" not in federation.get("/desk/overview").words
    assert federation.get(f"{HOLIDAYS}{page}").status_code == 403
    if page:
        sent = federation.post(f"{HOLIDAYS}{page}", on="2026-12-24", is_workday="rest", name="节")
        assert sent.status_code == 403
    assert (kept(date(2026, 10, 1)), kept(date(2026, 12, 24)), said()) == (("国庆节", False), None, [])


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.STATION, Role.OPERATOR])
def test_nobody_else_keeps_the_holidays(house, role):
    stranger = Browser(makers.person(role, organization_id=house.enterprise.id))
    assert stranger.get(HOLIDAYS).status_code == 403


def test_the_citys_overview_leads_to_its_holidays(city):
    assert f'href="{HOLIDAYS}"' in city.get("/desk/overview").html
