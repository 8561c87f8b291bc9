"""Signing in and out, and the sessions that are open."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xunjiasao.domains.people import actions, queries, rules
from xunjiasao.domains.people.actions import NumberUsed, SignedIn
from xunjiasao.domains.people.terms import ROLE_LABELS, STAFF, Power, Role
from xunjiasao.interfaces.console import forms, frame
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import actors, clock, demo, pages
from xunjiasao.interfaces.entry.actors import PUBLIC, SIGNED_IN
from xunjiasao.interfaces.entry.fields import SENTENCES
from xunjiasao.interfaces.entry.routes import actor_of, opens
from xunjiasao.kernel import ids
from xunjiasao.kernel.errors import DomainError, Invalid, Missing
from xunjiasao.kernel.text import _

FIRST = {Power.RUN_ORDERS: "todo", Power.OVERSEE: "overview", Power.RECEIVE: "station"}
MACHINE_ROOM = "/admin/"
CLIENT = "/m/"


@require_safe
@opens(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """Go to the first page of the desk that is one's own."""
    held = rules.powers(actor_of(request).seats)
    found = next((name for power, name in FIRST.items() if power in held), None)
    if found:
        return redirect(f"console:{found}")
    return redirect(MACHINE_ROOM if Power.OPERATE in held else CLIENT)


@opens(PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for phone, password and one-time number."""
    if request.method != "POST":
        return redirect(_onward(request)) if actor_of(request).signed_in else _form(request, {})
    said = {name: request.POST.get(name, "")[:128] for name in ("phone", "password", "otp")}
    try:
        forms.judged({name: SENTENCES["missing"] for name, given in said.items() if not given.strip()})
        entered = actions.sign_in_by_password(
            **said, device=actors.device_of(request), address=actors.address_of(request), now=clock.now()
        )
    except DomainError as refusal:
        return _form(request, {"phone": said["phone"]}, refusal)
    return _enter(request, entered)


@require_POST
@opens(PUBLIC)
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's staff, with the number that her telephone would show."""
    phone, now = request.POST.get("phone", ""), clock.now()
    account = next((each for each in demo.accounts() if each["phone"] == phone and each.get("totp_secret")), None)
    if account is None:
        raise Http404
    numbers = demo.numbers(account, now)
    for otp in numbers:
        try:
            entered = actions.sign_in_by_password(
                phone=phone, password=account["password"], otp=otp, device=actors.device_of(request),
                address=actors.address_of(request), now=now,
            )  # fmt: skip
        except NumberUsed as used:
            if otp == numbers[-1]:
                return _form(request, {}, used)
        except DomainError as refusal:
            return _form(request, {}, refusal)
        else:
            return _enter(request, entered)
    raise Http404


@require_POST
@opens(PUBLIC)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    actor = actor_of(request)
    if actor.session_id:
        actions.end_session(session_id=actor.session_id, actor=actor, now=clock.now())
    response = redirect("console:sign-in")
    actors.forget(response)
    return response


@require_safe
@opens(SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of whoever asks."""
    actor = actor_of(request)
    found = queries.sessions(actor, now=clock.now(), cursor=request.GET.get("cursor"), limit=None)
    shown = {
        "sessions": [(each, actors.device_name(each.device)) for each in found.items],
        "current": actor.session_id,
        "next": found.next,
        "before": found.before,
        "staff": rules.is_staff(actor.seats),
    }
    return frame.show(request, "console/sessions.html", "sessions", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(SIGNED_IN)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    actor, said, refusal = actor_of(request), Said(request), None
    if not rules.is_staff(actor.seats):
        raise Missing  # everybody else signs in by code
    if forms.sent(request):
        try:
            if said.one("password") != said.one("again"):
                raise Invalid(fields={"again": _("The two aren't the same.")})
            actions.change_password(current=said.one("current"), new=said.one("password"), actor=actor, now=clock.now())
            says = str(_("Your password is changed. Wherever else you were signed in, you are signed out."))
            return forms.done(request, says, reverse("console:sessions"))
        except DomainError as refused:
            refusal = refused
    sheet = Sheet("sessions", _("Change your password"), _("Change it"), reverse("console:sessions"))
    fields = [
        Field("current", _("Your password so far"), "password", most=128, fill="current-password"),
        Field("password", _("New password"), "password", hint=_("At least 10 characters, not a common one."), most=128, fill="new-password"),
        Field("again", _("New password, once more"), "password", most=128, fill="new-password"),
    ]  # fmt: skip
    return forms.draw(request, sheet, fields, refusal)


@require_POST
@opens(SIGNED_IN)
def end_session(request: HttpRequest, session_id: str) -> HttpResponse:
    """End one of one's own sessions."""
    actor, key = actor_of(request), ids.parse(session_id)
    if key is None:
        raise Missing
    actions.end_session(session_id=key, actor=actor, now=clock.now())
    if key != actor.session_id:
        return redirect("console:sessions")
    response = redirect("console:sign-in")
    actors.forget(response)
    return response


def _form(request: HttpRequest, kept: dict[str, str], refusal: DomainError | None = None) -> HttpResponse:
    fields = {name: str(says) for name, says in refusal.fields.items()} if isinstance(refusal, Invalid) else {}
    staff = [each for each in demo.accounts() if Role(each["role"]) in STAFF]
    shown: dict[str, Any] = {
        "kept": kept, "fields": fields, "error": refusal.sentence if refusal and not fields else "",
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "accounts": [{**each, "role_label": ROLE_LABELS[Role(each["role"])]} for each in staff],
    }  # fmt: skip
    return render(request, "console/sign-in.html", shown, status=refusal.status if refusal else 200)


def _enter(request: HttpRequest, entered: SignedIn) -> HttpResponse:
    response = redirect(_onward(request))
    actors.keep(response, entered.token, until=entered.expires_at)
    rotate_token(request)
    return response


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return pages.safe_next(request, wanted, reverse("console:desk"))
