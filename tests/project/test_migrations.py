"""Migrations go down and up again with rows, and nothing of them is lost."""

import json
import subprocess
import sys
from pathlib import Path

from tests import databases, servers
from tests.storm import field


def test_a_city_goes_down_to_the_first_migrations_and_up_again_whole(tmp_path: Path) -> None:
    with field.city(databases.kind(), tmp_path / "city", residents=3, workers=3) as (server, city):
        for resident, starts_at in zip(city.residents, field.times(1, (9, 12, 15)), strict=True):
            assert field.place(server, city, resident, starts_at).status == 201
        server.stop()
        command = [sys.executable, "-m", "tests.project.updown"]
        done = subprocess.run(command, cwd=servers.ROOT, env=server.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
        told = json.loads(done.stdout.splitlines()[-1])
        field.whole(server)
    assert told["rows"] > 1_000
    assert told["migrations"] >= 6
    assert (told["lost below"], told["differ"]) == ([], [])
