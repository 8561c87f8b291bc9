"""The import contracts break when they should. (`make check` runs them over the real house.)"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

PLANTED = {
    "xunjiasao/kernel/planted.py": "import matching\nfrom xunjiasao.domains import people\n",
    "xunjiasao/domains/journal/planted.py": "",
    "xunjiasao/domains/journal/actions/planted.py": "import xunjiasao.domains.people.queries\n",
    "xunjiasao/domains/people/actions/planted.py": "import httpx\nimport xunjiasao.domains.journal.models\n",
    "xunjiasao/domains/people/terms.py": "import django\n",
    "xunjiasao/interfaces/entry/planted.py": "import xunjiasao.interfaces.api\n",
    "matching/planted.py": "import django\n",
}


def lint(folder: Path) -> dict[str, str]:
    """Run import-linter in a copy of the house: contract → KEPT or BROKEN."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.rstrip() for line in done.stdout.splitlines()]
    found = {row.rpartition(" ")[0]: row.rpartition(" ")[2] for row in rows if row.endswith((" KEPT", " BROKEN"))}
    assert found, done.stdout + done.stderr
    return found


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(
        tree.ROOT / "xunjiasao", tmp_path / "xunjiasao", ignore=shutil.ignore_patterns("client_h5", "static")
    )
    shutil.copytree(tree.ROOT / "matching", tmp_path / "matching")
    shutil.copytree(tree.ROOT / "tests/house", tmp_path / "tests/house")
    shutil.copyfile(tree.ROOT / ".importlinter", tmp_path / ".importlinter")
    (tmp_path / "tests/__init__.py").touch()
    return tmp_path


def test_every_contract_is_broken_by_what_it_forbids(copy):
    for name, text in PLANTED.items():
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + (path.read_text() if path.exists() else ""))
    assert [name for name, verdict in lint(copy).items() if verdict != "BROKEN"] == []
