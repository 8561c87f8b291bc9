"""What a day's plan says: who is where at what time, who is not served and why, and what it costs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """Part `part` of visit `visit`, from `start` to `end`; `arrive` is when the carer is at the door."""

    visit: int
    part: int
    arrive: int
    start: int
    end: int


@dataclass(frozen=True)
class Route:
    """One carer's day, in order. `rest_at` is when her break starts; she is back at `back_at`."""

    carer: int
    stops: tuple[Stop, ...]
    rest_at: int | None = None
    back_at: int = 0


@dataclass(frozen=True)
class Unserved:
    """A visit that nobody comes to, and the reason in words."""

    visit: int
    reason: str


@dataclass(frozen=True)
class Cost:
    """The parts of a plan's cost in their own units, and their weighted sum."""

    unserved: int = 0
    distance: int = 0
    lateness: int = 0
    lateness_max: int = 0
    overtime: int = 0
    continuity: int = 0
    preference: int = 0
    spread: int = 0
    total: int = 0


@dataclass(frozen=True)
class Plan:
    """Routes in the order of carers, one each; `moves` tells how many changes the search tried."""

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    cost: Cost
    moves: int = 0
