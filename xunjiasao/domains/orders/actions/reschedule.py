"""Move an order to another time, with the same worker or with the next who is free."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.orders import events, rules
from xunjiasao.domains.orders.actions.place import hold_first
from xunjiasao.domains.orders.actions.steps import begin, giving_back, write
from xunjiasao.domains.orders.models import Order
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import masks


class PriceChanged(Refused):
    code, says = "price_changed", _("At that time it costs {total} yuan. Please confirm the new price.")


class PriceRises(Refused):
    """Nothing is added to a price without the family."""

    code, says = "price_rises", _("At that time it costs {total} yuan. Only the family can agree to more.")


@operation
def reschedule(
    *,
    order_id: UUID | None,
    starts_at: datetime,
    candidates: Sequence[UUID],
    agreed_fen: int | None = None,
    actor: Actor,
    now: datetime,
) -> Order:
    """Move an order before the door. A worker who had accepted is asked again; the same time again changes nothing.

    :param candidates: who may come at the new time, best first; whoever is assigned stays if she is among them
    :param agreed_fen: the new total that the actor has seen and agreed to; None agrees to the present one
    :raises SlotTaken: none of them is free then and gets there in time
    :raises TooFarBetween: whoever is assigned is free then, but can't get there in time
    :raises PriceChanged: the new time costs something else than agreed
    :raises PriceRises: it costs more, and the enterprise moves it
    """
    taken = begin("reschedule", order_id=order_id, actor=actor, now=now)
    order, was_at = taken.order, taken.order.starts_at
    if starts_at == was_at:
        return order
    snapshot, total_fen = catalogue.reprice(
        order.snapshot, starts_at=starts_at, quantity=order.quantity, extras=order.extras, now=now
    )
    if taken.situation.by_enterprise and total_fen > order.total_fen:
        raise PriceRises(total=yuan(total_fen), total_fen=total_fen)
    if total_fen != (order.total_fen if agreed_fen is None else agreed_fen):
        raise PriceChanged(total=yuan(total_fen), total_fen=total_fen)
    freed, held_by = giving_back(order), order.worker_id
    minutes = order.ends_at - order.starts_at
    order.starts_at, order.ends_at = starts_at, starts_at + minutes
    lead = timedelta(minutes=order.snapshot["lead_min"])
    order.spans = [[on.isoformat(), mask] for on, mask in masks(starts_at - lead, order.ends_at)]
    order.snapshot, order.total_fen = snapshot, total_fen
    may_swap = order.assigned_at is None
    wanted = (
        sorted(candidates, key=lambda one: one != held_by)
        if may_swap
        else [one for one in candidates if one == held_by]
    )
    order.worker_id = holder = hold_first(order, wanted, named=not may_swap, freed=freed)
    order.accepted_at, order.late_bp = None, rules.owed_bp(taken.situation)
    fact = events.Rescheduled(
        was_at=was_at, starts_at=starts_at, total_fen=total_fen, worker_id=holder, late_bp=order.late_bp
    )
    columns = ["starts_at", "ends_at", "spans", "snapshot", "total_fen", "worker", "accepted_at", "late_bp"]
    return write(taken, fact, actor=actor, now=now, also=columns)
