"""Measure the matching library beside its peers, and print the tables.

    make bench-matching                                       about twelve minutes of CPU, on one core
    make bench-matching FULL=1                                everything, two seeds: hours
    .venv/bin/python -m bench.matching city replan            these tables only
    .venv/bin/python -m bench.matching routing --save FOLDER  and keep plans that are better than the published

`JOBS=2` plans two published instances, or two cities' days, at a time; `MATCHING_DATA` says where their archives are.
"""

import argparse
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import process_time

from bench.matching import city, pairing, ranking, routing

Lines = Callable[[bool], Iterable[str]]
TABLES: dict[str, tuple[str, Lines]] = {
    "routing": ("Day plan: published home-care instances", routing.lines),
    "city": ("City day", city.lines),
    "replan": ("Re-plan", city.replan_lines),
    "ranking": ("Ranking", lambda full: [ranking.table(full)]),
    "pairing": ("Fair pairing", lambda full: [pairing.table(full)]),
}
STEPS = 20_000_000


def main(given: Sequence[str]) -> int:
    """Print the tables as they come; 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description="Measure the matching library.")
    parser.add_argument("tables", nargs="*", metavar="table", help=f"of {', '.join(TABLES)}; all where none is named")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="where plans better than the published ones go")
    asked = parser.parse_args(given)
    if unknown := [name for name in asked.tables if name not in TABLES]:
        parser.error(f"no table {', '.join(unknown)}; there are {', '.join(TABLES)}")
    full = os.environ.get("FULL", "") not in ("", "0")
    tables = {name: TABLES[name] for name in asked.tables or TABLES}
    if "routing" in tables and asked.save:
        tables["routing"] = (TABLES["routing"][0], lambda full: routing.lines(full, save=asked.save))
    _say(machine())
    failed = [name for name, (title, lines) in tables.items() if not told(title, lines, full)]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def machine() -> str:
    """Tell what runs this, so that other machines' figures can be compared."""
    start = process_time()
    for _ in range(STEPS):
        pass
    took = process_time() - start
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {STEPS:,} steps of an empty loop in {took:.2f} s"
    )


def told(title: str, lines: Lines, full: bool) -> bool:
    """Print one table; what goes wrong with it ends it, and no other."""
    _say(f"\n## {title}\n")
    start = spent()
    try:
        for line in lines(full):
            _say(line)
    except Exception as error:
        _say(f"\nFailed: {type(error).__name__}: {error}")
        if not isinstance(error, routing.Wrong):
            traceback.print_exc()
        return False
    _say(f"\n{spent() - start:.0f} s of CPU in all.")
    return True


def spent() -> float:
    """Tell the CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
