"""Cancel an order; what it costs was told before."""

from datetime import datetime
from uuid import UUID

from xunjiasao.domains.orders import events, rules
from xunjiasao.domains.orders.actions.steps import begin, giving_back, write
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.workers import actions as calendar
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import tidy

MOST_REASON = 200


@operation
def cancel(
    *, order_id: UUID | None, reason: str = "", agreed_fen: int | None = None, actor: Actor, now: datetime
) -> Order:
    """Cancel an order and give the worker's time back.

    A resident's late cancel costs a share of the price, all of it for the worker; an enterprise's costs nothing.

    :param agreed_fen: the fee that the actor has seen and agreed to; None agrees to what it is now
    :raises FeeChanged: it costs something else by now
    """
    taken = begin("cancel", order_id=order_id, actor=actor, now=now)
    if refusal := rules.fee_not_told(taken.situation, agreed_fen):
        raise refusal
    order = taken.order
    calendar.change_days(giving_back(order))
    order.fee_fen = rules.cancel_fee_fen(taken.situation)
    order.cancel_reason = tidy(reason)[:MOST_REASON]
    order.code_sealed = None
    fact = events.Cancelled(
        by="enterprise" if taken.situation.by_enterprise else "resident",
        fee_fen=order.fee_fen,
        worker_id=order.worker_id,
    )
    return write(taken, fact, actor=actor, now=now, also=["fee_fen", "cancel_reason", "code_sealed"])
