"""Gather sentences from code and templates, keep the Chinese catalogue, compile it. No system gettext needed.

Usage: python -m xunjiasao.project.messages update | compile
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[1]
PO = HOUSE / "locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS = {"_": None, "translate": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
SAID = re.compile(
    r"""\b(n?gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))(?:,\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")))?"""
)
HEADER = "# Simplified Chinese of every sentence that a person reads.\n"
CHANGING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Project-Id-Version|Generated-By):.*\n',
    re.M,
)
Sentence = str | tuple[str, ...]


def sentences(house: Path = HOUSE) -> Iterator[tuple[Path, Sentence]]:
    """Find every sentence marked for translation; (one, many) where it counts something."""
    for path in sorted(house.rglob("*.py")):
        for _line, said, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            yield path, said
    for path in sorted(house.rglob("templates/**/*.*")):
        for found in SAID.finditer(templatize(path.read_text(), origin=str(path))):
            one, many = found.group(2), found.group(3)
            yield path, (ast.literal_eval(one), ast.literal_eval(many)) if many else ast.literal_eval(one)


def catalogue(po: Path = PO) -> Catalog:
    """Read the Chinese catalogue."""
    if not po.exists():
        return Catalog(locale="zh_Hans", domain="django")
    with po.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django", abort_invalid=True)


def update(po: Path = PO) -> int:
    """Bring the catalogue to what the code says, keeping translations.

    :returns: how many sentences still lack their Chinese
    """
    kept = catalogue(po)
    fresh = Catalog(locale="zh_Hans", domain="django", header_comment=HEADER.rstrip(), charset="utf-8", fuzzy=False)
    for _path, said in sentences():
        old = kept.get(said[0] if isinstance(said, tuple) else said)
        chinese = old.string if old and old.string else ("",) if isinstance(said, tuple) else ""
        if isinstance(said, tuple) and isinstance(chinese, str):
            chinese = (chinese,)
        flags = {"python-brace-format"} if "{" in (said if isinstance(said, str) else said[1]) else set()
        fresh.add(said, chinese, flags=flags)
    write(fresh, po)
    return sum(not all(strings(message.string)) for message in fresh if message.id)


def write(kept: Catalog, po: Path = PO) -> None:
    """Write a catalogue, sorted, without what changes at every run: dates, places, names of tools."""
    made = io.BytesIO()
    write_po(made, kept, sort_output=True, no_location=True, width=0)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(CHANGING.sub("", made.getvalue().decode()))


def compile_changed(po: Path = PO) -> None:
    """Write the .mo beside the .po when it is older."""
    mo = po.with_suffix(".mo")
    if po.exists() and (not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime):
        with mo.open("wb") as file:
            write_mo(file, catalogue(po))


def strings(said: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Give the forms of a translation; a missing one is empty."""
    return [said or ""] if said is None or isinstance(said, str) else list(said)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        missing = update()
        print(f"{PO.relative_to(HOUSE.parent)}: {missing} without Chinese")
    elif sys.argv[1:] == ["compile"]:
        compile_changed()
    else:
        sys.exit(__doc__)
