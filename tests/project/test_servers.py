"""The real web process, on the database of this run."""

import httpx
import pytest

from tests import databases, servers


def test_a_killed_server_comes_back_on_its_database(tmp_path):
    with servers.running(databases.kind(), tmp_path / "city") as server:
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        server.kill()
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{server.url}/healthz")
        server.start()
        answer = httpx.get(f"{server.url}/readyz")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
