"""Changing orders: a file per verb or per pair of them."""

from xunjiasao.domains.orders.actions.assign import assign, confirm
from xunjiasao.domains.orders.actions.cancel import cancel
from xunjiasao.domains.orders.actions.pay import NotPaidYet, PaidAlready, correct_payment, record_payment
from xunjiasao.domains.orders.actions.place import SlotTaken, place
from xunjiasao.domains.orders.actions.reschedule import PriceChanged, PriceRises, reschedule
from xunjiasao.domains.orders.actions.review import BadReview, approve, approve_overdue, review
from xunjiasao.domains.orders.actions.visit import accept, arrive, decline, depart, finish

__all__ = [
    "BadReview",
    "NotPaidYet",
    "PaidAlready",
    "PriceChanged",
    "PriceRises",
    "SlotTaken",
    "accept",
    "approve",
    "approve_overdue",
    "arrive",
    "assign",
    "cancel",
    "confirm",
    "correct_payment",
    "decline",
    "depart",
    "finish",
    "place",
    "record_payment",
    "reschedule",
    "review",
]
