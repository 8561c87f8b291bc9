"""Files of a small day, for those who are given files."""

from dataclasses import replace
from pathlib import Path

from matching.routing import judge
from matching.routing.problem import Weights
from matching.routing.readers import native
from tests.matching.routing import makers

DELIVERIES = """NAME : tiny
TYPE : CVRP
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 30
3 40 0
4 40 30
DEMAND_SECTION
1 0
2 4
3 4
4 4
DEPOT_SECTION
1
-1
EOF
"""


def write_day(folder: Path) -> None:
    """Write day.json, its plan.json (Chen does a, Liu b, both together d, and nobody far), and tiny.vrp."""
    visits = [makers.visit("a"), makers.visit("b", place=2), makers.double("d", place=3), makers.visit("far", place=5)]
    visits[3] = replace(visits[3], banned=frozenset({0, 1, 2}))
    carers = [makers.carer("Chen"), makers.carer("Liu"), makers.carer("王芳", skills=((1, 1),))]
    problem = makers.problem(visits, carers, name="day", weights=Weights(unserved=10_000))
    routes = [makers.route(problem, 0, (0, 0, 10), (2, 0, 40)), makers.route(problem, 1, (1, 0, 20), (2, 1, 40))]
    plan = makers.plan(problem, *routes, unserved=(3,))
    assert judge.check(problem, plan) == ()
    (folder / "day.json").write_text(native.write(problem))
    (folder / "plan.json").write_text(native.write_plan(plan))
    (folder / "tiny.vrp").write_text(DELIVERIES)
