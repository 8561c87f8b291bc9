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
from xunjiasao.kernel.facts import Fact
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


class PaidAlready(Refused):
    code, says = "paid_already", _("A payment is recorded for this order already.")


class NotPaidYet(Refused):
    code, says = "not_paid_yet", _("No payment is recorded for this order yet.")


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
    order = _lock(order_id, amount_fen, means, actor, now)
    if not rows.insert(Payment(order=order, amount_fen=amount_fen, means=means, at=now), unless_there=True):
        raise PaidAlready
    return _noted(order, events.Paid(amount_fen=amount_fen, means=means), actor, now)


@operation
def correct_payment(*, order_id: UUID | None, amount_fen: int, means: str, actor: Actor, now: datetime) -> Order:
    """Put right what was recorded by mistake; the journal keeps both, and the family is told. Doing it twice is doing it once.

    :param amount_fen: what was really paid; never more than was agreed
    :raises NotPaidYet: there is nothing to correct
    :raises DomainError: as `record_payment`
    """
    order = _lock(order_id, amount_fen, means, actor, now)
    kept = queries.payment(order)
    if kept is None:
        raise NotPaidYet
    if (kept.amount_fen, kept.means) == (amount_fen, means):
        return order
    fact = events.PaymentCorrected(was_fen=kept.amount_fen, was_means=kept.means, amount_fen=amount_fen, means=means)
    kept.amount_fen, kept.means, kept.at = amount_fen, means, now
    rows.update(kept, "amount_fen", "means", "at")
    return _noted(order, fact, actor, now)


def _lock(order_id: UUID | None, amount_fen: int, means: str, actor: Actor, now: datetime) -> Order:
    """Lock an order whose payment the actor may write down, and look at what she writes."""
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
    return order


def _noted(order: Order, fact: Fact, actor: Actor, now: datetime) -> Order:
    note(order, fact, actor=actor, now=now)
    rows.update(order, "version", "head")
    return order
