"""Words for people: translation, Chinese names, phone numbers, masks."""

import re
from collections.abc import Callable
from functools import lru_cache

import phonenumbers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override as speaking

__all__ = [
    "_",
    "either",
    "mask_name",
    "mask_number",
    "mask_phone",
    "mobile",
    "ngettext",
    "pinyin_keys",
    "speaking",
    "tidy",
    "translate",
    "untranslated",
]


def untranslated() -> speaking:
    """Read sentences as they stand in the code; needs no settings and no catalogues."""
    return speaking(None)


_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def either(chinese: str, english: str) -> str:
    """Choose between two names by the active language; the Chinese one where there is no English one."""
    return english if english and (get_language() or "").startswith("en") else chinese


def tidy(text: str) -> str:
    """Drop control and direction characters, fold runs of white space, strip."""
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


def pinyin_keys(name: str) -> str:
    """Spell a Chinese name for search: the name, its full pinyin and its initials.

    Example: 保洁 → "保洁 baojie bj".
    """
    spell, initials = _speller()
    return f"{name} {''.join(spell(name))} {''.join(spell(name, style=initials))}".lower()


@lru_cache(maxsize=1)
def _speller() -> tuple[Callable[..., list[str]], int]:
    """Load the dictionary of readings when the first name is spelt: half a second that most processes never need."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    load_phrases_dict({"都昌": [["du"], ["chang"]], "都昌县": [["du"], ["chang"], ["xian"]]})
    return lazy_pinyin, Style.FIRST_LETTER


def mobile(text: str) -> str | None:
    """Read a mainland mobile number as 11 digits, or None when it isn't one."""
    try:
        number = phonenumbers.parse(tidy(text), "CN")
    except phonenumbers.NumberParseException:
        return None
    national = str(number.national_number)
    right = number.country_code == 86 and len(national) == 11 and re.fullmatch(r"1[3-9]\d{9}", national)
    return national if right else None


def mask_phone(phone: str) -> str:
    """Hide the middle of a phone number: 138****0001."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_number(number: str) -> str:
    """Hide all but the ends of an identity or certificate number."""
    return f"{number[:2]}{'*' * max(len(number) - 4, 4)}{number[-2:]}" if len(number) > 4 else "****"


def mask_name(name: str) -> str:
    """Hide all but the family name: 陈*."""
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}" if name else ""
