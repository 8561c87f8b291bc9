"""What families wish for, day by day: the orders that nobody's account needs."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from demo.city import SERVICES, City, firms_serving
from demo.clockwork import Life
from demo.hands import Hand, able
from demo.homes import Family
from demo.journeys import DAY, HOUR, MINUTE, NEVER, Journey, Turns, Wish
from demo.sizes import DAYS_AHEAD
from xunjiasao.kernel.time import CITY_ZONE, SLOT

USUAL = {
    "cooking": (10, 11, 16, 17),
    "meal-help": (11, 17),
    "hospital-escort": (8, 9, 13),
    "bathing-help": (9, 10, 14, 15),
}
HOURS = (8, 9, 9, 10, 10, 13, 14, 14, 15, 16)
FUTURE_PERCENT = 24
TRIES = 60


def booking(
    city: City, hands: dict[UUID, Hand], families: Sequence[Family], joined: Sequence[datetime], number: int
) -> Life:
    """One family's wish for a visit, some day, and what comes of it.

    :param joined: when each of the families signed up, in the order of time
    """
    ahead = _day(city, number)
    lead = min(4 * HOUR + timedelta(days=city.rng.expovariate(1 / 1.6)), 12 * DAY)
    placed_at = city.day(ahead, city.rng.choice(HOURS), 0) - lead
    if placed_at > city.now - 20 * MINUTE:
        placed_at = city.now - city.rng.uniform(0.4, 50) * HOUR
    placed_at = _by_day(city, max(placed_at, city.opens_at + 5 * DAY))
    now = yield placed_at
    known = max(1, bisect_left(joined, now - HOUR))
    for _each in range(TRIES):
        family = families[int(known * city.rng.random() ** 1.4)]
        wish = _wish(city, hands, family, max(ahead, (now - city.day(0)).days), now)
        if wish is None:
            continue
        journey = Journey(city, hands, wish, _turns(city, number, wish.starts_at, now), number=number)
        if journey.book(now):
            yield from journey.go_on(now)
            return
        ahead += city.rng.random() < 0.3 and ahead < DAYS_AHEAD
    raise AssertionError("nobody in the whole city is free")


def _day(city: City, number: int) -> int:
    """Choose the day of a visit, counted from today: a quarter lies ahead, the rest grew day by day."""
    if number * 37 % 100 < FUTURE_PERCENT:
        return int(city.rng.triangular(0, DAYS_AHEAD, 1))
    return -int(52 * city.rng.random() ** 1.3)


def _by_day(city: City, at: datetime) -> datetime:
    """People book while they are awake."""
    local = at.astimezone(CITY_ZONE)
    return at if 7 <= local.hour < 23 else at - (local.hour + 2) % 24 * HOUR - city.rng.randint(1, 200) * MINUTE


def _wish(city: City, hands: dict[UUID, Hand], family: Family, ahead: int, now: datetime) -> Wish | None:
    rng = city.rng
    if not family.homes:
        return None
    home = family.homes[0] if rng.random() < 0.7 else rng.choice(family.homes)
    firms = list(firms_serving(city, home.county.code))
    firm = rng.choice(firms)
    theirs = [hand for hand in hands.values() if hand.firm is firm]
    services = [slug for slug, offer in firm.offers.items() if able(theirs, home.county.code, offer)]
    if not services:
        return None
    service = rng.choices(services, [SERVICES[slug] for slug in services])[0]
    starts_at = city.day(ahead, rng.choice(USUAL.get(service, HOURS)), rng.choice((0, 0, 30)))
    if starts_at < now + 3 * HOUR:
        starts_at += DAY
    kept, offer = firm.offers[service].offering.standard, firm.offers[service]
    quantity = max(kept.default_quantity, offer.least)
    if rng.random() < 0.3 and quantity + kept.step_quantity <= kept.max_quantity:
        quantity += kept.step_quantity
    extras = tuple(extra.code for extra in offer.tariff.extras if rng.random() < 0.2)
    return Wish(family, home, firm, service, starts_at, quantity, extras)


def _turns(city: City, number: int, starts_at: datetime, now: datetime) -> Turns:
    """Give each order its fate; the kinds come round, so that even a small city has them all."""
    rng, turn = city.rng, number % 50
    if turn in {3, 19, 33}:
        quits_at = (
            now + (starts_at - 25 * HOUR - now) * rng.uniform(0.1, 0.9)
            if starts_at - now > 27 * HOUR
            else now + 30 * MINUTE
        )
        return Turns(quits_at=quits_at)
    if turn in {8, 41}:
        return Turns(quits_at=max(starts_at - rng.uniform(3, 20) * HOUR, now + 2 * HOUR))
    if turn == 22:
        return Turns(quits_at=starts_at - rng.randint(25, 100) * MINUTE)
    if turn == 36:
        return Turns(depart_at=starts_at - 40 * MINUTE, quits_at=starts_at - 11 * MINUTE)
    if turn == 13:
        return Turns(quits_at=max(starts_at - rng.uniform(3, 30) * HOUR, now + HOUR), firm_quits=True)
    far = starts_at - city.now > 20 * HOUR
    return Turns(
        confirm_at=NEVER if far and turn % 9 == 1 else None,
        assign_at=NEVER if far and turn % 9 == 4 else None,
        accept_at=NEVER if far and turn % 9 == 7 else None,
        clock_approves=turn in {5, 11, 17, 29, 38, 46},
        review_at=NEVER if turn in {2, 14, 26, 31, 44, 47} else None,
        declines=turn in {6, 27, 43},
        swaps=turn in {10, 24},
        tries_unfit=turn in {1, 15, 28, 42},
        moves_by=rng.choice((DAY, 2 * DAY, 4 * SLOT)) if turn in {9, 21, 40} else None,
        wrong_codes={7: 1, 18: 2, 35: 1, 49: 5}.get(turn, 0),
        skips=1 if turn in {0, 12, 23, 39} else 0,
    )
