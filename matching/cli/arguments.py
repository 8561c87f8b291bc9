"""What can be asked on the command line, with examples."""

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from matching.cli import commands
from matching.cli.files import FORMS

FORM_HELP = (
    "the file's form. Guessed where it isn't given: an object of JSON with a member 'form' is native, other JSON is "
    "hhcrsp (the home care benchmark), all else is vrplib (Solomon's files too)"
)
EXAMPLES = """\
examples:
  python -m matching solve day.json --out plan.json
  python -m matching check day.json plan.json
  python -m matching explain day.json plan.json p12
  python -m matching draw day.json plan.json --out pictures
  python -m matching replan day.json plan.json --cancel p12 --out mended

It ends with 0 if all is well, 1 if a plan has faults, 2 if something can't be done.
Times, distances and costs are whole numbers in the file's own units; those of hhcrsp
are thousandths, those of Solomon's files tenths.
"""
SOLVE = """\
examples:
  python -m matching solve day.json --out plan.json
  python -m matching solve day.json --cpu-s 600 --processes 4 --out plan.json
  python -m matching solve InstanzCPLEX_HCSRP_25_1.json --moves 3000000 --seed 7 --out - | less

The same file, seed and moves give the same plan again, on however many processes;
--cpu-s gives what the machine manages. Plans of hhcrsp problems are written as publications write them,
all others in our own JSON. Ctrl-C ends the search with the best plan so far. With
several processes nothing is told of the first half, and Ctrl-C in it ends all.
"""
CHECK = """\
examples:
  python -m matching check day.json plan.json

Faults come one a line, with their code first, and the exit code is 1. A plan without
any is told with its cost and a lower bound, which is far below what can be reached.
"""
EXPLAIN = """\
examples:
  python -m matching explain day.json plan.json p12

All else stays where it is; a carer takes the visit at the best place in her day.
"""
DRAW = """\
examples:
  python -m matching draw day.json plan.json --out pictures
  python -m matching draw day.json plan.json --kind gantt --hour 60 --out day.svg

Routes need to know where places are: from native problems on a plane, hhcrsp, and
VRPLIB's whole coordinates.
"""
REPLAN = """\
examples:
  python -m matching replan day.json plan.json --cancel p12 --out mended
  python -m matching replan day.json plan.json --away Chen --cpu-s 2 --out mended
  python -m matching replan day.json plan.json --urgent visit.json --out mended

The folder gets problem.json, the day as it is now, and plan.json, both in our own
JSON. An urgent visit is written as one stands in the visits of a native problem:
  {"id": "new", "place": 3, "window": [36000, 39600], "parts": [{"duration": 3600}]}
"""
BENCH = """\
examples:
  python -m matching bench
  python -m matching bench city replan
  FULL=1 python -m matching bench
"""


class _Parser(argparse.ArgumentParser):
    """Keeps the lines of examples, and complains in one sentence without the usage before it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, **given)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. (--help tells more.)\n")


def parser() -> argparse.ArgumentParser:
    """Make the parser; what it returns has `run`, which takes all arguments."""
    says = "Plans a day of visits, and judges, explains, draws and mends plans."
    top = _Parser(prog="python -m matching", description=says, epilog=EXAMPLES)
    each = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], says: str, examples: str) -> _Parser:
        short = says[0].lower() + says[1:].rstrip(".")
        made = each.add_parser(name, help=short, description=says, epilog=examples)
        made.set_defaults(run=run)
        return made

    _solve(command("solve", commands.solve, "Plan a day.", SOLVE))
    _files(command("check", commands.check, "Judge a plan: its faults, or what it costs.", CHECK))
    explain = command("explain", commands.explain, "Tell who comes to a visit and why not the others.", EXPLAIN)
    _files(explain)
    explain.add_argument("visit", metavar="VISIT", help="the visit's id")
    _draw(command("draw", commands.picture, "Draw a plan as SVG: where everybody goes, and when.", DRAW))
    _replan(command("replan", commands.replan, "Mend a plan after a change, moving few others.", REPLAN))
    bench = command("bench", commands.bench, "Measure the library beside others, in its repository.", BENCH)
    bench.add_argument("tables", metavar="TABLE", nargs="*", help="which tables; all where none is named")
    return top


def _problem(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", metavar="FILE", type=Path, help="the problem")
    to.add_argument("--format", choices=list(FORMS), help=FORM_HELP)
    to.add_argument("--ignore-loads", action="store_true", help="read VRPLIB's files though vehicles could be too full")


def _files(to: argparse.ArgumentParser) -> None:
    _problem(to)
    to.add_argument("plan", metavar="PLAN", type=Path, help="a plan for it")


def _solve(to: argparse.ArgumentParser) -> None:
    _problem(to)
    budget = to.add_mutually_exclusive_group()
    budget.add_argument(
        "--cpu-s",
        type=_seconds,
        metavar="S",
        help=f"search for so many seconds of CPU, of all processes together (default {commands.CPU_S:.0f})",
    )
    budget.add_argument("--moves", type=_whole(0), metavar="N", help="try so many changes, which repeats exactly")
    to.add_argument("--seed", type=_whole(0), default=1, metavar="N", help="another seed, another search (default 1)")
    to.add_argument("--processes", type=_whole(1), default=1, metavar="N", help="search in so many (default 1)")
    to.add_argument("--out", type=Path, required=True, metavar="PLAN", help="where the plan goes; - is stdout")


def _draw(to: argparse.ArgumentParser) -> None:
    _files(to)
    to.add_argument("--kind", choices=["routes", "gantt", "both"], default="both", help="what to draw (default both)")
    to.add_argument("--hour", type=_whole(1), metavar="N", help="units of time in an hour (default 3600 if native)")
    to.add_argument("--out", type=Path, required=True, metavar="PATH", help="a file that ends in .svg, or a folder")


def _replan(to: argparse.ArgumentParser) -> None:
    _files(to)
    change = to.add_mutually_exclusive_group(required=True)
    change.add_argument("--cancel", metavar="VISIT", help="this visit isn't wanted any more")
    change.add_argument("--away", metavar="CARER", help="this carer doesn't come today")
    change.add_argument("--urgent", type=Path, metavar="VISIT.json", help="a visit more")
    to.add_argument("--cpu-s", type=_seconds, default=0.7, metavar="S", help="so much CPU in all (default 0.7)")
    to.add_argument("--seed", type=_whole(0), default=1, metavar="N", help="another seed, another search (default 1)")
    to.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where problem and plan go")


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number of seconds")
    return found


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 18 or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least}")
        return int(text)

    return read
