"""Place an order: it always holds a worker's time."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.catalogue import rules as pricing
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.orders import events, queries, rules
from xunjiasao.domains.orders.actions.steps import hold, note
from xunjiasao.domains.orders.lifecycle import ORDER
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.rules import TooFarBetween
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers.actions import Change
from xunjiasao.kernel import ids, rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import in_city, masks

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters that nobody mixes up on the telephone."""


class SlotTaken(Refused):
    """Somebody else was faster, or nobody who keeps the promise is free. The interface adds alternatives."""

    code, says = "slot_taken", _("That time was just taken. Please choose another.")


@operation
def place(
    *,
    asked: pricing.Asked,
    quote_id: UUID | None,
    candidates: Sequence[UUID],
    chosen: bool,
    request_key: str,
    body: Any,
    actor: Actor,
    now: datetime,
) -> Order:
    """Place an order at the quoted price and hold the time of the first candidate who is free and gets there in time.

    :param candidates: who may come, best first; each keeps the promise on that day
    :param chosen: the resident asked for this very person
    :param body: the request as it came, for telling a repeat from a reused key
    :raises SlotTaken: none of them is
    :raises TooFarBetween: the chosen one is free, but can't get there in time
    :raises Invalid: past, off the grid of half hours, too soon or too far ahead
    :raises TooManyToCome: she has as many visits to come as one may have; of two requests at once both may pass at the edge
    :raises QuoteStale, QuoteMismatch, Missing: the quote is over, was for something else, or isn't hers
    """
    order_id, repeated = journal.claim(actor=actor, key=request_key, body=body, now=now)
    if repeated:
        return queries.order(actor, order_id)
    if fault := pricing.wrong_start(asked.starts_at, now):
        raise Invalid(fields={"starts_at": fault})
    if refusal := rules.too_many_to_come(queries.count_to_come(actor.who, now)):
        raise refusal
    quote = catalogue.quote_for_order(actor, quote_id, asked, now=now)
    order = _drawn_up(order_id, quote, actor, now)
    order.worker_id = holder = hold_first(order, candidates, named=chosen)
    fact = events.Placed(starts_at=order.starts_at, total_fen=order.total_fen, worker_id=holder, chosen=chosen)
    note(order, fact, actor=actor, now=now)
    _keep(order, now)
    return order


def hold_first(order: Order, candidates: Sequence[UUID], *, named: bool, freed: Sequence[Change] = ()) -> UUID:
    """Take the time of the first candidate who is free and gets there in time.

    :param named: it must be this very person
    :param freed: what is given back with it
    :raises SlotTaken: none of them is
    :raises TooFarBetween: the named one is free, but can't get there in time
    """
    reason = None
    for one in candidates:
        reason = hold(order, one, freed=freed)
        if reason is None:
            return one
    raise reason if named and isinstance(reason, TooFarBetween) else SlotTaken


def number_of(chance: UUID, placed_at: datetime) -> str:
    """Make the number that people say on the telephone, by chance: XJ261126-7K3QFM."""
    bits, letters = chance.int & ((1 << 62) - 1), ""
    for _each in range(6):
        bits, digit = divmod(bits, len(ALPHABET))
        letters += ALPHABET[digit]
    return f"XJ{in_city(placed_at):%y%m%d}-{letters}"


def _keep(order: Order, now: datetime) -> None:
    """Write the order's row; on a number that another order of the day has, under another one."""
    while not rows.insert(order, unless_there=True):
        order.number = number_of(ids.new(), now)


def _drawn_up(order_id: UUID, quote: Any, actor: Actor, now: datetime) -> Order:
    """Freeze price, service, promise and address as they stand."""
    ends_at = quote.starts_at + timedelta(minutes=quote.minutes)
    lead = timedelta(minutes=quote.snapshot["lead_min"])
    home = places.card(quote.address)
    place = queries.Place(home.full, home.full_name, home.contact_name, home.contact_phone)
    lat_e6, lng_e6 = home.point or (None, None)
    return Order(
        id=order_id, number=number_of(order_id, now), account_id=actor.who, offering_id=quote.offering_id,
        enterprise_id=quote.offering.enterprise_id, path=quote.path, stage=ORDER.first, starts_at=quote.starts_at, ends_at=ends_at,
        spans=[[on.isoformat(), mask] for on, mask in masks(quote.starts_at - lead, ends_at)], quantity=quote.quantity,
        extras=quote.extras, total_fen=quote.total_fen, snapshot=quote.snapshot, placed_at=now, version=0,
        place_sealed=seal(json.dumps(asdict(place), ensure_ascii=False), place=queries.place_of(order_id)),
        lat_e6=lat_e6, lng_e6=lng_e6,
    )  # fmt: skip
