"""The Federation verifies or refuses the papers of its division, the oldest first, with the picture beside."""

from dataclasses import replace

import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.browser import MOST_KIB, Browser
from tests.interfaces.console.test_enrolment import paper
from tests.makers import NOW
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.models import Credential, Worker
from xunjiasao.domains.workers.terms import CredentialKind, Doubt
from xunjiasao.kernel.time import day_of


@pytest.fixture
def waiting(house):
    """Two papers that wait, the older one first."""
    return [
        orders.credential(each.id, CredentialKind.ABILITY, verified=False, number=f"JX-{number}", issuer="九江市技能鉴定中心")
        for number, each in enumerate(house.workers)
    ]  # fmt: skip


def decision(paper):
    found = Credential.objects.get(id=paper.id)
    return found.verified_how, found.refused_why


def test_what_waits_stands_in_the_order_in_which_it_came(federation, house, waiting):
    page = federation.get("/desk/all/papers")
    assert "2 papers wait for you" in page.words
    rows = page.html.split("<tbody>")[1]
    assert rows.index(str(waiting[0].id)) < rows.index(str(waiting[1].id))
    assert house.enterprise.name in page.words


def test_a_paper_is_verified_and_the_next_one_opens(federation, house, waiting):
    page = federation.get(f"/desk/all/papers/{waiting[0].id}")
    assert "JX-0" in page.words
    assert "No picture was sent. Ask to see the original." in page.words
    number = queries.identity_number(house.workers[0])
    assert number not in page.html
    assert f"{number[:2]}**************{number[-2:]}" in page.words
    answer = federation.post(f"/desk/all/papers/{waiting[0].id}", step="verify", how="issuer")
    assert answer.url == f"/desk/all/papers/{waiting[1].id}"
    assert f"Verified: {house.workers[0].name}, Special ability certificate." in federation.get(answer.url).words
    assert decision(waiting[0]) == ("issuer", "")
    last = federation.post(f"/desk/all/papers/{waiting[1].id}", step="verify", how="original")
    assert last.url == "/desk/all/papers"
    assert "No paper waits for you" in federation.get(last.url).words


def test_a_verified_health_check_makes_the_code_green(federation, desk, house):
    her = house.workers[0]
    Credential.objects.filter(worker=her, kind=CredentialKind.HEALTH).delete()
    Worker.objects.filter(id=her.id).update(fit_until=None)
    desk.get(f"/desk/people/{her.id}/papers/add")
    desk.post(f"/desk/people/{her.id}/papers/add", **paper())
    added = Credential.objects.order_by("-id").first()
    assert "Red code" in desk.get(f"/desk/people/{her.id}").words
    federation.get(f"/desk/all/papers/{added.id}")
    federation.post(f"/desk/all/papers/{added.id}", step="verify", how="original")
    assert "Green code, may visit" in desk.get(f"/desk/people/{her.id}").words


def test_a_refused_paper_never_counts_and_the_enterprise_reads_why(federation, desk, house, waiting):
    federation.get(f"/desk/all/papers/{waiting[0].id}")
    answer = federation.post(f"/desk/all/papers/{waiting[0].id}", step="refuse", why="unreadable")
    assert answer.status_code == 302
    assert decision(waiting[0]) == ("", Doubt.UNREADABLE)
    page = desk.get(f"/desk/people/{house.workers[0].id}")
    assert "refused The picture can't be read" in page.words
    assert "Refused The picture can't be read" in federation.get(f"/desk/all/papers/{waiting[0].id}").words


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"step": "verify"}, "how"),
        ({"step": "verify", "how": "by_heart"}, "how"),
        ({"step": "refuse"}, "why"),
        ({"step": "refuse", "why": "dislike"}, "why"),
        ({}, "how"),
    ],
)
def test_a_decision_without_its_ground_decides_nothing(federation, waiting, said, field):
    federation.get(f"/desk/all/papers/{waiting[0].id}")
    page = federation.post(f"/desk/all/papers/{waiting[0].id}", **said)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.html
    assert "Please choose one." in page.words
    assert decision(waiting[0]) == ("", "")


def test_what_a_colleague_decided_stands(federation, house, waiting):
    federation.get(f"/desk/all/papers/{waiting[0].id}")
    actions.refuse_credential(credential_id=waiting[0].id, why=Doubt.UNKNOWN, actor=makers.SYSTEM, now=NOW)
    page = federation.post(f"/desk/all/papers/{waiting[0].id}", step="verify", how="issuer")
    assert page.status_code == 409
    assert "Somebody has decided about this paper already." in page.words
    assert "It is genuine" not in page.words
    assert decision(waiting[0]) == ("", Doubt.UNKNOWN)


@pytest.mark.parametrize("named", ["theirs", "not-an-id", "019a0000-0000-7000-8000-000000000000"])
def test_the_papers_of_another_county_are_not_there(elsewhere, waiting, named):
    at = f"/desk/all/papers/{waiting[0].id if named == 'theirs' else named}"
    assert "No paper waits for you" in elsewhere.get("/desk/all/papers").words
    assert elsewhere.get(at).status_code == 404
    elsewhere.get("/desk/sessions")
    assert elsewhere.post(at, step="verify", how="original").status_code == 404
    assert decision(waiting[0]) == ("", "")


def test_nobody_verifies_her_own_paper(house, waiting):
    lianxi = places.division(makers.LIANXI).path
    makers.people.give_seat(
        account_id=house.them[0].who, role=Role.FEDERATION, path=lianxi, actor=makers.SYSTEM, now=NOW
    )
    her = Browser(makers.people_queries.actor_of(house.them[0].who))
    assert "1 paper waits for you" in her.get("/desk/all/papers").words
    assert her.get(f"/desk/all/papers/{waiting[0].id}").status_code == 404
    assert her.post(f"/desk/all/papers/{waiting[0].id}", step="verify", how="original").status_code == 404
    assert decision(waiting[0]) == ("", "")


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.STATION, Role.WORKER, Role.RESIDENT, Role.OPERATOR])
def test_only_the_federation_verifies(house, waiting, role):
    stranger = Browser(makers.person(role, organization_id=house.enterprise.id))
    assert stranger.get("/desk/all/papers").status_code == 403
    assert stranger.get(f"/desk/all/papers/{waiting[0].id}").status_code == 403


def test_a_paper_sent_twice_is_added_once(desk, house):
    her = house.workers[0]
    before = Credential.objects.filter(worker=her).count()
    desk.get(f"/desk/people/{her.id}/papers/add")
    assert desk.post(f"/desk/people/{her.id}/papers/add", **paper(number="JK-7")).status_code == 302
    again = desk.post(f"/desk/people/{her.id}/papers/add", **paper(number="JK-7"))
    assert (again.status_code, "This very paper is in the archive already." in again.words) == (409, True)
    assert Credential.objects.filter(worker=her).count() == before + 1
    assert desk.post(f"/desk/people/{her.id}/papers/add", **paper(number="JK-8")).status_code == 302


def test_a_refused_paper_may_be_sent_again_as_it_was(desk, house, waiting):
    her, said = house.workers[0], Credential.objects.get(id=waiting[0].id)
    document = actions.Document(
        kind=CredentialKind(said.kind), issuer=said.issuer, issued_on=said.issued_on, expires_on=None, number=said.number
    )  # fmt: skip
    with pytest.raises(actions.AlreadyAdded):
        actions.add_credentials(worker_id=her.id, documents=[document], actor=house.desk, now=NOW)
    actions.refuse_credential(credential_id=said.id, why=Doubt.UNREADABLE, actor=makers.SYSTEM, now=NOW)
    actions.add_credentials(worker_id=her.id, documents=[document], actor=house.desk, now=NOW)
    other = replace(document, number="JX-9")
    with pytest.raises(actions.AlreadyAdded):
        actions.add_credentials(worker_id=her.id, documents=[other, other], actor=house.desk, now=NOW)
    assert not Credential.objects.filter(number="JX-9").exists()


@pytest.mark.parametrize("count", [1, 25])
def test_what_waits_is_counted(federation, house, count, django_assert_num_queries):
    said = actions.Document(kind=CredentialKind.ABILITY, issuer="中心", issued_on=day_of(NOW), expires_on=None)
    documents = [replace(said, number=f"JX-{number}") for number in range(count)]
    added = actions.add_credentials(worker_id=house.workers[0].id, documents=documents, actor=house.desk, now=NOW)
    with django_assert_num_queries(6):
        page = federation.get("/desk/all/papers")
    assert len(page.content) <= MOST_KIB * 1024
    assert ('rel="next"' in page.html) == (count > 20)
    with django_assert_num_queries(7):
        federation.get(f"/desk/all/papers/{added[0].id}")


def test_a_health_check_that_found_her_unfit_is_kept_and_shown_and_never_makes_her_fit(desk, federation, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/papers/add")
    desk.post(f"/desk/people/{her.id}/papers/add", **paper(fit="unfit", issued_on="2026-11-20"))
    added = Credential.objects.order_by("-id").first()
    assert (added.kind, added.health_class, added.fit) == ("health", "elderly", False)
    assert "Health check Elder care; Not fit" in desk.get(f"/desk/people/{her.id}").words
    assert "Green code" in desk.get(f"/desk/people/{her.id}").words  # nobody verified it yet
    assert "Health check · Elder care · Not fit" in federation.get(f"/desk/all/papers/{added.id}").words
    federation.post(f"/desk/all/papers/{added.id}", step="verify", how="original")
    assert "Health check: none" in desk.get(f"/desk/people/{her.id}").words
    assert queries.worker(makers.SYSTEM, her.id).fit_until is None


def test_what_work_she_is_fit_for_is_only_kept_with_a_health_check(desk, house):
    her = house.workers[0]
    desk.get(f"/desk/people/{her.id}/papers/add")
    desk.post(f"/desk/people/{her.id}/papers/add", **paper(kind="ability", fit="unfit"))
    added = Credential.objects.order_by("-id").first()
    assert (added.kind, added.health_class, added.fit) == ("ability", "", True)
