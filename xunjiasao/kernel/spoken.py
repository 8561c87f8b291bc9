"""Times as people say them: 今天 16:00, 周四 9:00, 11 月 26 日 9:00."""

from datetime import date, datetime

from django.utils.translation import get_language

from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of, in_city

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR_DAYS = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
INSIDE = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
"""The same inside a sentence."""
DAYS_A_WEEK = 7


def spoken(at: datetime, now: datetime, form: str = "inside") -> str:
    """Say an instant as seen from now.

    :param form: "long"; "short" leaves out today's day; "day" leaves out the time; "inside" stands inside a sentence
    """
    local = in_city(at)
    days = (local.date() - day_of(now)).days
    near = INSIDE if form == "inside" else NEAR_DAYS
    day = str(near[days]) if days in near else _far_day(local.date(), days)
    return day if form == "day" else clock(at) if form == "short" and days == 0 else f"{day} {clock(at)}"


def dated(at: datetime) -> str:
    """Say an instant without regard to now: 11 月 26 日 9:00, or 26 Nov 9:00."""
    return f"{month_day(in_city(at).date())} {clock(at)}"


def clock(at: datetime) -> str:
    """Say the time of day: 9:00."""
    local = in_city(at)
    return f"{local.hour}:{local.minute:02d}"


def month_day(on: date) -> str:
    """Say a day of the year: 11 月 26 日, or 26 Nov."""
    return f"{on.day} {MONTHS[on.month - 1]}" if get_language() == "en" else f"{on.month} 月 {on.day} 日"


def _far_day(on: date, days: int) -> str:
    return str(WEEKDAYS[on.weekday()]) if 0 < days < DAYS_A_WEEK else month_day(on)
