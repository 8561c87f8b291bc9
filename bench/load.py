"""A small closed-loop HTTP load: so many clients, each with one kept connection, for so many requests."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Request = tuple[str, str, bytes | None, dict[str, str]]
"""method, path, body, headers"""


@dataclass(frozen=True)
class Load:
    rate: float
    """requests per second"""
    cpu_ms: float
    """CPU milliseconds of the server's processes per request"""
    p99_ms: float
    statuses: dict[int, int]


def run(url: str, session: int, next_request: Callable[[int], Request], *, requests: int, clients: int = 4) -> Load:
    """Send requests and measure.

    :param session: process session of the server, whose CPU is counted
    :param next_request: number → request; called by several threads
    """
    numbers, lock = iter(range(requests)), threading.Lock()
    took: list[float] = []
    statuses: dict[int, int] = {}

    def client() -> None:
        where = urlsplit(url)
        wire = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            method, path, body, headers = next_request(number)
            started = time.perf_counter()
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            answer.read()
            with lock:
                took.append(time.perf_counter() - started)
                statuses[answer.status] = statuses.get(answer.status, 0) + 1

    before, started = cpu_s(session), time.perf_counter()
    threads = [threading.Thread(target=client) for _each in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - started
    cpu_ms = (cpu_s(session) - before) * 1000 / requests
    return Load(requests / lasted, cpu_ms, sorted(took)[int(len(took) * 0.99) - 1] * 1000, statuses)


def cpu_s(session: int) -> float:
    """Add up the CPU seconds of all processes of a session, from /proc."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += (int(fields[11]) + int(fields[12])) / 100
    return total


def post(path: str, body: Any, headers: dict[str, str]) -> Request:
    return "POST", path, json.dumps(body).encode(), headers | {"Content-Type": "application/json"}


def get(path: str, headers: dict[str, str]) -> Request:
    return "GET", path, None, headers
