"""What every change of an organization ends with."""

from datetime import datetime

from django.db.models import F

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.organizations.models import Edition, Organization
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.facts import Fact


def tell(row: Organization, fact: Fact, *, actor: Actor, now: datetime, new: bool = False) -> None:
    """Record a fact, keep the head of the stream, save the row, and count the change."""
    row.head = journal.record(fact, stream=("organization", row.id), actor=actor, now=now, new=new)
    row.save(force_insert=new, force_update=not new)
    if not Edition.objects.filter(id=1).update(number=F("number") + 1):
        Edition.objects.bulk_create([Edition(id=1, number=1)], ignore_conflicts=True)
