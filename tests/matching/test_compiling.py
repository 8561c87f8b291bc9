"""What numba compiled from other sources than those that are there is never used."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matching.compiling import forget_outdated

LIBRARY = Path(__file__).parents[2] / "matching"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package with one module and one thing compiled from it."""
    (tmp_path / "code.py").write_text("ONE = 1")
    forget_outdated(tmp_path)
    (tmp_path / "__pycache__/code.nbi").touch()
    return tmp_path


def test_what_was_compiled_from_the_same_sources_stays(folder):
    forget_outdated(folder)
    assert (folder / "__pycache__/code.nbi").exists()


def test_it_goes_when_a_module_of_the_package_has_changed(folder):
    stat = (folder / "code.py").stat()
    (folder / "code.py").write_text("ONE = 2")
    os.utime(folder / "code.py", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    forget_outdated(folder)
    assert not (folder / "__pycache__/code.nbi").exists()


def test_it_goes_when_another_module_has_changed_that_was_named(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "numbers.py"
    for text, stays in (("TWO = 2", False), ("TWO = 2", True), ("TWO = 3", False)):
        other.write_text(text)
        (folder / "__pycache__/code.nbi").touch()
        forget_outdated(folder, other)
        assert (folder / "__pycache__/code.nbi").exists() == stays


def test_a_search_is_compiled_anew_when_the_layout_of_its_numbers_changes(tmp_path):
    """A copy of the library, compiled once; then two columns have each other's place."""
    shutil.copytree(LIBRARY, tmp_path / "matching", ignore=shutil.ignore_patterns("__pycache__"))
    plans = [planned(tmp_path)]
    layout = tmp_path / "matching/routing/layout.py"
    said = layout.read_text(encoding="utf-8")
    moved = said.replace("OPENS, CLOSES, LATEST", "CLOSES, OPENS, LATEST")
    assert moved != said
    layout.write_text(moved, encoding="utf-8")
    plans.append(planned(tmp_path))
    assert plans[0] == plans[1]


def planned(folder: Path) -> str:
    """What a search of a small day in the library of this folder comes to, by the judge's word."""
    code = (
        "from matching.routing import city, judge, solve; day = city.day(20, 5, 1); "
        "plan = solve.solve(day, seed=1, moves=20_000); "
        "print(judge.check(day, plan), plan.cost.total)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return told.stdout
