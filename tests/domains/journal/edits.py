"""Everything that somebody with the database but not the key might do to the journal: a name and a function each."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.domains.journal.city import (
    City,
    entry_of,
    insert,
    keep_in_subject,
    make_room,
    owner_of,
    rehash,
    reindex,
    remove,
    rows,
    run,
)
from xunjiasao.domains.journal.models import Entry
from xunjiasao.kernel import ids

Edit = Callable[[City], None]
EDITS: dict[str, Edit] = {}
"""found by the journal alone"""
ONLY_BY_HEADS: dict[str, Edit] = {}
"""found only by the day heads that were exported: the editor put an older truth back, or left nothing at all"""
PLACES = {"the first": 1, "a middle": 5, "the last": 9}


def edit(name: str, table: dict[str, Edit] = EDITS) -> Callable[[Edit], Edit]:
    def add(act: Edit) -> Edit:
        assert name not in table
        table[name] = act
        return act

    return add


# ── Edits of an entry: as they are, and with every hash mended ────────────────────────────────

VALUES: dict[str, Callable[[City, Entry], Any]] = {
    "name": lambda city, entry: "order.left_open",
    "at": lambda city, entry: "2026-11-23 01:00:00",
    "actor_kind": lambda city, entry: "clock",
    "actor_id": lambda city, entry: (
        (city.house.desk.who if entry.actor_id != city.house.desk.who else city.house.resident.who).hex
    ),
    "payload": lambda city, entry: json.dumps({"worker_id": str(city.house.workers[1].id), "forged": True}),
    "about": lambda city, entry: json.dumps([pair for pair in entry.about if pair[0] != "account"]),
    "seq": lambda city, entry: 99,
    "previous": lambda city, entry: "f" * 64,
    "digest": lambda city, entry: "e" * 64,
}
HASHED = {"name", "at", "actor_kind", "actor_id", "payload", "about"}


def change(city: City, *, column: str, seq: int, mended: bool) -> None:
    value = VALUES[column](city, entry_of(city.order, seq))
    assert run(f"UPDATE journal_entry SET {column} = %s WHERE stream = %s AND seq = %s", value, city.order, seq) == 1
    if mended:
        reindex(city.order)
        rehash(city.order)


def rename(city: City, *, seq: int, mended: bool) -> None:
    """Give an entry another id, and take along what points to it."""
    was, new = entry_of(city.order, seq).id.hex, ids.new().hex
    run("UPDATE journal_entry SET id = %s WHERE id = %s", new, was)
    for table in ("journal_about", "journal_delivery", "notices_notice"):
        run(f"UPDATE {table} SET entry_id = %s WHERE entry_id = %s", new, was)
    if mended:
        rehash(city.order)


for _where, _seq in PLACES.items():
    for _column in VALUES:
        EDITS[f"{_column} of {_where} entry"] = partial(change, column=_column, seq=_seq, mended=False)
        if _column in HASHED:
            EDITS[f"{_column} of {_where} entry, hashes mended"] = partial(
                change, column=_column, seq=_seq, mended=True
            )
    EDITS[f"id of {_where} entry"] = partial(rename, seq=_seq, mended=False)
    EDITS[f"id of {_where} entry, hashes mended"] = partial(rename, seq=_seq, mended=True)

PAYLOADS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a star more": lambda said: said | {"safe": said["safe"] + 1},
    "a whole number as a fraction": lambda said: said | {"safe": float(said["safe"])},
    "a number as text": lambda said: said | {"safe": str(said["safe"])},
    "a number as a truth": lambda said: said | {"safe": True},
    "a key less": lambda said: {key: value for key, value in said.items() if key != "cared"},
    "a key more": lambda said: said | {"also": None},
    "nothing in it": lambda said: {},
    "a list instead": lambda said: [said],
    "null instead": lambda said: None,
    "a number instead": lambda said: 5,
}


def repay(city: City, *, says: Callable[[dict[str, Any]], Any], mended: bool) -> None:
    entry = Entry.objects.get(stream=city.order, name="order.reviewed")
    run("UPDATE journal_entry SET payload = %s WHERE id = %s", json.dumps(says(entry.payload)), entry.id.hex)
    if mended:
        rehash(city.order)


for _name, _says in PAYLOADS.items():
    EDITS[f"the review's payload: {_name}"] = partial(repay, says=_says, mended=False)
    EDITS[f"the review's payload: {_name}, hashes mended"] = partial(repay, says=_says, mended=True)

ABOUTS = {
    "a number": "5",
    "text": '"order"',
    "an object": '{"order": "x"}',
    "lists of one": '[["order"]]',
    "lists of lists": '[[["order"], []]]',
    "null": "null",
}
for _name, _text in ABOUTS.items():

    @edit(f"whom an entry is about: {_name}")
    def _about(city: City, text: str = _text) -> None:
        run("UPDATE journal_entry SET about = %s WHERE stream = %s AND seq = 3", text, city.order)


# ── Entries taken out ─────────────────────────────────────────────────────────────────────────


def cut_out(city: City, *, seq: int, mended: bool) -> None:
    assert remove(city.order, only=seq) == 1
    if mended:
        rehash(city.order)


for _where, _seq in PLACES.items():
    EDITS[f"{_where} entry deleted"] = partial(cut_out, seq=_seq, mended=False)
    EDITS[f"{_where} entry deleted, hashes mended"] = partial(cut_out, seq=_seq, mended=True)


def cut_tail(city: City, *, count: int, head: bool, subject: bool) -> None:
    """:param head: the stream's head is moved back too; `subject` so is the head in the subject's row"""
    left = city.length - count
    last = entry_of(city.order, left)
    assert remove(city.order, after=left) == count
    if head:
        run("UPDATE journal_stream SET seq = %s, head = %s WHERE key = %s", left, last.digest, city.order)
    if subject:
        keep_in_subject(city.order, last.digest)


for _count in (1, 2, 3, 5):
    EDITS[f"the last {_count} cut off"] = partial(cut_tail, count=_count, head=False, subject=False)
    EDITS[f"the last {_count} cut off, head moved back"] = partial(cut_tail, count=_count, head=True, subject=False)
    EDITS[f"the last {_count} cut off, all heads moved back"] = partial(cut_tail, count=_count, head=True, subject=True)


@edit("all entries of a stream deleted")
def _empty(city: City) -> None:
    remove(city.order)


@edit("a stream deleted with its head")
def delete_stream(city: City) -> None:
    remove(city.order)
    run("DELETE FROM journal_stream WHERE key = %s", city.order)


@edit("a stream deleted with its head, and the subject's row emptied")
def _whole_emptied(city: City) -> None:
    delete_stream(city)
    keep_in_subject(city.order, "")


for _kind in ("worker", "account", "address", "organization", "offering"):

    @edit(f"the stream of one {_kind} deleted with its head, and the subject's row emptied")
    def _whole_of(city: City, kind: str = _kind) -> None:
        stream = city.of(kind)
        remove(stream)
        run("DELETE FROM journal_stream WHERE key = %s", stream)
        keep_in_subject(stream, "")


@edit("an order's row deleted, its journal left")
def delete_row(city: City) -> None:
    table, key = owner_of(city.order)
    run("DELETE FROM orders_review WHERE order_id = %s", key)
    assert run(f"DELETE FROM {table} WHERE id = %s", key) == 1


# ── Entries exchanged ─────────────────────────────────────────────────────────────────────────

SAID = "name, at, actor_kind, actor_id, payload, about, previous, digest"


def exchange(one: tuple[str, int], other: tuple[str, int], columns: str) -> None:
    """Exchange some columns of two entries."""
    names = columns.split(", ")
    sets = ", ".join(f"{name} = (SELECT {name} FROM journal_entry AS x WHERE x.id = %s)" for name in names)
    kept = [entry_of(*one), entry_of(*other)]
    spare = ids.new().hex
    run(
        f"INSERT INTO journal_entry (id, stream, seq, {columns}{_rest(names)}) SELECT %s, 'spare', 1, {columns}{_rest(names)} "
        "FROM journal_entry WHERE id = %s",
        spare, kept[0].id.hex,
    )  # fmt: skip
    run(f"UPDATE journal_entry SET {sets} WHERE id = %s", *[kept[1].id.hex] * len(names), kept[0].id.hex)
    run(f"UPDATE journal_entry SET {sets} WHERE id = %s", *[spare] * len(names), kept[1].id.hex)
    run("DELETE FROM journal_entry WHERE id = %s", spare)


def _rest(names: list[str]) -> str:
    return "".join(f", {name}" for name in SAID.split(", ") if name not in names)


def swap(city: City, *, first: int, second: int, columns: str, mended: bool) -> None:
    exchange((city.order, first), (city.order, second), columns)
    if mended:
        reindex(city.order)
        rehash(city.order)


for _first, _second in ((1, 5), (4, 7), (2, 9)):
    for _columns in ("payload", "at", "name, payload", SAID):
        EDITS[f"{_columns[:13]} of {_first} and {_second} exchanged"] = partial(
            swap, first=_first, second=_second, columns=_columns, mended=False
        )
    EDITS[f"{_first} and {_second} exchanged, hashes mended"] = partial(
        swap, first=_first, second=_second, columns=SAID, mended=True
    )


@edit("ids of two entries exchanged, with what points to them")
def _ids(city: City) -> None:
    one, other, spare = entry_of(city.order, 3).id.hex, entry_of(city.order, 4).id.hex, ids.new().hex
    for was, new in ((one, spare), (other, one), (spare, other)):
        run("UPDATE journal_entry SET id = %s WHERE id = %s", new, was)


@edit("entries of two streams exchanged")
def _between(city: City) -> None:
    exchange((city.order, 2), (city.other, 2), SAID)


@edit("entries of two streams exchanged, hashes mended")
def _between_mended(city: City) -> None:
    _between(city)
    for stream in (city.order, city.other):
        reindex(stream)
        rehash(stream)


@edit("all entries of two streams exchanged")
def _streams(city: City) -> None:
    for was, new in ((city.order, "spare"), (city.other, city.order), ("spare", city.other)):
        run("UPDATE journal_entry SET stream = %s WHERE stream = %s", new, was)


@edit("two streams exchanged with their heads, hashes mended")
def _streams_mended(city: City) -> None:
    _streams(city)
    for stream in (city.order, city.other):
        rehash(stream)


@edit("an entry moved to another stream, hashes mended")
def _moved(city: City) -> None:
    run("UPDATE journal_entry SET stream = %s, seq = 4 WHERE stream = %s AND seq = 9", city.other, city.order)
    for stream in (city.order, city.other):
        rehash(stream)


# ── Entries that never happened ───────────────────────────────────────────────────────────────


@edit("an entry added behind the last")
def _added(city: City) -> None:
    last = entry_of(city.order, city.length)
    insert(city.order, city.length + 1, like=last, previous=last.digest)


@edit("an entry added behind the last, heads moved on")
def _added_heads(city: City) -> None:
    _added(city)
    rehash(city.order)


@edit("an entry added behind the last, heads moved on, code of another stream")
def _added_code(city: City) -> None:
    _added_heads(city)
    run(
        "UPDATE journal_stream SET code = (SELECT code FROM journal_stream WHERE key = %s) WHERE key = %s",
        city.other,
        city.order,
    )


for _where, _seq in {"first": 1, "middle": 5}.items():

    @edit(f"an entry put in {_where}")
    def _put(city: City, seq: int = _seq) -> None:
        like = entry_of(city.order, 2)
        make_room(city.order, seq)
        insert(city.order, seq, like=like, payload={"enterprise_id": None})

    @edit(f"an entry put in {_where}, hashes mended")
    def _put_mended(city: City, seq: int = _seq) -> None:
        like = entry_of(city.order, 2)
        make_room(city.order, seq)
        insert(city.order, seq, like=like, payload={"enterprise_id": None})
        rehash(city.order)


@edit("an entry written twice")
def _twice(city: City) -> None:
    last = entry_of(city.order, city.length)
    insert(city.order, city.length + 1, like=last, previous=last.previous, digest=last.digest)


@edit("an entry numbered zero")
def _zero(city: City) -> None:
    insert(city.order, 0, like=entry_of(city.order, 1))


@edit("an entry of a new stream without a head")
def _new(city: City) -> None:
    insert(f"order:{ids.new()}", 1, like=entry_of(city.order, 1))


@edit("a new stream with a made-up code")
def _new_headed(city: City) -> None:
    stream = f"order:{ids.new()}"
    insert(stream, 1, like=entry_of(city.order, 1))
    run(
        "INSERT INTO journal_stream (key, seq, head, code) VALUES (%s, 1, %s, %s)",
        stream,
        entry_of(stream, 1).digest,
        "a" * 64,
    )


@edit("a new stream with a copied code")
def _new_copied(city: City) -> None:
    stream = f"order:{ids.new()}"
    insert(stream, 1, like=entry_of(city.order, 1))
    code = rows("SELECT code FROM journal_stream WHERE key = %s", city.order)[0][0]
    run(
        "INSERT INTO journal_stream (key, seq, head, code) VALUES (%s, 1, %s, %s)",
        stream,
        entry_of(stream, 1).digest,
        code,
    )
