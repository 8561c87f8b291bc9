"""What an enterprise offers, and for how much."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xunjiasao.domains.catalogue import access, events, queries, rules
from xunjiasao.domains.catalogue.actions import edition
from xunjiasao.domains.catalogue.models import Extra, Offering, ServiceStandard, Surcharge
from xunjiasao.domains.catalogue.terms import CHARGE_LABELS, DAY_MIN
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.facts import Fact
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, either, tidy

MOST_FEN, MOST_EXTRAS, MOST_EXTRA_MIN, MOST_SHARE_BP = 10_000_000, 20, 240, 30_000
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")


class AlreadyOffered(Refused):
    code, says = "already_offered", _("This service is in your list already. Please change its price there.")


class NotAtWork(Refused):
    code, says = "not_at_work", _("The enterprise isn't active now.")


@operation
def open_offering(
    *,
    actor: Actor,
    enterprise_id: UUID,
    service: str,
    price_fen: int,
    min_quantity: int | None = None,
    extras: Sequence[rules.Extra] = (),
    surcharges: Sequence[rules.Surcharge] = (),
    now: datetime,
) -> Offering:
    """Offer a service wherever the enterprise serves.

    :param service: slug of the standard
    :param price_fen: for one unit
    :param min_quantity: the fewest units it comes for; None takes the standard's
    :raises Forbidden: it isn't the actor's enterprise
    :raises NotAtWork:
    :raises AlreadyOffered:
    :raises Invalid: with a sentence per field
    """
    if reason := access.may_run(actor, enterprise_id):
        raise reason
    enterprise = organizations.organization(actor, enterprise_id)
    if enterprise.status != Status.ACTIVE:
        raise NotAtWork
    standard, faults = queries.standard(service), _faults(price_fen, extras, surcharges)
    if enterprise.kind != Kind.ENTERPRISE:
        faults["enterprise"] = str(_("Only enterprises offer services."))
    if standard is None:
        raise Invalid(fields={"service": str(_("There is no such service."))} | faults)
    least = standard.min_quantity if min_quantity is None else min_quantity
    _check_least(least, standard, faults)
    if faults:
        raise Invalid(fields=faults)
    if queries.is_offered(enterprise_id, standard.id):
        raise AlreadyOffered
    row = Offering(
        enterprise=enterprise, standard=standard, path=enterprise.path, price_fen=price_fen, min_quantity=least
    )
    told = events.OfferingOpened(enterprise_id=enterprise_id, standard_id=standard.id, price_fen=price_fen)
    try:
        with transaction.atomic():
            _tell(row, told, actor=actor, now=now, new=True)
    except IntegrityError as race:  # it was offered a moment ago
        raise AlreadyOffered from race
    _put(row, extras, surcharges)
    return row


@operation
def set_price(
    *,
    actor: Actor,
    offering_id: UUID | str,
    price_fen: int,
    min_quantity: int | None = None,
    extras: Sequence[rules.Extra] | None = None,
    surcharges: Sequence[rules.Surcharge] | None = None,
    now: datetime,
) -> Offering:
    """Change what an offering costs; prices said before become stale, orders keep theirs.

    :param min_quantity: None leaves it; so do the next two
    :raises Missing:
    :raises Forbidden: it isn't the actor's enterprise
    :raises Invalid: with a sentence per field
    """
    row = queries.lock_offering(offering_id)
    if reason := access.may_run(actor, row.enterprise_id):
        raise reason
    faults = _faults(price_fen, extras or (), surcharges or ())
    least = row.min_quantity if min_quantity is None else min_quantity
    _check_least(least, row.standard, faults)
    if faults:
        raise Invalid(fields=faults)
    told = events.OfferingPriced(
        was_fen=row.price_fen, price_fen=price_fen, least=least,
        extras=None if extras is None else tuple((each.code, each.price_fen, each.minutes) for each in extras),
        surcharges=None if surcharges is None else tuple((each.kind.value, each.share_bp, each.from_min, each.to_min) for each in surcharges),
    )  # fmt: skip
    row.price_fen, row.min_quantity, row.version = price_fen, least, row.version + 1
    _put(row, extras, surcharges)
    _tell(row, told, actor=actor, now=now)
    return row


@operation
def withdraw_offering(*, actor: Actor, offering_id: UUID | str, now: datetime) -> Offering:
    """Offer it no more; orders that were placed go on.

    :raises Missing:
    :raises Forbidden: it isn't the actor's enterprise
    """
    return _turn(offering_id, False, actor, now)


@operation
def resume_offering(*, actor: Actor, offering_id: UUID | str, now: datetime) -> Offering:
    """Offer it again.

    :raises Missing:
    :raises Forbidden: it isn't the actor's enterprise
    """
    return _turn(offering_id, True, actor, now)


def _turn(offering_id: UUID | str, active: bool, actor: Actor, now: datetime) -> Offering:
    row = queries.lock_offering(offering_id)
    if reason := access.may_run(actor, row.enterprise_id):
        raise reason
    if row.active != active:
        row.active, row.version = active, row.version + 1
        said = events.OfferingResumed if active else events.OfferingWithdrawn
        _tell(row, said(enterprise_id=row.enterprise_id), actor=actor, now=now)
    return row


def _tell(row: Offering, fact: Fact, *, actor: Actor, now: datetime, new: bool = False) -> None:
    about = [("organization", row.enterprise_id)]
    row.head = journal.record(fact, stream=("offering", row.id), about=about, actor=actor, now=now, new=new)
    row.save(force_insert=new, force_update=not new)
    edition.turn()


def _put(row: Offering, extras: Sequence[rules.Extra] | None, surcharges: Sequence[rules.Surcharge] | None) -> None:
    if extras is not None:
        Extra.objects.filter(offering=row).delete()
        Extra.objects.bulk_create(
            Extra(
                offering=row,
                place=place,
                code=each.code,
                name=tidy(each.name),
                name_en=tidy(each.name_en),
                price_fen=each.price_fen,
                minutes=each.minutes,
            )
            for place, each in enumerate(extras)
        )
    if surcharges is not None:
        Surcharge.objects.filter(offering=row).delete()
        Surcharge.objects.bulk_create(
            Surcharge(offering=row, kind=each.kind, share_bp=each.share_bp, from_min=each.from_min, to_min=each.to_min)
            for each in surcharges
        )


def _check_least(least: int, standard: ServiceStandard, faults: dict[str, Any]) -> None:
    fault = rules.wrong_quantity(
        least, least=standard.min_quantity, most=standard.max_quantity, step=standard.step_quantity
    )
    if fault:
        faults["min_quantity"] = fault


def _faults(price_fen: int, extras: Sequence[rules.Extra], surcharges: Sequence[rules.Surcharge]) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    if not 0 <= price_fen <= MOST_FEN:
        faults["price_fen"] = str(_("Please give a price from 0 to {most} yuan.")).format(most=MOST_FEN // 100)
    if fault := _wrong_extras(extras):
        faults["extras"] = fault
    if fault := _wrong_surcharges(surcharges):
        faults["surcharges"] = fault
    return faults


def _wrong_extras(extras: Sequence[rules.Extra]) -> str | None:
    if len(extras) > MOST_EXTRAS:
        return str(_("At most {most} extras, please.")).format(most=MOST_EXTRAS)
    codes, names = {each.code for each in extras}, {tidy(each.name) for each in extras}
    if len(codes) < len(extras) or not all(CODE.fullmatch(code) for code in codes):
        return str(_("An extra needs a code of its own: a small letter, then small letters, digits or _, at most 20."))
    for each in extras:
        called = either(tidy(each.name), each.name_en)
        if not 1 <= len(tidy(each.name)) <= 30 or len(each.name_en) > 60:
            return str(_("An extra needs a name of at most 30 characters, 60 in English."))
        if not 0 <= each.price_fen <= MOST_FEN:
            says = _("{name}: please give a price from 0 to {most} yuan.")
            return str(says).format(name=called, most=MOST_FEN // 100)
        if not 0 <= each.minutes <= MOST_EXTRA_MIN:
            return str(_("{name}: from 0 to {most} minutes.")).format(name=called, most=MOST_EXTRA_MIN)
    return str(_("Two extras have the same name.")) if len(names) < len(extras) else None


def _wrong_surcharges(surcharges: Sequence[rules.Surcharge]) -> str | None:
    if len({each.kind for each in surcharges}) < len(surcharges):
        return str(_("Each surcharge stands once."))
    for each in surcharges:
        if not 0 < each.share_bp <= MOST_SHARE_BP:
            says = _("{name}: above 0, at most {most} per cent.")
            return str(says).format(name=CHARGE_LABELS[each.kind], most=MOST_SHARE_BP // 100)
        if not 0 <= each.from_min < each.to_min <= DAY_MIN:
            return str(_("{name}: it must end after it starts.")).format(name=CHARGE_LABELS[each.kind])
    return None
