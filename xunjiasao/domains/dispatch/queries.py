"""Candidates and slots, by SQL over the workers' days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.catalogue.rules import Asked, promise_label
from xunjiasao.domains.catalogue.terms import HORIZON_DAYS, NOTICE_MIN
from xunjiasao.domains.dispatch import rules
from xunjiasao.domains.dispatch.rules import Facts, Slot
from xunjiasao.domains.dispatch.terms import CONSIDERED, MOST_ALTERNATIVES, MOST_CANDIDATES, MOST_DAYS, SHOWN_AT_DESK
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.orders.rules import Visit, too_far_between
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.terms import Purpose
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.rules import Point, coarse, distance_m, joined
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.rules import NotFree, Paper, Promise, Trust, trust
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of, masks

if TYPE_CHECKING:
    from xunjiasao.domains.orders.models import Order
    from xunjiasao.domains.workers.models import Worker


@dataclass(frozen=True, slots=True)
class Ask:
    """A visit that somebody is needed for.

    :param path: division of the door; `point` its WGS-84 point in millionths of a degree, if known
    :param lead_min: buffer kept free before the visit, minutes
    :param minutes: how long the visit takes
    :param order_id: the order that it is, if it was placed
    """

    enterprise_id: UUID
    account_id: UUID
    path: str
    point: Point | None
    promise: Promise | None
    lead_min: int
    minutes: int
    order_id: UUID | None = None

    def spans(self, starts_at: datetime) -> list[tuple[date, int]]:
        return masks(starts_at - timedelta(minutes=self.lead_min), starts_at + timedelta(minutes=self.minutes))

    def visit(self, starts_at: datetime) -> Visit:
        return Visit(starts_at, starts_at + timedelta(minutes=self.minutes), self.point)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could come, why, and for the enterprise's desk also why not.

    :param skill: her best level that counts here, as (occupation code, level)
    :param papers: her documents; `on` is the day they are looked at
    """

    worker: "Worker"
    skill: tuple[str, int] | None
    papers: Sequence[Paper]
    on: date
    facts: Facts
    score: int
    blocked: Refused | None = None

    @property
    def trust(self) -> Trust:
        return trust(self.papers, self.on)

    @property
    def reasons(self) -> list[str]:
        return rules.reasons(self.facts)


def ask(
    viewer: Actor, *, offering_id: UUID | None, address_id: UUID | None, quantity: int | None, extras: Sequence[str]
) -> Ask:
    """Say what a visit of this offering at the viewer's address needs.

    :raises Missing: no such offering, or not the viewer's address
    :raises Invalid: quantity, extras or address don't fit the offering
    """
    home = places.card(places.address(viewer, address_id or ""))
    visit = catalogue.visit(offering_id, path=home.path, quantity=quantity, extras=extras)
    return _asked(viewer.who, visit, home.path, home.point)


def ask_of_quote(viewer: Actor, quote_id: UUID | None, asked: Asked) -> Ask:
    """Say what the visit needs that a quote was said for. One query; five when the quote was for something else.

    :raises Missing, Invalid: as `ask` does, when the quote was for something else
    """
    said = catalogue.quoted(viewer, quote_id, asked)
    if said is None:
        return ask(
            viewer, offering_id=asked.offering_id, address_id=asked.address_id, quantity=asked.quantity, extras=asked.extras
        )  # fmt: skip
    visit, path, point = said
    return _asked(viewer.who, visit, path, point)


def ask_of(order: "Order") -> Ask:
    """Say what an order that was placed needs."""
    minutes = int((order.ends_at - order.starts_at).total_seconds() // 60)
    point = joined(order.lat_e6, order.lng_e6)
    return Ask(
        order.enterprise_id,
        order.account_id,
        order.path,
        point,
        orders.promise(order),
        order.snapshot["lead_min"],
        minutes,
        order.id,
    )


def slots(wanted: Ask, *, first: date, last: date, worker_id: UUID | None = None, now: datetime) -> list[Slot]:
    """List the starts from the first to the last day, with how many workers are free at each. Three queries at most.

    A start is of the day on which the visit begins; the buffer before it may lie in the evening before.

    Somebody counts on the days on which her documents are still valid. Starts inside what somebody offers, but taken,
    are there with nobody free. The masks alone are counted: whether her other visits are too far away for one of these
    starts is only looked at for one start at a time, by `candidates` and by whatever holds her time.

    :param worker_id: only this person; two queries more. Who didn't agree to be shown has no times to be seen
    :raises Invalid: too many days, or none
    """
    if worker_id and not _shown(wanted, worker_id):
        return []
    return _slots(wanted, first=first, last=last, worker_id=worker_id, freed={}, now=now)


def slots_for_move(order: "Order", *, first: date, last: date, now: datetime) -> list[Slot]:
    """List the starts to which an order can be moved, as `slots` does; the time that it holds counts as free.

    Once somebody is assigned, only her time counts.
    """
    freed = {(order.worker_id, date.fromisoformat(on)): mask for on, mask in order.spans if order.worker_id}
    only = order.worker_id if order.assigned_at else None
    return _slots(ask_of(order), first=first, last=last, worker_id=only, freed=freed, now=now)


def _slots(
    wanted: Ask,
    *,
    first: date,
    last: date,
    worker_id: UUID | None,
    freed: Mapping[tuple[UUID, date], int],
    now: datetime,
) -> list[Slot]:
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Invalid(fields={"to": str(_("Choose 1 to {most} days.")).format(most=MOST_DAYS)})
    earliest, latest = now + timedelta(minutes=NOTICE_MIN), now + timedelta(days=HORIZON_DAYS)
    first, last = max(first, day_of(earliest)), min(last, day_of(latest))
    until = workers.able(wanted.enterprise_id, promise=wanted.promise, on=first, path=wanted.path, worker_id=worker_id)
    evening = first - timedelta(days=1)
    days: dict[UUID, dict[date, tuple[int, int]]] = {}
    for day in workers.days(until, evening, last + timedelta(days=1)):
        if day.on <= until[day.worker_id]:
            taken = day.taken & ~freed.get((day.worker_id, day.on), 0)
            days.setdefault(day.worker_id, {})[day.on] = (day.open, taken)
    width, none = rules.width(wanted.lead_min, wanted.minutes), (0, 0)
    found: list[Slot] = []
    for on in (evening + timedelta(days=ahead) for ahead in range((last - evening).days + 1)):
        free, offered, next_day = [0] * 48, 0, on + timedelta(days=1)
        alike = Counter((hers.get(on, none), hers.get(next_day, none)) for hers in days.values())
        for (today, tomorrow), many in alike.items():
            starts, inside = rules.free_starts(*today, *tomorrow, width)
            offered |= inside
            while starts:
                bit = starts & -starts
                free[bit.bit_length() - 1] += many
                starts ^= bit
        each = (
            rules.slot(on, start, wanted.lead_min, wanted.minutes, free[start])
            for start in range(48)
            if offered >> start & 1
        )
        found += [
            slot for slot in each if earliest <= slot.starts_at <= latest and first <= day_of(slot.starts_at) <= last
        ]
    return found


def candidates(
    wanted: Ask, *, starts_at: datetime, worker_id: UUID | None = None, most: int = MOST_CANDIDATES, now: datetime
) -> list[Candidate]:
    """Rank those who keep the promise, serve the address, are free and get there in time, with reasons. Four queries.

    :param worker_id: only this person
    """
    free = _free(wanted, starts_at, worker_id)
    papers = workers.papers(worker.id for worker in free)
    ranked = _ranked([(worker, None) for worker in free], papers, wanted, starts_at, now)
    return [candidate for candidate in ranked if not candidate.blocked][:most]


def to_choose_from(
    wanted: Ask, *, starts_at: datetime, worker_id: UUID | None = None, now: datetime
) -> list[Candidate]:
    """Rank those whom a family may choose by name: the candidates who agreed to be shown. Five queries."""
    found = candidates(wanted, starts_at=starts_at, worker_id=worker_id, now=now)
    shown = people.agreeing((each.worker.account_id for each in found), Purpose.ARCHIVE)
    return [each for each in found if each.worker.account_id in shown]


def chosen(wanted: Ask, worker_id: UUID, *, starts_at: datetime) -> UUID:
    """Make sure that a family may choose this very person; whether she is free then, placing finds out. Four queries.

    :raises Invalid: she isn't the enterprise's, isn't able, or didn't agree to be shown; which of it isn't told
    """
    on = wanted.spans(starts_at)[-1][0]
    able = workers.able(wanted.enterprise_id, promise=wanted.promise, on=on, path=wanted.path, worker_id=worker_id)
    if worker_id not in able or not _shown(wanted, worker_id):
        raise Invalid(
            fields={"worker": _("She can't be chosen for this visit. Please choose somebody else, or nobody.")}
        )
    return worker_id


def for_order(order: "Order", now: datetime) -> list[Candidate]:
    """Rank all the enterprise's people for an order, those who can't come last and with the reason.

    Six queries; eight for an enterprise of more people than are shown: whose time is held and the nearest who can come
    are never left out.
    """
    wanted = ask_of(order)
    spans = wanted.spans(order.starts_at)
    own = list(workers.nearest(workers.of_enterprise(order.enterprise_id), wanted.point)[:SHOWN_AT_DESK])
    if len(own) == SHOWN_AT_DESK:
        held = workers.own_worker(order.enterprise_id, order.worker_id) if order.worker_id else None
        others = [*_free(wanted, order.starts_at), *([held] if held else [])]
        own = list({worker.id: worker for worker in (*own, *others)}.values())
    papers = workers.papers(worker.id for worker in own)
    serves = workers.serving((worker.id for worker in own), order.path)
    free = workers.free_among((worker.id for worker in own), spans) | {order.worker_id}
    judged: list[tuple[Worker, Refused | None]] = []
    for worker in own:
        reason: Refused | None = workers.why_not(
            papers[worker.id], promise=wanted.promise, spans=spans, serves=worker.id in serves
        )
        judged.append((worker, reason or (None if worker.id in free else NotFree())))
    return _ranked(judged, papers, wanted, order.starts_at, now)


def for_move(order: "Order", *, starts_at: datetime, now: datetime) -> list[UUID]:
    """List who could serve an order at another time, best first; whoever holds it counts her own time as free.

    She is among them if she is able: whether she is free then and gets there in time, moving finds out.
    """
    wanted = ask_of(order)
    found = [candidate.worker.id for candidate in candidates(wanted, starts_at=starts_at, now=now)]
    if order.worker_id and order.worker_id not in found:
        on = wanted.spans(starts_at)[-1][0]
        if workers.able(
            wanted.enterprise_id, promise=wanted.promise, on=on, path=wanted.path, worker_id=order.worker_id
        ):
            found.append(order.worker_id)
    return found


def alternatives(wanted: Ask, *, starts_at: datetime, worker_id: UUID | None = None, now: datetime) -> list[Slot]:
    """Find the free starts nearest to one that was lost, within three days around it. Four queries."""
    first = max(day_of(starts_at) - timedelta(days=1), day_of(now))
    last = first + timedelta(days=3)
    near = _slots(wanted, first=first, last=last, worker_id=worker_id, freed={}, now=now)
    return rules.closest((slot for slot in near if slot.starts_at != starts_at), starts_at, MOST_ALTERNATIVES)


def _free(wanted: Ask, starts_at: datetime, worker_id: UUID | None = None) -> "list[Worker]":
    return workers.free(
        wanted.enterprise_id, promise=wanted.promise, spans=wanted.spans(starts_at), path=wanted.path, near=wanted.point,
        worker_id=worker_id, most=CONSIDERED,
    )  # fmt: skip


def _ranked(
    judged: "list[tuple[Worker, Refused | None]]",
    papers: dict[UUID, list[Paper]],
    wanted: Ask,
    starts_at: datetime,
    now: datetime,
) -> list[Candidate]:
    ids = [worker.id for worker, _reason in judged]
    on, visit = day_of(starts_at), wanted.visit(starts_at)
    here = orders.served_before(wanted.account_id, ids)
    diaries = orders.diaries(ids, around=visit, but=wanted.order_id)
    ranked = []
    for worker, reason in judged:
        skill = workers.skill(papers[worker.id], wanted.promise, on)
        facts = Facts(
            distance_m=_distance(worker, wanted.point),
            rating_milli=worker.rating_sum // worker.rating_count if worker.rating_count else None,
            visits_here=here.get(worker.id, 0), visits_that_week=diaries[worker.id].that_week,
            levels_above=wanted.promise.grade - skill[1] if wanted.promise and skill else 0,
        )  # fmt: skip
        blocked = reason or too_far_between(visit, diaries[worker.id].near)
        ranked.append(Candidate(worker, skill, papers[worker.id], day_of(now), facts, rules.score(facts), blocked))
    return sorted(ranked, key=lambda one: (one.blocked is not None, -one.score, one.worker.id))


def _shown(wanted: Ask, worker_id: UUID) -> bool:
    """Tell whether this worker of the enterprise agreed to be shown to families. Two queries."""
    her = workers.own_worker(wanted.enterprise_id, worker_id)
    return her is not None and bool(people.agreeing([her.account_id], Purpose.ARCHIVE))


def _distance(worker: "Worker", point: Point | None) -> int | None:
    """Measure from about where she lives: whoever may choose doors could else find hers by three of them."""
    if point is None or worker.lat_e6 is None or worker.lng_e6 is None:
        return None
    return distance_m(coarse((worker.lat_e6, worker.lng_e6)), point)


def _asked(account_id: UUID, visit: catalogue.Visit, path: str, point: Point | None) -> Ask:
    promised = _promise(visit.promise)
    return Ask(visit.enterprise_id, account_id, path, point, promised, visit.lead_min, visit.minutes)


def _promise(kept: dict[str, object] | None) -> Promise | None:
    return Promise(str(kept["occupation_code"]), int(str(kept["grade"])), promise_label(kept)) if kept else None
