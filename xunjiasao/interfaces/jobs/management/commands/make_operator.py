"""Open the account of an operator, or give an account that seat."""

import getpass
from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xunjiasao.domains.people import actions, queries
from xunjiasao.domains.people.rules import WrongPhone, read_phone
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.entry import clock
from xunjiasao.kernel.actor import Actor


class Command(BaseCommand):
    help = "Make somebody an operator: asks for a password, prints the secret of the one-time numbers once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("phone")
        parser.add_argument("name")

    def seat(self, account_id: UUID, *, actor: Actor, now: datetime, **options: Any) -> None:
        actions.give_seat(account_id=account_id, role=Role.OPERATOR, actor=actor, now=now)

    def handle(self, *args: Any, phone: str, name: str, **options: Any) -> None:
        system, now = Actor.system(), clock.now()
        try:
            number = read_phone(phone)
            password_hash = actions.hashed(getpass.getpass("Password: "))
        except (WrongPhone, actions.WeakPassword) as wrong:
            raise CommandError(" ".join(str(says) for says in wrong.fields.values())) from None
        known = queries.by_phone(number)
        account_id = known.pk if known else actions.open_account(phone=number, name=name, actor=system, now=now)
        secret = actions.totp_secret()
        self.seat(account_id, actor=system, now=now, **options)
        actions.set_password(account_id=account_id, password_hash=password_hash, actor=system, now=now)
        actions.set_totp(account_id=account_id, secret=secret, actor=system, now=now)
        address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=settings.XJS.brand_en)
        self.stdout.write(f"Scan this in an authenticator; it isn't shown again:\n{address}")
