"""Keep the table of holidays."""

from datetime import date, datetime
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.places import access, events
from xunjiasao.domains.places.models import Holiday
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy

FIRST_YEAR = 2020
CALENDAR = UUID("0190c0de-0000-7000-8000-000000000001")
"""the one stream in which changes of the calendar are told"""


@operation
def load_holidays() -> int:
    """Load the holidays that the calendar package knows and the table doesn't; edited days stay.

    :returns: how many days the table holds
    """
    from chinese_calendar import constants  # its tables take a while to build

    rows = [
        Holiday(on=on, name=constants.Holiday(english).chinese, is_workday=is_workday)
        for days, is_workday in ((constants.holidays, False), (constants.workdays, True))
        for on, english in days.items()
        if on.year >= FIRST_YEAR
    ]
    Holiday.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return Holiday.objects.count()


@operation
def set_holiday(*, actor: Actor, on: date, name: str, is_workday: bool, now: datetime) -> Holiday:
    """Say that a day is off, or is worked though it falls on a weekend.

    :raises Forbidden:
    :raises Invalid: it has no name
    """
    if reason := access.may_keep_calendar(actor):
        raise reason
    if not (said := tidy(name)[:20]):
        raise Invalid(fields={"name": _("Please say what day it is.")})
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
