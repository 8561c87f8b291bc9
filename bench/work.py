"""The work that is measured, inside a process that belongs to one database (see `bench.run`).

python -m bench.work make --workers 100 --houses 8     houses with workers and residents, as JSON on stdout
python -m bench.work place --house 0 --orders 200 …    place orders, then replay their statements raw
"""

import argparse
import itertools
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg

django.setup()

from django.db import connection, transaction

from tests import makers as people_makers
from tests.domains.orders import makers
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.catalogue.rules import Asked
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.orders import actions as orders
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.places import actions as places
from xunjiasao.kernel import ids
from xunjiasao.kernel.crypto import token, token_digest
from xunjiasao.kernel.time import at_slot, day_of

Statement = tuple[str, Any]
BEGIN = "BEGIN IMMEDIATE"


def make(workers: int, houses: int) -> None:
    """Make houses, and print for each what a client needs."""
    places.load_divisions()
    places.load_holidays()
    catalogue.load_standards()
    made = []
    for _each in range(houses):
        with transaction.atomic():
            house = makers.house(workers=workers)
        made.append(
            {
                "resident": str(house.resident.who), "offering": str(house.offering.id), "address": str(house.address.id),
                "token": _signed_in(house.resident.who),
            }
        )  # fmt: skip
    print(json.dumps(made))


def place(house: dict[str, str], count: int, replay_to: str, gate: Path) -> None:
    """Place orders as fast as one connection can; then run the very same statements on a pristine copy."""
    statements: list[list[Statement]] = []
    asked = [_ready(house, starts_at) for starts_at in itertools.islice(_starts(), count)]
    _wait(gate, "ours")
    ours = _timed(lambda: [statements.append(_placed(ask)) for ask in asked])
    _say(gate, "ours", ours)
    _wait(gate, "raw")
    run = _sqlite(replay_to) if replay_to.startswith("sqlite") else _postgres(replay_to)
    raw = _timed(lambda: [run(each) for each in statements])
    _say(gate, "raw", raw)
    print(json.dumps({"ours": ours, "raw": raw, "statements": sum(map(len, statements)) / count}))


def _starts() -> Iterator[datetime]:
    """Times at which visits of two hours don't touch each other, from tomorrow on, the same one for each worker."""
    first = day_of(people_makers.NOW) + timedelta(days=1)
    for ahead in range(28):
        for slot in (17, 22, 27, 32):
            for _worker in range(int(os.environ.get("BENCH_WORKERS", "20"))):
                yield at_slot(first + timedelta(days=ahead), slot)


def _ready(house: dict[str, str], starts_at: datetime) -> dict[str, Any]:
    resident = people.actor_of(ids.parse(house["resident"]))  # type: ignore[arg-type]  # it was made above
    asked = Asked(ids.parse(house["offering"]), ids.parse(house["address"]), starts_at, quantity=2)
    quote = catalogue.quote(asked=asked, actor=resident, now=people_makers.NOW)
    return {"asked": asked, "quote_id": quote.id, "actor": resident, "now": people_makers.NOW}


def _placed(said: dict[str, Any]) -> list[Statement]:
    """Look for candidates and place one order, as the API does; give all its statements."""
    kept: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        kept.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        wanted = dispatch.ask_of_quote(said["actor"], said["quote_id"], said["asked"])
        best = dispatch.candidates(wanted, starts_at=said["asked"].starts_at, now=said["now"])
        if connection.vendor == "postgresql":
            kept.append((BEGIN, None))  # Django's driver says it by itself
        orders.place(
            candidates=[each.worker.id for each in best],
            chosen=False,
            request_key=str(said["quote_id"]),
            body={},
            **said,
        )
    return kept


def _sqlite(url: str) -> Callable[[list[Statement]], None]:
    """The same durability and the same statements, without Django."""
    raw = sqlite3.connect(urlsplit(url).path, isolation_level=None, timeout=30)
    for (pragma,) in [("journal_mode",), ("synchronous",), ("mmap_size",)]:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
            raw.execute(f"PRAGMA {pragma} = {cursor.fetchone()[0]}")

    def run(statements: list[Statement]) -> None:
        for sql, params in statements:
            found = raw.execute(sql.replace("%s", "?"), params or ())
            if found.description:
                found.fetchall()
        raw.execute("COMMIT")

    return run


def _postgres(url: str) -> Callable[[list[Statement]], None]:
    raw = psycopg.connect(url, autocommit=True)

    def run(statements: list[Statement]) -> None:
        for sql, params in statements:
            found = raw.execute("BEGIN" if sql == BEGIN else sql, params)  # type: ignore[arg-type]  # Django's own text
            if found.description:
                found.fetchall()
        raw.execute("COMMIT")

    return run


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    started = time.time()
    run()
    return started, time.time()


def _wait(gate: Path, name: str) -> None:
    (gate / f"{name}-ready-{os.getpid()}").touch()
    while not (gate / f"{name}-go").exists():
        time.sleep(0.01)


def _say(gate: Path, name: str, took: tuple[float, float]) -> None:
    (gate / f"{name}-done-{os.getpid()}").write_text(json.dumps(took))


def _signed_in(account_id: Any) -> str:
    """Open a session as signing in does, without the code by SMS."""
    from xunjiasao.domains.people.models import Session  # a bench may look into the drawer

    secret = token()
    now = people_makers.NOW
    Session(
        account_id=account_id,
        digest=token_digest(secret),
        device="bench",
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=3650),
    ).save(force_insert=True)
    return secret


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["make", "place"])
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--houses", type=int, default=1)
    parser.add_argument("--house", default="{}")
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--replay", default="")
    parser.add_argument("--gate", type=Path, default=Path())
    said = parser.parse_args()
    if said.what == "make":
        make(said.workers, said.houses)
    else:
        place(json.loads(said.house), said.orders, said.replay, said.gate)
    sys.exit(0)
