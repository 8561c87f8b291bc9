"""Finds who can do a visit now: an index of workers × days, `top`, and the points of each score.

Numba is imported at the first search or the first index, not here.
"""

from matching.ranking.index import Index
from matching.ranking.query import Candidate, Explanation, Parts, Query, Weights
from matching.ranking.rows import Rows, Worker
from matching.ranking.search import Ranking, explain, top, top_many
from matching.refusal import Refused

__all__ = [
    "Candidate",
    "Explanation",
    "Index",
    "Parts",
    "Query",
    "Ranking",
    "Refused",
    "Rows",
    "Weights",
    "Worker",
    "explain",
    "top",
    "top_many",
]
