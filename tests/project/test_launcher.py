"""`make run` without make: the launcher, on an empty city in the embedded database."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests import servers


class Launched:
    """The launcher, in a session of its own."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.port = port or servers.free_port()
        env = {
            name: value for name, value in os.environ.items() if not name.startswith("XJS_") and name != "DATABASE_URL"
        }
        env |= {"XJS_VAR": str(folder / "var"), "XJS_DEMO": "0", "XJS_PORT": str(self.port)}
        self.log = folder / "run.log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "xunjiasao.project.run"]
            self.process = subprocess.Popen(
                command, cwd=servers.ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_said(self, words: str) -> None:
        deadline = time.monotonic() + servers.READY_S
        while words not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def children(self) -> list[int]:
        return sorted(child.pid for child in psutil.Process(self.process.pid).children())


@pytest.fixture
def launched(tmp_path):
    started = Launched(tmp_path)
    yield started
    if started.process.poll() is None:
        os.killpg(started.process.pid, signal.SIGKILL)
        started.process.wait()


def test_ctrl_c_stops_everything_and_a_taken_port_is_said_at_once(launched, tmp_path):
    launched.wait_until_said("is running")
    second = Launched(tmp_path / "second", port=launched.port)
    assert second.process.wait(30) == 1
    assert f"make run PORT={launched.port + 1}" in second.log.read_text()
    assert httpx.get(f"http://127.0.0.1:{launched.port}/readyz").status_code == 200
    assert len(launched.children()) == 2
    launched.process.send_signal(signal.SIGINT)
    assert launched.process.wait(20) == 0
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{launched.port}/healthz")


def test_a_child_that_dies_stops_the_whole_and_hands_on_its_code(launched):
    launched.wait_until_said("is running")
    os.kill(launched.children()[1], signal.SIGKILL)
    assert launched.process.wait(20) == signal.SIGKILL
    assert "process ended by itself" in launched.log.read_text()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{launched.port}/healthz")
