"""Make what a test needs, through actions, at a fixed instant."""

import itertools
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from stdnum.cn import ric, uscc

from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue import queries as catalogue_queries
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people import queries as people_queries
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import actions as places
from xunjiasao.kernel.actor import Actor

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""a Tuesday, 9:00 in the city"""
SYSTEM = Actor.system()
XUNYANG, LIANXI, WUNING = "360403", "360402", "360423"
COMMUNITY = "360402001024"
"""九江市濂溪区十里街道南山社区"""
_numbers = itertools.count(1)


def phone() -> str:
    """Give a mobile number that nobody had before."""
    return f"138{next(_numbers):08d}"


def person(
    role: Role = Role.RESIDENT, *, organization_id: UUID | None = None, path: str = "", name: str = "陈晓"
) -> Actor:
    """Open an account and give it a seat."""
    account_id = people.open_account(phone=phone(), name=name, actor=SYSTEM, now=NOW)
    people.give_seat(
        account_id=account_id, role=role, organization_id=organization_id, path=path, actor=SYSTEM, now=NOW
    )
    return people_queries.actor_of(account_id)


def address(owner: Actor, **said: Any) -> Any:
    given = {
        "division": COMMUNITY,
        "detail": "前进路 8 号 2 栋 301",
        "contact_name": "陈晓",
        "contact_phone": "13800000001",
    }
    return places.add_address(actor=owner, now=NOW, **(given | said))


def credit_code(number: int | None = None) -> str:
    """Make a credit code that is right and that nobody had before."""
    body = f"91360400MA{next(_numbers) if number is None else number:07d}"
    return body + uscc.calc_check_digit(body)


def enterprise(**said: Any) -> Any:
    given = {
        "kind": Kind.ENTERPRISE, "name": f"九江惠民家政{next(_numbers)}", "division": LIANXI, "credit_code": credit_code(),
        "phone": "0792-8123456", "covers": [LIANXI, XUNYANG],
    }  # fmt: skip
    return organizations.open_organization(actor=SYSTEM, now=NOW, **(given | said))


def station(**said: Any) -> Any:
    given = {"kind": Kind.STATION, "name": f"南山社区驿站{next(_numbers)}", "division": COMMUNITY}
    return organizations.open_organization(actor=SYSTEM, now=NOW, **(given | said))


def offering(of: Any = None, *, service: str = "regular-cleaning", **said: Any) -> Any:
    """Offer a service at the demo's price, with its extras and surcharges."""
    given = catalogue_queries.demo_offers()[service] | said
    seller = of or enterprise()
    return catalogue.open_offering(actor=SYSTEM, enterprise_id=seller.id, service=service, now=NOW, **given)


def identity_number() -> str:
    """Make a resident identity number that is right and that nobody had before."""
    body = f"360402{1950 + next(_numbers) // 1000 % 50}0715{next(_numbers) % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")
