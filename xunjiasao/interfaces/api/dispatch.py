"""Who could come, and when."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema
from pydantic import AfterValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from xunjiasao.domains.catalogue.rules import wrong_start
from xunjiasao.domains.dispatch import queries
from xunjiasao.domains.dispatch.queries import Candidate
from xunjiasao.domains.dispatch.rules import Slot
from xunjiasao.interfaces.api.workers import TrustOut, grade_label, show_trust
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import CityDay, Id, Instant, Out, PageOut
from xunjiasao.kernel import ids
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of

routes = Routes("dispatch")
DATE = len("2026-11-26")
SHOWN_DAYS = 7
"""How many days of slots are shown when nobody says until when."""


_DAY: TypeAdapter[date] = TypeAdapter(CityDay)
_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def _day_or_instant(text: str) -> str:
    try:
        _day(text)
    except ValidationError as bad:
        raise PydanticCustomError("day_wrong", "a day, or an instant") from bad
    return text


Day = Annotated[
    str, Field(max_length=40, description="a date, or a time with its offset"), AfterValidator(_day_or_instant)
]


class VisitAsk(Schema):
    """What kind of visit is asked about."""

    address: Id
    quantity: int | None = Field(None, ge=1, le=10_000)
    extras: str = Field("", max_length=400, description="codes, parted by commas")

    def codes(self) -> list[str]:
        return [code for code in self.extras.split(",") if code]


class DaysAsk(Schema):
    """Between which days or instants times are wanted."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class SlotsAsk(VisitAsk, DaysAsk):
    worker: Id | None = None


class CandidatesAsk(VisitAsk):
    starts_at: Instant
    worker: Id | None = None


class SlotOut(Out):
    starts_at: datetime
    ends_at: datetime
    workers_free: int


class CandidateOut(Out):
    id: str
    name: str
    grade_label: str | None
    rating_milli: int | None
    orders_done: int
    trust: TrustOut
    distance_m: int | None
    score: int
    reasons: list[str]
    blocked: str | None


@routes.get("/offerings/{offering_id}/slots", power=Power.BOOK, response=PageOut[SlotOut], name="slots")
def slots(request: HttpRequest, offering_id: Id, asked: Query[SlotsAsk]) -> dict[str, object]:
    """List the half hours at which the visit could start, with how many workers are free at each."""
    now, only = clock.now(), worker_id(asked.worker)
    wanted = queries.ask(
        actor_of(request), offering_id=ids.parse(offering_id), address_id=ids.parse(asked.address),
        quantity=asked.quantity, extras=asked.codes(),
    )  # fmt: skip
    first, last = days(asked.from_, asked.to, now)
    found = queries.slots(wanted, first=first, last=last, worker_id=only, now=now)
    return {"items": [show_slot(slot) for slot in within(found, asked.from_, asked.to)], "next": None}


@routes.get("/offerings/{offering_id}/candidates", power=Power.BOOK, response=PageOut[CandidateOut], name="candidates")
def candidates(request: HttpRequest, offering_id: Id, asked: Query[CandidatesAsk]) -> dict[str, object]:
    """Rank whom one may choose for that time, and say why; who didn't agree to be shown comes only unchosen."""
    now, only = clock.now(), worker_id(asked.worker)
    wanted = queries.ask(
        actor_of(request), offering_id=ids.parse(offering_id), address_id=ids.parse(asked.address),
        quantity=asked.quantity, extras=asked.codes(),
    )  # fmt: skip
    if fault := wrong_start(asked.starts_at, now):
        raise Invalid(fields={"starts_at": fault})
    found = queries.to_choose_from(wanted, starts_at=asked.starts_at, worker_id=only, now=now)
    return {"items": [show_candidate(candidate) for candidate in found], "next": None}


def worker_id(text: str | None) -> UUID | None:
    """Read whom somebody names, if anybody; what can't be an id never stands for anybody.

    :raises Invalid:
    """
    key = ids.parse(text)
    if text is not None and key is None:
        raise Invalid(fields={"worker": _("There is no such person here.")})
    return key


def show_slot(slot: Slot) -> dict[str, object]:
    return {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "workers_free": slot.workers_free}


def show_candidate(candidate: Candidate) -> dict[str, object]:
    worker = candidate.worker
    return {
        "id": str(worker.id), "name": worker.name, "grade_label": grade_label(candidate.skill), "orders_done": worker.orders_done,
        "rating_milli": candidate.facts.rating_milli, "trust": show_trust(candidate.trust), "distance_m": candidate.facts.distance_m,
        "score": candidate.score, "reasons": candidate.reasons,
        "blocked": candidate.blocked.sentence if candidate.blocked else None,
    }  # fmt: skip


def within(slots: Iterable[Slot], first: str | None, end: str | None) -> list[Slot]:
    """Keep the starts in [first, end); a bare date counts whole."""
    after = _INSTANT.validate_python(first) if first and len(first) > DATE else None
    before = _INSTANT.validate_python(end) if end and len(end) > DATE else None
    return [s for s in slots if (after is None or after <= s.starts_at) and (before is None or s.starts_at < before)]


def days(first: str | None, end: str | None, now: datetime) -> tuple[date, date]:
    """Read from which to which day, both included, somebody wants to see times; today and six more by default."""
    on = _day(first) if first else day_of(now)
    return on, _last(end) if end else on + timedelta(days=SHOWN_DAYS - 1)


def _day(text: str) -> date:
    """Read a date, or the city day of an instant."""
    return _DAY.validate_python(text) if len(text) == DATE else day_of(_INSTANT.validate_python(text))


def _last(text: str) -> date:
    """The last day before an end, which is itself outside; a bare date counts whole."""
    if len(text) == DATE:
        return _DAY.validate_python(text)
    return day_of(_INSTANT.validate_python(text) - timedelta(microseconds=1))
