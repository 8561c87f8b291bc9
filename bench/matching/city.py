"""A city's day of home services, ours beside VROOM, PyVRP and OR-Tools, and the same day when it changes.

The day is `matching.routing.city`'s: hard windows, skills with levels, homes everywhere; metres count, and
unserved visits far more. A peer gets it as JSON in a process of its own, plans, and prints whom it sends where:

    {"skills": [names], "points": [[x, y]], "detour_pct": 133, "pace": 225,
     "visits": [{"place", "duration", "window", "skill", "level", "priority", "banned"}],
     "carers": [{"home", "shift", "skills": [[skill, level]]}]}

Its carers then go as early as they can, and our judge reads that plan like ours. What a peer has no words for, or
what it left infeasible, is passed by on the way: such visits count as unserved, and are named beside.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from numpy.random import PCG64, Generator

from bench.matching.routing import Wrong, jobs, percent
from matching.routing import city, judge, replan, solve
from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Carer, Plane, Problem, Visit

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".venv-peers/bin/python"
PEERS = {"VROOM": "vroom", "PyVRP, knows no bans": "pyvrp", "OR-Tools": "ortools"}
MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": "2000000000",
    "MALLOC_TOP_PAD_": "100000000",
    "MALLOC_MMAP_THRESHOLD_": "2000000000",
}
"""keeps what a peer frees; giving it back to the system and taking it again is most of OR-Tools' time else"""
VROOM_SHARE = 6_900 / 7_800
"""the goal's kilometres, of what VROOM took for the day that the goal was set on"""
CHANGES = 20


@dataclass(frozen=True)
class Size:
    """So many visits and carers, and what each search gets; VROOM ends by itself, at `patience_s` at the latest."""

    visits: int
    carers: int
    cpu_s: float
    patience_s: float = 600

    def __str__(self) -> str:
        return f"{self.visits:,} / {self.carers:,}"


GOAL = Size(2_000, 400, 60)
SIZES = (Size(500, 100, 15), GOAL)
LARGEST = Size(8_000, 1_600, 240, patience_s=5_400)
DOUBLES_PCT, DOUBLES_S = 5, 30.0


@dataclass(frozen=True)
class Done:
    """A plan and what it took; `passed` visits were planned but couldn't be served so. Without a plan, why."""

    plan: Plan | None = None
    cpu_s: float = 0
    peak_mb: float = 0
    passed: int = 0
    why: str = ""


def lines(full: bool, *, sizes: Sequence[Size] = (), doubles: Size | None = None) -> Iterator[str]:
    """Plan the days, those beside peers `JOBS` at a time, and tell in Markdown, a plan a line.

    :param sizes: instead of the usual ones
    :param doubles: the size of the day with visits for two, instead of the usual one
    :raises Wrong: at the end, when the judge refused a plan
    """
    sizes = sizes or (*SIZES, *([LARGEST] if full else []))
    doubles = doubles or replace(GOAL, cpu_s=GOAL.cpu_s if full else DOUBLES_S)
    faults: list[str] = []
    reached: list[str] = []
    yield "| Visits / carers | Who | Served | km | km of VROOM's | CPU-s | Peak MB | |"
    yield "|---|---|---|---|---|---|---|---|"
    days = [(size, seed) for size in sizes for seed in ((1, 2) if full else (1,))]
    solve.warm_up()  # before the threads, which would all compile
    with ThreadPoolExecutor(jobs()) as pool:
        compared = pool.map(lambda each: beside_peers(*each), days)
        for (size, seed), (problem, found) in zip(days, compared, strict=True):
            day = f"{size}, day {seed}"
            for who, done in found.items():
                yield row(problem, day, who, done, found["VROOM"], faults)
            reached += goals(problem, day, found["ours"], found["VROOM"])
    problem = city.day(doubles.visits, doubles.carers, 1, DOUBLES_PCT)
    apart = taken_apart(problem)
    ways = []
    for each, day in ((apart, "visits for two taken apart"), (problem, f"{DOUBLES_PCT} % visits for two")):
        mine = in_child(each, 1, doubles.cpu_s)
        yield row(each, f"{doubles}, {day}", "ours", mine, Done(), faults)
        ways.append(km(mine) / max(1, stops(mine)))
    more = ways[1] / max(ways[0], 1e-9) - 1
    yield from [
        "",
        f"| Goal; kilometres are {VROOM_SHARE:.3f} of VROOM's, as 6,900 are of 7,800 | Here | |",
        "|---|---|---|",
    ]
    yield from reached
    yield _goal(
        f"{doubles}: visits for two cost ≤ +3 % km a stop, beside the same taken apart", percent(more), more <= 0.03
    )
    if faults:
        raise Wrong(faults[0])


def replan_lines(full: bool, *, size: Size = GOAL, changes: int = CHANGES) -> Iterator[str]:
    """Change a planned day in many ways, each time from the same plan, and tell in Markdown, a kind a line."""
    problem, before = city.day(size.visits, size.carers, 1), planned(size, 1).plan
    assert before is not None
    compile_all()
    lot = Generator(PCG64(7))
    yield f"{size}, from a plan that serves {size.visits - len(before.unserved):,}.\n"
    yield "| What happens | Times | CPU-s, median | worst | Other visits moved, mean | most | More unserved, in all |"
    yield "|---|---|---|---|---|---|---|"
    seconds: list[float] = []
    shares: list[float] = []
    faults: list[judge.Fault] = []
    for turn, (kind, what) in enumerate(KINDS.items()):
        times = changes // len(KINDS) + (turn < changes % len(KINDS))
        more = 0
        for _ in range(times):
            change = some_change(lot, kind, problem, before)
            start = process_time()
            mended = replan.replan(problem, before, change)
            seconds.append(process_time() - start)
            shares.append(len(mended.moved) / max(1, len(problem.visits) - touched(before, change)))
            more += len(mended.plan.unserved) - len(before.unserved)
            faults += judge.check(mended.problem, mended.plan)
        mine, moved = seconds[-times:], shares[-times:]
        yield (
            f"| {what} | {times} | {median(mine):.2f} | {max(mine):.2f} "
            f"| {share(sum(moved) / times)} | {share(max(moved))} | {more:+d} |"
        )
    yield from ["", "| Goal | Here | |", "|---|---|---|"]
    yield _goal("≤ 1 s", f"median {median(seconds):.2f} s, worst {max(seconds):.2f} s", max(seconds) <= 1)
    yield _goal("≤ 5 % of other visits moved", f"worst {share(max(shares))}", max(shares) <= 0.05)
    if faults:
        raise Wrong(faults[0].sentence)


def compile_all() -> None:
    """Mend a tiny day, so that nothing is compiled while a clock runs."""
    tiny = city.day(9, 3, 1)
    replan.replan(tiny, solve.solve(tiny, moves=9), replan.Cancelled(0), cpu_s=0.01)


KINDS: dict[type[replan.Change], str] = {
    replan.Away: "a carer is ill",
    replan.Cancelled: "a visit is cancelled",
    replan.Urgent: "a visit is urgent",
}


def some_change(lot: Generator, kind: type[replan.Change], problem: Problem, plan: Plan) -> replan.Change:
    """Draw who falls ill of those who have visits, or whose visit it is; an urgent one is like another elsewhere."""
    if kind is replan.Away:
        busy = [route.carer for route in plan.routes if route.stops]
        return replan.Away(busy[int(lot.integers(len(busy)))])
    one, other = (int(each) for each in lot.integers(len(problem.visits), size=2))
    if kind is replan.Cancelled:
        return replan.Cancelled(one)
    like, where = problem.visits[one], problem.visits[other]
    visit = Visit("urgent", where.place, like.window, like.parts, like.gap, like.late_limit)
    return replan.Urgent(visit)


def touched(plan: Plan, change: replan.Change) -> int:
    """Count the visits of the plan that the change itself concerns."""
    if isinstance(change, replan.Away):
        return len(plan.routes[change.carer].stops)
    return int(isinstance(change, replan.Cancelled))


def beside_peers(size: Size, seed: int) -> tuple[Problem, dict[str, Done]]:
    """Make a day, let every peer plan it, one after the other, then plan it ourselves."""
    problem = city.day(size.visits, size.carers, seed)
    found = {who: peer(problem, script, size) for who, script in PEERS.items()}
    return problem, found | {"ours": planned(size, seed)}


@cache
def planned(size: Size, seed: int) -> Done:
    """Plan a day once, for all tables."""
    return in_child(city.day(size.visits, size.carers, seed), seed, size.cpu_s)


def in_child(problem: Problem, seed: int, cpu_s: float) -> Done:
    """Plan in a process of its own, so that its memory can be told."""
    solve.warm_up()  # compiled once, here: compilers need memory too
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_plan, problem, seed, cpu_s).result()


def _plan(problem: Problem, seed: int, cpu_s: float) -> Done:
    solve.warm_up()
    start = process_time()
    plan = solve.solve(problem, seed=seed, cpu_s=cpu_s)
    return Done(plan, process_time() - start, peak_mb())


def peak_mb() -> float:
    """Tell the most memory held so far; `getrusage` would count the parent's too."""
    status = Path("/proc/self/status")
    held = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in held if line.startswith("VmHWM")), 0.0)


def peer(problem: Problem, script: str, size: Size) -> Done:
    """Let a peer plan, where `make bench-matching` has installed it."""
    if not PEER.exists():
        return Done(why="not installed")
    seconds = size.patience_s if script == "vroom" else size.cpu_s
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as folder:
        path = Path(folder) / "day.json"
        path.write_text(json.dumps(exported(problem)), encoding="utf-8")
        command = [str(PEER), str(Path(__file__).parent / f"peers/{script}_city.py"), str(path), str(seconds)]
        try:
            told = subprocess.run(
                command, env=os.environ | MEMORY, capture_output=True, text=True, timeout=3 * seconds + 600
            )
        except subprocess.TimeoutExpired as late:
            return Done(why=f"no plan after {late.timeout:.0f} s")
    if told.returncode:
        said = told.stderr.strip().splitlines()
        return Done(why=f"ended with {told.returncode}: {said[-1] if said else 'no word'}")
    found = json.loads(told.stdout.splitlines()[-1])
    plan, passed = followed(problem, found["routes"])
    return Done(plan, found["cpu_s"], found["peak_mb"], passed)


def exported(problem: Problem) -> dict[str, Any]:
    """Say a day of single visits in plain lists."""
    assert isinstance(problem.travel, Plane)
    return {
        "skills": list(problem.skills),
        "points": problem.travel.points.tolist(),
        "detour_pct": problem.travel.detour_pct,
        "pace": problem.travel.pace,
        "visits": [
            {
                "place": visit.place,
                "duration": part.duration,
                "window": list(visit.window),
                "skill": part.skill,
                "level": part.level,
                "priority": visit.priority,
                "banned": sorted(visit.banned),
            }
            for visit in problem.visits
            for part in visit.parts
        ],
        "carers": [
            {"home": carer.start, "shift": list(carer.shift), "skills": [list(each) for each in carer.skills]}
            for carer in problem.carers
        ],
    }


def followed(problem: Problem, routes: Sequence[Sequence[int]]) -> tuple[Plan, int]:
    """Send carers where they are told to, as early as may be; visits that they can't serve so are passed by."""
    done: list[Route] = []
    served: set[int] = set()
    for number, (carer, told) in enumerate(zip(problem.carers, routes, strict=True)):
        assert carer.end is not None
        stops: list[Stop] = []
        place, free, back = carer.start, carer.shift[0], 0
        for visit in told:
            asked = problem.visits[visit]
            arrive = free + judge.time(problem.travel, carer, place, asked.place)
            start = max(arrive, asked.window[0])
            end = start + asked.parts[0].duration
            home = end + judge.time(problem.travel, carer, asked.place, carer.end)
            late = asked.late_limit is not None and start > asked.window[1] + asked.late_limit
            if late or home > carer.shift[1] or visit in served or not able(asked, carer, number):
                continue
            stops.append(Stop(visit, 0, arrive, start, end))
            served.add(visit)
            place, free, back = asked.place, end, home
        done.append(Route(number, tuple(stops), back_at=back))
    left = tuple(Unserved(n, "Nobody is sent there.") for n in range(len(problem.visits)) if n not in served)
    plan = Plan(tuple(done), left, Cost())
    return replace(plan, cost=judge.cost(problem, plan)), sum(map(len, routes)) - len(served)


def able(visit: Visit, carer: Carer, number: int) -> bool:
    asked = visit.parts[0]
    knows = any(skill == asked.skill and level >= asked.level for skill, level in carer.skills)
    return knows and number not in visit.banned


def taken_apart(problem: Problem) -> Problem:
    """Make two visits of each that needs two carers: the same work at the same doors and hours, but not together."""
    visits: list[Visit] = []
    for visit in problem.visits:
        if visit.gap is None:
            visits.append(visit)
            continue
        opens, closes = visit.window
        windows = (visit.window, (opens + visit.gap.least, closes + visit.gap.most))
        for mark, window, part in zip("ab", windows, visit.parts, strict=True):
            visits.append(replace(visit, id=visit.id + mark, window=window, parts=(part,), gap=None))
    return replace(problem, visits=tuple(visits), name=f"{problem.name}-apart")


def row(problem: Problem, day: str, who: str, done: Done, vroom: Done, faults: list[str]) -> str:
    """Tell of one plan, and note what the judge has against it."""
    if done.plan is None:
        return f"| {day} | {who} | – | – | – | – | – | {done.why} |"
    found = judge.check(problem, done.plan)
    faults += [f"{who}, {day}: {fault.sentence}" for fault in found]
    notes = [f"refused: {found[0].sentence}"] if found else []
    notes += [f"{done.passed} planned visits can't be served so"] if done.passed else []
    compared = f"{km(done) / km(vroom):.3f}" if vroom.plan else "–"
    return (
        f"| {day} | {who} | {share(served(problem, done))} | {km(done):,.0f} | {compared} "
        f"| {done.cpu_s:.1f} | {done.peak_mb:,.0f} | {'; '.join(notes)} |"
    )


def goals(problem: Problem, day: str, mine: Done, vroom: Done) -> list[str]:
    """Hold the goals for 2,000 visits against a day of any size."""
    reached = served(problem, mine)
    found = [_goal(f"{day}: ≥ 99.9 % served", share(reached), reached >= 0.999)]
    if vroom.plan:
        of_vroom = km(mine) / km(vroom)
        said = f"{of_vroom:.3f}, in {mine.cpu_s / vroom.cpu_s:.2f} × its CPU"
        found.append(_goal(f"{day}: ≤ {VROOM_SHARE:.3f} of VROOM's km", said, of_vroom <= VROOM_SHARE))
    if len(problem.visits) <= GOAL.visits:
        found.append(_goal(f"{day}: ≤ 500 MB", f"{mine.peak_mb:,.0f} MB", mine.peak_mb <= 500))
    return found


def served(problem: Problem, done: Done) -> float:
    assert done.plan is not None
    return 1 - len(done.plan.unserved) / len(problem.visits)


def stops(done: Done) -> int:
    assert done.plan is not None
    return sum(len(route.stops) for route in done.plan.routes)


def share(part: float) -> str:
    return f"{part * 100:.2f} %"


def km(done: Done) -> float:
    assert done.plan is not None
    return done.plan.cost.distance / 1000


def _goal(goal: str, here: str, reached: bool) -> str:
    return f"| {goal} | {here} | {'reached' if reached else 'missed'} |"
