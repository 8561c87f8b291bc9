"""More that somebody with the database but not the key might do: to heads, indexes and signed days."""

from typing import Any

from tests.domains.journal.city import City, entry_of, keep_in_subject, owner_of, remove, rows, run, streams
from tests.domains.journal.edits import EDITS, ONLY_BY_HEADS, delete_row, delete_stream, edit

__all__ = ["EDITS", "ONLY_BY_HEADS"]

# ── Heads ─────────────────────────────────────────────────────────────────────────────────────

for _column, _value in {"head": "d" * 64, "seq": 3, "code": "c" * 64, "key": "order:nobody"}.items():

    @edit(f"{_column} of a head edited")
    def _head(city: City, column: str = _column, value: Any = _value) -> None:
        assert run(f"UPDATE journal_stream SET {column} = %s WHERE key = %s", value, city.order) == 1


@edit("a code emptied")
def _no_code(city: City) -> None:
    run("UPDATE journal_stream SET code = '' WHERE key = %s", city.order)


@edit("a code that isn't plain letters")
def _odd_code(city: City) -> None:
    run("UPDATE journal_stream SET code = '浔' WHERE key = %s", city.order)


@edit("a code copied from another stream")
def _copied(city: City) -> None:
    run(
        "UPDATE journal_stream SET code = (SELECT code FROM journal_stream WHERE key = %s) WHERE key = %s",
        city.other,
        city.order,
    )


@edit("an older code of the same stream")
def _older_code(city: City) -> None:
    run("UPDATE journal_stream SET code = %s WHERE key = %s", city.older[city.order][2], city.order)


@edit("an older head of the same stream")
def _older_head(city: City) -> None:
    seq, head, code = city.older[city.order]
    run("UPDATE journal_stream SET seq = %s, head = %s, code = %s WHERE key = %s", seq, head, code, city.order)
    keep_in_subject(city.order, head)


@edit("a stream put back to an older state, the subject's row left")
def _older_stream(city: City) -> None:
    seq, head, code = city.older[city.order]
    remove(city.order, after=seq)
    run("UPDATE journal_stream SET seq = %s, head = %s, code = %s WHERE key = %s", seq, head, code, city.order)


@edit("two heads exchanged")
def _heads(city: City) -> None:
    for was, new in ((city.order, "spare"), (city.other, city.order), ("spare", city.other)):
        run("UPDATE journal_stream SET key = %s WHERE key = %s", new, was)


@edit("a head deleted")
def _no_head(city: City) -> None:
    run("DELETE FROM journal_stream WHERE key = %s", city.order)


@edit("all heads deleted")
def _no_heads(city: City) -> None:
    run("DELETE FROM journal_stream")


@edit("a head copied under another name")
def _head_copied(city: City) -> None:
    run(
        "INSERT INTO journal_stream (key, seq, head, code) SELECT 'order:copy', seq, head, code FROM journal_stream WHERE key = %s",
        city.order,
    )


# ── Heads in the subjects' rows ───────────────────────────────────────────────────────────────

for _kind in ("order", "worker", "account", "address", "organization", "offering"):
    for _says, _value in {"edited": "b" * 64, "emptied": ""}.items():

        @edit(f"the head in the row of one {_kind} {_says}")
        def _subject(city: City, kind: str = _kind, value: str = _value) -> None:
            keep_in_subject(city.of(kind), value)


@edit("the heads in the rows of two orders exchanged")
def _subjects(city: City) -> None:
    heads = [
        rows("SELECT head FROM journal_stream WHERE key = %s", stream)[0][0] for stream in (city.order, city.other)
    ]
    keep_in_subject(city.order, heads[1])
    keep_in_subject(city.other, heads[0])


# ── Whom it is about ──────────────────────────────────────────────────────────────────────────

OF_THREE = "entry_id = (SELECT id FROM journal_entry WHERE stream = %s AND seq = 3)"
for _name, _sql in {
    "hidden from one": f"DELETE FROM journal_about WHERE kind = 'account' AND {OF_THREE}",
    "hidden from all": f"DELETE FROM journal_about WHERE {OF_THREE}",
    "of another kind": f"UPDATE journal_about SET kind = 'station' WHERE kind = 'account' AND {OF_THREE}",
}.items():

    @edit(f"about: {_name}")
    def _index(city: City, sql: str = _sql) -> None:
        assert run(sql, city.order)


@edit("about: somebody else instead")
def _index_else(city: City) -> None:
    run(
        f"UPDATE journal_about SET thing_id = %s WHERE kind = 'account' AND {OF_THREE}",
        city.house.desk.who.hex,
        city.order,
    )


@edit("about: somebody else too")
def _index_more(city: City) -> None:
    run(
        "INSERT INTO journal_about (entry_id, kind, thing_id) VALUES (%s, 'account', %s)",
        entry_of(city.order, 3).id.hex, city.house.desk.who.hex,
    )  # fmt: skip


@edit("about: moved to another entry")
def _index_moved(city: City) -> None:
    to = entry_of(city.of("worker"), 1).id.hex
    run(f"UPDATE journal_about SET entry_id = %s WHERE kind = 'organization' AND {OF_THREE}", to, city.order)


@edit("about: nobody hears of anything")
def _index_none(city: City) -> None:
    run("DELETE FROM journal_about")


# ── Signed days ───────────────────────────────────────────────────────────────────────────────

for _column, _value in {
    "digest": "a" * 64,
    "previous": "a" * 64,
    "streams": 1,
    "signature": b"x" * 64,
    "until": "2026-11-24 15:00:00",
}.items():

    @edit(f"{_column} of a signed day edited")
    def _day(city: City, column: str = _column, value: Any = _value) -> None:
        run(f'UPDATE journal_dayhead SET {column} = %s WHERE "on" = (SELECT max("on") FROM journal_dayhead)', value)


@edit("a signed day in the middle deleted")
def _day_gone(city: City) -> None:
    run('DELETE FROM journal_dayhead WHERE "on" = (SELECT min("on") FROM journal_dayhead)')


@edit("two signed days exchanged")
def _days(city: City) -> None:
    (first, second) = (row[0] for row in rows('SELECT "on" FROM journal_dayhead ORDER BY "on"'))
    for was, new in ((first, "1999-01-01"), (second, first), ("1999-01-01", second)):
        run('UPDATE journal_dayhead SET "on" = %s WHERE "on" = %s', new, was)


# ── What only the exported heads find ─────────────────────────────────────────────────────────


@edit("the signed days deleted", ONLY_BY_HEADS)
def _no_days(city: City) -> None:
    run("DELETE FROM journal_dayhead")


@edit("the last signed day deleted", ONLY_BY_HEADS)
def _no_last_day(city: City) -> None:
    run('DELETE FROM journal_dayhead WHERE "on" = (SELECT max("on") FROM journal_dayhead)')


@edit("an order erased with everything that told of it", ONLY_BY_HEADS)
def _erased(city: City) -> None:
    _no_days(city)
    delete_stream(city)
    delete_row(city)


@edit("one stream put back to an older state, its subject too", ONLY_BY_HEADS)
def _older_order(city: City) -> None:
    _no_days(city)
    _older_stream(city)
    keep_in_subject(city.order, city.older[city.order][1])


@edit("the whole database put back to an older state", ONLY_BY_HEADS)
def _older_city(city: City) -> None:
    _no_days(city)
    for stream in list(streams()):
        if stream not in city.older:
            remove(stream)
            run("DELETE FROM journal_stream WHERE key = %s", stream)
            if stream.startswith("order:"):
                table, key = owner_of(stream)
                run(f"DELETE FROM {table} WHERE id = %s", key)
            continue
        seq, head, code = city.older[stream]
        remove(stream, after=seq)
        run("UPDATE journal_stream SET seq = %s, head = %s, code = %s WHERE key = %s", seq, head, code, stream)
        keep_in_subject(stream, head)
