"""Importing the library is cheap: Numba comes when something is solved."""

import subprocess
import sys
from pathlib import Path

import pytest

import matching

LIBRARY = Path(matching.__file__).parent
MODULES = [
    "matching.ranking",
    "matching.pairing",
    "matching.cli",
    "matching.routing",
    *(f"matching.routing.{path.stem}" for path in sorted((LIBRARY / "routing").glob("[a-z]*.py"))),
    *(f"matching.routing.readers.{path.stem}" for path in sorted((LIBRARY / "routing" / "readers").glob("[a-z]*.py"))),
]
TIMED = "import time; begun = time.perf_counter(); import matching; print(time.perf_counter() - begun)"


def fresh(code: str) -> str:
    """What a fresh interpreter prints, which starts where the repository is."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=LIBRARY.parent, capture_output=True, text=True, check=True).stdout.strip()


def test_nothing_that_is_imported_brings_numba():
    asks = f"import sys, importlib\nfor name in {MODULES}: importlib.import_module(name); print(name, 'numba' in sys.modules)"
    assert fresh(asks).splitlines() == [f"{name} False" for name in MODULES]


def test_solving_does_bring_numba():
    assert fresh("import sys; import matching.routing.kernel.timing; print('numba' in sys.modules)") == "True"


@pytest.mark.parametrize("heavy", ["numba", "numpy", "django", "xunjiasao"])
def test_the_library_alone_brings_nothing_else(heavy):
    assert fresh(f"import sys; import matching; print({heavy!r} in sys.modules)") == "False"


def test_importing_the_library_takes_a_fifth_of_a_second_at_most():
    assert min(float(fresh(TIMED)) for _ in range(5)) <= 0.2
