"""Reading orders."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import access, rules
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.models import Order, Review
from xunjiasao.domains.orders.rules import Situation
from xunjiasao.domains.orders.terms import (
    APPROVED_BY_CLOCK,
    BEFORE_DOOR,
    FAMILY,
    HEADLINES,
    HELD,
    NOBODY_YET,
    OFFICE,
    PART_LABELS,
    STAGE_LABELS,
    WITH_HER,
    WORKER,
    Stage,
)
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.rules import Promise
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import unseal
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.facts import sentence, told, when
from xunjiasao.kernel.lifecycle import Offer
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.text import _, mask_name, mobile, tidy
from xunjiasao.kernel.time import at_slot


@dataclass(frozen=True, slots=True)
class Place:
    """Where the visit is and who opens the door; sealed in the order's row.

    :param community: division without the door, which may be told before the worker accepted
    """

    full: str
    community: str
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class Happened:
    name: str
    says: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One point of the water line.

    :param state: "done", "now", "todo", or "bad" for how it ended instead
    """

    stage: Stage
    label: str
    state: str
    at: datetime | None


def order(viewer: Actor, order_id: UUID | None) -> Order:
    """:raises Missing:"""
    if order_id is None:
        raise Missing
    found = _with_names(access.visible_to(viewer).filter(id=order_id)).first()
    if found is None:
        raise Missing
    return found


def lock(actor: Actor, order_id: UUID | None) -> Order:
    """Find and lock an order that the actor plays a part in.

    :raises Missing:
    """
    if order_id is None:
        raise Missing
    found = (
        Order.objects.select_for_update(of=("self",)).select_related("worker", "enterprise").filter(id=order_id).first()
    )
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
    :param words: an order number, or part of the worker's or the resident's name, or the resident's whole phone
    """
    found = access.visible_to(viewer, part=part)
    if stages:
        found = found.filter(stage__in=stages)
    if starts_from:
        found = found.filter(starts_at__gte=starts_from)
    if starts_before:
        found = found.filter(starts_at__lt=starts_before)
    if path:
        found = found.filter(path__startswith=path)
    if words := tidy(words):
        known = Q(number__iexact=words) | Q(worker__name__icontains=words) | Q(account__name__icontains=words)
        caller = people.by_phone(phone) if (phone := mobile(words)) else None
        found = found.filter(known | Q(account=caller) if caller else known)
    return _with_names(found)


def parts(viewer: Actor, order: Order) -> frozenset[str]:
    return access.parts(viewer, order)


def situation(order: Order, parts: Collection[str], now: datetime) -> Situation:
    """See an order as its rules do."""
    return Situation(
        now=now, stage=Stage(order.stage), starts_at=order.starts_at, total_fen=order.total_fen,
        kept_by=order.worker.name if order.worker else "", by_enterprise="enterprise" in parts and "resident" not in parts,
        by_clock="clock" in parts, finished_at=order.finished_at, approved_at=order.approved_at,
        wrong_codes=order.wrong_codes, code_locked_until=order.code_locked_until,
    )  # fmt: skip


def steps(viewer: Actor, order: Order, now: datetime) -> list[Offer]:
    """List the buttons that the viewer has on an order."""
    played = access.parts(viewer, order)
    return ORDER.offers(Stage(order.stage), played, situation(order, played, now))


def place(order: Order) -> Place:
    return Place(**json.loads(unseal(order.place_sealed, place=place_of(order.id))))


def place_of(order_id: UUID) -> str:
    return f"orders_order.place:{order_id}"


def code_of(order_id: UUID) -> str:
    return f"orders_order.code:{order_id}"


def shown_place(viewer: Actor, order: Order) -> Place:
    """The address as far as the viewer may know it: the worker learns the door when she has accepted."""
    whole = place(order)
    played = access.parts(viewer, order)
    if played & {"resident", "enterprise"} or ("worker" in played and order.stage in WITH_HER):
        return whole
    return Place(whole.community, whole.community, whole.contact_name[:1], "")


def door_code(viewer: Actor, order: Order) -> str | None:
    """The code that the resident tells at the door, while it is of use."""
    useful = order.stage in {Stage.ASSIGNED, Stage.ACCEPTED, Stage.ON_THE_WAY}
    if not useful or "resident" not in access.parts(viewer, order) or order.code_sealed is None:
        return None
    return unseal(order.code_sealed, place=code_of(order.id))


def promise(order: Order) -> Promise | None:
    """What the order promised about whoever comes."""
    kept = order.snapshot.get("promise")
    return Promise(kept["occupation_code"], kept["grade"], kept["label"]) if kept else None


def line(order: Order) -> list[LinePoint]:
    """Draw an order's way as a water line: what is done, where it stands, what is to come."""
    reached = {
        Stage.PLACED: order.placed_at, Stage.CONFIRMED: order.confirmed_at, Stage.ASSIGNED: order.assigned_at,
        Stage.ACCEPTED: order.accepted_at, Stage.ON_THE_WAY: order.departed_at, Stage.SERVING: order.arrived_at,
        Stage.FINISHED: order.finished_at, Stage.APPROVED: order.approved_at,
    }  # fmt: skip
    points = []
    for stage, at in reached.items():
        state = "now" if stage == order.stage else "done" if at else "todo"
        if order.stage == Stage.CANCELLED and not at:
            continue
        points.append(LinePoint(stage, str(STAGE_LABELS[stage]), state, at))
    if order.stage == Stage.CANCELLED:
        points.append(LinePoint(Stage.CANCELLED, str(STAGE_LABELS[Stage.CANCELLED]), "bad", order.cancelled_at))
    return points


def timeline(viewer: Actor, order: Order) -> list[Happened]:
    """Tell what happened, as far as the viewer's parts may hear it, in the active language. Three queries."""
    played = access.parts(viewer, order)
    entries = [entry for entry in journal.timeline("order", order.id) if told(entry.name) & played]
    names = _names(order, entries)
    return [
        Happened(entry.name, sentence(entry.name, entry.payload, names), entry.at, _by(entry, order))
        for entry in entries
    ]


def names_in(payloads: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Look up the names behind the ids of workers in recorded facts. One query."""
    wanted = {
        UUID(value)
        for payload in payloads
        for key, value in payload.items()
        if key in {"worker_id", "instead_of_id"} and value
    }
    return {str(worker_id): worker.name for worker_id, worker in workers.by_ids(wanted).items()} if wanted else {}


def headline(viewer: Actor, order: Order) -> str:
    """Say in one sentence how an order stands, to whom it concerns."""
    played = access.parts(viewer, order)
    audience = FAMILY if "resident" in played else WORKER if "worker" in played else OFFICE
    says = HEADLINES.get((Stage(order.stage), audience)) or HEADLINES[Stage(order.stage), OFFICE]
    return str(says).format(worker=order.worker.name if order.worker else NOBODY_YET, when=when(order.starts_at))


def expected_at(order: Order, stage: Stage) -> datetime | None:
    """When a point of the line that is still to come is planned for."""
    return {Stage.SERVING: order.starts_at, Stage.FINISHED: order.ends_at}.get(stage)


def shown_resident(viewer: Actor, order: Order) -> str:
    """The resident's name as far as the viewer may know it."""
    played = access.parts(viewer, order)
    open_to = played & {"resident", "enterprise"} or ("worker" in played and order.stage in WITH_HER)
    return order.account.name if open_to else mask_name(order.account.name)


def move_preview(viewer: Actor, order: Order, *, starts_at: datetime, now: datetime) -> tuple[int, str]:
    """What an order would cost at another time, in fen, and what has to be said before moving it."""
    _snapshot, total_fen = catalogue.reprice(
        order.snapshot, starts_at=starts_at, quantity=order.quantity, extras=order.extras, now=now
    )
    told = rules.move_told(situation(order, access.parts(viewer, order), now))
    if total_fen != order.total_fen:
        new_price = str(_("At that time it costs {new} yuan instead of {old}."))
        told = f"{new_price.format(new=yuan(total_fen), old=yuan(order.total_fen))} {told}"
    return total_fen, told


def review(order: Order) -> Review | None:
    return Review.objects.filter(order_id=order.id).first() if order.stage == Stage.REVIEWED else None


def worker_reviews(worker_id: UUID) -> QuerySet[Review]:
    return Review.objects.filter(worker_id=worker_id).order_by("-at", "-id")


def parties(order_id: UUID) -> tuple[Order, dict[str, list[UUID]]]:
    """Find an order and the accounts that play each part in it, for notices."""
    found = Order.objects.select_related("worker", "enterprise").get(id=order_id)
    played = {
        "resident": [found.account_id],
        "enterprise": people.holders(Role.ENTERPRISE, organization_id=found.enterprise_id),
    }
    played["worker"] = [found.worker.account_id] if found.worker and found.assigned_at else []
    return found, played


def to_approve(now: datetime) -> list[UUID]:
    """The finished orders whose residents had their 48 hours."""
    late = Order.objects.filter(stage=Stage.FINISHED, finished_at__lte=now - APPROVED_BY_CLOCK)
    return list(late.order_by("finished_at").values_list("id", flat=True)[:500])


def served_before(account_id: UUID, worker_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count how often each of these workers has been at this resident's. One query."""
    done = Order.objects.filter(account_id=account_id, worker_id__in=list(worker_ids), finished_at__isnull=False)
    return dict(done.values_list("worker_id").annotate(times=Count("id")))


def booked(worker_ids: Iterable[UUID], first: date, last: date) -> dict[UUID, int]:
    """Count the visits each worker has from the first to the last day. One query."""
    held = Order.objects.filter(
        worker_id__in=list(worker_ids), starts_at__gte=at_slot(first, 0), starts_at__lt=at_slot(last, 48)
    )
    return dict(held.exclude(stage=Stage.CANCELLED).values_list("worker_id").annotate(times=Count("id")))


def counts_by_stage(
    viewer: Actor, *, part: str, starts_from: datetime, starts_before: datetime, path: str = ""
) -> dict[str, int]:
    """Count the orders of a period at each stage. One query."""
    found = orders(viewer, part=part, starts_from=starts_from, starts_before=starts_before, path=path)
    return dict(found.order_by().values_list("stage").annotate(times=Count("id")))


def counts_by_county(viewer: Actor, *, starts_from: datetime, starts_before: datetime) -> dict[str, int]:
    """Count the orders of a period in each county: path of the county → count. One query."""
    rows = (
        orders(viewer, part="federation", starts_from=starts_from, starts_before=starts_before)
        .order_by()
        .values_list("path")
    )
    counts: dict[str, int] = {}
    for path, times in rows.annotate(times=Count("id")):
        county = "/".join(path.split("/")[:3]) + "/"
        counts[county] = counts.get(county, 0) + times
    return counts


def to_do(viewer: Actor, now: datetime) -> QuerySet[Order]:
    """The enterprise's orders that wait for her: to confirm, to assign, or not accepted yet, the earliest first."""
    return orders(
        viewer, part="enterprise", stages=[stage.value for stage in BEFORE_DOOR if stage != Stage.ACCEPTED]
    ).order_by("starts_at", "id")


def held_masks() -> dict[tuple[UUID, date], int]:
    """Compute from the orders alone which half hours of which worker are taken, for the calendar's check."""
    taken: dict[tuple[UUID, date], int] = {}
    rows = Order.objects.exclude(worker=None).exclude(stage=Stage.CANCELLED)
    for worker_id, spans in rows.values_list("worker_id", "spans").iterator():
        for on, mask in spans:
            key = worker_id, date.fromisoformat(on)
            taken[key] = taken.get(key, 0) | mask
    return taken


def overlaps() -> Iterator[str]:
    """Name every half hour that two orders of one worker hold; there must be none."""
    taken: dict[tuple[UUID, date], int] = {}
    rows = Order.objects.exclude(worker=None).exclude(stage=Stage.CANCELLED).order_by("id")
    for number, worker_id, spans in rows.values_list("number", "worker_id", "spans").iterator():
        for on, mask in spans:
            key = worker_id, date.fromisoformat(on)
            if taken.get(key, 0) & mask:
                yield f"order {number}: its time on {on} is held twice"
            taken[key] = taken.get(key, 0) | mask


def heads() -> Iterator[tuple[str, str]]:
    """Key of the stream and head as kept in each order's own row, for the journal's check."""
    for order_id, head in Order.objects.values_list("id", "head").iterator():
        yield f"order:{order_id}", head


def holds_time(order: Order) -> bool:
    return order.worker_id is not None and order.stage in HELD


def _with_names(found: QuerySet[Order]) -> QuerySet[Order]:
    return found.select_related("worker", "worker__account", "enterprise", "account")


def _names(order: Order, entries: Iterable[journal.Told]) -> dict[str, str]:
    names = names_in(entry.payload for entry in entries)
    return names | {str(order.enterprise_id): order.enterprise.name}


def _by(entry: journal.Told, order: Order) -> str:
    """Say which part took a step, without naming a person."""
    if entry.actor_kind != "person":
        return str(PART_LABELS["clock"])
    if entry.actor_id == order.account_id:
        return str(PART_LABELS["resident"])
    if order.worker is not None and entry.actor_id == order.worker.account_id:
        return str(PART_LABELS["worker"])
    return str(PART_LABELS["enterprise"])
