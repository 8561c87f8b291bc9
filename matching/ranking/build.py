"""Building the arrays of an index from rows, all at once."""

from dataclasses import astuple
from typing import Any

import numpy as np

from matching.ranking.layout import (
    BADGE,
    BADGE_AT,
    BUCKET,
    FORMAT,
    LEVEL_BITS,
    MERIT_BITS,
    MOST_BUCKETS,
    NO_MERIT,
    PERSON,
    STATE,
    VACANT,
    WEIGHTS,
    Array,
    Record,
)
from matching.ranking.query import Weights
from matching.ranking.rows import Rows
from matching.ranking.store import Store

BY_SIGNATURE = 62
"""So many skills, the most frequent ones, order the rows within a cell."""


def store_of(rows: Rows, weights: Weights, cell_m: int) -> Store:
    """Lay out rows as an index. A million workers take a few seconds and twice the memory of the index."""
    from matching.ranking import upkeep

    count, days = rows.free.shape
    state = _state(rows, cell_m)
    cells = _cells(rows.xy.astype(np.int64), state)
    order = np.lexsort((rows.ids, -_signatures(rows), cells))
    people = lined_up(count + count // 32 + 8, PERSON)
    people["id"] = VACANT
    people["id"][:count] = rows.ids[order]
    people["x"][:count], people["y"][:count] = rows.xy[order, 0], rows.xy[order, 1]
    for name in ("group", "load", "rating_milli"):
        if (column := getattr(rows, name)) is not None:
            people[name][:count] = column[order]
    free = np.zeros((days, len(people)), np.int64)
    for day in range(days):
        free[(rows.first_day + day) % days, :count] = rows.free[order, day]
    table = empty_table(len(people))
    upkeep.enter_all(people, table, count)
    buckets, pool = _buckets(rows, weights, state, cells, order)
    wider = np.zeros(pool_size(buckets), np.int64)
    state["pooled"] = upkeep.repack(buckets, pool, wider)
    state["best"] = buckets["top"].max()
    offers = np.zeros((days, len(buckets)), np.int64)
    for plane in range(days):
        upkeep.offer_day(free, buckets, offers, wider, plane)
    return Store(people, table, free, buckets, offers, wider, state, np.array([astuple(weights)], WEIGHTS))


def lined_up(count: int, dtype: np.dtype[Any]) -> Record:
    """Make an array of zeros that begins where a cache line does, so that no record lies across two."""
    raw = np.zeros(count * dtype.itemsize + 64, np.uint8)
    begin = -raw.ctypes.data % 64
    return raw[begin : begin + count * dtype.itemsize].view(dtype)


def empty_table(rows: int) -> Array:
    """Make a hash table in which so many rows fill at most half."""
    return np.full(1 << (2 * rows).bit_length(), -1, np.int32)


def pool_size(buckets: Record) -> int:
    """Say how large a pool is made: what `upkeep.repack` gives each bucket, and an eighth for those that outgrow it."""
    counts = buckets["count"].astype(np.int64)
    return int((counts + counts // 4 + np.minimum(counts, 1)).sum()) * 9 // 8 + 64


def _state(rows: Rows, cell_m: int) -> Array:
    """Lay the grid: cells of `cell_m`, wider if there would be too many, over all but the outermost homes."""
    state = np.zeros(1, STATE)
    state["format"], state["first_day"], state["skills"] = FORMAT, rows.first_day, rows.skill_count
    state["rows"] = len(rows.ids)
    low, high = np.zeros(2, np.int64), np.zeros(2, np.int64)
    if len(rows.ids):
        # One home far away, or mistyped, shall not make every cell of the city wider.
        low = np.percentile(rows.xy, 0.1, axis=0, method="lower").astype(np.int64)
        high = np.percentile(rows.xy, 99.9, axis=0, method="higher").astype(np.int64)
    while True:
        wide, lines = (high - low) // cell_m + 1
        if (rows.skill_count + 1) * wide * lines <= MOST_BUCKETS:
            break
        cell_m *= 2
    state["x"], state["y"], state["cell_m"], state["wide"], state["high"] = *low, cell_m, wide, lines
    return state


def _cells(xy: Array, states: Array) -> Array:
    """Number the cell of each home; beyond the grid it is the nearest one."""
    state = states[0]
    column = np.clip((xy[:, 0] - state["x"]) // state["cell_m"], 0, state["wide"] - 1)
    line = np.clip((xy[:, 1] - state["y"]) // state["cell_m"], 0, state["high"] - 1)
    return np.asarray(line * state["wide"] + column)


def _signatures(rows: Rows) -> Array:
    """Say which skills each has, the most frequent skill as the highest bit.

    Rows of a cell stand in this order: those with a skill then lie side by side more often than not.
    """
    signatures = np.zeros(len(rows.ids), np.int64)
    who, skills = rows.skills[:, 0], rows.skills[:, 1].astype(np.int64)
    frequent = np.argsort(-np.bincount(skills, minlength=rows.skill_count))
    for rank, skill in enumerate(frequent[:BY_SIGNATURE]):
        signatures[who[skills == skill]] |= 1 << (BY_SIGNATURE - 1 - rank)
    return signatures


def _buckets(rows: Rows, weights: Weights, states: Array, cells: Array, order: Array) -> tuple[Array, Array]:
    """Deal out the postings, those of a bucket side by side, best merit first, without room to grow."""
    state, count = states[0], len(order)
    row_of = np.empty(count, np.int64)
    row_of[order] = np.arange(count)
    # Everybody stands in the last "skill", at level 0.
    who = np.concatenate([rows.skills[:, 0], np.arange(count)]).astype(np.int64)
    skill = np.concatenate([rows.skills[:, 1], np.full(count, rows.skill_count)]).astype(np.int64)
    level = np.concatenate([rows.skills[:, 2], np.zeros(count, np.int64)]).astype(np.int64)
    load = np.zeros(count, np.int64) if rows.load is None else rows.load.astype(np.int64)
    group = np.zeros(count, np.int64) if rows.group is None else rows.group.astype(np.int64)
    rating = np.zeros(count, np.int64) if rows.rating_milli is None else rows.rating_milli.astype(np.int64)
    # The points that are the same for every visit; `upkeep.stand` adds them up for one worker.
    merits = weights.star * rating[who] // 1000 - weights.load * load[who] + weights.level * level
    entries = merits << MERIT_BITS | (group[who] & BADGE) << BADGE_AT | row_of[who] << LEVEL_BITS | level
    number = skill * (state["wide"] * state["high"]) + cells[who]
    # One key of both is sorted several times faster than the two: buckets take 19 bits, merits 32.
    pool = entries[np.argsort(number << 32 | -NO_MERIT - merits)]
    buckets = np.zeros((state["skills"] + 1) * state["wide"] * state["high"], BUCKET)
    buckets["count"] = np.bincount(number, minlength=len(buckets))
    buckets["start"] = np.cumsum(buckets["count"]) - buckets["count"]
    taken = buckets["count"] > 0
    buckets["top"] = NO_MERIT
    buckets["top"][taken] = pool[buckets["start"][taken]] >> MERIT_BITS
    return buckets, pool
