"""`make run`: prepare once, then serve the city from one foreground command.

Where the package is installed, that is `python -m xunjiasao.project.run`. With `demo-full` it loads the
large city and serves nothing.
Web and jobs are two children. Ctrl-C or SIGTERM stops both; a child that dies stops the other and
hands on its exit code.
"""

import contextlib
import hashlib
import http.client
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

from xunjiasao.project.deployment import HOUSE, Deployment

GRACE_S = 10
Children = dict[str, "subprocess.Popen[bytes]"]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunjiasao.project.settings")
    os.environ.setdefault("XJS_DEMO", "1")
    xjs = Deployment.read(os.environ)
    if _listens(xjs):
        print(f"Port {xjs.port} is taken. Choose another: make run PORT={xjs.port + 1}", file=sys.stderr)
        return 1
    try:
        _prepare(xjs, size="small")
    except KeyboardInterrupt:
        print("\nStopped before the city was ready.", file=sys.stderr)
        return 130
    with _signals() as asked_to_stop:
        log = xjs.var / "run.log"
        children = _start(xjs, log)
        while not asked_to_stop and not _ready(xjs) and not _dead(children):
            time.sleep(0.1)
        if not asked_to_stop and not _dead(children):
            print(_banner(xjs, log), flush=True)
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


def _prepare(xjs: Deployment, *, size: str) -> None:
    """Bring database, static files and demo city to where this code needs them.

    The embedded city that this very code has prepared before is not looked at again: loading Django
    for that is most of a start.
    """
    stamp, wanted = xjs.var / "prepared", _fingerprint(xjs)
    if xjs.embedded and stamp.exists() and stamp.read_text() == wanted and (xjs.var / "xunjiasao.sqlite3").exists():
        return
    print("Preparing the database …", flush=True)
    import django

    django.setup()
    from django.core.management import call_command

    loading, loaded = xjs.var / "demo.loading", xjs.var / "demo.loaded"
    here = hashlib.sha256(xjs.database_url.encode()).hexdigest()[:16]
    if loading.exists() and xjs.embedded:
        print("The last load of the demo city was interrupted: it starts anew.", flush=True)
        for left in xjs.var.glob("xunjiasao.sqlite3*"):
            left.unlink()
    call_command("migrate", interactive=False, verbosity=0)
    _collect_static()
    if xjs.demo and (not loaded.exists() or loaded.read_text() != here):
        print(f"Loading the {size} demo city, once …", flush=True)
        loading.touch()
        call_command("demo", size=size)
        loaded.write_text(here)
        loading.unlink()
    stamp.write_text(wanted)


def _fingerprint(xjs: Deployment) -> str:
    """Tell this code and this kind of city from any other."""
    seen = hashlib.sha256(f"{sys.version} {xjs.demo}".encode())
    for folder, below, files in os.walk(HOUSE):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(files):
            known = os.stat(os.path.join(folder, name))
            seen.update(f"{folder}/{name} {known.st_size} {known.st_mtime_ns}\n".encode())
    return seen.hexdigest()


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


def _start(xjs: Deployment, log: Path) -> Children:
    """Start the children; Ctrl-C reaches them through us alone, in sessions of their own."""
    web = [sys.executable, "-m", "granian", "xunjiasao.project.wsgi:application", "--interface", "wsgi"]
    web += ["--host", xjs.host, "--port", str(xjs.port), "--workers", str(min(2, os.cpu_count() or 1))]
    web += ["--blocking-threads", str(xjs.threads), "--workers-kill-timeout", "5", "--log-level", "warning"]
    commands = {"web": web, "jobs": [sys.executable, "-m", "django", "jobs"]}
    with log.open("wb") as file:
        return {
            name: subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True)
            for name, command in commands.items()
        }


@contextlib.contextmanager
def _signals() -> Iterator[list[int]]:
    """Collect the wish to stop instead of dying from it: the children must go first."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _here(xjs: Deployment) -> str:
    """Give the address by which this machine reaches its own server."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(xjs.host, xjs.host)  # noqa: S104  # compared, not bound


def _listens(xjs: Deployment) -> bool:
    try:
        socket.create_connection((_here(xjs), xjs.port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _ready(xjs: Deployment) -> bool:
    asked = http.client.HTTPConnection(_here(xjs), xjs.port, timeout=5)
    try:
        asked.request("GET", "/readyz", headers={"Host": "localhost"})
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _dead(children: Children) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    """Ask the children to end, then end whatever they left."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_S
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _banner(xjs: Deployment, log: Path) -> str:
    base, accounts = f"http://{xjs.host}:{xjs.port}", xjs.var / "demo-accounts.json"
    rows = [
        ("Public site 首页", "/"),
        ("Residents and workers 居民与家政员", "/m/"),
        ("Desks 工作台", "/desk/"),
        ("API", "/api/v1/docs"),
        ("Operators 运维", "/admin/"),
    ]
    lines = ["", "浔家嫂 Xunjiasao is running. Ctrl-C stops it.", ""]
    lines += [f"  {base + path:<38} {title}" for title, path in rows]
    if xjs.demo and accounts.exists():
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


def load_full() -> int:
    """`make demo-full`: the large city, in an empty database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "xunjiasao.project.settings", "XJS_DEMO": "1"}
    xjs = Deployment.read(os.environ)
    if (xjs.var / "demo.loaded").exists():
        print(
            f"There is a city in {xjs.var} already. Take another folder (XJS_VAR=…) or `make clean`.", file=sys.stderr
        )
        return 1
    _prepare(xjs, size="full")
    return 0


if __name__ == "__main__":
    sys.exit(load_full() if sys.argv[1:] == ["demo-full"] else main())
