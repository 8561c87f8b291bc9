"""The life of an organization as one table."""

from xunjiasao.domains.organizations.terms import Status
from xunjiasao.kernel.lifecycle import STAY, LifeCycle, step
from xunjiasao.kernel.text import _

S = Status
OPEN = (S.ACTIVE, S.SUSPENDED)

ORGANIZATION = LifeCycle(
    name="organization",
    first=S.ACTIVE,
    last=frozenset({S.CLOSED}),
    steps=(
        step("amend", OPEN, STAY, "federation own", _("Change the entry")),
        step("set_coverage", OPEN, STAY, "federation own", _("Set where it serves")),
        step("give_desk", OPEN, STAY, "federation", _("Give one of its staff an account")),
        step("renew_keys", OPEN, STAY, "federation", _("Give new keys")),
        step("take_desk", OPEN, STAY, "federation", _("Take from the desk")),
        step("suspend", S.ACTIVE, S.SUSPENDED, "federation", _("Suspend")),
        step("resume", S.SUSPENDED, S.ACTIVE, "federation", _("Let it work again")),
        step("close", OPEN, S.CLOSED, "federation", _("Close")),
    ),
)
