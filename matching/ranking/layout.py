"""Units, limits, and how the arrays of an index are laid out.

Numba's cache follows the files of the compiled functions, not this one: after changing a constant here,
delete `matching/ranking/__pycache__`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Record = Any
"""One of an array of records, or such an array: mypy knows no fields of theirs."""

SLOT_MIN = 30
SLOTS_A_DAY = 48
DAY_MIN = SLOT_MIN * SLOTS_A_DAY
FULL_DAY = (1 << SLOTS_A_DAY) - 1
"""A day is a mask of 48 bits: bit n is the half hour that starts n × 30 minutes after midnight."""

CELL_M = 2_000
MOST_BUCKETS = 1 << 19
"""A city so wide that (skills + 1) × cells would pass this gets cells twice as wide, or four times."""

FARTHEST_M = 10_000_000
"""Coordinates lie within ± this. Squares of distances then stay below 2⁵², so a float's root floors exactly."""

MOST_ID = (1 << 62) - 1
MOST_DAYS = 366
LAST_DAY = 10_000_000
MOST_SKILLS = 255
MOST_POSTINGS = 1 << 30
MOST_LOAD = 10_000
MOST_RATING_MILLI = 5_000
MOST_GROUP = (1 << 31) - 1
MOST_WEIGHT = 10_000
MOST_VISITS = 1_000_000
MOST_LEAD_SLOTS = 2 * SLOTS_A_DAY
MOST_TOP = 1_000
MOST_NAMES = 10_000
"""Most ids in one query's banned, preferred or previous."""

LEVEL_BITS, ROW_BITS, BADGE_BITS = 4, 24, 8
BADGE_AT = LEVEL_BITS + ROW_BITS
MERIT_BITS = BADGE_AT + BADGE_BITS
MOST_LEVEL = (1 << LEVEL_BITS) - 1
MOST_ROWS = (1 << ROW_BITS) - 1
BADGE = (1 << BADGE_BITS) - 1
"""A posting is merit << 36 | badge << 28 | row << 4 | level, so that postings in order are merits in order. The
badge is the end of the group's number: nearly everybody of another enterprise is passed over unseen. The limits of
weights, load and rating keep every merit within 28 bits."""

NO_MERIT = -(1 << 31)
"""The top of an empty bucket: below every merit."""

FORMAT = 1

PERSON = np.dtype(
    {
        "names": ["id", "x", "y", "group", "load", "rating_milli"],
        "formats": ["i8", "i4", "i4", "i4", "i4", "i4"],
        "offsets": [0, 8, 12, 16, 20, 24],
        "itemsize": 32,  # two to a cache line
    }
)
VACANT = -1
"""The id of a row whose worker left."""

BUCKET = np.dtype([("start", "i4"), ("count", "i4"), ("room", "i4"), ("top", "i4")])
"""Its postings lie from `start` in the pool, best merit first; `top` is that merit. `room` is how many fit."""

STATE = np.dtype([(name, "i8") for name in "format first_day rows pooled skills cell_m x y wide high best".split()])
"""`rows` and `pooled` count what is in use of people and pool. The grid starts at (x, y). `best` is at least
the best merit there is."""

WEIGHTS = np.dtype(
    [(name, "i8") for name in "near near_step_m previous previous_most preferred spare load star level".split()]
)

ASKED = np.dtype([(name, "i8") for name in "x y square skill level group begin until first days plane starts".split()])
"""A query for the kernel. The radius is squared; no group is -1. `begin` and `until` count half hours from the
midnight of the day of `first`, on which the buffer begins; `plane` is that day's row of `free`. `days` are touched,
and the visit itself starts on day `starts` of them."""

KNOWN = np.dtype([("id", "i8"), ("visits", "i8"), ("hoped", "i8")])

ANSWER = np.dtype(
    [(name, "i8") for name in "worker score distance_m near previous preferred spare load star level".split()]
)
