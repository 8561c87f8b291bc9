"""The steps that an enterprise takes on an order from its record: the form read, the action called, the answer said."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import actions, queries
from xunjiasao.domains.orders.terms import MEANS_LABELS, Means
from xunjiasao.interfaces.entry.templatetags.page import fixed
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import on_grid

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order

AMOUNT = re.compile(r"¥?\s*([0-9]{1,7})(?:\.([0-9]{1,2}))?\s*元?")
PAY, CORRECT = "pay", "correct"
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as its form asks for it."""

    request: HttpRequest
    order_id: UUID | None
    actor: Actor
    now: datetime

    def said(self, name: str) -> str:
        return self.request.POST.get(name, "")


def take(asked: Asked) -> str:
    """Take the step that the form names, and say what was done.

    :raises Missing: this desk has no such step
    :raises DomainError: whatever the action refuses
    """
    step = STEPS.get(asked.said("step"))
    if step is None:
        raise Missing
    return step(asked)


def moment(text: str) -> datetime | None:
    """Read an instant with its offset, on the grid of half hours, or None when it can't be one."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year in YEARS and on_grid(at) else None


def fen(text: str) -> int | None:
    """Read an amount in yuan as people write it, or None when it can't be one: 132, 132.5, ¥132.00, １３２元."""
    found = AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def whole(text: str) -> int | None:
    """Read a whole number of at most nine digits, or None when it isn't one."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def _confirm(asked: Asked) -> str:
    done = actions.confirm(order_id=asked.order_id, actor=asked.actor, now=asked.now)
    return _told(_("Confirmed. Now say who comes {when}."), done, asked.now)


def _assign(asked: Asked) -> str:
    done = actions.assign(
        order_id=asked.order_id, worker_id=ids.parse(asked.said("worker")), actor=asked.actor, now=asked.now
    )
    return _told(_("{worker} comes {when}. She was asked to accept."), done, asked.now)


def _reschedule(asked: Asked) -> str:
    order, starts_at = queries.order(asked.actor, asked.order_id), moment(asked.said("starts_at"))
    if starts_at is None:
        raise Invalid(fields={"starts_at": _("Please choose a time.")})
    if starts_at == order.starts_at:
        raise Invalid(fields={"starts_at": _("That is when it is already.")})
    done = actions.reschedule(
        order_id=order.id, starts_at=starts_at, candidates=dispatch.for_move(order, starts_at=starts_at, now=asked.now),
        agreed_fen=whole(asked.said("total_fen")), actor=asked.actor, now=asked.now,
    )  # fmt: skip
    return _told(_("Moved to {when}. The family is told."), done, asked.now)


def _cancel(asked: Asked) -> str:
    reason = asked.said("reason")
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, in a few words; the family reads it.")})
    done = actions.cancel(
        order_id=asked.order_id, reason=reason, agreed_fen=whole(asked.said("fee_fen")), actor=asked.actor, now=asked.now
    )  # fmt: skip
    return _told(_("Cancelled. The family is told."), done, asked.now)


def _pay(asked: Asked) -> str:
    return _written(asked, actions.record_payment, _("Recorded: {amount} yuan, {means}."))


def _correct(asked: Asked) -> str:
    return _written(asked, actions.correct_payment, _("Corrected: {amount} yuan, {means}. The family is told."))


def _written(asked: Asked, act: "Callable[..., Order]", says: object) -> str:
    """Read what was paid on site, and write it down by an action."""
    amount_fen, means = fen(asked.said("amount")), asked.said("means")
    faults = {}
    if amount_fen is None:
        faults["amount_fen"] = _("Please write the amount in yuan, as in 132.00.")
    if means not in set(Means):
        faults["means"] = _("Please choose how it was paid.")
    if faults or amount_fen is None:
        raise Invalid(fields=faults)
    act(order_id=asked.order_id, amount_fen=amount_fen, means=means, actor=asked.actor, now=asked.now)
    return str(says).format(amount=fixed(amount_fen), means=MEANS_LABELS[Means(means)])


def _told(says: object, done: "Order", now: datetime) -> str:
    """Fill a sentence with who comes and the time it is for."""
    return str(says).format(worker=done.worker.name if done.worker else "", when=spoken(done.starts_at, now))


STEPS: dict[str, Callable[[Asked], str]] = {
    "confirm": _confirm,
    "assign": _assign,
    "reschedule": _reschedule,
    "cancel": _cancel,
    PAY: _pay,
    CORRECT: _correct,
}
