"""What all peers that plan a city's day measure alike; runs in their environment, beside their scripts."""

from pathlib import Path
from typing import Any

import numpy as np


def matrix(day: dict[str, Any]) -> Any:
    """Measure from place to place, in metres, rounded as `matching.routing.problem.Plane` says."""
    points = np.array(day["points"], dtype=np.int64)
    ways = np.empty((len(points), len(points)), dtype=np.int64)
    for place, point in enumerate(points):
        squares = ((points - point) ** 2).sum(axis=1) * day["detour_pct"] ** 2
        ways[place] = (np.sqrt(squares).astype(np.int64) + 50) // 100
    return ways


def peak_mb() -> float:
    """Tell the most memory held so far; `getrusage` would count the parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
