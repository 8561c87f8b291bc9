"""Measure the seating of fairs beside OR-Tools, HiGHS, PyPI's `matching` and plain Python, at three sizes.

.venv/bin/python -m bench.matching.pairing          a minute
FULL=1 .venv/bin/python -m bench.matching.pairing   more repeats, HiGHS and the hard scores at every size

Ours is timed from lists that were judged to who sits where, OR-Tools from the acceptable pairs, which it is given.
Each time is the best of nine (plain Python and comparisons of three, HiGHS and PyPI's `matching` one).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from heapq import heappush, heapreplace
from pathlib import Path
from typing import Any

import numpy as np

from matching.pairing import compare, solve
from matching.pairing.fair import Fair, Lists
from matching.pairing.seating import Seating

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".venv-peers/bin/python"
PEERS = Path(__file__).parent / "peers"
SIZES = [("a tenth", 230, 406, 500), ("goal", 2_300, 4_064, 5_000), ("4 ×", 9_200, 16_256, 20_000)]
"""name, vacancies, seats, seekers"""
GOALS_MS = {("goal", "stable"): 10, ("goal", "placement"): 200}


@dataclass(frozen=True)
class Row:
    work: str
    ours: str
    other: str = "–"
    ratio: str = "–"


def table(full: bool) -> str:
    """Measure everything and say it in Markdown."""
    rows = [_first_call()]
    for name, vacancies, seats, seekers in SIZES:
        fair = some_fair(vacancies, seats, seekers)
        rows += _measure(name, fair, full)
        if name == "goal" or full:
            hard = _products(fair)
            rows += _welfare(f"{name}, scores that are products", hard, _peer(hard, 5, highs=False), 5)
    lines = ["| Work | Ours | Compared with | Ratio / goal |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {row.work} | {row.ours} | {row.other} | {row.ratio} |" for row in rows])


def some_fair(vacancies: int, seats: int, seekers: int, seed: int = 8) -> Fair:
    """Make a fair by lot, always the same: a few vacancies are on hundreds of lists, half of them on thirty or fewer.

    A seeker lists 10 to 40 vacancies, the popular ones rather and earlier. A vacancy lists five of six who
    wish for it, and some who don't; by an ability that all see alike and by taste, half and half. Scores
    from 1 to 1,000 weigh ability, fit and the vacancy's worth. Seats beyond the first go to large employers.
    """
    lot = np.random.default_rng(seed)
    popular = 1 / (np.arange(vacancies) + vacancies / 100) ** 0.8
    popular = np.cumsum(lot.permutation(popular / popular.sum()))
    filled = np.ones(vacancies, np.int64) + np.bincount(
        (vacancies * lot.random(seats - vacancies) ** 2).astype(np.int64), minlength=vacancies
    )
    lengths = lot.integers(10, min(40, vacancies) + 1, seekers).tolist()
    drawn = np.minimum(np.searchsorted(popular, lot.random((seekers, 160))), vacancies - 1).tolist()
    wishes = [list(dict.fromkeys(row))[:length] for row, length in zip(drawn, lengths, strict=True)]
    wished = _lists(wishes)
    ability = lot.standard_normal(seekers)
    mutual = lot.random(len(wished.items)) < 5 / 6
    strange = lot.integers(0, vacancies * seekers, len(wished.items) // 20)
    pairs = np.unique(
        np.concatenate(((wished.items.astype(np.int64) * seekers + wished.owners)[mutual], strange))
    )  # no name twice, vacancy by vacancy
    chooser, chosen = np.divmod(pairs, seekers)
    order = np.lexsort((-ability[chosen] - lot.standard_normal(len(pairs)), chooser))
    start = np.concatenate(([0], np.cumsum(np.bincount(chooser, minlength=vacancies))))
    worth, fit = lot.standard_normal(vacancies), lot.standard_normal(len(wished.items))
    score = 500 + 120 * (ability[wished.owners] + worth[wished.items] + fit)
    return Fair(
        seats=filled,
        wishes=wished,
        choices=Lists(start, chosen[order]),
        scores=np.clip(score, 1, 1_000).astype(np.int64),
    )


def _lists(rows: list[list[int]]) -> Lists:
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
    return Lists(start, np.array([item for row in rows for item in row]))


def _products(fair: Fair) -> Fair:
    """Make scores her worth times its worth: all want the same, so that nearly right prices help least."""
    lot = np.random.default_rng(3)
    worth, value = lot.integers(1, 1_001, fair.seekers), lot.integers(1, 1_001, fair.vacancies)
    scores = worth[fair.wishes.owners] * value[fair.wishes.items]
    return Fair(seats=fair.seats, wishes=fair.wishes, choices=fair.choices, scores=scores)


def _measure(name: str, fair: Fair, full: bool) -> list[Row]:
    repeats = 25 if full else 9
    size = f"{name}: {fair.vacancies:,} vacancies, {int(fair.seats.sum()):,} seats, {fair.seekers:,} seekers"
    peer = _peer(fair, repeats, highs=full or fair.seekers <= 5_000)
    _, read_s = _best(tuple, lambda: _again(fair), repeats)
    stable, stable_s = _ours(fair, lambda fair: solve.stable(fair, best_for="seekers"), repeats)
    _, other_s = _ours(fair, lambda fair: solve.stable(fair, best_for="vacancies"), repeats)
    plain, plain_s = _best(lambda: (_plain(fair),), _plain_deferred, 3)
    assert plain == list(stable.vacancy_of)
    placement, placement_s = _ours(fair, solve.placement, repeats)
    rows = [
        Row(f"{size}: judge {len(fair.wishes.items):,} wishes and {len(fair.choices.items):,} choices", _ms(read_s)),
        Row(
            f"{name}: stable, best for seekers ({stable.placed:,} placed)",
            _ms(stable_s),
            f"plain Python {_ms(plain_s)}",
            f"{plain_s / stable_s:,.0f} ×" + _goal(name, "stable", max(stable_s, other_s)),
        ),
        *_namesake(name, fair, plain, stable_s, full),
        Row(f"{name}: stable, best for vacancies", _ms(other_s)),
        _beside(f"{name}: most placed ({placement.placed:,})", placement_s, peer, "placement", "OR-Tools max flow"),
    ]
    rows[-1] = replace(rows[-1], ratio=rows[-1].ratio + _goal(name, "placement", placement_s))
    rows += _welfare(name, fair, peer, repeats)
    most = solve.welfare(fair, placing="most")
    both, both_s = _best(tuple, lambda: compare.compare(fair, stable, most), 3)
    assert not peer or peer["placement"]["placed"] == placement.placed == both.other.placed
    one, two = both.one, both.other
    ranks = [one.seeker_rank_mean, one.vacancy_rank_mean, two.seeker_rank_mean, two.vacancy_rank_mean]
    said = "mean ranks {:.1f} and {:.1f} against {:.1f} and {:.1f}".format(*ranks)
    said += f", welfare {one.welfare:,} against {two.welfare:,}"
    said += f", blocking pairs {one.blocking_pairs} against {two.blocking_pairs:,}"
    return [*rows, Row(f"{name}: compare stable with most placed and most welfare: {said}", _ms(both_s))]


def _welfare(name: str, fair: Fair, peer: dict[str, Any], repeats: int) -> list[Row]:
    most, most_s = _ours(fair, lambda fair: solve.welfare(fair, placing="most"), repeats)
    free, free_s = _ours(fair, lambda fair: solve.welfare(fair, placing="any"), repeats)
    for work, seating in (("most", most), ("any", free), ("highs", free)):
        assert work not in peer or peer[work]["welfare"] == compare.outcome(fair, seating).welfare
    assert not peer or peer["most"]["placed"] == most.placed
    rows = [
        _beside(f"{name}: most placed, then most welfare", most_s, peer, "most", "OR-Tools min-cost flow"),
        _beside(f"{name}: most welfare ({free.placed:,} placed)", free_s, peer, "any", "OR-Tools min-cost flow"),
    ]
    if "highs" in peer:
        rows.append(_beside(f"{name}: the same, as a linear program", free_s, peer, "highs", "HiGHS"))
    return rows


def _again(fair: Fair) -> Fair:
    """The same fair, judged anew, with nothing linked yet."""
    return Fair(seats=fair.seats, wishes=fair.wishes, choices=fair.choices, scores=fair.scores)


def _ours(fair: Fair, search: Callable[[Fair], Seating], repeats: int) -> tuple[Seating, float]:
    return _best(lambda: (_again(fair),), search, repeats)


def _beside(said: str, seconds: float, peer: dict[str, Any], work: str, who: str) -> Row:
    if work not in peer:
        return Row(said, _ms(seconds))
    theirs = peer[work]["seconds"]
    return Row(said, _ms(seconds), f"{who} {_ms(theirs)}", f"{theirs / seconds:,.1f} ×")


def _goal(name: str, work: str, seconds: float) -> str:
    goal_ms = GOALS_MS.get((name, work))
    if goal_ms is None:
        return ""
    return f"; goal {goal_ms} ms: {'reached' if seconds * 1000 <= goal_ms else 'missed'}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f} ms" if seconds < 0.01 else f"{seconds * 1000:,.0f} ms"


def _best(given: Callable[[], tuple[Any, ...]], work: Callable[..., Any], repeats: int) -> tuple[Any, float]:
    """Do the work some times; its result and the best time. What is `given` is made anew each time, unmeasured."""
    best = float("inf")
    for _ in range(repeats):
        arguments = given()
        start = time.perf_counter()
        result = work(*arguments)
        best = min(best, time.perf_counter() - start)
    return result, best


def _peer(fair: Fair, repeats: int, highs: bool) -> dict[str, Any]:
    """What OR-Tools and HiGHS find, and how fast; nothing where `make bench-matching` hasn't installed them."""
    if not PEER.exists():
        return {}
    assert fair.scores is not None
    pairs = fair.pairs
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as folder:
        path = Path(folder) / "pairs.npz"
        np.savez(
            path,
            seekers=fair.seekers,
            seeker=pairs.seeker.astype(np.int64),
            vacancy=pairs.vacancy.astype(np.int64),
            score=fair.scores[pairs.wish],
            seats=fair.seats,
        )
        command = [PEER, "-I", PEERS / "pairing_ortools.py", path, str(repeats), str(int(highs))]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    return json.loads(done.stdout.splitlines()[-1])


def _namesake(name: str, fair: Fair, expected: list[int | None], seconds: float, full: bool) -> list[Row]:
    """The same seating by the package on PyPI that has our name; what it doesn't take, one-sided wishes, is left out."""
    if not PEER.exists() or (fair.seekers > 5_000 and not full):
        return []
    seats, wishes, ranks = _plain(fair)
    wished = [[vacancy for vacancy in row if seeker in ranks[vacancy]] for seeker, row in enumerate(wishes)]
    takers = [set(row) for row in wished]
    chosen = [[seeker for seeker in rank if vacancy in takers[seeker]] for vacancy, rank in enumerate(ranks)]
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as folder:
        path = Path(folder) / "fair.json"
        path.write_text(json.dumps({"seats": seats, "wishes": wished, "choices": chosen}), encoding="utf-8")
        command = [PEER, "-I", PEERS / "pairing_matching.py", path]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=1_800)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["vacancy_of"] == expected
    told = f"PyPI's `matching` {_ms(found['seconds'])}, and {found['copied_s']:.1f} s to read the lists"
    return [Row(f"{name}: the same seating", _ms(seconds), told, f"{found['seconds'] / seconds:,.0f} ×")]


def _plain(fair: Fair) -> tuple[list[int], list[list[int]], list[dict[int, int]]]:
    wishes = [fair.wishes[seeker].tolist() for seeker in range(fair.seekers)]
    choices = [fair.choices[vacancy].tolist() for vacancy in range(fair.vacancies)]
    return fair.seats.tolist(), wishes, [{seeker: rank for rank, seeker in enumerate(row)} for row in choices]


def _plain_deferred(given: tuple[list[int], list[list[int]], list[dict[int, int]]]) -> list[int | None]:
    """Deferred acceptance with lists, dictionaries and a heap, as one would write it."""
    seats, wishes, ranks = given
    held: list[list[tuple[int, int]]] = [[] for _ in seats]
    following = [0] * len(wishes)
    seat_of: list[int | None] = [None] * len(wishes)
    for first in range(len(wishes)):
        seeker = first
        while following[seeker] < len(wishes[seeker]):
            vacancy = wishes[seeker][following[seeker]]
            following[seeker] += 1
            rank = ranks[vacancy].get(seeker)
            if rank is None or not seats[vacancy]:
                continue
            if len(held[vacancy]) < seats[vacancy]:
                heappush(held[vacancy], (-rank, seeker))
                seat_of[seeker] = vacancy
                break
            if -held[vacancy][0][0] > rank:
                loser = heapreplace(held[vacancy], (-rank, seeker))[1]
                seat_of[seeker], seat_of[loser] = vacancy, None
                seeker = loser
    return seat_of


def _first_call() -> Row:
    """What the first calls of a new process take of a processor, where nothing is compiled yet and where all is."""
    code = """
import time
from bench.matching.pairing import some_fair
from matching.pairing import solve
fair = some_fair(230, 406, 500)
start = time.process_time()
solve.stable(fair, best_for="seekers"), solve.stable(fair, best_for="vacancies"), solve.placement(fair)
solve.welfare(fair, placing="most")
print(time.process_time() - start)
"""
    with tempfile.TemporaryDirectory(prefix="xjs-bench-") as folder:
        cold, warm = (
            float(
                subprocess.run(
                    [sys.executable, "-c", code],
                    check=True,
                    capture_output=True,
                    text=True,
                    cwd=ROOT,
                    env=os.environ | {"NUMBA_CACHE_DIR": folder},
                ).stdout
            )
            for _ in range(2)
        )
    return Row(
        "first calls of a process, with Numba's import, CPU: nothing compiled; all compiled before",
        f"{cold:.1f} s; {warm:.1f} s",
    )


if __name__ == "__main__":
    print(table(full=bool(os.environ.get("FULL"))))
