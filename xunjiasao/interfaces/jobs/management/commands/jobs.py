"""Deliver facts and run the clock's jobs until told to stop."""

import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from xunjiasao.interfaces.entry import clock
from xunjiasao.interfaces.jobs import loop
from xunjiasao.interfaces.jobs.listeners import LISTENERS
from xunjiasao.interfaces.jobs.schedule import SCHEDULE


class Command(BaseCommand):
    help = "Deliver facts to their listeners and run what the clock asks for; any number of these may run."
    requires_system_checks = ["database"]

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask)
        loop.run(
            listeners=LISTENERS,
            schedule=SCHEDULE,
            clock=clock.now,
            stop=stop,
            heartbeat=settings.XJS.var / "jobs.alive",
        )
