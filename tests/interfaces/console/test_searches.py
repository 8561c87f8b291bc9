"""Names and telephones are searched for without standing in an address."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import Browser
from tests.makers import NOW
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.entry import words

HOUR = timedelta(hours=1)


def phone(house):
    return people.phone_of(people.account(house.resident.who))


def search(desk, list_, **said):
    """Send the search form, and open where it leads."""
    desk.get(f"/desk/{list_}")
    answer = desk.post(f"/desk/{list_}", **said)
    assert answer.status_code == 302
    page = desk.get(answer.url)
    page.address = answer.url
    return page


def test_an_order_is_found_by_name_and_telephone_which_the_address_does_not_tell(desk, house):
    placed = orders.order(house)
    for said in ("陈晓", phone(house), placed.worker.name):
        page = search(desk, "orders", q=said)
        assert str(placed.id) in page.html, said
        [q] = parse_qs(urlsplit(page.address).query)["q"]
        assert said not in page.address
        assert len(q) >= words.LEAST_SEALED
        assert f'value="{said}"' in page.html
    assert str(placed.id) not in search(desk, "orders", q="nobody").html


def test_no_link_of_the_found_page_tells_the_words(desk, house):
    for number in range(21):
        orders.order(house, starts_at=NOW + (25 + 24 * (number // 4) + 2 * (number % 4)) * HOUR)
    page = search(desk, "orders", q=phone(house), stage="open")
    assert page.html.replace(f'value="{phone(house)}"', "").count(phone(house)) == 0
    more = page.html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert desk.get(f"/desk/orders{more}").html.count("data-row=") == 1
    row = page.html.split("data-row=")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    record = desk.get(row)
    assert record.status_code == 200
    assert f'value="{phone(house)}"' in record.html
    close = record.html.split("data-close")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert close == page.address


def test_the_number_of_an_order_may_stand_in_the_address(desk, house):
    placed = orders.order(house)
    page = search(desk, "orders", q=placed.number.lower(), on="any")
    assert page.address == f"/desk/orders?on=any&q={placed.number.lower()}"
    assert str(placed.id) in page.html


@pytest.mark.parametrize("given", ["陈晓", "13800000001", "x" * 60, "AQ" * 30, "=" * 50, "é" * 45])
def test_words_that_were_not_sealed_find_nothing(desk, house, given):
    orders.order(house)
    for list_ in ("orders", "people"):
        page = desk.get(f"/desk/{list_}", q=given)
        assert page.status_code == 200
        assert "data-row=" not in page.html
        assert 'name="q" value=""' in page.html


def test_a_sealed_search_is_nobody_elses(desk, house):
    orders.order(house)
    address = search(desk, "orders", q="陈晓").address
    colleague = Browser(makers.person(Role.ENTERPRISE, organization_id=house.enterprise.id))
    assert "data-row=" in colleague.get("/desk/orders").html
    assert "data-row=" not in colleague.get(address).html


def test_a_search_keeps_what_was_asked_and_offers_all_time(desk, house):
    page = search(desk, "orders", q="<b>火星", on="today")
    assert 'value="&lt;b&gt;火星"' in page.html
    assert "Look at any time" in page.words


def test_a_worker_is_found_by_pinyin(desk, house):
    orders.worker(house, name="红码")
    page = search(desk, "people", q="hongma", trust="")
    assert "<b>红码</b>" in page.html
    assert "王桂一" not in page.html
    assert "hongma" not in page.address


def test_the_federation_searches_its_lists_and_still_changes_nothing(federation, house):
    placed = orders.order(house)
    assert str(placed.id) in search(federation, "all/orders", q=placed.worker.name, on="any").html
    assert "王桂一" in search(federation, "all/workers", q="王桂一").words


def test_a_search_needs_the_proof_of_its_form(house):
    assert Browser(house.desk).post("/desk/orders", q="陈晓").status_code == 403


def test_signing_in_again_leads_back_without_words_that_were_not_sealed(desk, house):
    sealed = search(desk, "orders", q="陈晓").address
    nobody = Browser()
    assert nobody.get("/desk/orders", q="陈晓", stage="open").url == "/desk/sign-in?next=/desk/orders"
    assert nobody.get("/desk/orders", q="13800000001").url == "/desk/sign-in?next=/desk/orders"
    assert "q%3D" in nobody.get(sealed).url
    assert "XJ261124-ABC123" in nobody.get("/desk/orders", q="XJ261124-ABC123").url
