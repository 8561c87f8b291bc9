"""A small world in which every role has something of her own, and what each route is asked for in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN, House
from tests.domains.people import makers as people_makers
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.scene import wire
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.orders import actions as orders
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people import queries as people_queries
from xunjiasao.domains.people.terms import Purpose, Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions as workers
from xunjiasao.integrations import wechat
from xunjiasao.interfaces.jobs.listeners import LISTENERS
from xunjiasao.kernel.actor import Actor

ROLES = (
    "anonymous", "resident", "other_resident", "worker", "other_worker", "enterprise", "other_enterprise", "station", "county", "other_county",
    "city", "operator",
)  # fmt: skip
"""resident, worker, enterprise, county: those whose order it is; the others are of the same or of another house or county."""

STILL = {
    "places_division",
    "places_divisioncode",
    "catalogue_occupation",
    "catalogue_servicestandard",
    "django_migrations",
}
"""Tables that no route writes and that are too large to be compared at every call."""


@dataclass
class World:
    """
    :param at: stage → an order at it
    """

    house: House
    who: dict[str, Actor]
    callers: dict[str, Caller]
    at: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """What a route is asked for: with this, whom it belongs to succeeds.

    :param path: names in the route's path → values
    :param body: the JSON that is sent
    """

    path: Callable[[World], dict[str, Any]] = lambda world: {}
    query: Callable[[World], dict[str, Any]] = lambda world: {}
    body: Callable[[World], Any] = lambda world: None
    headers: dict[str, str] = field(default_factory=dict)


def world() -> World:
    house = makers.house()
    elsewhere = makers.house(workers=1)
    people_of = {
        "resident": house.resident, "other_resident": elsewhere.resident, "worker": house.them[0], "other_worker": house.them[1],
        "enterprise": house.desk, "other_enterprise": elsewhere.desk,
        "station": city.person(Role.STATION, organization_id=city.station().id, path=path_of(city.LIANXI)),
        "county": city.person(Role.FEDERATION, path=path_of(city.LIANXI)), "other_county": city.person(Role.FEDERATION, path=path_of(city.WUNING)),
        "city": city.person(Role.FEDERATION, path=path_of("360400")), "operator": city.person(Role.OPERATOR),
    }  # fmt: skip
    made = World(house, people_of, {"anonymous": Caller()} | {role: Caller(who) for role, who in people_of.items()})
    _orders(made)
    _belongings(made, house.resident)
    return made


def path_of(code: str) -> str:
    return places.division(code).path


def _orders(made: World) -> None:
    """Put an order of the same family and worker at every stage, each on a day of its own."""
    house, her = made.house, made.house.workers[0]
    ways = {
        "placed": makers.order, "confirmed": _confirmed, "assigned": makers.assigned, "accepted": makers.accepted,
        "on_the_way": makers.on_the_way, "serving": makers.serving, "finished": makers.finished, "approved": makers.approved,
    }  # fmt: skip
    for day, (stage, make) in enumerate(ways.items()):
        made.at[stage] = make(house, chosen=her, starts_at=TOMORROW_TEN + timedelta(days=day))
    made.at["paid"] = makers.finished(house, chosen=her, starts_at=TOMORROW_TEN + timedelta(days=len(ways)))
    orders.record_payment(order_id=made.at["paid"].id, amount_fen=8_000, means="cash", actor=house.desk, now=NOW)
    made.kept["code"] = makers.code(house, made.at["on_the_way"])
    while journal.deliver_next(listeners=LISTENERS, now=NOW + timedelta(days=20)):
        pass


def _confirmed(house: House, **said: Any) -> Any:
    return orders.confirm(order_id=makers.order(house, **said).id, actor=house.desk, now=NOW)


def _belongings(made: World, resident: Actor) -> None:
    """What else a resident and a worker keep: a session, a consent, a quote, a leave, an address of no order."""
    house = made.house
    phone = people_queries.phone_of(people_queries.account(resident.who))
    made.kept |= {"phone": phone, "login": people_makers.code(phone)}
    second = people.sign_in_by_code(phone=phone, code=made.kept["login"], device="", address="10.0.0.9", now=NOW)
    made.kept |= {
        "session": str(second.actor.session_id),
        "login": people_makers.code(phone, now=NOW + timedelta(minutes=2), address="10.0.0.10"),
    }
    people.give_consent(purpose=Purpose.NEWS, version="1", actor=resident, now=NOW)
    quote = catalogue.quote(
        asked=Asked(house.offering.id, house.address.id, TOMORROW_TEN + timedelta(days=12), 2), actor=resident, now=NOW
    )
    away = TOMORROW_TEN + timedelta(days=20)
    leave = workers.take_leave(
        worker_id=house.workers[0].id, starts_at=away, ends_at=away + timedelta(days=1), actor=SYSTEM, now=NOW
    )
    spare = city.address(resident, detail="前进路 9 号")
    made.kept |= {"quote": str(quote.id), "leave": str(leave.id), "spare": str(spare.id)}


def table(rows: Iterable[tuple[str, Iterable[object]]]) -> str:
    """Draw a matrix: what was asked → an answer for each role."""
    heads = [f"{role}  " for role in ROLES]
    lines = [("", heads), *rows]
    drawn = (f"{asked:<44}" + "".join(f"{cell:<{len(head)}}" for cell, head in zip(cells, heads, strict=True)) for asked, cells in lines)  # fmt: skip
    return "\n".join(line.rstrip() for line in drawn) + "\n"


def contents() -> dict[str, Any]:
    """All that a call may change, table by table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if (table := model._meta.db_table) not in STILL and model.__module__.startswith("xunjiasao."):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(str, cursor.fetchall()))
    return found


def _order(stage: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"order_id": world.at[stage].id}


def _step(stage: str, body: Callable[[World], Any] = lambda world: None) -> Probe:
    return Probe(path=_order(stage), body=body)


def _visit(world: World) -> dict[str, Any]:
    return {"address": str(world.house.address.id), "quantity": 2}


def _booking(world: World) -> dict[str, Any]:
    at = wire(TOMORROW_TEN + timedelta(days=12))
    return {
        "offering": str(world.house.offering.id),
        "address": str(world.house.address.id),
        "starts_at": at,
        "quantity": 2,
        "extras": [],
    }


_OFFERING = Probe(path=lambda world: {"offering_id": world.house.offering.id})
_LATER = wire(TOMORROW_TEN + timedelta(days=13))

PROBES: dict[str, Probe] = {
    "catalogue_occupations": Probe(),
    "catalogue_services": Probe(),
    "catalogue_offerings": Probe(),
    "catalogue_offering": _OFFERING,
    "catalogue_quote": Probe(body=_booking),
    "dispatch_slots": Probe(path=_OFFERING.path, query=_visit),
    "dispatch_candidates": Probe(
        path=_OFFERING.path, query=lambda world: _visit(world) | {"starts_at": _booking(world)["starts_at"]}
    ),
    "notices_inbox": Probe(),
    "notices_read": Probe(body=lambda world: {}),
    "orders_place": Probe(
        body=lambda world: _booking(world) | {"quote": world.kept["quote"]}, headers={"Idempotency-Key": "matrix"}
    ),
    "orders_list": Probe(),
    "orders_get": Probe(path=_order("accepted")),
    "orders_candidates": Probe(path=_order("confirmed")),
    "orders_slots": Probe(path=_order("accepted")),
    "orders_record_payment": _step("finished", lambda world: {"amount_fen": 8_000, "means": "cash"}),
    "orders_correct_payment": Probe(
        path=lambda world: {"order_id": world.at["paid"].id}, body=lambda world: {"amount_fen": 7_000, "means": "cash"}
    ),
    "orders_reschedule_preview": Probe(path=_order("accepted"), query=lambda world: {"starts_at": _LATER}),
    "orders_confirm": _step("placed"),
    "orders_assign": _step("confirmed", lambda world: {"worker": str(world.house.workers[0].id)}),
    "orders_accept": _step("assigned"),
    "orders_decline": _step("assigned"),
    "orders_depart": _step("accepted"),
    "orders_arrive": _step("on_the_way", lambda world: {"code": world.kept["code"]}),
    "orders_finish": _step("serving", lambda world: {"checklist": []}),
    "orders_approve": _step("finished"),
    "orders_review": _step("approved", lambda world: {"safe": 5, "cared": 5, "at_ease": 5, "text": ""}),
    "orders_cancel": _step("accepted", lambda world: {"reason": ""}),
    "orders_reschedule": _step("accepted", lambda world: {"starts_at": _LATER, "total_fen": 8_000}),
    "organizations_stations": Probe(),
    "people_config": Probe(),
    "people_demo_accounts": Probe(),
    "people_send_code": Probe(body=lambda world: {"phone": "13900000077"}),
    "people_sign_in": Probe(body=lambda world: {"phone": world.kept["phone"], "code": world.kept["login"]}),
    "people_sign_in_by_wechat": Probe(
        body=lambda world: {
            "login_code": wechat.fake().login_code("o-matrix"),
            "phone_code": wechat.fake().phone_code("13900000078"),
        }
    ),
    "people_session": Probe(),
    "people_sign_out": Probe(),
    "people_sessions": Probe(),
    "people_end_session": Probe(path=lambda world: {"session_id": world.kept["session"]}),
    "people_change_account": Probe(body=lambda world: {"name": "新名字"}),
    "people_consents": Probe(),
    "people_give_consent": Probe(body=lambda world: {"purpose": "location", "version": "1"}),
    "people_withdraw_consent": Probe(path=lambda world: {"purpose": "news"}),
    "places_divisions": Probe(),
    "places_addresses": Probe(),
    "places_add_address": Probe(
        body=lambda world: {
            "division": city.COMMUNITY,
            "detail": "前进路 7 号",
            "contact_name": "陈晓",
            "contact_phone": "13800000001",
        }
    ),
    "places_amend_address": Probe(
        path=lambda world: {"address_id": world.kept["spare"]}, body=lambda world: {"label": "家"}
    ),
    "places_remove_address": Probe(path=lambda world: {"address_id": world.kept["spare"]}),
    "workers_own": Probe(),
    "workers_calendar": Probe(),
    "workers_leaves": Probe(),
    "workers_take_leave": Probe(
        body=lambda world: {"starts_at": _LATER, "ends_at": wire(TOMORROW_TEN + timedelta(days=14)), "reason": ""}
    ),
    "workers_end_leave": Probe(path=lambda world: {"leave_id": world.kept["leave"]}),
}
"""Operation → what it is asked for. A route that isn't here fails the matrix."""
