"""Reads problems and plans in any form that the library knows, and writes files wholly or not at all."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.cli import words
from matching.routing import judge, validate
from matching.routing.plan import Plan
from matching.routing.problem import Matrix, Plane, Problem, Visit
from matching.routing.readers import hhcrsp, native, vrplib
from matching.routing.readers import source as sources
from matching.routing.readers.source import Unreadable

STDOUT = Path("-")


class Trouble(Exception):
    """What the user can put right; its text is a whole sentence."""


@dataclass(frozen=True)
class Form:
    """How problems of one kind are read and their plans written; an hour has so many of its units of time."""

    read: Callable[[Path], Problem]
    write_plan: Callable[[Problem, Plan], str]
    hour: int


FORMS = {
    "hhcrsp": Form(hhcrsp.read, lambda problem, plan: hhcrsp.write_plan(problem, plan) + "\n", 60 * hhcrsp.SCALE),
    "vrplib": Form(vrplib.read, lambda _, plan: native.write_plan(plan), 60 * vrplib.TENTHS),
    "native": Form(native.read, lambda _, plan: native.write_plan(plan), 3600),
}


@dataclass(frozen=True)
class Day:
    """A problem that can be right, with the file it comes from and the name of its form."""

    path: Path
    form: str
    problem: Problem

    def number_of(self, kind: str, name: str) -> int:
        """Find a visit or carer by its id.

        :param kind: visit or carer
        """
        holders = self.problem.visits if kind == "visit" else self.problem.carers
        names = [holder.id for holder in holders]
        if name not in names:
            raise Trouble(f"{self.path} has no {kind} {name}{words.or_rather(name, names)}.")
        return names.index(name)

    def points(self) -> NDArray[Any] | None:
        """Say where places are, if the file does."""
        if isinstance(self.problem.travel, Plane):
            return self.problem.travel.points
        with told(self.path):
            return hhcrsp.points(self.path) if self.form == "hhcrsp" else None


def read_day(path: Path, form: str | None, *, ignore_loads: bool = False) -> Day:
    """Read a problem and refuse one that can't be right.

    :param form: of FORMS, or None to guess it
    :raises Trouble:
    """
    with told(path):
        form = form or guessed(path)
        read_deliveries = form == "vrplib" and ignore_loads
        problem = vrplib.read(path, ignore_loads=True) if read_deliveries else FORMS[form].read(path)
        validate.refuse_impossible(problem)
    return Day(path, form, problem)


def guessed(path: Path) -> str:
    """Tell a file's form: an object of JSON is ours if it has a `form`, else the home care benchmark's; all else is
    VRPLIB's or Solomon's."""
    text = sources.text(path).lstrip("\ufeff \t\r\n")
    if not text:
        raise Unreadable("", "is empty")
    if not text.startswith("{"):
        return "vrplib"
    tree = sources.tree(path)
    if "form" not in tree and "patients" not in tree:
        raise Unreadable("", "has neither 'form', as our own problems do, nor 'patients', as the benchmark's")
    return "native" if "form" in tree else "hhcrsp"


def read_plan(day: Day, path: Path) -> Plan:
    """Read a plan for a day: in our own form, or for a day of the home care benchmark in the published one.

    :raises Trouble:
    """
    with told(path):
        if day.form == "hhcrsp" and "form" not in sources.tree(path):
            return hhcrsp.read_plan(day.problem, path)
        return native.read_plan(path)


def read_right_plan(day: Day, path: Path) -> Plan:
    """Read a plan that has no faults.

    :raises Trouble: it has, as the plan of another problem would
    """
    plan = read_plan(day, path)
    if faults := judge.check(day.problem, plan):
        many = f" It is the first of {len(faults)} faults; `check` lists them." if len(faults) > 1 else ""
        raise Trouble(f"{path} is no right plan for {day.path}: {faults[0].sentence}{many}")
    return plan


def read_visit(path: Path) -> Visit:
    """Read one visit in our own form, as it stands in a problem's list of visits.

    :raises Trouble:
    """
    with told(path, shown=lambda wrong: str(wrong).replace("visits[0].", "").replace("visits[0]", "the visit")):
        around = json.loads(native.write(Problem((), (), Matrix(np.zeros((1, 1), dtype=np.int64)), ())))
        around["visits"] = [sources.tree(path)]
        return native.read(json.dumps(around)).visits[0]


def refuse_unwritable(path: Path) -> None:
    """Make sure, before any long work, that a file can be written later.

    :raises Trouble:
    """
    if path == STDOUT:
        return
    if path.is_dir():
        raise Trouble(f"{path} can't be written: it is a folder.")
    if path.exists() and not os.access(path, os.W_OK):
        raise Trouble(f"{path} can't be written: it is read-only.")
    if path.is_file() or not path.exists():
        with unwritable(path):
            partial = _partial(path)
            partial.touch()
            partial.unlink()


def write(path: Path, text: str) -> None:
    """Write a file, or to stdout, as UTF-8; what was there before stays until all is written.

    :raises Trouble:
    """
    if path == STDOUT:
        sys.stdout.buffer.write(text.encode())
        return
    with unwritable(path):
        if path.exists() and not path.is_file():
            # a pipe or a device is written to, not replaced
            path.write_text(text, encoding="utf-8")
            return
        partial = _partial(path)
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(path.resolve())
        finally:
            partial.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder, if it isn't there.

    :raises Trouble:
    """
    with unwritable(path):
        path.mkdir(exist_ok=True)


@contextmanager
def told(path: Path, *, shown: Callable[[Exception], str] = str) -> Iterator[None]:
    """Say in one sentence, with the file's name, what a reader or the validation refuses."""
    try:
        yield
    except (Unreadable, validate.Impossible) as wrong:
        said = shown(wrong).replace("pass ignore_loads=True", "--ignore-loads")
        raise Trouble(words.plain(f"{path}: {said}.")) from wrong
    except OSError as wrong:
        raise Trouble(f"{path} can't be read: {words.reason(wrong)}.") from wrong


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Say in one sentence why a file can't be written."""
    try:
        yield
    except OSError as wrong:
        raise Trouble(f"{path} can't be written: {words.reason(wrong)}.") from wrong


def _partial(path: Path) -> Path:
    resolved = path.resolve()
    return resolved.with_name(f".{resolved.name}.{os.getpid()}.partial")
