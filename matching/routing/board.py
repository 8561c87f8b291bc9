"""A problem on the table with the plan made so far: what the search changes, and how a plan is put in and read off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.routing import layout
from matching.routing.layout import COLUMNS, NEXT, OPENS, START, Ints, Layout
from matching.routing.plan import Cost, Plan, Route, Stop, Unserved
from matching.routing.problem import Carer, Problem, Visit


@dataclass
class Board:
    """`nodes` and `counters` are the plan as it stands, `best` the nodes of the best one, to be read off, `least`
    its cost.

    `dice` is the state of the random numbers; the same state draws the same changes.
    """

    problem: Problem
    layout: Layout
    nodes: Ints
    counters: Ints
    best: Ints
    least: Ints
    dice: NDArray[np.uint64]
    tally: Ints

    @property
    def arrays(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], Ints]:
        found = self.layout
        return self.nodes, found.ways.distance_from, found.ways.time_from, found.fit, self.counters


def lay(laid: Layout, problem: Problem, *, seed: int) -> Board:
    """Lay out an empty plan; nobody is sent anywhere yet."""
    dice = np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % (1 << 64) or 1], dtype=np.uint64)
    nodes = laid.nodes.copy()
    return Board(
        problem=problem,
        layout=laid,
        nodes=nodes,
        counters=laid.counters.copy(),
        best=nodes.copy(),
        least=np.array([layout.FAR], dtype=np.int64),
        dice=dice,
        tally=np.zeros((layout.KINDS, 3), dtype=np.int64),
    )


def fill(board: Board) -> None:
    """Send to each visit, by the opening of windows, whoever is there first; the others wait."""
    from matching.routing.kernel import filling

    opens = board.nodes.reshape(-1, COLUMNS)[: board.layout.parts, OPENS]
    filling.seed(*board.arrays, board.layout.shut, np.argsort(opens, kind="stable"))
    settle_best(board)


def adopt(board: Board, plan: Plan) -> bool:
    """Put a plan's routes in; starts become the earliest that these routes allow. False when they can't stand."""
    from matching.routing.kernel import filling

    first = first_parts(board.problem)
    stops = sorted(
        (stop.start, place, first[stop.visit] + stop.part, route.carer)
        for route in plan.routes
        for place, stop in enumerate(route.stops)
    )
    order, carer = (np.array([stop[column] for stop in stops], dtype=np.int64) for column in (2, 3))
    if not filling.follow(*board.arrays, board.layout.shut, order, carer):
        return False
    settle_best(board)
    return True


def place_waiting(board: Board) -> None:
    """Send somebody to every visit that nobody comes to, where that is possible as all else stands."""
    from matching.routing.kernel import places

    found = board.layout
    places.place_waiting(*board.arrays, found.shut, found.near, found.homes)
    settle_best(board)


def straighten(board: Board) -> bool:
    """End with a plan that is allowed: what is overdue is left out, and sent again where somebody has time."""
    from matching.routing.kernel import places

    if not places.straighten(*board.arrays, board.layout.shut):
        return False
    place_waiting(board)
    return True


def back_to_best(board: Board) -> None:
    """Let the best plan stand again."""
    best = read_off(board.problem, board.layout, board.best)
    clear(board)
    adopt(board, best)


def clear(board: Board) -> None:
    """Take everybody off the board; the best plan and the dice stay."""
    board.nodes[:] = board.layout.nodes
    board.counters[:] = board.layout.counters


def cost_now(board: Board) -> int:
    """What the plan costs as it stands."""
    from matching.routing.kernel import timing

    return int(timing.cost_of(board.counters))


def settle_best(board: Board) -> None:
    """What stands now is the best, if it is."""
    now = cost_now(board)
    if now < board.least[0]:
        board.least[0] = now
        board.best[:] = board.nodes


def search(board: Board, *, moves: int, hot: float, cold: float, overdue: int = 0) -> None:
    """Try `moves` changes while the temperature falls from `hot` to `cold`, in units of cost.

    `overdue` is what each unit of time beyond what is allowed costs on the way.
    """
    from matching.routing.kernel import anneal

    found = board.layout
    board.counters[layout.W_OVERDUE] = overdue
    anneal.anneal(
        *board.arrays,
        found.shut,
        found.near,
        found.homes,
        board.dice,
        moves,
        hot,
        cold,
        board.best,
        board.least,
        board.tally,
    )


def first_parts(problem: Problem) -> list[int]:
    """The node of each visit's first part."""
    found, count = [], 0
    for visit in problem.visits:
        found.append(count)
        count += len(visit.parts)
    return found


def nobody_goes_out(problem: Problem) -> Plan:
    """The plan of a day on which nothing can be done: no visits, or no carers."""
    routes = [Route(number, (), None, carer.shift[0]) for number, carer in enumerate(problem.carers)]
    unserved = tuple(Unserved(v, why_unserved(problem, visit)) for v, visit in enumerate(problem.visits))
    spread = sum(abs(carer.earned - problem.fair_share) for carer in problem.carers)
    missed = sum(visit.priority for visit in problem.visits)
    total = missed * problem.weights.unserved + spread * problem.weights.spread
    return Plan(tuple(routes), unserved, Cost(unserved=missed, spread=spread, total=total))


def read_off(problem: Problem, laid: Layout, nodes: Ints) -> Plan:
    """Say the plan that stands in `nodes` in the problem's words, with its cost counted from its routes."""
    rows = nodes.reshape(-1, COLUMNS)
    owner = [(v, k) for v, visit in enumerate(problem.visits) for k in range(len(visit.parts))]
    routes = []
    for r in range(laid.routes):
        chain, node = [], int(rows[laid.parts + r, NEXT])
        while node < laid.parts:
            chain.append(node)
            node = int(rows[node, NEXT])
        routes.append(_route(problem, laid, rows, owner, r, chain))
    served = {stop.visit for route in routes for stop in route.stops}
    unserved = tuple(
        Unserved(v, why_unserved(problem, visit)) for v, visit in enumerate(problem.visits) if v not in served
    )
    return Plan(tuple(routes), unserved, _cost(problem, laid, routes, unserved))


def _route(problem: Problem, laid: Layout, rows: Ints, owner: list[tuple[int, int]], r: int, chain: list[int]) -> Route:
    carer = problem.carers[r]
    leaves = carer.shift[0]
    rest_at, stops = None, []
    waits_for_rest = carer.rest is not None
    times = _times(problem, laid, carer, [owner[node][0] for node in chain])
    for node, takes in zip(chain, times, strict=False):
        v, k = owner[node]
        arrives = leaves + takes
        if carer.rest is not None and waits_for_rest and rows[node, layout.RESTED]:
            arrives = max(arrives, carer.rest.window[0]) + carer.rest.duration
            rest_at, waits_for_rest = max(leaves, carer.rest.window[0]), False
        start = int(rows[node, START])
        stops.append(Stop(v, k, arrives, start, start + problem.visits[v].parts[k].duration))
        leaves = stops[-1].end
    back = leaves
    if stops and carer.end is not None:
        back += times[-1]
    if stops and carer.rest is not None and waits_for_rest:
        if back > carer.rest.window[1]:
            rest_at = max(leaves, carer.rest.window[0])
            back = max(back, carer.rest.window[0]) + carer.rest.duration
        else:
            rest_at = max(back, carer.rest.window[0])
    return Route(r, tuple(stops), rest_at, back)


def _times(problem: Problem, laid: Layout, carer: Carer, visits: list[int]) -> list[int]:
    """How long the carer takes to each of these visits from the one before, and home."""
    places = _places(problem, carer, visits)
    return (-(-laid.ways.times(places[:-1], places[1:]) * 100 // carer.speed_pct)).tolist()


def _places(problem: Problem, carer: Carer, visits: list[int]) -> Ints:
    """Where a carer is one after the other, from her start to her end where she has one."""
    ends = [] if carer.end is None else [carer.end]
    return np.array([carer.start, *(problem.visits[visit].place for visit in visits), *ends], dtype=np.int64)


def _cost(problem: Problem, laid: Layout, routes: list[Route], unserved: tuple[Unserved, ...]) -> Cost:
    weights = problem.weights
    late = [max(0, stop.start - problem.visits[stop.visit].window[1]) for route in routes for stop in route.stops]
    distance = overtime = continuity = preference = spread = 0
    for route in routes:
        carer = problem.carers[route.carer]
        for stop in route.stops:
            visit = problem.visits[stop.visit]
            continuity += bool(visit.previous) and route.carer not in visit.previous
            preference += bool(visit.preferred) and route.carer not in visit.preferred
        if route.stops:
            places = _places(problem, carer, [stop.visit for stop in route.stops])
            distance += int(laid.ways.distances(places[:-1], places[1:]).sum())
            overtime += max(0, route.back_at - carer.shift[1])
        work = sum(stop.end - stop.start for stop in route.stops)
        spread += abs(carer.earned + work - problem.fair_share)
    missed = sum(problem.visits[each.visit].priority for each in unserved)
    parts = (missed, distance, sum(late), max(late, default=0), overtime, continuity, preference, spread)
    prices = (
        weights.unserved,
        weights.distance,
        weights.lateness,
        weights.lateness_max,
        weights.overtime,
        weights.continuity,
        weights.preference,
        weights.spread,
    )
    return Cost(*parts, total=sum(part * price for part, price in zip(parts, prices, strict=True)))


def why_unserved(problem: Problem, visit: Visit) -> str:
    """The plainest reason why nobody comes: nobody may, nobody is there at that time, or all are busy."""
    for part in visit.parts:
        able = [
            (number, carer)
            for number, carer in enumerate(problem.carers)
            if any(skill == part.skill and level >= part.level for skill, level in carer.skills)
        ]
        if not able:
            return f"Nobody has {problem.skills[part.skill]} at level {part.level}."
        allowed = [carer for number, carer in able if number not in visit.banned]
        if not allowed:
            return f"Everybody who has {problem.skills[part.skill]} at level {part.level} may not come here."
        last = max(carer.shift[1] + carer.overtime_limit for carer in allowed)
        if visit.window[0] + part.duration > last:
            return f"Everybody who may come is home by {last}; the visit can't end before {visit.window[0] + part.duration}."
        latest = None if visit.late_limit is None else visit.window[1] + visit.late_limit
        if latest is not None and latest < min(carer.shift[0] for carer in allowed):
            return f"Nobody who may come has begun by {latest}."
    if len(visit.parts) == 2:
        return "No two people who may come were free at times that go together."
    return "Everybody who may come was busy elsewhere, or coming costs more than leaving the visit out."
