"""How pages write icons, times, money and names."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.spoken import WEEKDAYS, clock, month_day, spoken
from xunjiasao.kernel.text import either
from xunjiasao.kernel.time import in_city

register = template.Library()
_DRAWN = (Path(__file__).parents[1] / "symbols.svg").read_text()
SYMBOLS = {name: whole for whole, name in re.findall(r'(<symbol id="i-([a-z]+)".*?</symbol>)', _DRAWN)}
_USED = "_symbols_used"


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str) -> SafeString:
    """Draw an icon; the page's foot then carries its symbol."""
    request = context["request"]
    if not hasattr(request, _USED):
        setattr(request, _USED, set())
    getattr(request, _USED).add(name)
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def symbols(context: Context) -> SafeString:
    """Inline the symbols that were used above."""
    used = sorted(getattr(context["request"], _USED, ()))
    drawn = "".join(SYMBOLS[name] for name in used)
    return mark_safe(f'<svg id="symbols" class="vh" aria-hidden="true">{drawn}</svg>')  # noqa: S308  # our own file


@register.simple_tag(takes_context=True)
def page_number(context: Context) -> int:
    """Say which page of a list this is, as its address counts; the first one needs no count."""
    said = context["request"].GET
    given = said.get("page", "")
    counted = int(given) if re.fullmatch("[0-9]{1,4}", given) else 0
    return max(counted, 2) if said.get("cursor") else 1


@register.filter
def yuan_of(amount_fen: int | None) -> str:
    """Write an amount in yuan: 7000 → 70, 1200000 → 12,000."""
    if amount_fen is None:
        return ""
    whole, point, cents = yuan(amount_fen).partition(".")
    return f"{int(whole):,}{point}{cents}"


@register.filter
def fixed(amount_fen: int) -> str:
    """Write an amount in yuan with its cents, for columns: 7000 → 70.00."""
    return f"{amount_fen // 100:,}.{amount_fen % 100:02d}"


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None, form: str = "long") -> str:
    """Write an instant as people say it: 今天 16:00, 周四 9:00, 11 月 26 日 9:00.

    :param form: "long"; "short" leaves out today's day; "day" leaves out the time; "inside" stands inside a sentence
    """
    return spoken(at, context["now"], form) if at else ""


register.filter("clock", clock)


@register.filter
def calendar_day(on: date | datetime) -> str:
    """Write a day without regard to today: 11 月 26 日 周四, or Thu 26 Nov."""
    local = in_city(on).date() if isinstance(on, datetime) else on
    return (
        f"{WEEKDAYS[local.weekday()]} {month_day(local)}"
        if get_language() == "en"
        else f"{month_day(local)} {WEEKDAYS[local.weekday()]}"
    )


@register.filter
def iso_day(on: date | datetime) -> str:
    """Write a day as 2026-11-26, for papers and their ends."""
    return (in_city(on).date() if isinstance(on, datetime) else on).isoformat()


@register.filter
def named(thing: Any) -> str:
    """Call an organization, service or occupation by its name in the reader's language."""
    if thing is None:
        return ""
    english = getattr(thing, "name_en", "") if get_language() == "en" else ""
    return str(english or thing.name)


@register.filter
def glyph(name: str) -> str:
    """The character that stands in a portrait's window: the family name."""
    return name[:1]


@register.simple_tag
def joined(*parts: Any) -> str:
    """Put the parts that aren't empty on one line, parted by dots."""
    return " · ".join(str(part) for part in parts if part)


@register.filter
def listed(words: Iterable[Any]) -> str:
    """Put words in a row: 濂溪、浔阳, or Lianxi, Xunyang."""
    return _unbroken(either("、", ", ").join(str(word) for word in words))


@register.filter
def parted(sayings: Iterable[Any]) -> str:
    """Put sayings that may hold commas in a row."""
    return _unbroken(either("；", "; ").join(str(saying) for saying in sayings))


def _unbroken(text: str) -> str:
    """Keep a number and its per cent on one line."""
    return text.replace(" %", "\u00a0%")
