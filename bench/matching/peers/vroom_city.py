"""Plan a city's day with VROOM, in the peers' own environment.

    .venv-peers/bin/python vroom_city.py day.json seconds

`bench.matching.city` says what `day.json` holds. The last line printed is JSON: `routes` (per carer the visits in
order), `cpu_s` and `peak_mb`. VROOM stops by itself; `seconds` only bounds it.

A level of a skill is a skill of its own, known to whoever has that level or a higher one; so is a visit that
somebody may not come to, known to all others. VROOM serves by priority first, then saves metres.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import vroom
from day import matrix, peak_mb


def solve(day: dict[str, Any], ways: Any, seconds: float) -> list[list[int]]:
    visits, carers = day["visits"], day["carers"]
    levels = 1 + max(visit["level"] for visit in visits)
    bans = {number: len(day["skills"]) * levels + number for number, visit in enumerate(visits) if visit["banned"]}
    model = vroom.Input()
    model.set_distances_matrix("car", ways.astype(np.uint32))
    model.set_durations_matrix("car", (ways * day["pace"] // 1000).astype(np.uint32))
    costs = vroom.VehicleCosts(per_hour=0, per_km=1000)
    for number, carer in enumerate(carers):
        known = {
            skill * levels + level for skill, most in carer["skills"] for level in range(min(most, levels - 1) + 1)
        }
        known |= {ban for visit, ban in bans.items() if number not in visits[visit]["banned"]}
        shift, home = vroom.TimeWindow(*carer["shift"]), carer["home"]
        model.add_vehicle(vroom.Vehicle(number, home, home, skills=known, time_window=shift, costs=costs))
    for number, visit in enumerate(visits):
        needs = {visit["skill"] * levels + visit["level"]} | ({bans[number]} if number in bans else set())
        model.add_job(
            vroom.Job(
                number,
                location=visit["place"],
                default_service=visit["duration"],
                skills=needs,
                priority=visit["priority"],
                time_windows=[vroom.TimeWindow(*visit["window"])],
            )
        )
    found = model.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    routes: list[list[int]] = [[] for _ in carers]
    for step in found.routes.itertuples():
        if step.type == "job":
            routes[step.vehicle_id].append(int(step.id))
    return routes


def main() -> None:
    day = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    ways = matrix(day)
    start = time.process_time()
    routes = solve(day, ways, float(sys.argv[2]))
    print(json.dumps({"routes": routes, "cpu_s": time.process_time() - start, "peak_mb": peak_mb()}))


main()
