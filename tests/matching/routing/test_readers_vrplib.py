"""Solomon's files and VRPLIB's are read as the literature counts, and what this model can't say is refused."""

import pytest

from matching.routing import judge, validate
from matching.routing.problem import Carer, Matrix, Plane
from matching.routing.readers import vrplib
from matching.routing.readers.source import Unreadable
from tests.matching.routing import makers

SOLOMON = """T101

VEHICLE
NUMBER     CAPACITY
  2         40

CUSTOMER
CUST NO.   XCOORD.   YCOORD.   DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0         0          0          0        230          0
    1      1         1         10          3         50         10
    2      0.5       2         30         60         61.5       10
"""

VRPTW = """NAME : small
COMMENT : two customers (of: nobody)
TYPE : VRPTW
DIMENSION : 3
VEHICLES : 2
CAPACITY : 40
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 0 2
DEMAND_SECTION
1 0
2 10
3 30
TIME_WINDOW_SECTION
1 0 90
2 3 50
3 60 61
SERVICE_TIME_SECTION
1 0
2 10
3 12
DEPOT_SECTION
1
-1
EOF
"""


def explicit(form: str, entries: str, **heads: object) -> str:
    lines = "".join(f"{key} : {value}\n" for key, value in heads.items())
    return (
        f"NAME: explicit\nTYPE: CVRP\nDIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: {form}\n{lines}"
        f"EDGE_WEIGHT_SECTION\n{entries}\nDEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n2\n-1\nEOF\n"
    )


def test_solomons_figures_are_tenths_and_distances_are_cut():
    problem = vrplib.read(SOLOMON)
    validate.refuse_impossible(problem)
    assert (problem.name, problem.skills, len(problem.carers)) == ("T101", ("delivery",), 2)
    assert problem.travel.distance.tolist() == [[0, 14, 20], [14, 0, 11], [20, 11, 0]]
    first, second = problem.visits
    assert (first.id, first.place, first.window, first.late_limit) == ("1", 1, (30, 500), 0)
    assert (second.window, second.parts[0].duration) == ((600, 615), 100)
    assert problem.carers[1] == Carer("2", ((0, 0),), 0, 0, (0, 2300))


def test_vrplibs_distances_are_rounded():
    problem = vrplib.read(VRPTW)
    validate.refuse_impossible(problem)
    assert isinstance(problem.travel, Plane)
    assert [judge.distance(problem.travel, 0, 1), judge.time(problem.travel, problem.carers[0], 0, 1)] == [1, 1]
    assert [(visit.id, visit.window, visit.parts[0].duration) for visit in problem.visits] == [
        ("2", (3, 50), 10),
        ("3", (60, 61), 12),
    ]
    assert [carer.shift for carer in problem.carers] == [(0, 90)] * 2


def test_a_plan_of_a_delivery_day_is_judged_like_any_other():
    problem = vrplib.read(VRPTW)
    plan = makers.plan(problem, makers.route(problem, 0, (0, 0, 3), (1, 0, 60)))
    assert judge.check(problem, plan) == ()
    assert plan.cost.total == plan.cost.distance == 1 + 1 + 2
    late = makers.plan(problem, makers.route(problem, 0, (0, 0, 3), (1, 0, 62)))
    assert {fault.code for fault in judge.check(problem, late)} == {"late"}
    assert makers.plan(problem, unserved=(0,)).cost.total > plan.cost.total


def test_coordinates_with_decimals_are_measured_exactly():
    problem = vrplib.read(VRPTW.replace("2 1 1\n", "2 1.5 0\n"))
    assert isinstance(problem.travel, Matrix)
    assert problem.travel.distance.tolist() == [[0, 2, 2], [2, 0, 3], [2, 3, 0]]


@pytest.mark.parametrize(
    ("form", "entries"),
    [
        ("FULL_MATRIX", "0 5 6\n5 0 7\n6 7 0"),
        ("LOWER_ROW", "5 6 7"),
        ("LOWER_DIAG_ROW", "0\n5 0\n6 7 0"),
        ("UPPER_ROW", "5 6\n7"),
        ("UPPER_DIAG_ROW", "0 5 6 0 7 0"),
        ("LOWER_COL", "5 6 7"),
        ("LOWER_DIAG_COL", "0 5 6 0 7 0"),
        ("UPPER_COL", "5 6 7"),
        ("UPPER_DIAG_COL", "0 5 0 6 7 0"),
    ],
)
def test_a_matrix_is_read_in_any_form(form, entries):
    problem = vrplib.read(explicit(form, entries))
    assert problem.travel.distance.tolist() == [[0, 5, 6], [5, 0, 7], [6, 7, 0]]
    assert [visit.place for visit in problem.visits] == [0, 2]
    assert problem.carers[0].start == problem.carers[0].end == 1


def test_without_windows_a_day_is_as_long_as_it_needs_or_as_routes_may_be():
    problem = vrplib.read(explicit("LOWER_ROW", "5 6 7"))
    assert problem.carers[0].shift == problem.visits[0].window == (0, 21)
    assert len(problem.carers) == 2
    limited = vrplib.read(explicit("LOWER_ROW", "5 6 7", DISTANCE=30, SERVICE_TIME=4))
    assert limited.carers[0].shift == limited.visits[0].window == (0, 30)
    assert [visit.parts[0].duration for visit in limited.visits] == [4, 4]


def test_loads_that_could_fill_a_vehicle_are_left_out_only_when_asked():
    tight = SOLOMON.replace("  2         40", "  2         39")
    with pytest.raises(Unreadable, match="ignore_loads=True") as refusal:
        vrplib.read(tight)
    assert refusal.value.field == "CAPACITY"
    assert len(vrplib.read(tight, ignore_loads=True).visits) == 2


def test_a_file_is_named_by_itself_or_after_its_path(tmp_path):
    (tmp_path / "x.vrp").write_text(VRPTW.replace("NAME : small\n", ""))
    assert vrplib.read(tmp_path / "x.vrp").name == "x"
    assert vrplib.read(VRPTW).name == "small"


MALFORMED = {
    "no form at all": ("nothing\nof the kind\n", ""),
    "an unknown head": (VRPTW.replace("COMMENT :", "COLOUR :"), "COLOUR"),
    "an unknown section": (VRPTW.replace("DEMAND_SECTION", "BACKHAUL_SECTION"), "BACKHAUL_SECTION"),
    "another problem": (VRPTW.replace("TYPE : VRPTW", "TYPE : HCVRP"), "TYPE"),
    "no type": (VRPTW.replace("TYPE : VRPTW\n", ""), "TYPE"),
    "no dimension": (VRPTW.replace("DIMENSION : 3\n", ""), "DIMENSION"),
    "a dimension of nobody": (VRPTW.replace("DIMENSION : 3", "DIMENSION : 0"), "DIMENSION"),
    "too many places": (VRPTW.replace("DIMENSION : 3", "DIMENSION : 999999999"), "DIMENSION"),
    "a dimension in words": (VRPTW.replace("DIMENSION : 3", "DIMENSION : three"), "DIMENSION"),
    "half a vehicle": (VRPTW.replace("VEHICLES : 2", "VEHICLES : 1.5"), "VEHICLES"),
    "distances on a globe": (VRPTW.replace("EUC_2D", "GEO"), "EDGE_WEIGHT_TYPE"),
    "no distances": (VRPTW.replace("EDGE_WEIGHT_TYPE : EUC_2D\n", ""), "EDGE_WEIGHT_TYPE"),
    "a place missing": (VRPTW.replace("3 0 2\n", ""), "NODE_COORD_SECTION"),
    "a place twice": (VRPTW.replace("3 0 2\n", "2 0 2\n"), "NODE_COORD_SECTION"),
    "a place in space": (VRPTW.replace("3 0 2\n", "3 0 2 4\n"), "NODE_COORD_SECTION 3"),
    "a place that is no number": (VRPTW.replace("3 0 2\n", "3 0 NaN\n"), "NODE_COORD_SECTION 3"),
    "a place too far": (VRPTW.replace("3 0 2\n", "3 0 1e99\n"), "NODE_COORD_SECTION 3"),
    "a place too fine": (VRPTW.replace("3 0 2\n", "3 0 1e-99\n"), "NODE_COORD_SECTION 3"),
    "a window that is a fraction": (VRPTW.replace("2 3 50", "2 3.5 50"), "TIME_WINDOW_SECTION"),
    "no depot": (VRPTW.replace("DEPOT_SECTION\n1\n", "DEPOT_SECTION\n"), "DEPOT_SECTION"),
    "two depots": (VRPTW.replace("DEPOT_SECTION\n1\n", "DEPOT_SECTION\n1\n2\n"), "DEPOT_SECTION"),
    "a depot outside": (VRPTW.replace("DEPOT_SECTION\n1\n", "DEPOT_SECTION\n4\n"), "DEPOT_SECTION"),
    "bounded routes with windows": (VRPTW.replace("VEHICLES : 2", "DISTANCE : 9"), "DISTANCE"),
    "a matrix of no form": (explicit("SPIRAL", "5 6 7"), "EDGE_WEIGHT_FORMAT"),
    "a matrix too small": (explicit("LOWER_ROW", "5 6"), "EDGE_WEIGHT_SECTION"),
    "a matrix of words": (explicit("LOWER_ROW", "5 six 7"), "EDGE_WEIGHT_SECTION"),
    "no fleet": (SOLOMON.replace("  2         40", "  2"), "VEHICLE"),
    "a fleet in words": (SOLOMON.replace("  2         40", "  two       40"), "NUMBER"),
    "no customers": (SOLOMON.partition("    0      0")[0], "CUSTOMER"),
    "a column missing": (SOLOMON.replace("        230          0", "        230"), "CUSTOMER 0"),
    "a demand of words": (SOLOMON.replace("1         10   ", "1         ten  "), "CUSTOMER 1"),
    "too fine a due date": (SOLOMON.replace("61.5", "61.55"), "DUE DATE"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_file_is_refused_with_its_field(case):
    text, field = MALFORMED[case]
    with pytest.raises(Unreadable) as refusal:
        vrplib.read(text)
    assert (refusal.value.field, bool(refusal.value.reason)) == (field, True)
