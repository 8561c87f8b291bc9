"""Compare every worker's calendar with the orders, which are the truth."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.workers import queries as workers


class Command(BaseCommand):
    help = "Name every day of a worker whose mask isn't what her orders say, and every half hour sold twice; exit 1 when there is one."
    requires_system_checks = ["database"]

    def handle(self, *args: Any, **options: Any) -> None:
        found = [*workers.wrong_days(orders.held_masks()), *orders.overlaps()]
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the calendars")
        self.stdout.write("Every calendar is as the orders say.")
