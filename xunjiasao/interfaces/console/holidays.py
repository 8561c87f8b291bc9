"""The city's holidays, kept by its Federation: days of rest, and weekend days that are worked in exchange."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xunjiasao.domains.places import access, actions, queries
from xunjiasao.domains.places.terms import FESTIVALS, HOLIDAY_LENGTH
from xunjiasao.interfaces.console import forms, frame, rows
from xunjiasao.interfaces.console.enrolment import view
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import calendar_day
from xunjiasao.kernel.errors import DomainError, Missing
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import day_of

if TYPE_CHECKING:
    from xunjiasao.domains.places.models import Holiday

REST, WORK = "rest", "work"
KINDS = {REST: _("Day of rest"), WORK: _("Worked in exchange")}
CHIPS = {False: rows.Chip("is-ok", "home", KINDS[REST]), True: rows.Chip("is-off", "calendar", KINDS[WORK])}


@require_safe
@opens(Power.KEEP_REGISTER)
def holidays(request: HttpRequest) -> HttpResponse:
    """This year's special days and the next one's, those to come first. One query."""
    today = day_of(clock.now())
    found = queries.special_days(actor_of(request), date(today.year, 1, 1), date(today.year + 1, 12, 31))
    coming = next((each for each in found if each.on >= today and not each.is_workday), None)
    headline = str(_("No day of rest ahead is known"))
    if coming:
        says = str(_("Next day of rest: {day}, {name}"))
        headline = says.format(day=calendar_day(coming.on), name=_called(coming))
    years = [
        _year([each for each in found if each.on.year == year], year, today) for year in (today.year, today.year + 1)
    ]
    return frame.show(request, "console/holidays.html", "overview", {"headline": headline, "years": years})


@view
@opens(Power.KEEP_REGISTER)
def add(request: HttpRequest) -> HttpResponse:
    """Say that a day is special."""
    if refusal := access.may_keep_calendar(actor_of(request)):
        raise refusal
    return _sheet(request, _("Add a holiday"), Said(request, {"is_workday": REST}), None)


@view
@opens(Power.KEEP_REGISTER)
def change(request: HttpRequest, on: str) -> HttpResponse:
    """Change what a special day is."""
    kept = _kept(request, on)
    said = Said(request, {"is_workday": WORK if kept.is_workday else REST, "name": kept.name})
    return _sheet(request, str(_("What is {day}?")).format(day=calendar_day(kept.on)), said, kept.on)


@view
@opens(Power.KEEP_REGISTER)
def clear(request: HttpRequest, on: str) -> HttpResponse:
    """Make a special day an ordinary one, after a question."""
    kept, back = _kept(request, on), reverse("console:holidays")
    day, refusal = calendar_day(kept.on), None
    if forms.sent(request):
        try:
            actions.clear_holiday(actor=actor_of(request), on=kept.on, now=clock.now())
            return forms.done(request, str(_("{day} is an ordinary day now.")).format(day=day), back)
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(
        "overview", str(_("Take {day} from the holidays?")).format(day=f"{day} {_called(kept)}"), _("Make it an ordinary day"), back,
        _("It counts as any other day of its week. Orders that were placed keep their price."), _("Leave it"),
    )  # fmt: skip
    return forms.draw(request, sheet, [], refusal)


def _sheet(request: HttpRequest, headline: Any, said: Said, on: date | None) -> HttpResponse:
    """Ask what a day is; which day too, when it isn't said."""
    refusal, back = None, reverse("console:holidays")
    if forms.sent(request):
        try:
            faults: dict[str, Any] = {}
            day = on or forms.day(said, "on", faults)
            kind = forms.choice(said, "is_workday", KINDS, faults)
            forms.judged(faults)
            assert day, "else it was a fault"
            kept = actions.set_holiday(
                actor=actor_of(request), on=day, name=said.one("name"), is_workday=kind == WORK, now=clock.now()
            )
            says = str(_("Saved: {day}, {name}.")).format(day=calendar_day(kept.on), name=_called(kept))
            return forms.done(request, says, back)
        except DomainError as refused:
            refusal = refused
    fields = [
        Field("is_workday", _("Kind of day"), "radio", said.one("is_workday"), choices=list(KINDS.items())),
        Field("name", _("What it is called"), value=said.one("name"), most=HOLIDAY_LENGTH),
    ]
    if on is None:
        fields.insert(0, Field("on", _("Day"), "date", said.one("on")))
    lead = _("Families who book from now on pay by it; orders that were placed keep their price.")
    return forms.draw(request, Sheet("overview", headline, _("Save"), back, lead), fields, refusal)


def _kept(request: HttpRequest, on: str) -> "Holiday":
    """Find a special day that the viewer may change.

    :raises Missing: it is an ordinary day, or none at all
    :raises Forbidden:
    """
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Missing from None
    found = queries.special_days(actor_of(request), day, day)
    if not found:
        raise Missing
    return found[0]


def _year(found: list["Holiday"], year: int, today: date) -> dict[str, Any]:
    lines: list[dict[str, Any]] = [
        {"on": each.on, "name": _called(each), "chip": CHIPS[each.is_workday]} for each in found
    ]
    return {
        "year": str(year),
        "ahead": [each for each in lines if each["on"] >= today],
        "over": [each for each in lines if each["on"] < today],
    }


def _called(kept: "Holiday") -> str:
    """Call a holiday in the reader's language, where it has a word for it."""
    return str(FESTIVALS.get(kept.name, kept.name))
