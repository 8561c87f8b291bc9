"""May they? The journal lies below people, so it knows the role that has the power OPERATE by its name."""

from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Unauthenticated

OPERATOR = "operator"
"""a value of `people.terms.Role`; a test compares it with the powers"""


def may_retry(actor: Actor) -> DomainError | None:
    """Operators put deliveries back."""
    if not actor.signed_in:
        return Unauthenticated()
    return None if actor.sits(OPERATOR) else Forbidden()
