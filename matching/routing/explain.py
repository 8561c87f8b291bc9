"""Why this carer and not another: what the plan would cost with each of the others, and what forbids it."""

from dataclasses import dataclass

from matching.routing import board as boards
from matching.routing import layout
from matching.routing.board import Board
from matching.routing.layout import FAR
from matching.routing.plan import Plan
from matching.routing.problem import Carer, Part, Problem


@dataclass(frozen=True)
class Offer:
    """Carer `carer` for one part: `extra` is what the whole plan would cost more; None, and why she can't."""

    carer: int
    extra: int | None
    reason: str


@dataclass(frozen=True)
class PartExplained:
    """Who does the part now (None: nobody), and all the others, the cheapest first, then those who can't."""

    part: int
    carer: int | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Explanation:
    """One visit's parts, and what the plan would cost more if nobody came (0: nobody does)."""

    visit: int
    parts: tuple[PartExplained, ...]
    left_out_extra: int


def explain(problem: Problem, plan: Plan, visit: int) -> Explanation:
    """Weigh every carer for a visit: all else stays where it is, the part takes the best place in her day.

    Costs are against the plan with every visit as early as its routes allow. A visit of two that nobody comes
    to is weighed with the best partner for each.

    :raises ValueError: the plan can't stand under this problem, or there is no such visit.
    """
    board, before = _table(problem, plan, visit)
    parts = tuple(_part(board, before, visit, part) for part in range(len(problem.visits[visit].parts)))
    node = boards.first_parts(problem)[visit]
    served = board.nodes[node << layout.SHIFT | layout.ROUTE] >= 0
    return Explanation(visit, parts, _dismissed(board, node) - before if served else 0)


def with_carer(problem: Problem, plan: Plan, *, visit: int, part: int, carer: int) -> Plan:
    """The plan that an offer means: part `part` of the visit is the carer's, at the best place in her day.

    :raises ValueError: she can't.
    """
    from matching.routing.kernel import places

    board, _ = _table(problem, plan, visit)
    node = boards.first_parts(problem)[visit] + part
    least, after, mate_after = places.cheapest(*board.arrays, board.layout.shut, node, carer)
    if least == FAR:
        raise ValueError(_why_not(board, visit, part, carer))
    places.put_there(*board.arrays, board.layout.shut, node, after, mate_after)
    return boards.read_off(problem, board.layout, board.nodes)


def _table(problem: Problem, plan: Plan, visit: int) -> tuple[Board, int]:
    if not 0 <= visit < len(problem.visits):
        raise ValueError(f"There is no visit {visit}.")
    board = boards.lay(layout.lay_out(problem, near=1), problem, seed=1)
    if not boards.adopt(board, plan):
        raise ValueError("This plan can't stand under this problem with every visit as early as its routes allow.")
    return board, boards.cost_now(board)


def _part(board: Board, before: int, visit: int, part: int) -> PartExplained:
    from matching.routing.kernel import places

    node = boards.first_parts(board.problem)[visit] + part
    now = int(board.nodes[node << layout.SHIFT | layout.ROUTE])
    offers = []
    for carer in range(len(board.problem.carers)):
        if carer == now:
            continue
        least, _, _ = places.cheapest(*board.arrays, board.layout.shut, node, carer)
        if least == FAR:
            offers.append(Offer(carer, None, _why_not(board, visit, part, carer)))
        else:
            offers.append(Offer(carer, int(least) - before, ""))
    offers.sort(key=lambda offer: (offer.extra is None, offer.extra or 0, offer.carer))
    return PartExplained(part, None if now < 0 else now, tuple(offers))


def _dismissed(board: Board, node: int) -> int:
    from matching.routing.kernel import places, timing

    found = int(places.dismiss(*board.arrays, board.layout.shut, node))
    timing.take_back(board.nodes, board.counters)
    return found


def _why_not(board: Board, visit: int, part: int, carer: int) -> str:
    problem = board.problem
    wanted, who = problem.visits[visit].parts[part], problem.carers[carer]
    if carer in problem.visits[visit].banned:
        return "She may not come here."
    if not has(who, wanted):
        return f"She lacks {problem.skills[wanted.skill]} at level {wanted.level}."
    node = boards.first_parts(problem)[visit] + part
    mate = board.nodes[node << layout.SHIFT | layout.MATE]
    if mate >= 0 and board.nodes[mate << layout.SHIFT | layout.ROUTE] == carer:
        return "She does the visit's other part."
    return "Her day has no place for it."


def has(carer: Carer, part: Part) -> bool:
    return any(skill == part.skill and level >= part.level for skill, level in carer.skills)
