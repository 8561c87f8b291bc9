"""The register that a Federation keeps: enterprises and stations are entered, changed, suspended, given a desk."""

from typing import TYPE_CHECKING, Any

import pyotp
import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.organizations import actions, queries
from xunjiasao.domains.organizations.terms import DESKS, KIND_LABELS, STATUS_LABELS, Kind, Status
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people import queries as accounts
from xunjiasao.domains.people.actions import PhoneTaken
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.interfaces.console import areas, forms, frame, organizations, rows, scope
from xunjiasao.interfaces.console.enrolment import view
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel import ids
from xunjiasao.kernel.errors import DomainError, Invalid, Missing
from xunjiasao.kernel.text import _, either, ngettext

if TYPE_CHECKING:
    from uuid import UUID

    from xunjiasao.domains.organizations.models import Organization
    from xunjiasao.domains.people.models import Account

LISTS = {Kind.ENTERPRISE: "enterprises", Kind.STATION: "stations"}
WORDS = ("name_en", "short_name", "address", "phone", "hours")
TURNS = {"suspend": actions.suspend, "resume": actions.resume, "close": actions.close}
ASKS: dict[str, tuple[Any, Any, Any]] = {
    "suspend": (_("Suspend {name}?"), _("It leaves every list until you let it work again."), _("Suspend it")),
    "resume": (_("Let {name} work again?"), _("It stands in the lists again at once."), _("Let it work again")),
    "close": (_("Close {name} for good?"), _("It leaves every list for good and can't be opened again. Its name and credit code become free."), _("Close it for good")),
    "renew_keys": (_("Give {name} new keys?"), _("Her password and her one-time numbers so far end at once, and wherever she is signed in. You get new ones, once."), _("Give new keys")),
    "take_desk": (_("Take {name} from the desk?"), _("She can't open it any more, at once. Her own account stays, and what she did stays recorded under her name."), _("Take from the desk")),
}  # fmt: skip


@view
@opens(Power.KEEP_REGISTER)
def add_enterprise(request: HttpRequest) -> HttpResponse:
    return _add(request, Kind.ENTERPRISE)


@view
@opens(Power.KEEP_REGISTER)
def add_station(request: HttpRequest) -> HttpResponse:
    return _add(request, Kind.STATION)


@require_safe
@opens(Power.KEEP_REGISTER)
def entry(request: HttpRequest, organization_id: str) -> HttpResponse:
    """An organization's entry, who sits at its desk, and what can be done. Five queries."""
    viewer, row = actor_of(request), _kept(request, organization_id)
    covered = rows.where(queries.coverage(row.id))
    staff = accounts.names(accounts.holders(DESKS[Kind(row.kind)], row.id))
    offers = queries.offers(viewer, row)
    shown = {
        "of": row, "kind": KIND_LABELS[Kind(row.kind)], "chip": organizations.LOOKS[Status(row.status)],
        "covered": sorted(covered.values()), "staff": sorted(staff.items(), key=lambda one: one[1]),
        "steps": [
            {"name": each.step.name, "label": ASKS[each.step.name][2] if each.step.name in ASKS else each.step.label}
            for each in offers
        ],
        "list_url": reverse(f"console:{LISTS[Kind(row.kind)]}"), "turns": list(TURNS), "turning": any(each.step.name in TURNS for each in offers),
    }  # fmt: skip
    return frame.show(request, "console/entry.html", LISTS[Kind(row.kind)], shown)


@view
@opens(Power.KEEP_REGISTER)
def amend(request: HttpRequest, organization_id: str) -> HttpResponse:
    """Change an entry; the registered name and the credit code stay."""
    row = _kept(request, organization_id)
    said, refusal = Said(request, {name: getattr(row, name) for name in WORDS}), None
    if forms.sent(request):
        try:
            given: dict[str, Any] = {name: said.one(name) for name in WORDS}
            actions.amend(actor=actor_of(request), organization_id=row.id, now=clock.now(), **given)
            return forms.done(request, str(_("Saved: {name}.")).format(name=named(row)), _entry(row))
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(_at(row), str(_("Change the entry of {name}")).format(name=named(row)), _("Save"), _entry(row))
    return forms.draw(request, sheet, _words(said), refusal)


@view
@opens(Power.KEEP_REGISTER)
def coverage(request: HttpRequest, organization_id: str) -> HttpResponse:
    """Say anew where an organization serves."""
    row = _kept(request, organization_id)
    said, refusal = Said(request, {"covers": queries.coverage(row.id)}), None
    if forms.sent(request):
        try:
            covers = _ids(said.many("covers"))
            actions.set_coverage(actor=actor_of(request), organization_id=row.id, covers=covers, now=clock.now())
            return forms.done(request, str(_("Saved: {name}.")).format(name=named(row)), _entry(row))
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(_at(row), str(_("Where does {name} serve?")).format(name=named(row)), _("Save"), _entry(row))
    field = Field("covers", _("Places"), "area", choices=_places(Kind(row.kind), row.path, said.many("covers")))
    return forms.draw(request, sheet, [field], refusal)


@view
@opens(Power.KEEP_REGISTER)
def turn(request: HttpRequest, organization_id: str, step: str) -> HttpResponse:
    """Suspend, resume or close, after a question."""
    row = _kept(request, organization_id)
    if step not in TURNS:
        raise Missing
    refusal = None
    if forms.sent(request):
        try:
            done = TURNS[step](actor=actor_of(request), organization_id=row.id, now=clock.now())
            says = f"{named(done)}{either('：', ': ')}{STATUS_LABELS[Status(done.status)]}"
            return forms.done(request, says, _entry(row))
        except DomainError as refused:
            refusal = refused
    if refusal is None and all(each.step.name != step for each in queries.offers(actor_of(request), row)):
        raise Missing
    asks, tells, act = ASKS[step]
    sheet = Sheet(
        _at(row), str(asks).format(name=named(row)), act, _entry(row), keep=_("Leave it"), grave=step != "resume",
        tells=[("search", tells), *(_staying(row) if step != "resume" else [])],
    )  # fmt: skip
    return forms.draw(request, sheet, [], refusal)


@view
@opens(Power.KEEP_REGISTER)
def staff(request: HttpRequest, organization_id: str) -> HttpResponse:
    """Give one of its staff an account; what she signs in with is shown once and kept nowhere readable."""
    row = _kept(request, organization_id)
    said = Said(request)
    refusal: DomainError | None = None
    if forms.sent(request):
        password, secret = people.first_password(), people.totp_secret()
        try:
            made = actions.give_desk(
                actor=actor_of(request), organization_id=row.id, phone=said.one("phone"), name=said.one("name"),
                password_hash=people.hashed(password), totp_secret=secret, now=clock.now(),
            )  # fmt: skip
            return _handed(request, row, made, password, secret)
        except PhoneTaken as taken:
            refusal = Invalid(fields={"phone": taken.sentence})
        except DomainError as refused:
            refusal = refused
    sheet = Sheet(
        _at(row), str(_("An account for the desk of {name}")).format(name=named(row)), _("Open the account"), _entry(row),
        _("You get a first password and the key of her one-time numbers, once."), whole=True,
    )  # fmt: skip
    fields = [
        Field("phone", _("Her mobile number"), "tel", said.one("phone"), _("One that has no account yet."), mode="tel", most=20),
        Field("name", _("Her name"), value=said.one("name"), most=40),
    ]  # fmt: skip
    return forms.draw(request, sheet, fields, refusal)


@view
@opens(Power.KEEP_REGISTER)
def renew_keys(request: HttpRequest, organization_id: str, account_id: str) -> HttpResponse:
    """Give one of its staff new keys, after a question; they are shown once and kept nowhere readable."""
    row, her, refusal = *_at_desk(request, organization_id, account_id), None
    if forms.sent(request):
        password, secret = people.first_password(), people.totp_secret()
        try:
            actions.renew_keys(
                actor=actor_of(request), organization_id=row.id, account_id=her.pk, password_hash=people.hashed(password),
                totp_secret=secret, now=clock.now(),
            )  # fmt: skip
            return _handed(request, row, her.pk, password, secret)
        except DomainError as refused:
            refusal = refused
    return forms.draw(request, _asking(row, "renew_keys", her, whole=True), [], refusal)


@view
@opens(Power.KEEP_REGISTER)
def take_desk(request: HttpRequest, organization_id: str, account_id: str) -> HttpResponse:
    """Take its desk from one of its staff, after a question."""
    row, her, refusal = *_at_desk(request, organization_id, account_id), None
    if forms.sent(request):
        try:
            actions.take_desk(actor=actor_of(request), organization_id=row.id, account_id=her.pk, now=clock.now())
            says = str(_("{name} can't open the desk any more.")).format(name=_called(her))
            return forms.done(request, says, _entry(row))
        except DomainError as refused:
            refusal = refused
    return forms.draw(request, _asking(row, "take_desk", her), [], refusal)


def _add(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Enter an organization in the register."""
    viewer, said, refusal = actor_of(request), Said(request), None
    at = LISTS[kind]
    if forms.sent(request):
        try:
            place = places.divisions_at([areas.deepest(said)]).get(areas.deepest(said))
            if place is None or (kind == Kind.STATION and place.level != Level.COMMUNITY):
                missing = "community" if place else "county"
                raise Invalid(fields={missing: _("Please choose where it is.")})
            given: dict[str, Any] = {name: said.one(name) for name in WORDS}
            row = actions.open_organization(
                actor=viewer, kind=kind, name=said.one("name"), credit_code=said.one("credit_code"), division=place.id,
                covers=_ids(said.many("covers")), now=clock.now(), **given,
            )  # fmt: skip
            says = str(_("{name} is in the register. Give its first staff an account next.")).format(name=named(row))
            return forms.done(request, says, _entry(row))
        except DomainError as refused:
            refusal = refused
    titles = {Kind.ENTERPRISE: _("Enter an enterprise"), Kind.STATION: _("Enter a station")}
    sheet = Sheet(at, titles[kind], _("Enter it in the register"), reverse(f"console:{at}"))
    fields = [
        Field("name", _("Registered name"), value=said.one("name"), most=60),
        *areas.steps(said, counties=scope.counties(viewer), needed=3 if kind == Kind.STATION else 1),
        *_words(said),
    ]
    if kind == Kind.ENTERPRISE:
        code = Field("credit_code", _("Unified social credit code"), value=said.one("credit_code"), most=24)
        city = places.below(areas.CITY, Level.CITY).first()
        served = _places(kind, city.path, said.many("covers")) if city else []
        hint = _("Leave it empty when it serves just where it is.")
        fields = [
            fields[0],
            code,
            *fields[1:],
            Field("covers", _("Where it serves"), "area", hint=hint, choices=served),
        ]
    return forms.draw(request, sheet, fields, refusal)


def _handed(request: HttpRequest, row: "Organization", account_id: "UUID", password: str, secret: str) -> HttpResponse:
    """Show once what was made; nothing on the way keeps it."""
    brand, her = settings.XJS.brand_en, accounts.account(account_id)
    phone = accounts.phone_of(her)
    link = pyotp.TOTP(secret).provisioning_uri(name=phone, issuer_name=brand)
    shown = {
        "of": row, "name": _called(her), "phone": phone, "password": password, "secret": secret,
        "drawn": segno.make_qr(link).svg_inline(omitsize=True), "entry_url": _entry(row),
    }  # fmt: skip
    response = frame.show(request, "console/handed.html", _at(row), shown)
    response["Cache-Control"] = "private, no-store"
    return response


def _kept(request: HttpRequest, organization_id: str) -> "Organization":
    """Find an enterprise or a station of the viewer's register.

    :raises Missing:
    """
    row = queries.kept_by(actor_of(request), organization_id)
    if row.kind not in LISTS:
        raise Missing
    return row


def _at_desk(request: HttpRequest, organization_id: str, account_id: str) -> "tuple[Organization, Account]":
    """Find one of the staff of an organization of the viewer's register.

    :raises Missing:
    """
    row, key = _kept(request, organization_id), ids.parse(account_id)
    if key not in accounts.holders(DESKS[Kind(row.kind)], row.id):
        raise Missing
    return row, accounts.account(key)


def _asking(row: "Organization", step: str, her: "Account", *, whole: bool = False) -> Sheet:
    asks, tells, act = ASKS[step]
    return Sheet(
        _at(row), str(asks).format(name=_called(her)), act, _entry(row), tells, _("Leave it"), whole=whole, grave=step == "take_desk"
    )  # fmt: skip


def _staying(row: "Organization") -> list[tuple[str, Any]]:
    """Say what goes on when an organization leaves the lists. One query for an enterprise."""
    stays: list[tuple[str, Any]] = [("door", _("Its staff can still open its desk."))]
    if row.kind == Kind.ENTERPRISE:
        many = orders.count_open(enterprise_id=row.id)
        said = ngettext(
            "{n} of its orders is open. Its desk must see to it.",
            "{n} of its orders are open. Its desk must see to them.",
            many,
        )
        stays.insert(0, ("alert", said.format(n=many)) if many else ("check", _("None of its orders is open.")))
    return stays


def _called(her: "Account") -> str:
    return her.name or accounts.phone_masked(her)


def _at(row: "Organization") -> str:
    return LISTS[Kind(row.kind)]


def _entry(row: "Organization") -> str:
    return reverse("console:entry", args=[row.id])


def _words(said: Said) -> list[Field]:
    return [
        Field("short_name", _("Short name"), value=said.one("short_name"), needed=False, most=20),
        Field("name_en", _("Name in English"), value=said.one("name_en"), needed=False, most=100),
        Field("address", _("Street and number"), value=said.one("address"), needed=False),
        Field("phone", _("Telephone"), "tel", said.one("phone"), needed=False, mode="tel", most=20),
        Field("hours", _("Opening hours"), value=said.one("hours"), needed=False, most=60),
    ]


def _places(kind: Kind, path: str, chosen: tuple[str, ...]) -> list[areas.Branch]:
    """List where an organization may serve: counties and townships of the city; of a station's county, its communities."""
    keys = path.strip("/").split("/")
    if kind == Kind.STATION:
        return areas.tree([f"/{'/'.join(keys[:2])}/"], chosen, outer=Level.TOWNSHIP, inner=Level.COMMUNITY)
    return areas.tree([f"/{keys[0]}/"], chosen, outer=Level.COUNTY, inner=Level.TOWNSHIP)


def _ids(paths: tuple[str, ...]) -> list[str]:
    """Name places by their ids, as the actions do; what isn't a place stays what it was and is refused there."""
    found = places.divisions_at(paths)
    return [str(found[path].id) if path in found else path for path in paths]
