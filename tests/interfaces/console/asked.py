"""What each page is asked for, by each role, in the small world of the API's matrix: with this its owner succeeds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from tests import makers as city
from tests.domains.orders import makers
from tests.interfaces.api.world import ROLES, World, path_of, world
from tests.interfaces.console.test_enrolment import entered, paper
from tests.interfaces.console.test_register import STATION, firm, home
from tests.interfaces.console.test_scans import drawn, sent
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.actions import sessions
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.workers import actions as workers
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.interfaces.entry.actors import COOKIE
from xunjiasao.interfaces.entry.languages import COOKIE as LANGUAGE

SIGN_IN = "/desk/sign-in"


@dataclass
class Pages:
    """:param browsers: role → a browser that she is signed in with"""

    world: World
    browsers: dict[str, Client]
    kept: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """
    :param path: names in the page's path → values
    :param form: what is sent; None where the page takes no form
    :param opens: whether it can be looked at, too
    """

    path: Callable[[Pages], dict[str, Any]] = lambda made: {}
    form: Callable[[Pages], dict[str, Any]] | None = None
    opens: bool = True


def pages() -> Pages:
    made = world()
    house = made.house
    browsers = {role: _browser(made, role) for role in ROLES}
    her = house.workers[0]
    scanned = workers.add_credential(
        worker_id=her.id, kind=CredentialKind.ABILITY, issuer="九江市技能鉴定中心（示例）", issued_on=NOW.date(), expires_on=None,
        number="示例-7", picture=drawn(), actor=SYSTEM, now=NOW,
    )  # fmt: skip
    bare = makers.credential(her.id, CredentialKind.ABILITY, verified=False, number="示例-8")
    free = makers.worker(house, name="许招娣")
    manager = organizations.give_desk(
        actor=SYSTEM, organization_id=house.enterprise.id, phone=city.phone(), name="老经理", password_hash="!", totp_secret=people.totp_secret(),
        now=NOW,
    )  # fmt: skip
    kept = {"scanned": scanned.id, "bare": bare.id, "free": free.id, "manager": manager}
    return Pages(made, browsers, kept)


def _browser(made: World, role: str) -> Client:
    client = Client()
    client.cookies[LANGUAGE] = "en"
    if role in made.who:
        account = Account.objects.get(id=made.who[role].who)
        client.cookies[COOKIE] = sessions.opened(account, by="password", device="iPad", now=NOW).token
    return client


def address(name: str, made: Pages) -> str:
    return reverse(name, kwargs=PAGES[name].path(made))


def _order(stage: str) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: {"order_id": made.world.at[stage].id}


def _hers(made: Pages) -> dict[str, Any]:
    """The worker without visits, whom her enterprise may let go."""
    return {"worker_id": made.kept["free"]}


def _register(**more: Any) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: {"organization_id": made.world.house.enterprise.id} | more


def _staff(made: Pages) -> dict[str, Any]:
    return {"organization_id": made.world.house.enterprise.id, "account_id": made.kept["manager"]}


def _paper(name: str) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: {"credential_id": made.kept[name]}


def _scan(made: Pages) -> dict[str, Any]:
    return {"worker_id": made.world.house.workers[0].id, "credential_id": made.kept["bare"]}


def _offering(**more: Any) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: {"offering_id": made.world.house.offering.id} | more


def _said(**form: Any) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: form


def _on(day: str) -> Callable[[Pages], dict[str, Any]]:
    return lambda made: {"on": day}


_NOTHING = _said()
_SEARCH = _said(q="王")

PAGES: dict[str, Page] = {
    # for everybody
    "healthz": Page(),
    "readyz": Page(),
    "favicon": Page(),
    "language": Page(path=lambda made: {"code": "en"}),
    "site:home": Page(),
    "site:services": Page(),
    "site:service": Page(path=lambda made: {"slug": "regular-cleaning"}),
    "site:stations": Page(),
    "site:about": Page(),
    "site:privacy": Page(),
    "site:accessibility": Page(),
    # in and out
    "console:desk": Page(),
    "console:sign-in": Page(form=_said(phone="13900000077", password="wrong", otp="000000")),
    "console:demo-sign-in": Page(form=_said(phone="13900000077"), opens=False),
    "console:sign-out": Page(form=_NOTHING, opens=False),
    "console:sessions": Page(),
    "console:password": Page(form=_said(current="wrong", password="a long new one", again="a long new one")),
    "console:end-session": Page(
        path=lambda made: {"session_id": made.world.kept["session"]}, form=_NOTHING, opens=False
    ),
    "console:scan": Page(path=_paper("scanned")),
    # an enterprise's desk
    "console:todo": Page(),
    "console:pulse": Page(),
    "console:todo_one": Page(path=_order("placed"), form=_said(step="confirm")),
    "console:orders": Page(form=_SEARCH),
    "console:orders_one": Page(path=_order("placed"), form=_said(step="confirm")),
    "console:people": Page(form=_SEARCH),
    "console:people_add": Page(form=lambda made: entered()),
    "console:people_one": Page(path=_hers),
    "console:people_area": Page(path=_hers, form=lambda made: {"areas": [path_of(city.XUNYANG)]}),
    "console:people_hours": Page(path=_hers, form=_said(from0="18", to0="20")),
    "console:people_release": Page(path=_hers, form=_NOTHING),
    "console:paper_add": Page(path=_hers, form=lambda made: paper()),
    "console:scan_add": Page(path=_scan, form=lambda made: {"picture": sent(drawn())}),
    "console:offerings": Page(),
    "console:offering_add": Page(form=_said(service="deep-cleaning", price_fen="128.5")),
    "console:offering_price": Page(path=_offering(), form=_said(price_fen="45")),
    "console:offering_turn": Page(path=_offering(step="withdraw"), form=_NOTHING),
    # the Federation's desk
    "console:overview": Page(),
    "console:overview_pulse": Page(),
    "console:holidays": Page(),
    "console:holiday_add": Page(form=_said(on="2027-05-20", is_workday="rest", name="浔阳节")),
    "console:holiday": Page(path=_on("2026-10-01"), form=_said(is_workday="rest", name="岁末")),
    "console:holiday_clear": Page(path=_on("2026-10-01"), form=_NOTHING),
    "console:all_orders": Page(form=_SEARCH),
    "console:all_orders_one": Page(path=_order("placed")),
    "console:enterprises": Page(),
    "console:stations": Page(),
    "console:enterprises_add": Page(form=lambda made: firm()),
    "console:stations_add": Page(form=lambda made: STATION | home()),
    "console:entry": Page(path=_register()),
    "console:entry_amend": Page(path=_register(), form=_said(phone="0792-1234567")),
    "console:entry_coverage": Page(path=_register(), form=lambda made: {"covers": [path_of(city.LIANXI)]}),
    "console:entry_staff": Page(path=_register(), form=lambda made: {"phone": city.phone(), "name": "新经理"}),
    "console:entry_keys": Page(path=_staff, form=_NOTHING),
    "console:entry_take": Page(path=_staff, form=_NOTHING),
    "console:entry_turn": Page(path=_register(step="suspend"), form=_NOTHING),
    "console:workers": Page(form=_SEARCH),
    "console:workers_one": Page(path=_hers),
    "console:verify": Page(),
    "console:verify_one": Page(path=_paper("scanned"), form=_said(step="verify", how="original")),
    # a station's desk
    "console:station": Page(),
}
"""Name of a page → what it is asked for. A page that isn't here fails the matrix."""
