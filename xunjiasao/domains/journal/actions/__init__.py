"""Writing the journal: one file per verb."""

from xunjiasao.domains.journal.actions.claim import KeyReused, claim
from xunjiasao.domains.journal.actions.close_day import close_day
from xunjiasao.domains.journal.actions.deliver import deliver_due, deliver_next, retry
from xunjiasao.domains.journal.actions.record import record, record_all
from xunjiasao.domains.journal.actions.turns import end_turn, take_turn

__all__ = [
    "KeyReused",
    "claim",
    "close_day",
    "deliver_due",
    "deliver_next",
    "end_turn",
    "record",
    "record_all",
    "retry",
    "take_turn",
]
