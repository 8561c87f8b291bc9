"""Which part an actor plays for an order, and which orders she sees."""

from uuid import UUID

from django.db.models import Q, QuerySet

from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.people import rules as powers
from xunjiasao.domains.people.terms import Power
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden


def parts(actor: Actor, order: Order) -> frozenset[str]:
    """Name the parts the actor plays for this very order; none means it is hidden from her."""
    if actor.kind == "clock":
        return frozenset({"clock"})
    if not actor.signed_in:
        return frozenset()
    played = set()
    may = powers.powers(actor.seats)
    if order.account_id == actor.account_id and Power.BOOK in may:
        played.add("resident")
    hers = order.worker is not None and order.assigned_at and order.worker.account_id == actor.account_id
    if hers and Power.SERVE in may:
        played.add("worker")
    for seat in actor.seats:
        held = powers.of(seat.role)
        if Power.RUN_ORDERS in held and seat.organization_id == order.enterprise_id:
            played.add("enterprise")
        if Power.OVERSEE in held and seat.path and order.path.startswith(seat.path):
            played.add("federation")
    return frozenset(played)


def may_record_payment(actor: Actor, order: Order) -> DomainError | None:
    """The enterprise that was paid says so."""
    return None if "enterprise" in parts(actor, order) else Forbidden()


PART_OF = {
    Power.BOOK: "resident",
    Power.SERVE: "worker",
    Power.RUN_ORDERS: "enterprise",
    Power.OVERSEE: "federation",
}


def only_part(viewer: Actor) -> str | None:
    """Name the part that the viewer's seats let her play, if it is a single one; a list then needs no OR."""
    played = [part for power, part in PART_OF.items() if power in powers.powers(viewer.seats)]
    return played[0] if len(played) == 1 else None


def knows_family(viewer: Actor) -> Q:
    """The orders whose family the viewer may know by name and phone whatever their stage: her own, her enterprise's."""
    return Q(account_id=viewer.account_id) | Q(enterprise_id__in=_own(viewer))


def _own(viewer: Actor) -> list[UUID]:
    return [s.organization_id for s in viewer.seats if s.organization_id and Power.RUN_ORDERS in powers.of(s.role)]


def visible_to(viewer: Actor, *, part: str | None = None) -> QuerySet[Order]:
    """The orders for which the viewer plays a part, or that one part."""
    if viewer.kind in {"clock", "system"}:
        return Order.objects.all()
    seen = Q(pk__in=[])
    if viewer.signed_in and part in {None, "resident"}:
        seen |= Q(account_id=viewer.account_id)
    if viewer.signed_in and part in {None, "worker"}:
        seen |= Q(worker__account_id=viewer.account_id, assigned_at__isnull=False)
    for seat in viewer.seats:
        held = powers.of(seat.role)
        if Power.RUN_ORDERS in held and seat.organization_id and part in {None, "enterprise"}:
            seen |= Q(enterprise_id=seat.organization_id)
        if Power.OVERSEE in held and seat.path and part in {None, "federation"}:
            seen |= Q(path__startswith=seat.path)
    return Order.objects.filter(seen)
