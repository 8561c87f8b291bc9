"""What else workers have to do around the time of a visit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Q, When

from xunjiasao.domains.catalogue.terms import MOST_MIN
from xunjiasao.domains.orders import rules
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.rules import TooFarBetween, Visit
from xunjiasao.domains.orders.terms import FARTHEST_WAY, Stage
from xunjiasao.domains.places.rules import joined
from xunjiasao.kernel.ready import Hole, Holes, Ready
from xunjiasao.kernel.time import at_slot, day_of

NO_ORDER = UUID(int=0)


@dataclass(slots=True)
class Diary:
    """A worker's visits around the time of another.

    :ivar that_week: how many she has in its week, Monday to Sunday
    :ivar near: those from or to which the way may matter
    """

    that_week: int = 0
    near: list[Visit] = field(default_factory=list)


def _told() -> dict[str, Case]:
    """The columns of the visits that are near; of all others they are empty, so that those are counted together."""
    near = Q(starts_at__lt=Hole("until"), ends_at__gt=Hole("since"))
    return {f"near_{name}": Case(When(near, then=F(name))) for name in ("starts_at", "ends_at", "lat_e6", "lng_e6")}


_AROUND = Ready(
    lambda: (
        Order.objects.filter(worker_id__in=Holes("workers"), starts_at__gte=Hole("first"), starts_at__lt=Hole("last"))
        .exclude(stage=Stage.CANCELLED)
        .exclude(id=Hole("but"))
        .annotate(**_told())
        .values_list("worker_id", *_told())
        .annotate(times=Count("id", filter=Q(starts_at__gte=Hole("monday"), starts_at__lt=Hole("next_monday"))))
    )
)


def visit(order: Order) -> Visit:
    """See an order as a time at a place."""
    return Visit(order.starts_at, order.ends_at, joined(order.lat_e6, order.lng_e6))


def diaries(worker_ids: Iterable[UUID], *, around: Visit, but: UUID | None = None) -> dict[UUID, Diary]:
    """Read what each of these workers has to do in the week of a visit and near it. One query.

    :param but: the order that the visit itself is, if it was placed
    """
    found = {worker_id: Diary() for worker_id in worker_ids}
    monday, next_monday = _week(around.starts_at)
    since, until = around.starts_at - FARTHEST_WAY, around.ends_at + FARTHEST_WAY
    rows = _AROUND.values(
        workers=found, but=but or NO_ORDER, monday=monday, next_monday=next_monday, since=since, until=until,
        first=min(monday, since - timedelta(minutes=MOST_MIN)), last=max(next_monday, until),
    )  # fmt: skip
    for worker_id, starts_at, ends_at, lat_e6, lng_e6, times in rows:
        found[worker_id].that_week += times
        if starts_at:
            found[worker_id].near.append(Visit(starts_at, ends_at, joined(lat_e6, lng_e6)))
    return found


def too_far(order: Order, worker_id: UUID) -> TooFarBetween | None:
    """Say why a worker can't be in time for an order, or from it for her next visit. One query."""
    here = visit(order)
    return rules.too_far_between(here, diaries([worker_id], around=here, but=order.id)[worker_id].near)


def _week(at: datetime) -> tuple[datetime, datetime]:
    monday = day_of(at) - timedelta(days=day_of(at).weekday())
    return at_slot(monday, 0), at_slot(monday + timedelta(days=7), 0)
