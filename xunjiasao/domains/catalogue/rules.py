"""How long a visit takes, what it costs and why, and when it can be booked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue.terms import (
    CHARGE_LABELS,
    DAY_MIN,
    HORIZON_DAYS,
    MOST_MIN,
    NOTICE_MIN,
    UNIT_LABELS,
    Charge,
    LineKind,
    Unit,
)
from xunjiasao.domains.places.terms import DayKind
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _, either
from xunjiasao.kernel.time import SLOT_MIN, at_slot, day_of, on_grid


@dataclass(frozen=True, slots=True)
class Asked:
    """A visit as a resident asks for it.

    :param quantity: in the service's unit
    :param extras: their codes
    """

    offering_id: UUID | None
    address_id: UUID | None
    starts_at: datetime
    quantity: int
    extras: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Extra:
    """Something more that an enterprise offers with a service.

    :param price_fen: for the whole visit, fen
    :param minutes: how much longer the visit takes
    """

    code: str
    name: str
    name_en: str
    price_fen: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A share of the price for the minutes that lie in certain hours or on certain days.

    :param share_bp: basis points, 2_000 = 20 %
    :param from_min: minutes after midnight; the hours are half-open [from_min, to_min)
    """

    kind: Charge
    share_bp: int
    from_min: int = 0
    to_min: int = DAY_MIN

    def falls_on(self, kind: DayKind) -> bool:
        """Tell whether it is asked for on such a day."""
        return self.kind not in (Charge.WEEKEND, Charge.HOLIDAY) or self.kind.value == kind.value


@dataclass(frozen=True, slots=True)
class Tariff:
    """What an offering costs: per unit, extras, surcharges.

    :param price_fen: for one unit, fen
    """

    name: str
    name_en: str
    unit: Unit
    price_fen: int
    extras: tuple[Extra, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Tariff":
        """Read what `asdict` wrote into a snapshot."""
        return cls(
            kept["name"], kept["name_en"], Unit(kept["unit"]), kept["price_fen"],
            tuple(Extra(**each) for each in kept["extras"]),
            tuple(Surcharge(**{**each, "kind": Charge(each["kind"])}) for each in kept["surcharges"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a price, with all it takes to explain it.

    :param share_bp: of a surcharge; it is asked for `minutes` of the visit's `of_minutes`
    """

    kind: LineKind
    key: str
    amount_fen: int
    name: str = ""
    name_en: str = ""
    quantity: int = 0
    unit: str = ""
    unit_price_fen: int = 0
    share_bp: int = 0
    minutes: int = 0
    of_minutes: int = 0


def duration_min(*, minutes_fixed: int, minutes_per_unit: int, quantity: int, extra_min: int = 0) -> int:
    """Work out how long a visit takes, in minutes, rounded up to whole half hours."""
    asked = minutes_fixed + minutes_per_unit * quantity + extra_min
    return -(-asked // SLOT_MIN) * SLOT_MIN


def price(
    tariff: Tariff,
    *,
    quantity: int,
    extras: Iterable[str],
    starts_at: datetime,
    minutes: int,
    days: Mapping[date, DayKind],
) -> tuple[Line, ...]:
    """Work out what a visit costs; the sum of the lines is the price.

    A surcharge is a share of base and extras, for the part of the visit that lies in its hours and
    days, rounded once, half up, to a whole fen. Two surcharges add up; neither is taken of the other.
    Example: 80 yuan from 18:00 to 20:00, evening from 19:00 + 20 %: 80 × 20 % × 60/120 = 8 yuan.

    :param extras: codes of extras, all of them in the tariff
    :param minutes: length of the visit
    :param days: the kind of every city day that it touches
    """
    wanted = set(extras)
    lines = [
        Line(
            LineKind.BASE, "base", tariff.price_fen * quantity, tariff.name, tariff.name_en, quantity, tariff.unit.value, tariff.price_fen
        )
    ]  # fmt: skip
    lines += [
        Line(LineKind.EXTRA, extra.code, extra.price_fen, extra.name, extra.name_en)
        for extra in tariff.extras
        if extra.code in wanted
    ]
    before_fen = total_fen(lines)
    for surcharge in tariff.surcharges:
        inside = minutes_inside(surcharge, starts_at=starts_at, minutes=minutes, days=days)
        amount_fen = _part(before_fen * surcharge.share_bp * inside, 10_000 * minutes) if inside else 0
        if amount_fen:
            lines.append(
                Line(
                    LineKind.SURCHARGE, surcharge.kind.value, amount_fen, share_bp=surcharge.share_bp, minutes=inside, of_minutes=minutes
                )
            )  # fmt: skip
    return tuple(lines)


def minutes_inside(surcharge: Surcharge, *, starts_at: datetime, minutes: int, days: Mapping[date, DayKind]) -> int:
    """Count the minutes of a visit that lie in a surcharge's hours and days."""
    ends_at, inside = starts_at + timedelta(minutes=minutes), 0
    for on in days_of(starts_at, minutes):
        if surcharge.falls_on(days[on]):
            midnight = at_slot(on, 0)
            first = max(starts_at, midnight + timedelta(minutes=surcharge.from_min))
            last = min(ends_at, midnight + timedelta(minutes=surcharge.to_min))
            inside += max(0, int((last - first).total_seconds() // 60))
    return inside


def days_of(starts_at: datetime, minutes: int) -> list[date]:
    """List the city days that a visit touches."""
    first, last = day_of(starts_at), day_of(starts_at + timedelta(minutes=max(minutes - 1, 0)))
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def total_fen(lines: Iterable[Line]) -> int:
    """Add up the lines of a price."""
    return sum(line.amount_fen for line in lines)


def wrong_start(starts_at: datetime, now: datetime) -> str | None:
    """Say why a visit can't start then, or None."""
    earliest = _next_slot(now + timedelta(minutes=NOTICE_MIN))
    if not on_grid(starts_at):
        return str(_("Visits start on the hour or half hour."))
    if starts_at < now:
        return str(_("That time is past. The earliest is {time}.")).format(time=spoken(earliest, now))
    if starts_at < earliest:
        return str(_("Please book two hours ahead. The earliest is {time}.")).format(time=spoken(earliest, now))
    if starts_at > now + timedelta(days=HORIZON_DAYS):
        return str(_("Please choose a day within {days} days.")).format(days=HORIZON_DAYS)
    return None


def wrong_quantity(quantity: int, *, least: int, most: int, step: int) -> str | None:
    """Say why that many units can't be had, or None.

    :param step: quantities rise by it from `least`
    """
    if not least <= quantity <= most:
        return str(_("Please choose {least} to {most}.")).format(least=least, most=most)
    if (quantity - least) % step:
        return str(_("Please choose in steps of {step} from {least}.")).format(step=step, least=least)
    return None


def wrong_duration(minutes: int) -> str | None:
    """Say why a visit can't take that long, or None."""
    return (
        str(_("That takes longer than {hours} hours. Please make it two visits.")).format(hours=MOST_MIN // 60)
        if minutes > MOST_MIN
        else None
    )


def wrong_extras(extras: Sequence[str], known: Iterable[str]) -> str | None:
    """Say why these extras can't be had, or None."""
    if unknown := sorted(set(extras) - set(known)):
        return str(_("There is no such extra: {codes}.")).format(codes=", ".join(code[:20] for code in unknown[:3]))
    return None if len(set(extras)) == len(extras) else str(_("Each extra can be chosen once."))


def line_label(line: Mapping[str, Any]) -> str:
    """Say in the active language what a kept line is for."""
    if line["kind"] == LineKind.EXTRA:
        return either(line["name"], line["name_en"])
    if line["kind"] == LineKind.BASE:
        said = str(_("{name}: {price} yuan per {unit} × {quantity}"))
        holes = {
            "unit": UNIT_LABELS[Unit(line["unit"])],
            "price": yuan(line["unit_price_fen"]),
            "quantity": line["quantity"],
        }
        return said.format(name=either(line["name"], line["name_en"]), **holes)
    reason, percent = CHARGE_LABELS[Charge(line["key"])], percent_text(line["share_bp"])
    if line["minutes"] == line["of_minutes"]:
        return str(_("{reason}, {percent} % more")).format(reason=reason, percent=percent)
    said = str(_("{reason}, {percent} % more for {minutes} minutes"))
    return said.format(reason=reason, percent=percent, minutes=line["minutes"])


def surcharge_label(surcharge: Surcharge) -> str:
    """Say in the active language when a surcharge is asked for, and how much it is."""
    said, percent = CHARGE_LABELS[surcharge.kind], percent_text(surcharge.share_bp)
    if (surcharge.from_min, surcharge.to_min) == (0, DAY_MIN):
        return str(_("{reason}: {percent} % more")).format(reason=said, percent=percent)
    hours = f"{_clock(surcharge.from_min)}–{_clock(surcharge.to_min)}"
    return str(_("{reason} {hours}: {percent} % more")).format(reason=said, hours=hours, percent=percent)


@dataclass(frozen=True, slots=True)
class Skill:
    """An occupation with one of its levels, or without, by their names.

    :param level: as its standard writes it, 四级/中级工; level_en likewise, Level 4 (intermediate); empty when it has none
    """

    occupation_code: str
    occupation: str
    occupation_en: str
    grade: int | None
    level: str = ""
    level_en: str = ""

    @property
    def level_label(self) -> str:
        """Say the level in the active language, without the title that stands behind it: 四级."""
        if self.grade is None:
            return ""
        if not self.level:
            return str(_("Level {grade}")).format(grade=self.grade)
        return either(self.level.partition("/")[0], self.level_en.partition(" (")[0])

    @property
    def label(self) -> str:
        """Say occupation and level in the active language: 养老护理员四级."""
        return f"{either(self.occupation, self.occupation_en)}{either('', ' ')}{self.level_label}".strip()


def promise(skill: Skill) -> dict[str, Any]:
    """Write down what is promised about whoever comes."""
    kept = asdict(skill)
    return kept | {"label": promise_label(kept)}


def promise_label(kept: Mapping[str, Any]) -> str:
    """Say a promise in the active language: 养老护理员四级以上; early ones kept the number of the level alone."""
    skill = Skill(
        kept["occupation_code"], kept["occupation"], kept["occupation_en"], kept["grade"], kept.get("level", ""), kept.get("level_en", "")
    )  # fmt: skip
    said = str(_("{occupation}, {level} or better"))
    return said.format(occupation=either(skill.occupation, skill.occupation_en), level=skill.level_label)


def said(thing: Mapping[str, Any], field: str = "name") -> str:
    """Read a kept name in the active language: `name`, or `name_en` beside it."""
    return either(thing[field], thing.get(f"{field}_en", ""))


def plain(tariff: Tariff) -> dict[str, Any]:
    """Write a tariff as JSON values; `Tariff.read` reads it."""
    return asdict(tariff) | {
        "unit": tariff.unit.value,
        "extras": [asdict(extra) for extra in tariff.extras],
        "surcharges": [asdict(each) | {"kind": each.kind.value} for each in tariff.surcharges],
    }


def plain_line(line: Line) -> dict[str, Any]:
    """Write a line as JSON values; `line_label` says it."""
    return asdict(line) | {"kind": line.kind.value}


def percent_text(share_bp: int) -> str:
    """Write basis points as percent: 2000 → "20", 1250 → "12.5"."""
    return yuan(share_bp)


def _part(amount: int, of: int) -> int:
    """Divide, rounded half up."""
    return (2 * amount + of) // (2 * of)


def _next_slot(at: datetime) -> datetime:
    slot = timedelta(minutes=SLOT_MIN)
    since = at - at_slot(day_of(at), 0)
    return at + (-since % slot)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
