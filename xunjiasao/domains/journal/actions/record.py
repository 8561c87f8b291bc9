"""Append a fact to its stream."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import About, Delivery, Entry, Stream
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import journal_code
from xunjiasao.kernel.facts import Fact
from xunjiasao.kernel.operations import operation

Thing = tuple[str, UUID]


@operation
def record(
    fact: Fact, *, stream: Thing, about: Iterable[Thing] = (), actor: Actor, now: datetime, new: bool = False
) -> str:
    """Append a fact to the stream of its subject and put it into the outbox.

    Called inside the action whose change it tells of, so that both stand or fall together.

    :param stream: kind and id of the subject, as ("order", id); always among those it is about
    :param about: whom else it concerns; their timelines show it
    :param new: the subject was made in this same transaction, so no stream can be there yet
    :returns: the new head of the stream, to be kept in the subject's own row
    """
    key = f"{stream[0]}:{stream[1]}"
    before = None if new else queries.lock_stream(key)
    seq, previous = (before.seq + 1, before.head) if before else (1, GENESIS)
    concerns = sorted({(kind, str(thing)) for kind, thing in [stream, *about]})
    entry = Entry(
        stream=key, seq=seq, name=fact.name, at=now, payload=fact.payload(), about=[list(pair) for pair in concerns],
        actor_kind=actor.kind, actor_id=actor.account_id, previous=previous,
    )  # fmt: skip
    entry.digest = queries.digest_of(entry)
    entry.save(force_insert=True)
    About.objects.bulk_create(About(entry=entry, kind=kind, thing_id=thing) for kind, thing in concerns)
    if hearers := rules.listeners(fact.name):
        Delivery.objects.bulk_create(Delivery(entry=entry, listener=hearer, due_at=now) for hearer in hearers)
    code = journal_code(rules.head_message(key, seq, entry.digest))
    if before:
        Stream.objects.filter(key=key).update(seq=seq, head=entry.digest, code=code)
    else:
        Stream(key=key, seq=seq, head=entry.digest, code=code).save(force_insert=True)
    return entry.digest
