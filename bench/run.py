"""Measure the hot paths against the database's own limit and an empty view, and print the table.

make bench            a few minutes
make bench SIZES=20   one size only
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted
from urllib.parse import urlsplit
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psycopg

from bench import load
from tests import databases, servers
from xunjiasao.kernel.time import at_slot, day_of

SIZES = [int(size) for size in os.environ.get("SIZES", "20,100,500").split(",")]
"""workers of one enterprise"""
ORDERS = 100
"""of one family, which may book not many more"""
NOW = datetime.fromisoformat("2026-11-24T09:00:00+08:00")
"""the instant at which `tests.makers` makes what it makes"""


@dataclass(frozen=True)
class Row:
    work: str
    ours: str
    limit: str
    ratio: str


def main() -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as folder:
        for size in SIZES:
            rows += _writes("sqlite", Path(folder) / f"sqlite-{size}", size, connections=1)
            rows += _writes("postgres", Path(folder) / f"postgres-{size}", size, connections=8)
        for size in SIZES:
            rows += _http(Path(folder) / f"http-{size}", size)
    _print(rows)


def _writes(kind: str, folder: Path, size: int, *, connections: int) -> list[Row]:
    """Place orders over so many connections, then replay their statements raw on a copy made before."""
    with servers.running(kind, folder, start=False) as server:
        houses = _make(server, size, connections)
        pristine = _copy(kind, server.database_url, folder)
        gate = folder / "gate"
        gate.mkdir()
        each = max(25, ORDERS // connections)
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.work", "place", "--house", json.dumps(house), "--orders", str(each), "--replay", pristine, "--gate", str(gate)],
                cwd=servers.ROOT, env=server.environment | {"BENCH_WORKERS": str(size)}, stdout=subprocess.PIPE, text=True,
            )
            for house in houses
        ]  # fmt: skip
        rates = {name: each * connections / _phase(gate, name, workers) for name in ("ours", "raw")}
        told = [json.loads(worker.communicate()[0]) for worker in workers]
        databases.drop(pristine)
    statements = sum(one["statements"] for one in told) / len(told)
    title = f"Create an order, {kind} × {connections}, {size} workers ({statements:.0f} statements)"
    return [Row(title, f"{rates['ours']:.0f}/s", f"raw {rates['raw']:.0f}/s", f"{rates['ours'] / rates['raw']:.0%}")]


def _http(folder: Path, size: int) -> list[Row]:
    """The same server answers our views and an empty one; its CPU per request is what counts."""
    with servers.running("sqlite", folder, workers=1, threads=4, start=False) as server:
        [house] = _make(server, size, 1)
        server.move_clock(round(NOW.timestamp() - time.time()))
        server.start()
        session = server.processes[0].pid
        signed = {"Authorization": f"Bearer {house['token']}", "Accept-Language": "zh-Hans"}
        first = day_of(NOW) + timedelta(days=1)
        start = quoted(at_slot(first, 20).isoformat())
        asked = f"address={house['address']}&quantity=2&extras="
        views = {
            "Cached catalogue": ("/api/v1/services", 1000),
            "List of offerings": ("/api/v1/offerings", 300),
            "Slots of 7 days": (f"/api/v1/offerings/{house['offering']}/slots?{asked}", 200),
            "Ranked candidates": (f"/api/v1/offerings/{house['offering']}/candidates?{asked}&starts_at={start}", 200),
        }
        load.run(server.url, session, lambda _n: load.get("/healthz", signed), requests=500)
        empty = load.run(server.url, session, lambda _n: load.get("/healthz", signed), requests=2000)
        rows = []
        for work, (path, requests) in views.items():
            load.run(server.url, session, lambda _n, path=path: load.get(path, signed), requests=20)
            done = load.run(server.url, session, lambda _n, path=path: load.get(path, signed), requests=requests)
            rows.append(_against(f"{work}, {size} workers", done, empty))
        bodies = _quoted(server.url, house, signed, first, size)
        done = load.run(
            server.url,
            session,
            lambda n: load.post("/api/v1/orders", bodies[n], signed | {"Idempotency-Key": f"k{n}"}),
            requests=len(bodies),
        )
        rows.append(_against(f"POST /orders, {size} workers", done, empty, expected=201))
    return rows


def _quoted(url: str, house: dict[str, str], signed: dict[str, str], first: Any, size: int) -> list[dict[str, Any]]:
    """Ask for quotes beforehand, so that only the order itself is measured."""
    import httpx

    bodies: list[dict[str, Any]] = []
    with httpx.Client(base_url=url, headers=signed, timeout=60) as client:
        for number in range(ORDERS):
            ahead, slot = divmod(number // min(size, 20), 4)
            starts_at = at_slot(first + timedelta(days=ahead), (17, 22, 27, 32)[slot]).isoformat()
            body = {
                "offering": house["offering"],
                "address": house["address"],
                "starts_at": starts_at,
                "quantity": 2,
                "extras": [],
            }
            quote = client.post("/api/v1/quotes", json=body)
            assert quote.status_code == 201, quote.text
            bodies.append(body | {"quote": quote.json()["id"]})
    return bodies


def _against(work: str, done: load.Load, empty: load.Load, *, expected: int = 200) -> Row:
    assert set(done.statuses) == {expected}, f"{work}: {done.statuses}"
    ours = f"{done.rate:.0f}/s, {done.cpu_ms:.2f} ms CPU, p99 {done.p99_ms:.0f} ms"
    return Row(work, ours, f"empty view {empty.rate:.0f}/s, {empty.cpu_ms:.2f} ms CPU", f"{done.rate / empty.rate:.0%}")


def _make(server: servers.Server, size: int, houses: int) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "bench.work", "make", "--workers", str(size), "--houses", str(houses)]
    made = subprocess.run(command, cwd=servers.ROOT, env=server.environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return list(json.loads(made.stdout.splitlines()[-1]))


def _copy(kind: str, url: str, folder: Path) -> str:
    if kind == "sqlite":
        shutil.copyfile(urlsplit(url).path, folder / "pristine.sqlite3")
        return f"sqlite:///{folder / 'pristine.sqlite3'}"
    name, source = f"xjs_{uuid4().hex[:12]}", urlsplit(url)
    with psycopg.connect(databases.postgres(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.path[1:]}"')
    return source._replace(path=f"/{name}").geturl()


def _phase(gate: Path, name: str, workers: list[Any]) -> float:
    """Let all processes start at once; give the seconds from the first start to the last end."""
    _until(gate, f"{name}-ready-*", len(workers), workers)
    (gate / f"{name}-go").touch()
    done = _until(gate, f"{name}-done-*", len(workers), workers)
    took = [json.loads(file.read_text()) for file in done]
    return max(end for _start, end in took) - min(start for start, _end in took)


def _until(gate: Path, pattern: str, count: int, workers: list[Any]) -> list[Path]:
    while len(found := [file for file in gate.glob(pattern) if "done" not in pattern or file.stat().st_size]) < count:
        assert all(worker.poll() in (None, 0) for worker in workers), "a process of the bench failed"
        time.sleep(0.02)
    return found


def _print(rows: list[Row]) -> None:
    print("\n| Work | Ours | Limit, same run | Ratio |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row.work} | {row.ours} | {row.limit} | {row.ratio} |")


if __name__ == "__main__":
    main()
