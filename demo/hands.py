"""The workers: archive, papers, areas, hours, leave."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from demo.city import City, Firm, Staff
from demo.clockwork import Life
from demo.names import RARE
from xunjiasao.domains.catalogue.queries import Offer
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.terms import Purpose, Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import actions as workers
from xunjiasao.domains.workers.terms import CredentialKind, HealthClass, IdentityKind
from xunjiasao.kernel.time import day_of

Kind = CredentialKind
HELPER, ELDERLY, INFANT, NURSERY = "4-10-01-06", "4-10-01-05", "4-10-01-02", "4-10-01-03"
LEVELS = {HELPER: (5, 5, 4, 4, 4, 3, 3, 2), ELDERLY: (5, 5, 4, 4, 3, 3, 2, 1), INFANT: (5, 4, 4, 3), NURSERY: (5, 4, 3)}
SCHOOL, CLINIC, INSURER = "九江市示例技能鉴定站", "九江市示例体检中心", "示例保险九江支公司"
VALID = timedelta(days=365)


def hours(first: int, last: int) -> int:
    """Give the mask of the half hours from one full hour to another."""
    return (1 << last * 2) - (1 << first * 2)


WEEKS: tuple[dict[int, int], ...] = tuple(
    dict.fromkeys(days, mask)
    for days, mask in (
        (range(7), hours(8, 18)), (range(6), hours(7, 19)), (range(1, 7), hours(8, 20)), (range(5), hours(8, 18)), (range(7), hours(9, 21)),
        (range(6), hours(6, 14)),
    )
)  # fmt: skip
"""weekly patterns: weekday → half hours"""


ENDING = {9: (1, 7), 12: (8, 30), 18: (8, 30), 21: (-25, -2)}
"""of twenty-five workers: whose health check ends soon, or ended, in days from the present"""
SHY = 20
"""of twenty-five workers: who doesn't want to be shown to families before they book"""
UNSEEN = 15
"""and whose nobody has verified yet"""


@dataclass(slots=True)
class Hand:
    """A worker.

    :ivar skills: occupation and level; `counties` where she goes
    """

    id: UUID
    staff: Staff
    firm: Firm
    fit: bool = True
    skills: tuple[tuple[str, int], ...] = ()
    counties: tuple[str, ...] = ()
    reserved: bool = False
    """her days around the present are planned"""


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive shall hold.

    :param ends_in: days from the present until the health check ends; negative when it ended
    :param verified: somebody looked at the health check
    :param shown: she agreed that families see her before they book
    """

    name: str
    skills: tuple[tuple[str, int], ...]
    ends_in: int
    verified: bool = True
    shown: bool = True
    pattern: Mapping[int, int] = field(default_factory=lambda: WEEKS[0])
    languages: tuple[str, ...] = ("mandarin", "jiujiang")


def enrol_all(
    city: City, cast: list[tuple[Firm, Archive]], now: datetime, *, passed: Callable[[int], None]
) -> list[Hand]:
    """Enrol those of the cast and as many others as the city shall have."""
    hands = []
    turns = [firm for number, firm in enumerate(city.firms) for _each in range(3 if number < 2 else 1)]
    for number in range(city.size.workers):
        firm, archive = cast[number] if number < len(cast) else (turns[number % len(turns)], _drawn(city, number))
        hands.append(_enrol(city, firm, archive, now + timedelta(minutes=number)))
        hands[-1].reserved = number < len(cast)
        passed(number + 1)
    return hands


def able(hands: Iterable[Hand], code: str, offer: Offer) -> bool:
    """Tell whether one of these workers goes to a county and keeps an offering's promise."""
    return any(hand.fit and not hand.reserved and code in hand.counties and skilled(hand, offer) for hand in hands)


def skilled(hand: Hand, offer: Offer) -> bool:
    """Tell whether a worker holds what an offering promises."""
    kept = offer.offering.standard
    if kept.occupation is None or kept.grade is None:
        return True
    return any(occupation == kept.occupation.code and grade <= kept.grade for occupation, grade in hand.skills)


def leave(city: City, hand: Hand) -> Life:
    """A few days away, asked for some days before."""
    first, length = city.rng.randint(-48, 10), city.rng.randint(1, 4)
    now = yield city.day(min(first - city.rng.randint(2, 8), -1), city.rng.randint(8, 20), city.rng.randint(0, 59))
    with suppress(workers.VisitInLeave):  # then she stays
        workers.take_leave(
            worker_id=hand.id, starts_at=city.day(first), ends_at=city.day(first + length),
            reason=city.rng.choice(["回老家", "孩子开学", "体检", "家里有事"]), actor=hand.staff.actor, now=now,
        )  # fmt: skip


def _drawn(city: City, number: int) -> Archive:
    rng = city.rng
    drawn = {HELPER: rng.choice(LEVELS[HELPER])} if number % 3 != 2 or rng.random() < 0.3 else {}
    if number % 3 == 2 or rng.random() < 0.2:
        drawn[ELDERLY] = rng.choice(LEVELS[ELDERLY])
    if rng.random() < 0.15:
        other = rng.choice([INFANT, NURSERY])
        drawn[other] = rng.choice(LEVELS[other])
    turn = number % 25
    ends_in = rng.randint(*(ENDING.get(turn) or (35, 300)))
    name = city.registry.woman()
    if turn == 7:
        name = name[0] + RARE[number // 25 % len(RARE)]
    languages = [
        "mandarin",
        *(
            each
            for each, share in (("jiujiang", 0.6), ("duchang", 0.15), ("hakka", 0.08), ("english", 0.04))
            if rng.random() < share
        ),
    ]
    return Archive(
        name, tuple(sorted(drawn.items())), ends_in, turn != UNSEEN, turn != SHY, rng.choice(WEEKS), tuple(languages)
    )


def _enrol(city: City, firm: Firm, archive: Archive, now: datetime) -> Hand:
    """Open her archive and fill it: the enterprise enters, the county's Federation verifies."""
    rng, today = city.rng, day_of(city.now)
    staff = city.person(Role.WORKER, name=archive.name, organization_id=firm.id, now=now)
    home = rng.choice(firm.home.communities)
    lat_e6, lng_e6 = places.point_of(home) or (0, 0)
    made = workers.enrol(
        account_id=staff.actor.who, enterprise_id=firm.id, name=archive.name, identity_kind=IdentityKind.RESIDENT,
        identity_number=city.registry.identity_number(date(rng.randint(1966, 1998), rng.randint(1, 12), rng.randint(1, 28))),
        path=home.path, lat_e6=lat_e6 + rng.randint(-3000, 3000), lng_e6=lng_e6 + rng.randint(-3000, 3000), languages=archive.languages,
        actor=firm.desk.actor, now=now,
    )  # fmt: skip
    ends = today + timedelta(days=archive.ends_in)
    covered = today + timedelta(days=rng.randint(40, 300))
    papers: list[tuple[Any, ...]] = [
        (Kind.HEALTH, CLINIC, ends - VALID, ends, "", None, archive.verified),
        (Kind.INSURANCE, INSURER, covered - VALID, covered, "", None, True),
        (Kind.BACKGROUND, "示例背景核查", day_of(now), None, "", None, True),
    ]
    for occupation, grade in archive.skills:
        papers.append(
            (Kind.SKILL, SCHOOL, today - timedelta(days=rng.randint(200, 1500)), None, occupation, grade, True)
        )
    if rng.random() < 0.2:
        papers.append(
            (
                Kind.TRAINING,
                "示例职业培训学校",
                today - timedelta(days=rng.randint(90, 400)),
                None,
                archive.skills[0][0],
                None,
                rng.random() > 0.3,
            )
        )
    if rng.random() < 0.3:
        papers.append((Kind.DOOR_PASS, "示例发证机构", covered - VALID, covered, "", None, True))
    entered = workers.add_credentials(
        worker_id=made.id, actor=firm.desk.actor, now=now + timedelta(minutes=10),
        documents=[
            workers.Document(
                kind=kind, issuer=issuer, issued_on=min(issued_on, day_of(now)), expires_on=expires_on, occupation=occupation, grade=grade,
                number=f"示例-{rng.randint(10**7, 10**8 - 1)}", health_class=_health_class(archive) if kind == Kind.HEALTH else None,
            )
            for kind, issuer, issued_on, expires_on, occupation, grade, _seen in papers
        ],
    )  # fmt: skip
    seen = [credential.id for credential, paper in zip(entered, papers, strict=True) if paper[-1]]
    workers.verify_credentials(
        credential_ids=seen,
        how=rng.choice(["original", "issuer"]),
        actor=firm.home.office.actor,
        now=now + timedelta(minutes=25),
    )
    others = (code for code in firm.serves if code != firm.home.code)
    counties = (firm.home.code, *(code for code in others if archive.ends_in > 300 or rng.random() < 0.5))
    paths = [city.counties[code].path for code in counties]
    workers.set_areas(worker_id=made.id, paths=paths, actor=firm.desk.actor, now=now + timedelta(minutes=30))
    workers.set_pattern(
        worker_id=made.id, masks=archive.pattern, actor=firm.desk.actor, now=now + timedelta(minutes=31)
    )
    if archive.shown:
        people.give_consent(purpose=Purpose.ARCHIVE, version="1", actor=staff.actor, now=now + timedelta(minutes=32))
    return Hand(
        made.id, staff, firm, fit=archive.verified and archive.ends_in >= 0, skills=archive.skills, counties=counties
    )


def _health_class(archive: Archive) -> HealthClass:
    """What work her health check is for: the most exacting that she does."""
    held = {occupation for occupation, _grade in archive.skills}
    if held & {INFANT, NURSERY}:
        return HealthClass.INFANT
    return HealthClass.ELDERLY if ELDERLY in held else HealthClass.GENERAL
