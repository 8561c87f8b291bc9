"""What runs when: the one table. A job may run twice and may be cut off at any time; it must not mind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings

from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.orders import actions as orders
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.workers import actions as workers
from xunjiasao.kernel.time import CITY_ZONE, day_of, in_city

HOLD = timedelta(minutes=10)
RETRY = timedelta(minutes=1)
EPOCH = datetime(2026, 1, 1, tzinfo=CITY_ZONE)


@dataclass(frozen=True, slots=True)
class Job:
    """
    :param every: runs on the whole multiples of this since the epoch
    :param daily: or once a day at this time of the city
    """

    name: str
    run: Callable[[datetime], object]
    every: timedelta | None = None
    daily: time | None = None

    def next_after(self, now: datetime) -> datetime:
        """Say when it is this job's turn again."""
        if self.daily:
            today = datetime.combine(day_of(now), self.daily, CITY_ZONE)
            return today if today > in_city(now) else today + timedelta(days=1)
        assert self.every
        return EPOCH + ((now - EPOCH) // self.every + 1) * self.every


def close_days(now: datetime) -> None:
    journal.close_days(through=day_of(now) - timedelta(days=1), folder=settings.XJS.var / "heads")


SCHEDULE: tuple[Job, ...] = (
    Job("approve_overdue", lambda now: orders.approve_overdue(now=now), every=timedelta(minutes=5)),
    Job("close_day", close_days, daily=time(0, 10)),
    Job("extend_calendars", lambda now: workers.extend_calendars(now=now), daily=time(0, 30)),
    Job("forget_quotes", lambda now: catalogue.forget_quotes(now=now), every=timedelta(hours=1)),
    Job("forget_served", lambda now: journal.forget_served(now=now), daily=time(3, 10)),
    Job("forget_expired", lambda now: people.forget_expired(now=now), daily=time(3, 30)),
)
