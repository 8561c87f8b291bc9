"""Four transactions that meet on two workers' days, inside a process that belongs to one database.

python -m tests.storm.crossing [bare]      what went wrong, as JSON on stdout

One holds the first's morning and one the second's afternoon. Two more want just these and, refused, try the other
worker. `bare` takes the time with the same statement, but outside of the savepoint.
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

from tests.makers import NOW, SYSTEM
from xunjiasao.domains.workers import actions, queries
from xunjiasao.domains.workers.actions import Change, days
from xunjiasao.kernel.time import day_of

ON = day_of(NOW) + timedelta(days=1)
MORNING, AFTERNOON = 0b1111 << 20, 0b1111 << 28
FIRST, SECOND = sorted(worker.id for worker in queries.workers(SYSTEM))[:2]
faults: list[str] = []
held, go = threading.Event(), threading.Event()


def guarded(worker_id: object, mask: int) -> bool:
    return actions.change_days([Change(worker_id, ON, take=mask)])  # type: ignore[arg-type]  # an id


def bare(worker_id: object, mask: int) -> bool:
    return days._apply(Change(worker_id, ON, take=mask))  # type: ignore[arg-type]  # an id


def hold(take: Callable[[object, int], bool]) -> None:
    assert take(FIRST, MORNING)
    assert take(SECOND, AFTERNOON)
    held.set()
    go.wait(10)


def want(take: Callable[[object, int], bool], mask: int, near: object, far: object) -> None:
    if not take(near, mask):
        time.sleep(0.5)  # the other is refused meanwhile
        take(far, mask)


def run(work: Callable[..., None], *said: object) -> threading.Thread:
    def inside() -> None:
        try:
            with transaction.atomic():
                work(*said)
        except DatabaseError as fault:
            faults.append(str(fault))
        finally:
            connection.close()

    thread = threading.Thread(target=inside)
    thread.start()
    return thread


def main(take: Callable[[object, int], bool]) -> None:
    threads = [run(hold, take)]
    held.wait(10)
    threads += [run(want, take, MORNING, FIRST, SECOND), run(want, take, AFTERNOON, SECOND, FIRST)]
    time.sleep(1)  # both wait by now
    go.set()
    for thread in threads:
        thread.join(60)
    print(json.dumps(faults))


if __name__ == "__main__":
    main(bare if sys.argv[1:] == ["bare"] else guarded)
