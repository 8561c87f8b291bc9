"""A prepared city on a real server, and the clients that storm it."""

import atexit
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests import databases, servers
from tests.makers import NOW

LONG = os.environ.get("XJS_TEST_LONG") == "1"
CLIENTS = 64
TIMEOUT_S = 60
T = TypeVar("T")


@dataclass(frozen=True)
class City:
    """What `tests.storm.prepare` told."""

    offering: str
    desk: str
    residents: list[dict[str, str]]
    workers: list[dict[str, str]]


@dataclass(frozen=True)
class Answer:
    """
    :param status: 0 when the connection broke before an answer came
    """

    status: int
    said: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return self.said.get("code", "") if isinstance(self.said, dict) else ""


_connections = threading.local()


def call(server: servers.Server, method: str, path: str, token: str = "", body: Any = None, **headers: str) -> Answer:
    """Ask the server, over this thread's kept connection."""
    kept, process = getattr(_connections, "kept", None), [each.pid for each in server.processes]
    if kept is None or kept[0] != process:
        kept = _connections.kept = (process, http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_S))
    connection = kept[1]
    said = {"Authorization": f"Bearer {token}", "Accept-Language": "en", "Host": "localhost", **headers}
    sent = None
    if body is not None:
        sent, said["Content-Type"] = json.dumps(body), "application/json"
    try:
        connection.request(method, f"/api/v1{path}", sent, said)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        _connections.kept = None
        return Answer(0, None, {})
    read = json.loads(text) if text else None
    return Answer(answer.status, read, dict(answer.getheaders()))


def quote(server: servers.Server, city: City, resident: dict[str, str], starts_at: datetime, quantity: int = 2) -> str:
    said = {
        "offering": city.offering,
        "address": resident["address"],
        "starts_at": starts_at.isoformat(),
        "quantity": quantity,
        "extras": [],
    }
    answer = call(server, "POST", "/quotes", resident["token"], said)
    assert answer.status == 201, answer
    return str(answer.said["id"])


def place(
    server: servers.Server,
    city: City,
    resident: dict[str, str],
    starts_at: datetime,
    *,
    worker: str | None = None,
    quote_id: str | None = None,
    key: str | None = None,
    quantity: int = 2,
) -> Answer:
    """Book as a client does: ask the price unless it is known, then place."""
    said = {
        "offering": city.offering, "address": resident["address"], "starts_at": starts_at.isoformat(), "quantity": quantity, "extras": [],
        "worker": worker, "quote": quote_id or quote(server, city, resident, starts_at, quantity),
    }  # fmt: skip
    return call(server, "POST", "/orders", resident["token"], said, **{"Idempotency-Key": key or uuid4().hex})


def step(server: servers.Server, order_id: str, name: str, token: str, **said: Any) -> Answer:
    return call(server, "POST", f"/orders/{order_id}/{name}", token, said or None)


def at_once(tasks: Iterable[Callable[[], T]], clients: int = CLIENTS) -> list[T]:
    """Do all this with so many clients at the same time; what came out, in the order of the tasks."""
    with ThreadPoolExecutor(clients) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


@contextmanager
def city(
    kind: str,
    folder: Path,
    *,
    residents: int = CLIENTS,
    workers: int = 12,
    app_workers: int = 1,
    start: bool = True,
    **said: Any,
) -> Iterator[tuple[servers.Server, City]]:
    """Serve a copy of a prepared city."""
    template, told = _prepared(kind, residents, workers)
    folder.mkdir(parents=True, exist_ok=True)
    url = _copied(template, kind, folder)
    server = servers.Server(kind, folder, url, workers=app_workers, **said)
    server.move_clock(round((NOW - datetime.now(UTC)).total_seconds()) + 1)
    try:
        if start:
            server.start()
        yield server, told
    finally:
        server.stop()
        databases.drop(url)


@lru_cache(maxsize=8)
def _prepared(kind: str, residents: int, workers: int) -> tuple[str, City]:
    folder = Path(tempfile.mkdtemp(prefix="xjs-field-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with servers.running(kind, folder / "first", start=False) as server:
        command = [sys.executable, "-m", "tests.storm.prepare", str(residents), str(workers)]
        made = subprocess.run(command, cwd=servers.ROOT, env=server.environment, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr[-4000:]
        kept = _copied(server.database_url, kind, folder)
    return kept, City(**json.loads(made.stdout.splitlines()[-1]))


def _copied(url: str, kind: str, folder: Path) -> str:
    if kind == "sqlite":
        target = folder / "server.sqlite3"
        shutil.copyfile(urlsplit(url).path, target)
        return f"sqlite:///{target}"
    source, name = urlsplit(url), f"xjs_{uuid4().hex[:12]}"
    with psycopg.connect(databases.postgres(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.path[1:]}"')
    return source._replace(path=f"/{name}").geturl()


def faults_of(module: str, folder: Path, *how: str) -> list[str]:
    """Let transactions meet inside a process of their own, in a prepared city that nobody serves; what went wrong."""
    with city(databases.kind(), folder, residents=2, workers=4, start=False) as (server, _city):
        command = [sys.executable, "-m", module, *how]
        done = subprocess.run(command, cwd=servers.ROOT, env=server.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
        return list(json.loads(done.stdout.splitlines()[-1]))


def rows(server: servers.Server, sql: str) -> list[tuple[Any, ...]]:
    """Read from, or write to, the server's database, past the product."""
    with _opened(server) as connection:
        found = connection.execute(sql)
        shown = found.fetchall() if found.description else []
        connection.commit()
        return list(shown)


def _opened(server: servers.Server) -> Any:
    if server.kind == "postgres":
        return psycopg.connect(server.database_url)
    return closing(sqlite3.connect(urlsplit(server.database_url).path, timeout=30))


def whole(server: servers.Server) -> None:
    """Ask the product's own checks: nothing sold twice, every mask as the orders say, the journal untouched.

    :raises AssertionError: with what they found
    """
    server.manage("check_calendar")
    server.manage("check_journal")


def times(days: int, starts: Iterable[float], first_day: int = 2) -> list[datetime]:
    """Give starts on the days ahead: hours on the city's clock, 8.5 = 8:30."""
    midnight = NOW - timedelta(hours=9)
    return [midnight + timedelta(days=day, hours=hour) for day in range(first_day, first_day + days) for hour in starts]


def seed() -> int:
    """Choose the order of the storm; a failure prints it, and XJS_TEST_SEED repeats it."""
    chosen = int(os.environ.get("XJS_TEST_SEED") or time.time_ns() % 1_000_000)
    print(f"XJS_TEST_SEED={chosen}")
    return chosen
