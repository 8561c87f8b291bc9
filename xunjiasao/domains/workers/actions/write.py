"""What every change of an archive begins and ends with."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.workers import events
from xunjiasao.domains.workers.models import Worker
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import DomainError


def ask(refusal: DomainError | None) -> None:
    """Raise what access answered, if it is a refusal."""
    if refusal:
        raise refusal


def record(
    fact: events.Fact,
    worker: Worker,
    actor: Actor,
    now: datetime,
    *,
    about: Sequence[tuple[str, UUID]] = (),
    new: bool = False,
) -> str:
    """Record a fact in her stream and give the stream's head."""
    concerns = [("account", worker.account_id), *about]
    return journal.record(fact, stream=("worker", worker.id), about=concerns, actor=actor, now=now, new=new)


def record_all(facts: Sequence[events.Fact], worker: Worker, actor: Actor, now: datetime) -> str:
    """Record several facts in her stream and give the stream's head."""
    about = [("account", worker.account_id)]
    return journal.record_all(facts, stream=("worker", worker.id), about=about, actor=actor, now=now)


def keep_head(worker: Worker, head: str) -> None:
    """Keep the stream's head in her own row."""
    worker.head = head
    rows.update(worker, "head")
