"""The arrays of an index, and the folder of files they are kept in."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from matching.ranking.layout import (
    BUCKET,
    FORMAT,
    LAST_DAY,
    LEVEL_BITS,
    MOST_BUCKETS,
    MOST_DAYS,
    MOST_ROWS,
    MOST_SKILLS,
    PERSON,
    STATE,
    VACANT,
    WEIGHTS,
    Array,
)
from matching.refusal import Refused

TYPES = {
    "people": (PERSON, 1),
    "table": (np.dtype("i4"), 1),
    "free": (np.dtype("i8"), 2),
    "buckets": (BUCKET, 1),
    "offers": (np.dtype("i8"), 2),
    "pool": (np.dtype("i8"), 1),
    "states": (STATE, 1),
    "weighing": (WEIGHTS, 1),
}


@dataclass(slots=True)
class Store:
    """The arrays. Rows stand in the order of cells, so that neighbours share cache lines; later ones at the end.

    :param people: PERSON, one a row, with room for more
    :param table: row of each worker by the hash of her id, -1 where there is none; at least half is empty
    :param free: days × rows, a day's mask each; the row of day d is d modulo the number of days
    :param buckets: BUCKET, (skills + 1) × lines × columns of the grid; the last "skill" is everybody
    :param offers: days × buckets, what at least one of the bucket offers on the day
    :param pool: postings, as `layout` says
    :param states: one STATE
    :param weighing: one WEIGHTS
    """

    people: Array
    table: Array
    free: Array
    buckets: Array
    offers: Array
    pool: Array
    states: Array
    weighing: Array

    @property
    def nbytes(self) -> int:
        return sum(getattr(self, each.name).nbytes for each in fields(self))


def write(store: Store, folder: Path) -> None:
    """Write each array as a `.npy` file; the folder is there only once it is whole.

    :raises Refused: the folder is there already (its files may be mapped by somebody)
    """
    if folder.exists():
        raise Refused("folder", f"{folder} is there already")
    partial = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    partial.mkdir(parents=True)
    try:
        for each in fields(store):
            np.save(partial / f"{each.name}.npy", getattr(store, each.name))
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def read(folder: Path) -> Store:
    """Map a folder's files into memory. Changes stay in this process: the files are never written to.

    What the kernel relies on is looked at: types, shapes and that nothing points outside. Masks are not.

    :raises Refused: a file is missing, cut short or none of ours
    """
    arrays = {}
    for name, (dtype, dimensions) in TYPES.items():
        try:
            mapped = np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False)
        except (OSError, ValueError, EOFError) as fault:
            raise Refused(name, f"can't be read: {fault}") from None
        if mapped.dtype != dtype or mapped.ndim != dimensions or not mapped.flags.c_contiguous:
            raise Refused(name, f"{mapped.dtype} in {mapped.ndim} dimensions is not ours")
        arrays[name] = np.asarray(mapped)
    store = Store(**arrays)
    for name, sound in _soundness(store):
        if not sound:
            raise Refused(name, "is damaged")
    return store


def _soundness(store: Store) -> Iterator[tuple[str, Any]]:
    """Check one thing after another, each of which may lean on those before it."""
    yield "states", len(store.states) == 1
    state, days, rows = store.states[0], len(store.free), len(store.people)
    yield "states", state["format"] == FORMAT
    yield "people", rows >= 1
    yield "states", 1 <= state["skills"] + 1 <= MOST_SKILLS + 1 and state["cell_m"] >= 1
    yield "states", 0 <= state["rows"] <= min(rows, MOST_ROWS) and 0 <= state["pooled"] <= len(store.pool)
    yield "states", 0 <= state["first_day"] <= LAST_DAY and min(state["wide"], state["high"]) >= 1
    yield "weighing", len(store.weighing) == 1 and store.weighing["near_step_m"][0] >= 1
    yield "free", 1 <= days <= MOST_DAYS and store.free.shape == (days, rows)
    cells = (state["skills"] + 1) * state["wide"] * state["high"]
    yield "buckets", len(store.buckets) == cells <= MOST_BUCKETS
    yield "offers", store.offers.shape == (days, cells)
    start, count, room = (store.buckets[name].astype(np.int64) for name in ("start", "count", "room"))
    yield "buckets", bool(((start >= 0) & (count >= 0) & (count <= room) & (start + room <= state["pooled"])).all())
    row = (store.pool[: state["pooled"]] >> LEVEL_BITS) & MOST_ROWS
    yield "pool", bool((row < max(1, state["rows"])).all())
    size = len(store.table)
    yield "table", size >= 2 and size & (size - 1) == 0 and bool((store.table < state["rows"]).all())
    yield "table", np.count_nonzero(store.table >= 0) == np.count_nonzero(store.people["id"][: state["rows"]] != VACANT)
    yield "table", 2 * np.count_nonzero(store.table >= 0) <= size
