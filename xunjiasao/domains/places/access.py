"""May they?"""

from xunjiasao.domains.people.access import may_use
from xunjiasao.domains.people.terms import Power
from xunjiasao.domains.places.models import Address
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Missing


def may_keep_addresses(actor: Actor) -> DomainError | None:
    """Whoever may book keeps addresses of her own."""
    return may_use(actor, Power.BOOK)


def may_read(actor: Actor, address: Address) -> DomainError | None:
    """For anybody but its owner an address isn't there."""
    return None if actor.kind == "system" or (actor.signed_in and address.account_id == actor.account_id) else Missing()


def may_keep_calendar(actor: Actor) -> DomainError | None:
    """The Federation keeps the city's holidays."""
    return None if actor.kind == "system" else may_use(actor, Power.KEEP_REGISTER)
