import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from matching.pairing.fair import SUM_MAX, Fair, Lists
from matching.refusal import Refused

GOOD: dict[str, Any] = {"seats": [1, 2], "wishes": [[0, 1], [1]], "choices": [[0], [1, 0]], "scores": [[5, 3], [4]]}


def test_a_good_fair_is_taken_as_it_is():
    fair = Fair.of(**GOOD)
    assert (fair.seekers, fair.vacancies) == (2, 2)
    assert [fair.wishes[seeker].tolist() for seeker in range(2)] == GOOD["wishes"]
    assert fair.scores is not None and fair.scores.tolist() == [5, 3, 4]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("seats", [1, -1], "-1 at position 1 is not from 0"),
        ("seats", [1, 2**31], "2147483648 at position 1 is not from 0"),
        ("seats", [1, 2**64], "beyond 64 bits"),
        ("seats", [1, 2**63], "beyond 64 bits"),
        ("seats", [1, 1.0], "not whole numbers, but float64"),
        ("seats", [1, float("nan")], "NaN"),
        ("seats", [1, None], "not whole numbers, but object"),
        ("seats", [True, False], "not whole numbers, but bool"),
        ("seats", [1, True], "not whole numbers, but bool"),
        ("seats", ["1", "2"], "not whole numbers"),
        ("seats", [[1], [2]], "2 dimensions"),
        ("seats", [[1], [2, 3]], "not one row"),
        ("seats", 7, "0 dimensions"),
        ("wishes", [[0, 2], [1]], "seeker 0 names vacancy 2, and there are 2"),
        ("wishes", [[0, 1], [-1]], "seeker 1 names vacancy -1, and there are 2"),
        ("wishes", [[0, 1], [1, 1]], "seeker 1 names vacancy 1 twice"),
        ("wishes", [[0, 1], [1.0]], "not whole numbers, but float64"),
        ("wishes", [[0, 1], 1], "not a list of lists"),
        ("wishes", [["a"], []], "not whole numbers"),
        ("wishes", None, "not a list of lists"),
        ("choices", [[0], [1, 2]], "vacancy 1 names seeker 2, and there are 2"),
        ("choices", [[0], [-1, 1]], "vacancy 1 names seeker -1, and there are 2"),
        ("choices", [[0, 1, 0], [1]], "vacancy 0 names seeker 0 twice"),
        ("choices", [[0]], "1 lists for 2 vacancies"),
        ("choices", [[0], [], []], "3 lists for 2 vacancies"),
        ("scores", [[5, 3], [4.5]], "not whole numbers, but float64"),
        ("scores", [[5, float("nan")], [4]], "NaN"),
        ("scores", [[5, 3], [2**64]], "beyond 64 bits"),
        ("scores", [[5, 3], [SUM_MAX // 12 + 1]], "is not from -48,038,396,025,285,290 to 48,038,396,025,285,290"),
        ("scores", [[5, -SUM_MAX], [4]], "at position 1 is not from"),
        ("scores", [[5, 3]], "not one for each wish"),
        ("scores", [[5], [3, 4]], "not one for each wish"),
    ],
)
def test_bad_input_is_refused_with_field_and_reason(field, value, reason):
    with pytest.raises(Refused) as refused:
        Fair.of(**GOOD | {"scores": None, field: value})
    assert refused.value.field == field
    assert reason in refused.value.reason
    assert str(refused.value) == f"{field}: {refused.value.reason}"


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.array([2**63], np.uint64), "beyond 64 bits"),
        (np.array([1.0]), "not whole numbers, but float64"),
        (np.array([np.nan]), "NaN"),
        (np.array([True]), "not whole numbers, but bool"),
        (np.array([[1]]), "2 dimensions"),
    ],
)
def test_arrays_are_judged_like_lists(array, reason):
    with pytest.raises(Refused, match=reason) as refused:
        Fair(seats=array, wishes=_none(0), choices=_none(1))
    assert refused.value.field == "seats"


@pytest.mark.parametrize("start", [[], [0], [0, 1], [1, 2, 3], [0, 3, 2], [0, 4, 3]])
def test_lists_that_start_nowhere_are_refused(start):
    with pytest.raises(Refused, match="starts") as refused:
        Fair(seats=np.array([1, 2]), wishes=Lists(np.array(start, int), np.array([0, 1, 1])), choices=_none(2))
    assert refused.value.field == "wishes"


def test_lists_of_lists_are_not_taken_for_arrays():
    with pytest.raises(Refused, match=r"Fair\.of") as refused:
        Fair(seats=np.array([1]), wishes=[[0]], choices=_none(1))
    assert refused.value.field == "wishes"


def test_a_list_that_is_not_there_is_not_taken_for_another():
    wishes = Fair.of(**GOOD).wishes
    for index in (-1, 2):
        with pytest.raises(IndexError):
            wishes[index]


def test_scores_of_another_length_are_refused():
    with pytest.raises(Refused) as refused:
        Fair(seats=np.array([1]), wishes=_none(1), choices=_none(1), scores=np.array([1]))
    assert (refused.value.field, refused.value.reason) == ("scores", "1 for 0 wishes")


def test_unsigned_numbers_are_as_good_as_signed_ones():
    assert Fair(seats=np.array([3], np.uint8), wishes=_none(0), choices=_none(1)).seats.tolist() == [3]


def test_a_fair_can_not_be_changed_through_the_arrays_it_was_made_of():
    seats = np.array([1])
    fair = Fair(seats=seats, wishes=_none(0), choices=_none(1))
    seats[0] = 5
    assert fair.seats.tolist() == [1]
    for array in (fair.seats, fair.wishes.start, fair.wishes.items, *fair.pairs):
        assert not array.flags.writeable


def test_a_fair_of_nobody_is_a_fair():
    fair = Fair.of(seats=[], wishes=[], choices=[], scores=[])
    assert (fair.seekers, fair.vacancies, len(fair.pairs.vacancy)) == (0, 0, 0)


def test_numba_is_not_imported_before_something_is_solved():
    code = """
import sys
from matching.pairing import check, compare, explain, fair, solve
from matching.pairing.seating import Seating
made = fair.Fair.of(seats=[1], wishes=[[0]], choices=[[0]])
assert check.blocking(made, Seating((None,))) == ((0, 0),)
assert "numba" not in sys.modules
assert solve.placement(made).placed == 1
assert "numba" in sys.modules
assert not any(name.split(".")[0] in ("django", "xunjiasao") for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def _none(owners: int) -> Lists:
    return Lists(np.zeros(owners + 1, np.int64), np.zeros(0, np.int64))
