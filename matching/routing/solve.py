"""Plans a day: several searches from different dice, then the best of them refined until the budget is spent."""

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from matching.routing import board as boards
from matching.routing import layout, validate
from matching.routing.board import Board
from matching.routing.layout import COLUMNS, OUT, Layout
from matching.routing.plan import Plan
from matching.routing.problem import Problem

Progress = Callable[[float, int], bool | None]
CHUNK, FEWEST = 20_000, 20  # moves between two looks at the clock, and pieces of a short search, each stricter
MANY = 400  # parts
REFINING = 0.05


@dataclass(frozen=True)
class Schedule:
    """How a budget is spent. Temperatures are in ways between neighbours: `hot` times their mean length.

    `share` of the budget goes to `starts` searches from the hot temperature, all else to the best of them,
    from the `warm` one. Every search ends at `cold`. Parts are set beside one of `near` neighbours.
    """

    starts: int = 3
    share: float = 0.75
    hot: float = 0.8
    warm: float = 0.25
    cold: float = 0.03
    near: int = 16


HARD = Schedule(hot=2.4, warm=0.15, cold=0.15, near=30)
"""Where most visits may be only so late: what fits beside what is narrow, is found while it is hot, and then stands."""
STRICT, BEND = 500_000.0, 1.5
"""Being later than is allowed costs as much as the way that takes as long, in the end `STRICT` times that; the
greater `BEND`, the longer it is cheap."""


def schedule_for(problem: Problem) -> Schedule:
    """Choose how the budget of such a day is spent: many parts need all of it to come to an end once."""
    limited = sum(visit.late_limit is not None for visit in problem.visits)
    chosen = HARD if 2 * limited > len(problem.visits) else Schedule()
    many = sum(len(visit.parts) for visit in problem.visits) > MANY
    return replace(chosen, starts=1, share=0.9) if many else chosen


@dataclass(frozen=True)
class _Budget:
    """Moves or CPU seconds; one of them."""

    moves: int | None
    cpu_s: float | None

    def less(self, spent_s: float) -> "_Budget":
        return _Budget(self.moves, None if self.cpu_s is None else max(0.0, self.cpu_s - spent_s))

    def part(self, share: float) -> "_Budget":
        moves = None if self.moves is None else int(self.moves * share)
        return _Budget(moves, None if self.cpu_s is None else self.cpu_s * share)


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    moves: int | None = None,
    cpu_s: float | None = None,
    processes: int = 1,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Plan a day within `moves` changes tried or `cpu_s` seconds of CPU, whichever is given.

    The same seed and moves give the same plan, on however many processes. `progress` is told the share of the
    budget that is spent and the least cost so far; True from it ends the search with the best plan so far, what it
    raises ends it without. Seconds of CPU are those of all processes together, laying out included, compiling not.

    :raises validate.Impossible: the problem can't be right.
    :raises ValueError: no budget, or two.
    """
    if (moves is None) == (cpu_s is None):
        raise ValueError("Give moves or cpu_s, one of them.")
    if (moves is not None and moves < 0) or (cpu_s is not None and not 0 < cpu_s < math.inf):
        raise ValueError("A budget is positive.")
    validate.refuse_impossible(problem)
    if not problem.visits or not problem.carers:
        return boards.nobody_goes_out(problem)
    warm_up()
    begun = time.process_time()
    plan_of = schedule or schedule_for(problem)
    laid = layout.lay_out(problem, near=plan_of.near)
    budget = _Budget(moves, cpu_s).less(time.process_time() - begun)
    first = budget.part(plan_of.share / plan_of.starts)
    jobs = [(problem, laid, seed * 1_000 + number, first, plan_of) for number in range(plan_of.starts)]
    ear = _Ear(progress)
    if processes > 1:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(_start, jobs))
    else:
        found = []
        for number, job in enumerate(jobs):
            share = plan_of.share / plan_of.starts
            found.append(_start(job, ear.from_share(number * share, share)))
            if ear.enough:
                break
    board = found[min(range(len(found)), key=lambda number: (int(found[number].least[0]), number))]
    rest = budget.part(1 - plan_of.share)
    if cpu_s is not None and processes == 1:
        rest = _Budget(None, cpu_s).less(time.process_time() - begun)
    if not ear.enough:
        _cool(board, rest, plan_of.warm, plan_of, ear.from_share(plan_of.share, 1 - plan_of.share))
    # Parts that wait for each other may keep each other late; from scratch, everybody is as early as can be.
    boards.back_to_best(board)
    tried = sum(int(each.tally[:, 0].sum()) for each in found)
    return replace(boards.read_off(problem, laid, board.best), moves=tried)


@dataclass
class _Ear:
    """Who is told of all searches: the share of the whole budget and the least cost of all; and her "enough"."""

    progress: Progress | None
    least: int = layout.FAR
    enough: bool = False

    def from_share(self, begins: float, spans: float) -> Progress:
        def tell(share: float, cost: int) -> bool:
            self.least = min(self.least, cost)
            if self.progress and self.progress(begins + spans * share, self.least):
                self.enough = True
            return self.enough

        return tell


def _start(job: tuple[Problem, Layout, int, _Budget, Schedule], progress: Progress | None = None) -> Board:
    problem, laid, seed, budget, schedule = job
    warm_up()
    board = boards.lay(laid, problem, seed=seed)
    boards.fill(board)
    _cool(board, budget, schedule.hot, schedule, progress)
    return board


def grain(laid: Layout) -> float:
    """The mean way between neighbours, as a cost: the scale of temperatures."""
    place = laid.nodes.reshape(-1, COLUMNS)[: laid.parts, OUT]
    ways = laid.ways.distances(place[:, None], place[laid.near])
    return max(1.0, float(ways.mean()) * max(1, int(laid.counters[layout.W_DISTANCE])))


def unit_of_overdue(laid: Layout) -> float:
    """What a unit of time costs, were it driven."""
    place = laid.nodes.reshape(-1, COLUMNS)[: laid.parts, OUT]
    return grain(laid) / max(1.0, float(laid.ways.times(place[:, None], place[laid.near]).mean()))


def _cool(board: Board, budget: _Budget, hot: float, schedule: Schedule, progress: Progress | None) -> None:
    """One search from hot to cold, in chunks, so that time is kept and progress told."""
    unit, late_unit = grain(board.layout), unit_of_overdue(board.layout)
    # However strict, all being late until the end of days must not overflow.
    dearest = (1 << 60) // (board.layout.parts * layout.horizon(board.problem))
    for moves, here, there in _chunks(budget):
        boards.search(
            board,
            moves=moves,
            hot=unit * hot * (schedule.cold / hot) ** here,
            cold=unit * hot * (schedule.cold / hot) ** there,
            overdue=min(dearest, 1 + int(late_unit * STRICT ** (here**BEND))),
        )
        if progress and progress(there, int(board.least[0])):
            break
    if not boards.straighten(board) or boards.cost_now(board) > board.least[0]:
        boards.back_to_best(board)


def _chunks(budget: _Budget) -> Iterator[tuple[int, float, float]]:
    """A budget in pieces: so many moves, from which share of the whole to which. Time is read between them."""
    if budget.moves is not None:
        chunk = min(CHUNK, 1 + budget.moves // FEWEST)
        for done in range(0, budget.moves, chunk):
            moves = min(chunk, budget.moves - done)
            yield moves, done / budget.moves, (done + moves) / budget.moves
    elif budget.cpu_s:
        begun, done, spent, speed = time.process_time(), 0, 0.0, 500_000.0
        while spent < 1:
            moves = max(500, min(CHUNK, int(speed * budget.cpu_s * (1 - spent)) + 1))
            yield moves, spent, min(1.0, spent + moves / speed / budget.cpu_s)
            done += moves
            passed = time.process_time() - begun
            spent, speed = passed / budget.cpu_s, done / max(passed, 1e-6)


def refine(board: Board, *, cpu_s: float) -> None:
    """Search on from a plan that is good already, without losing what is good about it."""
    _cool(board, _Budget(None, cpu_s), REFINING, Schedule(), None)


def warm_up() -> None:
    """Compile, or fetch from the cache, before any clock runs."""
    import numpy as np

    from matching.routing.problem import Carer, Gap, Matrix, Part, Visit

    visits = (
        Visit("a", 1, (0, 9), (Part(1), Part(1)), Gap()),
        Visit("b", 1, (0, 9), (Part(1),)),
        Visit("c", 0, (0, 9), (Part(1), Part(1)), Gap(1, 2)),
    )
    carers = tuple(Carer(name, ((0, 0),), 0, 0, (0, 99)) for name in "pq")
    tiny = Problem(visits, carers, Matrix(np.array([[0, 1], [1, 0]])), ("any",))
    board = boards.lay(layout.lay_out(tiny), tiny, seed=1)
    boards.fill(board)
    boards.search(board, moves=10, hot=1.0, cold=0.5)
    boards.straighten(board)
    boards.adopt(boards.lay(board.layout, tiny, seed=1), boards.read_off(tiny, board.layout, board.best))
