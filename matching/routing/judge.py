"""The independent judge: reads a plan against the rules of its problem, and counts again what it costs.

It shares no code with the search and is written to be read: a plan that it passes can be given to people.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from math import isqrt
from numbers import Integral

from matching.routing.plan import Cost, Plan, Route, Stop
from matching.routing.problem import Break, Carer, Matrix, Part, Plane, Problem


@dataclass(frozen=True)
class Fault:
    """What is wrong with a plan: a code for programs, a sentence for people, and whom it concerns."""

    code: str
    sentence: str
    visit: int | None = None
    carer: int | None = None


def check(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """Find every fault of a plan; a plan without one is right.

    What can't be read (routes of somebody else, visits that don't exist) hides the other faults.
    """
    unreadable = tuple(_unreadable(problem, plan))
    if unreadable:
        return unreadable
    return (
        *_service_faults(problem, plan),
        *_people_faults(problem, plan),
        *_hour_faults(problem, plan),
        *(fault for route in plan.routes for fault in _day_faults(problem, route)),
        *_cost_faults(problem, plan),
    )


def cost(problem: Problem, plan: Plan) -> Cost:
    """Count what a readable plan costs, by its routes and its list of the unserved; its own figures don't count."""
    late = [_lateness(problem, stop) for route in plan.routes for stop in route.stops]
    used = [route for route in plan.routes if route.stops]
    found = Cost(
        unserved=sum(problem.visits[each.visit].priority for each in plan.unserved),
        distance=sum(_driven(problem, route) for route in used),
        lateness=sum(late),
        lateness_max=max(late, default=0),
        overtime=sum(_overtime(problem, route) for route in used),
        continuity=sum(_disappoints(problem.visits[s.visit].previous, r) for r in used for s in r.stops),
        preference=sum(_disappoints(problem.visits[s.visit].preferred, r) for r in used for s in r.stops),
        spread=sum(abs(_given(problem, route) - problem.fair_share) for route in plan.routes),
    )
    weights = problem.weights
    total = sum(getattr(found, part.name) * getattr(weights, part.name) for part in fields(weights))
    return Cost(**{**vars(found), "total": total})


def distance(travel: Matrix | Plane, here: int, there: int) -> int:
    """Measure the way from place to place."""
    if isinstance(travel, Matrix):
        return int(travel.distance[here, there])
    dx = int(travel.points[here, 0]) - int(travel.points[there, 0])
    dy = int(travel.points[here, 1]) - int(travel.points[there, 1])
    # isqrt of the hundredfold distance's square; whole numbers, so that every machine rounds alike
    return (isqrt((dx * dx + dy * dy) * travel.detour_pct**2) + 50) // 100


def time(travel: Matrix | Plane, carer: Carer, here: int, there: int) -> int:
    """Say how long a carer is on the way from place to place."""
    if isinstance(travel, Plane):
        usual = distance(travel, here, there) * travel.pace // 1000
    else:
        usual = int((travel.distance if travel.time is None else travel.time)[here, there])
    return -(-usual * 100 // carer.speed_pct)


def _driven(problem: Problem, route: Route) -> int:
    carer = problem.carers[route.carer]
    places = [carer.start, *(problem.visits[stop.visit].place for stop in route.stops)]
    if carer.end is not None:
        places.append(carer.end)
    return sum(distance(problem.travel, here, there) for here, there in pairwise(places))


def _lateness(problem: Problem, stop: Stop) -> int:
    return max(0, stop.start - problem.visits[stop.visit].window[1])


def _overtime(problem: Problem, route: Route) -> int:
    return max(0, route.back_at - problem.carers[route.carer].shift[1])


def _disappoints(hoped_for: frozenset[int], route: Route) -> bool:
    return bool(hoped_for) and route.carer not in hoped_for


def _part(problem: Problem, stop: Stop) -> Part:
    return problem.visits[stop.visit].parts[stop.part]


def _work(problem: Problem, route: Route) -> int:
    return sum(_part(problem, stop).duration for stop in route.stops)


def _given(problem: Problem, route: Route) -> int:
    return problem.carers[route.carer].earned + _work(problem, route)


def _unreadable(problem: Problem, plan: Plan) -> Iterator[Fault]:
    if [route.carer for route in plan.routes] != list(range(len(problem.carers))):
        yield Fault("order", "The routes are not one for each carer, in the carers' order.")
    for route in plan.routes:
        times = [route.back_at, *([] if route.rest_at is None else [route.rest_at])]
        if not _whole(times + [value for stop in route.stops for value in vars(stop).values()]):
            yield Fault("no_number", f"The route of {route.carer} holds what is no whole number.", carer=route.carer)
            continue
        for stop in route.stops:
            if not 0 <= stop.visit < len(problem.visits):
                yield Fault("unknown_visit", f"There is no visit {stop.visit}.", stop.visit, route.carer)
            elif not 0 <= stop.part < len(problem.visits[stop.visit].parts):
                name = problem.visits[stop.visit].id
                yield Fault("unknown_part", f"Visit {name} has no part {stop.part}.", stop.visit, route.carer)
    for each in plan.unserved:
        if not _whole([each.visit]) or not 0 <= each.visit < len(problem.visits):
            yield Fault("unknown_visit", f"There is no visit {each.visit} to leave unserved.", each.visit)


def _whole(values: list[int]) -> bool:
    # a float that is no number would pass every comparison below
    return all(isinstance(value, Integral) for value in values)


def _service_faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Every visit is served wholly, once, or listed once as unserved with a reason."""
    served = Counter((stop.visit, stop.part) for route in plan.routes for stop in route.stops)
    listed = Counter(each.visit for each in plan.unserved)
    for number, visit in enumerate(problem.visits):
        times = [served[number, part] for part in range(len(visit.parts))]
        if max(times) > 1:
            yield Fault("twice", f"Visit {visit.id} is served more than once.", number)
        if listed[number] > 1:
            yield Fault("listed_twice", f"Visit {visit.id} is listed more than once as unserved.", number)
        if listed[number] and any(times):
            yield Fault("served_and_listed", f"Visit {visit.id} is served, and listed as unserved.", number)
        if not listed[number] and not any(times):
            yield Fault("forgotten", f"Visit {visit.id} is neither served nor listed as unserved.", number)
        if any(times) and not all(times):
            yield Fault("half", f"Visit {visit.id} is served in part only.", number)
    for each in plan.unserved:
        if not each.reason.strip():
            name = problem.visits[each.visit].id
            yield Fault("no_reason", f"Nothing says why visit {name} is unserved.", each.visit)


def _people_faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Whoever serves has skill and level and isn't banned; two parts are served by two people."""
    for route in plan.routes:
        carer = problem.carers[route.carer]
        for stop in route.stops:
            visit, part = problem.visits[stop.visit], _part(problem, stop)
            if not any(skill == part.skill and level >= part.level for skill, level in carer.skills):
                wanted = f"{problem.skills[part.skill]} at level {part.level}"
                yield Fault("skill", f"{carer.id} lacks {wanted} for visit {visit.id}.", stop.visit, route.carer)
            if route.carer in visit.banned:
                yield Fault("banned", f"{carer.id} may not come to visit {visit.id}.", stop.visit, route.carer)
    for (first, one), (_second, other) in _pairs(problem, plan):
        if one == other:
            who, visit = problem.carers[one].id, problem.visits[first.visit]
            yield Fault("same_carer", f"{who} does both parts of visit {visit.id}.", first.visit, one)


def _hour_faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Services last as long as they should, start in their time, and two parts keep their gap."""
    for route in plan.routes:
        for stop in route.stops:
            visit, part = problem.visits[stop.visit], _part(problem, stop)
            if stop.end - stop.start != part.duration:
                lasts = f"Visit {visit.id} lasts {stop.end - stop.start}, not {part.duration}."
                yield Fault("duration", lasts, stop.visit, route.carer)
            if stop.start < visit.window[0]:
                early = f"Visit {visit.id} starts at {stop.start}; its window opens at {visit.window[0]}."
                yield Fault("early", early, stop.visit, route.carer)
            if visit.late_limit is not None and _lateness(problem, stop) > visit.late_limit:
                late = f"Visit {visit.id} is {_lateness(problem, stop)} late; {visit.late_limit} is allowed."
                yield Fault("late", late, stop.visit, route.carer)
    for (first, _one), (second, _other) in _pairs(problem, plan):
        visit = problem.visits[first.visit]
        if visit.gap and not visit.gap.least <= second.start - first.start <= visit.gap.most:
            wanted = f"{visit.gap.least} to {visit.gap.most}"
            found = f"The second part of visit {visit.id} starts {second.start - first.start} after the first"
            yield Fault("gap", f"{found}, not {wanted}.", first.visit)


def _pairs(problem: Problem, plan: Plan) -> Iterator[tuple[tuple[Stop, int], tuple[Stop, int]]]:
    """Both parts of each visit of two that is served, each with its carer."""
    done = {(stop.visit, stop.part): (stop, route.carer) for route in plan.routes for stop in route.stops}
    for number, visit in enumerate(problem.visits):
        if len(visit.parts) == 2 and (number, 0) in done and (number, 1) in done:
            yield done[number, 0], done[number, 1]


def _day_faults(problem: Problem, route: Route) -> Iterator[Fault]:
    """A carer who goes out is never in two places, has her break, and works no more and no longer than she may.

    Whoever has no stop stays at home: she drives nothing and needs no break.
    """
    carer, who = problem.carers[route.carer], route.carer
    if not route.stops:
        return
    place, free = carer.start, carer.shift[0]
    for stop in route.stops:
        visit = problem.visits[stop.visit]
        needs = time(problem.travel, carer, place, visit.place) + _rest_on_the_way(carer, route, free, stop.arrive)
        if stop.arrive < free + needs:
            soon = f"{carer.id} is at visit {visit.id} at {stop.arrive}; she can't be before {free + needs}."
            yield Fault("too_soon", soon, stop.visit, who)
        if stop.start < stop.arrive:
            yield Fault("not_there", f"{carer.id} starts visit {visit.id} before she is there.", stop.visit, who)
        place, free = visit.place, stop.end
    yield from _end_faults(problem, route, place, free)
    yield from _rest_faults(problem, route)
    if carer.max_work is not None and _work(problem, route) > carer.max_work:
        much = f"{carer.id} works {_work(problem, route)}; {carer.max_work} is allowed."
        yield Fault("max_work", much, carer=who)


def _end_faults(problem: Problem, route: Route, place: int, free: int) -> Iterator[Fault]:
    """She is back when she can be, and not more overtime than is allowed after her shift."""
    carer = problem.carers[route.carer]
    if carer.end is None:
        if route.back_at != free:
            ends = f"{carer.id}'s day ends with her last visit at {free}, not at {route.back_at}."
            yield Fault("back", ends, carer=route.carer)
    else:
        home = time(problem.travel, carer, place, carer.end)
        earliest = free + home + _rest_on_the_way(carer, route, free, route.back_at)
        if route.back_at < earliest:
            soon = f"{carer.id} is back at {route.back_at}; she can't be before {earliest}."
            yield Fault("back", soon, carer=route.carer)
    if _overtime(problem, route) > carer.overtime_limit:
        over = f"{carer.id} is out {_overtime(problem, route)} after her shift; {carer.overtime_limit} is allowed."
        yield Fault("overtime", over, carer=route.carer)


def _rest_on_the_way(carer: Carer, route: Route, free: int, arrive: int) -> int:
    """Give what a break adds to a way: all of it, if it starts between leaving and arriving; else nothing."""
    taken = carer.rest is not None and route.rest_at is not None and free <= route.rest_at < arrive
    return carer.rest.duration if taken and carer.rest else 0


def _rest_faults(problem: Problem, route: Route) -> Iterator[Fault]:
    """The break starts in its window and her shift, and she neither serves nor comes to a door during it.

    At home before she leaves, on the way, at a door while she waits, back at home: it is a break anywhere.
    """
    carer, who, starts = problem.carers[route.carer], route.carer, route.rest_at
    if carer.rest is None or starts is None:
        if carer.rest is not None:
            yield Fault("no_rest", f"{carer.id} has no break.", carer=who)
        if starts is not None:
            yield Fault("no_rest_due", f"{carer.id} has a break that isn't due.", carer=who)
        return
    rest: Break = carer.rest
    opens = max(rest.window[0], carer.shift[0])
    if not opens <= starts <= rest.window[1]:
        when = f"{carer.id}'s break starts at {starts}, not between {opens} and {rest.window[1]}."
        yield Fault("rest_window", when, carer=who)
    ends = starts + rest.duration
    for stop in route.stops:
        if starts < stop.end and stop.start < ends:
            name = problem.visits[stop.visit].id
            yield Fault("rest_broken", f"{carer.id} serves visit {name} during her break.", stop.visit, who)
    arrivals = [stop.arrive for stop in route.stops] + ([] if carer.end is None else [route.back_at])
    if any(starts < arrive < ends for arrive in arrivals):
        yield Fault("rest_broken", f"{carer.id} arrives somewhere during her break.", carer=who)


def _cost_faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    found = cost(problem, plan)
    for part in fields(Cost):
        said, counted = getattr(plan.cost, part.name), getattr(found, part.name)
        if said != counted:
            yield Fault("cost", f"The plan says that {part.name} costs {said}; it is {counted}.")
