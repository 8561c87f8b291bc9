"""Who may see and change an archive."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from xunjiasao.domains.people import rules as powers
from xunjiasao.domains.people.terms import Power
from xunjiasao.domains.workers.models import Affiliation, Worker
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Missing


def visible_to(viewer: Actor) -> QuerySet[Worker]:
    """Her own archive; an enterprise's own people; a federation's division; the system sees all."""
    if viewer.kind in {"system", "clock"}:
        return Worker.objects.all()
    if not viewer.signed_in:
        return Worker.objects.none()
    seen = Q(account_id=viewer.account_id)
    for seat in viewer.seats:
        held = powers.of(seat.role)
        if Power.RUN_PEOPLE in held and seat.organization_id:
            mine = Affiliation.objects.filter(worker=OuterRef("pk"), enterprise_id=seat.organization_id, ended_on=None)
            seen |= Q(Exists(mine))
        if Power.OVERSEE in held and seat.path:
            seen |= Q(path__startswith=seat.path)
    return Worker.objects.filter(seen)


def may_manage(actor: Actor, employer_id: object) -> DomainError | None:
    """May she keep the archives of this enterprise's people?"""
    if actor.kind == "system":
        return None
    seats = [seat for seat in actor.seats if Power.RUN_PEOPLE in powers.of(seat.role)]
    if any(seat.organization_id == employer_id for seat in seats if seat.organization_id):
        return None
    return Forbidden() if seats else Missing()


def may_verify(actor: Actor, worker: Worker) -> DomainError | None:
    """May she say that a credential is genuine? Never for herself."""
    if actor.kind == "system":
        return None
    if worker.account_id == actor.account_id:
        return Forbidden()
    seats = [seat for seat in actor.seats if Power.VERIFY in powers.of(seat.role)]
    return None if any(worker.path.startswith(seat.path) for seat in seats if seat.path) else Forbidden()


def verifiable_by(viewer: Actor) -> Q:
    """The archives whose credentials the viewer may decide about: those of her divisions, never her own."""
    inside = Q(pk__in=[])
    for seat in viewer.seats:
        if seat.path and Power.VERIFY in powers.of(seat.role):
            inside |= Q(path__startswith=seat.path)
    return inside & ~Q(account_id=viewer.account_id)


def may_see_scan(actor: Actor, worker: Worker, employer_id: object) -> DomainError | None:
    """Herself, her enterprise now, and whoever verifies in her division; for anybody else it isn't there."""
    if may_keep_calendar(actor, worker, employer_id) is None or may_verify(actor, worker) is None:
        return None
    return Missing()


def may_keep_calendar(actor: Actor, worker: Worker, employer_id: object) -> DomainError | None:
    """The worker herself or her enterprise."""
    if actor.kind == "system" or (actor.signed_in and actor.account_id == worker.account_id):
        return None
    return may_manage(actor, employer_id)
