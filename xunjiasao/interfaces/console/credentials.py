"""Papers: an enterprise adds them with their pictures, the Federation verifies or refuses them."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.terms import (
    CREDENTIAL_LABELS,
    DOUBT_LABELS,
    HEALTH_LABELS,
    HOW_LABELS,
    CredentialKind,
    Doubt,
    How,
)
from xunjiasao.interfaces.console import enrolment, forms, frame, records
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import SIGNED_IN, Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError, Forbidden, Invalid, Missing
from xunjiasao.kernel.text import _, either, mask_number, ngettext

if TYPE_CHECKING:
    from xunjiasao.domains.workers.models import Credential

PICTURE = _(
    "A photo or scan: JPEG, PNG or WebP, at most 8 MB. Your enterprise, the Federation that verifies it and she see it."
)
PARTED = ":"
FIT, UNFIT = "fit", "unfit"
FOUND = {FIT: records.FOUND[True], UNFIT: records.FOUND[False]}
view = require_http_methods(["GET", "HEAD", "POST"])


@view
@opens(Power.RUN_PEOPLE)
def add(request: HttpRequest, worker_id: str) -> HttpResponse:
    """Put a paper into the archive of an own worker."""
    viewer, her = actor_of(request), enrolment.own_worker(request, worker_id)
    said, refusal = Said(request), None
    skills, archive = _skills(), reverse("console:people_one", args=[her.id])
    if forms.sent(request):
        try:
            actions.add_credential(worker_id=her.id, actor=viewer, now=clock.now(), **_read(request, said, skills))
            says = _("Added. The Federation verifies it; it counts from then on.")
            return forms.done(request, str(says), archive)
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(
        "people", str(_("A paper of {name}")).format(name=her.name), _("Add the paper"), archive,
        _("It counts once the Federation has verified it."), files=True,
    )  # fmt: skip
    fields = [
        Field("kind", _("What it is"), "select", said.one("kind"), choices=list(CREDENTIAL_LABELS.items())),
        Field(
            "grade", _("Occupation and level"), "select", said.one("grade"), _("For a skill level certificate."),
            choices=skills, grouped=True, needed=False,
        ),
        Field(
            "health_class", _("What work it is for"), "select", said.one("health_class"), _("For a health check."),
            choices=list(HEALTH_LABELS.items()), needed=False,
        ),
        Field(
            "fit", _("What it found"), "radio", said.one("fit"), _("For a health check: whether she is fit, never its results."),
            choices=list(FOUND.items()), needed=False,
        ),
        Field("issuer", _("Who issued it"), value=said.one("issuer")),
        Field("number", _("Number on it"), value=said.one("number"), needed=False, most=60),
        Field("issued_on", _("Issued on"), "date", said.one("issued_on")),
        Field("expires_on", _("Ends on"), "date", said.one("expires_on"), _("Leave it empty when it has no end."), needed=False),
        Field("picture", _("Picture of it"), "file", hint=PICTURE, needed=False),
    ]  # fmt: skip
    return forms.draw(request, sheet, fields, refusal)


@view
@opens(Power.RUN_PEOPLE)
def add_scan(request: HttpRequest, worker_id: str, credential_id: str) -> HttpResponse:
    """Add the picture of a paper that was entered without one."""
    viewer, her = actor_of(request), enrolment.own_worker(request, worker_id)
    key = ids.parse(credential_id)
    paper = next((each for each in queries.credentials(her.id) if each.id == key), None)
    if paper is None:
        raise Missing
    archive, refusal = reverse("console:people_one", args=[her.id]), None
    if forms.sent(request):
        try:
            faults: dict[str, Any] = {}
            picture = forms.picture(request, "picture", faults)
            if picture is None:
                faults.setdefault("picture", _("Please choose a picture."))
                raise Invalid(fields=faults)
            actions.attach_scan(credential_id=paper.id, picture=picture, actor=viewer, now=clock.now())
            return forms.done(request, str(_("The picture was added.")), archive)
        except DomainError as refused:
            refusal = refused
    kind = CREDENTIAL_LABELS[CredentialKind(paper.kind)]
    sheet = Sheet(
        "people", str(_("Picture of {name}'s paper: {paper}")).format(name=her.name, paper=kind), _("Add the picture"), archive,
        files=True,
    )  # fmt: skip
    return forms.draw(request, sheet, [Field("picture", _("Picture of it"), "file", hint=PICTURE)], refusal)


@require_safe
@opens(SIGNED_IN)
def scan(request: HttpRequest, credential_id: str) -> HttpResponse:
    """Show the picture of a paper to whom it concerns; who looks is recorded, and nothing keeps it on the way."""
    picture = actions.open_scan(credential_id=credential_id, actor=actor_of(request), now=clock.now())
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="scan.jpg"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_safe
@opens(Power.VERIFY)
def verify(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first."""
    return _draw(request)


@view
@opens(Power.VERIFY)
def verify_one(request: HttpRequest, credential_id: str) -> HttpResponse:
    """Decide about a paper, with its picture beside."""
    viewer = actor_of(request)
    paper, said = queries.to_verify(viewer, credential_id), Said(request)
    if request.method != "POST":
        return _draw(request, paper)
    try:
        says = _decide(said, paper, viewer)
    except (Missing, Forbidden):
        raise
    except DomainError as refused:
        return _draw(request, queries.to_verify(viewer, paper.id), refused)
    following = queries.waiting(viewer, limit=1).items
    onward = reverse("console:verify_one", args=[following[0].id]) if following else reverse("console:verify")
    return forms.done(request, says, onward)


def _decide(said: Said, paper: "Credential", viewer: Actor) -> str:
    """Verify or refuse, as the form says.

    :raises DomainError: whatever the action refuses
    """
    faults: dict[str, Any] = {}
    names = {"name": paper.worker.name, "paper": CREDENTIAL_LABELS[CredentialKind(paper.kind)]}
    if said.one("step") == "refuse":
        why = forms.choice(said, "why", list(Doubt), faults)
        forms.judged(faults)
        actions.refuse_credential(credential_id=paper.id, why=Doubt(why), actor=viewer, now=clock.now())
        return str(_("Refused: {name}, {paper}. Her enterprise reads why.")).format(**names)
    how = forms.choice(said, "how", list(How), faults)
    forms.judged(faults)
    actions.verify_credential(credential_id=paper.id, how=how, actor=viewer, now=clock.now())
    return str(_("Verified: {name}, {paper}.")).format(**names)


def _draw(request: HttpRequest, paper: "Credential | None" = None, refusal: DomainError | None = None) -> HttpResponse:
    """Draw the list, and a paper beside it. Three queries; with a paper three more."""
    viewer = actor_of(request)
    found = queries.waiting(viewer, cursor=request.GET.get("cursor"))
    many = queries.count_waiting(viewer)
    employers = queries.employers(each.worker_id for each in found.items)
    firms = organizations.find(employers.values()) if employers else {}
    shown = {
        "lines": [
            {"of": each, "label": _label(each), "firm": firms.get(employers[each.worker_id]) if each.worker_id in employers else None} for each in found.items
        ],
        "next": found.next, "before": found.before, "to_verify": many, "open": paper.id if paper else None,
        "headline": ngettext("{n} paper waits for you", "{n} papers wait for you", many).format(n=many) if many
        else str(_("No paper waits for you")),
        "record": _record(Said(request), paper, refusal) if paper else None,
    }  # fmt: skip
    return frame.show(request, "console/verify.html", "verify", shown, status=refusal.status if refusal else 200)


def _record(said: Said, paper: "Credential", refusal: DomainError | None) -> dict[str, Any]:
    """Gather a paper, with the two ways to decide while nobody has."""
    faults = refusal.fields if isinstance(refusal, Invalid) else {}
    return {
        "of": paper, "her": paper.worker, "label": _label(paper),
        "identity": mask_number(queries.identity_number(paper.worker)), "undecided": not (paper.verified_at or paper.refused_at),
        "why": DOUBT_LABELS[Doubt(paper.refused_why)] if paper.refused_why else "",
        "error": refusal.sentence if refusal and not faults else "",
        "how_field": Field("how", _("How do you know it is genuine?"), "radio", said.one("how"), choices=list(HOW_LABELS.items()), error=faults.get("how", "")),
        "why_field": Field("why", _("Why can't it be accepted?"), "radio", said.one("why"), choices=list(DOUBT_LABELS.items()), error=faults.get("why", "")),
        "refusing": said.one("step") == "refuse",
    }  # fmt: skip


def _read(request: HttpRequest, said: Said, skills: list[Any]) -> dict[str, Any]:
    """Read a paper as it was entered.

    :raises Invalid:
    """
    faults: dict[str, Any] = {}
    kind = forms.choice(said, "kind", list(CredentialKind), faults)
    issued_on = forms.day(said, "issued_on", faults)
    expires_on = forms.day(said, "expires_on", faults, needed=False)
    occupation, grade = _skill(said, skills, faults)
    picture = forms.picture(request, "picture", faults)
    if not said.one("issuer").strip():
        faults["issuer"] = _("Please enter who issued it.")
    if kind == CredentialKind.SKILL and not grade:
        faults.setdefault("grade", _("Please choose one."))
    of: dict[str, Any] = {}
    if kind == CredentialKind.SKILL:
        of = {"occupation": occupation, "grade": grade}
    elif kind == CredentialKind.HEALTH:
        of = {"health_class": forms.choice(said, "health_class", HEALTH_LABELS, faults)}
        of["fit"] = forms.choice(said, "fit", FOUND, faults) == FIT
    forms.judged(faults)
    return {
        "kind": CredentialKind(kind), "issuer": said.one("issuer"), "number": said.one("number"), "issued_on": issued_on,
        "expires_on": expires_on, "picture": picture, **of,
    }  # fmt: skip


def _skill(said: Said, skills: list[Any], faults: dict[str, Any]) -> tuple[str, int | None]:
    """Read occupation and level from the one select that holds both."""
    chosen = said.one("grade")
    if not chosen:
        return "", None
    if chosen not in {value for _group, those in skills for value, _label in those}:
        faults["grade"] = _("Please choose one.")
        return "", None
    occupation, _parted, grade = chosen.partition(PARTED)
    return occupation, int(grade)


def _skills() -> list[tuple[str, list[tuple[str, str]]]]:
    """List the levels that each occupation has, grouped. Two queries."""
    return [
        (named(each), [(f"{each.code}{PARTED}{level.grade}", f"{named(each)}{either('', ' ')}{named(level)}") for level in levels])
        for each, levels in catalogue.occupations()
        if levels
    ]  # fmt: skip


def _label(paper: "Credential") -> str:
    """Say what a paper is, with occupation and level where it has them."""
    kind = str(CREDENTIAL_LABELS[CredentialKind(paper.kind)])
    return " · ".join([kind, *records.particulars(paper)])
