"""Forms of the desks: fields that keep what was typed, a sentence beside each that can't be right, one act."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xunjiasao.integrations import files
from xunjiasao.interfaces.console import frame
from xunjiasao.interfaces.entry.fields import KINDS, SENTENCES
from xunjiasao.kernel.errors import DomainError, Forbidden, Invalid, Missing, Unauthenticated
from xunjiasao.kernel.text import _

MOST_CHARACTERS = 500
LOOK = "look"
"""Names the button that only asks for the choices of the next select: nothing is judged or written then."""
BACK = _("Back")
YEARS = range(1900, 2200)
CHOOSE = _("Please choose one.")
TYPED = frozenset({"text", "tel", "date"})
PICTURE_AGAIN = _("Please choose the picture again.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field as its template draws it.

    :param kind: an input's type, or "select", "radio", "checks", "area" (places), "span" (from and to), "extras" and
        "charges" (lines of a tariff), "file"
    :param value: what was typed or is so far; a tuple where several may be chosen
    :param choices: (value, label), or for a grouped select (label, ((value, label), …))
    :param fill: what a browser may fill in by itself, as `autocomplete` names it
    :param looks: says what its button shows; the select whose choice brings those of the next one
    """

    name: str
    label: Any
    kind: str = "text"
    value: Any = ""
    hint: Any = ""
    choices: Sequence[Any] = ()
    grouped: bool = False
    needed: bool = True
    most: int = 120
    mode: str = ""
    looks: Any = ""
    fill: str = "off"
    error: Any = ""

    @property
    def day(self) -> str:
        """Which weekday a span is for: the digit that its two selects end in."""
        return self.name[-1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the fields.

    :param at: where the menu says that the page stands
    :param act: what the main button does
    :param keep: what the way back is called
    :param tells: icon and sentence of each thing that the act brings about
    :param grave: it can't be undone, or weighs heavily
    :param whole: its answer replaces the whole page, so that no history of this page keeps it
    """

    at: str
    headline: Any
    act: Any
    back: str
    lead: Any = ""
    keep: Any = BACK
    files: bool = False
    whole: bool = False
    tells: Sequence[tuple[str, Any]] = ()
    grave: bool = False


class Said:
    """What a form was sent with, else what is so far.

    :param so_far: name → text, or a list where several may be chosen
    """

    def __init__(self, request: HttpRequest, so_far: Mapping[str, Any] | None = None) -> None:
        self._sent = request.POST if request.method == "POST" else None
        self._so_far = so_far or {}

    def one(self, name: str) -> str:
        given = self._so_far.get(name, "") if self._sent is None else self._sent.get(name, "")
        return _safe(given)

    def many(self, name: str) -> tuple[str, ...]:
        given = self._so_far.get(name, ()) if self._sent is None else self._sent.getlist(name)
        return tuple(_safe(each) for each in given)


def sent(request: HttpRequest) -> bool:
    """Tell whether a form was sent to be acted on, not just to see further choices."""
    return request.method == "POST" and LOOK not in request.POST


def draw(
    request: HttpRequest, sheet: Sheet, fields: Iterable[Field], refusal: DomainError | None = None, **more: Any
) -> HttpResponse:
    """Draw a form; refused, with each sentence beside its field and the rest on top.

    :raises Missing: what is hidden or not allowed isn't a fault of the form
    """
    if isinstance(refusal, Missing | Forbidden | Unauthenticated):
        raise refusal
    drawn = list(fields)
    faults = dict(refusal.fields) if isinstance(refusal, Invalid) else {}
    beside = [replace(field, error=faults.pop(field.name, "")) for field in drawn]
    on_top = [str(says) for says in faults.values()]
    if refusal and not on_top and not any(each.error for each in beside):
        on_top = [refusal.sentence]
    if isinstance(refusal, Invalid):  # whatever is missing is said at once
        beside = [replace(each, error=each.error or _missing(each)) for each in beside]
    if isinstance(refusal, Invalid) and request.FILES:  # a browser never keeps a file
        beside = [replace(each, error=each.error or PICTURE_AGAIN) if each.kind == "file" else each for each in beside]
    shown = {"sheet": sheet, "fields": beside, "on_top": on_top, **more}
    return frame.show(request, "console/form.html", sheet.at, shown, status=refusal.status if refusal else 200)


def done(request: HttpRequest, says: str, url: str) -> HttpResponse:
    """Say what was done, and go on."""
    messages.success(request, says)
    return redirect(url)


def day(said: Said, name: str, faults: dict[str, Any], *, needed: bool = True) -> date | None:
    """Read a day, with a fault beside its field when it can't be one."""
    text = said.one(name).strip()
    if not text:
        if needed:
            faults[name] = SENTENCES["missing"]
        return None
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        faults[name] = KINDS["date"]
        return None
    return found


def choice(said: Said, name: str, known: Iterable[str], faults: dict[str, Any]) -> str:
    """Read one of the values that were offered, with a fault beside its field when it is none of them."""
    chosen = said.one(name)
    if chosen not in set(known):
        faults[name] = CHOOSE
    return chosen


def picture(request: HttpRequest, name: str, faults: dict[str, Any]) -> bytes | None:
    """Read a picture and make it anew, with a fault beside its field when it can't be one; None when none was sent."""
    file = request.FILES.get(name)
    if file is None:
        return None
    try:
        return files.clean(file.read())[0]
    except Invalid as bad:
        faults[name] = bad.sentence
        return None


def judged(faults: Mapping[str, Any]) -> None:
    """Refuse what couldn't be read.

    :raises Invalid:
    """
    if faults:
        raise Invalid(fields=dict(faults))


def _missing(field: Field) -> Any:
    """Ask for a needed field that was left empty; a select with nothing to choose waits for the one before it."""
    if not field.needed or not isinstance(field.value, str) or field.value.strip():
        return ""
    if field.kind == "select":
        return CHOOSE if field.choices else ""
    return SENTENCES["missing"] if field.kind in TYPED else ""


def _safe(text: Any) -> str:
    return str(text).replace("\0", "")[:MOST_CHARACTERS]
