"""Who can come now: the index beside SQL over slot rows and beside the memory itself, at three sizes."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.random import Generator

from matching import ranking
from matching.ranking import Index, Query, Rows, Weights, kernel, search
from matching.ranking.layout import ANSWER

TOP, WEIGHTS = 20, Weights()
DAYS, SKILLS, GROUPS = 14, 20, 400
SIDE_M, TOWNS = 100_000, 60


def table(full: bool) -> str:
    """Measure, and write a Markdown table. Half a minute of CPU; `full` asks SQL 10,000 queries, a minute more.

    A single query's time is the kernel's alone: the best of three rounds through all queries, less what an
    empty call takes. Queries a second are by CPU time, in one call of the kernel for all.
    """
    rows = ["| Work | Ours | Compared with, same run | Ratio or goal |", "|---|---|---|---|"]
    for count in (10_000, 100_000, 1_000_000):
        random = np.random.default_rng(count)
        city = a_city(random, count)
        started = time.process_time()
        index = Index.of(city, WEIGHTS)
        built_s = time.process_time() - started
        queries = visits(random, city, 3_000)
        rows.append(searched(f"Top {TOP} of {count:,} × {DAYS} days", index, queries))
        if count == 100_000:
            own = [replace(query, group=int(random.integers(0, GROUPS))) for query in queries]
            rows.append(searched(f"The same, of one enterprise among {GROUPS}", index, own))
            anywhere = [replace(query, radius_m=None) for query in queries]
            rows.append(searched("The same, with no radius: the whole city where few can come", index, anywhere))
            rows.append(called(index, queries[:1_000]))
            rows.append(changed(index))
            rows.append(beside_sql(index, Slots(city), visits(random, city, 10_000 if full else 200)))
        if count == 1_000_000:
            rows.append(kept(index, built_s))
    return "\n".join([*rows, compiled(), imported()]) + "\n"


def searched(work: str, index: Index, queries: list[Query]) -> str:
    """Time queries one by one and all at once, beside reading one day's masks of all workers."""
    p50, p99, rate = speed(index, queries)
    masks = index.arrays.free[:, : len(index)]
    reading_us = best(lambda: np.bitwise_or.reduce(masks, axis=1), 5) / index.days * 1e6
    return (
        f"| {work} | p50 {p50:.1f} µs, p99 {p99:.1f} µs, {rate / 1000:.0f}k/s a core "
        f"| reading all masks of one day: {reading_us:.0f} µs "
        f"| p50 is {p50 / reading_us:.0%} of that; p99 ≤ 50 µs, ≥ 100k/s at 100,000 |"
    )


def speed(index: Index, queries: list[Query]) -> tuple[float, float, float]:
    """Median and p99 of the kernel in µs, and queries a second of CPU."""
    encoded, count, a = search.encode(index, queries), len(queries), index.arrays
    answers, counts = np.empty((count, TOP), ANSWER), np.empty(count, np.int64)
    grid, known = a.states[0], int(np.diff(encoded.spans[:, :2]).max())
    scratch = kernel.scratch(index.days, int(grid["wide"]), int(grid["high"]), TOP, known)

    def part(first: int, last: int) -> Callable[[], None]:
        given = (
            a.people, a.table, a.free, a.buckets, a.offers, a.pool, a.states, a.weighing,
            encoded.asking[first:last], encoded.knowing, encoded.banned, encoded.spans[first:last],
            answers[first:last], counts[first:last], *scratch,
        )  # fmt: skip
        return lambda: kernel.rank_many(*given)

    everything = part(0, count)
    everything()
    seconds = []
    for _ in range(3):
        started = time.thread_time()
        everything()
        seconds.append(time.thread_time() - started)
    nothing = part(0, 0)
    idle = np.median([best(nothing, 1) for _ in range(1_000)])
    singles = [part(number, number + 1) for number in range(count)]
    rounds = [[best(single, 1) for single in singles] for _ in range(3)]
    times = (np.min(rounds, axis=0) - idle) * 1e6
    return float(np.percentile(times, 50)), float(np.percentile(times, 99)), count / min(seconds)


def called(index: Index, queries: list[Query]) -> str:
    """Time calls of `top` from Python, in which most of the time is Python's."""
    p50, _p99, _rate = speed(index, queries)
    whole = np.median([best(lambda query=query: ranking.top(index, query, TOP), 1) for query in queries]) * 1e6
    many = best(lambda: ranking.top_many(index, queries, TOP), 3) / len(queries) * 1e6
    return (
        f"| One call of `top` from Python | {whole:.0f} µs; {many:.1f} µs a query in `top_many` "
        f"| the kernel alone: {p50:.1f} µs | {whole - p50:.0f} µs of Python a call |"
    )


def changed(index: Index) -> str:
    """Time changes of single workers: half of them lose an hour, half get it back."""
    people = index.arrays.people[:2_000]["id"].tolist()
    masks = {worker: index.worker(worker) for worker in people}
    days = [
        best(lambda worker=worker: index.set_day(worker, 3, masks[worker].free[3] & ~(0b11 << 20)), 1)
        for worker in people
    ]
    back = [best(lambda worker=worker: index.set_day(worker, 3, masks[worker].free[3]), 1) for worker in people]
    moves = [best(lambda worker=worker: index.move(worker, masks[worker].x, masks[worker].y), 1) for worker in people]
    return (
        f"| Change one worker of {len(index):,} | her day: {np.median(days + back) * 1e6:.0f} µs, "
        f"her home: {np.median(moves) * 1e6:.0f} µs (medians) | – | – |"
    )


def beside_sql(index: Index, slots: "Slots", queries: list[Query]) -> str:
    """Ask SQL the same, compare every answer, and the time."""
    ranked, alike = ranking.top_many(index, queries, TOP), 0
    started = time.process_time()
    told = [slots.top(query, TOP) for query in queries]
    sql_us = (time.process_time() - started) / len(queries) * 1e6
    for number, expected in enumerate(told):
        alike += [(each.worker, each.score) for each in ranked.of(number)] == expected
    many_us = best(lambda: ranking.top_many(index, queries, TOP), 3) / len(queries) * 1e6
    return (
        f"| The same from SQL over {slots.rows:,} slot rows | {many_us:.1f} µs a query, Python included "
        f"| SQLite in memory, indexed: {sql_us:,.0f} µs | {sql_us / many_us:,.0f} ×; {alike:,} of {len(queries):,} answers alike |"
    )


def kept(index: Index, built_s: float) -> str:
    """Weigh an index, and map it from files."""
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder) / "city")
        mapping_ms = best(lambda: Index.open(Path(folder) / "city"), 3) * 1e3
    return (
        f"| Hold {len(index):,} × {index.days} days | {index.nbytes / 1e6:.0f} MB; built from arrays in {built_s:.1f} s, "
        f"mapped from files in {mapping_ms:.0f} ms | the masks alone: {index.arrays.free.nbytes / 1e6:.0f} MB | ≤ 300 MB |"
    )


EVERYTHING = """
import time, numba, numpy as np
from matching import ranking
from matching.ranking import Index, Query, Rows, Worker
started = time.process_time()
index = Index.of(Rows.of([Worker(1, 0, 0, (255,), ((0, 1),))], days=1, skill_count=1))
index.add(Worker(2, 0, 0, (255,)))
index.set_day(1, 0, 7); index.set_days(np.array([1]), 0, np.array([15])); index.move(1, 9, 9); index.remove(2)
assert ranking.top(index, Query(0, 0, 0, 60), 1)
print(time.process_time() - started)
"""


def compiled() -> str:
    """Compile everything in a fresh process, and once more from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        first, again = (float(told(EVERYTHING, NUMBA_CACHE_DIR=folder)) for _ in range(2))
    return f"| Compile everything | {first:.1f} s CPU, once a machine | from the cache: {again:.2f} s | ≤ 5 s |"


def imported() -> str:
    """Import the library, which leaves numba alone."""
    seen = "import time; t = time.process_time(); import {}; print(time.process_time() - t)"
    ours, numpys = (min(float(told(seen.format(name))) for _ in range(3)) for name in ("matching.ranking", "numpy"))
    return f"| `import matching.ranking` | {ours * 1e3:.0f} ms | `import numpy`: {numpys * 1e3:.0f} ms | ≤ 200 ms |"


def told(code: str, **environment: str) -> str:
    """Run a piece of Python in a process of its own and give what it prints."""
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=True
    ).stdout


def best(work: Callable[[], object], times: int) -> float:
    """Time work, in seconds; the shortest counts."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter_ns()
        work()
        seconds.append(time.perf_counter_ns() - started)
    return min(seconds) / 1e9


def a_city(random: Generator, count: int) -> Rows:
    """Make up workers: four in five live in towns of very different size, the rest anywhere in 100 × 100 km.

    Each has one to five of twenty skills, the first ones more often; a day of some ten hours with up to two
    longer visits in it, or off (a quarter); two in a hundred can be had at night as well.
    """
    towns = random.uniform(0, SIDE_M, (TOWNS, 2))
    town = random.choice(TOWNS, count, p=falling(TOWNS))
    spread = random.uniform(2_000, 6_000, TOWNS)[town][:, None]
    xy = towns[town] + random.normal(0, 1, (count, 2)) * spread
    rural = random.random(count) < 0.2
    xy[rural] = random.uniform(0, SIDE_M, (int(rural.sum()), 2))
    skilled = np.repeat(np.arange(count), random.integers(1, 6, count))
    pairs = np.unique(skilled * SKILLS + random.choice(SKILLS, len(skilled), p=falling(SKILLS)))
    return Rows(
        ids=np.arange(count),
        xy=xy.astype(np.int64),
        free=some_free(random, count),
        skills=np.stack([pairs // SKILLS, pairs % SKILLS, random.integers(1, 6, len(pairs))], axis=1),
        skill_count=SKILLS,
        load=random.poisson(4, count),
        rating_milli=random.integers(3_800, 5_001, count),
        group=random.integers(0, GROUPS, count),
    )


def some_free(random: Generator, count: int) -> np.ndarray:
    shape = (count, DAYS)
    free = (1 << random.integers(32, 42, shape)) - (1 << random.integers(14, 20, shape))
    free[random.random(count) < 0.02] = (1 << 48) - 1
    free[random.random(shape) < 0.25] = 0
    for _ in range(2):
        start, slots = random.integers(14, 36, shape), random.integers(2, 9, shape)
        visit = ((1 << slots) - 1) << start
        free &= ~np.where(random.random(shape) < 0.7, visit, 0)
    return free


def falling(count: int) -> np.ndarray:
    """Shares of which each is a little smaller than the one before (Zipf with 0.7)."""
    shares = 1 / np.arange(1, count + 1) ** 0.7
    return shares / shares.sum()


def visits(random: Generator, city: Rows, count: int) -> list[Query]:
    """Make up visits at doors near workers' homes: one to four hours, by day but for one in twenty.

    A third of the families know somebody, some of them ban somebody.
    """
    asked = []
    for home in random.integers(0, len(city.ids), count):
        by_night, slots = random.random() < 0.05, int(random.integers(2, 9))
        start = 48 * int(random.integers(0, DAYS - 1)) + int(
            random.integers(38, 52) if by_night else random.integers(14, 38)
        )
        known = [int(worker) for worker in random.integers(0, len(city.ids), 2)] if random.random() < 1 / 3 else []
        x, y = (int(city.xy[home, side] + random.integers(-1_500, 1_500)) for side in (0, 1))
        asked.append(
            Query(
                x=x,
                y=y,
                start_min=30 * start,
                end_min=30 * (start + slots),
                skill=int(random.choice(SKILLS, p=falling(SKILLS))),
                level=int(random.integers(0, 5)),
                radius_m=int(random.choice([3_000, 5_000, 10_000, 20_000])),
                lead_slots=int(random.integers(0, 3)),
                previous=tuple((worker, 1) for worker in set(known)),
                banned=frozenset(known[:1] if random.random() < 0.3 else []),
            )
        )
    return asked


class Slots:
    """The peer: a row for each free half hour of each worker, asked with one statement that a careful hand wrote.

    Candidates come from the index (skill, x); each is then asked for her half hours by primary key.
    """

    TABLES = """
        CREATE TABLE person (worker INTEGER PRIMARY KEY, y, load, rating_milli);
        CREATE TABLE able (skill, x, worker, level, PRIMARY KEY (skill, x, worker)) WITHOUT ROWID;
        CREATE TABLE slot (worker, at, PRIMARY KEY (worker, at)) WITHOUT ROWID;
    """
    ASKED = """
        SELECT worker, max(0, :near - CAST(sqrt(square) AS INT) / :step) + :star * rating_milli / 1000 - :load * load
            + :level_points * (level - :level) + :visits * (worker IN (SELECT value FROM json_each(:previous)))
            + :spare * (SELECT count(*) FROM slot WHERE slot.worker = near.worker AND at >= :day AND at < :day + 48
                AND NOT (at >= :begin AND at < :until)) AS score
        FROM (
            SELECT worker, level, load, rating_milli, (x - :x) * (x - :x) + (y - :y) * (y - :y) AS square
            FROM able JOIN person USING (worker)
            WHERE skill = :skill AND x BETWEEN :x - :radius AND :x + :radius AND level >= :level
        ) AS near
        WHERE square <= :radius * :radius AND worker NOT IN (SELECT value FROM json_each(:banned))
            AND (SELECT count(*) FROM slot WHERE slot.worker = near.worker AND at >= :begin AND at < :until) = :until - :begin
        ORDER BY score DESC, worker LIMIT :most
    """

    def __init__(self, city: Rows) -> None:
        assert city.load is not None and city.rating_milli is not None
        self.base = sqlite3.connect(":memory:")
        self.base.executescript(self.TABLES)
        people = zip(
            city.ids.tolist(), city.xy[:, 1].tolist(), city.load.tolist(), city.rating_milli.tolist(), strict=True
        )
        self.base.executemany("INSERT INTO person VALUES (?, ?, ?, ?)", people)
        worker, skill, level = city.skills.T
        able = sorted(zip(skill.tolist(), city.xy[worker, 0].tolist(), worker.tolist(), level.tolist(), strict=True))
        self.base.executemany("INSERT INTO able VALUES (?, ?, ?, ?)", able)
        self.rows = 0
        for first in range(0, len(city.ids), 10_000):
            bits = city.free[first : first + 10_000, :, None] >> np.arange(48) & 1
            worker, at = np.nonzero(bits.reshape(len(bits), -1))
            self.rows += len(at)
            self.base.executemany(
                "INSERT INTO slot VALUES (?, ?)", zip((worker + first).tolist(), at.tolist(), strict=True)
            )
        self.base.execute("ANALYZE")

    def top(self, query: Query, most: int) -> list[tuple[int, int]]:
        """Give worker and score of the best."""
        begin, until = query.start_min // 30 - query.lead_slots, query.end_min // 30
        asked = {
            "x": query.x, "y": query.y, "radius": query.radius_m, "skill": query.skill, "level": query.level,
            "begin": begin, "until": until, "day": query.start_min // 1440 * 48, "most": most,
            "previous": str([worker for worker, _visits in query.previous]), "banned": str(list(query.banned)),
            "near": WEIGHTS.near, "step": WEIGHTS.near_step_m, "star": WEIGHTS.star, "load": WEIGHTS.load,
            "level_points": WEIGHTS.level, "visits": WEIGHTS.previous, "spare": WEIGHTS.spare,
        }  # fmt: skip
        return self.base.execute(self.ASKED, asked).fetchall()
