"""The people whose accounts the demo offers, and what each of them finds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from demo.city import PASSWORD, City, Firm, Staff
from demo.clockwork import Life
from demo.hands import ELDERLY, HELPER, Archive, Hand, hours
from demo.homes import Family, Home, join, keep
from demo.journeys import DAY, HOUR, MINUTE, NEVER, Journey, Turns, Wish
from xunjiasao.kernel.time import CITY_ZONE, SLOT, in_city, masks

BOTH = ((HELPER, 3), (ELDERLY, 3))


def workers(city: City) -> list[tuple[Firm, Archive]]:
    """The workers of the cast; they work by day, and around the present, whatever hour it is: somebody always does."""
    week = dict.fromkeys(range(7), hours(7, 21))
    for on, mask in masks(city.now - 4 * HOUR, city.now + 8 * HOUR):
        week[on.weekday()] |= mask
    main, other = city.firms[:2]
    return [
        (main, Archive("王桂花", BOTH, 301, pattern=week)),
        (main, Archive("周玉兰", BOTH, 301, pattern=week, languages=("mandarin", "jiujiang", "hakka"))),
        (main, Archive("吴喆", BOTH, 301, pattern=week)),
        (other, Archive("李堃", BOTH, 301, pattern=week, languages=("mandarin", "english"))),
        (other, Archive("龚䶮", ((HELPER, 4),), 5, pattern=week)),
    ]


@dataclass(slots=True)
class Cast:
    """Who plays, and with which orders.

    :ivar families: "rich", "second", "elder", and helpers for the desks' to-do lists
    """

    city: City
    hands: dict[UUID, Hand]
    people: list[Hand]
    families: dict[str, Family] = field(default_factory=dict)
    homes: dict[str, Home] = field(default_factory=dict)

    def invite(self) -> list[Family]:
        """Invent the residents of the cast; they sign up on the first days."""
        wanted = [
            ("rich", "陈晓", "360403"), ("second", "刘洋", "360402"), ("elder", "余秀英", "360403"), ("huang", "黄建国", "360403"),
            ("hu", "胡敏", "360402"), ("xie", "谢芳", "360402"), ("luo", "罗勇", "360403"),
        ]  # fmt: skip
        for number, (key, name, code) in enumerate(wanted):
            joined_at = self.city.opens_at + 3 * DAY + number * 17 * MINUTE
            self.families[key] = Family(name, self.city.counties[code], joined_at)
        return list(self.families.values())

    def sign_up(self, key: str) -> Life:
        """Open an account of the cast with its addresses."""
        family, city = self.families[key], self.city
        now = yield family.joined_at
        join(city, family, now)
        self.homes[key] = keep(city, family, family.county, "家", now=now)
        if key == "rich":
            self.homes["mother"] = keep(
                city, family, city.counties["360402"], "妈妈家", contact="陈妈妈", now=now + MINUTE
            )
            keep(city, family, family.county, "单位", now=now + 2 * MINUTE)
            keep(city, family, city.counties["360428"], "公婆家", contact="张大爷", now=now + 3 * MINUTE)

    def lives(self) -> Iterator[Life]:
        """Everybody's orders: when each is placed, and how it goes."""
        city, present, done = self.city, self.city.now, Turns(stars=(5, 5, 5))
        main, other = city.firms[:2]
        wang, zhou, wu, li, gong = self.people
        night = not 8 <= in_city(present).hour < 18
        brief = "elderly-care" if night else "hourly-help"
        ready: dict[str, Any] = {
            "confirm_at": present - 20 * HOUR,
            "assign_at": present - 19 * HOUR,
            "accept_at": present - 18 * HOUR,
        }
        plan: list[tuple[str, str, Firm, str, datetime, Hand | None, datetime, Turns]] = [
            # who      where     firm    service             starts             worker  placed               goes on
            *(("rich", "rich", main, "regular-cleaning", city.day(ahead, 10), wang, city.day(ahead - 2, 20), done) for ahead in (-22, -15, -8)),
            ("rich", "rich", main, brief, present + SLOT, wang, present - 26 * HOUR, Turns(**ready, depart_at=present - 10 * MINUTE)),
            ("rich", "mother", main, "elderly-care", city.day(-1, 9), wu, city.day(-3, 9), Turns(approve_at=NEVER)),
            ("rich", "mother", main, "cooking", city.day(-2, 16), zhou, city.day(-4, 12), Turns(approve_at=city.day(-2, 20), review_at=NEVER)),
            ("rich", "rich", main, "regular-cleaning", city.day(2, 9), wang, city.day(-1, 8), Turns(confirm_at=city.day(-1, 9), assign_at=city.day(-1, 10), accept_at=city.day(-1, 11))),
            ("second", "second", other, brief, present - SLOT, li, present - 25 * HOUR, Turns(**ready)),
            ("second", "second", other, "deep-cleaning", city.day(3, 13), None, present - 9 * HOUR, Turns(confirm_at=NEVER)),
            ("elder", "elder", main, "elderly-care", city.day(-6, 9), wu, city.day(-8, 9), done),
            ("elder", "elder", main, "elderly-care", city.day(1, 9), wu, city.day(-2, 9), Turns(confirm_at=city.day(-2, 10), assign_at=city.day(-2, 11), accept_at=city.day(-2, 14))),
            ("huang", "huang", main, "regular-cleaning", city.day(1, 14), zhou, present - 20 * HOUR, Turns(confirm_at=present - 19 * HOUR, assign_at=present - 50 * MINUTE, accept_at=NEVER)),
            ("luo", "luo", main, brief, self._later_today(), wu, present - 27 * HOUR, Turns(**ready)),
            ("huang", "huang", main, "tidying", city.day(2, 13), None, present - 2 * HOUR, Turns(confirm_at=NEVER)),
            ("luo", "luo", main, "regular-cleaning", city.day(1, 8), None, present - 50 * MINUTE, Turns(confirm_at=NEVER)),
            ("luo", "luo", main, "cooking", city.day(4, 16), None, present - 8 * HOUR, Turns(confirm_at=present - 7 * HOUR, assign_at=NEVER)),
            ("huang", "huang", main, "hospital-escort", city.day(3, 8), None, present - 9 * HOUR, Turns(confirm_at=present - 6 * HOUR, assign_at=NEVER)),
            ("hu", "hu", other, "regular-cleaning", city.day(1, 15), None, present - 70 * MINUTE, Turns(confirm_at=NEVER)),
            ("xie", "xie", other, "range-hood-cleaning", city.day(2, 14), None, present - 3 * HOUR, Turns(confirm_at=NEVER)),
            ("xie", "xie", other, "elderly-care", city.day(4, 9), None, present - 7 * HOUR, Turns(confirm_at=present - 5 * HOUR, assign_at=NEVER)),
            ("hu", "hu", other, "hourly-help", city.day(-4, 14), gong, city.day(-5, 12), done),
            ("hu", "hu", other, "hourly-help", city.day(1, 10), gong, city.day(-1, 9), Turns(confirm_at=city.day(-1, 10), assign_at=city.day(-1, 11), accept_at=city.day(-1, 12))),
        ]  # fmt: skip
        for number, (who, where, firm, service, starts_at, hand, placed_at, turns) in enumerate(plan):
            yield self._play(
                number, who, where, firm, service, starts_at, hand, min(placed_at, present - 5 * MINUTE), turns
            )

    def _play(
        self, number: int, who: str, where: str, firm: Firm, service: str, starts_at: datetime, hand: Hand | None, placed_at: datetime, turns: Turns
    ) -> Life:  # fmt: skip
        now = yield placed_at
        offer = firm.offers[service]
        quantity = max(offer.offering.standard.default_quantity, offer.least)
        wish = Wish(self.families[who], self.homes[where], firm, service, starts_at, quantity, (), hand)
        journey = Journey(self.city, self.hands, wish, turns, number=number, of_cast=True)
        if not journey.book(now):
            raise AssertionError(f"nobody is free for {who}'s {service} at {starts_at}")
        yield from journey.go_on(now)

    def _later_today(self) -> datetime:
        """A believable time that is still to come today; late in the evening, one that has just begun."""
        local = self.city.now.astimezone(CITY_ZONE)
        if local.hour < 7:
            return self.city.day(0, 9)
        return self.city.now + 3 * SLOT if local.hour < 22 else self.city.now - SLOT


def accounts(
    cast: Cast, *, operator: Staff, federation: Staff, stations: list[tuple[Staff, Any]], second_desk: Staff
) -> list[dict[str, Any]]:
    """List who can sign in, with what one may try as her."""
    city = cast.city
    main, other = city.firms[:2]
    families = {key: cast.families[key] for key in ("rich", "second", "elder")}
    notes = {
        "rich": (
            "家里、妈妈家、单位、公婆家四个地址；一位家政员正在路上，一单待验收，一单待评价，可再约王桂花",
            "Four addresses; a worker is on her way, one visit to approve, one to review, and Wang Guihua to book again",
        ),
        "second": ("一单正在服务中，一单等待企业确认", "One visit under way, one waiting to be confirmed"),
        "elder": (
            "老人：每周居家养老照护，下一次在明天上午",
            "An elder with weekly care; the next visit is tomorrow morning",
        ),
    }
    listed = [_resident(family, *notes[key], cast.homes[key]) for key, family in families.items()]
    hers = (
        ("正在去陈晓家的路上：到门口输入上门码", "On her way to Chen Xiao's: enter the door code there"),
        ("有一单等她接：接受或婉拒", "An offer waits for her: accept or decline"),
        ("今天还有一次上门", "Has a visit today"),
        ("正在刘洋家服务：勾选清单、完成服务", "At work at Liu Yang's: tick the list and finish"),
        ("健康证五天内到期：黄码", "Her health check ends within five days: yellow code"),
    )
    listed += [_entry("worker", hand.staff, *note) for hand, note in zip(cast.people, hers, strict=True)]
    desk = "今天有待确认和待派单的订单", "Orders to confirm and to assign today"
    listed += [
        _entry("enterprise", staff, f"{firm.name}：{desk[0]}", f"{firm.name_en}: {desk[1]}")
        for staff, firm in ((main.desk, main), (second_desk, main), (other.desk, other))
    ]
    listed += [_entry("station", staff, f"{made.name}工作台", f"Desk of {made.name_en}") for staff, made in stations]
    county = city.counties["360403"]
    listed.append(_entry("federation", federation, "市妇联：全市概况", "The city's Federation: the whole city"))
    listed.append(
        _entry(
            "federation",
            county.office,
            f"{county.name}妇联：本区概况",
            f"The Federation of {county.name}: its own district",
        )
    )
    listed.append(_entry("operator", operator, "运维：/admin/", "Operator: /admin/"))
    return listed


def _resident(family: Family, note: str, note_en: str, home: Home) -> dict[str, Any]:
    staff = Staff(family.actor, family.name, family.phone)
    return _entry("resident", staff, note, note_en) | {"address": str(home.row.id)}


def _entry(role: str, who: Staff, note: str, note_en: str) -> dict[str, Any]:
    secrets = {"password": PASSWORD, "totp_secret": who.totp} if who.totp else {}
    return {
        "role": role,
        "name": who.name,
        "phone": who.phone,
        **secrets,
        "note": f"{note}（虚构人物）",
        "note_en": f"{note_en} (an invented person)",
    }
