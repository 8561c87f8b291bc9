"""Load what a city stands on: divisions, holidays, occupations and service standards."""

from typing import Any

from django.core.management.base import BaseCommand

from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.places import actions as places


class Command(BaseCommand):
    help = "Load divisions, holidays, occupations and service standards; running it again adds only what is new."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{places.load_divisions()} new divisions")
        self.stdout.write(f"{places.load_holidays()} special days")
        self.stdout.write(f"{catalogue.load_standards()} service standards")
