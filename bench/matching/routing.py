"""Home care days that others planned before: ours beside the best published plans, instance by instance.

The archives of `iolab-uniud/hhcrsp` lie in the folder `MATCHING_DATA`, packed or unpacked, or in
`../shared/data/dispatch` beside the project. Without them the three instances of the tests are planned.
`JOBS=2` plans two at a time; what counts is the CPU of each.
"""

import csv
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from math import floor, log10
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from time import process_time

from matching.routing import judge, solve
from matching.routing.readers import hhcrsp

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared/data/dispatch"
SMALL = ROOT / "tests/matching/data"
SETS = {10: "A", 25: "B", 50: "C", 75: "D", 100: "E", 200: "F", 300: "G"}
"""patients of an instance of Mankowska, Meisel and Bierwirth, and how its set is called"""
ITALIAN, OPEN = "I", "CDEFG"
SAMPLE = "A1 B6 C1 D3 E5 F3 G5 I3 I1 I7".split()
SAMPLE_S, FULL_S = 10.0, 60.0


class Wrong(Exception):
    """The table holds a plan that the judge refuses, or none where one is due."""


@dataclass(frozen=True)
class Value:
    """A published value, and half of its last digit: no nearer can ours be compared."""

    value: float
    half: float

    def gap(self, ours: float) -> float:
        """Say by which share ours is above it; nothing where the digits don't tell."""
        return 0.0 if abs(ours - self.value) <= self.half + 1e-9 else ours / self.value - 1


@dataclass(frozen=True)
class Case:
    """An instance and what is known of it: the plan of Ceschia and others (2024), and the best by anybody."""

    name: str
    path: Path
    mnsa: Value
    best: Value


@dataclass(frozen=True)
class Run:
    """One search: its published value, its plan in the published form, and what is wrong with it, if anything."""

    value: float = 0.0
    cpu_s: float = 0.0
    written: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Result:
    """All searches of one instance."""

    case: Case
    runs: tuple[Run, ...]

    @property
    def fault(self) -> str:
        return next((run.fault for run in self.runs if run.fault), "")

    @property
    def best(self) -> Run:
        return min(self.runs, key=lambda run: run.value)

    @property
    def gap(self) -> float:
        return self.case.mnsa.gap(self.best.value)

    @property
    def single_gap(self) -> float:
        return mean(self.case.mnsa.gap(run.value) for run in self.runs)


def lines(full: bool, *, save: Path | None = None, folder: Path | None = None, cpu_s: float = 0) -> Iterator[str]:
    """Plan and tell in Markdown, an instance a line.

    :param save: where plans that are better than the published ones go, in the published form
    :param folder: of the instances, instead of the usual ones
    :param cpu_s: seconds a search, instead of the usual ones
    :raises Wrong: at the end, when the judge refused one
    """
    seeds = (1, 2) if full else (1,)
    seconds = cpu_s or (FULL_S if full else SAMPLE_S)
    results = []
    with instances(folder or usual()) as place:
        known = cases(place)
        if place == SMALL:
            yield "The archives aren't here (`MATCHING_DATA`); these are the instances of the tests.\n"
        if not full and len(known) > len(SAMPLE):
            known = [case for case in known if case.name in SAMPLE]
        yield f"{seconds:g} CPU-seconds a search, seeds {', '.join(map(str, seeds))}. Gaps are ours above theirs.\n"
        yield "| Instance | Ours | CPU-s | MNSA 2024 | Gap | Single runs | Best known | Gap |"
        yield "|---|---|---|---|---|---|---|---|"
        for result in planned(known, seeds, seconds):
            results.append(result)
            if save and not result.fault and result.gap < 0:
                keep(save, result)
            yield row(result)
    right = [result for result in results if not result.fault]
    yield from ["", *summary(right), "", *goals(right)]
    if len(right) < len(results):
        raise Wrong(f"{len(results) - len(right)} of {len(results)} instances have no right plan")


def usual() -> Path:
    """Where instances are: as the environment says, beside the project, or those of the tests."""
    named = os.environ.get("MATCHING_DATA")
    return Path(named) if named else BESIDE if BESIDE.exists() else SMALL


@contextmanager
def instances(folder: Path) -> Iterator[Path]:
    """Unpack what is packed into a folder that is gone afterwards; give that, or the folder itself."""
    archives = sorted(folder.glob("*.tar.xz"))
    if not archives:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as place:
        for archive in archives:
            with tarfile.open(archive) as packed:
                packed.extractall(place, filter="data")
        for table in folder.glob("*.csv"):
            shutil.copy(table, place)
        yield Path(place)


def cases(folder: Path) -> list[Case]:
    """List the instances in the published tables, in the order of their names.

    :raises FileNotFoundError: when there is no table
    """
    rows = [each for table in sorted(folder.glob("bks_*_mnsa2024.csv")) for each in _rows(table)]
    if not rows:
        raise FileNotFoundError(f"no bks_*_mnsa2024.csv in {folder}")
    everybody = folder / "bks_mankowska_all_sources.csv"
    bests = {each["file"]: each["best_known"] for each in _rows(everybody)} if everybody.exists() else {}
    found = []
    for each in rows:
        file = each["instance"] if each["instance"].endswith(".json") else each["instance"] + ".json"
        mnsa = Value(float(each["total_cost"]), half_digit(each["total_cost"]))
        best, decimals = bests.get(file, ""), len(bests.get(file, "").partition(".")[2])
        # others print one decimal or two; where theirs isn't lower than that shows, it is the same plan's
        other = Value(float(best), 0.5 * 0.1 ** max(1, decimals)) if best else mnsa
        found.append(Case(name_of(file), folder / file, mnsa, other if other.gap(mnsa.value) else mnsa))
    return sorted(found, key=lambda case: (case.name[0] == ITALIAN, case.name[0], int(case.name[1:])))


def name_of(file: str) -> str:
    """Call an instance as publications do: `B6`, and `I7` for the Italian ones."""
    if theirs := re.fullmatch(r"Instanz\w+_HCSRP_(\d+)_(\d+)\.json", file):
        return f"{SETS[int(theirs[1])]}{theirs[2]}"
    if italian := re.match(r"instance_(\d+)-", file):
        return f"{ITALIAN}{int(italian[1])}"
    raise ValueError(f"{file} is no instance's name")


def half_digit(printed: str) -> float:
    """Half of the last of six significant digits; zeros at the end aren't printed."""
    return 0.5 * 10.0 ** (floor(log10(float(printed))) - 5)


def planned(known: Sequence[Case], seeds: Sequence[int], seconds: float) -> Iterator[Result]:
    """Plan each instance with each seed, `JOBS` at a time, and tell of it as soon as all before it are told."""
    works = [(case.path, seed, seconds) for case in known for seed in seeds]
    solve.warm_up()
    if jobs() > 1:
        with ProcessPoolExecutor(jobs(), mp_context=get_context("spawn")) as pool:
            yield from _by_case(known, len(seeds), pool.map(run, works))
    else:
        yield from _by_case(known, len(seeds), map(run, works))


def jobs() -> int:
    """How many searches go on at a time."""
    return max(1, int(os.environ.get("JOBS") or 1))


def _by_case(known: Iterable[Case], each: int, runs: Iterator[Run]) -> Iterator[Result]:
    for case in known:
        yield Result(case, tuple(islice(runs, each)))


def run(work: tuple[Path, int, float]) -> Run:
    """Search once, and let the judge read the plan, and read it again from its published form."""
    path, seed, seconds = work
    solve.warm_up()
    try:
        problem = hhcrsp.read(path)
        start = process_time()
        plan = solve.solve(problem, seed=seed, cpu_s=seconds)
        spent = process_time() - start
        written = hhcrsp.write_plan(problem, plan)
        again = hhcrsp.read_plan(problem, written)
        faults = [each.sentence for each in (*judge.check(problem, plan), *judge.check(problem, again))]
    except Exception as error:  # a line of the table, so that the other instances are planned
        return Run(fault=f"{type(error).__name__}: {error}")
    if plan.unserved:
        faults.append(f"{len(plan.unserved)} patients are left out.")
    elif again.cost != plan.cost:
        faults.append(f"It costs {plan.cost.total}, and {again.cost.total} when it is read again.")
    return Run(hhcrsp.published(plan.cost), spent, written, faults[0] if faults else "")


def keep(folder: Path, result: Result) -> None:
    """Write the best plan of an instance where better ones than the published are kept, unless one as good is there."""
    problem, kept = hhcrsp.read(result.case.path), folder / f"sol-{result.case.path.stem}.json"
    if kept.exists() and hhcrsp.published(hhcrsp.read_plan(problem, kept).cost) <= result.best.value:
        return
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(result.best.written, encoding="utf-8")


def row(result: Result) -> str:
    """Tell of one instance."""
    case = result.case
    if result.fault:
        return f"| {case.name} | failed: {result.fault} | – | {case.mnsa.value:g} | – | – | {case.best.value:g} | – |"
    spent = mean(run.cpu_s for run in result.runs)
    return (
        f"| {case.name} | {result.best.value:.3f} | {spent:.1f} | {case.mnsa.value:g} | {percent(result.gap)} "
        f"| {percent(result.single_gap)} | {case.best.value:g} | {percent(case.best.gap(result.best.value))} |"
    )


def summary(results: Sequence[Result]) -> Iterator[str]:
    """Tell of each set of instances, and of the five that aren't solved to the end."""
    yield "| Set | Instances | Mean gap to MNSA, best of seeds | Single runs | Better / equal / worse | Worst |"
    yield "|---|---|---|---|---|---|"
    sets = {name: name for name in [*SETS.values(), ITALIAN]} | {f"{OPEN[0]}–{OPEN[-1]}": OPEN}
    for name, letters in sets.items():
        if found := of(results, letters):
            gaps = [result.gap for result in found]
            counts = [sum(gap < 0 for gap in gaps), gaps.count(0.0), sum(gap > 0 for gap in gaps)]
            yield (
                f"| {'Italian' if name == ITALIAN else name} | {len(found)} | {percent(mean(gaps))} "
                f"| {percent(mean(result.single_gap for result in found))} "
                f"| {' / '.join(map(str, counts))} | {percent(max(gaps))} |"
            )


def goals(results: Sequence[Result]) -> Iterator[str]:
    """Hold the goals, which are for 60 CPU-seconds and all instances, against what there is."""
    yield f"| Goal, at {FULL_S:g} CPU-seconds and over all instances | Here | |"
    yield "|---|---|---|"
    solved, still, streets = of(results, "AB"), of(results, OPEN), of(results, ITALIAN)
    if solved:
        equal = sum(result.case.best.gap(result.best.value) <= 0 for result in solved)
        yield _goal("A–B equal to the best known", f"{equal} of {len(solved)}", equal == len(solved))
    if still:
        gaps = [result.gap for result in still]
        better = sum(gap < 0 for gap in gaps)
        single = mean(result.single_gap for result in still)
        yield _goal("C–G mean ≤ −1.5 % (reach for −2.5 %)", percent(mean(gaps)), mean(gaps) <= -0.015)
        yield _goal("C–G strictly better on 38 of 50", f"{better} of {len(still)}", better / len(still) >= 38 / 50)
        yield _goal("C–G none worse than +0.3 %", percent(max(gaps)), max(gaps) <= 0.003)
        yield _goal("C–G single-run mean ≤ −0.3 %", percent(single), single <= -0.003)
    if streets:
        gap = mean(result.gap for result in streets)
        yield _goal("Italian mean ≤ −0.5 %", percent(gap), gap <= -0.005)


def of(results: Sequence[Result], letters: str) -> list[Result]:
    return [result for result in results if result.case.name[0] in letters]


def _goal(goal: str, here: str, reached: bool) -> str:
    return f"| {goal} | {here} | {'reached' if reached else 'missed'} |"


def percent(share: float) -> str:
    said = f"{share * 100:+.2f} %".replace("-", "−")
    return said[1:] if said[1:] == "0.00 %" else said


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as found:
        return list(csv.DictReader(found))
