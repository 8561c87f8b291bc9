"""An order as a record: who, where, what was agreed, what happened, and the steps that are open."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import queries
from xunjiasao.domains.orders.terms import DONE, MEANS_LABELS, STAGE_LABELS, Means, Stage
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.workers.rules import Trust
from xunjiasao.domains.workers.terms import HEALTH_LABELS, CredentialKind, HealthClass, TrustColor
from xunjiasao.interfaces.console import moves, rows
from xunjiasao.interfaces.console.steps import CORRECT, PAY
from xunjiasao.interfaces.entry import amounts
from xunjiasao.interfaces.entry.templatetags.page import fixed
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Invalid
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order, Payment

MOST_SHOWN = 4
QUESTIONS = frozenset({"cancel", "reschedule"})
"""The steps that are asked about before they are taken."""
TRUST: dict[TrustColor, rows.Chip] = {
    TrustColor.GREEN: rows.Chip("is-ok", "shield", _("Green code")),
    TrustColor.YELLOW: rows.Chip("is-warn", "alert", _("Yellow code")),
    TrustColor.RED: rows.Chip("is-bad", "stop", _("Red code")),
}
NEXT: dict[Stage, Any] = {
    Stage.PLACED: _("You confirm"),
    Stage.CONFIRMED: _("You say who comes"),
    Stage.ASSIGNED: _("She accepts"),
    Stage.ACCEPTED: _("She sets off"),
    Stage.ON_THE_WAY: _("At the door she enters the family's code"),
    Stage.SERVING: _("She does the work by the list"),
    Stage.FINISHED: _("The family approves, after 48 hours by itself"),
    Stage.APPROVED: _("The family says how it was"),
}
"""What comes next at each stage, as the enterprise sees it."""


FOUND = {True: _("Fit"), False: _("Not fit")}
"""What a health check found."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could come, or the reason why she can't.

    :param held: her time is kept for this very order
    """

    id: UUID
    name: str
    grade: str
    trust: rows.Chip
    reasons: list[str]
    blocked: str
    held: bool


def record(
    request: HttpRequest, order: "Order", viewer: Actor, now: datetime, refusal: DomainError | None = None
) -> dict[str, Any]:
    """Gather what stands in an order's drawer. Five queries; with candidates thirteen, with another time ten."""
    sold, steps = queries.sold(order), {offer.step.name: offer for offer in queries.steps(viewer, order, now)}
    asked = request.POST.get("step", "") if refusal else request.GET.get("ask", "")
    question = asked if asked in QUESTIONS and asked in steps else ""
    fields = _fields(refusal, question)
    stage = Stage(order.stage)
    wanted = "assign" in steps and (stage == Stage.CONFIRMED or asked == "assign")
    able, unable = _people(order, now) if wanted else ([], [])
    review = queries.review(order)
    return {
        "order": order, "stage": stage.value, "stage_label": STAGE_LABELS[stage], "chip": rows.chip(order, now), "sold": sold,
        "amount": amounts.counted(order.quantity, order.snapshot["unit"]), "place": queries.shown_place(viewer, order),
        "resident": queries.shown_resident(viewer, order), "steps": steps, "asked": asked,
        "worker": order.worker if order.assigned_at else None, "worker_phone": _worker_phone(viewer, order),
        "kept": order.worker.name if order.worker and not order.assigned_at else "",
        "able": able[:MOST_SHOWN], "further": able[MOST_SHOWN:], "unable": unable, "choosing": wanted,
        "happened": queries.timeline(viewer, order), "next": NEXT.get(stage, ""), "to_come": _to_come(order),
        "review": review, "cancel_title": _("Cancel {service} {when}?").format(service=sold.service["name"], when=spoken(order.starts_at, now)),
        "fee_fen": queries.cancel_fee_fen(viewer, order, now), "reason": request.POST.get("reason", ""), "question": question,
        "move": moves.move(request, order, viewer, now, refused=refusal is not None) if question == "reschedule" else None,
        "error": refusal.sentence if refusal and not fields else "", "fields": fields,
    } | _paid(request, order, viewer, now)  # fmt: skip


def _paid(request: HttpRequest, order: "Order", viewer: Actor, now: datetime) -> dict[str, Any]:
    """What was paid on site, and what the enterprise fills in to record or correct it. One query once the work is done."""
    paid, mine = queries.payment(order), "enterprise" in queries.parts(viewer, order)
    asked = request.POST.get("step", "") or request.GET.get("ask", "")
    correcting = paid is not None and mine and asked == CORRECT
    shown: dict[str, Any] = {"paid": _said(paid, now) if paid else "", "correctable": mine and not correcting}
    if not mine or order.stage not in DONE or (paid and not correcting):
        return shown
    step = CORRECT if correcting else PAY
    given = request.POST if request.POST.get("step") == step else {}
    amount = given.get("amount", fixed(paid.amount_fen if paid else order.total_fen).replace(",", ""))
    means = given.get("means", paid.means if paid else "")
    return shown | {"to_pay": {"step": step, "amount": amount, "means": means, "all": MEANS_LABELS.items()}}


def _said(paid: "Payment", now: datetime) -> str:
    says = str(_("{amount} yuan, {means}, recorded {when}"))
    return says.format(amount=fixed(paid.amount_fen), means=MEANS_LABELS[Means(paid.means)], when=spoken(paid.at, now))


def trust_chip(trust: Trust) -> rows.Chip:
    return TRUST[trust.color]


def particulars(paper: Any) -> list[str]:
    """Say what a paper is about: occupation and level, or what work a health check is for and what it found."""
    if paper.kind == CredentialKind.HEALTH:
        work = [str(HEALTH_LABELS[HealthClass(paper.health_class)])] if paper.health_class else []
        return [*work, str(FOUND[paper.fit])]
    return [catalogue.skill(paper.occupation, paper.grade).label] if paper.occupation else []


def _people(order: "Order", now: datetime) -> tuple[list[Person], list[Person]]:
    """Rank the enterprise's people for an order, and say of the rest why not."""
    shown = [
        Person(
            each.worker.id, each.worker.name, catalogue.skill(*each.skill).level_label if each.skill else "", trust_chip(each.trust),
            each.reasons, each.blocked.sentence if each.blocked else "", each.worker.id == order.worker_id,
        )
        for each in dispatch.for_order(order, now)
        if each.worker.id != order.worker_id or not order.assigned_at
    ]  # fmt: skip
    able = sorted((each for each in shown if not each.blocked), key=lambda each: not each.held)
    return able, [each for each in shown if each.blocked]


def _worker_phone(viewer: Actor, order: "Order") -> str:
    """Her telephone, for her own enterprise only."""
    mine = order.worker is not None and order.assigned_at and "enterprise" in queries.parts(viewer, order)
    return people.phone_of(order.worker.account) if mine and order.worker else ""


def _to_come(order: "Order") -> list[str]:
    """Name the points of the line behind the next one."""
    ahead = [point.label for point in queries.line(order) if point.state == "todo"]
    return ahead[1:]


def _fields(refusal: DomainError | None, question: str) -> dict[str, str]:
    """Say beside which field what is wrong; whatever speaks against another time stands beside the times."""
    if isinstance(refusal, Invalid) and refusal.fields:
        return {name: str(says) for name, says in refusal.fields.items()}
    return {"starts_at": refusal.sentence} if refusal and question == "reschedule" else {}
