"""Record what the family paid on site."""

from datetime import datetime
from uuid import UUID

from xunjiasao.domains.orders import access, events, queries, rules
from xunjiasao.domains.orders.actions.steps import note
from xunjiasao.domains.orders.models import Order, Payment
from xunjiasao.domains.orders.terms import Means
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


class PaidAlready(Refused):
    code, says = "paid_already", _("A payment is recorded for this order already.")


@operation
def record_payment(*, order_id: UUID | None, amount_fen: int, means: str, actor: Actor, now: datetime) -> Order:
    """Record, once, what the family paid the enterprise on site for a finished visit.

    :param amount_fen: what was paid; never more than was agreed
    :param means: a value of `Means`
    :raises Missing: the actor plays no part in it
    :raises Forbidden: another part records it
    :raises NotDoneYet: the work isn't finished
    :raises PaidAlready:
    """
    order = queries.lock(actor, order_id)
    if refusal := access.may_record_payment(actor, order):
        raise refusal
    if refusal := rules.not_done_yet(queries.situation(order, access.parts(actor, order), now)):
        raise refusal
    faults = {}
    if not 0 <= amount_fen <= order.total_fen:
        faults["amount_fen"] = str(_("At most the {total} yuan that were agreed.")).format(total=yuan(order.total_fen))
    if means not in {each.value for each in Means}:
        faults["means"] = str(_("Please choose how it was paid."))
    if faults:
        raise Invalid(fields=faults)
    if not rows.insert(Payment(order=order, amount_fen=amount_fen, means=means, at=now), unless_there=True):
        raise PaidAlready
    note(order, events.Paid(amount_fen=amount_fen, means=means), actor=actor, now=now)
    rows.update(order, "version", "head")
    return order
