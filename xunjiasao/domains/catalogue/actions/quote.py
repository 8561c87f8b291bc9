"""Say a price, and stand by it for a quarter of an hour."""

from datetime import datetime, timedelta
from typing import Any

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
def quote(*, asked: rules.Asked, actor: Actor, now: datetime) -> Quote:
    """Say what a visit costs, line by line; the price holds for a quarter of an hour.

    :raises Unauthenticated, Forbidden, ConsentWithdrawn: she may not book
    :raises Missing: the offering isn't there, or the address isn't the actor's
    :raises Invalid: with a sentence per field
    """
    if reason := access.may_ask_price(actor):
        raise reason
    home = places.address(actor, asked.address_id or "")
    found = queries.offer(actor, asked.offering_id)
    faults: dict[str, Any] = {}
    if fault := rules.wrong_start(asked.starts_at, now):
        faults["starts_at"] = fault
    if fault := queries.wrong_place(found.offering, home.path):
        faults["address"] = fault
    try:
        needed = queries.needs(found, quantity=asked.quantity, extras=asked.extras)
    except Invalid as wrong:
        raise Invalid(fields=faults | wrong.fields) from wrong
    if not found.offering.active:
        faults["offering"] = str(queries.NOT_OFFERED)
    if faults:
        raise Invalid(fields=faults)
    snapshot = queries.snapshot(found, needed, starts_at=asked.starts_at)
    said = Quote(
        account_id=actor.who, offering=found.offering, offering_version=found.offering.version, address=home, path=home.path,
        starts_at=asked.starts_at, minutes=needed.minutes, quantity=asked.quantity, extras=list(needed.extras), total_fen=snapshot["total_fen"],
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
