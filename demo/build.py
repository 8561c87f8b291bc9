"""Make the demo city: set it up, then let its weeks pass, moment by moment."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from demo import bookings, cast, city, hands, homes
from demo.city import PASSWORD, City
from demo.clockwork import Clockwork, Life
from demo.homes import Family
from demo.names import Registry
from demo.sizes import DAYS_BACK, Size
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.notices import actions as notices
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people import queries as people_queries
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import actions as places
from xunjiasao.domains.workers import actions as workers
from xunjiasao.kernel import ids
from xunjiasao.kernel.time import CITY_ZONE, SLOT, day_of

Listeners = dict[str, Any]


class NotEmpty(Exception):
    """The database holds people already."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it, for the accounts file and the last line."""

    accounts: list[dict[str, Any]]
    moments: int


def make(
    size: Size,
    *,
    seed: int,
    now: datetime,
    listeners: Listeners,
    heads: Path,
    show: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> Made:
    """Make the city in one transaction: it is there whole, or not at all.

    The same size, seed and half hour of `now` give the same rows, apart from what is sealed with chance.

    :param listeners: who hears of facts, by name
    :param heads: the folder into which the signed day heads go
    :param show: told what is being made, how far it is, and how far it goes
    :raises NotEmpty:
    """
    present = now - (now - datetime(2026, 1, 1, tzinfo=CITY_ZONE)) % SLOT
    opens_at = present.astimezone(CITY_ZONE).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(
        days=DAYS_BACK
    )
    if next(iter(people_queries.heads()), None):
        raise NotEmpty
    secret = people.hashed(PASSWORD)
    _make_room()
    with transaction.atomic(), ids.seeded(seed, from_ms=int(opens_at.timestamp() * 1000)):
        places.load_divisions()
        places.load_holidays()
        catalogue.load_standards()
        rng = random.Random(seed)

        def deliver(at: datetime) -> None:
            while journal.deliver_due(listeners=listeners, most=200, now=at) == 200:
                pass

        town = City(size, rng, Clockwork(present), Registry(rng), opens_at, present, secret, deliver)
        return _fill(town, heads, show)


def _make_room() -> None:
    """Let SQLite keep the whole transaction in memory; else it writes and waits for the disk all along."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-400000")
            cursor.execute("PRAGMA cache_spill=OFF")


def _fill(town: City, heads: Path, show: Callable[[str, int, int], None]) -> Made:
    size, day = town.size, timedelta(days=1)
    whole = size.workers + size.orders * 8 + size.residents + DAYS_BACK
    operator, federation = city.open_offices(town, town.opens_at)
    city.open_firms(town, federation, town.opens_at + day / 12)
    second_desk = town.staff(Role.ENTERPRISE, organization_id=town.firms[0].id, now=town.opens_at + day / 4)
    city.open_stations(town, town.opens_at + day / 12)
    desks = [
        (town.staff(Role.STATION, organization_id=made.id, now=town.opens_at + day / 3), made)
        for made, _county in town.stations[:2]
    ]
    moments = 0

    def passed() -> None:
        nonlocal moments
        moments += 1
        show("moments", size.workers + moments, whole)

    people_ = hands.enrol_all(
        town, cast.workers(town), town.opens_at + day, passed=lambda done: show("workers", done, whole)
    )
    by_id = {hand.id: hand for hand in people_}
    players = cast.Cast(town, by_id, people_[:5])
    players_families = players.invite()
    families = homes.invented(town, size.residents - len(players_families))
    joined = [family.joined_at for family in families]
    clockwork = town.clockwork
    for key in players.families:
        clockwork.begin(players.sign_up(key))
    for family in families:
        clockwork.begin(homes.sign_up(town, family))
    for hand in people_[len(people_) // 20 :: 10]:
        if not hand.reserved:
            clockwork.begin(hands.leave(town, hand))
    scripted = list(players.lives())
    for life in scripted:
        clockwork.begin(life)
    for number in range(size.orders - len(scripted)):
        clockwork.begin(bookings.booking(town, by_id, families, joined, number + len(scripted)))
    clockwork.begin(_days(town, heads, [*players_families, *families]))
    clockwork.run(passed=passed)
    town.deliver(town.now)
    catalogue.forget_quotes(now=town.now)
    listed = cast.accounts(players, operator=operator, federation=federation, stations=desks, second_desk=second_desk)
    return Made(listed, moments)


def _days(town: City, heads: Path, families: list[Family]) -> Life:
    """What the clock does every night: listeners hear, the day is signed, calendars grow."""
    for ahead in range(1 - DAYS_BACK, 1):
        now = yield town.day(ahead, 0, 10)
        town.deliver(now)
        journal.close_day(on=day_of(now) - timedelta(days=1), folder=heads)
        if ahead % 14 == 0:
            workers.extend_calendars(now=now)
        if ahead == -1:
            for family in families:
                if family.homes:
                    notices.mark_read(notice_ids=None, actor=family.actor, now=now)
