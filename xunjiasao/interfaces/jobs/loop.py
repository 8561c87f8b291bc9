"""The loop of `manage.py jobs`: the outbox first, then whose turn it is; errors are logged and tried again."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import structlog
from django.db import close_old_connections

from xunjiasao.domains.journal import actions, queries
from xunjiasao.domains.journal.actions.deliver import Listener
from xunjiasao.interfaces.jobs.schedule import HOLD, RETRY, Job

IDLE_S, TROUBLE_S = 0.5, 2.0
AT_ONCE = 200
log = structlog.get_logger(__name__)


def run(
    *,
    listeners: Mapping[str, Listener],
    schedule: Iterable[Job],
    clock: Callable[[], datetime],
    stop: threading.Event,
    heartbeat: Path,
) -> None:
    """Work until asked to stop; what is under way is finished first.

    :param heartbeat: a file touched on every round; one that grows old means that this process hangs
    """
    jobs = {job.name: job for job in schedule}
    while not stop.is_set():
        wait_s = IDLE_S
        try:
            close_old_connections()
            deliver(listeners=listeners, clock=clock, stop=stop)
            for name in queries.due_turns(jobs, clock()):
                if not stop.is_set():
                    take(jobs[name], clock=clock)
            _beat(heartbeat)
        except Exception:  # the loop outlives whatever goes wrong in it, above all a database that is away
            log.exception("jobs_failed")
            wait_s = TROUBLE_S
        stop.wait(wait_s)


def deliver(*, listeners: Mapping[str, Listener], clock: Callable[[], datetime], stop: threading.Event) -> int:
    """Deliver what is due, a batch at most.

    :returns: how many
    """
    done = 0
    while done < AT_ONCE and not stop.is_set() and queries.is_delivery_due(clock()):
        if not actions.deliver_next(listeners=listeners, now=clock()):
            break
        done += 1
    return done


def take(job: Job, *, clock: Callable[[], datetime]) -> bool:
    """Do a job if it is free.

    :returns: whether it was done
    """
    now = clock()
    if not actions.take_turn(job=job.name, hold=HOLD, now=now):
        return False
    try:
        job.run(now)
    except Exception as failed:  # a job may fail in any way; it is tried again
        log.exception("job_failed", job=job.name)
        actions.end_turn(job=job.name, due_at=clock() + RETRY, reason=type(failed).__name__, now=clock())
        return False
    actions.end_turn(job=job.name, due_at=job.next_after(now), now=clock())
    return True


def _beat(heartbeat: Path) -> None:
    heartbeat.parent.mkdir(parents=True, exist_ok=True)
    heartbeat.touch()
    os.utime(heartbeat)
