"""The city's offices: Federation, association, enterprises with their prices, stations, and who works there."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from demo.clockwork import Clockwork
from demo.names import Registry
from demo.sizes import Size
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue import queries as catalogue_queries
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.text import pinyin_keys
from xunjiasao.kernel.time import CITY_ZONE

SYSTEM = Actor.system()
PASSWORD = "xunjiasao-demo"  # noqa: S105  # the demo tells it to everybody
XUNYANG, LIANXI, CHAISANG, LUSHAN = "360403", "360402", "360404", "360483"
NEIGHBOURS = {
    "360402": "360403 360404 360483", "360403": "360402 360404", "360404": "360403 360402 360481", "360423": "360425",
    "360424": "360423", "360425": "360482 360426", "360426": "360425 360482", "360428": "360483", "360429": "360428",
    "360430": "360429", "360481": "360404", "360482": "360426", "360483": "360402 360428",
}  # fmt: skip
"""county → where its enterprises also go"""
SEATS = (
    "360403 360402 360404 360423 360424 360425 360426 360428 360429 360430 360481 360482 360483 "
    "360403 360402 360424 360404 360403 360402"
).split()
"""county of each enterprise; the first two are the ones the accounts belong to"""
FIRMS = "禾安 暖橘 青檐 云栖里 晴窗 小满天 柚子家 石榴籽 一盏灯 春棠里 白鹭汀 十分净 和风里 荷塘边 知更 桂雨轩 半亩园 山月居 归巢里".split()
FIRMS_EN = "He'an,Warm Orange,Green Eaves,Yunqi,Sunny Window,Xiaoman,Pomelo,Pomegranate Seed,One Lamp,Spring Begonia,White Egret,Ten Tenths Clean,Mild Wind,Lotus Pond,Robin,Osmanthus Rain,Half an Acre,Mountain Moon,Back to the Nest".split(
    ","
)
SERVICES = {
    "regular-cleaning": 26, "hourly-help": 14, "elderly-care": 14, "cooking": 11, "deep-cleaning": 8, "tidying": 4,
    "range-hood-cleaning": 5, "wall-air-conditioner-cleaning": 5, "washing-machine-cleaning": 3, "bathing-help": 4,
    "hospital-escort": 4, "postnatal-visit": 3, "meal-help": 3,
}  # fmt: skip
"""how often families ask for a service"""
ALWAYS = ("regular-cleaning", "hourly-help", "elderly-care", "cooking", "deep-cleaning")
PLACEMENTS = ("live-in-helper", "day-helper", "maternity-matron", "live-in-nanny", "semi-disabled-care")
NOTE, NOTE_EN = "（示例）", " (example)"


@dataclass(slots=True)
class Staff:
    """Somebody who can sign in."""

    actor: Actor
    name: str
    phone: str
    totp: str = ""


@dataclass(slots=True)
class County:
    code: str
    name: str
    path: str
    communities: list[Any]
    office: Staff


@dataclass(slots=True)
class Firm:
    """An enterprise, its desk, what it offers, and the counties it serves."""

    id: UUID
    name: str
    name_en: str
    home: County
    desk: Staff
    serves: tuple[str, ...]
    offers: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class City:
    """The demo city while it is made.

    :ivar opens_at: when it began; `now` its present
    :ivar deliver: hands to the listeners what happened so far
    """

    size: Size
    rng: random.Random
    clockwork: Clockwork
    registry: Registry
    opens_at: datetime
    now: datetime
    password_hash: str
    deliver: Callable[[datetime], None]
    counties: dict[str, County] = field(default_factory=dict)
    firms: list[Firm] = field(default_factory=list)
    stations: list[tuple[Any, County]] = field(default_factory=list)

    def day(self, ahead: int, hour: int = 0, minute: int = 0) -> datetime:
        """Give an instant on a city day counted from today."""
        local = self.now.astimezone(CITY_ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return local + timedelta(days=ahead)

    def staff(
        self, role: Role, *, name: str = "", organization_id: UUID | None = None, path: str = "", now: datetime
    ) -> Staff:
        """Open the account of somebody who signs in with password and one-time number."""
        made = self.person(
            role, name=name or self.registry.anybody(), organization_id=organization_id, path=path, now=now
        )
        account_id, made.totp = made.actor.who, self.registry.totp_secret()
        people.set_password(account_id=account_id, password_hash=self.password_hash, actor=SYSTEM, now=now)
        people.set_totp(account_id=account_id, secret=made.totp, actor=SYSTEM, now=now)
        return made

    def person(
        self, role: Role, *, name: str, organization_id: UUID | None = None, path: str = "", now: datetime
    ) -> Staff:
        """Open an account and give it a seat."""
        phone = self.registry.mobile()
        account_id = people.open_account(
            phone=phone, name=name, role=role, organization_id=organization_id, path=path, actor=SYSTEM, now=now
        )
        return Staff(Actor.person(account_id, (Seat(role, organization_id, path),)), name, phone)


def open_offices(city: City, now: datetime) -> tuple[Staff, Staff]:
    """Open the Federation of the city and of its counties, and the association.

    :returns: the operator and the city federation's desk
    """
    operator = city.staff(Role.OPERATOR, name="运维示例", now=now)
    whole = places.division("360400")
    top = _open(
        city,
        SYSTEM,
        Kind.FEDERATION,
        f"{whole.name}妇女联合会{NOTE}",
        whole.id,
        now,
        name_en=f"Women's Federation of Jiujiang{NOTE_EN}",
        short_name="市妇联",
    )
    desk = city.staff(Role.FEDERATION, organization_id=top.id, path=whole.path, now=now)
    for code in sorted(NEIGHBOURS):
        place = places.division(code)
        made = _open(
            city,
            desk.actor,
            Kind.FEDERATION,
            f"{place.name}妇女联合会{NOTE}",
            place.id,
            now,
            name_en=f"Women's Federation, {code}{NOTE_EN}",
            short_name=f"{place.name}妇联",
        )
        office = city.staff(Role.FEDERATION, organization_id=made.id, path=place.path, now=now)
        communities = list(places.below(place.path, Level.COMMUNITY))
        city.counties[code] = County(code, place.name, place.path, communities, office)
    _open(
        city, desk.actor, Kind.ASSOCIATION, f"九江市家庭服务业协会{NOTE}", whole.id, now, credit_code=city.registry.credit_code(),
        name_en=f"Jiujiang Home Services Association{NOTE_EN}", short_name="市家协",
    )  # fmt: skip
    return operator, desk


def open_firms(city: City, desk: Staff, now: datetime) -> None:
    """Enter the enterprises in the register; each sets its own prices."""
    prices = catalogue_queries.demo_offers()
    for number, seat in enumerate(SEATS[: city.size.enterprises]):
        home = city.counties[seat]
        near = [] if number > len(city.counties) else NEIGHBOURS[seat].split()
        serves = (seat, *near) if number > 1 else (XUNYANG, LIANXI, CHAISANG, LUSHAN)
        made = _open(
            city, desk.actor, Kind.ENTERPRISE, f"{FIRMS[number]}家政{NOTE}", _central(city, home).id, now,
            credit_code=city.registry.credit_code(), name_en=f"{FIRMS_EN[number]} Home Services{NOTE_EN}", short_name=f"{FIRMS[number]}家政",
            covers=serves, hours="每天 7:30–20:30", address=f"示例路 {number + 1} 号",
        )  # fmt: skip
        theirs = city.staff(Role.ENTERPRISE, organization_id=made.id, now=now)
        firm = Firm(made.id, made.name, made.name_en, home, theirs, serves)
        _offer(city, firm, prices, everything=number < 2, now=now + timedelta(minutes=20))
        city.firms.append(firm)
        now += timedelta(minutes=7)


def open_stations(city: City, now: datetime) -> None:
    """Each county's Federation enters its stations in real communities."""
    order = [
        county for county in city.counties.values() for _each in range(3 if county.code in {XUNYANG, LIANXI} else 1)
    ]
    taken: set[UUID] = set()
    for number in range(city.size.stations):
        county = order[number % len(order)]
        places_left = [place for place in county.communities if place.id not in taken]
        place = city.rng.choice([each for each in places_left if each.name.endswith("社区")] or places_left)
        made = _open(
            city, county.office.actor, Kind.STATION, f"{place.name}浔家嫂驿站{NOTE}", place.id, now, short_name=f"{place.name[:12]}驿站",
            name_en=f"{_in_letters(place.name)} station{NOTE_EN}", hours=city.rng.choice(["周一至周五 8:30–17:30", "周一至周六 8:30–17:30", "每天 9:00–18:00"]),
            address=f"党群服务中心 {city.rng.randint(1, 3)} 楼",
        )  # fmt: skip
        city.stations.append((made, county))
        taken.add(place.id)
        now += timedelta(minutes=2)


def _in_letters(name: str) -> str:
    """Write a community's name in pinyin, as a sign on its door would: 湖滨社区 → Hubin."""
    whole = pinyin_keys(name.removesuffix("社区").removesuffix("村")).split()
    return whole[1].capitalize() if len(whole) > 1 else name


def firms_serving(city: City, code: str) -> Iterable[Firm]:
    return (firm for firm in city.firms if code in firm.serves)


def _offer(city: City, firm: Firm, prices: dict[str, Any], *, everything: bool, now: datetime) -> None:
    """Offer services at the demo's prices, each firm a little dearer or cheaper."""
    chosen = [
        slug
        for slug in prices
        if everything or slug in ALWAYS or city.rng.random() < (0.25 if slug in PLACEMENTS else 0.6)
    ]
    for slug in chosen:
        asked = prices[slug]
        price_fen = round(asked["price_fen"] * city.rng.choice([90, 95, 100, 100, 105, 110, 115]) / 100 / 100) * 100
        catalogue.open_offering(
            actor=firm.desk.actor, enterprise_id=firm.id, service=slug, now=now, **(asked | {"price_fen": price_fen})
        )
    listed = [each for each in catalogue_queries.offerings_of(SYSTEM, firm.id) if each.standard.slug in SERVICES]
    tariffs = catalogue_queries.tariffs(listed)
    firm.offers = {each.standard.slug: catalogue_queries.Offer(each, tariffs[each.id]) for each in listed}


def _communities(city: City, county: County) -> list[Any]:
    """All its villages and communities in some order, to be taken from the end: communities first."""
    drawn = city.rng.sample(county.communities, len(county.communities))
    return sorted(drawn, key=lambda place: place.name.endswith("社区"))


def _central(city: City, county: County) -> Any:
    return city.rng.choice(county.communities[:12])


def _open(city: City, actor: Actor, kind: Kind, name: str, division: UUID, now: datetime, **said: Any) -> Any:
    return organizations.open_organization(
        actor=actor, kind=kind, name=name, division=division, phone=city.registry.landline(), now=now, **said
    )
