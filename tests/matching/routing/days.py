"""Random small days for hypothesis: everything that the model knows, in combinations nobody would think of."""

import numpy as np
from hypothesis import strategies as st

from matching.routing.problem import Break, Carer, Gap, Matrix, Part, Plane, Problem, Visit, Weights

PLACES = 6
small = st.integers(0, 40)


@st.composite
def travels(draw):
    if draw(st.booleans()):
        points = draw(st.lists(st.tuples(small, small), min_size=PLACES, max_size=PLACES))
        return Plane(np.array(points, dtype=np.int64), draw(st.integers(90, 150)), draw(st.sampled_from([800, 1000])))
    rows = draw(st.lists(st.lists(small, min_size=PLACES, max_size=PLACES), min_size=PLACES, max_size=PLACES))
    distance = np.array(rows, dtype=np.int64)
    np.fill_diagonal(distance, 0)
    return Matrix(distance, distance * 2 if draw(st.booleans()) else None)


@st.composite
def visits(draw, number, carers):
    opens = draw(st.integers(0, 150))
    parts = (Part(draw(st.integers(1, 20)), draw(st.integers(0, 1)), draw(st.integers(0, 2))),)
    gap = None
    if draw(st.integers(0, 2)) == 0:
        parts += (Part(draw(st.integers(1, 20)), draw(st.integers(0, 1)), draw(st.integers(0, 2))),)
        least = draw(st.sampled_from([0, 0, 5, 30]))
        gap = Gap(least, least + draw(st.sampled_from([0, 0, 10, 40])))
    few = st.frozensets(st.integers(0, carers - 1), max_size=2)
    return Visit(
        id=f"v{number}",
        place=draw(st.integers(0, PLACES - 1)),
        window=(opens, opens + draw(st.integers(0, 60))),
        parts=parts,
        gap=gap,
        late_limit=draw(st.sampled_from([None, None, 0, 25])),
        priority=draw(st.integers(1, 3)),
        preferred=draw(few),
        banned=draw(few),
        previous=draw(few),
    )


@st.composite
def carers(draw, number):
    begins = draw(st.integers(0, 60))
    ends = begins + draw(st.integers(60, 300))
    rest = None
    if draw(st.integers(0, 2)) == 0:
        opens = draw(st.integers(begins, ends - 40))
        rest = Break((opens, opens + draw(st.integers(5, 20))), draw(st.integers(1, 40)))
    return Carer(
        id=f"c{number}",
        skills=tuple((skill, draw(st.integers(0, 3))) for skill in (0, 1) if draw(st.integers(0, 3)) > 0),
        start=draw(st.integers(0, PLACES - 1)),
        end=draw(st.one_of(st.none(), st.integers(0, PLACES - 1))),
        shift=(begins, ends),
        rest=rest,
        overtime_limit=draw(st.sampled_from([0, 0, 40])),
        max_work=draw(st.sampled_from([None, None, 40, 90])),
        speed_pct=draw(st.sampled_from([100, 100, 40, 200])),
        earned=draw(st.integers(0, 50)),
    )


@st.composite
def problems(draw):
    count = draw(st.integers(2, 4))
    weights = Weights(
        unserved=5_000,
        distance=draw(st.integers(0, 3)),
        lateness=draw(st.integers(0, 3)),
        lateness_max=draw(st.integers(0, 2)),
        overtime=draw(st.integers(0, 3)),
        continuity=draw(st.sampled_from([0, 7])),
        preference=draw(st.sampled_from([0, 5])),
        spread=draw(st.sampled_from([0, 0, 2])),
    )
    return Problem(
        visits=tuple(draw(visits(number, count)) for number in range(draw(st.integers(1, 9)))),
        carers=tuple(draw(carers(number)) for number in range(count)),
        travel=draw(travels()),
        skills=("clean", "bathe"),
        weights=weights,
    )


def unlike(seed: int) -> Problem:
    """A roomy day of carers on foot, on bicycles and on motorcycles, some with rests: waits hide who is late after them."""
    dice = np.random.Generator(np.random.PCG64(seed))
    points = dice.integers(0, 60, size=(9, 2))
    visits = tuple(
        Visit(f"v{n}", n + 1, (opens := int(dice.integers(0, 400)), opens + int(dice.integers(0, 120))), (Part(10),))
        for n in range(8)
    )
    carers = tuple(
        Carer(
            f"c{n}", ((0, 0),), 0, 0, (0, 2_000), speed_pct=speed, rest=Break((150, 400), 60) if seed % 3 == n else None
        )
        for n, speed in enumerate((40, 100, 200))
    )
    return Problem(visits, carers, Plane(points), ("any",), Weights(distance=1, lateness=2))


def overfull(seed: int) -> Problem:
    """Three times as many visits as two carers can do, some of them for two."""
    dice = np.random.Generator(np.random.PCG64(seed))
    visits = []
    for n in range(14):
        opens = int(dice.integers(0, 120))
        pair = n % 5 == 0
        parts = (Part(20), Part(20)) if pair else (Part(20),)
        gap = Gap(0, int(dice.integers(0, 30))) if pair else None
        visits.append(Visit(f"v{n}", n % 8, (opens, opens + 15), parts, gap, late_limit=int(dice.integers(0, 10))))
    carers = tuple(Carer(f"c{n}", ((0, 0),), 0, 0, (0, 160)) for n in range(3))
    plane = Plane(dice.integers(0, 25, size=(8, 2)))
    return Problem(
        tuple(visits), carers, plane, ("any",), Weights(unserved=300, distance=1, lateness=3, lateness_max=2)
    )
