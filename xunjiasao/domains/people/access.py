"""May they? Powers by seat; one's own account and sessions."""

from uuid import UUID

from xunjiasao.domains.people import rules
from xunjiasao.domains.people.models import Session
from xunjiasao.domains.people.terms import Power, Role
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Missing, Unauthenticated


def may_use(actor: Actor, power: Power) -> DomainError | None:
    """Say why the actor may not use a power, or None."""
    if not actor.signed_in:
        return Unauthenticated()
    return None if power in rules.powers(actor.seats) else Forbidden()


def may_end(actor: Actor, session: Session) -> DomainError | None:
    """Whose session it is may end it; so may an operator. For others it isn't there."""
    mine = actor.account_id is not None and session.account_id == actor.account_id
    return (
        None if mine or actor.kind in {"system", "clock"} or Power.OPERATE in rules.powers(actor.seats) else Missing()
    )


def may_keep_accounts(actor: Actor) -> DomainError | None:
    """The system itself and operators open accounts."""
    return None if actor.kind == "system" or Power.OPERATE in rules.powers(actor.seats) else Forbidden()


def may_seat(actor: Actor, role: Role, organization_id: UUID | None) -> DomainError | None:
    """Who opens accounts gives and ends seats; an enterprise those of its own workers."""
    own = role == Role.WORKER and any(s.organization_id == organization_id for s in actor.sits(Role.ENTERPRISE))
    return None if own else may_keep_accounts(actor)


def may_set_secrets(actor: Actor, account_id: UUID) -> DomainError | None:
    """One's own; operators set anybody's."""
    return None if actor.account_id == account_id else may_keep_accounts(actor)
