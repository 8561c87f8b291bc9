"""May they? And which part does somebody play for an organization?"""

from django.db.models import Q

from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.people import rules as people
from xunjiasao.domains.people.terms import STAFF, Power
from xunjiasao.domains.places import rules as places
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.errors import DomainError, Forbidden, Unauthenticated


def parts(actor: Actor, organization: Organization) -> frozenset[str]:
    """List the parts that the actor plays for this organization."""
    if actor.kind == "system":
        return frozenset({"federation"})
    found = set()
    if any(seat.role in STAFF and seat.organization_id == organization.id for seat in actor.seats):
        found.add("own")
    if _keeps_register(actor.seats, organization.path):
        found.add("federation")
    return frozenset(found)


def may_open(actor: Actor, path: str) -> DomainError | None:
    """Whoever keeps the register of a division may enter organizations there."""
    if actor.kind == "system" or _keeps_register(actor.seats, path):
        return None
    return Forbidden() if actor.signed_in else Unauthenticated()


def visible_to(actor: Actor) -> Q:
    """What is active is public; the rest is seen by itself and by whoever keeps the register."""
    if actor.kind in {"system", "clock"}:
        return Q()
    seen = Q(status=Status.ACTIVE) | Q(
        id__in=[seat.organization_id for seat in actor.sits(*STAFF) if seat.organization_id]
    )
    for seat in actor.seats:
        if seat.path and Power.KEEP_REGISTER in people.powers([seat]):
            seen |= Q(path__startswith=seat.path)
    return seen


def _keeps_register(seats: tuple[Seat, ...], path: str) -> bool:
    return any(Power.KEEP_REGISTER in people.powers([seat]) and places.covers(seat.path, path) for seat in seats)
