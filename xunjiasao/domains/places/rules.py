"""Decisions about places: names, keys, distances, days, what an address may say."""

import hashlib
import math
import re
from collections.abc import Iterator
from datetime import date

from xunjiasao.domains.places.terms import EARTH_RADIUS_M, MOST_ADDRESSES, DayKind, Level
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.text import _, mobile, tidy

Point = tuple[int, int]
"""latitude and longitude in millionths of a degree, WGS-84"""
COARSE_E6 = 10_000
"""a hundredth of a degree"""

_COMMITTEE = re.compile(r"(社区)?(居民委员会|居委会|居员会|委员会)$")
_VILLAGE = re.compile(r"(村民委员会|村民委会|村委会)$")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FARTHEST_M = 150_000
"""how far an address may lie from the point of its division"""


class TooManyAddresses(Refused):
    code, says = "too_many_addresses", _("You already keep {most} addresses. Please remove one first.")


def short_name(official_name: str) -> str:
    """Name a community as people say it: 南山社区居委会 → 南山社区, 王家铺村委会 → 王家铺村."""
    if _VILLAGE.search(official_name):
        stem = _VILLAGE.sub("", official_name)
        return stem if stem.endswith("村") else f"{stem}村"
    if _COMMITTEE.search(official_name):
        stem = _COMMITTEE.sub("", official_name)
        return stem if stem.endswith("社区") else f"{stem}社区"
    return official_name


def key(number: int) -> str:
    """Write a sibling's number as two digits of base 36, so that paths sort as the list does."""
    assert 0 < number < 36 * 36
    return _DIGITS[number // 36] + _DIGITS[number % 36]


def number(written: str) -> int:
    """Read what `key` wrote."""
    return int(written, 36)


def prefixes(path: str) -> list[str]:
    """List the paths of a division and all above it: /jj/03/0a/ → /jj/, /jj/03/, /jj/03/0a/."""
    keys = path.strip("/").split("/")
    return [f"/{'/'.join(keys[: count + 1])}/" for count in range(len(keys))] if path.strip("/") else []


def covers(scope: str, path: str) -> bool:
    """Tell whether a division lies in another (or is it)."""
    return bool(scope) and path.startswith(scope)


def level_of(path: str) -> Level:
    """Say what a path names by its depth."""
    return list(Level)[path.count("/") - 2]


def distance_m(one: Point, other: Point) -> int:
    """Measure the way as the crow flies, in metres (haversine)."""
    lat_a, lng_a, lat_b, lng_b = (math.radians(value / 1e6) for value in (*one, *other))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lng_b - lng_a) / 2) ** 2
    return round(2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half))))


def joined(lat_e6: int | None, lng_e6: int | None) -> Point | None:
    """Join two columns to a point; None when there is none."""
    return None if lat_e6 is None or lng_e6 is None else (lat_e6, lng_e6)


def coarse(exact: Point) -> Point:
    """Blur a point to the middle of its cell of about a kilometre."""
    lat_e6, lng_e6 = (value // COARSE_E6 * COARSE_E6 + COARSE_E6 // 2 for value in exact)
    return lat_e6, lng_e6


def point(lat: float | None, lng: float | None) -> Point | None:
    """Read degrees as a point; None when there is none.

    :raises ValueError: half a point, or none on this planet
    """
    if lat is None and lng is None:
        return None
    if lat is None or lng is None or not (math.isfinite(lat) and math.isfinite(lng)) or abs(lat) > 90 or abs(lng) > 180:
        raise ValueError("not a point")
    return round(lat * 1_000_000), round(lng * 1_000_000)


def invented_point(code: str, *, around: Point, reach_e6: int) -> Point:
    """Invent a point near another, always the same one for the same code.

    :param reach_e6: how far it may lie to each side, in millionths of a degree
    """
    drawn = hashlib.sha256(code.encode()).digest()
    shift = [int.from_bytes(drawn[at : at + 4], "big") % (2 * reach_e6 + 1) - reach_e6 for at in (0, 4)]
    return around[0] + shift[0], around[1] + shift[1]


def day_kind(on: date, *, is_workday: bool | None) -> DayKind:
    """Say what kind of day it is.

    :param is_workday: what the holiday table says of the day; None when it says nothing
    """
    if is_workday is not None:
        return DayKind.WORKDAY if is_workday else DayKind.HOLIDAY
    return DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WORKDAY


def telephone(text: str) -> str | None:
    """Read a mobile number or a landline with its area code, or None when it is neither."""
    said = tidy(text)
    return mobile(said) or (said if _LANDLINE.fullmatch(said) else None)


def room_for(kept: int) -> TooManyAddresses | None:
    """Say why an account may not keep one more address, or None."""
    return TooManyAddresses(most=MOST_ADDRESSES) if kept >= MOST_ADDRESSES else None


def search_words(text: str) -> Iterator[str]:
    """Split what somebody typed into the words to look for."""
    yield from tidy(text).lower()[:60].split(" ")[:5] if tidy(text) else ()
