"""How big a demo city is."""

from dataclasses import dataclass

DAYS_BACK = 60
"""the city opened this long ago"""
DAYS_AHEAD = 14
"""visits are booked up to this far ahead"""


@dataclass(frozen=True, slots=True)
class Size:
    enterprises: int
    stations: int
    workers: int
    residents: int
    orders: int


SIZES = {
    "small": Size(enterprises=19, stations=200, workers=200, residents=500, orders=300),
    "full": Size(enterprises=19, stations=200, workers=600, residents=3_000, orders=5_000),
}
"""small is what `make run` loads; full is `make demo-full`"""
