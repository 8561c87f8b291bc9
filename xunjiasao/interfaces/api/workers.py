"""A worker's own archive and calendar."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions, queries, rules
from xunjiasao.domains.workers.rules import Trust
from xunjiasao.domains.workers.terms import CREDENTIAL_LABELS, TRUST_LABELS, CredentialKind
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import CityDay, Id, In, Instant, Out, PageOut
from xunjiasao.kernel import ids
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.text import _, mask_number
from xunjiasao.kernel.time import clock_text, day_of, periods

if TYPE_CHECKING:
    from xunjiasao.domains.workers.models import Credential, Leave

routes = Routes("workers")
MOST_DAYS = 62


class TrustOut(Out):
    color: str
    label: str
    reasons: list[str]


class NamedOut(Out):
    id: str
    name: str


class CredentialOut(Out):
    id: str
    kind: str
    kind_label: str
    occupation: str
    grade_label: str | None
    number_masked: str
    issuer: str
    issued_on: date
    expires_on: date | None
    verified: bool


class WorkerOut(Out):
    id: str
    name: str
    enterprise: NamedOut | None
    trust: TrustOut
    rating_milli: int | None
    orders_done: int
    credentials: list[CredentialOut]
    languages: list[str]
    areas: list[str]


class DayOut(Out):
    on: date
    open: list[list[str]]
    taken: list[list[str]]


class LeaveIn(In):
    starts_at: Instant
    ends_at: Instant
    reason: str = Field("", max_length=100)


class LeaveOut(Out):
    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


class CalendarAsk(Schema):
    from_: CityDay | None = Field(None, alias="from")
    to: CityDay | None = None


@routes.get("/worker", power=Power.SERVE, response=WorkerOut, name="own")
def own(request: HttpRequest) -> dict[str, object]:
    """Show a worker her own archive."""
    now = clock.now()
    worker = queries.own(actor_of(request))
    employer = queries.employer(worker.id)
    names = organizations.names([employer]) if employer else {}
    areas = queries.areas(worker.id)
    full_names = places.full_names(areas)
    return {
        "id": str(worker.id), "name": worker.name, "orders_done": worker.orders_done,
        "enterprise": {"id": str(employer), "name": names[employer]} if employer else None,
        "trust": show_trust(rules.trust(queries.papers([worker.id])[worker.id], day_of(now))),
        "rating_milli": rating_milli(worker.rating_sum, worker.rating_count),
        "credentials": [_credential(each) for each in queries.credentials(worker.id)],
        "languages": queries.languages(worker), "areas": [full_names[path] for path in areas if path in full_names],
    }  # fmt: skip


@routes.get("/worker/calendar", power=Power.SERVE, response=PageOut[DayOut], name="calendar")
def calendar(request: HttpRequest, asked: Query[CalendarAsk]) -> dict[str, object]:
    """Show what a worker offers and what is taken, day by day."""
    worker = queries.own(actor_of(request))
    first = asked.from_ or day_of(clock.now())
    last = asked.to or first + timedelta(days=13)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Invalid(fields={"to": str(_("Choose 1 to {most} days.")).format(most=MOST_DAYS)})
    days = queries.days([worker.id], first, last)
    return {
        "items": [{"on": day.on, "open": _clocked(day.open), "taken": _clocked(day.taken)} for day in days],
        "next": None,
    }


@routes.get("/worker/leaves", power=Power.SERVE, response=PageOut[LeaveOut], name="leaves")
def leaves(request: HttpRequest) -> dict[str, object]:
    """List a worker's leave that isn't over."""
    worker = queries.own(actor_of(request))
    return {"items": [_leave(each) for each in queries.leaves(worker.id, after=clock.now())], "next": None}


@routes.post("/worker/leaves", power=Power.SERVE, response={201: LeaveOut}, name="take_leave")
def take_leave(request: HttpRequest, body: LeaveIn) -> Status[dict[str, object]]:
    """Close a worker's calendar for a while."""
    actor = actor_of(request)
    leave = actions.take_leave(
        worker_id=queries.own(actor).id,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        reason=body.reason,
        actor=actor,
        now=clock.now(),
    )
    return Status(201, _leave(leave))


@routes.delete("/worker/leaves/{leave_id}", power=Power.SERVE, response={204: None}, name="end_leave")
def end_leave(request: HttpRequest, leave_id: Id) -> Status[None]:
    """Withdraw a leave."""
    actor = actor_of(request)
    key = ids.parse(leave_id)
    if key is None:
        raise Missing
    actions.end_leave(worker_id=queries.own(actor).id, leave_id=key, actor=actor, now=clock.now())
    return Status(204, None)


def show_trust(trust: Trust) -> dict[str, object]:
    return {"color": trust.color.value, "label": str(TRUST_LABELS[trust.color]), "reasons": list(trust.reasons)}


def grade_label(skill: tuple[str, int] | None) -> str | None:
    """Say a skill in the active language: 养老护理员四级."""
    return catalogue.skill(*skill).label if skill else None


def rating_milli(total: int, count: int) -> int | None:
    """The mean in thousandths of a star, or None without a review."""
    return total // count if count else None


def _credential(kept: "Credential") -> dict[str, object]:
    return {
        "id": str(kept.id), "kind": kept.kind, "kind_label": str(CREDENTIAL_LABELS[CredentialKind(kept.kind)]),
        "occupation": kept.occupation, "grade_label": grade_label((kept.occupation, kept.grade) if kept.grade else None),
        "number_masked": mask_number(kept.number) if kept.number else "", "issuer": kept.issuer, "issued_on": kept.issued_on,
        "expires_on": kept.expires_on, "verified": kept.verified_at is not None,
    }  # fmt: skip


def _leave(kept: "Leave") -> dict[str, object]:
    return {"id": str(kept.id), "starts_at": kept.starts_at, "ends_at": kept.ends_at, "reason": kept.reason}


def _clocked(mask: int) -> list[list[str]]:
    return [[clock_text(first), clock_text(last)] for first, last in periods(mask)]
