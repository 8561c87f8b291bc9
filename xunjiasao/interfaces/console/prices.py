"""What an enterprise offers: a service put into its list, its price changed, stopped and resumed."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xunjiasao.domains.catalogue import actions, queries, rules
from xunjiasao.domains.catalogue.terms import CHARGE_LABELS, DAY_MIN, UNIT_LABELS, Charge, Unit
from xunjiasao.domains.orders import queries as orders
from xunjiasao.interfaces.console import forms, scope, steps
from xunjiasao.interfaces.console.enrolment import view
from xunjiasao.interfaces.console.forms import Field, Said, Sheet
from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel.errors import DomainError, Missing
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.text import _, either, ngettext
from xunjiasao.kernel.time import SLOT_MIN, clock_text

if TYPE_CHECKING:
    from xunjiasao.domains.catalogue.models import Offering

SPARE_LINES = 3
"""empty lines for further extras"""
EXTRA = ("name", "name_en", "price", "minutes")
WHOLE_DAY = (0, DAY_MIN // SLOT_MIN)
USUAL = {Charge.EARLY: (0, 14), Charge.EVENING: (38, 48)}
"""the half hours that early morning and evening usually are: 0:00–7:00 and 19:00–24:00"""
TURNS = {"withdraw": actions.withdraw_offering, "resume": actions.resume_offering}
ASKS: dict[str, tuple[Any, Any, Any]] = {
    "withdraw": (_("Stop offering {service}?"), _("Families can't book it any more, at once."), _("Stop offering it")),
    "resume": (_("Offer {service} again?"), _("Families can book it at once, at your price."), _("Offer it again")),
}  # fmt: skip


@view
@opens(Power.RUN_OFFERINGS)
def add(request: HttpRequest) -> HttpResponse:
    """Offer one more service."""
    viewer, said, refusal = actor_of(request), Said(request), None
    firm = scope.own_firm(viewer)
    if forms.sent(request):
        try:
            given = _read(said)
            made = actions.open_offering(
                actor=viewer, enterprise_id=firm, service=said.one("service"), now=clock.now(), **given
            )
            says = str(_("You offer {service} now.")).format(service=named(made.standard))
            return forms.done(request, says, reverse("console:offerings"))
        except DomainError as refused:
            refusal = refused
    offered = {each.standard_id for each in queries.offerings_of(viewer, firm)}
    free = [each.standard for each in queries.services() if each.standard.id not in offered]
    if not free:
        return forms.done(
            request, str(_("You offer every service of the catalogue already.")), reverse("console:offerings")
        )
    choices = [(each.slug, f"{named(each)} · {UNIT_LABELS[Unit(each.unit)]}") for each in free]
    service = Field(
        "service",
        _("Service"),
        "select",
        said.one("service"),
        _("With the unit that its price is for."),
        choices=choices,
    )
    sheet = Sheet(
        "offerings",
        _("Offer a service"),
        _("Offer it"),
        reverse("console:offerings"),
        _("Families see exactly this before they order."),
    )
    return forms.draw(request, sheet, [service, *_fields(said)], refusal)


@view
@opens(Power.RUN_OFFERINGS)
def price(request: HttpRequest, offering_id: str) -> HttpResponse:
    """Change what a service costs."""
    row, tariff = _own(request, offering_id)
    said, refusal = Said(request, _so_far(row, tariff)), None
    if forms.sent(request):
        try:
            given = _read(said, tariff)
            actions.set_price(actor=actor_of(request), offering_id=row.id, now=clock.now(), **given)
            says = str(_("The price of {service} is changed. Whoever asked before must ask again.")).format(
                service=named(row.standard)
            )
            return forms.done(request, says, reverse("console:offerings"))
        except DomainError as refused:
            refusal = refused
    unit = UNIT_LABELS[Unit(row.standard.unit)]
    sheet = Sheet(
        "offerings", str(_("What does {service} cost?")).format(service=named(row.standard)), _("Change the price"), reverse("console:offerings"),
        str(_("Priced per {unit}. Orders that were placed keep their price.")).format(unit=unit),
    )  # fmt: skip
    return forms.draw(request, sheet, _fields(said), refusal)


@view
@opens(Power.RUN_OFFERINGS)
def turn(request: HttpRequest, offering_id: str, step: str) -> HttpResponse:
    """Stop or resume offering a service, after a question."""
    row, _tariff = _own(request, offering_id)
    if step not in TURNS:
        raise Missing
    refusal = None
    if forms.sent(request):
        try:
            done = TURNS[step](actor=actor_of(request), offering_id=row.id, now=clock.now())
            says = _("You offer {service} now.") if done.active else _("You offer {service} no more.")
            return forms.done(request, str(says).format(service=named(row.standard)), reverse("console:offerings"))
        except DomainError as refused:
            refusal = refused
    asks, tells, act = ASKS[step]
    sheet = Sheet(
        "offerings",
        str(asks).format(service=named(row.standard)),
        act,
        reverse("console:offerings"),
        keep=_("Leave it"),
        tells=[("search", tells), *(_withdrawn(row) if step == "withdraw" else [])],
        grave=step == "withdraw",
    )
    return forms.draw(request, sheet, [], refusal)


def _withdrawn(row: "Offering") -> list[tuple[str, Any]]:
    """Say what stays when a service isn't offered any more. One query."""
    many = orders.count_open(offering_id=row.id)
    stay = ngettext("{n} order of it is open and goes on.", "{n} orders of it are open and go on.", many).format(n=many)
    return [
        ("list", stay if many else _("No order of it is open.")),
        ("check", _("You can offer it again at any time.")),
    ]


def _own(request: HttpRequest, offering_id: str) -> tuple["Offering", rules.Tariff]:
    """Find an offering of the enterprise whose desk it is.

    :raises Missing: it isn't there, or is somebody else's
    """
    viewer = actor_of(request)
    found = queries.offer(viewer, offering_id)
    if found.offering.enterprise_id != scope.own_firm(viewer):
        raise Missing
    return found.offering, found.tariff


def _so_far(row: "Offering", tariff: rules.Tariff) -> dict[str, Any]:
    """Write a tariff as its form shows it."""
    kept: dict[str, Any] = {"price_fen": yuan(tariff.price_fen), "min_quantity": str(row.min_quantity)}
    kept |= {
        "extra_code": [each.code for each in tariff.extras], "extra_name": [each.name for each in tariff.extras],
        "extra_name_en": [each.name_en for each in tariff.extras], "extra_price": [yuan(each.price_fen) for each in tariff.extras],
        "extra_minutes": [str(each.minutes) for each in tariff.extras],
    }  # fmt: skip
    for each in tariff.surcharges:
        kept[f"share_{each.kind}"] = yuan(each.share_bp)
        kept |= {f"from_{each.kind}": str(each.from_min // SLOT_MIN), f"to_{each.kind}": str(each.to_min // SLOT_MIN)}
    return kept


def _fields(said: Said) -> list[Field]:
    """Draw price, least quantity, extras and surcharges."""
    return [
        Field("price_fen", _("Price in yuan"), value=said.one("price_fen"), mode="decimal", most=12),
        Field("min_quantity", _("Least that is booked"), value=said.one("min_quantity"), hint=_("Empty: as the standard says."), needed=False, mode="numeric", most=4),
        Field("extras", _("More, if wanted"), "extras", hint=_("For the whole visit. Empty a name to take its line away."), choices=_lines(said), needed=False),
        Field("surcharges", _("Costs more"), "charges", hint=_("In per cent, for the minutes inside. Empty: costs nothing more."), choices=_charges(said), needed=False),
    ]  # fmt: skip


def _lines(said: Said) -> list[dict[str, Any]]:
    """List the extras with the boxes of each that can't be right, then empty lines for further ones."""
    filled = [line | {"wrong": _wrong(line)} for line in _typed(said) if any(line[name] for name in EXTRA)]
    return [*filled, *(dict.fromkeys(("code", *EXTRA, "wrong"), "") for _each in range(SPARE_LINES))]


def _charges(said: Said) -> list[dict[str, Any]]:
    clocks = [(str(slot), clock_text(slot)) for slot in range(DAY_MIN // SLOT_MIN + 1)]
    made = []
    for kind in Charge:
        first, last = USUAL.get(kind, WHOLE_DAY)
        made.append({
            "kind": kind.value, "label": CHARGE_LABELS[kind], "share": said.one(f"share_{kind}"), "wrong": _share(said, kind) is None,
            "starts": said.one(f"from_{kind}") or str(first), "ends": said.one(f"to_{kind}") or str(last),
            "clocks": clocks,
        })  # fmt: skip
    return made


def _read(said: Said, so_far: rules.Tariff | None = None) -> dict[str, Any]:
    """Read a tariff as it was entered; extras that stay keep the code by which quotes name them.

    :raises Invalid:
    """
    faults: dict[str, Any] = {}
    price_fen = steps.fen(said.one("price_fen"))
    if price_fen is None:
        faults["price_fen"] = _("Please write the amount in yuan, as in 132.00.")
    least = said.one("min_quantity").strip()
    if least and steps.whole(least) is None:
        faults["min_quantity"] = _("Please give a whole number.")
    extras = _extras(said, so_far, faults)
    surcharges = [each for kind in Charge if (each := _surcharge(said, kind, faults))]
    forms.judged(faults)
    return {
        "price_fen": price_fen, "min_quantity": steps.whole(least) if least else None, "extras": extras, "surcharges": surcharges,
    }  # fmt: skip


def _typed(said: Said) -> list[dict[str, str]]:
    """Read the extras as they stand in their boxes, line by line."""
    columns = {name: said.many(f"extra_{name}") for name in ("code", *EXTRA)}
    return [
        {name: _at(column, number).strip() for name, column in columns.items()}
        for number in range(len(columns["name"]))
    ]


def _wrong(line: dict[str, str]) -> set[str]:
    """Name the boxes of an extra that can't be right; without name and price there is none."""
    if not line["name"]:
        return {"name"} if line["price"] or line["name_en"] else set()
    cost, minutes = steps.fen(line["price"]), steps.whole(line["minutes"] or "0")
    return {name for name, read in (("price", cost), ("minutes", minutes)) if read is None}


def _extras(said: Said, so_far: rules.Tariff | None, faults: dict[str, Any]) -> list[rules.Extra]:
    known = {each.code for each in so_far.extras} if so_far else set()
    codes, made = set(known), []
    for line in _typed(said):
        wrong = _wrong(line)
        cost, minutes = steps.fen(line["price"]), steps.whole(line["minutes"] or "0")
        if "name" in wrong:
            faults["extras"] = _("Each extra needs a name.")
        elif wrong:
            faults["extras"] = str(_("{name}: write the price in yuan and the minutes as a number.")).format(
                name=either(line["name"], line["name_en"])
            )
        elif line["name"] and cost is not None and minutes is not None:
            code = line["code"] if line["code"] in known else _fresh(codes)
            codes.add(code)
            made.append(rules.Extra(code, line["name"], line["name_en"], cost, minutes))
    return made


def _fresh(taken: set[str]) -> str:
    """Give an extra a code that none of these has."""
    return next(code for number in range(1, len(taken) + 2) if (code := f"extra_{number}") not in taken)


def _surcharge(said: Said, kind: Charge, faults: dict[str, Any]) -> rules.Surcharge | None:
    share_bp = _share(said, kind)
    if share_bp == 0:
        return None
    starts, ends = steps.whole(said.one(f"from_{kind}") or "0"), steps.whole(said.one(f"to_{kind}") or "48")
    if share_bp is None or starts is None or ends is None:
        faults["surcharges"] = str(_("{name}: write the per cent as a number.")).format(name=CHARGE_LABELS[kind])
        return None
    return rules.Surcharge(kind, share_bp, starts * SLOT_MIN, ends * SLOT_MIN)


def _share(said: Said, kind: Charge) -> int | None:
    """Read per cent with two decimals, which are written as yuan with their cents; None when it can't be one."""
    return steps.fen(said.one(f"share_{kind}").strip().removesuffix("%").strip() or "0")


def _at(column: tuple[str, ...], number: int) -> str:
    return column[number] if number < len(column) else ""
