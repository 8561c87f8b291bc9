"""Keep the table of holidays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.journal import queries as journal_queries
from xunjiasao.domains.places import access, events, queries
from xunjiasao.domains.places.models import Holiday
from xunjiasao.domains.places.terms import HOLIDAY_LENGTH
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy
from xunjiasao.kernel.time import day_of

FIRST_YEAR = 2020
SATURDAY = 5
CALENDAR = UUID("0190c0de-0000-7000-8000-000000000001")
"""the one stream in which changes of the calendar are told"""


@operation
def load_holidays() -> int:
    """Load the holidays that the calendar package knows and the table doesn't; what was edited or cleared stays so.

    :returns: how many days the table holds
    """
    from chinese_calendar import constants  # its tables take a while to build

    told = journal_queries.timeline("calendar", CALENDAR)
    cleared = {each.payload["on"] for each in told if each.name == events.HolidayCleared.name}
    rows = [
        Holiday(on=on, name=constants.Holiday(english).chinese, is_workday=is_workday)
        for days, is_workday in ((constants.holidays, False), (constants.workdays, True))
        for on, english in days.items()
        if on.year >= FIRST_YEAR and on.isoformat() not in cleared
    ]
    Holiday.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return Holiday.objects.count()


@operation
def set_holiday(*, actor: Actor, on: date, name: str, is_workday: bool, now: datetime) -> Holiday:
    """Say that a day is off, or is worked though it falls on a weekend; orders that were placed keep their price.

    :raises Forbidden:
    :raises Invalid: with a sentence per field
    """
    kept = queries.lock_special_day(on)
    if reason := access.may_keep_calendar(actor):
        raise reason
    faults: dict[str, Any] = {}
    if not 1 <= len(said := tidy(name)) <= HOLIDAY_LENGTH:
        faults["name"] = _("Please say what day it is, in at most 20 characters.")
    if not 0 <= on.year - day_of(now).year <= 1:
        faults["on"] = _("Please choose a day of this year or the next.")
    if is_workday and on.weekday() < SATURDAY:
        faults["is_workday"] = _("It is a working day anyway.")
    if faults:
        raise Invalid(fields=faults)
    if kept and (kept.name, kept.is_workday) == (said, is_workday):
        return kept
    kept, _made = Holiday.objects.update_or_create(on=on, defaults={"name": said, "is_workday": is_workday})
    journal.record(events.HolidaySet(on=on, is_workday=is_workday), stream=("calendar", CALENDAR), actor=actor, now=now)
    return kept


@operation
def clear_holiday(*, actor: Actor, on: date, now: datetime) -> None:
    """Say that a day is like any other of its week.

    :raises Forbidden:
    """
    if reason := access.may_keep_calendar(actor):
        raise reason
    if Holiday.objects.filter(on=on).delete()[0]:
        journal.record(events.HolidayCleared(on=on), stream=("calendar", CALENDAR), actor=actor, now=now)
