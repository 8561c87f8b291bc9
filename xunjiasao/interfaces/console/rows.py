"""An order as a line of a table, with the chip that says what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise

from xunjiasao.domains.orders import queries
from xunjiasao.domains.orders.terms import STAGE_LABELS, Stage
from xunjiasao.domains.places import queries as places
from xunjiasao.interfaces.entry import amounts, tiles
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.text import _, either

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order

HURRY, SOON = timedelta(hours=2), timedelta(hours=24)
AWAITED: dict[Stage, Any] = {
    Stage.PLACED: _("Confirm it"),
    Stage.CONFIRMED: _("Assign somebody"),
    Stage.ASSIGNED: _("She hasn't accepted yet"),
}
"""What the enterprise must do, or wait for, before the visit."""
LOOKS: dict[Stage, tuple[str, str]] = {
    Stage.PLACED: ("", "clock"),
    Stage.CONFIRMED: ("", "clock"),
    Stage.ASSIGNED: ("", "clock"),
    Stage.ACCEPTED: ("", "check"),
    Stage.ON_THE_WAY: ("is-now", "door"),
    Stage.SERVING: ("is-now", "home"),
    Stage.FINISHED: ("is-ok", "check"),
    Stage.APPROVED: ("is-ok", "check"),
    Stage.REVIEWED: ("is-ok", "star"),
    Stage.CANCELLED: ("is-off", "lock"),
}
ICONS = sorted({icon for _look, icon in LOOKS.values()} | {"alert", "stop"})
"""What a list that changes by itself may come to draw; its page carries them from the start."""


@dataclass(frozen=True, slots=True)
class Chip:
    """:param look: a state class of the chip, "" for the plain one"""

    look: str
    icon: str
    says: str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    number: str
    starts_at: datetime
    service: str
    amount: str
    promise: str
    where: str
    resident: str
    worker: str
    enterprise: str
    chip: Chip
    total_fen: int
    stage: str


def rows(viewer: Actor, orders: "Iterable[Order]", now: datetime) -> list[Row]:
    """Write orders as lines. One query beyond theirs."""
    shown = list(orders)
    names = where([order.path for order in shown])
    return [_row(viewer, order, names[order.path], now) for order in shown]


def where(paths: list[str]) -> dict[str, str]:
    """Call places by county and own name: 濂溪区 · 莲花社区. One query."""
    known = places.divisions_at({*paths, *(tiles.county_of(path) for path in paths)}) if paths else {}
    return {path: _where(path, known) for path in paths}


def chip(order: "Order", now: datetime) -> Chip:
    """Say what an order waits for, the more urgent the nearer its start."""
    stage, ahead = Stage(order.stage), order.starts_at - now
    look, icon = LOOKS[stage]
    if stage not in AWAITED:
        return Chip(look, icon, str(STAGE_LABELS[stage]))
    if ahead < timedelta(0):
        return Chip("is-bad", "stop", str(_("Should have begun")))
    if ahead < HURRY:
        return Chip(
            "is-now",
            "clock",
            str(_("{what}: {minutes} min left")).format(what=AWAITED[stage], minutes=int(ahead.total_seconds() // 60)),
        )
    return Chip("is-warn" if ahead < SOON else look, icon, str(AWAITED[stage]))


def _row(viewer: Actor, order: "Order", where: str, now: datetime) -> Row:
    sold = queries.sold(order)
    worker = order.worker.name if order.worker and order.assigned_at else ""
    return Row(
        order.id, order.number, order.starts_at, sold.service["name"], amounts.counted(order.quantity, order.snapshot["unit"]),
        sold.promise["label"] if sold.promise else "", where, queries.shown_resident(viewer, order), worker,
        either(order.enterprise.short_name or order.enterprise.name, order.enterprise.name_en), chip(order, now), order.total_fen, order.stage,
    )  # fmt: skip


def _where(path: str, known: dict[str, Any]) -> str:
    county, own = known.get(tiles.county_of(path)), known.get(path)
    parts = [tiles.county_name(county.name) if county else "", own.name if own and own is not county else ""]
    return " · ".join(part for part in parts if part)
