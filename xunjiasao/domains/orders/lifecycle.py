"""The life of an order, whole."""

from enum import StrEnum

from xunjiasao.domains.orders import rules
from xunjiasao.domains.orders.terms import BEFORE_DOOR, Stage
from xunjiasao.kernel.lifecycle import LifeCycle, step
from xunjiasao.kernel.text import _

S = Stage
STAFFED = (S.CONFIRMED, S.ASSIGNED, S.ACCEPTED)
SHE_ACCEPTS_AGAIN: dict[StrEnum, StrEnum] = {S.ACCEPTED: S.ASSIGNED}

# fmt: off
ORDER = LifeCycle(name="order", first=S.PLACED, last=frozenset({S.REVIEWED, S.CANCELLED}), steps=(
    #    step          from                          to                 who                    button                       may be refused because, is told before
    step("confirm",    S.PLACED,                     S.CONFIRMED,       "enterprise",          _("Confirm the order")),
    step("assign",     STAFFED,                      S.ASSIGNED,        "enterprise",          _("Assign a worker")),
    step("accept",     S.ASSIGNED,                   S.ACCEPTED,        "worker",              _("Accept")),
    step("decline",    S.ASSIGNED,                   S.CONFIRMED,       "worker",              _("Decline")),
    step("depart",     S.ACCEPTED,                   S.ON_THE_WAY,      "worker",              _("Set off"),                tells=rules.depart_told),
    step("arrive",     S.ON_THE_WAY,                 S.SERVING,         "worker",              _("Enter the door code"),    rules.code_locked),
    step("finish",     S.SERVING,                    S.FINISHED,        "worker",              _("Finish the visit")),
    step("approve",    S.FINISHED,                   S.APPROVED,        "resident clock",      _("Approve the work"),       rules.not_yet_by_clock),
    step("review",     S.APPROVED,                   S.REVIEWED,        "resident",            _("Review"),                 rules.too_late_to_review),
    step("reschedule", BEFORE_DOOR,                  SHE_ACCEPTS_AGAIN, "resident enterprise", _("Change the time"),        rules.too_late_to_move, tells=rules.move_told),
    step("cancel",     (*BEFORE_DOOR, S.ON_THE_WAY), S.CANCELLED,       "resident enterprise", _("Cancel the order"),       tells=rules.cancel_told),
))
# fmt: on
