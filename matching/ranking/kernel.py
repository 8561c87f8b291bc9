"""The search, compiled. Only `search` calls it, with arrays that were checked: no bounds are looked at here.

Cells are walked in square rings around the door, nearest ring first; within a bucket those with the best
merit come first. Once the list is full, a posting, a bucket or a ring is left out if even the best that may
be there would stay below the last of the list: merits only fall within a bucket, rings only get farther.

Memory, not arithmetic, is what the search waits for. So many buckets are taken side by side, a chunk of each
at a time; what a chunk needs is fetched ahead, and it is sifted and weighed without branches. That halves
the time of the plain loop. Nothing here allocates, so numba's counting of references is off (`_nrt`); it
cost as much again.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numba import njit

from matching.compiling import forget_outdated
from matching.ranking.layout import (
    BADGE,
    BADGE_AT,
    LEVEL_BITS,
    MERIT_BITS,
    MOST_LEVEL,
    MOST_ROWS,
    SLOTS_A_DAY,
    Array,
    Record,
)
from matching.ranking.prefetch import fetch

NOBODY: Any = np.int64(0)
BEFORE_FIRST: Any = np.int64(-1)
NEVER: Any = np.int64(-(1 << 60))
"""Typed, because numba compiles a function once more for every literal."""

FAR = 1 << 30
CHUNK, SIDE_BY_SIDE = 16, 32

AT, END, TOP, OTHERS = range(4)
"""Lines of `cells`: where a bucket's next posting is, where they end, the merit of the next, and the most points
that anybody in the bucket can have for the rest."""

ENTRY, SCORE, WORKER = range(3)
"""Lines of `sieve` (without the last) and `best`."""

KNOWN, KNOWN_END, BANNED, BANNED_END = range(4)
"""Columns of `spans`."""

forget_outdated(Path(__file__).parent)
OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
compiled = njit(**OPTIONS)
INNER: dict[str, Any] = OPTIONS | {"no_cpython_wrapper": True}
inner = njit(**INNER)


@inner
def hashed(worker: int) -> int:
    """Mix an id's bits, so that ids in a row spread over the table."""
    mixed = (worker ^ (worker >> 31)) * 0x9E3779B97F4A7C1
    return mixed ^ (mixed >> 29)


@compiled
def row_of(people: Record, table: Array, worker: int) -> int:
    """Look a worker's row up in the hash table; -1 if she isn't there."""
    last = len(table) - 1
    at = hashed(worker) & last
    while table[at] >= 0:
        if people[table[at]].id == worker:
            return table[at]
        at = (at + 1) & last
    return -1


@inner
def bucket_of(state: Record, skill: int, x: int, y: int) -> int:
    """Number the bucket of a skill in the cell of a point; beyond the grid it is the nearest cell's."""
    column = min(max((x - state.x) // state.cell_m, 0), state.wide - 1)
    line = min(max((y - state.y) // state.cell_m, 0), state.high - 1)
    return (skill * state.high + line) * state.wide + column


@inner
def place_of(buckets: Record, pool: Array, bucket: int, row: int) -> int:
    """Find where in the pool somebody's posting of a bucket is; -1 if she isn't in it."""
    start = buckets[bucket].start
    for at in range(start, start + buckets[bucket].count):
        if (pool[at] >> LEVEL_BITS) & MOST_ROWS == row:
            return at
    return -1


@inner
def ones(mask: int) -> int:
    """Count the half hours of a day's mask (Source: Warren, Hacker's Delight, 5-1)."""
    mask -= (mask >> 1) & 0x5555555555555555
    mask = (mask & 0x3333333333333333) + ((mask >> 2) & 0x3333333333333333)
    mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0F
    return ((mask * 0x0101010101010101) >> 56) & 0x7F


@inner
def root(square: int) -> int:
    return int(np.sqrt(float(square)))


@inner
def near(weights: Record, distance: int) -> int:
    return max(0, weights.near - distance // weights.near_step_m)


@inner
def weigh(
    people: Record, free: Array, weights: Record, asked: Record, need: Array, floor: int, sieve: Array, found: int
) -> int:
    """Score who is in the sieve, but for being known; leave those who can come and reach the floor."""
    left, starting = 0, (asked.plane + asked.starts) % len(free)
    for each in range(found):
        fetch(people, (sieve[ENTRY, each] >> LEVEL_BITS) & MOST_ROWS)
    for each in range(found):
        entry = sieve[ENTRY, each]
        row = (entry >> LEVEL_BITS) & MOST_ROWS
        east, north = people[row].x - asked.x, people[row].y - asked.y
        square = east * east + north * north
        spare = weights.spare * ones(free[starting, row] & ~need[asked.starts])
        score = near(weights, root(square)) + (entry >> MERIT_BITS) + spare - weights.level * asked.level
        comes = int(score >= floor) & int(square <= asked.square)
        comes &= int(asked.group < 0) | int(people[row].group == asked.group)
        for day in range(asked.days):
            comes &= int(free[(asked.plane + day) % len(free), row] & need[day] == need[day])
        sieve[ENTRY, left], sieve[SCORE, left] = entry, score
        left += comes
    return left


@inner
def keep(best: Array, kept: int, score: int, worker: int, entry: int) -> int:
    """Put somebody in the list, best first and of equals the lower id, unless she is in; the last one may fall out."""
    most, at = best.shape[1], kept
    while at > 0 and (best[SCORE, at - 1] < score or (best[SCORE, at - 1] == score and best[WORKER, at - 1] > worker)):
        at -= 1
    if at == most or (at > 0 and best[WORKER, at - 1] == worker):
        return kept
    kept = min(kept + 1, most)
    for behind in range(kept - 1, at, -1):
        for line in range(len(best)):
            best[line, behind] = best[line, behind - 1]
    best[ENTRY, at], best[SCORE, at], best[WORKER, at] = entry, score, worker
    return kept


@inner
def listed(names: Array, first: int, last: int, worker: int) -> bool:
    """Tell whether somebody is in part of a list, which is short as a rule."""
    found = False
    for at in range(first, last):
        found |= names[at] == worker
    return found


@inner
def before(weights: Record, knowing: Record, first: int, last: int, worker: int) -> tuple[int, int]:
    """Give the points for earlier visits and for being hoped for, of somebody who may be among the known."""
    previous, preferred = 0, 0
    for at in range(first, last):
        if knowing[at].id == worker:
            previous = weights.previous * min(knowing[at].visits, weights.previous_most)
            preferred = weights.preferred * knowing[at].hoped
    return previous, preferred


@inner
def call_on(
    people: Record, table: Array, buckets: Record, pool: Array, state: Record, skill: int,
    knowing: Record, first: int, last: int, cells: Array,
) -> int:  # fmt: skip
    """Note the known, wherever they live, as cells of one posting; tell how many there are."""
    count = 0
    for at in range(first, last):
        row = row_of(people, table, knowing[at].id)
        if row >= 0:
            place = place_of(buckets, pool, bucket_of(state, skill, people[row].x, people[row].y), row)
            if place >= 0:
                cells[AT, count], cells[END, count], cells[TOP, count], cells[OTHERS, count] = place, place + 1, 0, 0
                count += 1
    return count


@inner
def gap_to(ring: int, cell: int, wide: int, high: int, x: int, y: int) -> int:
    """Measure the shortest way from a point of the grid to a ring around its cell; FAR if it lies off the grid."""
    left, right, low, top = x // cell - ring, x // cell + ring, y // cell - ring, y // cell + ring
    gap = 0 if ring == 0 else FAR
    if left >= 0:
        gap = min(gap, max(0, x - (left + 1) * cell + 1))
    if right < wide:
        gap = min(gap, max(0, right * cell - x))
    if low >= 0:
        gap = min(gap, max(0, y - (low + 1) * cell + 1))
    if top < high:
        gap = min(gap, max(0, top * cell - y))
    return gap


@inner
def around(
    buckets: Record, offers: Array, state: Record, weights: Record, asked: Record, need: Array,
    ring: int, x: int, y: int, cells: Array, count: int,
) -> int:  # fmt: skip
    """Note the buckets of a ring in which somebody may come, after `count` others; tell how many there are then."""
    cell, wide, high = state.cell_m, state.wide, state.high
    left, right, low, top = x // cell - ring, x // cell + ring, y // cell - ring, y // cell + ring
    starting = (asked.plane + asked.starts) % offers.shape[0]
    for line in range(max(low, 0), min(top + 1, high)):
        down = max(0, line * cell - y, y - (line + 1) * cell + 1)
        edge = line in (low, top)
        first, stride = (max(left, 0), 1) if edge else (left if left >= 0 else right, 2 * ring)
        for column in range(first, min(right + 1, wide), stride):
            number = (asked.skill * high + line) * wide + column
            aside = max(0, column * cell - x, x - (column + 1) * cell + 1)
            square = aside * aside + down * down
            spare = weights.spare * ones(offers[starting, number] & ~need[asked.starts])
            cells[AT, count] = buckets[number].start
            cells[END, count] = buckets[number].start + buckets[number].count
            cells[TOP, count] = buckets[number].top
            cells[OTHERS, count] = near(weights, root(square)) + spare - weights.level * asked.level
            useful = int(buckets[number].count > 0) & int(square <= asked.square)
            count += useful & int(offers[asked.plane, number] & need[0] == need[0])
    return count


@inner
def sift(
    free: Array, pool: Array, asked: Record, need: Array, floor: int, cells: Array, first: int, last: int, sieve: Array
) -> int:
    """Put into the sieve, of each cell's next postings, who is free on the first day, able and good enough.

    Of a group, whoever bears its badge; `weigh` looks closer.
    """
    plane, mask, found = asked.plane, need[0], 0
    any_group = asked.group < 0
    badge = (asked.group & BADGE) << BADGE_AT
    for cell in range(first, last):
        if cells[TOP, cell] >= floor - cells[OTHERS, cell]:
            for at in range(cells[AT, cell], min(cells[AT, cell] + CHUNK, cells[END, cell])):
                if any_group or pool[at] & BADGE << BADGE_AT == badge:
                    fetch(free, (plane, (pool[at] >> LEVEL_BITS) & MOST_ROWS))
    for cell in range(first, last):
        least = floor - cells[OTHERS, cell]
        if cells[TOP, cell] >= least:
            for at in range(cells[AT, cell], min(cells[AT, cell] + CHUNK, cells[END, cell])):
                entry = pool[at]
                if not any_group and entry & BADGE << BADGE_AT != badge:
                    continue
                sieve[ENTRY, found] = entry
                is_free = int(free[plane, (entry >> LEVEL_BITS) & MOST_ROWS] & mask == mask)
                found += is_free & int(entry & MOST_LEVEL >= asked.level) & int(entry >> MERIT_BITS >= least)
    return found


@inner
def go_on(pool: Array, floor: int, cells: Array, first: int, last: int) -> int:
    """Move cells that hold more postings of use on to them, to the front; tell where these cells end."""
    end = first
    for cell in range(first, last):
        after = cells[AT, cell] + CHUNK
        if cells[TOP, cell] >= floor - cells[OTHERS, cell] and after < cells[END, cell]:
            cells[AT, end], cells[END, end] = after, cells[END, cell]
            cells[TOP, end], cells[OTHERS, end] = pool[after] >> MERIT_BITS, cells[OTHERS, cell]
            end += 1
    return end


@inner
def scour(
    people: Record, free: Array, pool: Array, weights: Record, asked: Record, need: Array, cells: Array, count: int,
    sieve: Array, knowing: Record, banned: Array, span: Array, best: Array, kept: int, floorless: bool,
) -> int:  # fmt: skip
    """Judge everybody in the noted cells, some cells side by side, and a chunk of each at a time.

    The floor leaves out points for being known; `floorless` takes it away.
    """
    most = best.shape[1]
    for first in range(0, count, SIDE_BY_SIDE):
        last = min(first + SIDE_BY_SIDE, count)
        for cell in range(first, last):
            fetch(pool, cells[AT, cell])
            fetch(pool, min(cells[AT, cell] + CHUNK // 2, cells[END, cell] - 1))
        while last > first:
            floor = best[SCORE, most - 1] if kept == most and not floorless else NEVER
            found = sift(free, pool, asked, need, floor, cells, first, last, sieve)
            found = weigh(people, free, weights, asked, need, floor, sieve, found)
            for each in range(found):
                worker = people[(sieve[ENTRY, each] >> LEVEL_BITS) & MOST_ROWS].id
                if not listed(banned, span[BANNED], span[BANNED_END], worker):
                    previous, preferred = before(weights, knowing, span[KNOWN], span[KNOWN_END], worker)
                    kept = keep(best, kept, sieve[SCORE, each] + previous + preferred, worker, sieve[ENTRY, each])
            last = go_on(pool, floor, cells, first, last)
    return kept


@inner
def walk(
    people: Record, table: Array, free: Array, buckets: Record, offers: Array, pool: Array, state: Record,
    weights: Record, asked: Record, need: Array, cells: Array, sieve: Array, knowing: Record, banned: Array,
    span: Array, best: Array,
) -> int:  # fmt: skip
    """Judge the known, then the cells around the door, ring by ring, until no farther one can matter."""
    most, cell, wide, high = best.shape[1], state.cell_m, state.wide, state.high
    # Seen from the grid's point nearest to the door, no cell is farther than it is from the door, and nobody
    # beyond the grid is nearer than the border cell that holds her.
    x = min(max(asked.x - state.x, 0), wide * cell - 1)
    y = min(max(asked.y - state.y, 0), high * cell - 1)
    rest = state.best + weights.spare * (SLOTS_A_DAY - ones(need[asked.starts])) - weights.level * asked.level
    count = call_on(people, table, buckets, pool, state, asked.skill, knowing, span[KNOWN], span[KNOWN_END], cells)
    kept, ring, far = NOBODY, BEFORE_FIRST, False
    while not far:
        if ring >= 0:
            gap = gap_to(ring, cell, wide, high, x, y)
            far = gap * gap > asked.square or (kept == most and near(weights, gap) + rest < best[SCORE, most - 1])
            if not far:
                count = around(buckets, offers, state, weights, asked, need, ring, x, y, cells, count)
        if far or ring != 0:  # the door's own cell is judged with the eight around it
            kept = scour(
                people, free, pool, weights, asked, need, cells, count,
                sieve, knowing, banned, span, best, kept, ring < 0,
            )  # fmt: skip
            count = NOBODY
        ring += 1
    return kept


@inner
def tell(people: Record, free: Array, weights: Record, asked: Record, need: Array, entry: int, answer: Record) -> None:
    """Write down the distance and the points one by one, but for those for being known."""
    row = (entry >> LEVEL_BITS) & MOST_ROWS
    east, north = people[row].x - asked.x, people[row].y - asked.y
    left = free[(asked.plane + asked.starts) % len(free), row] & ~need[asked.starts]
    answer.worker = people[row].id
    answer.distance_m = root(east * east + north * north)
    answer.near = near(weights, answer.distance_m)
    answer.spare = weights.spare * ones(left)
    answer.load = -weights.load * people[row].load
    answer.star = weights.star * people[row].rating_milli // 1000
    answer.level = weights.level * ((entry & MOST_LEVEL) - asked.level)


@compiled
def rank_many(
    people: Record, table: Array, free: Array, buckets: Record, offers: Array, pool: Array, states: Record,
    weighing: Record, asking: Record, knowing: Record, banned: Array, spans: Array,
    answers: Record, counts: Array, need: Array, cells: Array, sieve: Array, best: Array,
) -> None:  # fmt: skip
    """Rank for each encoded query; see `search`.

    :param states: one STATE; `weighing` one WEIGHTS; the arrays before them see `store.Store`
    :param asking: ASKED, one each query
    :param knowing: KNOWN of all queries in a row; `banned` ids of all queries in a row
    :param spans: of each query, where its known begin and end, and its banned
    :param answers: ANSWER, queries × most, filled up to counts[q]
    :param need: scratch; this and the next come from `scratch`
    """
    state, weights = states[0], weighing[0]
    for q in range(len(asking)):
        asked, span = asking[q], spans[q]
        for day in range(asked.days):
            low = max(asked.begin - day * SLOTS_A_DAY, 0)
            high = min(asked.until - day * SLOTS_A_DAY, SLOTS_A_DAY)
            need[day] = (1 << high) - (1 << low)
        counts[q] = walk(
            people, table, free, buckets, offers, pool, state, weights,
            asked, need, cells, sieve, knowing, banned, span, best,
        )  # fmt: skip
        for each in range(counts[q]):
            answer = answers[q, each]
            answer.score = best[SCORE, each]
            tell(people, free, weights, asked, need, best[ENTRY, each], answer)
            answer.previous, answer.preferred = before(weights, knowing, span[KNOWN], span[KNOWN_END], answer.worker)


def scratch(days: int, wide: int, high: int, most: int, known: int) -> tuple[Array, Array, Array, Array]:
    """Make the arrays that a search works in: masks, the cells of two rings (or the known), the sieve and the list."""
    return (
        np.empty(days, np.int64),
        np.empty((4, max(known, 9 + 2 * (wide + high))), np.int64),
        np.empty((2, CHUNK * SIDE_BY_SIDE), np.int64),
        np.empty((3, most), np.int64),
    )
