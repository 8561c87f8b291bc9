"""Look for anything in the journal that was changed, cut, moved or put back."""

from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.journal import queries
from xunjiasao.domains.journal.actions import guards
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.workers import queries as workers

SUBJECTS = (people, places, organizations, catalogue, workers, orders)


class Command(BaseCommand):
    help = "Name every entry of the journal that was tampered with; exit 1 when there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="folder of exported day heads, kept where an editor can't reach")

    def handle(self, *args: Any, heads: Path | None, **options: Any) -> None:
        kept = heads or settings.XJS.var / "heads"
        if heads and not heads.is_dir():
            raise CommandError(f"{heads} is no folder")
        found = [f"trigger {name} is missing" for name in guards.missing()]
        subjects = chain.from_iterable(domain.heads() for domain in SUBJECTS)
        found += queries.tampering(subjects, heads=kept if kept.is_dir() else None)
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} signs of tampering")
        self.stdout.write("The journal is as it was written.")
