"""Counting orders."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from xunjiasao.domains.orders.models import Order, Review
from xunjiasao.domains.orders.queries.find import orders
from xunjiasao.domains.orders.terms import (
    Stage,
)
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.time import at_slot


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


def record_of(worker_id: UUID) -> tuple[int, int, int]:
    """Add up a worker's record. Two queries.

    :returns: finished visits; sum of her reviews in thousandths of a star; how many reviews
    """
    done = Order.objects.filter(worker_id=worker_id, finished_at__isnull=False).count()
    return done, *_reviewed(Review.objects.filter(worker_id=worker_id))


def rating_of(offering_id: UUID) -> tuple[int, int]:
    """The mean of an offering's reviews in thousandths of a star, 0 without one, and how many there are."""
    total, count = _reviewed(Review.objects.filter(offering_id=offering_id))
    return (total // count if count else 0), count


def _reviewed(reviews: QuerySet[Review]) -> tuple[int, int]:
    """A review counts as the mean of its three answers."""
    sums = reviews.aggregate(safe=Sum("safe"), cared=Sum("cared"), at_ease=Sum("at_ease"), count=Count("id"))
    stars = sum(sums[name] or 0 for name in ("safe", "cared", "at_ease"))
    return stars * 1_000 // 3, sums["count"]
