"""The one place where a worker's time is taken and given back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.ready import plain
from xunjiasao.kernel.time import FULL_DAY


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What shall happen to one day of one worker.

    :param take: half hours to take; they must be open, and free once `free` is given back
    :param free: half hours to give back
    """

    worker_id: UUID
    on: date
    take: int = 0
    free: int = 0


@operation
def change_days(changes: Iterable[Change], *, provided: Callable[[], bool] = lambda: True) -> bool:
    """Take and give back half hours, all or none.

    One conditional UPDATE per day touched, in (worker, day) order, so that two bookings can neither
    sell one half hour twice nor wait for each other in a circle. It stands in a savepoint of its own: PostgreSQL
    keeps the lock of a row that was waited for and then didn't fit, and whoever tries somebody else next while
    holding it may wait for one who waits for her.

    :param provided: what else must hold; asked while the days are locked, so that no other booking of them comes between
    :returns: whether everything could be taken; if not, nothing was changed and nothing is locked
    """
    with transaction.atomic():
        taken = all(_apply(change) for change in _merged(changes)) and provided()
        if not taken:
            transaction.set_rollback(True)
    return taken


def _merged(changes: Iterable[Change]) -> list[Change]:
    """One change per worker and day; what is both given back and taken stays taken."""
    sums: dict[tuple[UUID, date], tuple[int, int]] = {}
    for change in changes:
        take, free = sums.get((change.worker_id, change.on), (0, 0))
        sums[change.worker_id, change.on] = (take | change.take, free | change.free)
    return [Change(worker_id, on, take & ~free, free & ~take) for (worker_id, on), (take, free) in sorted(sums.items())]


_CHANGE = """
UPDATE workers_day SET taken = (taken & %s) | %s
WHERE worker_id = %s AND "on" = %s AND (open & %s) = %s AND (taken & %s) = 0
"""


def _apply(change: Change) -> bool:
    whose, kept, take = plain(change.worker_id, connection), FULL_DAY & ~change.free, change.take
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, [kept, take, whose, plain(change.on, connection), take, take, take])
        return cursor.rowcount == 1 or not take
