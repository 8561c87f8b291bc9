"""The residents and where they live."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.city import City, County
from demo.clockwork import Life
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import actions as places
from xunjiasao.domains.places import queries as places_queries
from xunjiasao.kernel.actor import Actor

WEIGHTS = {
    "360403": 24, "360402": 20, "360404": 9, "360481": 7, "360424": 6, "360428": 6, "360425": 5, "360423": 4, "360483": 4,
    "360482": 4, "360429": 4, "360426": 3, "360430": 4,
}  # fmt: skip
"""how many of a hundred residents live in each county"""
GARDENS = "桂园小区 湖景花园 南湖苑 双峰家园 甘棠里 柳溪苑 锦绣园 浔江小区 康宁家园 荷香苑 老街 春江苑".split()
LABELS = ("家", "妈妈家", "公婆家", "单位", "新房")


@dataclass(frozen=True, slots=True)
class Home:
    """An address as its row and its county."""

    row: Any
    county: County


@dataclass(slots=True)
class Family:
    """A resident who may book.

    :ivar joined_at: when she signed up
    """

    name: str
    county: County
    joined_at: datetime
    actor: Actor = field(default_factory=Actor.anonymous)
    phone: str = ""
    homes: list[Home] = field(default_factory=list)


def invented(city: City, count: int) -> list[Family]:
    """Invent residents who sign up during the first weeks, in the order of time."""
    codes = list(WEIGHTS)
    span_s = (city.day(-3) - city.opens_at).total_seconds() - 3 * 86_400
    families = []
    for number in range(count):
        code = codes[number] if number < len(codes) else city.rng.choices(codes, list(WEIGHTS.values()))[0]
        later = city.rng.random() ** 1.6
        joined_at = (
            city.opens_at.replace(second=0)
            + (city.day(0) - city.day(-3))
            + (city.day(0) - city.day(-1)) * (later * span_s / 86_400)
        )
        families.append(Family(city.registry.anybody(), city.counties[code], joined_at))
    return sorted(families, key=lambda one: one.joined_at)


def sign_up(city: City, family: Family) -> Life:
    """Open her account and keep an address or more."""
    now = yield family.joined_at
    join(city, family, now)
    several = city.rng.random()
    keep(city, family, family.county, LABELS[0] if several < 0.5 else "", now=now)
    if several < 0.22:
        keep(
            city,
            family,
            city.rng.choice(list(city.counties.values())),
            LABELS[1] if several < 0.15 else city.rng.choice(LABELS[2:]),
            now=now,
        )
    if several < 0.04:
        keep(city, family, family.county, "单位", now=now)


def join(city: City, family: Family, now: datetime) -> None:
    made = city.person(Role.RESIDENT, name=family.name, now=now)
    family.actor, family.phone = made.actor, made.phone


def keep(city: City, family: Family, county: County, label: str, *, contact: str = "", now: datetime) -> Home:
    """Keep an address in some community of a county."""
    rng = city.rng
    place = rng.choice([each for each in county.communities if each.name.endswith("社区")] or county.communities)
    lat_e6, lng_e6 = places_queries.point_of(place) or (0, 0)
    row = places.add_address(
        actor=family.actor, division=place.id, detail=f"{rng.choice(GARDENS)} {rng.randint(1, 32)} 栋 {rng.randint(1, 3)} 单元 {rng.randint(1, 18)}0{rng.randint(1, 4)}",
        contact_name=contact or family.name, contact_phone=family.phone, label=label,
        lat=(lat_e6 + rng.randint(-3000, 3000)) / 1e6, lng=(lng_e6 + rng.randint(-3000, 3000)) / 1e6, now=now,
    )  # fmt: skip
    family.homes.append(Home(row, county))
    return family.homes[-1]
