"""What each command does with its arguments; each tells the exit code."""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import matching
from matching.cli import files, words
from matching.cli.files import FORMS, Day, Trouble
from matching.routing import bound, draw, judge, validate
from matching.routing import explain as explaining
from matching.routing import replan as replanning
from matching.routing import solve as solving
from matching.routing.explain import Explanation, PartExplained
from matching.routing.plan import Plan
from matching.routing.readers import hhcrsp, native
from matching.routing.replan import Away, Cancelled, Change, Urgent

CPU_S = 60.0


def solve(asked: Namespace) -> int:
    """Plan a day and write the plan."""
    day = _day(asked)
    files.refuse_unwritable(asked.out)
    if asked.out.exists() and asked.out.samefile(asked.file):
        raise Trouble(f"{asked.out} can't be written: it is the problem.")
    progress = words.Progress(sys.stderr)
    with progress.interrupted():
        plan = solving.solve(
            day.problem,
            seed=asked.seed,
            moves=asked.moves,
            cpu_s=CPU_S if asked.moves is None and asked.cpu_s is None else asked.cpu_s,
            processes=asked.processes,
            progress=progress,
        )
    files.write(asked.out, FORMS[day.form].write_plan(day.problem, plan))
    words.note(_outcome(day, plan) + (" · stopped early" if progress.enough else ""))
    return 0


def check(asked: Namespace) -> int:
    """Judge a plan: its faults, or what it costs."""
    day = _day(asked)
    plan = files.read_plan(day, asked.plan)
    if faults := judge.check(day.problem, plan):
        for fault in faults:
            words.say(words.plain(f"{fault.code}: {fault.sentence}"))
        return 1
    sizes = f"{words.counted(len(day.problem.visits), 'visit')}, {words.counted(len(day.problem.carers), 'carer')}"
    words.say(f"No faults: {sizes}, {words.plain(words.left_out(day.problem, plan))}.")
    for line in words.costs(day.problem, plan.cost):
        words.say(f"  {line}")
    words.say(f"No plan costs less than {bound.lower_bound(day.problem):,}.")
    if day.form == "hhcrsp":
        words.say(f"Published value: {hhcrsp.published(plan.cost):.3f}.")
    return 0


def explain(asked: Namespace) -> int:
    """Tell who comes to a visit, why not the others, and what each would cost more."""
    day = _day(asked)
    visit = day.number_of("visit", asked.visit)
    plan = files.read_right_plan(day, asked.plan)
    try:
        found = explaining.explain(day.problem, plan, visit)
    except ValueError as wrong:
        raise Trouble(words.plain(f"{asked.plan}: {wrong}")) from wrong
    for line in _explained(day, plan, found):
        words.say(words.plain(line))
    return 0


def _explained(day: Day, plan: Plan, found: Explanation) -> list[str]:
    visit = day.problem.visits[found.visit]
    lines = [f"Visit {visit.id}: starts from {visit.window[0]:,} to {visit.window[1]:,}"]
    if len(found.parts) == 2 and visit.gap:
        lines[0] += f", the second part {visit.gap.least:,} to {visit.gap.most:,} after the first"
    left = next((each.reason for each in plan.unserved if each.visit == found.visit), None)
    if left is None:
        lines.append(f"If nobody came, the plan would cost {found.left_out_extra:,} more.")
    else:
        lines.append(f"Nobody comes. {left}")
    for each in found.parts:
        lines += ["", *_part_explained(day, plan, found.visit, each)]
    return lines


def _part_explained(day: Day, plan: Plan, visit: int, found: PartExplained) -> list[str]:
    problem = day.problem
    part = problem.visits[visit].parts[found.part]
    wanted = f"{problem.skills[part.skill]} at level {part.level} for {part.duration:,}"
    stops = [(r.carer, stop) for r in plan.routes for stop in r.stops if (stop.visit, stop.part) == (visit, found.part)]
    comes = "nobody"
    for carer, stop in stops:
        comes = f"{problem.carers[carer].id} arrives at {stop.arrive:,}, from {stop.start:,} to {stop.end:,}"
    rows = [["carer", "costs more", "why not"]]
    for offer in found.offers:
        extra = "–" if offer.extra is None else f"{offer.extra:,}"
        rows.append([problem.carers[offer.carer].id, extra, offer.reason])
    others = [f"  {line}" for line in words.table(rows, right=frozenset({1}))]
    return [f"Part {found.part + 1}, {wanted}: {comes}.", *others]


def picture(asked: Namespace) -> int:
    """Draw a plan as SVG: where everybody goes, when, or both."""
    day = _day(asked)
    plan = files.read_right_plan(day, asked.plan)
    points = None if asked.kind == "gantt" else day.points()
    if points is None and asked.kind != "gantt":
        raise Trouble(f"{asked.file} doesn't say where places are, so only --kind gantt can be drawn.")
    kinds = ["routes", "gantt"] if asked.kind == "both" else [asked.kind]
    one_file = asked.out.suffix == ".svg"
    if one_file and len(kinds) > 1:
        raise Trouble(f"{asked.out} is one picture; both need a folder, or say --kind routes or --kind gantt.")
    pictures = {}
    for kind in kinds:
        target = asked.out if one_file else asked.out / f"{kind}.svg"
        if kind == "routes":
            pictures[target] = draw.routes_svg(day.problem, plan, points=points)
        else:
            pictures[target] = draw.gantt_svg(day.problem, plan, hour=asked.hour or FORMS[day.form].hour)
    _write_all(None if one_file else asked.out, pictures)
    return 0


def replan(asked: Namespace) -> int:
    """Mend a plan after one change; the changed problem is written with it, since the plan counts by its visits."""
    day = _day(asked)
    change = _change(day, asked)
    plan = files.read_right_plan(day, asked.plan)
    if asked.out.exists() and not asked.out.is_dir():
        raise Trouble(f"{asked.out} can't be written: it is no folder.")
    try:
        found = replanning.replan(day.problem, plan, change, seed=asked.seed, cpu_s=asked.cpu_s)
    except validate.Impossible as wrong:
        said = str(wrong).replace(f"visits[{len(day.problem.visits)}].", "")
        raise Trouble(words.plain(f"{asked.urgent}: {said}.")) from wrong
    except ValueError as wrong:
        raise Trouble(words.plain(f"{asked.plan}: {wrong}")) from wrong
    texts = {"problem.json": native.write(found.problem), "plan.json": native.write_plan(found.plan)}
    _write_all(asked.out, {asked.out / name: text for name, text in texts.items()})
    moved = [found.problem.visits[visit].id for visit in found.moved]
    words.note(_outcome(Day(asked.out, "native", found.problem), found.plan))
    words.note(f"Others who now have somebody else, or nobody: {words.names(moved) or 'none'}.")
    return 0


def _change(day: Day, asked: Namespace) -> Change:
    if asked.cancel is not None:
        return Cancelled(day.number_of("visit", asked.cancel))
    if asked.away is not None:
        return Away(day.number_of("carer", asked.away))
    return Urgent(files.read_visit(asked.urgent))


def bench(asked: Namespace) -> int:
    """Measure, where the repository is."""
    repository = Path(matching.__file__).resolve().parents[1]
    if not (repository / "bench" / "matching" / "__main__.py").is_file():
        raise Trouble("The bench comes with the repository, not with the installed library: run it from a checkout.")
    command = [sys.executable, "-m", "bench.matching", "--", *asked.tables]
    return subprocess.run(command, cwd=repository, check=False).returncode  # noqa: S603  # names, and no shell


def _day(asked: Namespace) -> Day:
    return files.read_day(asked.file, asked.format, ignore_loads=asked.ignore_loads)


def _outcome(day: Day, plan: Plan) -> str:
    said = [words.cost_in_parts(day.problem, plan.cost), words.plain(words.left_out(day.problem, plan))]
    if day.form == "hhcrsp":
        said.append(f"published value {hhcrsp.published(plan.cost):.3f}")
    return " · ".join([*said, f"{plan.moves:,} moves"] if plan.moves else said)


def _write_all(folder: Path | None, texts: dict[Path, str]) -> None:
    if folder:
        files.make_folder(folder)
    for path in texts:
        files.refuse_unwritable(path)
    for path, text in texts.items():
        files.write(path, text)
        words.note(f"wrote {path}")
