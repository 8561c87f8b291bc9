"""A real server process with a database of its own, for storms, crash tests and the browser.

with servers.running("postgres", folder) as server:
    httpx.get(server.url + "/readyz")
    server.kill()       # SIGKILL to every process of it
    server.start()      # the same database, the same port
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg

from tests import databases

ROOT = Path(__file__).resolve().parents[1]
KEYS = Path(__file__).parent / "keys.json"
READY_S = 60


def _environment(var: Path, database_url: str, extra: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XJS_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "xunjiasao.project.settings",
        "DATABASE_URL": database_url,
        "XJS_VAR": str(var),
        "XJS_KEYS": str(KEYS),
        "XJS_SECRET": "a-secret-for-tests-only-and-long-enough-to-be-one",
        "XJS_TESTING": "1",
        "XJS_DEMO": "1",
        "XJS_CLOCK_FILE": str(var / "clock"),
        **extra,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One web server (and, if wanted, the jobs process) on its own database."""

    kind: str
    var: Path
    database_url: str
    workers: int = 1
    threads: int = 8
    jobs: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    app: str = "xunjiasao.project.wsgi:application"
    port: int = field(default_factory=free_port)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return _environment(self.var, self.database_url, {"XJS_THREADS": str(self.threads), **self.extra})

    @property
    def log(self) -> Path:
        return self.var / "server.log"

    def manage(self, *arguments: str) -> str:
        """Run a `manage.py` command against this server's database and give its output.

        :raises AssertionError: it failed
        """
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def move_clock(self, seconds: int) -> None:
        """Move the clock of every process of this server."""
        (self.var / "clock").write_text(str(seconds))

    def start(self) -> None:
        """Start, and wait until it says that it is ready."""
        web = [sys.executable, "-m", "granian", self.app, "--interface", "wsgi"]
        web += ["--host", "127.0.0.1", "--port", str(self.port), "--workers", str(self.workers)]
        web += ["--blocking-threads", str(self.threads), "--workers-kill-timeout", "5", "--log-level", "warning"]
        commands = [web] + ([[sys.executable, "manage.py", "jobs"]] if self.jobs else [])
        with self.log.open("ab") as log:
            self.processes = [
                subprocess.Popen(c, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
                for c in commands
            ]
        self.wait()

    def wait(self) -> None:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            assert all(process.poll() is None for process in self.processes), f"died:\n{self.log.read_text()[-4000:]}"
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"not ready after {READY_S} s:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """SIGKILL every process of this server at once."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask every process to end, and wait for it."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes = []


@contextmanager
def running(
    kind: str,
    folder: Path,
    *,
    workers: int = 1,
    threads: int = 8,
    jobs: bool = False,
    extra: dict[str, str] | None = None,
    start: bool = True,
) -> Iterator[Server]:
    """Serve from a migrated database of its own.

    :param kind: sqlite or postgres
    :param folder: an empty folder (`tmp_path`)
    """
    folder.mkdir(parents=True, exist_ok=True)
    url = _migrated(kind, folder)
    server = Server(kind, folder, url, workers, threads, jobs, extra or {})
    try:
        if start:
            server.start()
        yield server
    finally:
        server.stop()
        databases.drop(url)


def _migrated(kind: str, folder: Path) -> str:
    """Copy the migrated database of this run: migrating once takes seconds, copying takes none."""
    template = _template(kind)
    if kind == "sqlite":
        target = folder / "server.sqlite3"
        shutil.copyfile(urlsplit(template).path, target)
        return f"sqlite:///{target}"
    name, source = f"xjs_{uuid4().hex[:12]}", urlsplit(template)
    with psycopg.connect(databases.postgres(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.path[1:]}"')
    return source._replace(path=f"/{name}").geturl()


@lru_cache(maxsize=2)
def _template(kind: str) -> str:
    folder = Path(tempfile.mkdtemp(prefix="xjs-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = databases.fresh(kind, folder)
    Server(kind, folder, url).manage("migrate", "--verbosity", "0")
    return url
