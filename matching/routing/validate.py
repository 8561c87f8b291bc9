"""Refuses, before any search, a problem that can't be right: with the field, and why."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.refusal import Refused
from matching.routing.problem import (
    Break,
    Carer,
    Gap,
    Matrix,
    Part,
    Plane,
    Problem,
    Visit,
    Weights,
    across,
    longest,
    slowest,
)

LARGEST = 2**31 - 1
"""The largest single distance or time: sums of them fit 64 bits with ease."""
MOST_COST = 2**56
"""What no plan's cost may exceed, so that a search may add and compare costs without a thought."""
MOST_WISHES = 2**30
"""What continuity and preference may weigh together: each part and carer has their sum in 32 bits."""
MOST_SQUARE = 2**62
"""The largest square of a distance on a plane, detour included."""


class Impossible(Refused):
    """A problem that no plan can be right for; the reason completes a sentence that begins with the field."""

    said = "{field} {reason}"


def refuse_impossible(problem: Problem) -> None:
    """Refuse the first thing that can't be right.

    What is merely hard (nobody has the skill, a window that nobody reaches) is no fault: such a visit stays
    unserved.

    :raises Impossible:
    """
    if fault := next(_faults(problem), None):
        raise fault


def _faults(problem: Problem) -> Iterator[Impossible]:
    # only the first is ever asked for, so that each line may count on those before it
    yield from _weights(problem.weights)
    yield from _travel(problem.travel)
    yield from _same("skills", problem.skills)
    for number, carer in enumerate(problem.carers):
        yield from _carer(f"carers[{number}]", carer, problem)
    for number, visit in enumerate(problem.visits):
        yield from _visit(f"visits[{number}]", visit, problem)
    yield from _same("carers", [carer.id for carer in problem.carers], ".id")
    yield from _same("visits", [visit.id for visit in problem.visits], ".id")
    yield from _ways(problem)
    if (worst := _worst_cost(problem)) > MOST_COST:
        yield Impossible("weights", f"let a plan cost {worst}; {MOST_COST} is the most that is counted")


def _weights(weights: Weights) -> Iterator[Impossible]:
    for name, weight in vars(weights).items():
        yield from _number(f"weights.{name}", weight, most=MOST_COST)
    if (wishes := weights.continuity + weights.preference) > MOST_WISHES:
        yield Impossible("weights.continuity", f"and preference are {wishes} together; {MOST_WISHES} is the most")


def _visit(field: str, visit: Visit, problem: Problem) -> Iterator[Impossible]:
    yield from _index(f"{field}.place", visit.place, problem.travel.places, "place")
    yield from _span(f"{field}.window", visit.window)
    yield from _number(f"{field}.priority", visit.priority, most=MOST_COST)
    if visit.late_limit is not None:
        yield from _number(f"{field}.late_limit", visit.late_limit)
    if len(visit.parts) not in {1, 2}:
        yield Impossible(f"{field}.parts", f"are {len(visit.parts)}; a visit has one part or two")
    for number, part in enumerate(visit.parts):
        yield from _part(f"{field}.parts[{number}]", part, problem)
    if len(visit.parts) == 2 and len(problem.carers) < 2:
        yield Impossible(f"{field}.parts", f"need two carers; there are {len(problem.carers)}")
    yield from _gap(f"{field}.gap", visit.gap, len(visit.parts))
    for name, carers in [("preferred", visit.preferred), ("banned", visit.banned), ("previous", visit.previous)]:
        for carer in carers:
            yield from _index(f"{field}.{name}", carer, len(problem.carers), "carer")


def _part(field: str, part: Part, problem: Problem) -> Iterator[Impossible]:
    yield from _number(f"{field}.duration", part.duration)
    yield from _index(f"{field}.skill", part.skill, len(problem.skills), "skill")
    yield from _number(f"{field}.level", part.level)


def _gap(field: str, gap: Gap | None, parts: int) -> Iterator[Impossible]:
    if gap is None:
        if parts == 2:
            yield Impossible(field, "is missing; two parts need one")
        return
    if parts == 1:
        yield Impossible(field, "has no meaning for a visit of one part")
    yield from _number(f"{field}.least", gap.least)
    yield from _number(f"{field}.most", gap.most)
    if gap.most < gap.least:
        yield Impossible(field, f"is at most {gap.most} and at least {gap.least}")


def _carer(field: str, carer: Carer, problem: Problem) -> Iterator[Impossible]:
    yield from _index(f"{field}.start", carer.start, problem.travel.places, "place")
    if carer.end is not None:
        yield from _index(f"{field}.end", carer.end, problem.travel.places, "place")
    yield from _span(f"{field}.shift", carer.shift)
    yield from _number(f"{field}.overtime_limit", carer.overtime_limit)
    if carer.max_work is not None:
        yield from _number(f"{field}.max_work", carer.max_work)
    yield from _number(f"{field}.speed_pct", carer.speed_pct, least=1)
    yield from _number(f"{field}.earned", carer.earned)
    pair: Any
    for number, pair in enumerate(carer.skills):
        where = f"{field}.skills[{number}]"
        if not (isinstance(pair, tuple) and len(pair) == 2):
            yield Impossible(where, "is no pair of skill and level")
        yield from _index(where, pair[0], len(problem.skills), "skill")
        yield from _number(where, pair[1])
    yield from _same(f"{field}.skills", [skill for skill, _level in carer.skills])
    if carer.rest is not None:
        yield from _rest(f"{field}.rest", carer.rest, carer.shift)


def _rest(field: str, rest: Break, shift: tuple[int, int]) -> Iterator[Impossible]:
    yield from _span(f"{field}.window", rest.window)
    yield from _number(f"{field}.duration", rest.duration)
    if max(rest.window[0], shift[0]) > min(rest.window[1], shift[1] - rest.duration):
        fits = f"starts from {rest.window[0]} to {rest.window[1]} and lasts {rest.duration}"
        yield Impossible(field, f"{fits}; that can't be within the shift from {shift[0]} to {shift[1]}")


def _travel(travel: Matrix | Plane) -> Iterator[Impossible]:
    if isinstance(travel, Plane):
        yield from _number("travel.detour_pct", travel.detour_pct, least=1)
        yield from _number("travel.pace", travel.pace)
        yield from _points(travel)
        return
    yield from _table("travel.distance", travel.distance)
    if travel.time is not None:
        yield from _table("travel.time", travel.time)
        if travel.time.shape != travel.distance.shape:
            sizes = f"is for {len(travel.time)} places; the distances are for {len(travel.distance)}"
            yield Impossible("travel.time", sizes)


def _points(travel: Plane) -> Iterator[Impossible]:
    points: Any = travel.points
    if not (isinstance(points, np.ndarray) and points.ndim == 2 and points.shape[1] == 2):
        yield Impossible("travel.points", "is no array of rows (x, y)")
    yield from _whole("travel.points", points)
    if len(points) and max(abs(int(points.min())), abs(int(points.max()))) > LARGEST:
        yield Impossible("travel.points", f"has a coordinate beyond {LARGEST}")
    # a search squares hundredfold distances in 64 bits
    if across(points) * travel.detour_pct**2 > MOST_SQUARE:
        yield Impossible("travel.points", "lie so far apart that the square of a distance can't be counted")


def _table(field: str, table: Any) -> Iterator[Impossible]:
    if not (isinstance(table, np.ndarray) and table.ndim == 2 and table.shape[0] == table.shape[1]):
        yield Impossible(field, "is no square matrix")
    yield from _whole(field, table)
    if table.size and table.min() < 0:
        row, column = np.argwhere(table < 0)[0]
        yield Impossible(f"{field}[{row}, {column}]", f"is {table[row, column]}; it can't be negative")
    if table.size and int(table.max()) > LARGEST:
        row, column = np.argwhere(table > LARGEST)[0]
        yield Impossible(f"{field}[{row}, {column}]", f"is {table[row, column]}; {LARGEST} is the most")


def _whole(field: str, table: NDArray[np.int64]) -> Iterator[Impossible]:
    if table.dtype.kind in "iu":
        return
    if table.dtype.kind == "f" and (wrong := np.argwhere(~np.isfinite(table))).size:
        row, column = wrong[0]
        yield Impossible(f"{field}[{row}, {column}]", f"is {table[row, column]}, which is no number")
    yield Impossible(field, f"holds {table.dtype}; only whole numbers count")


def _ways(problem: Problem) -> Iterator[Impossible]:
    """The time of the longest way, and what slow carers make of it, are within bounds."""
    worst = slowest(problem.travel)
    if worst > LARGEST:
        yield Impossible("travel.pace", f"makes the longest way take {worst}; {LARGEST} is the most")
    for number, carer in enumerate(problem.carers):
        if (takes := -(-worst * 100 // carer.speed_pct)) > LARGEST:
            slow = f"makes the longest way take {takes}; {LARGEST} is the most"
            yield Impossible(f"carers[{number}].speed_pct", slow)


def _worst_cost(problem: Problem) -> int:
    """Bound what any plan that keeps the limits can cost."""
    weights = problem.weights
    parts = [part for visit in problem.visits for part in visit.parts]
    latest = max((carer.shift[1] + carer.overtime_limit for carer in problem.carers), default=0)
    late = [_most_late(visit, latest) for visit in problem.visits]
    owed = sum(part.duration for part in parts) + sum(carer.earned for carer in problem.carers)
    return (
        weights.unserved * sum(visit.priority for visit in problem.visits)
        + weights.distance * longest(problem.travel) * (len(parts) + len(problem.carers))
        + weights.lateness * sum(late)
        + weights.lateness_max * max(late, default=0)
        + weights.overtime * sum(carer.overtime_limit for carer in problem.carers)
        + (weights.continuity + weights.preference) * len(parts)
        + weights.spread * 2 * owed
    )


def _most_late(visit: Visit, latest: int) -> int:
    late = max(0, latest - visit.window[1])
    return len(visit.parts) * (late if visit.late_limit is None else min(late, visit.late_limit))


def _number(field: str, value: object, *, least: int = 0, most: int = LARGEST) -> Iterator[Impossible]:
    # NumPy's integers wrap around silently and a float may be no number: Python's int only
    if not isinstance(value, int) or isinstance(value, bool):
        yield Impossible(field, f"is {value!r}; only whole numbers of Python's int count")
    elif value < least:
        yield Impossible(field, f"is {value}; it must be {least} or more")
    elif value > most:
        yield Impossible(field, f"is {value}; {most} is the most")


def _index(field: str, value: object, count: int, kind: str) -> Iterator[Impossible]:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
        yield Impossible(field, f"names {kind} {value!r}; there are {count}, counted from 0")


def _span(field: str, span: Any) -> Iterator[Impossible]:
    if not (isinstance(span, tuple) and len(span) == 2):
        yield Impossible(field, "is no pair of start and end")
    yield from _number(field, span[0])
    yield from _number(field, span[1])
    if span[1] < span[0]:
        yield Impossible(field, f"ends at {span[1]}, before it starts at {span[0]}")


def _same(field: str, names: Iterable[object], suffix: str = "") -> Iterator[Impossible]:
    seen: dict[object, int] = {}
    for number, name in enumerate(names):
        if name in seen:
            yield Impossible(f"{field}[{number}]{suffix}", f"is {name!r} like that of {field}[{seen[name]}]")
        seen[name] = number
