"""Orders: place, follow, and take the steps that are one's own: whose they are, the order's table says."""

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Query, Schema, Status

from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import actions, queries
from xunjiasao.domains.orders.rules import TooFarBetween
from xunjiasao.domains.orders.terms import Means, Stage
from xunjiasao.interfaces.api.dispatch import (
    CandidateOut,
    DaysAsk,
    SlotOut,
    days,
    show_candidate,
    show_slot,
    within,
    worker_id,
)
from xunjiasao.interfaces.api.order_shapes import OrderOut, ShortOrderOut, show, show_all
from xunjiasao.interfaces.entry import clock, wire
from xunjiasao.interfaces.entry.routes import Power, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import CityDay, Cut, Id, In, Instant, Out, PageOut
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.paging import page
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import at_slot

routes = Routes("orders")
Stars = Annotated[int, Field(ge=1, le=5)]
RequestKey = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=80)]


class PlaceIn(In):
    offering: Id
    address: Id
    starts_at: Instant
    quantity: int = Field(ge=1, le=10_000)
    extras: list[Id] = Field([], max_length=20)
    worker: Id | None = None
    quote: Id


class OrdersAsk(Schema):
    as_: Literal["resident", "worker", "enterprise", "federation"] | None = Field(None, alias="as")
    stage: str = Field("", max_length=120, description="stages, parted by commas")
    on: CityDay | None = Field(None, description="a city day; stands for `from` and `to`")
    from_: Instant | None = Field(None, alias="from")
    to: Instant | None = None
    q: str = Field("", max_length=60, description="order number, name or whole phone")


class AssignIn(In):
    worker: Id


class ArriveIn(In):
    code: str = Field(min_length=1, max_length=12)


class FinishIn(In):
    checklist: list[Id] = Field([], max_length=60)


class ReviewIn(In):
    safe: Stars
    cared: Stars
    at_ease: Stars
    text: str = Field("", max_length=500)


class CancelIn(In):
    reason: str = Field("", max_length=200)
    fee_fen: int | None = Field(None, ge=0, description="the cost, as shown and agreed to")


class PaymentIn(In):
    amount_fen: int = Field(ge=0, le=100_000_000)
    means: Means


class MoveIn(In):
    starts_at: Instant
    total_fen: int | None = Field(None, ge=0, description="the new price, as shown and agreed to")


class MoveOut(Out):
    total_fen: int
    fee_fen: int
    tells: str


@routes.post("/orders", power=Power.BOOK, response={201: OrderOut}, name="place")
def place(request: HttpRequest, body: PlaceIn, key: RequestKey) -> Status[dict[str, Any]]:
    """Book a visit at the quoted price. The same key and body give the same order again."""
    actor, now, said = actor_of(request), clock.now(), body.model_dump(mode="json")
    if before := journal.claimed(actor, key=key, body=said):
        return Status(201, _shown(before, actor, now))
    chosen = worker_id(body.worker)
    asked = Asked(ids.parse(body.offering), ids.parse(body.address), body.starts_at, body.quantity, body.extras)
    quote_id = ids.parse(body.quote)
    wanted = dispatch.ask_of_quote(actor, quote_id, asked)
    if chosen:
        candidates = [dispatch.chosen(wanted, chosen, starts_at=body.starts_at)]
    else:
        candidates = [each.worker.id for each in dispatch.candidates(wanted, starts_at=body.starts_at, now=now)]
    try:
        order = actions.place(
            asked=asked, quote_id=quote_id, candidates=candidates, chosen=chosen is not None,
            request_key=key, body=said, actor=actor, now=now,
        )  # fmt: skip
    except (actions.SlotTaken, TooFarBetween) as lost:
        raise _with_alternatives(lost, wanted, body.starts_at, chosen, now) from lost
    return Status(201, _shown(order.id, actor, now))


@routes.get("/orders", power=Power.FOLLOW_ORDERS, response=PageOut[ShortOrderOut], name="list")
def orders(request: HttpRequest, asked: Query[OrdersAsk], cut: Query[Cut]) -> dict[str, Any]:
    """List one's orders: the next visit first when a day is named, else the latest first."""
    viewer, now = actor_of(request), clock.now()
    stages = [stage for stage in asked.stage.split(",") if stage]
    if unknown := set(stages) - {stage.value for stage in Stage}:
        raise Invalid(fields={"stage": str(_("There is no stage “{stage}”.")).format(stage=sorted(unknown)[0][:20])})
    first = at_slot(asked.on, 0) if asked.on else asked.from_
    last = at_slot(asked.on, 48) if asked.on else asked.to
    found = queries.orders(viewer, part=asked.as_, stages=stages, starts_from=first, starts_before=last, words=asked.q)
    order = ("starts_at", "id") if asked.on else ("-starts_at", "-id")
    cut_out = page(found, *order, cursor=cut.cursor, limit=cut.limit)
    return {"items": show_all(viewer, cut_out.items, now), "next": cut_out.next}


@routes.get("/orders/{order_id}", power=Power.FOLLOW_ORDERS, response=OrderOut, name="get")
def order(request: HttpRequest, order_id: Id) -> HttpResponse:
    """Show an order; 304 when it is as `If-None-Match` says."""
    viewer, now = actor_of(request), clock.now()
    shown = wire.dumps(show(viewer, queries.order(viewer, ids.parse(order_id)), now))
    tag = f'"{hashlib.sha256(shown).hexdigest()[:20]}"'
    same = wire.is_known(request, tag)
    answer = wire.unchanged() if same else HttpResponse(shown, content_type="application/json")
    answer["ETag"] = tag
    return answer


@routes.get("/orders/{order_id}/candidates", power=Power.RUN_ORDERS, response=PageOut[CandidateOut], name="candidates")
def candidates(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """Rank the enterprise's people for an order, and say of the others why not."""
    found = dispatch.for_order(queries.order(actor_of(request), ids.parse(order_id)), clock.now())
    return {"items": [show_candidate(each) for each in found], "next": None}


@routes.get("/orders/{order_id}/slots", power=Power.FOLLOW_ORDERS, response=PageOut[SlotOut], name="slots")
def slots(request: HttpRequest, order_id: Id, asked: Query[DaysAsk]) -> dict[str, Any]:
    """List the half hours to which the visit could be moved; the time that it holds counts as free."""
    viewer, now = actor_of(request), clock.now()
    first, last = days(asked.from_, asked.to, now)
    found = dispatch.slots_for_move(queries.order(viewer, ids.parse(order_id)), first=first, last=last, now=now)
    return {"items": [show_slot(slot) for slot in within(found, asked.from_, asked.to)], "next": None}


@routes.get("/orders/{order_id}/reschedule", power=Power.FOLLOW_ORDERS, response=MoveOut, name="reschedule_preview")
def reschedule_preview(request: HttpRequest, order_id: Id, starts_at: Query[Instant]) -> dict[str, Any]:
    """Say what moving an order to another time would cost."""
    viewer, now = actor_of(request), clock.now()
    found = queries.order(viewer, ids.parse(order_id))
    total_fen, tells = queries.move_preview(viewer, found, starts_at=starts_at, now=now)
    return {"total_fen": total_fen, "fee_fen": 0, "tells": tells}


@routes.post("/orders/{order_id}/confirm", power=Power.FOLLOW_ORDERS, response=OrderOut, name="confirm")
def confirm(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """The enterprise confirms."""
    actor, now = actor_of(request), clock.now()
    return _shown(actions.confirm(order_id=ids.parse(order_id), actor=actor, now=now).id, actor, now)


@routes.post("/orders/{order_id}/assign", power=Power.FOLLOW_ORDERS, response=OrderOut, name="assign")
def assign(request: HttpRequest, order_id: Id, body: AssignIn) -> dict[str, Any]:
    """The enterprise says who comes."""
    actor, now = actor_of(request), clock.now()
    done = actions.assign(order_id=ids.parse(order_id), worker_id=worker_id(body.worker), actor=actor, now=now)
    return _shown(done.id, actor, now)


@routes.post("/orders/{order_id}/accept", power=Power.FOLLOW_ORDERS, response=OrderOut, name="accept")
def accept(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """The worker accepts."""
    actor, now = actor_of(request), clock.now()
    return _shown(actions.accept(order_id=ids.parse(order_id), actor=actor, now=now).id, actor, now)


@routes.post("/orders/{order_id}/decline", power=Power.FOLLOW_ORDERS, response=OrderOut, name="decline")
def decline(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """The worker declines; somebody else's time is held if anybody is free. What is left for her to see comes back."""
    actor, now = actor_of(request), clock.now()
    found = queries.order(actor, ids.parse(order_id))
    others = dispatch.candidates(dispatch.ask_of(found), starts_at=found.starts_at, now=now)
    left = actions.decline(order_id=found.id, candidates=[each.worker.id for each in others], actor=actor, now=now)
    return show(actor, left, now)


@routes.post("/orders/{order_id}/depart", power=Power.FOLLOW_ORDERS, response=OrderOut, name="depart")
def depart(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """The worker sets off."""
    actor, now = actor_of(request), clock.now()
    return _shown(actions.depart(order_id=ids.parse(order_id), actor=actor, now=now).id, actor, now)


@routes.post("/orders/{order_id}/arrive", power=Power.FOLLOW_ORDERS, response=OrderOut, name="arrive")
def arrive(request: HttpRequest, order_id: Id, body: ArriveIn) -> dict[str, Any]:
    """The worker enters the code that the family tells at the door."""
    actor, now = actor_of(request), clock.now()
    return _shown(actions.arrive(order_id=ids.parse(order_id), code=body.code, actor=actor, now=now).id, actor, now)


@routes.post("/orders/{order_id}/finish", power=Power.FOLLOW_ORDERS, response=OrderOut, name="finish")
def finish(request: HttpRequest, order_id: Id, body: FinishIn) -> dict[str, Any]:
    """The worker finishes with what was done."""
    actor, now = actor_of(request), clock.now()
    return _shown(
        actions.finish(order_id=ids.parse(order_id), checklist=body.checklist, actor=actor, now=now).id, actor, now
    )


@routes.post("/orders/{order_id}/approve", power=Power.FOLLOW_ORDERS, response=OrderOut, name="approve")
def approve(request: HttpRequest, order_id: Id) -> dict[str, Any]:
    """The resident approves the work."""
    actor, now = actor_of(request), clock.now()
    return _shown(actions.approve(order_id=ids.parse(order_id), actor=actor, now=now).id, actor, now)


@routes.post("/orders/{order_id}/review", power=Power.FOLLOW_ORDERS, response=OrderOut, name="review")
def review(request: HttpRequest, order_id: Id, body: ReviewIn) -> dict[str, Any]:
    """The resident says how safe, cared for and at ease the visit made one feel."""
    actor, now = actor_of(request), clock.now()
    done = actions.review(
        order_id=ids.parse(order_id),
        safe=body.safe,
        cared=body.cared,
        at_ease=body.at_ease,
        text=body.text,
        actor=actor,
        now=now,
    )
    return _shown(done.id, actor, now)


@routes.post("/orders/{order_id}/cancel", power=Power.FOLLOW_ORDERS, response=OrderOut, name="cancel")
def cancel(request: HttpRequest, order_id: Id, body: CancelIn) -> dict[str, Any]:
    """The resident or the enterprise cancels; `cancel_fee_fen` and the step's `tells` said what it costs."""
    actor, now = actor_of(request), clock.now()
    done = actions.cancel(
        order_id=ids.parse(order_id), reason=body.reason, agreed_fen=body.fee_fen, actor=actor, now=now
    )
    return _shown(done.id, actor, now)


@routes.post("/orders/{order_id}/payment", power=Power.RUN_ORDERS, response=OrderOut, name="record_payment")
def record_payment(request: HttpRequest, order_id: Id, body: PaymentIn) -> dict[str, Any]:
    """The enterprise records what was paid on site, once, when the work is done."""
    actor, now = actor_of(request), clock.now()
    done = actions.record_payment(
        order_id=ids.parse(order_id), amount_fen=body.amount_fen, means=body.means, actor=actor, now=now
    )
    return _shown(done.id, actor, now)


@routes.patch("/orders/{order_id}/payment", power=Power.RUN_ORDERS, response=OrderOut, name="correct_payment")
def correct_payment(request: HttpRequest, order_id: Id, body: PaymentIn) -> dict[str, Any]:
    """The enterprise puts right what it recorded by mistake; the family is told."""
    actor, now = actor_of(request), clock.now()
    done = actions.correct_payment(
        order_id=ids.parse(order_id), amount_fen=body.amount_fen, means=body.means, actor=actor, now=now
    )
    return _shown(done.id, actor, now)


@routes.post("/orders/{order_id}/reschedule", power=Power.FOLLOW_ORDERS, response=OrderOut, name="reschedule")
def reschedule(request: HttpRequest, order_id: Id, body: MoveIn) -> dict[str, Any]:
    """The resident or the enterprise moves the visit."""
    actor, now = actor_of(request), clock.now()
    found = queries.order(actor, ids.parse(order_id))
    others = dispatch.for_move(found, starts_at=body.starts_at, now=now)
    try:
        actions.reschedule(
            order_id=found.id,
            starts_at=body.starts_at,
            candidates=others,
            agreed_fen=body.total_fen,
            actor=actor,
            now=now,
        )
    except (actions.SlotTaken, TooFarBetween) as lost:
        raise _with_alternatives(lost, dispatch.ask_of(found), body.starts_at, found.worker_id, now) from lost
    return _shown(found.id, actor, now)


def _shown(order_id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    return show(actor, queries.order(actor, order_id), now)


def _with_alternatives(
    lost: actions.SlotTaken | TooFarBetween,
    wanted: dispatch.Ask,
    starts_at: datetime,
    worker_id: UUID | None,
    now: datetime,
) -> actions.SlotTaken:
    """Say why that time is gone, and name the nearest free ones; with the wanted person if she has any, else with anybody."""
    near = dispatch.alternatives(wanted, starts_at=starts_at, worker_id=worker_id, now=now)
    near = near or dispatch.alternatives(wanted, starts_at=starts_at, now=now)
    return actions.SlotTaken(lost.says, **{**lost.facts, "alternatives": [show_slot(slot) for slot in near]})
