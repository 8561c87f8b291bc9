"""Leave, hours and release meet bookings on the same days: nobody waits in a circle, and no visit is left to nobody."""

from pathlib import Path

import pytest

from tests import databases
from tests.storm import field

ONE_WRITER = databases.kind() == "sqlite"
"""There a transaction waits for the whole one before it; only what is never asked goes wrong."""


def faults(folder: Path, *how: str) -> list[str]:
    return field.faults_of("tests.storm.calendars", folder, *how)


@pytest.mark.parametrize("meeting", ["hours", "leave", "release"])
def test_who_changes_a_calendar_and_who_books_it_both_get_a_true_answer(tmp_path: Path, meeting: str) -> None:
    assert faults(tmp_path / "city", meeting) == []


@pytest.mark.parametrize(
    ("meeting", "wrong", "with_one_writer"),
    [
        ("hours", "deadlock", False),
        ("leave", "a visit lies inside her leave", False),
        ("release", "a visit is held by somebody who belongs to nobody", True),
    ],
)
def test_without_the_guard_each_of_them_goes_wrong(
    tmp_path: Path, meeting: str, wrong: str, with_one_writer: bool
) -> None:
    found = faults(tmp_path / "city", meeting, "bare")
    assert any(wrong in fault for fault in found) == (with_one_writer or not ONE_WRITER)
