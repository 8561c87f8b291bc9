"""The Federation enters enterprises and stations, changes and suspends them, gives their staff accounts."""

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB, Browser
from tests.interfaces.console.test_enrolment import home
from tests.makers import NOW
from xunjiasao.domains.organizations import actions, queries
from xunjiasao.domains.organizations.models import Coverage, Organization
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.domains.people.models import Account, Seat
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places

STATION = {"name": "南山社区驿站", "phone": "0792-6660001", "hours": "8:30–17:30", "address": "前进路 8 号"}


def firm(**said):
    return {
        "name": "九江新人家政有限公司", "name_en": "Jiujiang Newcomer", "credit_code": makers.credit_code(), "county": home()["county"],
        "phone": "0792-8123456",
    } | said  # fmt: skip


def counts():
    return [model.objects.count() for model in (Organization, Coverage, Account, Seat)]


# ── entered ───────────────────────────────────────────────────────────────────────────────────


def test_an_enterprise_is_entered_with_where_it_serves(federation):
    federation.get("/desk/all/enterprises/add")
    lianxi, xunyang = (places.division(code).path for code in (makers.LIANXI, makers.XUNYANG))
    answer = federation.post("/desk/all/enterprises/add", **firm(covers=[lianxi, xunyang, home()["township"]]))
    made = Organization.objects.get(name="九江新人家政有限公司")
    assert (answer.status_code, answer.url) == (302, f"/desk/all/register/{made.id}")
    assert (made.kind, made.status, made.path) == (Kind.ENTERPRISE, Status.ACTIVE, lianxi)
    assert queries.coverage(made.id) == sorted([lianxi, xunyang])
    page = federation.get(answer.url)
    assert "Jiujiang Newcomer is in the register. Give its first staff an account next." in page.words
    assert "Nobody has an account yet" in page.words


def test_a_station_is_entered_in_its_community(federation):
    federation.get("/desk/all/stations/add")
    was = counts()
    town = federation.post("/desk/all/stations/add", **(STATION | home() | {"community": ""}))
    assert town.status_code == 422
    assert 'id="community-error"' in town.html
    assert counts() == was
    assert federation.post("/desk/all/stations/add", **(STATION | home())).status_code == 302
    made = Organization.objects.get(name="南山社区驿站")
    assert (made.kind, made.path, made.hours) == (Kind.STATION, home()["community"], "8:30–17:30")
    assert queries.coverage(made.id) == [home()["community"]]


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"name": ""}, "name", "Please give the name."),
        ({"name": "家" * 61}, "name", "Please use at most 60 characters."),
        ({"credit_code": "91350100M000100Y44"}, "credit_code", "one of these is wrong"),
        ({"credit_code": ""}, "credit_code", "one of these is wrong"),
        ({"phone": "12"}, "phone", "A mobile number has 11 digits"),
        ({"short_name": "短" * 21}, "short_name", "Please use at most 20 characters."),
        ({"county": ""}, "county", "Please choose where it is."),
        ({"county": "/jj/\0x/"}, "county", "Please choose where it is."),
        ({"covers": ["/nowhere/"]}, "covers", "Please choose places from the list."),
    ],
)
def test_an_entry_that_cannot_be_right_is_told_beside_its_field(federation, said, field, told):
    federation.get("/desk/all/enterprises/add")
    was = counts()
    page = federation.post("/desk/all/enterprises/add", **firm(**said))
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    assert 'value="Jiujiang Newcomer"' in page.html
    assert counts() == was


def test_a_name_and_a_credit_code_stand_once(federation):
    there = makers.enterprise()
    federation.get("/desk/all/enterprises/add")
    was = counts()
    page = federation.post("/desk/all/enterprises/add", **firm(name=there.name, credit_code=there.credit_code))
    assert page.status_code == 422
    assert "has this name here already" in page.words
    assert "This credit code is in the register already." in page.words
    assert counts() == was


def test_nobody_enters_an_organization_in_another_county(elsewhere):
    page = elsewhere.get("/desk/all/enterprises/add")
    assert "Wuning" in page.words
    assert f'value="{home()["county"]}"' not in page.html.split('id="county"')[1].split("</select>")[0]
    was = counts()
    assert elsewhere.post("/desk/all/enterprises/add", **firm()).status_code == 403
    assert counts() == was


@pytest.mark.parametrize(("kind", "many"), [("enterprises", 6), ("stations", 4)])
def test_the_form_of_an_entry_is_counted_and_light(kind, many, django_assert_num_queries, house):
    city = Browser(makers.person(Role.FEDERATION, path=places.division("360400").path))
    with django_assert_num_queries(many):
        page = city.get(f"/desk/all/{kind}/add")
    assert len(page.content) <= MOST_KIB * 1024


# ── changed ───────────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_changed_and_keeps_its_name_and_code(federation, house):
    own = house.enterprise
    page = federation.get(f"/desk/all/register/{own.id}/amend")
    assert 'value="0792-8123456"' in page.html
    said = {"phone": "0792-1234567", "hours": "8:00–18:00", "name": "另一个名字", "credit_code": "x"}
    assert federation.post(f"/desk/all/register/{own.id}/amend", **said).url == f"/desk/all/register/{own.id}"
    kept = Organization.objects.get(id=own.id)
    assert (kept.phone, kept.hours, kept.name, kept.credit_code) == (
        "0792-1234567",
        "8:00–18:00",
        own.name,
        own.credit_code,
    )
    wrong = federation.post(f"/desk/all/register/{own.id}/amend", phone="12", hours="9:00–17:00")
    assert wrong.status_code == 422
    assert 'value="9:00–17:00"' in wrong.html
    assert Organization.objects.get(id=own.id).hours == "8:00–18:00"


def test_where_it_serves_is_said_anew(federation, house):
    own, wuning = house.enterprise, places.division(makers.WUNING).path
    page = federation.get(f"/desk/all/register/{own.id}/coverage")
    assert page.html.count(" checked") == 2
    federation.post(f"/desk/all/register/{own.id}/coverage", covers=[wuning])
    assert queries.coverage(own.id) == [wuning]
    nothing = federation.post(f"/desk/all/register/{own.id}/coverage")
    assert nothing.status_code == 422
    assert "Please choose places from the list." in nothing.words
    assert queries.coverage(own.id) == [wuning]


def test_a_station_serves_communities_of_its_county(federation):
    own = makers.enterprise(
        kind=Kind.STATION, name="南山驿站", division=makers.COMMUNITY, credit_code="", covers=[makers.COMMUNITY]
    )
    page = federation.get(f"/desk/all/register/{own.id}/coverage")
    assert f'value="{own.path}" checked' in page.html
    assert len(page.content) <= MOST_KIB * 1024


def test_it_is_suspended_let_work_again_and_closed_after_a_question(federation, house):
    own = house.enterprise
    for step, asks, ends in [
        ("suspend", f"Suspend {own.name}?", Status.SUSPENDED),
        ("resume", f"Let {own.name} work again?", Status.ACTIVE),
        ("close", f"Close {own.name} for good?", Status.CLOSED),
    ]:
        at = f"/desk/all/register/{own.id}/{step}"
        assert asks in federation.get(at).words
        assert federation.post(at).url == f"/desk/all/register/{own.id}"
        assert Organization.objects.get(id=own.id).status == ends
        assert federation.get(at).status_code == 404
    assert "Change the entry" not in federation.get(f"/desk/all/register/{own.id}").words


def test_a_question_that_weighs_heavily_says_what_happens_to_open_orders(federation, desk, house):
    at = f"/desk/all/register/{house.enterprise.id}/close"
    assert "None of its orders is open." in federation.get(at).words
    placed = orders.order(house)
    page = federation.get(at)
    assert "1 of its orders is open. Its desk must see to it." in page.words
    assert "btn-bad" in page.html
    assert "1 order of it is open and goes on." in desk.get(f"/desk/offerings/{house.offering.id}/withdraw").words
    assert "1 visit is hers." in desk.get(f"/desk/people/{placed.worker_id}/release").words


def test_what_a_colleague_did_first_is_told(federation, house):
    own = house.enterprise
    at = f"/desk/all/register/{own.id}/suspend"
    federation.get(at)
    actions.close(actor=makers.SYSTEM, organization_id=own.id, now=NOW)
    page = federation.post(at)
    assert page.status_code == 409
    assert "That step isn't open as it stands now" in page.words
    assert Organization.objects.get(id=own.id).status == Status.CLOSED


# ── hidden and counted ────────────────────────────────────────────────────────────────────────

PAGES = ["", "/amend", "/coverage", "/staff", "/suspend"]


@pytest.mark.parametrize("page", PAGES)
def test_the_register_of_another_county_is_not_there(elsewhere, house, page):
    own, was = house.enterprise, counts()
    elsewhere.get("/desk/sessions")
    for named in (own.id, "not-an-id", "019a0000-0000-7000-8000-000000000000"):
        at = f"/desk/all/register/{named}{page}"
        assert elsewhere.get(at).status_code == 404
        if page:
            said = {"phone": makers.phone(), "name": "张", "covers": [own.path]}
            assert elsewhere.post(at, **said).status_code == 404
    kept = Organization.objects.get(id=own.id)
    assert (counts(), kept.status, kept.version, kept.head) == (was, own.status, own.version, own.head)


def test_a_step_that_nobody_knows_is_not_there(federation, house):
    at = f"/desk/all/register/{house.enterprise.id}/give_desk"
    federation.get("/desk/sessions")
    assert federation.get(at).status_code == 404
    assert federation.post(at).status_code == 404


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.STATION, Role.WORKER, Role.RESIDENT, Role.OPERATOR])
def test_only_the_federation_keeps_the_register(house, role):
    stranger = Browser(makers.person(role, organization_id=house.enterprise.id))
    for at in ("/desk/all/enterprises/add", "/desk/all/stations/add", f"/desk/all/register/{house.enterprise.id}"):
        assert stranger.get(at).status_code == 403


@pytest.mark.parametrize(
    ("page", "many"), [("", 8), ("/amend", 4), ("/coverage", 6), ("/staff", 4), ("/suspend", 5), ("/close", 5)]
)
def test_the_pages_of_an_entry_are_counted(federation, house, page, many, django_assert_num_queries):
    with django_assert_num_queries(many):
        answer = federation.get(f"/desk/all/register/{house.enterprise.id}{page}")
    assert len(answer.content) <= MOST_KIB * 1024
