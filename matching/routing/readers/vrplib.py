"""Reads delivery benchmarks: Solomon's text form, and VRPLIB's of types CVRP, VRPTW and CVRPTW.

A customer is a visit of one part, a vehicle is a carer from and to the depot. A window is hard: service that
would start late isn't given. What can't be said in this model is refused, never left out silently. Loads are
such a thing: a file whose loads could ever fill a vehicle is read with `ignore_loads=True` only, and its plans
may then be cheaper than any that is published.

Distances are the literature's: VRPLIB's EUC_2D rounded to the nearest whole; Solomon's cut after the first
decimal (as the DIMACS challenge does), so that all figures of his files are tenths here. Travel time is distance.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.routing.problem import Carer, Matrix, Part, Plane, Problem, Visit, Weights
from matching.routing.readers import source as sources
from matching.routing.readers.source import Unreadable

TENTHS = 10
MOST_PLACES = 20_000
MOST_DECIMALS = 9
LARGEST = 10**9
TYPES = {"CVRP", "VRPTW", "CVRPTW"}
HEADS = {
    "NAME", "COMMENT", "TYPE", "DIMENSION", "CAPACITY", "VEHICLES", "DISTANCE", "SERVICE_TIME",
    "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE",
}  # fmt: skip
SECTIONS = {
    "NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION", "DEMAND_SECTION", "DEPOT_SECTION",
    "TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION",
}  # fmt: skip
# a column of one triangle is a row of the other, since such matrices are symmetric
TRIANGLES: dict[str, Callable[[int, int], bool]] = {
    "LOWER_ROW": lambda row, column: column < row,
    "LOWER_DIAG_ROW": lambda row, column: column <= row,
    "UPPER_ROW": lambda row, column: column > row,
    "UPPER_DIAG_ROW": lambda row, column: column >= row,
    "LOWER_COL": lambda row, column: column > row,
    "LOWER_DIAG_COL": lambda row, column: column >= row,
    "UPPER_COL": lambda row, column: column < row,
    "UPPER_DIAG_COL": lambda row, column: column <= row,
}


@dataclass(frozen=True)
class _Deliveries:
    """What both forms say, by place. `windows` may be empty; `limit` bounds a route's time."""

    name: str
    names: list[str]
    travel: Matrix | Plane
    longest: int
    depot: int
    loads: list[int]
    capacity: int
    services: list[int]
    windows: list[tuple[int, int]]
    vehicles: int | None
    limit: int | None


@dataclass
class _Parsed:
    heads: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[list[str]]] = field(default_factory=dict)


def read(source: str | Path, *, ignore_loads: bool = False) -> Problem:
    """Read an instance; a file that gives no number of vehicles gets one for each customer.

    :param ignore_loads: read it though its vehicles might be too small for what they deliver
    :raises Unreadable:
    """
    text = sources.text(source)
    words = [line.split() for line in text.splitlines() if line.strip()]
    solomon = any(row[0] == "VEHICLE" for row in words) and any(row[0] == "CUSTOMER" for row in words)
    found = _solomon(words) if solomon else _vrplib(text, sources.name(source))
    if sum(found.loads) > found.capacity and not ignore_loads:
        many = f"is {found.capacity} and all loads are {sum(found.loads)}"
        raise Unreadable("CAPACITY", f"{many}; this model has no loads: pass ignore_loads=True to leave them out")
    return _problem(found)


def _problem(found: _Deliveries) -> Problem:
    customers = [place for place in range(len(found.names)) if place != found.depot]
    horizon = (len(customers) + 1) * found.longest + sum(found.services)
    day = (0, horizon if found.limit is None else found.limit)
    windows = found.windows or [day] * len(found.names)
    vehicles = len(customers) if found.vehicles is None else found.vehicles
    return Problem(
        visits=tuple(
            Visit(
                id=found.names[place],
                place=place,
                window=windows[place],
                parts=(Part(duration=found.services[place]),),
                late_limit=0,
            )
            for place in customers
        ),
        carers=tuple(
            Carer(id=str(number + 1), skills=((0, 0),), start=found.depot, end=found.depot, shift=windows[found.depot])
            for number in range(vehicles)
        ),
        travel=found.travel,
        skills=("delivery",),
        weights=Weights(unserved=1 + (len(customers) + vehicles) * found.longest, distance=1, lateness=0),
        name=found.name,
    )


def _solomon(words: list[list[str]]) -> _Deliveries:
    at = next(number for number, row in enumerate(words) if row[0] == "VEHICLE")
    fleet = words[at + 2] if len(words) > at + 2 else []
    if len(fleet) != 2:
        raise Unreadable("VEHICLE", "doesn't give number and capacity")
    rows = [row for row in words[at + 3 :] if row[0].isdigit()]
    if not rows:
        raise Unreadable("CUSTOMER", "lists nobody")
    for row in rows:
        if len(row) != 7:
            raise Unreadable(f"CUSTOMER {row[0]}", f"has {len(row)} columns, not 7")
    table = [[_number(entry, f"CUSTOMER {row[0]}") for entry in row] for row in rows]
    distance = _matrix([(row[1], row[2]) for row in table], _cut_to_tenths)
    return _Deliveries(
        name=" ".join(words[0]),
        names=[row[0] for row in rows],
        travel=Matrix(distance),
        longest=int(distance.max()),
        depot=0,
        loads=[_whole(row[3], "DEMAND") for row in table],
        capacity=_whole(_number(fleet[1], "CAPACITY"), "CAPACITY"),
        services=[_whole(row[6] * TENTHS, "SERVICE TIME") for row in table],
        windows=[(_whole(row[4] * TENTHS, "READY TIME"), _whole(row[5] * TENTHS, "DUE DATE")) for row in table],
        vehicles=_whole(_number(fleet[0], "NUMBER"), "NUMBER"),
        limit=None,
    )


def _vrplib(text: str, name: str) -> _Deliveries:
    parsed = _parse(text)
    heads = parsed.heads
    if (kind := heads.get("TYPE", "")) not in TYPES:
        raise Unreadable("TYPE", f"is {kind or 'missing'}, none of {', '.join(sorted(TYPES))}")
    count = _head(parsed, "DIMENSION")
    if count is None or not 1 <= count <= MOST_PLACES:
        raise Unreadable("DIMENSION", f"is {'missing' if count is None else count}, not 1 to {MOST_PLACES}")
    travel = _travel(parsed, count)
    depots = [row[0] for row in parsed.sections.get("DEPOT_SECTION", []) if row[0] != "-1"]
    if len(depots) != 1 or depots[0] not in {str(number + 1) for number in range(count)}:
        raise Unreadable("DEPOT_SECTION", "must name one depot")
    service = _head(parsed, "SERVICE_TIME") or 0
    depot = int(depots[0]) - 1
    services = [row[0] for row in _by_place(parsed, "SERVICE_TIME_SECTION", count, 1)] or [service] * count
    services[depot] = 0
    windows = [(row[0], row[1]) for row in _by_place(parsed, "TIME_WINDOW_SECTION", count, 2)]
    limit = _head(parsed, "DISTANCE")
    if windows and limit is not None:
        raise Unreadable("DISTANCE", "bounds a route that has windows, which this model can't say")
    loads = [row[0] for row in _by_place(parsed, "DEMAND_SECTION", count, 1)]
    capacity = _head(parsed, "CAPACITY")
    return _Deliveries(
        name=heads.get("NAME", name),
        names=[str(number + 1) for number in range(count)],
        travel=travel,
        longest=_longest(travel),
        depot=depot,
        loads=loads,
        capacity=sum(loads) if capacity is None else capacity,
        services=services,
        windows=windows,
        vehicles=_head(parsed, "VEHICLES"),
        limit=limit,
    )


def _parse(text: str) -> _Parsed:
    found = _Parsed()
    section: list[list[str]] | None = None
    for line in text.splitlines():
        key, colon, value = (piece.strip() for piece in line.partition(":"))
        if key == "EOF":
            break
        if key.endswith("_SECTION"):
            if key not in SECTIONS:
                raise Unreadable(key, "is nothing that this model can say")
            section = found.sections.setdefault(key, [])
        elif colon and (section is None or key in HEADS):
            if key not in HEADS:
                raise Unreadable(key, "is nothing that this model can say")
            found.heads[key] = value
        elif line.strip():
            if section is None:
                raise Unreadable("", f"begins with {line.strip()!r}, which is neither Solomon's form nor VRPLIB's")
            section.append(line.split())
    return found


def _travel(parsed: _Parsed, count: int) -> Matrix | Plane:
    kind = parsed.heads.get("EDGE_WEIGHT_TYPE")
    if kind == "EXPLICIT":
        return Matrix(_explicit(parsed, count))
    if kind != "EUC_2D":
        raise Unreadable("EDGE_WEIGHT_TYPE", f"is {kind or 'missing'}, neither EUC_2D nor EXPLICIT")
    rows = _rows(parsed, "NODE_COORD_SECTION", count, 2)
    points = [(row[0], row[1]) for row in rows]
    if any(entry % 1 for row in points for entry in row):
        return Matrix(_matrix(points, _to_nearest))
    return Plane(np.array(points, dtype=np.int64))


def _longest(travel: Matrix | Plane) -> int:
    """Give the longest distance; for a plane the diagonal of the box around its points, which is no shorter."""
    if isinstance(travel, Matrix):
        return int(travel.distance.max())
    width, height = (int(column.max()) - int(column.min()) for column in travel.points.T)
    return _to_nearest(width**2 + height**2, 1)


def _matrix(points: list[tuple[Decimal, Decimal]], measure: Callable[[int, int], int]) -> NDArray[np.int64]:
    """Measure from each point to each: `measure` gets a square, and what unit it is the square of."""
    unit = 10 ** max(_decimals(entry) for row in points for entry in row)
    whole = [(int(x * unit), int(y * unit)) for x, y in points]
    found = np.zeros((len(whole), len(whole)), dtype=np.int64)
    for here, (x, y) in enumerate(whole):
        for there in range(here):
            square = (x - whole[there][0]) ** 2 + (y - whole[there][1]) ** 2
            found[here, there] = found[there, here] = measure(square, unit)
    return found


def _cut_to_tenths(square: int, unit: int) -> int:
    return isqrt(square * TENTHS**2) // unit


def _to_nearest(square: int, unit: int) -> int:
    return (isqrt(4 * square) + unit) // (2 * unit)


def _explicit(parsed: _Parsed, count: int) -> NDArray[np.int64]:
    form = parsed.heads.get("EDGE_WEIGHT_FORMAT", "")
    entries = [entry for row in parsed.sections.get("EDGE_WEIGHT_SECTION", []) for entry in row]
    values = [_whole(_number(entry, "EDGE_WEIGHT_SECTION"), "EDGE_WEIGHT_SECTION") for entry in entries]
    if form != "FULL_MATRIX" and form not in TRIANGLES:
        raise Unreadable("EDGE_WEIGHT_FORMAT", f"is {form or 'missing'}, no matrix")
    wanted = list(_cells(form, count))
    if len(values) != len(wanted):
        raise Unreadable("EDGE_WEIGHT_SECTION", f"has {len(values)} entries; {form} of {count} has {len(wanted)}")
    found = np.zeros((count, count), dtype=np.int64)
    for (row, column), value in zip(wanted, values, strict=True):
        found[row, column] = value
        if form != "FULL_MATRIX":
            found[column, row] = value
    return found


def _cells(form: str, count: int) -> Iterator[tuple[int, int]]:
    for row in range(count):
        for column in range(count):
            if form == "FULL_MATRIX" or TRIANGLES[form](row, column):
                yield row, column


def _by_place(parsed: _Parsed, key: str, count: int, width: int) -> list[list[int]]:
    """Give a section's rows by place, whole numbers only; nothing for a section that isn't there."""
    if key not in parsed.sections:
        return []
    return [[_whole(entry, key) for entry in row] for row in _rows(parsed, key, count, width)]


def _rows(parsed: _Parsed, key: str, count: int, width: int) -> list[list[Decimal]]:
    found = parsed.sections.get(key, [])
    if [row[0] for row in found] != [str(number + 1) for number in range(count)]:
        raise Unreadable(key, f"doesn't list the places from 1 to {count}, in this order and each once")
    for row in found:
        if len(row) != width + 1:
            raise Unreadable(f"{key} {row[0]}", f"has {len(row)} columns, not {width + 1}")
    return [[_number(entry, f"{key} {row[0]}") for entry in row[1:]] for row in found]


def _head(parsed: _Parsed, key: str) -> int | None:
    return _whole(_number(parsed.heads[key], key), key) if key in parsed.heads else None


def _number(entry: str, where: str) -> Decimal:
    try:
        found = Decimal(entry)
    except InvalidOperation:
        raise Unreadable(where, f"holds {entry!r}, which is no number") from None
    if not found.is_finite() or abs(found) > LARGEST or _decimals(found) > MOST_DECIMALS:
        raise Unreadable(where, f"holds {entry}, which is no number to count with")
    return found


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _whole(number: Decimal, where: str) -> int:
    if number % 1:
        raise Unreadable(where, f"holds {number}; only whole numbers are read exactly")
    return int(number)
