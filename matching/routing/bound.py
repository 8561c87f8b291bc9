"""What no plan can cost less than, where that is cheap to know. It is far below what can be reached."""

import numpy as np

from matching.routing import layout
from matching.routing.layout import CLOSES, NEVER, OPENS, OUT, SPEED, START, VISIT
from matching.routing.problem import Problem


def lower_bound(problem: Problem) -> int:
    """A cost that every plan has at least: each visit is left out, or each of its parts is driven to from the
    nearest place that somebody who may do it can come from, and is late if nobody can be there in time."""
    if not problem.visits or not problem.carers:
        return 0
    laid = layout.lay_out(problem, near=1)
    rows = laid.nodes.reshape(-1, layout.COLUMNS)
    parts, routes = rows[: laid.parts], rows[laid.parts :]
    able = laid.fit != NEVER
    weights = problem.weights
    served = np.zeros(len(problem.visits), dtype=np.int64)
    impossible = np.zeros(len(problem.visits), dtype=bool)
    for t in range(laid.parts):
        row, mine = parts[t], able[t]
        visit = row[VISIT]
        if not mine.any():
            impossible[visit] = True
            continue
        others = (able & mine).any(axis=1) & (parts[:, VISIT] != visit)
        places = np.concatenate([parts[others, OUT], routes[mine, OUT]])
        shortest = int(laid.ways.times(places, row[OUT]).min())
        travels = -(-shortest * 100 // int(routes[mine, SPEED].max()))
        soonest = max(int(routes[mine, START].min()) + travels, int(row[OPENS]))
        late = max(0, soonest - int(row[CLOSES]))
        served[visit] += (
            weights.distance * int(laid.ways.distances(places, row[OUT]).min())
            + weights.lateness * late
            + int(laid.fit[t][mine].min())
        )
    dear = np.array([weights.unserved * visit.priority for visit in problem.visits], dtype=np.int64)
    return int(np.where(impossible, dear, np.minimum(served, dear)).sum())
