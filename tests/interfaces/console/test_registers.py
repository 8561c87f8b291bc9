"""Workers, prices, the Federation's overview and registers, a station's page."""

import re
from datetime import timedelta

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import LIANXI, NOW, SYSTEM, WUNING
from xunjiasao.domains.catalogue.models import Offering, ServiceStandard
from xunjiasao.domains.orders import actions
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers.models import Worker
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel.time import day_of

TODAY = day_of(NOW)


def station(name, division):
    return organizations.open_organization(
        actor=SYSTEM, kind=Kind.STATION, name=name, division=division, phone="0792-6660001", now=NOW
    )


# ── workers ───────────────────────────────────────────────────────────────────────────────────


def test_the_workers_stand_with_their_code_and_what_ends(desk, house):
    orders.worker(house, name="红码", health_until=TODAY - timedelta(days=1))
    orders.worker(house, name="黄码", health_until=TODAY + timedelta(days=9))
    orders.worker(house, name="明日", health_until=TODAY + timedelta(days=1))
    words = desk.get("/desk/people").words
    assert "5 workers, 1 may not visit now" in words
    assert "红码 Red code Health check: ended on 2026-11-23" in words
    assert "黄码 Yellow code Health check: ends in 9 days" in words
    assert "明日 Yellow code Health check: ends in 1 day " in words
    assert "王桂一 Green code Domestic helper Level 3" in words


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?trust=red", {"红码"}),
        ("?trust=green", {"王桂一"}),
        ("?trust=pink", {"红码", "王桂一"}),
    ],
)
def test_the_workers_are_narrowed_by_code(desk, house, query, shown):
    orders.worker(house, name="红码", health_until=TODAY - timedelta(days=1))
    page = desk.get(f"/desk/people{query}")
    assert {name for name in ("红码", "王桂一") if f"<b>{name}</b>" in page.html} == shown


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_listed_is_joined_by_the_marks_of_its_language(house, language):
    orders.worker(house, name="红码", health_until=TODAY - timedelta(days=1))
    her = house.workers[-1]
    orders.credential(her.id, CredentialKind.SKILL, occupation="4-10-01-05", grade=4)
    words = Browser(house.desk, language=language).get("/desk/people").words
    assert ("; " in words, "；" in words) == (language == "en", language != "en")


def enrolled(house, **ends):
    """Workers whose health check ends after so many days; None has none that ends soon."""
    for name, days in ends.items():
        orders.worker(house, name=name, health_until=TODAY + timedelta(days=days))


def rows(page):
    return re.findall(r'data-row="[^"]+"[^>]*><b>([^<]+)</b>', page.html)


@pytest.mark.parametrize("list_", ["people", "all/workers"])
def test_red_comes_before_yellow_before_green_and_each_by_the_day_its_papers_end(desk, federation, house, list_):
    enrolled(house, 黄晚=20, 绿早=60, 红晚=-1, 黄早=3, 红早=-9)
    nothing = orders.worker(house, name="无证")
    Worker.objects.filter(id=nothing.id).update(fit_until=None)
    browser = desk if list_ == "people" else federation
    shown = rows(browser.get(f"/desk/{list_}"))
    assert shown[:6] == ["无证", "红早", "红晚", "黄早", "黄晚", "绿早"]
    assert set(shown[6:]) == {"王桂一", "王桂二"}


def test_the_list_of_workers_comes_in_pages_that_lose_nobody(desk, house):
    enrolled(house, **{f"阿姨{number}": number // 3 for number in range(23)})
    Worker.objects.filter(name__in=["阿姨0", "阿姨22"]).update(fit_until=None)
    first = desk.get("/desk/people")
    more = first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    both = rows(first) + rows(desk.get(f"/desk/people{more}"))
    assert len(both) == len(set(both)) == 25
    assert set(both[:2]) == {"阿姨0", "阿姨22"}
    assert desk.get("/desk/people", cursor="x").status_code == 422


def test_a_page_may_end_between_those_without_papers(desk, house):
    enrolled(house, **{f"阿姨{number}": number for number in range(21)})
    Worker.objects.update(fit_until=None)
    first = desk.get("/desk/people")
    more = first.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    both = rows(first) + rows(desk.get(f"/desk/people{more}"))
    assert len(both) == len(set(both)) == 23


@pytest.mark.parametrize("count", [0, 6])
def test_the_list_of_workers_is_counted(desk, house, count, django_assert_num_queries):
    for number in range(count):
        orders.worker(house, name=f"李{number}")
    with django_assert_num_queries(6):
        page = desk.get("/desk/people")
    assert len(page.content) <= MOST_KIB * 1024


def test_an_archive_opens_beside_the_list(desk, house, django_assert_num_queries):
    her = house.workers[0]
    orders.credential(
        her.id, CredentialKind.ABILITY, verified=False, number="JX20260001", expires_on=TODAY - timedelta(days=3)
    )
    with django_assert_num_queries(13):
        page = desk.get(f"/desk/people/{her.id}?trust=green")
    assert "Green code, may visit" in page.words
    assert "All papers are valid today" in page.words
    assert "JX20260001" not in page.html
    assert "not verified" in page.words
    assert "ended 2026-11-21" in page.words
    assert 'href="/desk/people?trust=green" data-close' in page.html
    assert 'href="tel:1' in page.html


@pytest.mark.parametrize("named", ["not-an-id", "019a0000-0000-7000-8000-000000000000"])
def test_an_archive_that_is_not_there_is_not_found(desk, named):
    assert desk.get(f"/desk/people/{named}").status_code == 404


def test_the_workers_of_another_enterprise_are_not_there(house):
    foreign = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id))
    assert foreign.get(f"/desk/people/{house.workers[0].id}").status_code == 404
    assert "0 workers" in foreign.get("/desk/people").words


def test_the_federation_sees_archives_of_its_county_without_the_phone(federation, elsewhere, house):
    her = house.workers[0]
    page = federation.get(f"/desk/all/workers/{her.id}")
    assert her.name in page.words
    assert house.enterprise.name in page.words
    assert 'href="tel:1' not in page.html
    assert elsewhere.get(f"/desk/all/workers/{her.id}").status_code == 404
    assert "0 workers" in elsewhere.get("/desk/all/workers").words


def test_the_federations_list_of_workers_is_counted(federation, house, django_assert_num_queries):
    with django_assert_num_queries(9):
        federation.get("/desk/all/workers")


# ── prices ────────────────────────────────────────────────────────────────────────────────────


def test_the_prices_are_those_that_families_see(desk, house, django_assert_num_queries):
    with django_assert_num_queries(7):
        page = desk.get("/desk/offerings")
    assert "You offer 1 service" in page.words
    assert "Regular cleaning" in page.words
    assert "40 yuan per hour" in page.words
    assert "Inside of windows +30 yuan" in page.words


def test_a_rated_service_that_asks_for_no_level_starts_with_its_stars(desk, house):
    ServiceStandard.objects.update(occupation=None, grade=None)
    Offering.objects.update(reviews=1, rating_milli=5_000)
    page = desk.get("/desk/offerings")
    assert '<small class="soft">5.0 stars, 1 review</small>' in page.html


def test_a_number_stays_with_its_per_cent(desk, house):
    assert " %" not in desk.get("/desk/offerings").html.split("<tbody>")[1]


# ── the Federation's overview ─────────────────────────────────────────────────────────────────


def test_the_overview_counts_today_by_stage(federation, house, django_assert_num_queries):
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    orders.accepted(house, starts_at=NOW + timedelta(hours=4))
    orders.order(house, starts_at=NOW + timedelta(hours=25))
    station("南山驿站", LIANXI)
    station("武宁驿站", WUNING)
    with django_assert_num_queries(16):
        page = federation.get("/desk/overview")
    assert "2 orders today: 0 under way, 1 without a worker" in page.words
    assert "Enterprises 1 at work" in page.words
    assert "Stations 1 open" in page.words
    assert "Workers 2 2 Green code" in page.words
    assert len(page.content) <= MOST_KIB * 1024


def test_the_overview_tells_the_latest_without_names_of_families(federation, house):
    orders.accepted(house, starts_at=NOW + timedelta(hours=4))
    words = federation.get("/desk/overview").words
    assert "Just now" in words
    assert "accepted" in words
    assert "陈晓" not in words


def test_the_overview_is_silent_until_something_changes(federation, house, django_assert_num_queries):
    placed = orders.order(house, starts_at=NOW + timedelta(hours=4))
    page = federation.get("/desk/overview")
    asks = page.html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert 'hx-trigger="every 15s"' in page.html
    with django_assert_num_queries(15):
        silent = federation.get(asks)
    assert (silent.status_code, silent.content) == (204, b"")
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    told = federation.get(asks)
    assert told.status_code == 200
    assert told.html.startswith('<section id="pulse"')
    assert f"{house.enterprise.short_name or house.enterprise.name} confirmed" in told.words
    orders.order(house, starts_at=NOW + timedelta(hours=6))
    assert "2 orders today" in federation.get(asks).words


def test_the_pulse_stays_in_the_county_that_is_looked_into(house):
    city = Browser(makers.person(Role.FEDERATION, path=places.division("360400").path))
    wuning = places.division(WUNING).path
    asks = city.get("/desk/overview", county=wuning).html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    assert "No visit today" in city.get(asks.replace("state=", "state=x")).words
    whole = city.get("/desk/overview").html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert city.get(whole).status_code == 204


def test_the_pulse_of_the_overview_is_the_federations_only(desk):
    assert desk.get("/desk/overview/pulse").status_code == 403


def test_a_city_seat_sees_the_tiles_and_looks_into_a_county(house, django_assert_num_queries):
    city = Browser(makers.person(Role.FEDERATION, path=places.division("360400").path))
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    lianxi, wuning = (places.division(code).path for code in (LIANXI, WUNING))
    with django_assert_num_queries(13):
        page = city.get("/desk/overview")
    assert "Lianxi 1–4" in page.words
    assert "Wuning 0" in page.words
    assert "1 order today" in city.get("/desk/overview", county=lianxi).words
    assert "No visit today" in city.get("/desk/overview", county=wuning).words
    assert "Lianxi 1" in city.get("/desk/overview", what="enterprises").words


def test_a_county_is_told_township_by_township(federation, house):
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    station("南山驿站", makers.COMMUNITY)
    page = federation.get("/desk/overview")
    assert "Township by township" in page.words
    assert "十里街道 1 1" in page.words


def test_a_county_seat_cannot_look_beyond_its_county(elsewhere, house):
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    page = elsewhere.get("/desk/overview", county=places.division(LIANXI).path)
    assert "No visit today" in page.words
    assert "Enterprises 0 at work" in page.words


@pytest.mark.parametrize("list_", ["stations", "enterprises"])
def test_the_registers_stay_inside_the_county(federation, elsewhere, house, list_, django_assert_num_queries):
    station("南山驿站", LIANXI)
    name = {"stations": "南山驿站", "enterprises": house.enterprise.name}[list_]
    with django_assert_num_queries(7):
        page = federation.get(f"/desk/all/{list_}")
    assert name in page.words
    assert name not in elsewhere.get(f"/desk/all/{list_}").words
    assert name not in elsewhere.get(f"/desk/all/{list_}", county=places.division(LIANXI).path).words


def test_an_enterprise_leads_to_its_orders_and_an_open_station_to_its_public_page(federation, house):
    placed = orders.order(house)
    station("南山驿站", LIANXI)
    page = federation.get("/desk/all/enterprises")
    link = page.html.split("<tbody>")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    there = federation.get(link)
    assert str(placed.id) in there.html
    assert "Show all enterprises" in there.words
    other = makers.enterprise()
    assert str(placed.id) not in federation.get("/desk/all/orders", firm=str(other.id), on="any").html
    assert 'href="/stations?q=' in federation.get("/desk/all/stations").html


def test_a_register_is_searched_by_pinyin(federation, house):
    station("南山驿站", LIANXI)
    assert "南山驿站" in federation.get("/desk/all/stations", q="nanshan").words
    assert "Nobody by that name" in federation.get("/desk/all/stations", q="火星").words


def test_the_federation_only_reads(federation, house):
    federation.get("/desk/overview")
    placed = orders.order(house)
    for path in (
        "/desk/overview",
        f"/desk/all/orders/{placed.id}",
        "/desk/all/stations",
        f"/desk/all/workers/{house.workers[0].id}",
        "/desk/all/enterprises",
    ):
        assert federation.post(path).status_code == 405


# ── a station ─────────────────────────────────────────────────────────────────────────────────


def test_a_station_sees_itself_what_is_offered_around_it_and_whom_to_call(house, django_assert_num_queries):
    own = station("南山驿站", LIANXI)
    head = Browser(makers.person(Role.STATION, organization_id=own.id))
    with django_assert_num_queries(8):
        page = head.get("/desk/station")
    assert "1 service is offered around you" in page.words
    assert "南山驿站" in page.words
    assert "0792-6660001" in page.words
    assert house.enterprise.name in page.words
    assert "Regular cleaning 40 yuan per hour" in page.words


def test_a_station_opens_no_orders(house):
    head = Browser(makers.person(Role.STATION, organization_id=station("南山驿站", LIANXI).id))
    placed = orders.order(house)
    actions.confirm(order_id=placed.id, actor=house.desk, now=NOW)
    assert head.get(f"/desk/orders/{placed.id}").status_code == 403
    assert head.get(f"/desk/all/orders/{placed.id}").status_code == 403


def test_papers_that_wait_are_counted_in_the_menu_and_on_the_overview(federation, elsewhere, house):
    orders.credential(house.workers[0].id, CredentialKind.ABILITY, verified=False, number="JX-1", issuer="中心")
    page = federation.get("/desk/overview")
    assert "To verify 1 waiting for you" in page.words
    assert re.search(r'id="count-verify">1<', page.html)
    assert re.search(r'id="count-verify" hidden>0<', elsewhere.get("/desk/overview").html)


def test_counts_that_are_hidden_look_alike(house):
    city = Browser(makers.person(Role.FEDERATION, path=places.division("360400").path))
    orders.order(house, starts_at=NOW + timedelta(hours=4))
    page = city.get("/desk/overview")
    assert re.search(r'class="tile lv1"[^>]*><span>Lianxi</span><b class="num">1–4<', page.html)
