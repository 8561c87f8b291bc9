"""Fill the database with copies of a few real orders, as tests may: by SQL, with ids and times of their own."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from xunjiasao.domains.orders import queries
from xunjiasao.kernel.crypto import seal

SERIES = "WITH RECURSIVE series(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM series WHERE n < {last}) "


def copies(order_ids: list[Any], *, first: int, last: int) -> None:
    """Add the orders numbered `first` to `last`: copies of these in turn, one each hour and a half before last month.

    Each has the first entry of its journal, and whom that is about, so that lists, details and timelines
    work on all of them; nothing verifies.
    """
    series = SERIES.format(first=first, last=last)
    ids = ", ".join(f"({index}, '{_key(order_id)}')" for index, order_id in enumerate(order_ids))
    chosen = f"kinds(k, kind) AS (VALUES {ids})"
    columns = _columns("orders_order", {"id", "number", "starts_at", "ends_at", "head"})
    with connection.cursor() as cursor:
        cursor.execute(
            f"{series.rstrip()}, {chosen} INSERT INTO orders_order (id, number, starts_at, ends_at, head, {columns}) "
            f"SELECT {_id('n')}, 'S' || n, {_past('starts_at')}, {_past('ends_at')}, '', {columns} FROM series "
            f"JOIN kinds ON k = n % {len(order_ids)} JOIN orders_order ON orders_order.id = {_read('kind')}"
        )
        cursor.executemany(
            "UPDATE orders_order SET place_sealed = %s WHERE id = %s",
            [_sealed(UUID(int=n)) for n in range(first, last + 1)],
        )
        said = _columns("journal_entry", {"id", "stream", "seq", "at"})
        cursor.execute(
            f"{series} INSERT INTO journal_entry (id, stream, seq, at, {said}) SELECT {_id('n + 1000000000')}, 'order:S' || n, 1, "
            f"{_past('at')}, {said} FROM series JOIN (SELECT * FROM journal_entry WHERE name = 'order.placed' AND stream LIKE 'order:0%' LIMIT 1) x ON 1 = 1"
        )
        cursor.execute(
            f"{series} INSERT INTO journal_about (entry_id, kind, thing_id) SELECT {_id('n + 1000000000')}, 'order', {_id('n')} FROM series"
        )
        notice = "(id, account_id, entry_id, about_kind, about_id, at, read_at)"
        cursor.execute(
            f"{series} INSERT INTO notices_notice {notice} SELECT {_id('n')}, account_id, {_id('n + 1000000000')}, 'order', orders_order.id, "
            f"placed_at, placed_at FROM series JOIN orders_order ON number = 'S' || n"
        )
        cursor.execute("ANALYZE")


def _sealed(order_id: UUID) -> tuple[bytes, str]:
    place = queries.Place(
        "九江市濂溪区十里街道南山社区前进路 1 号", "九江市濂溪区十里街道南山社区", "陈晓", "13800000001"
    )
    return seal(json.dumps(asdict(place), ensure_ascii=False), place=queries.place_of(order_id)), _key(order_id)


def _columns(table: str, without: set[str]) -> str:
    with connection.cursor() as cursor:
        found = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    return ", ".join(f'"{name}"' for name in found if name not in without)


def _key(order_id: Any) -> str:
    return str(order_id) if connection.vendor == "postgresql" else order_id.hex


def _read(text: str) -> str:
    return f"{text}::uuid" if connection.vendor == "postgresql" else text


def _id(number: str) -> str:
    """Make an id from a number; real ids are larger, so copies sort before them."""
    if connection.vendor == "postgresql":
        return f"lpad(to_hex(({number})::bigint), 32, '0')::uuid"
    return f"printf('%032x', {number})"


def _past(column: str) -> str:
    """Move a time into the past: the n-th copy lies 30 days and n × 90 minutes before its pattern."""
    if connection.vendor == "postgresql":
        return f"{column} - interval '30 days' - n * interval '90 minutes'"
    return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '-30 days', '-' || (n * 90) || ' minutes')"
