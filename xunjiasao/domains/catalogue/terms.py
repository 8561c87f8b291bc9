"""Words of the catalogue."""

from enum import StrEnum

from xunjiasao.kernel.text import _


class Flow(StrEnum):
    VISIT = "visit"
    """booked by the half hour"""
    PLACEMENT = "placement"
    """long-term work: asked for, interviewed, tried, contracted"""


class Unit(StrEnum):
    HOUR = "hour"
    ITEM = "item"
    SQM = "sqm"
    MEAL = "meal"
    VISIT = "visit"
    PACKAGE_26D = "package26d"
    MONTH = "month"


class Charge(StrEnum):
    """What adds a share to the price."""

    EARLY = "early"
    EVENING = "evening"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class LineKind(StrEnum):
    BASE = "base"
    EXTRA = "extra"
    SURCHARGE = "surcharge"


UNIT_LABELS = {
    Unit.HOUR: _("hour"),
    Unit.ITEM: _("item"),
    Unit.SQM: _("m²"),
    Unit.MEAL: _("meal"),
    Unit.VISIT: _("visit"),
    Unit.PACKAGE_26D: _("26 days"),
    Unit.MONTH: _("month"),
}
CHARGE_LABELS = {
    Charge.EARLY: _("Early morning"),
    Charge.EVENING: _("Evening"),
    Charge.WEEKEND: _("Weekend"),
    Charge.HOLIDAY: _("Public holiday"),
}

DAY_MIN = 24 * 60
MOST_MIN = 12 * 60
"""the longest visit"""
NOTICE_MIN = 2 * 60
"""a visit is booked at least this long before"""
HORIZON_DAYS = 30
"""and at most this long before"""
QUOTE_VALID_MIN = 15
