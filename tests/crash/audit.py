"""Look whether a database holds whole orders only, and all of those that were acknowledged.

    echo '["<order id>", …]' | python -m tests.crash.audit

Run as a process of its own with a server's environment; prints a line for every fault.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

import django


def faults(acknowledged: list[UUID]) -> Iterator[str]:
    """Name what is lost or half done."""
    from xunjiasao.domains.journal import queries as journal
    from xunjiasao.domains.journal import rules
    from xunjiasao.domains.journal.models import About, Delivery, Entry, RequestKey
    from xunjiasao.domains.orders import queries as orders
    from xunjiasao.domains.orders.models import Order
    from xunjiasao.domains.workers import queries as workers
    from xunjiasao.domains.workers.models import Day
    from xunjiasao.interfaces.jobs.management.commands.check_journal import SUBJECTS

    kept = {order.id: order for order in Order.objects.all()}
    yield from (f"order {lost}: acknowledged, but lost" for lost in acknowledged if lost not in kept)
    told: dict[str, list[Any]] = {}
    for entry in Entry.objects.filter(stream__startswith="order:").order_by("stream", "seq"):
        told.setdefault(entry.stream, []).append(entry)
    heard = set(Delivery.objects.values_list("entry_id", "listener"))
    about = set(About.objects.values_list("entry_id", "kind", "thing_id"))
    masks = {(day.worker_id, day.on): day.taken for day in Day.objects.all()}
    for order in kept.values():
        entries = told.pop(f"order:{order.id}", [])
        if [entry.seq for entry in entries] != list(range(1, order.version + 1)) or entries[0].name != "order.placed":
            yield f"order {order.id}: {len(entries)} entries for version {order.version}"
        for entry in entries:
            if missing := {(entry.id, listener) for listener in rules.listeners(entry.name)} - heard:
                yield f"order {order.id}: {entry.name} isn't delivered to {missing}"
            if (entry.id, "account", order.account_id) not in about or (entry.id, "order", order.id) not in about:
                yield f"order {order.id}: {entry.name} isn't told to whom it concerns"
        for on, mask in order.spans if order.worker_id and order.stage != "cancelled" else ():
            if masks[order.worker_id, date.fromisoformat(on)] & mask != mask:
                yield f"order {order.id}: its time on {on} isn't held"
    yield from (f"{left}: entries of an order that isn't there" for left in told)
    for key in RequestKey.objects.all():
        if key.result_id not in kept:
            yield f"request {key.key}: it led to {key.result_id}, which isn't there"
    yield from workers.wrong_days(orders.held_masks())
    yield from orders.overlaps()
    yield from journal.tampering(chain.from_iterable(domain.heads() for domain in SUBJECTS))


if __name__ == "__main__":
    django.setup()
    for fault in faults([UUID(text) for text in json.load(sys.stdin)]):
        print(fault)
