"""Makers of small days. Places lie on a line, ten apart, and the way takes as long as it is far."""

from dataclasses import replace
from typing import Any

import numpy as np

from matching.routing import judge
from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Carer, Gap, Part, Plane, Problem, Visit


def line(places: int = 6) -> Plane:
    return Plane(np.array([(10 * place, 0) for place in range(places)], dtype=np.int64))


def visit(name: str = "a", **changes: Any) -> Visit:
    return replace(Visit(id=name, place=1, window=(0, 100), parts=(Part(duration=5),)), **changes)


def double(name: str = "d", *, gap: tuple[int, int] = (0, 0), **changes: Any) -> Visit:
    return visit(name, parts=(Part(duration=5), Part(duration=8)), gap=Gap(*gap), **changes)


def carer(name: str = "Chen", **changes: Any) -> Carer:
    return replace(Carer(id=name, skills=((0, 3), (1, 1)), start=0, end=0, shift=(0, 200)), **changes)


def problem(visits: list[Visit], carers: list[Carer], **changes: Any) -> Problem:
    return replace(Problem(tuple(visits), tuple(carers), line(), skills=("clean", "bathe", "cook")), **changes)


def route(problem: Problem, carer: int, *starts: tuple[int, int, int], rest_at: int | None = None) -> Route:
    """Make a day of (visit, part, start): on the way as soon as she can, with her break in between."""
    who = problem.carers[carer]
    place, free, stops = who.start, who.shift[0], []
    for number, part, start in starts:
        arrive = _arrive(problem, carer, place, free, problem.visits[number].place, rest_at)
        end = start + problem.visits[number].parts[part].duration
        stops.append(Stop(number, part, arrive, start, end))
        place, free = problem.visits[number].place, end
    if not stops:
        return Route(carer, ())
    back_at = free if who.end is None else _arrive(problem, carer, place, free, who.end, rest_at)
    return Route(carer, tuple(stops), rest_at, back_at)


def _arrive(problem: Problem, carer: int, here: int, free: int, there: int, rest_at: int | None) -> int:
    who = problem.carers[carer]
    arrive = free + judge.time(problem.travel, who, here, there)
    rests = who.rest is not None and rest_at is not None and free <= rest_at < arrive
    return arrive + (who.rest.duration if rests and who.rest else 0)


def plan(problem: Problem, *routes: Route, unserved: tuple[int, ...] = ()) -> Plan:
    """Make a plan that states what the judge counts; carers without a route stay at home."""
    given = {each.carer: each for each in routes}
    days = tuple(given.get(number, Route(number, ())) for number in range(len(problem.carers)))
    return priced(problem, Plan(days, tuple(Unserved(each, "Nobody is free.") for each in unserved), Cost()))


def priced(problem: Problem, plan: Plan) -> Plan:
    return replace(plan, cost=judge.cost(problem, plan))
