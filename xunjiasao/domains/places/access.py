"""May they?"""

from xunjiasao.domains.people import rules as people
from xunjiasao.domains.people.access import may_use
from xunjiasao.domains.people.terms import Power
from xunjiasao.domains.places import rules
from xunjiasao.domains.places.models import Address
from xunjiasao.domains.places.terms import Level
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Missing


def may_keep_addresses(actor: Actor) -> DomainError | None:
    """Whoever may book keeps addresses of her own."""
    return may_use(actor, Power.BOOK)


def may_read(actor: Actor, address: Address) -> DomainError | None:
    """For anybody but its owner an address isn't there."""
    return None if actor.kind == "system" or (actor.signed_in and address.account_id == actor.account_id) else Missing()


def may_keep_calendar(actor: Actor) -> DomainError | None:
    """The Federation of the whole city keeps its holidays; a county's doesn't."""
    if actor.kind == "system":
        return None
    if refusal := may_use(actor, Power.KEEP_REGISTER):
        return refusal
    wide = [seat for seat in actor.seats if seat.path and rules.level_of(seat.path) == Level.CITY]
    return None if Power.KEEP_REGISTER in people.powers(wide) else Forbidden()
