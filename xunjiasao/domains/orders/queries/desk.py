"""What a desk needs to know at a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.queries.find import orders
from xunjiasao.domains.orders.queries.shown import names_in
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import sentence, told
from xunjiasao.kernel.text import either

SOON = timedelta(hours=24)
NEWS_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many orders wait for the same thing, and when the earliest of them starts."""

    count: int
    first_at: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    order: Order
    says: str
    at: datetime


def waiting(viewer: Actor, now: datetime) -> dict[str, Waiting]:
    """Count what waits at an enterprise. One query.

    :returns: "confirm", "assign", "accept" (within a day, not accepted yet) and "approve" (done, the family may look)
    """
    kinds = {
        "confirm": Q(stage=Stage.PLACED), "assign": Q(stage=Stage.CONFIRMED),
        "accept": Q(stage=Stage.ASSIGNED, starts_at__lt=now + SOON), "approve": Q(stage=Stage.FINISHED),
    }  # fmt: skip
    stages = [Stage.PLACED, Stage.CONFIRMED, Stage.ASSIGNED, Stage.FINISHED]
    counted = {f"{kind}_count": Count("id", filter=where) for kind, where in kinds.items()}
    firsts = {f"{kind}_first": Min("starts_at", filter=where) for kind, where in kinds.items()}
    found = orders(viewer, part="enterprise", stages=stages).order_by().aggregate(**counted, **firsts)
    return {kind: Waiting(found[f"{kind}_count"], found[f"{kind}_first"]) for kind in kinds}


def counts_below(viewer: Actor, *, path: str, starts_from: datetime, starts_before: datetime) -> dict[str, int]:
    """Count the orders of a period in each part of a division: path of the part → count. One query."""
    rows = orders(viewer, part="federation", starts_from=starts_from, starts_before=starts_before, path=path)
    counts: dict[str, int] = {}
    for place, times in rows.order_by().values_list("path").annotate(times=Count("id")):
        part = f"{path}{place.removeprefix(path).split('/')[0]}/"
        counts[part] = counts.get(part, 0) + times
    return counts


def news(viewer: Actor, *, path: str = "", now: datetime, most: int = 8) -> list[News]:
    """Tell the latest that happened to the orders of a division, newest first. Three queries."""
    there = orders(viewer, part="federation", path=path).order_by()
    rows = [
        (thing_id, entry)
        for thing_id, entry in journal.latest("order", there, since=now - NEWS_WITHIN, most=2 * most)
        if "federation" in told(entry.name)
    ][:most]
    found = {each.id: each for each in there.filter(id__in={thing_id for thing_id, _entry in rows})}
    names = names_in(entry.payload for _thing_id, entry in rows)
    houses = {each.enterprise_id: each.enterprise for each in found.values()}
    names |= {str(key): either(house.short_name or house.name, house.name_en) for key, house in houses.items()}
    return [News(found[thing_id], sentence(entry.name, entry.payload, names), entry.at) for thing_id, entry in rows]
