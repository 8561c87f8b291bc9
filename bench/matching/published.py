"""Reads every published plan of the home care benchmark and compares what it costs with what was published.

    MATCHING_DATA=<folder> python -m bench.matching.published

The folder holds the archives as iolab-uniud/hhcrsp publishes them, unpacked side by side: instances, plans and
the two tables `bks_*_mnsa2024.csv`. The tables print sums of binary fractions with six significant digits, as
C++ does; the judge's figures are exact. They agree when they are no further apart than half of the last digit.
"""

import csv
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from matching.routing import judge, validate
from matching.routing.readers import hhcrsp


def check_published(folder: Path) -> str:
    """Tell how many published plans are clean and cost what was published, and name what differs."""
    rows = [row for table in sorted(folder.glob("bks_*_mnsa2024.csv")) for row in _rows(table)]
    if not rows:
        raise FileNotFoundError(f"no bks_*_mnsa2024.csv in {folder}")
    found = [line for row in rows for line in _differences(folder, row)]
    return "\n".join([*found, f"{len(rows)} published plans, {len(found)} mismatches"])


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _differences(folder: Path, row: dict[str, str]) -> Iterator[str]:
    problem = hhcrsp.read(folder / row["instance"])
    validate.refuse_impossible(problem)
    plan = hhcrsp.read_plan(problem, folder / row["solution"])
    for fault in judge.check(problem, plan):
        yield f"{row['instance']}: {fault.code}: {fault.sentence}"
    cost = judge.cost(problem, plan)
    counted = {
        "distance_traveled": Fraction(cost.distance, hhcrsp.SCALE),
        "total_tardiness": Fraction(cost.lateness, hhcrsp.SCALE),
        "max_tardiness": Fraction(cost.lateness_max, hhcrsp.SCALE),
        "total_cost": Fraction(cost.total, 3 * hhcrsp.SCALE),
    }
    for column, exact in counted.items():
        if abs(exact - Fraction(row[column])) > _half_digit(row[column]):
            yield f"{row['instance']}: {column} is {float(exact)}, published {row[column]}"


def _half_digit(printed: str) -> Fraction:
    """Half of the last of six significant digits; zeros at the end aren't printed."""
    return Fraction(1, 2) / 10 ** (6 - len(printed.partition(".")[0]))


if __name__ == "__main__":
    print(check_published(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["MATCHING_DATA"])))
