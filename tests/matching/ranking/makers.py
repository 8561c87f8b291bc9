"""Small cities with workers, and visits asked for in them."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from matching import ranking
from matching.ranking import Index, Query, Rows, Weights, Worker
from matching.ranking.oracle import Oracle

DAYS, SKILLS, SIDE_M = 5, 6, 20_000
ALL_DAY = (1 << 48) - 1
NINE_TO_FIVE = ((1 << 16) - 1) << 18
DAY_MIN = 24 * 60


def worker(number: int, **fields: object) -> Worker:
    """Somebody at the middle of the plane who is free at all times and knows skill 0."""
    plain = Worker(id=number, x=0, y=0, free=(ALL_DAY,) * DAYS, skills=((0, 3),))
    return replace(plain, **fields)  # type: ignore[arg-type]  # the fields of Worker


def visit(**fields: object) -> Query:
    """A visit at the middle of the plane on day 1 from 10:00 to 12:00 that asks for skill 0."""
    plain = Query(x=0, y=0, start_min=DAY_MIN + 600, end_min=DAY_MIN + 720, skill=0)
    return replace(plain, **fields)  # type: ignore[arg-type]  # the fields of Query


def index(workers: Iterable[Worker], weights: Weights | None = None, *, first_day: int = 0, **grid: int) -> Index:
    return Index.of(Rows.of(list(workers), days=DAYS, skill_count=SKILLS, first_day=first_day), weights, **grid)


def found(workers: Iterable[Worker], query: Query, k: int = 20, weights: Weights | None = None) -> list[int]:
    """Whom the index finds, best first."""
    return [candidate.worker for candidate in ranking.top(index(workers, weights), query, k)]


def someone(random: Random, number: int) -> Worker:
    """A worker as they come: mostly by day, some by night, a few far out of town."""
    reach = random.choice((1, 1, 1, 1, 8))
    skills = random.sample(range(SKILLS), random.randint(0, 3))
    return Worker(
        id=number,
        x=random.randint(-SIDE_M * reach, SIDE_M * reach) // 2,
        y=random.randint(-SIDE_M * reach, SIDE_M * reach) // 2,
        free=tuple(some_mask(random) for _ in range(DAYS)),
        skills=tuple((skill, random.randint(0, 4)) for skill in skills),
        load=random.choice((0, 0, 1, 2, 7, 40)),
        rating_milli=random.choice((0, 3_999, 4_500, 4_750, 5_000)),
        group=random.choice((0, 1, 2, 257)),  # 1 and 257 bear the same badge
    )


def some_mask(random: Random) -> int:
    taken = ((1 << random.randint(0, 9)) - 1) << random.randint(0, 40)
    return random.choice((NINE_TO_FIVE, NINE_TO_FIVE, ALL_DAY, 0, random.getrandbits(48))) & ~taken & ALL_DAY


def some_visit(random: Random, ids: int, *, first_day: int = 0) -> Query:
    """A visit as they come: some over midnight or days long, some with people the family knows."""
    slots = random.choice((1, 2, 3, 4, 4, 8, 12, 60))
    lead = random.choice((0, 0, 1, 2, 5))
    start = random.randint(lead, 48 * DAYS - slots) + 48 * first_day
    skill = random.choice((None, *range(SKILLS)))
    known = [random.randrange(2 * ids) for _ in range(random.choice((0, 0, 0, 3)))]
    return Query(
        x=random.randint(-SIDE_M, SIDE_M) * random.choice((1, 1, 1, 20)) // 2,
        y=random.randint(-SIDE_M, SIDE_M) // 2,
        start_min=30 * start,
        end_min=30 * (start + slots),
        skill=skill,
        level=0 if skill is None else random.randint(0, 3),
        radius_m=random.choice((None, 0, 1_500, 5_000, 12_000)),
        lead_slots=lead,
        group=random.choice((None, None, None, 1, 257)),
        banned=frozenset(random.randrange(ids) for _ in range(random.choice((0, 0, 4)))),
        preferred=frozenset(random.randrange(ids) for _ in range(random.choice((0, 0, 2)))),
        previous=tuple((number, random.randint(0, 6)) for number in sorted(set(known))),
    )


def agree(ours: Index, workers: Iterable[Worker], queries: Iterable[Query], k: int) -> int:
    """Assert that index and oracle give the same answers; how many candidates they were."""
    oracle, asked, told = Oracle(workers, ours.weights, ours.first_day), list(queries), 0
    ranked = ranking.top_many(ours, asked, k)
    for number, query in enumerate(asked):
        expected = oracle.top(query, k)
        assert ranked.of(number) == expected, query
        told += len(expected)
    return told
