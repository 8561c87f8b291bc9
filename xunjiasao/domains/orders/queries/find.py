"""Finding orders: who may, narrowed how, locked, and which steps are open."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from xunjiasao.domains.catalogue.rules import promise_label
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import access, rules
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.models import Order, Payment, Review
from xunjiasao.domains.orders.rules import Situation
from xunjiasao.domains.orders.terms import (
    APPROVED_BY_CLOCK,
    BEFORE_DOOR,
    DONE,
    Stage,
)
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.rules import Promise
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.lifecycle import Offer
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import mobile, tidy

NUMBER = re.compile(r"XJ\d{6}-\w{6}")
"""how an order number looks; it is found by its index, anything else by walking through names"""


def order(viewer: Actor, order_id: UUID | None) -> Order:
    """:raises Missing:"""
    if order_id is None:
        raise Missing
    found = _with_names(access.visible_to(viewer).filter(id=order_id)).first()
    if found is None:
        raise Missing
    return found


_LOCKED = Ready(
    lambda: Order.objects.select_for_update(no_key=True, of=("self",)).select_related("worker").filter(id=Hole("id"))
)


def lock(actor: Actor, order_id: UUID | None) -> Order:
    """Find and lock an order that the actor plays a part in.

    :raises Missing:
    """
    if order_id is None:
        raise Missing
    found = _LOCKED.first(id=order_id)
    if found is None or not access.parts(actor, found):
        raise Missing
    return found


def orders(
    viewer: Actor,
    *,
    part: str | None = None,
    stages: Collection[str] = (),
    starts_from: datetime | None = None,
    starts_before: datetime | None = None,
    words: str = "",
    path: str = "",
) -> QuerySet[Order]:
    """The orders that the viewer plays a part in, narrowed.

    :param part: only those for which she plays this part
    :param words: an order number, or part of the worker's name; where the viewer may know the family, part of the
        resident's name or her whole phone too
    """
    found = access.visible_to(viewer, part=part or access.only_part(viewer))
    if stages:
        found = found.filter(stage__in=stages)
    if starts_from:
        found = found.filter(starts_at__gte=starts_from)
    if starts_before:
        found = found.filter(starts_at__lt=starts_before)
    if path:
        found = found.filter(path__startswith=path)
    if NUMBER.fullmatch(words := tidy(words).upper()):
        found = found.filter(number=words)
    elif words:
        family = Q(account__name__icontains=words)
        if (phone := mobile(words)) and (caller := people.by_phone(phone)):
            family |= Q(account=caller)
        found = found.filter(Q(worker__name__icontains=words) | family & access.knows_family(viewer))
    return _with_names(found)


def among(viewer: Actor, order_ids: Iterable[UUID]) -> set[UUID]:
    """Pick those of these orders that the viewer plays a part in. One query."""
    return set(access.visible_to(viewer).filter(id__in=set(order_ids)).values_list("id", flat=True))


def to_do(viewer: Actor, now: datetime) -> QuerySet[Order]:
    """The enterprise's orders that wait for her: to confirm, to assign, or not accepted yet, the earliest first."""
    return orders(
        viewer, part="enterprise", stages=[stage.value for stage in BEFORE_DOOR if stage != Stage.ACCEPTED]
    ).order_by("starts_at", "id")


def parts(viewer: Actor, order: Order) -> frozenset[str]:
    return access.parts(viewer, order)


def situation(order: Order, parts: Collection[str], now: datetime) -> Situation:
    """See an order as its rules do."""
    return Situation(
        now=now, stage=Stage(order.stage), starts_at=order.starts_at, total_fen=order.total_fen,
        kept_by=order.worker.name if order.worker and order.assigned_at else "", late_bp=order.late_bp, by_enterprise="enterprise" in parts and "resident" not in parts,
        by_clock="clock" in parts, finished_at=order.finished_at, approved_at=order.approved_at,
        wrong_codes=order.wrong_codes, code_locked_until=order.code_locked_until,
    )  # fmt: skip


def steps(viewer: Actor, order: Order, now: datetime) -> list[Offer]:
    """List the buttons that the viewer has on an order."""
    played = access.parts(viewer, order)
    return ORDER.offers(Stage(order.stage), played, situation(order, played, now))


def promise(order: Order) -> Promise | None:
    """What the order promised about whoever comes."""
    kept = order.snapshot.get("promise")
    return Promise(kept["occupation_code"], kept["grade"], promise_label(kept)) if kept else None


def review(order: Order) -> Review | None:
    return Review.objects.filter(order_id=order.id).first() if order.stage == Stage.REVIEWED else None


def worker_reviews(worker_id: UUID) -> QuerySet[Review]:
    return Review.objects.filter(worker_id=worker_id).order_by("-at", "-id")


_PARTIES = Ready(lambda: Order.objects.filter(id=Hole("id")).values_list("account_id", "enterprise_id", "assigned_at"))


def parties(order_id: UUID, parts: Collection[str], payload: Mapping[str, Any]) -> dict[str, list[UUID]]:
    """List the accounts that a fact of an order concerns in these parts. One query for each part but the resident's.

    :param parts: of them, "relieved" is a worker who needn't come any more
    :param payload: of the fact; the worker is the one it names, who may have been replaced since
    """
    [(resident_id, enterprise_id, assigned_at)] = _PARTIES.values(id=order_id)
    played: dict[str, list[UUID]] = {"resident": [resident_id], "worker": [], "relieved": []}
    if payload.get("worker_id") and ("relieved" in parts or ("worker" in parts and assigned_at)):
        told = workers.account_of(UUID(payload["worker_id"]))
        played |= {"worker": [told], "relieved": [told]}
    if "enterprise" in parts:
        played["enterprise"] = people.holders(Role.ENTERPRISE, enterprise_id)
    return {part: played[part] for part in parts}


def payment(order: Order) -> Payment | None:
    """What the family paid on site, if it was recorded. One query once the work is done."""
    return Payment.objects.filter(order_id=order.id).first() if order.stage in DONE else None


def cancel_fee_fen(viewer: Actor, order: Order, now: datetime) -> int | None:
    """What cancelling costs the viewer now, in fen; None where she can't cancel. No query."""
    played = access.parts(viewer, order)
    situated = situation(order, played, now)
    open_now = any(offer.step.name == "cancel" for offer in ORDER.offers(Stage(order.stage), played, situated))
    return rules.cancel_fee_fen(situated) if open_now else None


def declined(order_id: UUID) -> set[UUID]:
    """Name the workers who declined an order. One query."""
    entries = journal.timeline("order", order_id)
    return {UUID(str(entry.payload["worker_id"])) for entry in entries if entry.name == "order.declined"}


def to_approve(now: datetime) -> list[UUID]:
    """The finished orders whose residents had their 48 hours."""
    late = Order.objects.filter(stage=Stage.FINISHED, finished_at__lte=now - APPROVED_BY_CLOCK)
    return list(late.order_by("finished_at").values_list("id", flat=True)[:500])


def _with_names(found: QuerySet[Order]) -> QuerySet[Order]:
    return found.select_related("worker", "worker__account", "enterprise", "account")
