"""An enterprise takes people on, says where and when they work, adds their papers, lets them go."""

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB, Browser
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.models import Affiliation, Area, Credential, Pattern, Worker
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel.time import day_of

EIGHT, SIX = 16, 36


def home():
    """The three choices that lead to a community."""
    path = places.division(makers.COMMUNITY).path
    keys = path.strip("/").split("/")
    return {
        "county": f"/{'/'.join(keys[:2])}/", "township": f"/{'/'.join(keys[:3])}/", "community": path,
    }  # fmt: skip


def entered(**said):
    return {
        "phone": makers.phone(), "name": "李秋香", "identity_kind": "resident", "identity_number": makers.identity_number(),
        "languages": ["mandarin", "jiujiang"], **home(),
    } | said  # fmt: skip


def counts():
    return [model.objects.count() for model in (Account, Worker, Affiliation, Credential, Area, Pattern)]


# ── taken on ──────────────────────────────────────────────────────────────────────────────────


def test_a_worker_is_taken_on_by_her_phone_and_her_archive_opens(desk, house):
    desk.get("/desk/people/add")
    said = entered()
    answer = desk.post("/desk/people/add", **said)
    her = Worker.objects.get(name="李秋香")
    assert (answer.status_code, answer.url) == (302, f"/desk/people/{her.id}")
    account = people.by_phone(said["phone"])
    assert account is not None and her.account_id == account.pk
    assert [(seat.role, seat.organization_id) for seat in people.seats_of(account)] == [("worker", None)]
    assert queries.employer(her.id) == house.enterprise.id
    assert her.path == said["community"]
    assert her.lat_e6 is not None
    assert queries.identity_number(her) == said["identity_number"]
    page = desk.get(answer.url)
    assert "李秋香 is with you now. Add her papers next." in page.words
    assert "Nowhere yet" in page.words
    assert said["identity_number"] not in page.html


def test_the_choice_of_a_county_brings_its_townships_and_writes_nothing(desk, house):
    desk.get("/desk/people/add")
    was = counts()
    said = entered(township="", community="", look="county")
    page = desk.post("/desk/people/add", **said)
    assert page.status_code == 200
    assert "十里街道" in page.words
    assert "南山社区" not in page.words
    assert f'value="{said["phone"]}"' in page.html
    assert "-error" not in page.html
    further = desk.post("/desk/people/add", **(said | {"township": home()["township"], "look": "township"}))
    assert "南山社区" in further.words
    assert counts() == was


def test_choices_of_another_county_are_not_kept(desk, house):
    desk.get("/desk/people/add")
    was = counts()
    wuning = places.division(makers.WUNING).path
    page = desk.post("/desk/people/add", **entered(county=wuning))
    assert page.status_code == 422
    assert "Please choose the community she lives in." in page.words
    assert counts() == was


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"phone": "1380000"}, "phone", "4 digits are missing; it should have 11."),
        ({"phone": "x"}, "phone", "A mobile number has 11 digits"),
        ({"name": " \u200b"}, "name", "Please enter her name."),
        ({"name": "秋" * 61}, "name", "Please enter her name."),
        ({"identity_number": "36040219700715"}, "identity_number", "this one has 14"),
        ({"identity_number": "360402197007150009"}, "identity_number", "wrong digit"),
        ({"identity_kind": "club_card"}, "identity_kind", "Please choose one."),
        ({"languages": ["klingon"]}, "languages", "Unknown language: klingon"),
        ({"community": ""}, "community", "Please choose the community she lives in."),
        ({"community": "/jj/\0"}, "community", "Please choose the community she lives in."),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_told_beside_its_field_and_all_is_kept(desk, house, said, field, told):
    desk.get("/desk/people/add")
    was, sent = counts(), entered(**said)
    page = desk.post("/desk/people/add", **sent)
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    if field != "phone":
        assert f'value="{sent["phone"]}"' in page.html
    if field != "languages":
        assert 'value="jiujiang" checked' in page.html
    assert counts() == was


def test_whoever_works_elsewhere_is_not_taken_on(house):
    other = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id))
    her = house.workers[0]
    phone, number = people.phone_of(people.account(her.account_id)), queries.identity_number(her)
    other.get("/desk/people/add")
    was = counts()
    page = other.post("/desk/people/add", **entered(phone=phone, identity_number=number))
    assert page.status_code == 409
    assert "another enterprise, which must release her first" in page.words
    stranger = other.post("/desk/people/add", **entered(identity_number=number))
    assert stranger.status_code == 409
    assert "This person already has an archive." in stranger.words
    phone_of_hers = other.post("/desk/people/add", **entered(phone=phone))
    assert phone_of_hers.status_code == 409
    assert counts() == was
    assert queries.employer(her.id) == house.enterprise.id


def test_a_form_that_is_sent_twice_takes_her_on_once(desk, house):
    desk.get("/desk/people/add")
    said = entered()
    first = desk.post("/desk/people/add", **said)
    was = counts()
    assert desk.post("/desk/people/add", **said).url == first.url
    assert counts() == was


def test_who_was_let_go_brings_her_archive_along(desk, house):
    her, firm = house.workers[0], makers.enterprise()
    actions.release(worker_id=her.id, actor=house.desk, now=NOW)
    other = Browser(makers.person(Role.ENTERPRISE, organization_id=firm.id))
    other.get("/desk/people/add")
    said = entered(phone=people.phone_of(people.account(her.account_id)), identity_number=queries.identity_number(her))
    assert other.post("/desk/people/add", **said).url == f"/desk/people/{her.id}"
    assert queries.employer(her.id) == firm.id
    assert desk.get(f"/desk/people/{her.id}").status_code == 404
    assert Worker.objects.count() == 2


def test_a_resident_who_becomes_a_worker_keeps_her_account(desk, house):
    phone = people.phone_of(people.account(house.resident.who))
    desk.get("/desk/people/add")
    assert desk.post("/desk/people/add", **entered(phone=phone)).status_code == 302
    assert {seat.role for seat in people.actor_of(house.resident.who).seats} == {"resident", "worker"}


@pytest.mark.parametrize("role", [Role.FEDERATION, Role.STATION, Role.WORKER, Role.RESIDENT, Role.OPERATOR])
def test_only_an_enterprise_takes_people_on(house, role):
    foreign = Browser(makers.person(role, organization_id=house.enterprise.id, path=places.division("360400").path))
    assert foreign.get("/desk/people/add").status_code == 403
    assert Worker.objects.count() == 2


# ── where and when ────────────────────────────────────────────────────────────────────────────


def test_where_she_works_is_chosen_from_what_the_enterprise_serves(desk, house):
    her = house.workers[0]
    page = desk.get(f"/desk/people/{her.id}/area")
    assert "Lianxi" in page.words
    assert "十里街道" in page.words
    assert "Wuning" not in page.words
    lianxi, shili = places.division(makers.LIANXI).path, home()["township"]
    assert f'value="{lianxi}" checked' in page.html
    xunyang = places.division(makers.XUNYANG).path
    answer = desk.post(f"/desk/people/{her.id}/area", areas=[shili, xunyang])
    assert answer.url == f"/desk/people/{her.id}"
    assert queries.areas(her.id) == sorted([shili, xunyang])
    assert f'value="{shili}" checked' in desk.get(f"/desk/people/{her.id}/area").html


def test_a_county_holds_its_townships(desk, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/area")
    lianxi = places.division(makers.LIANXI).path
    desk.post(f"/desk/people/{her.id}/area", areas=[home()["township"], lianxi])
    assert queries.areas(her.id) == [lianxi]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "Please choose at least one place."),
        (["/nowhere/"], "Please choose places from the list."),
        (["wuning"], "Your enterprise doesn't serve all of that."),
        (["city"], "Your enterprise doesn't serve all of that."),
    ],
)
def test_where_the_enterprise_does_not_go_she_is_not_sent(desk, house, said, told):
    her, was = house.workers[0], queries.areas(house.workers[0].id)
    named = {"wuning": places.division(makers.WUNING).path, "city": places.division("360400").path}
    desk.get(f"/desk/people/{her.id}/area")
    page = desk.post(f"/desk/people/{her.id}/area", areas=[named.get(each, each) for each in said])
    assert page.status_code == 422
    assert told in page.words
    assert 'id="areas-error"' in page.html
    assert queries.areas(her.id) == was


def test_her_weekly_hours_are_set_day_by_day(desk, house):
    her = house.workers[0]
    page = desk.get(f"/desk/people/{her.id}/hours")
    assert page.html.count("selected>08:00") == 7
    said = {"from0": str(EIGHT), "to0": str(SIX), "from6": "0", "to6": "48"}
    assert desk.post(f"/desk/people/{her.id}/hours", **said).url == f"/desk/people/{her.id}"
    assert queries.pattern(her.id) == {0: ((1 << 20) - 1) << 16, 6: (1 << 48) - 1}
    again = desk.get(f"/desk/people/{her.id}/hours")
    assert again.html.count("selected>08:00") == 1
    assert again.html.count("selected>24:00") == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"from1": "16"}, "Choose both times, or none for a day off."),
        ({"from1": "16", "to1": "16"}, "It must end after it starts."),
        ({"from1": "-1", "to1": "20"}, "Choose both times, or none for a day off."),
        ({"from1": "16", "to1": "99"}, "Choose both times, or none for a day off."),
    ],
)
def test_hours_that_cannot_be_right_change_nothing(desk, house, said, told):
    her, was = house.workers[0], queries.pattern(house.workers[0].id)
    desk.get(f"/desk/people/{her.id}/hours")
    page = desk.post(f"/desk/people/{her.id}/hours", from0="18", to0="20", **said)
    assert page.status_code == 422
    assert told in page.words
    assert 'id="day1-error"' in page.html
    assert "selected>09:00" in page.html
    assert queries.pattern(her.id) == was


# ── papers ────────────────────────────────────────────────────────────────────────────────────


def paper(**said):
    return {
        "kind": "health",
        "health_class": "elderly",
        "fit": "fit",
        "issuer": "九江市第一医院",
        "number": "示例-1",
        "issued_on": "2026-11-01",
        "expires_on": "2027-11-01",
    } | said


def test_a_paper_is_added_and_waits_for_the_federation(desk, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/papers/add")
    answer = desk.post(f"/desk/people/{her.id}/papers/add", **paper(kind="skill", grade="4-10-01-05:3"))
    assert answer.url == f"/desk/people/{her.id}"
    added = Credential.objects.order_by("-id").first()
    assert (added.worker_id, added.kind, added.occupation, added.grade) == (her.id, "skill", "4-10-01-05", 3)
    assert added.verified_at is None
    page = desk.get(answer.url)
    assert "Added. The Federation verifies it; it counts from then on." in page.words
    assert "not verified" in page.words


def test_a_level_is_only_kept_with_a_skill_certificate(desk, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/papers/add")
    desk.post(f"/desk/people/{her.id}/papers/add", **paper(grade="4-10-01-05:3"))
    added = Credential.objects.order_by("-id").first()
    assert (added.kind, added.occupation, added.grade) == ("health", "", None)


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"kind": ""}, "kind", "Please choose one."),
        ({"health_class": ""}, "health_class", "Please choose one."),
        ({"health_class": "x"}, "health_class", "Please choose one."),
        ({"fit": ""}, "fit", "Please choose one."),
        ({"kind": "skill"}, "grade", "Please choose one."),
        ({"kind": "skill", "grade": "4-10-01-06:1"}, "grade", "Please choose one."),
        ({"kind": "skill", "grade": "x:y"}, "grade", "Please choose one."),
        ({"issuer": " "}, "issuer", "Please enter who issued it."),
        ({"issuer": "院" * 121}, "issuer", "Please enter who issued it."),
        ({"issued_on": ""}, "issued_on", "Please fill this in."),
        ({"issued_on": "2026-13-01"}, "issued_on", "Please give a date as in 2026-11-26."),
        ({"issued_on": "2026-12-01"}, "issued_on", "It can't be issued in the future."),
        ({"expires_on": "soon"}, "expires_on", "Please give a date as in 2026-11-26."),
        ({"expires_on": "2026-10-01"}, "expires_on", "It can't end before it was issued."),
    ],
)  # fmt: skip
def test_a_paper_that_cannot_be_right_is_told_beside_its_field(desk, house, said, field, told):
    her, was = house.workers[0], counts()
    desk.get(f"/desk/people/{her.id}/papers/add")
    page = desk.post(f"/desk/people/{her.id}/papers/add", **paper(**said))
    assert page.status_code == 422
    assert told in page.words
    assert f'id="{field}-error"' in page.html
    assert 'name="number" type="text" value="示例-1"' in page.html
    assert counts() == was


# ── let go, hidden, counted ───────────────────────────────────────────────────────────────────


def test_she_is_let_go_after_a_question(desk, house):
    her = house.workers[0]
    assert f"Let {her.name} go?" in desk.get(f"/desk/people/{her.id}/release").words
    answer = desk.post(f"/desk/people/{her.id}/release")
    assert answer.url == "/desk/people"
    assert queries.employer(her.id) is None
    assert desk.get(f"/desk/people/{her.id}").status_code == 404
    assert desk.post(f"/desk/people/{her.id}/release").status_code == 404


def test_nobody_is_let_go_before_a_visit(desk, house):
    placed = orders.accepted(house)
    desk.get(f"/desk/people/{placed.worker_id}/release")
    page = desk.post(f"/desk/people/{placed.worker_id}/release")
    assert page.status_code == 409
    assert "She has a visit tomorrow 9:30. Send someone else there first." in page.words
    assert queries.employer(placed.worker_id) == house.enterprise.id


FORMS = ["area", "hours", "release", "papers/add"]


@pytest.mark.parametrize("form", FORMS)
def test_the_worker_of_somebody_else_is_not_there(house, form):
    foreign, was = Browser(makers.person(Role.ENTERPRISE, organization_id=makers.enterprise().id)), counts()
    foreign.get("/desk/people/add")
    her, pattern, areas = house.workers[0], queries.pattern(house.workers[0].id), queries.areas(house.workers[0].id)
    for her_id in (her.id, "not-an-id", "019a0000-0000-7000-8000-000000000000"):
        assert foreign.get(f"/desk/people/{her_id}/{form}").status_code == 404
        assert (
            foreign.post(f"/desk/people/{her_id}/{form}", areas=areas, from0="1", to0="2", **paper()).status_code == 404
        )
    assert (counts(), queries.pattern(her.id), queries.areas(her.id)) == (was, pattern, areas)
    assert queries.employer(her.id) == house.enterprise.id


@pytest.mark.parametrize("form", FORMS)
def test_the_federation_and_the_worker_herself_fill_in_no_form_of_the_enterprise(federation, house, form):
    her = Browser(house.them[0])
    for stranger in (federation, her):
        assert stranger.get(f"/desk/people/{house.workers[0].id}/{form}").status_code == 403


def test_an_enterprise_that_serves_the_whole_city_chooses_among_all_counties(desk, house):
    organizations.set_coverage(actor=SYSTEM, organization_id=house.enterprise.id, covers=["360400"], now=NOW)
    page = desk.get(f"/desk/people/{house.workers[0].id}/area")
    assert "Wuning" in page.words
    assert len(page.content) <= MOST_KIB * 1024


@pytest.mark.parametrize(("form", "many"), [("area", 8), ("hours", 6), ("release", 6), ("papers/add", 7)])
def test_the_forms_of_an_archive_are_counted(desk, house, form, many, django_assert_num_queries):
    with django_assert_num_queries(many):
        page = desk.get(f"/desk/people/{house.workers[0].id}/{form}")
    assert len(page.content) <= MOST_KIB * 1024


def test_the_form_for_a_new_worker_is_counted(desk, house, django_assert_num_queries):
    with django_assert_num_queries(4):
        desk.get("/desk/people/add")


def test_a_paper_of_today_is_not_of_the_future(desk, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/papers/add")
    today = day_of(NOW).isoformat()
    assert desk.post(f"/desk/people/{her.id}/papers/add", **paper(issued_on=today, expires_on="")).status_code == 302
    assert Credential.objects.filter(kind=CredentialKind.HEALTH, expires_on=None).count() == 1
