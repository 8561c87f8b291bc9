"""An enterprise's people: taken on, sent where and when they work, let go."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.terms import IDENTITY_LABELS, LANGUAGES, IdentityKind
from xunjiasao.interfaces.console import areas, forms, scope
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.kernel import ids
from xunjiasao.kernel.errors import DomainError, Invalid, Missing
from xunjiasao.kernel.spoken import WEEKDAYS
from xunjiasao.kernel.text import _, ngettext
from xunjiasao.kernel.time import SLOTS_A_DAY, clock_text, periods

if TYPE_CHECKING:
    from xunjiasao.domains.workers.models import Worker

WHOLE_CLOCK = [(str(slot), clock_text(slot)) for slot in range(SLOTS_A_DAY + 1)]
EVERY_DAY = range(7)
view = require_http_methods(["GET", "HEAD", "POST"])


@view
@opens(Power.RUN_PEOPLE)
def add(request: HttpRequest) -> HttpResponse:
    """Take a worker on."""
    viewer, said = actor_of(request), Said(request, {"identity_kind": IdentityKind.RESIDENT, "languages": ["mandarin"]})
    firm, refusal = scope.own_firm(viewer), None
    if forms.sent(request):
        try:
            faults: dict[str, Any] = {}
            kind = forms.choice(said, "identity_kind", list(IdentityKind), faults)
            forms.judged(faults)
            made = actions.take_on(
                enterprise_id=firm, phone=said.one("phone"), name=said.one("name"), identity_kind=IdentityKind(kind),
                identity_number=said.one("identity_number"), path=areas.deepest(said), languages=said.many("languages"),
                actor=viewer, now=clock.now(),
            )  # fmt: skip
            says = str(_("{name} is with you now. Add her papers next.")).format(name=made.name)
            return forms.done(request, says, _archive(made))
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(
        "people", _("Add a worker"), _("Add her"), reverse("console:people"),
        _("One person has one archive. If she has one already, it comes with her."),
    )  # fmt: skip
    fields = [
        Field("phone", _("Her phone"), "tel", said.one("phone"), _("She signs in to the client with it."), mode="tel", most=20),
        Field("name", _("Name on her identity paper"), value=said.one("name"), most=60),
        Field("identity_kind", _("Identity paper"), "select", said.one("identity_kind"), choices=list(IDENTITY_LABELS.items())),
        Field("identity_number", _("Its number"), value=said.one("identity_number"), most=20),
        *areas.steps(said, counties=places.below(areas.CITY, Level.COUNTY)),
        Field("languages", _("Languages"), "checks", said.many("languages"), choices=list(LANGUAGES.items()), needed=False),
    ]  # fmt: skip
    return forms.draw(request, sheet, fields, refusal)


@view
@opens(Power.RUN_PEOPLE)
def area(request: HttpRequest, worker_id: str) -> HttpResponse:
    """Set where she works."""
    viewer, her = actor_of(request), own_worker(request, worker_id)
    said, refusal = Said(request, {"areas": queries.areas(her.id)}), None
    if forms.sent(request):
        try:
            if not said.many("areas"):
                raise Invalid(fields={"areas": _("Please choose at least one place.")})
            actions.set_areas(worker_id=her.id, paths=said.many("areas"), actor=viewer, now=clock.now())
            return forms.done(request, str(_("Saved where {name} works.")).format(name=her.name), _archive(her))
        except DomainError as refused:
            refusal = refused
    covered = organizations.coverage(scope.own_firm(viewer))
    branches = areas.tree(covered, said.many("areas"), outer=Level.COUNTY, inner=Level.TOWNSHIP)
    sheet = Sheet(
        "people", str(_("Where does {name} work?")).format(name=her.name), _("Save"), _archive(her),
        _("You can choose what your enterprise serves. A whole county holds all its townships."),
    )  # fmt: skip
    return forms.draw(request, sheet, [Field("areas", _("Places"), "area", choices=branches)], refusal)


@view
@opens(Power.RUN_PEOPLE)
def hours(request: HttpRequest, worker_id: str) -> HttpResponse:
    """Set when she works, weekday by weekday."""
    viewer, her = actor_of(request), own_worker(request, worker_id)
    pattern = queries.pattern(her.id)
    said, refusal = Said(request, _so_far(pattern)), None
    if forms.sent(request):
        try:
            actions.set_pattern(worker_id=her.id, masks=_masks(said), actor=viewer, now=clock.now())
            return forms.done(request, str(_("Saved when {name} works.")).format(name=her.name), _archive(her))
        except DomainError as refused:
            refusal = refused
    broken = any(len(list(periods(mask))) > 1 for mask in pattern.values())
    sheet = Sheet(
        "people", str(_("When does {name} work?")).format(name=her.name), _("Save"), _archive(her),
        _("She has breaks on some days. Saving here removes them.") if broken
        else _("Leave a day empty when she is off. Visits that were taken stay."),
    )  # fmt: skip
    fields = [
        Field(f"day{day}", WEEKDAYS[day], "span", (said.one(f"from{day}"), said.one(f"to{day}")), choices=WHOLE_CLOCK, needed=False)
        for day in EVERY_DAY
    ]  # fmt: skip
    return forms.draw(request, sheet, fields, refusal)


@view
@opens(Power.RUN_PEOPLE)
def release(request: HttpRequest, worker_id: str) -> HttpResponse:
    """Let her go, after a question."""
    viewer, her = actor_of(request), own_worker(request, worker_id)
    refusal = None
    if forms.sent(request):
        try:
            actions.release(worker_id=her.id, actor=viewer, now=clock.now())
            says = str(_("{name} is no longer with you. Her archive went with her.")).format(name=her.name)
            return forms.done(request, says, reverse("console:people"))
        except DomainError as refused:
            refusal = refused
    ahead = orders.count_open(worker_id=her.id)
    visits = ngettext(
        "{n} visit is hers. Send someone else there first.",
        "{n} visits are hers. Send someone else there first.",
        ahead,
    )
    tells = [
        ("alert", visits.format(n=ahead)) if ahead else ("check", _("No visit is planned with her.")),
        ("me", _("Her archive goes with her, and another enterprise can take her on.")),
        ("lock", _("You will not see it any more.")),
    ]  # fmt: skip
    sheet = Sheet(
        "people", str(_("Let {name} go?")).format(name=her.name), str(_("Let {name} go")).format(name=her.name), _archive(her),
        keep=_("Keep her"), tells=tells, grave=True,
    )  # fmt: skip
    return forms.draw(request, sheet, [], refusal)


def own_worker(request: HttpRequest, worker_id: str) -> "Worker":
    """Find a worker of the enterprise whose desk it is.

    :raises Missing: she isn't there, or is with somebody else
    """
    viewer, key = actor_of(request), ids.parse(worker_id)
    found = queries.worker(viewer, key) if key else None
    if found is None or queries.employer(found.id) != scope.own_firm(viewer):
        raise Missing
    return found


def _archive(her: "Worker") -> str:
    return reverse("console:people_one", args=[her.id])


def _so_far(pattern: dict[int, int]) -> dict[str, str]:
    """Say a weekly pattern as from and to."""
    found: dict[str, str] = {}
    for weekday, mask in pattern.items():
        if runs := list(periods(mask)):
            found |= {f"from{weekday}": str(runs[0][0]), f"to{weekday}": str(runs[-1][1])}
    return found


def _masks(said: Said) -> dict[int, int]:
    """Read from and to of each weekday.

    :raises Invalid:
    """
    known, masks, faults = dict(WHOLE_CLOCK), {}, {}
    for day in EVERY_DAY:
        starts, ends = said.one(f"from{day}"), said.one(f"to{day}")
        if not starts and not ends:
            continue
        if starts not in known or ends not in known:
            faults[f"day{day}"] = _("Choose both times, or none for a day off.")
        elif int(ends) <= int(starts):
            faults[f"day{day}"] = _("It must end after it starts.")
        else:
            masks[day] = ((1 << int(ends) - int(starts)) - 1) << int(starts)
    forms.judged(faults)
    return masks
