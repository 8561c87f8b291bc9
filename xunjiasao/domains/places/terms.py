"""Words of places."""

from datetime import date
from enum import StrEnum

from xunjiasao.kernel.text import _


class Level(StrEnum):
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    COMMUNITY = "community"


class CodeSystem(StrEnum):
    """Whose list a code stands in; township codes of two lists disagree, so a code alone names nothing."""

    NBS_2023 = "nbs-2023"
    """the statistics bureau's list of 2023: the only one that goes down to communities"""
    MCA_2025 = "mca-2025"
    """the civil-affairs ministry's list of 2025"""
    GB_2260 = "gb-2260"
    """county codes that were abolished since 1984; people's identity numbers still begin with them"""


VALID_FROM = {
    CodeSystem.NBS_2023: date(2023, 6, 30),
    CodeSystem.MCA_2025: date(2025, 1, 1),
    CodeSystem.GB_2260: date(1984, 1, 1),
}

LEVEL_LABELS = {
    Level.CITY: _("City"),
    Level.COUNTY: _("County or district"),
    Level.TOWNSHIP: _("Township or subdistrict"),
    Level.COMMUNITY: _("Village or community"),
}


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


FESTIVALS = {
    "元旦": _("New Year's Day"),
    "春节": _("Spring Festival"),
    "清明": _("Tomb-sweeping Day"),
    "劳动节": _("Labour Day"),
    "端午": _("Dragon Boat Festival"),
    "中秋": _("Mid-autumn Festival"),
    "国庆节": _("National Day"),
}
"""what the holidays of the calendar package are called; others are called as the table says"""

MOST_ADDRESSES = 20
"""an account's addresses at a time"""
DETAIL_LENGTH, CONTACT_LENGTH, LABEL_LENGTH, HOLIDAY_LENGTH = 100, 30, 10, 20
EARTH_RADIUS_M = 6_371_008
"""mean radius (Source: IUGG)"""
