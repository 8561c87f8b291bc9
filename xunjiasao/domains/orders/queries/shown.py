"""Orders as each of their parts may see them, in the active language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.catalogue.rules import line_label, promise_label, said
from xunjiasao.domains.catalogue.terms import UNIT_LABELS, Unit
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import access, events, rules
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.queries.find import situation
from xunjiasao.domains.orders.terms import (
    FAMILY,
    HEADLINES,
    NOBODY_YET,
    OFFICE,
    PART_LABELS,
    STAGE_LABELS,
    WITH_HER,
    WORKER,
    Stage,
)
from xunjiasao.domains.workers import queries as workers
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import unseal
from xunjiasao.kernel.facts import sentence, told
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _, either, mask_name

OF_A_WORKER = frozenset(
    {events.CodeRefused.name, *(events.OF_STEP[each.name].name for each in ORDER.steps if each.by == {"worker"})}
)
"""facts that only a worker brings about"""
BY_ITSELF = frozenset({events.Held.name, events.LeftOpen.name})
"""what follows when she declined, without anybody's doing"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the visit is and who opens the door; sealed in the order's row.

    :param community: division without the door, which may be told before the worker accepted
    """

    full: str
    community: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class Happened:
    name: str
    says: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One point of the water line.

    :param state: "done", "now", "todo", or "bad" for how it ended instead
    """

    stage: Stage
    label: str
    state: str
    at: datetime | None


def place(order: Order) -> Place:
    return Place(**json.loads(unseal(order.place_sealed, place=place_of(order.id))))


def place_of(order_id: UUID) -> str:
    return f"orders_order.place:{order_id}"


def code_of(order_id: UUID) -> str:
    return f"orders_order.code:{order_id}"


def shown_place(viewer: Actor, order: Order) -> Place:
    """The address as far as the viewer may know it: the worker learns the door when she has accepted."""
    whole = place(order)
    played = access.parts(viewer, order)
    if played & {"resident", "enterprise"} or ("worker" in played and order.stage in WITH_HER):
        return whole
    return Place(whole.community, whole.community, whole.contact_name[:1], "")


def door_code(viewer: Actor, order: Order) -> str | None:
    """The code that the resident tells at the door, while it is of use."""
    useful = order.stage in {Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_THE_WAY}
    if not useful or "resident" not in access.parts(viewer, order) or order.code_sealed is None:
        return None
    return unseal(order.code_sealed, place=code_of(order.id))


def line(order: Order) -> list[LinePoint]:
    """Draw an order's way as a water line: what is done, where it stands, what is to come."""
    reached = {
        Stage.PLACED: order.placed_at, Stage.CONFIRMED: order.confirmed_at, Stage.ASSIGNED: order.assigned_at,
        Stage.ACCEPTED: order.accepted_at, Stage.ON_THE_WAY: order.departed_at, Stage.SERVING: order.arrived_at,
        Stage.FINISHED: order.finished_at, Stage.APPROVED: order.approved_at,
    }  # fmt: skip
    points = []
    for stage, at in reached.items():
        state = "now" if stage == order.stage else "done" if at else "todo"
        if order.stage == Stage.CANCELLED and not at:
            continue
        points.append(LinePoint(stage, str(STAGE_LABELS[stage]), state, at))
    if order.stage == Stage.CANCELLED:
        points.append(LinePoint(Stage.CANCELLED, str(STAGE_LABELS[Stage.CANCELLED]), "bad", order.cancelled_at))
    return points


def timeline(viewer: Actor, order: Order) -> list[Happened]:
    """Tell what happened, as far as the viewer's parts may hear it, in the active language. Three queries."""
    played = access.parts(viewer, order)
    entries = [entry for entry in journal.timeline("order", order.id) if told(entry.name) & played]
    names = _names(order, entries)
    return [
        Happened(entry.name, sentence(entry.name, entry.payload, names), entry.at, _by(entry, order))
        for entry in entries
    ]


def names_in(payloads: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Look up the names behind the ids of workers in recorded facts. One query."""
    wanted = {
        UUID(value)
        for payload in payloads
        for key, value in payload.items()
        if key in {"worker_id", "instead_of_id"} and value
    }
    return {str(worker_id): worker.name for worker_id, worker in workers.by_ids(wanted).items()} if wanted else {}


def titles(order_ids: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """Call orders by service and time, without a word of the family: 日常保洁 · 明天 9:00. One query."""
    rows = Order.objects.filter(id__in=set(order_ids)).values_list("id", "snapshot", "starts_at")
    return {order_id: f"{said(kept['service'])} · {spoken(at, now, 'long')}" for order_id, kept, at in rows}


def headline(viewer: Actor, order: Order, now: datetime) -> str:
    """Say in one sentence how an order stands, to whom it concerns."""
    played = access.parts(viewer, order)
    audience = FAMILY if "resident" in played else WORKER if "worker" in played else OFFICE
    says = HEADLINES.get((Stage(order.stage), audience)) or HEADLINES[Stage(order.stage), OFFICE]
    return str(says).format(
        worker=order.worker.name if order.worker else NOBODY_YET, when=spoken(order.starts_at, now)
    )  # fmt: skip


def expected_at(order: Order, stage: Stage) -> datetime | None:
    """When a point of the line that is still to come is planned for."""
    return {Stage.SERVING: order.starts_at, Stage.FINISHED: order.ends_at}.get(stage)


def shown_resident(viewer: Actor, order: Order) -> str:
    """The resident's name as far as the viewer may know it."""
    played = access.parts(viewer, order)
    open_to = played & {"resident", "enterprise"} or ("worker" in played and order.stage in WITH_HER)
    return order.account.name if open_to else mask_name(order.account.name)


def move_preview(viewer: Actor, order: Order, *, starts_at: datetime, now: datetime) -> tuple[int, str]:
    """What an order would cost at another time, in fen, and what has to be said before moving it.

    :raises StepNotYours, StepNotOpen, Refused: it can't be moved, as the table says
    """
    parts = access.parts(viewer, order)
    here = situation(order, parts, now)
    ORDER.take("reschedule", stage=Stage(order.stage), parts=parts, situation=here)
    _snapshot, total_fen = catalogue.reprice(
        order.snapshot, starts_at=starts_at, quantity=order.quantity, extras=order.extras, now=now
    )
    told = rules.move_told(here)
    if total_fen != order.total_fen:
        new_price = str(_("At that time it costs {new} yuan instead of {old}."))
        told = f"{new_price.format(new=yuan(total_fen), old=yuan(order.total_fen))}{either('。', ' ')}{told}"
    return total_fen, told


def _names(order: Order, entries: Iterable[journal.Told]) -> dict[str, str]:
    names = names_in(entry.payload for entry in entries)
    return names | {str(order.enterprise_id): either(order.enterprise.name, order.enterprise.name_en)}


def _by(entry: journal.Told, order: Order) -> str:
    """Say which part took a step, without naming a person."""
    if entry.actor_kind != "person" or entry.name in BY_ITSELF:
        return str(PART_LABELS["clock"])
    # whoever holds the order now, it was she who was asked then
    if entry.name in OF_A_WORKER or entry.payload.get("at_the_door"):
        return str(PART_LABELS["worker"])
    return str(PART_LABELS["resident" if entry.actor_id == order.account_id else "enterprise"])


@dataclass(frozen=True, slots=True)
class Sold:
    """What an order sold, read from its frozen snapshot in the active language."""

    service: dict[str, str]
    unit_label: str
    lines: list[dict[str, Any]]
    extras: list[dict[str, str]]
    checklist: list[tuple[str, str]]
    promise: dict[str, Any] | None


def sold(order: Order) -> Sold:
    """Read what an order sold. No query."""
    kept = order.snapshot
    service, promised = kept["service"], kept["promise"]
    return Sold(
        service={
            "slug": service["slug"],
            "name": said(service),
            "icon": service["icon"],
            "category": said(service, "category"),
        },
        unit_label=str(UNIT_LABELS[Unit(kept["unit"])]),
        lines=[
            {"kind": line["kind"], "label": line_label(line), "amount_fen": line["amount_fen"]}
            for line in kept["lines"]
        ],
        extras=[{"code": extra["code"], "name": said(extra)} for extra in kept["extras"]],
        checklist=[(point["key"], said(point)) for point in kept["checklist"]],
        promise=_promised(promised) if promised else None,
    )


def _promised(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "occupation": said(kept, "occupation"), "occupation_code": kept["occupation_code"], "grade": kept["grade"],
        "label": promise_label(kept),
    }  # fmt: skip
