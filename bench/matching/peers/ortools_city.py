"""Plan a city's day with OR-Tools, in the peers' own environment.

    .venv-peers/bin/python ortools_city.py day.json seconds

`bench.matching.city` says what `day.json` holds. The last line printed is JSON: `routes` (per carer the visits in
order), `cpu_s` and `peak_mb`. It builds a first plan by parallel cheapest insertion and betters it with guided
local search for so many seconds of CPU. All rules of such a day can be said.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from day import matrix, peak_mb
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

UNSERVED = 1_000_000
"""metres; what it costs to leave a visit out, times its priority"""


def solve(day: dict[str, Any], ways: Any, seconds: float) -> list[list[int]]:
    visits, carers = day["visits"], day["carers"]
    nodes = [carer["home"] for carer in carers] + [visit["place"] for visit in visits]
    ways = ways[np.ix_(nodes, nodes)]
    homes = list(range(len(carers)))
    manager = pywrapcp.RoutingIndexManager(len(nodes), len(carers), homes, homes)
    model = pywrapcp.RoutingModel(manager)
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(ways.tolist()))
    stays = np.array([0] * len(carers) + [visit["duration"] for visit in visits])
    needs = model.RegisterTransitMatrix((ways * day["pace"] // 1000 + stays[:, None]).tolist())
    midnight = 2 * 86_400
    model.AddDimension(needs, midnight, midnight, False, "time")
    clock = model.GetDimensionOrDie("time")
    for number, carer in enumerate(carers):
        clock.CumulVar(model.Start(number)).SetMin(carer["shift"][0])
        clock.CumulVar(model.End(number)).SetMax(carer["shift"][1])
    for number, visit in enumerate(visits):
        index = manager.NodeToIndex(len(carers) + number)
        clock.CumulVar(index).SetRange(*visit["window"])
        model.AddDisjunction([index], UNSERVED * visit["priority"])
        able = [
            who
            for who, carer in enumerate(carers)
            if who not in visit["banned"]
            and any(skill == visit["skill"] and most >= visit["level"] for skill, most in carer["skills"])
        ]
        # SetAllowedVehiclesForIndex takes no list in Python (9.15)
        model.VehicleVar(index).SetValues([-1, *able])
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 3000))  # it counts by the wall's clock; CPU is asked below
    start = time.process_time()
    spent = model.solver().CustomLimit(lambda: time.process_time() - start > seconds)
    model.AddSearchMonitor(spent)
    found = model.SolveWithParameters(asked)
    return [_route(model, manager, found, number, len(carers)) if found else [] for number in range(len(carers))]


def _route(model: Any, manager: Any, found: Any, number: int, carers: int) -> list[int]:
    visits, index = [], found.Value(model.NextVar(model.Start(number)))
    while not model.IsEnd(index):
        visits.append(manager.IndexToNode(index) - carers)
        index = found.Value(model.NextVar(index))
    return visits


def main() -> None:
    day = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    ways = matrix(day)
    start = time.process_time()
    routes = solve(day, ways, float(sys.argv[2]))
    print(json.dumps({"routes": routes, "cpu_s": time.process_time() - start, "peak_mb": peak_mb()}))


main()
