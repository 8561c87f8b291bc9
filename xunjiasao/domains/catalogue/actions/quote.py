"""Say a price, and stand by it for a quarter of an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue import access, queries, rules
from xunjiasao.domains.catalogue.models import Quote
from xunjiasao.domains.catalogue.terms import QUOTE_VALID_MIN
from xunjiasao.domains.places import queries as places
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation

KEPT = timedelta(days=1)


@operation
def quote(
    *,
    actor: Actor,
    offering_id: UUID | str,
    address_id: UUID | str,
    starts_at: datetime,
    quantity: int,
    extras: Sequence[str],
    now: datetime,
) -> Quote:
    """Say what a visit costs, line by line; the price holds for a quarter of an hour.

    :raises Missing: the offering isn't there, or the address isn't the actor's
    :raises Invalid: with a sentence per field
    """
    if reason := access.may_ask_price(actor):
        raise reason
    home = places.address(actor, address_id)
    found = queries.offer(actor, offering_id)
    faults: dict[str, Any] = {}
    if fault := rules.wrong_start(starts_at, now):
        faults["starts_at"] = fault
    if fault := queries.wrong_place(found.offering, home.path):
        faults["address"] = fault
    try:
        needed = queries.needs(found, quantity=quantity, extras=extras)
    except Invalid as wrong:
        raise Invalid(fields=faults | wrong.fields) from wrong
    if not found.offering.active:
        faults["offering"] = str(queries.NOT_OFFERED)
    if faults:
        raise Invalid(fields=faults)
    snapshot = queries.snapshot(found, needed, starts_at=starts_at)
    said = Quote(
        account_id=actor.who, offering=found.offering, offering_version=found.offering.version, address=home, path=home.path,
        starts_at=starts_at, minutes=needed.minutes, quantity=quantity, extras=list(needed.extras), total_fen=snapshot["total_fen"],
        snapshot=snapshot, made_at=now, valid_until=now + timedelta(minutes=QUOTE_VALID_MIN),
    )  # fmt: skip
    rows.insert(said)
    return said


@operation
def forget_quotes(*, now: datetime) -> int:
    """Delete the quotes that ended a day ago; for the clock.

    :returns: how many there were
    """
    return Quote.objects.filter(valid_until__lt=now - KEPT).delete()[0]
