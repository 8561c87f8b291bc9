"""Append a fact to its stream."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import About, Delivery, Entry, Stream
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel import rows
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
    return record_all([fact], stream=stream, about=about, actor=actor, now=now, new=new)


@operation
def record_all(
    facts: Sequence[Fact], *, stream: Thing, about: Iterable[Thing] = (), actor: Actor, now: datetime, new: bool = False
) -> str:
    """Append several facts that one action made of one subject; as `record` does for one, in as many statements."""
    assert facts, "nothing happened"
    key = f"{stream[0]}:{stream[1]}"
    before = None if new else queries.lock_stream(key)
    seq, head = before or (0, GENESIS)
    concerns = {(kind, str(thing)): thing for kind, thing in [stream, *about]}
    entries = []
    for fact in facts:
        seq += 1
        entry = Entry(
            stream=key, seq=seq, name=fact.name, at=now, payload=fact.payload(), about=[list(pair) for pair in sorted(concerns)],
            actor_kind=actor.kind, actor_id=actor.account_id, previous=head,
        )  # fmt: skip
        entry.digest = head = queries.digest_of(entry)
        entries.append(entry)
    rows.insert(*entries)
    rows.insert(
        *(
            About(entry_id=entry.id, kind=kind, thing_id=concerns[kind, said])
            for entry in entries
            for kind, said in concerns
        )
    )
    rows.insert(
        *(
            Delivery(entry_id=each.id, listener=name, due_at=now)
            for each in entries
            for name in rules.listeners(each.name)
        )
    )
    code = journal_code(rules.head_message(key, seq, head))
    if before:
        rows.update(Stream(key=key, seq=seq, head=head, code=code), "seq", "head", "code")
    else:
        rows.insert(Stream(key=key, seq=seq, head=head, code=code))
    return head
