"""A house with one enterprise, its workers and a resident, and orders at any stage."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests import makers
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue.models import Level, Occupation
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import actions, queries
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.terms import Purpose, Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions as workers
from xunjiasao.domains.workers.terms import CredentialKind, HealthClass, IdentityKind
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.time import day_of

EIGHT_TO_SIX = ((1 << 20) - 1) << 16
TOMORROW_TEN = NOW + timedelta(hours=25)
"""Wednesday 10:00 in the city"""


@dataclass
class House:
    enterprise: Any
    offering: Any
    desk: Actor
    resident: Actor
    address: Any
    workers: list[Any] = field(default_factory=list)
    them: list[Actor] = field(default_factory=list)


def house(*, workers: int = 2, service: str = "regular-cleaning") -> House:
    """Open an enterprise with an offering, a desk, some able workers, and a resident with an address."""
    enterprise = makers.enterprise()
    resident = makers.person()
    made = House(
        enterprise, makers.offering(enterprise, service=service),
        makers.person(Role.ENTERPRISE, organization_id=enterprise.id, name="周经理"), resident, makers.address(resident),
    )  # fmt: skip
    for number in range(workers):
        worker(made, name=f"王桂{'一二三四五六七八九十'[number % 10]}")
    return made


def worker(
    into: House,
    *,
    name: str,
    grade: int = 3,
    occupation: str = "4-10-01-06",
    health_until: Any = None,
    pattern: int = EIGHT_TO_SIX,
) -> Any:
    """Enrol a worker of the enterprise with valid documents, a skill, an area and weekly hours."""
    her = makers.person(Role.WORKER, name=name)
    division = places.division(makers.LIANXI)
    made = workers.enrol(
        account_id=her.who, enterprise_id=into.enterprise.id, name=name, identity_kind=IdentityKind.RESIDENT,
        identity_number=makers.identity_number(), path=division.path, actor=SYSTEM, now=NOW,
    )  # fmt: skip
    later = day_of(NOW) + timedelta(days=200)
    papers: list[tuple[CredentialKind, dict[str, Any]]] = [
        (CredentialKind.HEALTH, {"expires_on": health_until or later}),
        (CredentialKind.INSURANCE, {"expires_on": later}),
        (CredentialKind.BACKGROUND, {"expires_on": None}),
        (CredentialKind.SKILL, {"expires_on": None, "occupation": occupation, "grade": grade}),
    ]
    for kind, said in papers:
        credential(made.id, kind, **said)
    workers.set_areas(worker_id=made.id, paths=[division.path], actor=SYSTEM, now=NOW)
    workers.set_pattern(worker_id=made.id, masks=dict.fromkeys(range(7), pattern), actor=SYSTEM, now=NOW)
    people.give_consent(purpose=Purpose.ARCHIVE, version="1", actor=her, now=NOW)
    into.workers.append(made)
    into.them.append(her)
    return made


def level(occupation: str, grade: int) -> None:
    """Add a level to an occupation, as its standard's next edition would."""
    of = Occupation.objects.get(code=occupation)
    Level.objects.create(
        occupation=of,
        grade=grade,
        name=f"{'一二三四五六七八'[grade - 1]}级/学徒工",
        name_en=f"Level {grade} (apprentice)",
    )


def credential(worker_id: UUID, kind: CredentialKind, *, verified: bool = True, **said: Any) -> Any:
    given = {
        "issuer": "九江市第一医院（示例）",
        "issued_on": day_of(NOW) - timedelta(days=30),
        "expires_on": None,
        "health_class": HealthClass.GENERAL if kind == CredentialKind.HEALTH else None,
    } | said
    made = workers.add_credential(worker_id=worker_id, kind=kind, actor=SYSTEM, now=NOW, **given)
    if verified:
        workers.verify_credential(credential_id=made.id, how="original", actor=SYSTEM, now=NOW)
    return made


def asked(of: House, *, starts_at: datetime = TOMORROW_TEN, quantity: int = 2) -> Asked:
    return Asked(of.offering.id, of.address.id, starts_at, quantity)


def quote(of: House, said: Asked, *, now: datetime = NOW) -> Any:
    return catalogue.quote(asked=said, actor=of.resident, now=now)


def order(
    of: House,
    *,
    starts_at: datetime = TOMORROW_TEN,
    quantity: int = 2,
    chosen: Any = None,
    now: datetime = NOW,
    key: str = "",
) -> Any:
    """Place an order as the booking page does: quote, candidates, place."""
    said = asked(of, starts_at=starts_at, quantity=quantity)
    given = quote(of, said, now=now)
    wanted = dispatch.ask_of_quote(of.resident, given.id, said)
    able = dispatch.candidates(wanted, starts_at=starts_at, worker_id=chosen.id if chosen else None, now=now)
    return actions.place(
        asked=said, quote_id=given.id, candidates=[each.worker.id for each in able], chosen=chosen is not None, request_key=key or str(given.id),
        body={"quote": str(given.id)}, actor=of.resident, now=now,
    )  # fmt: skip


def assigned(of: House, **said: Any) -> Any:
    placed = order(of, **said)
    actions.confirm(order_id=placed.id, actor=of.desk, now=NOW)
    return actions.assign(order_id=placed.id, worker_id=placed.worker_id, actor=of.desk, now=NOW)


def accepted(of: House, **said: Any) -> Any:
    given = assigned(of, **said)
    return actions.accept(order_id=given.id, actor=her(of, given), now=NOW)


def on_the_way(of: House, **said: Any) -> Any:
    given = accepted(of, **said)
    return actions.depart(order_id=given.id, actor=her(of, given), now=given.starts_at - timedelta(minutes=20))


def serving(of: House, **said: Any) -> Any:
    given = on_the_way(of, **said)
    return actions.arrive(order_id=given.id, code=code(of, given), actor=her(of, given), now=given.starts_at)


def finished(of: House, **said: Any) -> Any:
    given = serving(of, **said)
    done = [point["key"] for point in given.snapshot["checklist"]]
    return actions.finish(order_id=given.id, checklist=done, actor=her(of, given), now=given.ends_at)


def approved(of: House, **said: Any) -> Any:
    given = finished(of, **said)
    return actions.approve(order_id=given.id, actor=of.resident, now=given.ends_at + timedelta(hours=1))


def her(of: House, order: Any) -> Actor:
    """The worker whose order it is."""
    return of.them[[each.id for each in of.workers].index(order.worker_id)]


def code(of: House, order: Any) -> str:
    told = queries.door_code(of.resident, order)
    assert told
    return told
