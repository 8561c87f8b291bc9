"""Record a fact about an account, and keep its stream's head in the account's own row."""

from collections.abc import Iterable
from datetime import datetime

from xunjiasao.domains.journal.actions import record
from xunjiasao.domains.journal.actions.record import Thing
from xunjiasao.domains.people.models import Account
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import Fact


def note(
    account: Account, fact: Fact, *, actor: Actor, now: datetime, about: Iterable[Thing] = (), new: bool = False
) -> None:
    """:param account: locked, or made in this transaction"""
    account.head = record(fact, stream=("account", account.pk), about=about, actor=actor, now=now, new=new)
    Account.objects.filter(id=account.pk).update(head=account.head)
