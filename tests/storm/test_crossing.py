"""Who is refused lets go of what she waited for: else two bookings would wait for each other in a circle."""

from pathlib import Path

from tests import databases
from tests.storm import field


def faults(folder: Path, *how: str) -> list[str]:
    return field.faults_of("tests.storm.crossing", folder, *how)


def test_two_who_want_each_others_second_choice_dont_wait_in_a_circle(tmp_path: Path) -> None:
    assert faults(tmp_path / "city") == []


def test_without_the_savepoint_they_do_where_there_is_more_than_one_writer(tmp_path: Path) -> None:
    found = faults(tmp_path / "city", "bare")
    assert len(found) == (1 if databases.kind() == "postgres" else 0)
    assert all("deadlock" in fault for fault in found)
