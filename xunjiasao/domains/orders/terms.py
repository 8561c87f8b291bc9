"""Words of an order."""

from datetime import timedelta
from enum import StrEnum

from xunjiasao.kernel.text import _


class Stage(StrEnum):
    PLACED = "placed"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ON_THE_WAY = "on_the_way"
    SERVING = "serving"
    FINISHED = "finished"
    APPROVED = "approved"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"


class Means(StrEnum):
    """How a family paid on site."""

    CASH = "cash"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    TRANSFER = "transfer"
    CARD = "card"


MEANS_LABELS = {
    Means.CASH: _("Cash"),
    Means.WECHAT: _("WeChat"),
    Means.ALIPAY: _("Alipay"),
    Means.TRANSFER: _("Bank transfer"),
    Means.CARD: _("Card"),
}

STAGE_LABELS = {
    Stage.PLACED: _("Booked"),
    Stage.CONFIRMED: _("Confirmed"),
    Stage.ASSIGNED: _("Worker assigned"),
    Stage.ACCEPTED: _("Accepted"),
    Stage.ON_THE_WAY: _("On the way"),
    Stage.SERVING: _("In service"),
    Stage.FINISHED: _("Finished"),
    Stage.APPROVED: _("Approved"),
    Stage.REVIEWED: _("Reviewed"),
    Stage.CANCELLED: _("Cancelled"),
}

FAMILY, WORKER, OFFICE = "family", "worker", "office"
"""Whom a headline speaks to: the household, the worker, or whoever works at a desk."""

HEADLINES = {
    (Stage.PLACED, FAMILY): _("{worker}'s time is held for you, {when}. The enterprise confirms soon."),
    (Stage.PLACED, OFFICE): _("New order for {when}. Please confirm it."),
    (Stage.CONFIRMED, FAMILY): _("Confirmed for {when}. You will hear soon who comes."),
    (Stage.CONFIRMED, OFFICE): _("Nobody is assigned yet for {when}."),
    (Stage.ASSIGNED, FAMILY): _("{worker} was asked to come {when} and will answer soon."),
    (Stage.ASSIGNED, WORKER): _("A visit for you, {when}. Will you come?"),
    (Stage.ASSIGNED, OFFICE): _("{worker} hasn't answered yet for {when}."),
    (Stage.ACCEPTED, FAMILY): _("Booked. {worker} comes {when}."),
    (Stage.ACCEPTED, WORKER): _("Your visit is {when}."),
    (Stage.ACCEPTED, OFFICE): _("{worker} comes {when}."),
    (Stage.ON_THE_WAY, FAMILY): _("{worker} is on her way."),
    (Stage.ON_THE_WAY, WORKER): _("You are on your way. Ask for the door code when you arrive."),
    (Stage.ON_THE_WAY, OFFICE): _("{worker} is on her way."),
    (Stage.SERVING, FAMILY): _("{worker} is at work."),
    (Stage.SERVING, WORKER): _("You are at work. Tick what is done."),
    (Stage.SERVING, OFFICE): _("{worker} is at work."),
    (Stage.FINISHED, FAMILY): _("{worker} is done. Please look at it and approve."),
    (Stage.FINISHED, WORKER): _("Done. The family has 48 hours to look at it."),
    (Stage.FINISHED, OFFICE): _("{worker} is done; the family looks at it."),
    (Stage.APPROVED, FAMILY): _("Approved. How was {worker}'s visit?"),
    (Stage.APPROVED, WORKER): _("The family approved your work."),
    (Stage.APPROVED, OFFICE): _("Approved by the family."),
    (Stage.REVIEWED, FAMILY): _("Done and reviewed. Thank you."),
    (Stage.REVIEWED, WORKER): _("The family reviewed your visit."),
    (Stage.REVIEWED, OFFICE): _("Done and reviewed."),
    (Stage.CANCELLED, FAMILY): _("Cancelled."),
    (Stage.CANCELLED, WORKER): _("This visit was cancelled. You are free then."),
    (Stage.CANCELLED, OFFICE): _("Cancelled."),
}
NOBODY_YET = _("somebody")

PART_LABELS = {
    "resident": _("resident"),
    "worker": _("worker"),
    "enterprise": _("enterprise"),
    "federation": _("federation"),
    "clock": _("automatic"),
}

BEFORE_DOOR = (Stage.PLACED, Stage.CONFIRMED, Stage.ASSIGNED, Stage.ACCEPTED)
HELD = (*BEFORE_DOOR, Stage.ON_THE_WAY, Stage.SERVING)
"""While an order is at one of these, it holds its worker's time."""

DONE = (Stage.FINISHED, Stage.APPROVED, Stage.REVIEWED)
"""While an order is at one of these, what was paid on site may be recorded."""

WITH_HER = (Stage.ACCEPTED, Stage.ON_THE_WAY, Stage.SERVING)
"""While an order is at one of these, its worker may know door and phone."""

MOST_TO_COME = 120
"""How many visits one family may still have to come: four a day over the thirty days that can be booked. More would keep others from help."""

FREE_TO_CANCEL = timedelta(hours=24)
LATE_TO_CANCEL = timedelta(hours=2)
EARLY_SHARE_BP, LATE_SHARE_BP = 1_000, 3_000
"""Cancelling is free until a day before, and while nobody was asked to come; then a tenth, in the last two hours
three tenths. All of it goes to the worker who kept the time."""

NO_SHOW = timedelta(minutes=15)
"""When she is later than this, cancelling is free again."""

EARLY_TO_DEPART = timedelta(hours=3)
"""Who sets off earlier than this before the visit is asked whether she means it: family and worker may agree on it."""

LATE_TO_MOVE = timedelta(hours=2)
APPROVED_BY_CLOCK = timedelta(hours=48)
REVIEW_WITHIN = timedelta(days=30)

CODE_TRIES = 5
CODE_LOCK = timedelta(minutes=10)
"""After five wrong codes at the door the next try waits ten minutes."""

STARS = range(1, 6)
MOST_TEXT = 500

TRAVEL_KM_H = 25
DETOUR_PERCENT = 130
"""How fast she gets from one visit to the next: by the electric bicycle that most ride, which is built for 25 km/h at
most (Source: GB 17761-2018), on streets that are about three tenths longer than the crow flies. A bus with its
waiting is no faster."""

SURE_M = 10_000
"""Only what lies between two doors beyond this counts as a way: most addresses have just the point of their community,
which may be some kilometres off, and nobody shall find a stranger's door by whom she is offered."""

FARTHEST_WAY = timedelta(hours=12)
"""Visits farther apart than this never speak against each other: it is the way across the whole city, 230 km."""
