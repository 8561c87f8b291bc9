"""Counting orders."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum

from xunjiasao.domains.orders.models import Order, Review
from xunjiasao.domains.orders.queries.find import orders
from xunjiasao.domains.orders.terms import HELD, Stage
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.ready import Hole, Holes, Ready

_SERVED = Ready(
    lambda: (
        Order.objects.filter(account_id=Hole("account"), worker_id__in=Holes("workers"), finished_at__isnull=False)
        .values_list("worker_id")
        .annotate(times=Count("id"))
    )
)
_TO_COME = Ready(
    lambda: (
        Order.objects.filter(account_id=Hole("account"), starts_at__gt=Hole("now"))
        .exclude(stage=Stage.CANCELLED)
        .values_list("account_id")
        .annotate(times=Count("id"))
    )
)
_DONE = Ready(
    lambda: (
        Order.objects.filter(worker_id=Hole("worker"), finished_at__isnull=False)
        .values_list("worker_id")
        .annotate(times=Count("id"))
    )
)


def _reviewed(whose: str) -> Ready[Review]:
    """Add up the reviews of a worker or an offering; no row when there are none."""
    return Ready(
        lambda: (
            Review.objects.filter(**{whose: Hole("id")})
            .values_list(whose)
            .annotate(stars=Sum(F("safe") + F("cared") + F("at_ease")), times=Count("id"))
        )
    )


_OF_WORKER, _OF_OFFERING = _reviewed("worker_id"), _reviewed("offering_id")


def served_before(account_id: UUID, worker_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Count how often each of these workers has been at this resident's. One query."""
    return dict(_SERVED.values(account=account_id, workers=worker_ids))


def count_to_come(account_id: UUID, now: datetime) -> int:
    """Count the visits of a resident that are still to come. One query."""
    return dict(_TO_COME.values(account=account_id, now=now)).get(account_id, 0)


def count_open(**whose: UUID) -> int:
    """Count the orders that are placed and not yet done. One query.

    :param whose: `enterprise_id`, `offering_id` or `worker_id`
    """
    return Order.objects.filter(stage__in=HELD, **whose).count()


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
    done = dict(_DONE.values(worker=worker_id))
    return done.get(worker_id, 0), *_stars(_OF_WORKER.values(id=worker_id))


def rating_of(offering_id: UUID) -> tuple[int, int]:
    """The mean of an offering's reviews in thousandths of a star, 0 without one, and how many there are."""
    total, count = _stars(_OF_OFFERING.values(id=offering_id))
    return (total // count if count else 0), count


def _stars(found: list[tuple[Any, ...]]) -> tuple[int, int]:
    """A review counts as the mean of its three answers, in thousandths of a star."""
    return next(((stars * 1_000 // 3, times) for _whose, stars, times in found), (0, 0))
