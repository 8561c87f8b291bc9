"""Read what somebody entered about an organization."""

from typing import Any

from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.places import queries as places_queries
from xunjiasao.domains.places import rules as places
from xunjiasao.kernel.text import _, pinyin_keys, tidy

MOST = {"name_en": 100, "short_name": 20, "address": 120, "hours": 60}


def take_words(row: Organization, words: dict[str, str | None], faults: dict[str, Any]) -> None:
    """Take over the short texts that were given.

    :param words: field → what was entered; None leaves it
    """
    for field, text in words.items():
        if text is None:
            continue
        said = tidy(text)
        if len(said) > MOST[field]:
            faults[field] = str(_("Please use at most {most} characters.")).format(most=MOST[field])
        setattr(row, field, said)
    row.search = f"{pinyin_keys(row.name)} {pinyin_keys(row.short_name)} {row.name_en.lower()}".strip()


def take_phone(row: Organization, phone: str | None, faults: dict[str, Any]) -> None:
    """Take over a telephone number: mobile, landline with its area code, or a service number; "" for none."""
    if phone is None:
        return
    said = tidy(phone)
    right = places.telephone(said) or (said if said.isdecimal() and 5 <= len(said) <= 6 else None)
    if said and not right:
        faults["phone"] = _("A mobile number has 11 digits; a landline needs its area code.")
    row.phone = right or ""


def take_point(row: Organization, lat: float | None, lng: float | None, faults: dict[str, Any]) -> None:
    """Take over a point in degrees."""
    try:
        point = places.point(lat, lng)
    except ValueError:
        faults["lat"] = _("That isn't a place on the map.")
        return
    if point:
        row.lat_e6, row.lng_e6 = point


def take_division_point(row: Organization) -> None:
    """Put an organization that has no point where its division lies."""
    if row.lat_e6 is None and (point := places_queries.point_of(row.division)):
        row.lat_e6, row.lng_e6 = point
