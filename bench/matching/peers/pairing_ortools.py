"""Solve a fair with OR-Tools, in the peers' own environment.

    .venv-peers/bin/python -I pairing_ortools.py pairs.npz repeats highs

`pairs.npz` holds the acceptable pairs (`seeker`, `vacancy`, `score`) and the `seats`; `highs` is 1 to solve
the linear program too. The last line printed is JSON: for each work its result, and the best time in seconds: from
arrays to result with OR-Tools, the solver's alone with HiGHS, whose model is slow to say in Python.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas
from ortools.graph.python import max_flow, min_cost_flow
from ortools.linear_solver.python import model_builder

Result = dict[str, Any]


def placement(seekers: int, seeker: Any, vacancy: Any, score: Any, seats: Any) -> Result:
    source, sink = seekers + len(seats), seekers + len(seats) + 1
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(np.full(seekers, source), np.arange(seekers), np.ones(seekers, np.int64))
    flow.add_arcs_with_capacity(seeker, seekers + vacancy, np.ones(len(seeker), np.int64))
    flow.add_arcs_with_capacity(seekers + np.arange(len(seats)), np.full(len(seats), sink), seats)
    assert flow.solve(source, sink) == flow.OPTIMAL
    return {"placed": flow.optimal_flow()}


def most(seekers: int, seeker: Any, vacancy: Any, score: Any, seats: Any) -> Result:
    return _least_cost(seekers, seeker, vacancy, score, seats, free=False)


def any_(seekers: int, seeker: Any, vacancy: Any, score: Any, seats: Any) -> Result:
    return _least_cost(seekers, seeker, vacancy, score, seats, free=True)


def _least_cost(seekers: int, seeker: Any, vacancy: Any, score: Any, seats: Any, free: bool) -> Result:
    source, sink = seekers + len(seats), seekers + len(seats) + 1
    every, each = np.arange(seekers), np.ones(seekers, np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    add(np.full(seekers, source), every, each, 0 * each)
    arcs = add(seeker, seekers + vacancy, np.ones(len(seeker), np.int64), -score)
    add(seekers + np.arange(len(seats)), np.full(len(seats), sink), seats, 0 * seats)
    if free:
        add(every, np.full(seekers, sink), each, 0 * each)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([seekers, -seekers]))
    status = flow.solve() if free else flow.solve_max_flow_with_min_cost()
    assert status == flow.OPTIMAL
    return {"placed": int(flow.flows(arcs).sum()), "welfare": -flow.optimal_cost()}


def highs(seekers: int, seeker: Any, vacancy: Any, score: Any, seats: Any) -> Result:
    """The linear program, welfare of any placement: its corners are whole, so that HiGHS needs no branching."""
    model = model_builder.Model()
    seated = model.new_num_var_series("x", index=pandas.RangeIndex(len(seeker)), lower_bounds=0, upper_bounds=1)
    rows: list[list[Any]] = [[] for _ in range(seekers + len(seats))]
    for edge, (one, other) in enumerate(zip(seeker.tolist(), vacancy.tolist(), strict=True)):
        rows[one].append(seated[edge])
        rows[seekers + other].append(seated[edge])
    for row, room in zip(rows, [1] * seekers + seats.tolist(), strict=True):
        if row:
            model.add(sum(row) <= room)
    model.maximize(seated.dot(score))
    solver = model_builder.Solver("highs")
    start = time.perf_counter()
    assert solver.solve(model) == model_builder.SolveStatus.OPTIMAL
    seconds = time.perf_counter() - start
    return {
        "placed": round(sum(solver.values(seated))),
        "welfare": round(solver.objective_value),
        "seconds": seconds,
    }


def main() -> None:
    path, repeats, also_highs = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
    data = np.load(path)
    seats = data["seats"]
    given = (int(data["seekers"]), data["seeker"], data["vacancy"], data["score"], seats)
    works: dict[str, Callable[..., Result]] = {"placement": placement, "most": most, "any": any_}
    if also_highs:
        works["highs"] = highs
    found = {}
    for name, work in works.items():
        runs = []
        for _ in range(1 if name == "highs" else repeats):
            start = time.perf_counter()
            result = work(*given)
            runs.append({"seconds": time.perf_counter() - start} | result)
        found[name] = min(runs, key=lambda run: run["seconds"])
    print(json.dumps(found))


main()
