"""An order as each of its parts may see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from xunjiasao.domains.orders import queries
from xunjiasao.domains.orders.terms import MEANS_LABELS, STAGE_LABELS, WITH_HER, Means, Stage
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.rules import Paper, trust
from xunjiasao.interfaces.api.workers import NamedOut, TrustOut, grade_label, rating_milli, show_trust
from xunjiasao.interfaces.entry.schemas import Out
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.lifecycle import Offer
from xunjiasao.kernel.text import either
from xunjiasao.kernel.time import day_of

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order


class SoldOut(Out):
    slug: str
    name: str
    icon: str
    category: str


class SellerOut(NamedOut):
    phone: str


class OrderWorkerOut(Out):
    id: str
    name: str
    grade_label: str | None
    rating_milli: int | None
    orders_done: int
    trust: TrustOut
    phone: str | None


class ResidentOut(Out):
    id: str
    name: str
    phone_masked: str


class DoorOut(Out):
    full: str
    contact_name: str
    contact_phone: str


class SoldExtraOut(Out):
    code: str
    name: str


class LineOut(Out):
    kind: str
    label: str
    amount_fen: int


class PromiseOut(Out):
    occupation: str
    occupation_code: str
    grade: int
    label: str


class PointOut(Out):
    stage: str
    label: str
    state: str
    at: datetime | None
    expected_at: datetime | None


class StepOut(Out):
    name: str
    label: str
    blocked: str | None
    tells: str | None


class HappenedOut(Out):
    name: str
    says: str
    at: datetime
    by: str


class PointDoneOut(Out):
    key: str
    label: str
    done: bool


class PaymentOut(Out):
    amount_fen: int
    means: str
    means_label: str
    at: datetime


class ReviewOut(Out):
    safe: int
    cared: int
    at_ease: int
    text: str
    at: datetime


class ShortOrderOut(Out):
    id: str
    number: str
    stage: str
    stage_label: str
    headline: str
    service: SoldOut
    offering: str
    enterprise: SellerOut
    worker: OrderWorkerOut | None
    resident: ResidentOut
    address: DoorOut
    starts_at: datetime
    ends_at: datetime
    minutes: int
    quantity: int
    unit_label: str
    extras: list[SoldExtraOut]
    total_fen: int
    fee_fen: int
    promise: PromiseOut | None
    steps: list[StepOut]
    version: int


class OrderOut(ShortOrderOut):
    door_code: str | None
    lines: list[LineOut]
    checklist: list[PointDoneOut]
    review: ReviewOut | None
    payment: PaymentOut | None
    cancel_fee_fen: int | None
    line: list[PointOut]
    timeline: list[HappenedOut]


def show(viewer: Actor, order: "Order", now: datetime) -> dict[str, Any]:
    """Show an order whole."""
    said = queries.sold(order)
    kept, paid = queries.review(order), queries.payment(order)
    return show_short(viewer, order, _papers([order]), now) | {
        "door_code": queries.door_code(viewer, order),
        "lines": said.lines,
        "checklist": [{"key": key, "label": label, "done": key in order.checklist} for key, label in said.checklist],
        "review": {"safe": kept.safe, "cared": kept.cared, "at_ease": kept.at_ease, "text": kept.text, "at": kept.at}
        if kept
        else None,
        "payment": paid
        and {
            "amount_fen": paid.amount_fen,
            "means": paid.means,
            "means_label": str(MEANS_LABELS[Means(paid.means)]),
            "at": paid.at,
        },
        "cancel_fee_fen": queries.cancel_fee_fen(viewer, order, now),
        "line": [
            {
                "stage": point.stage.value,
                "label": point.label,
                "state": point.state,
                "at": point.at,
                "expected_at": queries.expected_at(order, point.stage),
            }
            for point in queries.line(order)
        ],
        "timeline": [
            {"name": each.name, "says": each.says, "at": each.at, "by": each.by}
            for each in queries.timeline(viewer, order)
        ],
    }


def show_all(viewer: Actor, orders: "list[Order]", now: datetime) -> list[dict[str, Any]]:
    """Show a page of orders. One query beyond theirs."""
    papers = _papers(orders)
    return [show_short(viewer, order, papers, now) for order in orders]


def show_short(viewer: Actor, order: "Order", papers: dict[Any, list[Paper]], now: datetime) -> dict[str, Any]:
    """Show an order as it stands in a list."""
    said = queries.sold(order)
    place = queries.shown_place(viewer, order)
    return {
        "id": str(order.id), "number": order.number, "stage": order.stage, "stage_label": str(STAGE_LABELS[Stage(order.stage)]),
        "headline": queries.headline(viewer, order, now), "service": said.service, "offering": str(order.offering_id),
        "enterprise": {"id": str(order.enterprise_id), "name": either(order.enterprise.name, order.enterprise.name_en), "phone": order.enterprise.phone},
        "worker": _worker(viewer, order, papers, now),
        "resident": {"id": str(order.account_id), "name": queries.shown_resident(viewer, order), "phone_masked": people.phone_masked(order.account)},
        "address": {"full": place.full, "contact_name": place.contact_name, "contact_phone": place.contact_phone},
        "starts_at": order.starts_at, "ends_at": order.ends_at, "quantity": order.quantity, "unit_label": said.unit_label,
        "minutes": int((order.ends_at - order.starts_at).total_seconds() // 60),
        "extras": said.extras, "total_fen": order.total_fen, "fee_fen": order.fee_fen, "promise": said.promise,
        "steps": [_step(offer) for offer in queries.steps(viewer, order, now)], "version": order.version,
    }  # fmt: skip


def _worker(viewer: Actor, order: "Order", papers: dict[Any, list[Paper]], now: datetime) -> dict[str, Any] | None:
    worker = order.worker
    played = queries.parts(viewer, order)
    if worker is None or not played:
        return None
    held = papers.get(worker.id, [])
    wanted = queries.promise(order)
    skill = workers.skill(held, wanted, day_of(order.starts_at))
    reachable = "enterprise" in played or ("resident" in played and order.stage in WITH_HER)
    return {
        "id": str(worker.id), "name": worker.name, "grade_label": grade_label(skill), "orders_done": worker.orders_done,
        "rating_milli": rating_milli(worker.rating_sum, worker.rating_count), "trust": show_trust(trust(held, day_of(now))),
        "phone": people.phone_of(worker.account) if reachable else None,
    }  # fmt: skip


def _papers(orders: "list[Order]") -> dict[Any, list[Paper]]:
    return workers.papers({order.worker_id for order in orders if order.worker_id})


def _step(offer: Offer) -> dict[str, Any]:
    blocked = offer.blocked.sentence if offer.blocked else None
    return {"name": offer.step.name, "label": str(offer.step.label), "blocked": blocked, "tells": offer.tells}
