"""The plainest way to a flow of the least cost, to hold the solvers against where all seatings can't be tried."""

from matching.pairing.fair import Fair
from tests.matching.pairing import makers


def welfare_by_placed(fair: Fair) -> list[int]:
    """The most welfare for each number of people placed, from nobody to as many as can be.

    One more is placed along the best path of moves, found by Bellman and Ford's relaxation.
    """
    pairs = makers.acceptable(fair)
    seats: list[int | None] = [None] * fair.seekers
    best = [0]
    while (path := _best_path(fair, pairs, seats)) is not None:
        for seeker, vacancy in path:
            seats[seeker] = vacancy
        best.append(makers.welfare(fair, tuple(seats)))
    return best


def _best_path(fair: Fair, pairs: list[list[int]], seats: list[int | None]) -> list[tuple[int, int]] | None:
    gain: dict[int, int] = {}
    """what the best moves that end at a vacancy bring"""
    last: dict[int, int] = {}
    """who moves there last"""
    changed = True
    while changed:
        changed = False
        for seeker, vacancies in enumerate(pairs):
            seat = seats[seeker]
            if seat is not None and seat not in gain:
                continue
            before = 0 if seat is None else gain[seat] - makers.welfare(fair, _only(fair, seeker, seat))
            for vacancy in vacancies:
                if vacancy == seat:
                    continue
                after = before + makers.welfare(fair, _only(fair, seeker, vacancy))
                if vacancy not in gain or after > gain[vacancy]:
                    gain[vacancy], last[vacancy] = after, seeker
                    changed = True
    free = [vacancy for vacancy in gain if seats.count(vacancy) < fair.seats[vacancy]]
    if not free:
        return None
    vacancy: int | None = max(free, key=lambda vacancy: gain[vacancy])
    path = []
    while vacancy is not None:
        path.append((last[vacancy], vacancy))
        vacancy = seats[last[vacancy]]
    return path


def _only(fair: Fair, seeker: int, vacancy: int) -> makers.Seats:
    return tuple(vacancy if other == seeker else None for other in range(fair.seekers))
