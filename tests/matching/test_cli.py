"""The command line: each command, and each way in which it can be used wrongly."""

import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

import matching
from matching import cli
from matching.cli import words
from matching.routing import judge
from matching.routing.plan import Cost, Plan, Unserved
from matching.routing.readers import hhcrsp, native
from tests.matching import files
from tests.matching.routing import makers

DATA = Path(__file__).parent / "data"
A1, A1_PLAN = DATA / "InstanzCPLEX_HCSRP_10_1.json", DATA / "sol-InstanzCPLEX_HCSRP_10_1-3825612719.json"
README = Path(matching.__file__).parent / "README.md"
COMMANDS = ["solve", "check", "explain", "draw", "replan", "bench"]


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A folder to be in, with the files of a day."""
    monkeypatch.chdir(tmp_path)
    files.write_day(tmp_path)
    return tmp_path


def run(*argv: object) -> int:
    return cli.main([str(each) for each in argv])


def kept(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def process(*argv: object, **given) -> subprocess.Popen:
    """Start the command as a terminal does: it hears Ctrl-C, also where the tests run in a shell's background."""
    command = [sys.executable, "-m", "matching", *map(str, argv)]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **given}
    heard = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(command, **{"cwd": Path(matching.__file__).parents[1], **piped})
    finally:
        signal.signal(signal.SIGINT, heard)


def test_a_plan_of_the_benchmark_is_written_as_it_is_published(here, capsys):
    assert run("solve", A1, "--moves", 20_000, "--out", "a1.json") == 0
    problem = hhcrsp.read(A1)
    plan = hhcrsp.read_plan(problem, here / "a1.json")
    assert judge.check(problem, plan) == ()
    said = capsys.readouterr()
    assert said.out == ""
    assert f"published value {hhcrsp.published(plan.cost):.3f}" in said.err
    assert f"cost {plan.cost.total:,} = distance {plan.cost.distance:,} × 1" in said.err
    assert "everyone served" in said.err
    assert set(json.loads((here / "a1.json").read_text())) == {"routes"}


def test_our_own_problems_get_plans_in_our_own_form(here, capsys):
    assert run("solve", "day.json", "--moves", 2_000, "--out", "new.json") == 0
    problem, plan = native.read(here / "day.json"), native.read_plan(here / "new.json")
    assert judge.check(problem, plan) == ()
    (line,) = capsys.readouterr().err.splitlines()
    assert "cost 10,120 = unserved 1 × 10,000 + distance 120 × 1" in line
    assert "1 unserved: far (Everybody who has clean at level 0 may not come here)" in line


def test_deliveries_get_plans_in_our_own_form(here):
    assert run("solve", "tiny.vrp", "--ignore-loads", "--moves", 500, "--out", "new.json") == 0
    assert native.read_plan(here / "new.json").cost.distance == 140
    assert run("check", "tiny.vrp", "new.json", "--ignore-loads") == 0


def test_the_same_seed_and_moves_give_the_same_bytes(here):
    for name in ("one.json", "two.json"):
        run("solve", A1, "--moves", 3_000, "--seed", 5, "--out", name)
    assert (here / "one.json").read_bytes() == (here / "two.json").read_bytes()


def test_a_plan_goes_to_stdout_alone(here, capfdbinary):
    assert run("solve", "day.json", "--moves", 500, "--out", "-") == 0
    assert native.read_plan(capfdbinary.readouterr().out.decode()).moves > 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('\n {"form": "matching.routing problem", "version": 9}', "version is 9; this library reads 1"),
        ('{"patients": []}', "services is missing"),
        ('{"visits": []}', "the file has neither 'form', as our own problems do, nor 'patients', as the benchmark's"),
        ("NAME : x\nTYPE : TSP\n", "TYPE is TSP, none of CVRP, CVRPTW, VRPTW"),
        ("C101\n\nVEHICLE\nNUMBER CAPACITY\n25\n\nCUSTOMER\n", "VEHICLE doesn't give number and capacity"),
        (" \n", "the file is empty"),
    ],
)
def test_the_form_is_guessed_from_the_file(here, capsys, text, sentence):
    Path("x").write_text(text)
    assert run("solve", "x", "--moves", 1, "--out", "p.json") == 2
    assert capsys.readouterr().err == f"matching: x: {sentence}.\n"


def test_a_form_that_is_given_is_not_guessed(here, capsys):
    assert run("check", "day.json", "plan.json", "--format", "hhcrsp") == 2
    assert capsys.readouterr().err == "matching: day.json: services is missing.\n"


def test_a_right_plan_is_told_with_cost_and_bound(here, capsys):
    assert run("check", A1, A1_PLAN) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("No faults: 10 visits, 3 carers, everyone served.\n")
    assert re.search(r"^  distance +654,596 +1 +654,596$", said.out, re.M)
    assert re.search(r"^  total +654,596$", said.out, re.M)
    assert re.search(r"^No plan costs less than [\d,]+\.$", said.out, re.M)
    assert said.out.endswith("Published value: 218.199.\n")


def test_faults_are_told_one_a_line(here, capsys):
    plan = native.read_plan(here / "plan.json")
    Path("plan.json").write_text(native.write_plan(Plan(plan.routes, (), Cost())))
    assert run("check", "day.json", "plan.json") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "forgotten: Visit far is neither served nor listed as unserved."
    assert lines[1].startswith("cost: The plan says that distance costs 0; it is ")
    assert all(re.match(r"[a-z_]+: .+\.$", line) for line in lines)


def test_a_name_with_a_line_break_does_not_break_the_line(here, capsys):
    problem = native.read(here / "day.json")
    odd = replace(problem, visits=(*problem.visits[:3], replace(problem.visits[3], id="far\n\x1b[2J")))
    Path("day.json").write_text(native.write(odd))
    plan = native.read_plan(here / "plan.json")
    Path("plan.json").write_text(native.write_plan(Plan(plan.routes, (), plan.cost)))
    assert run("check", "day.json", "plan.json") == 1
    assert (
        capsys.readouterr().out.splitlines()[0] == "forgotten: Visit far  [2J is neither served nor listed as unserved."
    )


def test_a_visit_is_explained_in_columns(here, capsys):
    assert run("explain", "day.json", "plan.json", "a") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Visit a: starts from 0 to 100",
        "If nobody came, the plan would cost 10,000 more.",
        "",
        "Part 1, clean at level 0 for 5: Chen arrives at 10, from 10 to 15.",
        "  carer  costs more  why not",
        "  Liu             0",
        "  王芳            –  She lacks clean at level 0.",
    ]


def test_a_visit_of_two_is_explained_part_by_part(here, capsys):
    assert run("explain", "day.json", "plan.json", "d") == 0
    said = capsys.readouterr().out
    assert "Visit d: starts from 0 to 100, the second part 0 to 0 after the first\n" in said
    assert "Part 1, clean at level 0 for 5: Chen arrives at 35, from 40 to 45." in said
    assert "Liu             –  She does the visit's other part." in said


def test_a_visit_that_nobody_comes_to_is_explained(here, capsys):
    assert run("explain", "day.json", "plan.json", "far") == 0
    said = capsys.readouterr().out
    assert "Nobody comes. Nobody is free.\n" in said
    assert "for 5: nobody.\n" in said
    assert "Chen            –  She may not come here." in said


def test_both_pictures_go_into_a_folder(here):
    assert run("draw", "day.json", "plan.json", "--out", "pictures") == 0
    assert {name: text[:4] for name, text in kept(here / "pictures").items()} == {
        "routes.svg": b"<svg",
        "gantt.svg": b"<svg",
    }


@pytest.mark.parametrize("kind", ["routes", "gantt"])
def test_one_picture_goes_into_a_file_or_a_folder(here, kind):
    assert run("draw", A1, A1_PLAN, "--kind", kind, "--out", "one.svg") == 0
    assert run("draw", A1, A1_PLAN, "--kind", kind, "--out", "folder") == 0
    assert (here / "one.svg").read_bytes() == (here / "folder" / f"{kind}.svg").read_bytes()


def test_an_hour_is_as_long_as_it_is_said_to_be(here):
    assert run("draw", "day.json", "plan.json", "--kind", "gantt", "--hour", 10, "--out", "day.svg") == 0
    assert ">4:00</text>" in (here / "day.svg").read_text()


@pytest.mark.parametrize(
    ("change", "visits", "served"),
    [(("--cancel", "a"), "b d far", "b d"), (("--away", "Liu"), "a b d far", "a b"), (("--urgent", "v.json"), "a b d far new", "a b d new")],
)  # fmt: skip
def test_a_plan_is_mended_after_a_change(here, capsys, change, visits, served):
    Path("v.json").write_text('{"id": "new", "place": 1, "window": [0, 90], "parts": [{"duration": 3}]}')
    assert run("replan", "day.json", "plan.json", *change, "--cpu-s", 0.05, "--out", "mended") == 0
    problem, plan = native.read(here / "mended/problem.json"), native.read_plan(here / "mended/plan.json")
    assert judge.check(problem, plan) == ()
    assert [visit.id for visit in problem.visits] == visits.split()
    left = {problem.visits[each.visit].id for each in plan.unserved}
    assert [visit.id for visit in problem.visits if visit.id not in left] == served.split()
    assert "Others who now have somebody else, or nobody: " in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_examples(capsys, command):
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0
    assert f"examples:\n  python -m matching {command}" in capsys.readouterr().out.replace("FULL=1 ", "")


def test_help_lists_every_command(capsys):
    with pytest.raises(SystemExit):
        run("--help")
    assert re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.M) == COMMANDS


def test_what_was_there_stays_when_the_disk_is_full(here):
    Path("one.svg").write_text("old")
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))  # noqa: E731  # runs in the child only
    asked = ["draw", here / "day.json", here / "plan.json", "--kind", "gantt", "--out", here / "one.svg"]
    child = process(*asked, preexec_fn=small)
    out, err = child.communicate()
    assert (child.returncode, out) == (2, "")
    assert err == f"matching: {here}/one.svg can't be written: file too large.\n"
    assert Path("one.svg").read_text() == "old"
    assert {path.name for path in here.iterdir()} == {"day.json", "plan.json", "tiny.vrp", "one.svg"}


def test_a_link_to_a_plan_stays_a_link(here):
    Path("link.json").symlink_to("target.json")
    assert run("solve", "day.json", "--moves", 10, "--out", "link.json") == 0
    assert Path("link.json").is_symlink()
    assert native.read_plan(here / "target.json").routes


def test_stdout_that_is_full_is_said(here):
    with Path("/dev/full").open("w") as full:
        child = process("check", here / "day.json", here / "plan.json", stdout=full)
        _, err = child.communicate()
    assert (child.returncode, err) == (2, "matching: The system refused: no space left on device.\n")


def test_a_name_that_the_terminal_cannot_show_is_no_reason_to_stop(here):
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    child = process("explain", here / "day.json", here / "plan.json", "a", env=narrow)
    out, err = child.communicate()
    assert (child.returncode, err) == (0, "")
    assert "\\u738b\\u82b3" in out


def test_a_reader_who_leaves_early_is_no_error(here):
    child = process("explain", here / "day.json", here / "plan.json", "a")
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert (child.stderr.read(), child.wait()) == ("", 141)


def test_an_interrupted_search_gives_its_best_plan(here):
    child = process("solve", here / "day.json", "--cpu-s", 120, "--out", here / "new.json")
    assert child.stderr is not None
    assert "best" in child.stderr.readline()
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 0
    assert err.endswith(" · stopped early\n")
    assert judge.check(native.read(here / "day.json"), native.read_plan(here / "new.json")) == ()


def test_a_command_that_is_interrupted_before_it_has_anything_says_so(here):
    os.mkfifo("pipe.json")
    child = process("check", here / "pipe.json", here / "plan.json")
    with Path("pipe.json").open("w"):
        while psutil.Process(child.pid).status() != psutil.STATUS_SLEEPING:
            time.sleep(0.01)  # until it waits for what the pipe brings; a signal just before would go unheard
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (130, "matching: Stopped before there was anything to write.\n")


def test_the_bench_is_run_where_it_is_and_asked_for_elsewhere(here):
    shutil.copytree(Path(matching.__file__).parent, "matching", ignore=shutil.ignore_patterns("__pycache__"))
    child = process("bench", cwd=here)
    assert child.communicate()[1].startswith("matching: The bench comes with the repository")
    assert child.returncode == 2
    Path("bench/matching").mkdir(parents=True)
    Path("bench/matching/__main__.py").write_text("import sys\nprint(*sys.argv[1:])\nsys.exit(3)\n")
    child = process("bench", "city", cwd=here)
    assert child.communicate() == ("-- city\n", "")
    assert child.returncode == 3


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_that_is_written_over_on_a_terminal():
    clock = iter([0.0, 0.1, 1.0, 1.1, 2.0])
    screen = Terminal()
    progress = words.Progress(screen, clock=lambda: next(clock))
    for share, cost in [(0.1, 900), (0.25, 700), (0.3, 650), (0.5, 800)]:
        progress(share, cost)
    progress.close()
    lines = screen.getvalue().replace("\x1b[K", "").split("\r")
    assert lines[2:] == [" 25%  1 s  best 700", " 50%  2 s  best 650", ""]


def test_progress_is_a_line_now_and_then_elsewhere():
    clock = iter([0.0, 1.0, 6.0, 7.0, 12.0])
    log = io.StringIO()
    progress = words.Progress(log, clock=lambda: next(clock))
    for share in (0.1, 0.4, 0.5, 1.0):
        progress(share, 1_234)
    progress.close()
    assert log.getvalue() == " 40%  6 s  best 1,234\n100%  12 s  best 1,234\n"


def test_many_who_are_left_out_are_counted_not_listed():
    visits = [makers.visit(f"v{number}") for number in range(11)]
    problem = makers.problem(visits, [])
    plan = Plan((), tuple(Unserved(n, "Nobody has clean at level 0.") for n in range(11)), Cost())
    shown = "v0, v1, v2, v3, v4, v5, v6, v7 and 3 more"
    assert words.left_out(problem, plan) == f"11 unserved: {shown} (Nobody has clean at level 0)"


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README.read_text(), re.S))
def test_the_readme_prints_what_it_says(capsys, code):
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"^print\(.*\)  # (.*)$", code, re.M)


def test_the_readme_shows_every_command():
    assert re.findall(r"^python -m matching (\w+)", README.read_text(), re.M) == COMMANDS
