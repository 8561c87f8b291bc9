"""Writing the journal: one file per verb."""

from xunjiasao.domains.journal.actions.claim import claim
from xunjiasao.domains.journal.actions.close_day import close_day, close_days
from xunjiasao.domains.journal.actions.deliver import deliver_due, deliver_next, retry
from xunjiasao.domains.journal.actions.forget import forget_served
from xunjiasao.domains.journal.actions.record import record, record_all
from xunjiasao.domains.journal.actions.turns import end_turn, take_turn

__all__ = [
    "claim",
    "close_day",
    "close_days",
    "deliver_due",
    "deliver_next",
    "end_turn",
    "forget_served",
    "record",
    "record_all",
    "retry",
    "take_turn",
]
