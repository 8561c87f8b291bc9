"""Bookings meet leave, hours and release on one worker's days, inside a process that belongs to one database.

python -m tests.storm.calendars <meeting> [bare]      what went wrong, as JSON on stdout

`bare` takes the guard away: days aren't locked before they are read, the worker is locked with her key, and who is
released leaves her days open. It is the control that must fail.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.db import DatabaseError, connection, transaction

from tests.domains.orders import makers as orders_makers
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.catalogue.models import Offering
from xunjiasao.domains.orders import actions as orders
from xunjiasao.domains.organizations.models import Organization
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.places.models import Address
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.actions import Change, archive
from xunjiasao.domains.workers.models import Worker
from xunjiasao.kernel.errors import DomainError
from xunjiasao.kernel.time import at_slot, day_of

ON = day_of(NOW) + timedelta(days=1)
MORNING = 0b1111 << 20
ROUNDS = 15
HOURS = [((1 << many) - 1) << 16 for many in (20, 21)]
faults: list[str] = []
begun, over = threading.Event(), threading.Event()


def beside(work: Callable[[], None]) -> threading.Thread:
    def inside() -> None:
        try:
            work()
        except DatabaseError as fault:
            faults.append(str(fault))
        finally:
            connection.close()

    thread = threading.Thread(target=inside)
    thread.start()
    return thread


def hours() -> None:
    """Her hours are saved again and again while families book her and cancel."""
    her, home = queries.workers(SYSTEM)[0], Address.objects.order_by("id").first()
    enterprise, offering = Organization.objects.get(kind=Kind.ENTERPRISE), Offering.objects.get()
    resident = people.actor_of(home.account_id)
    house = orders_makers.House(enterprise, offering, SYSTEM, resident, home, [her])

    def save() -> None:
        saved = 0
        while not over.is_set():
            saved += 1
            masks = dict.fromkeys(range(7), HOURS[saved % 2])
            try:
                actions.set_pattern(worker_id=her.id, masks=masks, actor=house.desk, now=NOW)
            except DatabaseError as fault:
                faults.append(str(fault))
            time.sleep(0.01)  # let the families in, where there is one writer

    saving = beside(save)
    for number in range(ROUNDS):
        at = orders_makers.TOMORROW_TEN + timedelta(days=number % 20)
        try:
            order = orders_makers.order(house, starts_at=at, chosen=her)
            orders.cancel(order_id=order.id, reason="", actor=house.resident, now=NOW, agreed_fen=0)
        except DatabaseError as fault:
            faults.append(str(fault))
    over.set()
    saving.join(60)


def leave() -> None:
    """She asks for leave while a booking that nobody sees yet holds some of it."""
    her = queries.workers(SYSTEM)[0]

    def ask() -> None:
        begun.wait(10)
        try:
            actions.take_leave(
                worker_id=her.id, starts_at=at_slot(ON, 0), ends_at=at_slot(ON, 48), actor=SYSTEM, now=NOW
            )
        except DomainError:
            return
        faults.append("a visit lies inside her leave")

    asking = beside(ask)
    with transaction.atomic():
        assert actions.change_days([Change(her.id, ON, take=MORNING)])
        begun.set()
        time.sleep(0.5)  # she asks meanwhile
    asking.join(60)


def release() -> None:
    """Her enterprise lets her go while a booking waits for her time."""
    her = queries.workers(SYSTEM)[0]

    def book() -> None:
        begun.wait(10)
        if actions.change_days([Change(her.id, ON, take=MORNING)]):
            faults.append("a visit is held by somebody who belongs to nobody")

    booking = beside(book)
    with transaction.atomic():
        actions.release(worker_id=her.id, actor=SYSTEM, now=NOW)
        begun.set()
        time.sleep(0.5)  # the booking waits meanwhile
    booking.join(60)


def take_the_guard_away() -> None:
    def with_her_key(worker_id: object, **_first: object) -> Worker:
        return Worker.objects.select_for_update().get(id=worker_id)

    queries.lock_calendar = with_her_key  # type: ignore[assignment]  # that is the point
    archive.lay_out = lambda *_said, **_more: 0  # type: ignore[attr-defined]  # that is the point


MEETINGS = {"hours": hours, "leave": leave, "release": release}

if __name__ == "__main__":
    if sys.argv[2:] == ["bare"]:
        take_the_guard_away()
    MEETINGS[sys.argv[1]]()
    print(json.dumps(faults))
