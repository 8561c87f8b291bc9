"""May they?"""

from uuid import UUID

from django.db.models import Q

from xunjiasao.domains.catalogue.models import Offering, Quote
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.people import queries as accounts
from xunjiasao.domains.people import rules as people
from xunjiasao.domains.people.access import may_use
from xunjiasao.domains.people.terms import Power, Purpose
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Missing, Unauthenticated


def may_run(actor: Actor, enterprise_id: UUID) -> DomainError | None:
    """An enterprise's own people set its prices."""
    if actor.kind == "system" or enterprise_id in _own(actor):
        return None
    return Forbidden() if actor.signed_in else Unauthenticated()


def may_ask_price(actor: Actor) -> DomainError | None:
    """Whoever may book, unless she withdrew her consent to what booking needs; what is booked goes on. One query."""
    if reason := may_use(actor, Power.BOOK):
        return reason
    return people.ConsentWithdrawn() if accounts.withdrew(actor.who, Purpose.PRIVACY) else None


def may_use_quote(actor: Actor, quote: Quote) -> DomainError | None:
    """For anybody but whom it was said to, a quote isn't there."""
    return None if actor.signed_in and quote.account_id == actor.account_id else Missing(of="quote")


def may_see(actor: Actor, offering: Offering) -> bool:
    """What is offered by an enterprise at work is public; an enterprise sees all its own."""
    public = offering.active and offering.enterprise.status == Status.ACTIVE
    return public or actor.kind in {"system", "clock"} or offering.enterprise_id in _own(actor)


def visible_to(actor: Actor) -> Q:
    """`may_see`, for lists."""
    if actor.kind in {"system", "clock"}:
        return Q()
    return Q(active=True, enterprise__status=Status.ACTIVE) | Q(enterprise_id__in=_own(actor))


def _own(actor: Actor) -> list[UUID]:
    return [s.organization_id for s in actor.seats if s.organization_id and Power.RUN_OFFERINGS in people.powers([s])]
