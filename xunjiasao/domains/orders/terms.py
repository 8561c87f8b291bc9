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

WITH_HER = (Stage.ACCEPTED, Stage.ON_THE_WAY, Stage.SERVING)
"""While an order is at one of these, its worker may know door and phone."""

FREE_TO_CANCEL = timedelta(hours=24)
LATE_TO_CANCEL = timedelta(hours=2)
EARLY_SHARE_BP, LATE_SHARE_BP = 1_000, 3_000
"""Cancelling is free until a day before; then a tenth, in the last two hours three tenths. All of it
goes to the worker who kept the time."""

NO_SHOW = timedelta(minutes=15)
"""When she is later than this, cancelling is free again."""

LATE_TO_MOVE = timedelta(hours=2)
APPROVED_BY_CLOCK = timedelta(hours=48)
REVIEW_WITHIN = timedelta(days=30)

CODE_TRIES = 5
CODE_LOCK = timedelta(minutes=10)
"""After five wrong codes at the door the next try waits ten minutes."""

STARS = range(1, 6)
MOST_TEXT = 500
