"""Makes a city's day of home services out of nothing but a seed, for trials and measurements.

40 × 40 km, in metres and seconds since midnight. Seven visits of ten are around one of nine centres, the others
anywhere, and so are the carers' homes, at which their days start and end. They ride e-bikes or buses at 16 km/h
over streets a third longer than the straight line. Visits last one to three hours in quarters; windows are hard,
mostly one to four hours long. Carers work eight hours and know two to four of eight skills, at three levels.

The day is planted: first come the carers' days, then the windows and skills that these days happen to meet. So
there is a plan that serves everybody, and days are too full for it to be met by accident. Five visits a carer
fill a day. Only whole numbers are drawn, so that a seed is the same day on every machine.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations, pairwise
from math import isqrt

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from matching.routing import judge
from matching.routing.plan import Cost, Plan, Route, Stop
from matching.routing.problem import Carer, Gap, Part, Plane, Problem, Visit

SIDE = 40_000
CENTRES, SCATTERED_PCT = 9, 30
DETOUR_PCT = 133
PACE = 225  # seconds a kilometre
QUARTER = 900
SHIFT = 32 * QUARTER
SHIFT_STARTS = (28, 32, 32, 32, 36)  # in quarters, each as often as it is named
SHORTEST, LONGEST = 4, 12
FULL_PCT, FULLEST_PCT = (84, 94), 98  # how full planted days are with work and ways
MOST_VISITS = 7  # so many of the shortest fit into a day if they are close to home
CLOSE = 125  # metres
NEAR = 10  # so many places or people around a place are looked at
ROUNDS, TRIES = 4, 20

SKILLS = ("cleaning", "cooking", "elder care", "infant care", "nursing", "bathing", "laundry", "company")
SKILL_ODDS = (30, 16, 18, 10, 6, 8, 7, 5)
SKILLS_EACH = (2, 2, 2, 3, 3, 3, 3, 4, 4, 5)
LEVELS = (1, 1, 2, 2, 3)
PRIORITIES = (1, 1, 1, 1, 1, 1, 1, 1, 2, 3)
GAPS = (Gap(0, 0), Gap(2 * QUARTER, 4 * QUARTER))

Point = tuple[int, int]
Points = NDArray[np.int64]


@dataclass(eq=False)
class _Slot:
    """What one carer does at one place of her planted day; of two mates, the one with the gap comes first."""

    carer: int
    point: Point
    quarters: int = SHORTEST
    mate: "_Slot | None" = None
    gap: Gap | None = None
    alone: bool = False
    arrive: int = 0
    start: int = 0


@dataclass(eq=False)
class _Person:
    """A carer before she is one: `slots` is her planted day."""

    home: Point
    opens: int
    skills: dict[int, int]
    slots: list[_Slot] = field(default_factory=list)
    back_at: int = 0

    @property
    def points(self) -> list[Point]:
        return [slot.point for slot in self.slots]


def day(visits: int, carers: int, seed: int, doubles_pct: int = 0) -> Problem:
    """Make a day. Its weights count unserved visits and metres; who was there before weighs nothing yet.

    :param doubles_pct: how many of a hundred visits need two carers, half of them together, half one after the other
    :raises ValueError: for more than the carers' days can hold, about six visits each, or more doubles than they can
    """
    return planted(visits, carers, seed, doubles_pct)[0]


def planted(visits: int, carers: int, seed: int, doubles_pct: int = 0) -> tuple[Problem, Plan]:
    """Make a day with the plan that it was made from, which serves everybody but rides farther than it must."""
    rng = Generator(PCG64(seed))
    doubles = visits * doubles_pct // 100
    if visits + doubles > carers * MOST_VISITS:
        raise ValueError(f"{visits + doubles} parts don't fit into {carers} days: ask for fewer visits or more carers")
    for _ in range(TRIES):
        people = _people(rng, carers, visits + doubles, doubles)
        if people is not None:
            return _written(rng, people, f"city-{visits}-{carers}-{seed}-{doubles_pct}")
    raise ValueError(f"{doubles} visits don't find two carers each: ask for fewer doubles or more carers")


def _people(rng: Generator, carers: int, slots: int, doubles: int) -> list[_Person] | None:
    """Plant the days; None when pairs of carers can't be made to meet."""
    town = _Town(rng)
    # people whose days begin alike meet without waiting
    starts = [SHIFT_STARTS[1]] if doubles else SHIFT_STARTS
    people = [_person(rng, town, starts) for _ in range(carers)]
    _deal(rng, town, people, slots)
    _tidy(rng, people)
    for person in people:
        _calm(town, person)
    if not _pair(rng, town, people, doubles):
        return None
    for person in people:
        _fill(rng, person)
    return people if _schedule(rng, town, people) else None


class _Town:
    """Where people live: around centres of different size and weight, or anywhere."""

    def __init__(self, rng: Generator) -> None:
        self.rng = rng
        self.centres = [_draw(rng, SIDE // 8, SIDE - SIDE // 8, 2) for _ in range(CENTRES)]
        self.spreads = _draw(rng, 900, 2600, CENTRES)
        self.odds = _draw(rng, 2, 12, CENTRES)

    def anywhere(self) -> Point:
        x, y = _draw(self.rng, 0, SIDE, 2)
        return x, y

    def place(self) -> Point:
        if _chance(self.rng, SCATTERED_PCT):
            return self.anywhere()
        centre = _weighted(self.rng, self.odds)
        return self.near(self.centres[centre], self.spreads[centre])

    def near(self, point: Sequence[int], spread: int) -> Point:
        """Draw a place around a point; the sum of four even draws is nearly a bell."""
        x, y = (middle + sum(_draw(self.rng, -spread, spread, 4)) for middle in point)
        return min(max(x, 0), SIDE), min(max(y, 0), SIDE)


def _person(rng: Generator, town: _Town, starts: Sequence[int]) -> _Person:
    skills: dict[int, int] = {}
    count = _one(rng, SKILLS_EACH)
    while len(skills) < count:
        skills.setdefault(_weighted(rng, SKILL_ODDS), _one(rng, LEVELS))
    return _Person(home=town.anywhere(), opens=_one(rng, starts) * QUARTER, skills=skills)


def _deal(rng: Generator, town: _Town, people: list[_Person], slots: int) -> None:
    """Deal places out in rounds: each takes what is nearest to the middle between her last place and her home."""
    free = np.array([town.place() for _ in range(slots)], dtype=np.int64).reshape(-1, 2)
    while len(free):
        for number in rng.permutation(len(people))[: len(free)].tolist():
            person = people[number]
            twice = np.array([person.home, (person.points or [person.home])[-1]]).sum(axis=0)
            taken = int(((2 * free - twice) ** 2).sum(axis=1).argmin())
            x, y = free[taken].tolist()
            person.slots.append(_Slot(number, (x, y)))
            free = np.delete(free, taken, axis=0)


def _tidy(rng: Generator, people: list[_Person]) -> None:
    """Exchange places between days while that shortens ways: days full of detours would have room to spare."""
    slots = [slot for person in people for slot in person.slots]
    points = np.array([slot.point for slot in slots], dtype=np.int64).reshape(-1, 2)
    near = {slot.point: [slots[n].point for n in _nearest(points, slot.point)] for slot in slots}
    holder = {slot.point: slot for slot in slots}
    for _ in range(ROUNDS):
        for number in rng.permutation(len(slots)).tolist():
            day = people[slots[number].carer].slots
            turn = day.index(slots[number])
            for beside in day[max(0, turn - 1) : turn] + day[turn + 1 : turn + 2]:
                for point in near[slots[number].point]:
                    other = holder[point]
                    if _exchange(people[beside.carer], beside, people[other.carer], other):
                        holder[beside.point], holder[other.point] = beside, other
        for person in people:
            _straighten(person)
            holder |= {slot.point: slot for slot in person.slots}


def _exchange(one: _Person, mine: _Slot, other: _Person, hers: _Slot) -> bool:
    """Swap two places of two days if both together are shorter then."""
    if one is other:
        return False
    before = _rides(one, one.points) + _rides(other, other.points)
    mine.point, hers.point = hers.point, mine.point
    shorter = _rides(one, one.points) + _rides(other, other.points) < before
    if not shorter:
        mine.point, hers.point = hers.point, mine.point
    return shorter


def _straighten(person: _Person) -> None:
    """Turn parts of a day around while that shortens it."""
    order, shorter = person.points, True
    while shorter:
        shorter = False
        for start, end in combinations(range(len(order) + 1), 2):
            turned = order[:start] + order[start:end][::-1] + order[end:]
            if _rides(person, turned) < _rides(person, order):
                order, shorter = turned, True
    for slot, point in zip(person.slots, order, strict=True):
        slot.point = point


def _calm(town: _Town, person: _Person) -> None:
    """Give places close to home for far ones, but for those of mates, until a day has room for its visits."""
    while not _fits(person, person.points):
        farthest = max((s for s in person.slots if not s.mate), key=lambda slot: _ride(person.home, slot.point))
        farthest.point = town.near(person.home, CLOSE)


def _fits(person: _Person, points: list[Point], spare: int = 0) -> bool:
    return _rides(person, points) + len(points) * SHORTEST * QUARTER + spare <= SHIFT * FULLEST_PCT // 100


def _rides(person: _Person, points: list[Point]) -> int:
    return sum(_ride(here, there) for here, there in pairwise([person.home, *points, person.home]))


def _ride(here: Point, there: Point) -> int:
    """Say how long a way takes, as `Plane` defines it."""
    square = (here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2
    return (isqrt(square * DETOUR_PCT**2) + 50) // 100 * PACE // 1000


def _pair(rng: Generator, town: _Town, people: list[_Person], doubles: int) -> bool:
    """Let pairs of carers meet at one place, at the same turn of their days, so that nobody waits long."""
    every = [(slot, turn) for person in people for turn, slot in enumerate(person.slots)]
    for number in rng.permutation(len(every)).tolist():
        slot, turn = every[number]
        if doubles and not (slot.mate or slot.alone) and (mate := _mate(people, slot, turn)):
            slot.mate, slot.gap = mate, GAPS[_one(rng, range(len(GAPS)))]
            mate.mate, mate.point = slot, slot.point
            _calm(town, people[mate.carer])
            doubles -= 1
    return not doubles


def _mate(people: list[_Person], slot: _Slot, turn: int) -> _Slot | None:
    """Find the nearest place of somebody else whose day would have room for the way here, all but mates being near."""
    days = [person for person in people if len(person.slots) > turn and person is not people[slot.carer]]
    for person in sorted(days, key=lambda person: _ride(person.slots[turn].point, slot.point)):
        other = person.slots[turn]
        points = [slot.point if s is other else s.point if s.mate else person.home for s in person.slots]
        if not (other.mate or other.alone) and _fits(person, points, spare=QUARTER):
            return other
    return None


def _fill(rng: Generator, person: _Person) -> None:
    """Make visits longer, one after the other by some quarters, until the day is full."""
    wanted = SHIFT * _one(rng, range(FULL_PCT[0], FULL_PCT[1] + 1)) // 100
    spare = (wanted - _rides(person, person.points)) // QUARTER - SHORTEST * len(person.slots)
    while spare > 0 and (short := [slot for slot in person.slots if slot.quarters < LONGEST]):
        slot = short[_one(rng, range(len(short)))]
        longer = min(spare, LONGEST - slot.quarters, _one(rng, range(1, 5)))
        slot.quarters += longer
        spare -= longer


def _schedule(rng: Generator, town: _Town, people: list[_Person]) -> bool:
    """Set the planted times. When one would be home late, she or a mate works a quarter less, or a pair parts."""
    while True:
        _run(people)
        late, parted = [person for person in people if person.back_at > person.opens + SHIFT], 0
        if not late:
            return True
        for person in late:
            meets = [slot for slot in person.slots if slot.mate]
            days = [person, *(people[slot.mate.carer] for slot in meets if slot.mate)]
            longest = max((slot for day in days for slot in day.slots), key=lambda slot: slot.quarters)
            if longest.quarters > SHORTEST:
                longest.quarters -= 1
            elif meets:
                _part_ways(max(meets, key=lambda slot: slot.start - slot.arrive))
                parted += 1
        if parted and not _pair(rng, town, people, parted):
            return False


def _part_ways(slot: _Slot) -> None:
    for each in filter(None, [slot, slot.mate]):
        each.mate, each.gap, each.alone = None, None, True


def _run(people: list[_Person]) -> None:
    free = [person.opens for person in people]
    legs = [[_ride(*pair) for pair in pairwise([p.home, *p.points, p.home])] for p in people]
    for turn in range(max((len(person.slots) for person in people), default=0)):
        slots = [person.slots[turn] for person in people if len(person.slots) > turn]
        for slot in slots:
            slot.start = slot.arrive = free[slot.carer] + legs[slot.carer][turn]
        for slot in slots:
            if slot.mate and slot.gap:
                slot.start = max(slot.arrive, slot.mate.arrive - slot.gap.most)
                slot.mate.start = max(slot.mate.arrive, slot.start + slot.gap.least)
        for slot in slots:
            free[slot.carer] = slot.start + slot.quarters * QUARTER
    for person, back, way in zip(people, free, legs, strict=True):
        person.back_at = back + way[-1]


def _written(rng: Generator, people: list[_Person], name: str) -> tuple[Problem, Plan]:
    heads = [slot for person in people for slot in person.slots if slot.mate is None or slot.gap is not None]
    heads = [heads[number] for number in rng.permutation(len(heads))]
    points = np.array([p.home for p in people] + [slot.point for slot in heads], dtype=np.int64).reshape(-1, 2)
    problem = Problem(
        visits=tuple(_visit(rng, people, slot, number, points) for number, slot in enumerate(heads)),
        carers=tuple(
            Carer(
                id=f"c{number + 1}",
                skills=tuple(sorted(person.skills.items())),
                start=number,
                end=number,
                shift=(person.opens, person.opens + SHIFT),
            )
            for number, person in enumerate(people)
        ),
        travel=Plane(points, DETOUR_PCT, PACE),
        skills=SKILLS,
        name=name,
    )
    where = {id(slot): (number, 0) for number, slot in enumerate(heads)}
    where |= {id(slot.mate): (number, 1) for number, slot in enumerate(heads) if slot.mate is not None}
    days = [tuple(_stop(slot, *where[id(slot)]) for slot in person.slots) for person in people]
    routes = tuple(Route(n, day, back_at=people[n].back_at if day else 0) for n, day in enumerate(days))
    return problem, Plan(routes, (), judge.cost(problem, Plan(routes, (), Cost())))


def _stop(slot: _Slot, visit: int, part: int) -> Stop:
    return Stop(visit, part, slot.arrive, slot.start, slot.start + slot.quarters * QUARTER)


def _visit(rng: Generator, people: list[_Person], slot: _Slot, number: int, points: Points) -> Visit:
    doers = [slot] if slot.mate is None else [slot, slot.mate]
    parts = tuple(_part(rng, people[doer.carer], doer) for doer in doers)
    place = len(people) + number
    known = [n for n, person in enumerate(people) if any(person.skills.get(p.skill, 0) >= p.level for p in parts)]
    near = [known[n] for n in _nearest(points[known], points[place])]
    previous = frozenset(_one(rng, near) for _ in range(2)) if _chance(rng, 30) else frozenset()
    preferred = frozenset({_one(rng, near)}) if _chance(rng, 10) else frozenset()
    strangers = sorted(set(near) - {doer.carer for doer in doers} - previous - preferred)
    return Visit(
        id=f"v{number + 1}",
        place=place,
        window=_window(rng, [doer.start for doer in doers]),
        parts=parts,
        gap=slot.gap,
        late_limit=0,
        priority=_one(rng, PRIORITIES),
        preferred=preferred,
        banned=frozenset({_one(rng, strangers)}) if strangers and _chance(rng, 2) else frozenset(),
        previous=previous,
    )


def _part(rng: Generator, person: _Person, slot: _Slot) -> Part:
    skills = sorted(person.skills)
    skill = skills[_weighted(rng, [SKILL_ODDS[each] for each in skills])]
    level = min(int(rng.integers(1, person.skills[skill], endpoint=True)) for _ in range(2))
    return Part(slot.quarters * QUARTER, skill, level)


def _window(rng: Generator, starts: list[int]) -> tuple[int, int]:
    """Open a window in which the planted starts lie anywhere: of one to four hours, for some of the whole day."""
    if _chance(rng, 12):
        return SHIFT_STARTS[0] * QUARTER, SHIFT_STARTS[-1] * QUARTER + SHIFT
    quarters = _one(rng, range(4, 17))
    opens = min(starts) // QUARTER - _one(rng, range(quarters))
    closes = max(opens + quarters, -(-max(starts) // QUARTER))
    return max(opens, SHIFT_STARTS[0]) * QUARTER, closes * QUARTER


def _nearest(points: Points, point: Sequence[int]) -> list[int]:
    squares = ((points - np.array(point)) ** 2).sum(axis=1)
    return np.argsort(squares, kind="stable")[:NEAR].tolist()


def _draw(rng: Generator, low: int, high: int, count: int) -> list[int]:
    return [int(each) for each in rng.integers(low, high, size=count, endpoint=True)]


def _one(rng: Generator, choices: Sequence[int]) -> int:
    return choices[int(rng.integers(len(choices)))]


def _weighted(rng: Generator, odds: Sequence[int]) -> int:
    sums = list(accumulate(odds))
    return bisect_right(sums, int(rng.integers(sums[-1])))


def _chance(rng: Generator, percent: int) -> bool:
    return int(rng.integers(100)) < percent
