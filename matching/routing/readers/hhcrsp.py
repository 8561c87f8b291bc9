"""Reads and writes the home care benchmark: its instances and its published plans, in JSON.

Source: Mankowska, Meisel, Bierwirth (2014), doi 10.1007/s10729-013-9243-1; the files as kept by
iolab-uniud/hhcrsp. Times and distances have at most three decimals there; here they are whole thousandths,
so that nothing is rounded. The published value of a plan is a third of distance, total tardiness and
greatest tardiness; here each weighs 1, and `published` divides.
"""

import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.routing import judge
from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Carer, Gap, Matrix, Part, Problem, Visit, Weights
from matching.routing.readers import source as sources
from matching.routing.readers.source import Unreadable, member, of_kind

SCALE = 1_000
OFFICE = 0
LARGEST = 10**9
NOISE = Decimal("1e-9")


def read(source: str | Path) -> Problem:
    """Read an instance. Shifts are longer than any sensible day, and leaving a patient out outweighs all else.

    :raises Unreadable:
    """
    tree = sources.tree(source, number=Decimal)
    services = _ids(tree, "services")
    distance = _distances(tree)
    patients = list(enumerate(member(tree, "patients", list)))
    visits = tuple(_visit(each, place=n + 1, services=services, field=f"patients[{n}]") for n, each in patients)
    if len(visits) + 1 != len(distance):
        raise Unreadable("distances", f"is for {len(distance)} places; office and patients are {len(visits) + 1}")
    if len(member(tree, "central_offices", list)) != 1:
        raise Unreadable("central_offices", "must be one")
    day = _long_day(visits, distance)
    carers = tuple(
        _carer(each, day=day, services=services, field=f"caregivers[{number}]")
        for number, each in enumerate(member(tree, "caregivers", list))
    )
    parts = sum(len(visit.parts) for visit in visits)
    return Problem(
        visits=visits,
        carers=carers,
        travel=Matrix(distance),
        skills=tuple(services),
        weights=Weights(
            unserved=1 + (parts + len(carers)) * int(distance.max()) + (parts + 1) * day,
            distance=1,
            lateness=1,
            lateness_max=1,
        ),
        name=sources.name(source),
    )


def published(cost: Cost) -> float:
    """Say a cost as publications do, in minutes and to three decimals."""
    return round(cost.total / 3 / SCALE, 3)


def points(source: str | Path) -> NDArray[np.float64]:
    """Read where office and patients are, for a drawing: rows (x, y), y to the north.

    Degrees of the Italian instances are narrowed by their latitude, so that the picture isn't stretched.
    """
    tree = sources.tree(source)
    holders = [*member(tree, "central_offices", list), *member(tree, "patients", list)]
    found = np.array([_location(holder, f"place {number}") for number, holder in enumerate(holders)])
    if "area" in tree:
        found[:, 0] *= math.cos(math.radians(float(found[:, 1].mean())))
    return found


def read_plan(problem: Problem, source: str | Path) -> Plan:
    """Read a published plan of a problem that was read here.

    The file tells when services start and end; arrivals, coming home and the cost follow from that.

    :raises Unreadable:
    """
    carers = {carer.id: number for number, carer in enumerate(problem.carers)}
    visits = {visit.id: number for number, visit in enumerate(problem.visits)}
    stops: dict[int, tuple[Stop, ...]] = {}
    for number, route in enumerate(member(sources.tree(source, number=Decimal), "routes", list)):
        field = f"routes[{number}]"
        carer = _known(carers, route, "caregiver_id", field)
        if carer in stops:
            raise Unreadable(f"{field}.caregiver_id", "has a route already")
        # who stays at home has no locations at all in some published files
        locations = member(route, "locations", list, field) if "locations" in route else []
        stops[carer] = _stops(problem, carer, visits, locations, f"{field}.locations")
    routes = tuple(_route(problem, number, stops.get(number, ())) for number in range(len(problem.carers)))
    seen = {stop.visit for route in routes for stop in route.stops}
    left = tuple(Unserved(n, "The file doesn't name the patient.") for n in range(len(visits)) if n not in seen)
    plan = Plan(routes, left, Cost())
    return Plan(routes, left, judge.cost(problem, plan))


def write_plan(problem: Problem, plan: Plan) -> str:
    """Write a plan in the published form."""
    routes = [
        {
            "caregiver_id": problem.carers[route.carer].id,
            "locations": [
                {
                    "patient": problem.visits[stop.visit].id,
                    "service": problem.skills[problem.visits[stop.visit].parts[stop.part].skill],
                    "arrival_time": stop.start / SCALE,
                    "departure_time": stop.end / SCALE,
                }
                for stop in route.stops
            ],
        }
        for route in plan.routes
    ]
    return json.dumps({"routes": routes}, ensure_ascii=False)


def _visit(patient: Any, *, place: int, services: dict[str, int], field: str) -> Visit:
    window = member(patient, "time_window", list, field)
    if len(window) != 2:
        raise Unreadable(f"{field}.time_window", "is no pair")
    wanted = list(enumerate(member(patient, "required_caregivers", list, field)))
    parts = tuple(_part(each, services=services, field=f"{field}.required_caregivers[{n}]") for n, each in wanted)
    if len({part.skill for part in parts}) < len(parts):
        raise Unreadable(f"{field}.required_caregivers", "name one service twice; no plan could tell the two apart")
    return Visit(
        id=member(patient, "id", str, field),
        place=place,
        window=(_whole(window[0], f"{field}.time_window[0]"), _whole(window[1], f"{field}.time_window[1]")),
        parts=parts,
        gap=_gap(patient, field) if len(wanted) == 2 else None,
    )


def _part(wanted: Any, *, services: dict[str, int], field: str) -> Part:
    skill = _known(services, wanted, "service", field)
    return Part(duration=_whole(member(wanted, "duration", object, field), f"{field}.duration"), skill=skill)


def _gap(patient: Any, field: str) -> Gap:
    found = member(patient, "synchronization", dict, field)
    field = f"{field}.synchronization"
    kind = member(found, "type", str, field)
    if kind == "simultaneous":
        return Gap(0, 0)
    if kind != "sequential":
        raise Unreadable(f"{field}.type", f"is {kind}, neither simultaneous nor sequential")
    bounds = member(found, "distance", list, field)
    if len(bounds) != 2:
        raise Unreadable(f"{field}.distance", "is no pair")
    return Gap(_whole(bounds[0], f"{field}.distance[0]"), _whole(bounds[1], f"{field}.distance[1]"))


def _carer(caregiver: Any, *, day: int, services: dict[str, int], field: str) -> Carer:
    abilities = member(caregiver, "abilities", list, field)
    skills = (_known_name(services, each, f"{field}.abilities[{number}]") for number, each in enumerate(abilities))
    return Carer(
        id=member(caregiver, "id", str, field),
        skills=tuple((skill, 0) for skill in skills),
        start=OFFICE,
        end=OFFICE,
        shift=(0, day),
    )


def _long_day(visits: tuple[Visit, ...], distance: NDArray[np.int64]) -> int:
    """Bound when a plan without idling ends: all services and ways one after the other, from the last window on."""
    work = sum(part.duration for visit in visits for part in visit.parts)
    gaps = sum(visit.gap.most for visit in visits if visit.gap)
    ways = (sum(len(visit.parts) for visit in visits) + 1) * int(distance.max())
    return max((visit.window[1] for visit in visits), default=0) + work + gaps + ways


def _distances(tree: dict[str, Any]) -> NDArray[np.int64]:
    rows = member(tree, "distances", list)
    if not rows:
        raise Unreadable("distances", "is empty")
    found = np.empty((len(rows), len(rows)), dtype=np.int64)
    for here, row in enumerate(rows):
        if len(of_kind(row, list, f"distances[{here}]")) != len(rows):
            raise Unreadable(f"distances[{here}]", f"has {len(row)} entries for {len(rows)} places")
        found[here] = [_whole(entry, f"distances[{here}][{there}]") for there, entry in enumerate(row)]
    return found


def _ids(tree: dict[str, Any], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, each in enumerate(member(tree, key, list)):
        name = member(each, "id", str, f"{key}[{number}]")
        if name in found:
            raise Unreadable(f"{key}[{number}].id", f"is {name} like that of {key}[{found[name]}]")
        found[name] = number
    return found


def _known(names: dict[str, int], holder: Any, key: str, field: str) -> int:
    return _known_name(names, member(holder, key, str, field), f"{field}.{key}")


def _known_name(names: dict[str, int], name: Any, field: str) -> int:
    if not isinstance(name, str) or name not in names:
        raise Unreadable(field, f"is {name}, which the instance doesn't have")
    return names[name]


def _stops(problem: Problem, carer: int, visits: dict[str, int], locations: list[Any], field: str) -> tuple[Stop, ...]:
    found: list[Stop] = []
    place, free = OFFICE, 0
    for number, location in enumerate(locations):
        where = f"{field}[{number}]"
        visit = _known(visits, location, "patient", where)
        service = member(location, "service", str, where)
        names = [problem.skills[part.skill] for part in problem.visits[visit].parts]
        if service not in names:
            raise Unreadable(f"{where}.service", f"is {service}, which the patient doesn't need")
        arrive = free + judge.time(problem.travel, problem.carers[carer], place, problem.visits[visit].place)
        start, end = (
            _whole(member(location, key, object, where), f"{where}.{key}") for key in ("arrival_time", "departure_time")
        )
        found.append(Stop(visit, names.index(service), arrive, start, end))
        place, free = problem.visits[visit].place, end
    return tuple(found)


def _route(problem: Problem, carer: int, stops: tuple[Stop, ...]) -> Route:
    if not stops:
        return Route(carer, ())
    place = problem.visits[stops[-1].visit].place
    home = judge.time(problem.travel, problem.carers[carer], place, OFFICE)
    return Route(carer, stops, back_at=stops[-1].end + home)


def _location(holder: Any, field: str) -> tuple[float, float]:
    found = member(holder, "location", list, field)
    if len(found) != 2 or not all(isinstance(each, int | float) for each in found):
        raise Unreadable(f"{field}.location", "is no pair of numbers")
    return float(found[0]), float(found[1])


def _whole(value: Any, field: str) -> int:
    """Make thousandths of a number with at most three decimals.

    Some windows of the Italian instances are 459.99999999999994 where 460 was meant. The authors' program cut
    that to 459 before it searched; so it is here, or their own plans would come a minute early.
    """
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise Unreadable(field, f"is {value!r}, not a number")
    number = Decimal(value)
    if abs(number) > LARGEST:
        raise Unreadable(field, f"is {number}, which is too large")
    scaled = number * SCALE
    if scaled != round(scaled):
        if abs(number - round(number)) > NOISE:
            raise Unreadable(field, f"is {number}, which has more than three decimals")
        scaled = Decimal(int(number) * SCALE)
    return int(scaled)
