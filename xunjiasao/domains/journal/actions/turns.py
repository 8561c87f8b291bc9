"""Let one process at a time do a job of the clock."""

from datetime import datetime, timedelta

from django.db.models import Q

from xunjiasao.domains.journal.models import Turn
from xunjiasao.kernel.operations import operation


@operation
def take_turn(*, job: str, hold: timedelta, now: datetime) -> bool:
    """Take a job whose turn it is, or that never had one, so that no other process does it as well.

    :param hold: after this long without `end_turn` the process counts as dead and another may take the job
    :returns: whether it was free
    """
    Turn.objects.bulk_create([Turn(job=job, due_at=now)], ignore_conflicts=True)
    free = Turn.objects.filter(Q(held_until=None) | Q(held_until__lte=now), job=job, due_at__lte=now)
    return bool(free.update(held_until=now + hold, began_at=now))


@operation
def end_turn(*, job: str, due_at: datetime, reason: str = "", now: datetime) -> None:
    """Give a job back.

    :param due_at: when it is its turn again
    :param reason: why it failed, in a word
    """
    Turn.objects.filter(job=job).update(held_until=None, ended_at=now, due_at=due_at, reason=reason[:200])
