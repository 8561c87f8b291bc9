"""Open the account of somebody of the Women's Federation, or give an account that seat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from xunjiasao.domains.people import actions
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.interfaces.jobs.management.commands import make_operator
from xunjiasao.kernel.actor import Actor


class Command(make_operator.Command):
    help = "Give somebody the Federation's desk of a division: asks for a password, prints the secret of the one-time numbers once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--division", default=settings.XJS.city, help="code or id; the whole city by default")

    def handle(self, *args: Any, **options: Any) -> None:
        if places.find_division(options["division"]) is None:
            raise CommandError(f"{options['division']} is no division; has the city been loaded (load_city)?")
        super().handle(*args, **options)

    def seat(self, account_id: UUID, *, actor: Actor, now: datetime, **options: Any) -> None:
        path = places.division(options["division"]).path
        actions.give_seat(account_id=account_id, role=Role.FEDERATION, path=path, actor=actor, now=now)
