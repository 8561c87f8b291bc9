"""Reads and writes our own form of problems and plans: JSON that names its kind and version.

The form follows the dataclasses of `problem` and `plan` member by member, so that it can't lag behind them;
what has a default may be left out of a file. Sets are sorted lists. Travel is `{"kind": "matrix", …}` or
`{"kind": "plane", …}`. Reading what was written gives the same again, exactly.
"""

import json
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from matching.routing.plan import Plan
from matching.routing.problem import Matrix, Plane, Problem
from matching.routing.readers import source as sources
from matching.routing.readers.source import Unreadable, member, of_kind

VERSION = 1
PROBLEM, PLAN = "matching.routing problem", "matching.routing plan"
TRAVEL = {"matrix": Matrix, "plane": Plane}
LEAST, MOST = -(2**63), 2**63 - 1


def read(source: str | Path) -> Problem:
    """Read a problem. Whether it can be right is asked by `validate.refuse_impossible`.

    :raises Unreadable: with the field that is missing, unknown, or of a wrong kind
    """
    found = _decode(Problem, _unwrapped(source, PROBLEM), "")
    assert isinstance(found, Problem)
    return found


def write(problem: Problem) -> str:
    """Write a problem as one line of JSON."""
    return _wrapped(PROBLEM, problem)


def read_plan(source: str | Path) -> Plan:
    """Read a plan. Whether it is right for a problem is asked by `judge.check`.

    :raises Unreadable: with the field that is missing, unknown, or of a wrong kind
    """
    found = _decode(Plan, _unwrapped(source, PLAN), "")
    assert isinstance(found, Plan)
    return found


def write_plan(plan: Plan) -> str:
    """Write a plan as one line of JSON."""
    return _wrapped(PLAN, plan)


def _wrapped(form: str, what: Problem | Plan) -> str:
    tree = {"form": form, "version": VERSION, **_encode(what)}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n"


def _unwrapped(source: str | Path, form: str) -> dict[str, Any]:
    tree = sources.tree(source)
    if (found := member(tree, "form", str)) != form:
        raise Unreadable("form", f"is {found}, not {form}")
    if (version := member(tree, "version", int)) != VERSION:
        raise Unreadable("version", f"is {version}; this library reads {VERSION}")
    return {key: value for key, value in tree.items() if key not in {"form", "version"}}


def _encode(value: Any) -> Any:
    if isinstance(value, Matrix | Plane):
        kind = "matrix" if isinstance(value, Matrix) else "plane"
        return {"kind": kind, **{each.name: _encode(getattr(value, each.name)) for each in fields(value)}}
    if is_dataclass(value):
        return {each.name: _encode(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_encode(each) for each in value]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, value: Any, field: str) -> Any:
    """Make a value of a declared kind from JSON, or say where it isn't one."""
    if kind == Matrix | Plane:
        return _travel(value, field)
    if isinstance(kind, UnionType):
        (wanted,) = (each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _decode(wanted, value, field)
    if is_dataclass(kind):
        return _members(kind, value, field)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        items = of_kind(value, list, field)
        if inner[-1] is not Ellipsis and len(items) != len(inner):
            raise Unreadable(field, f"has {len(items)} entries, not {len(inner)}")
        kinds = [inner[0]] * len(items) if inner[-1] is Ellipsis else inner
        return tuple(_decode(k, e, f"{field}[{n}]") for n, (k, e) in enumerate(zip(kinds, items, strict=True)))
    if origin is frozenset:
        items = [_decode(inner[0], e, f"{field}[{n}]") for n, e in enumerate(of_kind(value, list, field))]
        if len(set(items)) < len(items):
            raise Unreadable(field, "names something twice")
        return frozenset(items)
    return of_kind(value, kind, field)


def _members(kind: Any, value: Any, field: str) -> Any:
    holder = of_kind(value, dict, field)
    known = {each.name: each for each in fields(kind)}
    _refuse_unknown(holder, known, field)
    found = {}
    for name, each in known.items():
        optional = each.default is not MISSING or each.default_factory is not MISSING
        if name in holder or not optional:
            said = member(holder, name, object, field)
            found[name] = _decode(_hints(kind)[name], said, f"{field}.{name}" if field else name)
    return kind(**found)


def _refuse_unknown(holder: dict[str, Any], known: Iterable[str], field: str) -> None:
    for key in holder:
        if key not in known:
            raise Unreadable(f"{field}.{key}" if field else key, "is unknown")


def _travel(value: Any, field: str) -> Matrix | Plane:
    kind = member(value, "kind", str, field)
    if kind not in TRAVEL:
        raise Unreadable(f"{field}.kind", f"is {kind}, neither matrix nor plane")
    if kind == "matrix":
        _refuse_unknown(value, {"kind", "distance", "time"}, field)
        distance = _table(member(value, "distance", list, field), None, f"{field}.distance")
        times = value.get("time")
        return Matrix(distance, None if times is None else _table(times, None, f"{field}.time"))
    _refuse_unknown(value, {"kind", "points", "detour_pct", "pace"}, field)
    points = _table(member(value, "points", list, field), 2, f"{field}.points")
    rest = {key: member(value, key, int, field) for key in ("detour_pct", "pace") if key in value}
    return Plane(points, **rest)


def _table(rows: Any, width: int | None, field: str) -> NDArray[np.int64]:
    """Make an array of rows that are equally long: `width`, or as many as there are rows."""
    rows = of_kind(rows, list, field)
    width = len(rows) if width is None else width
    for number, row in enumerate(rows):
        if len(of_kind(row, list, f"{field}[{number}]")) != width:
            raise Unreadable(f"{field}[{number}]", f"has {len(row)} entries, not {width}")
        for column, entry in enumerate(row):
            if type(entry) is not int or not LEAST <= entry <= MOST:
                raise Unreadable(f"{field}[{number}][{column}]", f"is {entry}, no whole number of 64 bits")
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
