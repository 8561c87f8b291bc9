"""A day that changes: a visit is cancelled, a carer falls ill, somebody needs help now. Few others are moved."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.routing import board as boards
from matching.routing import layout, solve, validate
from matching.routing.layout import NEVER, Ints
from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Problem, Visit

LOYALTY = 20  # ways between neighbours that must be saved before a visit changes hands


@dataclass(frozen=True)
class Cancelled:
    """The visit is not wanted any more."""

    visit: int


@dataclass(frozen=True)
class Away:
    """The carer doesn't come today; she keeps her number and does nothing."""

    carer: int


@dataclass(frozen=True)
class Urgent:
    """A visit more."""

    visit: Visit


Change = Cancelled | Away | Urgent


@dataclass(frozen=True)
class Replanned:
    """The changed problem (visits after a cancelled one move up by one), its plan, and whom it moves.

    `moved` are the visits, by their new numbers, that somebody else serves now than before, or nobody, though
    their carer is there: the price of the change for others.
    """

    problem: Problem
    plan: Plan
    moved: tuple[int, ...]


def replan(problem: Problem, plan: Plan, change: Change, *, seed: int = 1, cpu_s: float = 0.7) -> Replanned:
    """Mend a plan after a change, keeping everybody's carer where that is not too dear.

    What `cpu_s` leaves after the day is laid out goes to a search; without any, the change alone is mended.

    :raises validate.Impossible: the change can't be right.
    :raises ValueError: it names a visit or carer that isn't there.
    """
    changed, kept, was = _changed(problem, plan, change)
    validate.refuse_impossible(changed)
    if not changed.visits:
        return Replanned(changed, boards.nobody_goes_out(changed), ())
    solve.warm_up()
    begun = time.process_time()
    laid = layout.lay_out(changed, near=16)
    carer = _carers(changed, was)
    loyal = replace(
        laid,
        fit=_loyal(laid.fit, carer, min(validate.LARGEST - validate.MOST_WISHES, int(LOYALTY * solve.grain(laid)))),
    )
    board = boards.lay(loyal, changed, seed=seed)
    # What stood may not stand any more, where the way past somebody was shorter than the direct one.
    if not boards.adopt(board, kept) and not boards.straighten(board):
        boards.clear(board)
        boards.fill(board)
    boards.place_waiting(board)
    solve.refine(board, cpu_s=max(0.0, cpu_s - (time.process_time() - begun)))
    boards.back_to_best(board)
    found = boards.read_off(changed, laid, board.best)
    after = _carers(changed, found)
    first = boards.first_parts(changed)
    moved = [
        number
        for number, visit in enumerate(changed.visits)
        for part in range(len(visit.parts))
        if carer[first[number] + part] >= 0 and carer[first[number] + part] != after[first[number] + part]
    ]
    return Replanned(changed, found, tuple(dict.fromkeys(moved)))


def _changed(problem: Problem, plan: Plan, change: Change) -> tuple[Problem, Plan, Plan]:
    """The changed problem, what of the plan still stands in it, and who came to whom of those who still can."""
    if isinstance(change, Urgent):
        return replace(problem, visits=(*problem.visits, change.visit)), plan, plan
    if isinstance(change, Away):
        if not 0 <= change.carer < len(problem.carers):
            raise ValueError(f"There is no carer {change.carer}.")
        carers = list(problem.carers)
        carers[change.carer] = replace(carers[change.carer], skills=())
        gone = {stop.visit for stop in plan.routes[change.carer].stops}
        others = tuple(replace(route, stops=()) if route.carer == change.carer else route for route in plan.routes)
        kept = _without(plan, gone, lambda visit: visit)
        return replace(problem, carers=tuple(carers)), kept, replace(plan, routes=others)
    if not 0 <= change.visit < len(problem.visits):
        raise ValueError(f"There is no visit {change.visit}.")
    visits = problem.visits[: change.visit] + problem.visits[change.visit + 1 :]
    kept = _without(plan, {change.visit}, lambda visit: visit - (visit > change.visit))
    return replace(problem, visits=visits), kept, kept


def _without(plan: Plan, gone: set[int], renamed: Callable[[int], int]) -> Plan:
    def stays(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        return tuple(replace(stop, visit=renamed(stop.visit)) for stop in stops if stop.visit not in gone)

    routes = tuple(Route(route.carer, stays(route.stops), route.rest_at, route.back_at) for route in plan.routes)
    left = tuple(Unserved(renamed(each.visit), each.reason) for each in plan.unserved if each.visit not in gone)
    return Plan(routes, left, Cost())


def _carers(problem: Problem, plan: Plan) -> Ints:
    first = boards.first_parts(problem)
    found = np.full(sum(len(visit.parts) for visit in problem.visits), -1, dtype=np.int64)
    for route in plan.routes:
        for stop in route.stops:
            found[first[stop.visit] + stop.part] = route.carer
    return found


def _loyal(fit: NDArray[np.int32], carer: Ints, price: int) -> NDArray[np.int32]:
    """Whoever does a part now is cheaper by `price` than all others."""
    found = np.where(fit == NEVER, NEVER, fit + price).astype(np.int32)
    served = np.flatnonzero(carer >= 0)
    found[served, carer[served]] = fit[served, carer[served]]
    found[carer < 0] = fit[carer < 0]
    return found
