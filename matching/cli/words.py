"""What the command line says: costs, tables, who is left out and why, and how a search goes."""

import signal
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from difflib import get_close_matches
from typing import TextIO

from matching.routing.plan import Cost, Plan
from matching.routing.problem import Problem, Weights

LONGEST = 300
MOST_NAMES = 8
EVERY_S, ON_TERMINAL_EVERY_S = 5.0, 0.2


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def complain(sentence: str) -> None:
    note(f"matching: {sentence}")


def plain(text: str) -> str:
    """Make one line of a text, not too long and without what would move a terminal's cursor."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def reason(wrong: OSError) -> str:
    """Say what the system objects to, as the end of a sentence."""
    said = wrong.strerror or type(wrong).__name__
    return said[:1].lower() + said[1:]


def or_rather(name: str, names: Sequence[str]) -> str:
    """Suggest names that look like the one that isn't there."""
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    return f"; the nearest is {' or '.join(near)}" if near else ""


def counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Line up columns; those in `right` end together.

    A Chinese sign is two wide.
    """
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]

    def cell(text: str, column: int) -> str:
        space = " " * (widths[column] - _width(text))
        return space + text if column in right else text + space

    return ["  ".join(cell(text, column) for column, text in enumerate(row)).rstrip() for row in rows]


def costs(problem: Problem, cost: Cost) -> list[str]:
    """Lay out what a plan costs, part by part; parts that weigh nothing are left out."""
    rows = [["part", "amount", "weight", "cost"]]
    for name, amount, weight in _parts(problem, cost):
        rows.append([name, f"{amount:,}", f"{weight:,}", f"{amount * weight:,}"])
    rows.append(["total", "", "", f"{cost.total:,}"])
    return table(rows, right=frozenset({1, 2, 3}))


def cost_in_parts(problem: Problem, cost: Cost) -> str:
    """Say in one line what a plan costs, as amounts times weights."""
    parts = [f"{name} {amount:,} × {weight:,}" for name, amount, weight in _parts(problem, cost) if amount]
    return f"cost {cost.total:,}" + (f" = {' + '.join(parts)}" if parts else "")


def left_out(problem: Problem, plan: Plan) -> str:
    """Say in one line who isn't served, reason by reason."""
    if not plan.unserved:
        return "everyone served"
    reasons: dict[str, list[str]] = {}
    for each in plan.unserved:
        reasons.setdefault(each.reason, []).append(problem.visits[each.visit].id)
    said = "; ".join(f"{names(ids)} ({why.rstrip('.')})" for why, ids in reasons.items())
    return f"{len(plan.unserved):,} unserved: {said}"


def names(ids: Sequence[str]) -> str:
    more = len(ids) - MOST_NAMES
    return ", ".join(ids[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


class Progress:
    """Tells how a search goes: on a terminal one line that is written over, else a line now and then.

    :param clock: tells seconds
    """

    enough = False
    """Ends the search with the best plan so far."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock = stream, clock
        self.begun = self.told_at = clock()
        self.terminal = stream.isatty()
        self.least: int | None = None
        if self.terminal:
            self._rewrite("getting ready; the first time takes a minute to compile")

    def __call__(self, share: float, cost: int) -> bool:
        """Hear from a search that `share` of its budget is spent and its best plan costs `cost`."""
        self.least = cost if self.least is None else min(self.least, cost)
        now = self.clock()
        if now - self.told_at < (ON_TERMINAL_EVERY_S if self.terminal else EVERY_S):
            return self.enough
        self.told_at = now
        line = f"{share:4.0%}  {now - self.begun:,.0f} s  best {self.least:,}"
        if self.terminal:
            self._rewrite(line)
        else:
            self.stream.write(f"{line}\n")
        return self.enough

    def close(self) -> None:
        """Take the line away."""
        if self.terminal:
            self._rewrite("")

    @contextmanager
    def interrupted(self) -> Iterator[None]:
        """Let Ctrl-C mean that it is enough; the second one is an interrupt as always."""

        def heard(_signal: int, _frame: object) -> None:
            self.enough = True
            signal.signal(signal.SIGINT, before)

        before = signal.signal(signal.SIGINT, heard)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            self.close()

    def _rewrite(self, line: str) -> None:
        self.stream.write(f"\r{line}\x1b[K")
        self.stream.flush()


def _parts(problem: Problem, cost: Cost) -> list[tuple[str, int, int]]:
    weights = [(each.name, getattr(problem.weights, each.name)) for each in fields(Weights)]
    return [(name, getattr(cost, name), weight) for name, weight in weights if weight]


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
