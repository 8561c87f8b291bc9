"""Plan a city's day with PyVRP, in the peers' own environment.

    .venv-peers/bin/python pyvrp_city.py day.json seconds

`bench.matching.city` says what `day.json` holds. The last line printed is JSON: `routes` (per carer the visits in
order), `cpu_s` and `peak_mb`. It searches for so many seconds of CPU, and may end with a plan that isn't feasible.

PyVRP has no skills; but loads have dimensions. A visit weighs one in the dimension of its skill and level, where
whoever lacks that has room for nothing. Whom a visit bans can't be said without as many dimensions again.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyvrp
from day import matrix, peak_mb

SERVED = 1_000_000
"""metres; the prize of a visit, times its priority"""


def solve(day: dict[str, Any], ways: Any, seconds: float) -> list[list[int]]:
    visits, carers = day["visits"], day["carers"]
    asked = sorted({(visit["skill"], visit["level"]) for visit in visits})
    place_of = [carer["home"] for carer in carers] + [visit["place"] for visit in visits]
    ways = ways[np.ix_(place_of, place_of)]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(*day["points"][place]) for place in place_of],
        clients=[
            pyvrp.Client(
                len(carers) + number,
                delivery=[int(pair == (visit["skill"], visit["level"])) for pair in asked],
                service_duration=visit["duration"],
                tw_early=visit["window"][0],
                tw_late=visit["window"][1],
                prize=SERVED * visit["priority"],
                required=False,
            )
            for number, visit in enumerate(visits)
        ],
        depots=[pyvrp.Depot(number) for number in range(len(carers))],
        vehicle_types=[
            pyvrp.VehicleType(
                capacity=[len(visits) * any(s == skill and most >= level for s, most in carer["skills"]) for skill, level in asked],
                start_depot=number,
                end_depot=number,
                tw_early=carer["shift"][0],
                tw_late=carer["shift"][1],
            )
            for number, carer in enumerate(carers)
        ],
        distance_matrices=[ways],
        duration_matrices=[ways * day["pace"] // 1000],
    )  # fmt: skip
    start = time.process_time()
    found = pyvrp.solve(data, lambda _cost: time.process_time() - start > seconds, seed=1, collect_stats=False)
    routes: list[list[int]] = [[] for _ in carers]
    for route in found.best.routes():
        routes[route.vehicle_type()] = [step.idx for step in route.schedule() if step.is_client()]
    return routes


def main() -> None:
    day = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    ways = matrix(day)
    start = time.process_time()
    routes = solve(day, ways, float(sys.argv[2]))
    print(json.dumps({"routes": routes, "cpu_s": time.process_time() - start, "peak_mb": peak_mb()}))


main()
