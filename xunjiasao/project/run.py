"""`make run`: prepare once, then serve the city from one foreground command.

Where the package is installed, that is `python -m xunjiasao.project.run`.
Web and jobs are two children. Ctrl-C or SIGTERM stops both; a child that dies stops the other and
hands on its exit code.
"""

import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import django

GRACE_S = 10


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunjiasao.project.settings")
    os.environ.setdefault("XJS_DEMO", "1")
    django.setup()
    from django.conf import settings

    xjs = settings.XJS
    if not _free(xjs.host, xjs.port):
        print(f"Port {xjs.port} is taken. Choose another: make run PORT={xjs.port + 1}", file=sys.stderr)
        return 1
    with _signals() as asked_to_stop:
        _prepare()
        log = xjs.var / "run.log"
        children = _start(log)
        while not asked_to_stop and _free(xjs.host, xjs.port) and not _dead(children):
            time.sleep(0.1)
        if not asked_to_stop and not _dead(children):
            print(_banner(xjs.host, xjs.port, xjs.var / "demo-accounts.json" if xjs.demo else None, log), flush=True)
        while not asked_to_stop and not _dead(children):
            time.sleep(0.2)
        fallen = _dead(children)
        _stop(list(children.values()))
    if fallen and not asked_to_stop:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
        print(f"The {fallen} process ended by itself; everything was stopped. {log} ends:\n{last}", file=sys.stderr)
        return abs(children[fallen].returncode) or 1
    print("\nStopped.")
    return 0


def _prepare() -> None:
    """Bring database, static files and demo city to where this code needs them."""
    from django.conf import settings
    from django.core.management import call_command

    xjs = settings.XJS
    loading, loaded = xjs.var / "demo.loading", xjs.var / "demo.loaded"
    here = hashlib.sha256(xjs.database_url.encode()).hexdigest()[:16]
    if loading.exists() and xjs.embedded:
        print("The last load of the demo city was interrupted: it starts anew.", flush=True)
        for left in xjs.var.glob("xunjiasao.sqlite3*"):
            left.unlink()
    call_command("migrate", interactive=False, verbosity=0)  # runs the database checks first
    _collect_static()
    if xjs.demo and (not loaded.exists() or loaded.read_text() != here):
        loading.touch()
        call_command("demo", size="small")
        loaded.write_text(here)
        loading.unlink()


def _collect_static() -> None:
    """Copy, hash and compress static files when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen.update(f"{path} {Path(storage.path(path)).stat().st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if not stamp.exists() or stamp.read_text() != seen.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(seen.hexdigest())


def _commands() -> dict[str, list[str]]:
    from django.conf import settings

    xjs = settings.XJS
    web = [sys.executable, "-m", "granian", "xunjiasao.project.wsgi:application", "--interface", "wsgi"]
    web += ["--host", xjs.host, "--port", str(xjs.port), "--workers", str(min(2, os.cpu_count() or 1))]
    web += ["--blocking-threads", str(xjs.threads), "--log-level", "warning"]
    return {"web": web, "jobs": [sys.executable, "-m", "django", "jobs"]}


def _start(log: Path) -> dict[str, "subprocess.Popen[bytes]"]:
    """Start the children; Ctrl-C reaches them through us alone, in a session of their own."""
    with log.open("wb") as file:
        return {
            name: subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
            for name, command in _commands().items()
        }


@contextlib.contextmanager
def _signals() -> Iterator[list[int]]:
    """Collect the wish to stop instead of dying from it; a second Ctrl-C while preparing does kill."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        if len(asked) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) != 0  # noqa: S104  # compared, not bound


def _dead(children: dict[str, "subprocess.Popen[bytes]"]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_S
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _banner(host: str, port: int, accounts: Path | None, log: Path) -> str:
    base = f"http://{host}:{port}"
    rows = [
        ("Public site 首页", "/"),
        ("Residents and workers 居民与家政员", "/m/"),
        ("Desks 工作台", "/desk/"),
        ("API", "/api/v1/docs"),
        ("Operators 运维", "/admin/"),
    ]
    lines = ["", "浔家嫂 Xunjiasao is running. Ctrl-C stops it.", ""]
    lines += [f"  {base + path:<38} {title}" for title, path in rows]
    if accounts and accounts.exists():
        lines += ["", "Demo accounts (an invented city; sign-in codes appear on the screen):", ""]
        for account in json.loads(accounts.read_text()):
            secrets = " ".join(
                f"{label} {account[key]}"
                for label, key in (("password", "password"), ("TOTP", "totp_secret"))
                if account.get(key)
            )
            lines.append(f"  {account['role']:<12} {account['phone']:<13} {account['name']}  {secrets}".rstrip())
        lines += ["", f"  The same list: {accounts}"]
    lines += ["", f"Log: {log}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
