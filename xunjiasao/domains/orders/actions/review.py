"""The resident, or the clock, approves the work; the resident says how it was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.orders import events, queries
from xunjiasao.domains.orders.actions.steps import begin, write
from xunjiasao.domains.orders.models import Order, Review
from xunjiasao.domains.orders.terms import MOST_TEXT, STARS
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy


class BadReview(Invalid):
    code = "bad_review"


@operation
def approve(*, order_id: UUID | None, actor: Actor, now: datetime) -> Order:
    """Approve the finished work."""
    taken = begin("approve", order_id=order_id, actor=actor, now=now)
    assert taken.order.worker_id, "finished work has a worker"
    return write(taken, events.Approved(worker_id=taken.order.worker_id), actor=actor, now=now)


def approve_overdue(*, now: datetime) -> int:
    """Approve what residents left open for 48 hours, each in a transaction of its own.

    :returns: how many
    """
    done = 0
    for order_id in queries.to_approve(now):
        try:
            approve(order_id=order_id, actor=Actor.clock(), now=now)
            done += 1
        except Refused:  # its resident was faster
            continue
    return done


@operation
def review(
    *, order_id: UUID | None, safe: int, cared: int, at_ease: int, text: str = "", actor: Actor, now: datetime
) -> Order:
    """Say how safe, cared for and at ease the visit made one feel, once, within 30 days.

    :param safe: 1–5 stars, like `cared` and `at_ease`
    """
    taken = begin("review", order_id=order_id, actor=actor, now=now)
    order, text = taken.order, tidy(text)
    wrong: dict[str, Any] = {
        name: _("Choose 1 to 5 stars.") for name, stars in _stars(safe, cared, at_ease) if stars not in STARS
    }
    if len(text) > MOST_TEXT:
        wrong["text"] = _("Up to {most} characters; this has {length}.").format(most=MOST_TEXT, length=len(text))
    if wrong:
        raise BadReview(fields=wrong)
    assert order.worker_id, "approved work has a worker"
    said = Review(
        order=order, worker_id=order.worker_id, offering_id=order.offering_id, safe=safe, cared=cared, at_ease=at_ease, text=text, at=now
    )  # fmt: skip
    rows.insert(said)
    fact = events.Reviewed(
        worker_id=order.worker_id, offering_id=order.offering_id, safe=safe, cared=cared, at_ease=at_ease
    )
    return write(taken, fact, actor=actor, now=now)


def _stars(safe: int, cared: int, at_ease: int) -> list[tuple[str, int]]:
    return [("safe", safe), ("cared", cared), ("at_ease", at_ease)]
