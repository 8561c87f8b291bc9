"""The machine room: operators only, every table, nothing to write, no secrets in sight."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import Client

from tests import makers
from tests.domains.journal.makers import record
from tests.domains.people.makers import resident
from tests.makers import NOW
from xunjiasao.domains.journal import rules
from xunjiasao.domains.journal.models import Delivery, Entry
from xunjiasao.domains.people import queries
from xunjiasao.domains.people.actions import sessions
from xunjiasao.domains.people.models import Account, Session
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.admin.tables import NAMES
from xunjiasao.interfaces.entry import clock
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import token_digest

pytestmark = pytest.mark.django_db
TABLES = [
    model for config in apps.get_app_configs() if config.name.startswith("xunjiasao.domains.") for model in config.get_models()
]  # fmt: skip


def browser(actor: Actor | None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    if actor:
        opened = sessions.opened(Account.objects.get(id=actor.who), by="password", device="Mac", now=clock.now())
        client.cookies["xjs_session"] = opened.token
    return client


@pytest.fixture
def operator() -> Client:
    return browser(makers.person(Role.OPERATOR, name="周航"))


def address(model: Any, row: Any = None) -> str:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    return base if row is None else f"{base}{row}/change/"


def test_strangers_are_sent_to_sign_in():
    answer = browser(None).get("/admin/people/account/", follow=False)
    assert answer.status_code == 302
    last = browser(None).get(answer.headers["Location"])
    assert last.headers["Location"].startswith("/desk/sign-in?next=/admin/people/account/")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
def test_no_other_role_gets_in(role: Role):
    client = browser(makers.person(role))
    for path in ("/admin/", *map(address, TABLES), address(Account, uuid4()), "/admin/jsi18n/"):
        answer = client.get(path, follow=True)
        assert answer.status_code in {403, 404}, path


def test_the_first_page_lists_every_table(operator: Client):
    page = operator.get("/admin/")
    assert page.status_code == 200
    assert [address(model) for model in TABLES if address(model) not in page.content.decode()] == []
    assert "周航" in page.content.decode()
    assert "/password_change/" not in page.content.decode()


def test_every_table_has_a_name_in_proper_words(operator: Client):
    assert {model._meta.label for model in TABLES} == set(NAMES)
    words = operator.get("/admin/").content.decode()
    assert "Deliveries" in words
    assert "Subjects of entries" in words
    assert [wrong for wrong in ("Deliverys", "Entrys", "Abouts", "Addresss") if wrong in words] == []


def test_the_names_need_no_migration():
    left = MigrationAutodetector(MigrationLoader(None).project_state(), ProjectState.from_apps(apps)).changes(
        graph=MigrationLoader(None).graph
    )
    assert {label for label in left if label in {model._meta.app_label for model in TABLES}} == set()


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_every_table_opens_and_refuses_to_be_written(operator: Client, model: Any):
    resident("13912345678")
    assert operator.get(address(model)).status_code == 200
    row = model.objects.first()
    if row is not None:
        page = operator.get(address(model, row.pk))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert operator.post(address(model, row.pk), {"name": "x"}).status_code == 403
        assert operator.post(f"{address(model)}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert operator.get(f"{address(model)}add/").status_code == 403
    assert model.objects.first() == row


def test_secrets_stay_out_of_sight(operator: Client):
    signed = resident("13912345678")
    account, session = Account.objects.get(id=signed.actor.who), Session.objects.get(id=signed.actor.session_id)
    secrets = [account.phone_index, account.password, session.digest, "13912345678"]
    for path in (address(Account), address(Account, account.pk), address(Session), address(Session, session.pk)):
        text = operator.get(path).content.decode()
        assert [secret for secret in secrets if secret in text] == []


def test_a_chosen_session_is_ended_through_its_action(operator: Client):
    signed = resident("13912345678")
    assert signed.actor.session_id
    button = {"action": "end", "_selected_action": [str(signed.actor.session_id)]}
    assert operator.post(address(Session), button, follow=True).status_code == 200
    assert queries.signed(signed.token, now=NOW) is None
    ended = Entry.objects.get(name="session.ended")
    assert ended.actor_id != signed.actor.account_id


def test_a_delivery_that_was_given_up_is_tried_again(operator: Client):
    before = dict(rules._listeners)
    rules.subscribe({"account.opened": ["first"]})
    record(uuid4())
    rules.subscribe(before)
    Delivery.objects.update(failed_at=NOW, tries=8, due_at=NOW + timedelta(days=1))
    button = {"action": "retry", "_selected_action": [str(Delivery.objects.get().pk)]}
    operator.post(address(Delivery), button, follow=True)
    left = Delivery.objects.get()
    assert (left.failed_at, left.tries) == (None, 0)
    pressed = Session.objects.get(digest=token_digest(operator.cookies["xjs_session"].value))
    assert Entry.objects.get(name="delivery.put_back").actor_id == pressed.account_id


def test_signing_out_ends_the_session(operator: Client):
    token = operator.cookies["xjs_session"].value
    assert operator.post("/admin/logout/").status_code == 302
    assert queries.signed(token, now=clock.now()) is None


def test_a_page_of_another_site_cant_press_the_buttons():
    client = browser(makers.person(Role.OPERATOR))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    signed = resident("13912345678")
    button = {"action": "end", "_selected_action": [str(signed.actor.session_id)]}
    assert strict.post(address(Session), button).status_code == 403
    assert queries.signed(signed.token, now=NOW)
