"""An index on disk: mapped, it answers as the one it was saved from, and bad files are told from good ones."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from matching import ranking
from matching.ranking import Index, Refused, Weights
from tests.matching.ranking import makers

POLICY = Weights(near=200, load=3)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    random = Random(3)
    makers.index([makers.someone(random, number) for number in range(300)], POLICY).save(tmp_path / "city")
    return tmp_path / "city"


def test_mapped_it_answers_as_in_memory(saved: Path):
    random = Random(3)
    workers = [makers.someone(random, number) for number in range(300)]
    queries = [makers.some_visit(random, 300) for _ in range(300)]
    mapped = Index.open(saved)
    assert mapped.weights == POLICY
    assert isinstance(mapped.arrays.free.base, np.memmap)
    assert makers.agree(mapped, workers, queries, 20) > 500


def test_changes_of_a_mapped_index_do_not_reach_the_files(saved: Path):
    before = {file.name: file.read_bytes() for file in saved.iterdir()}
    mapped = Index.open(saved)
    for number in range(0, 300, 2):
        mapped.remove(number)
        mapped.add(makers.worker(1_000 + number))
    assert len(ranking.top(mapped, makers.visit(), 200)) >= 150
    assert {file.name: file.read_bytes() for file in saved.iterdir()} == before
    assert 0 in Index.open(saved)


def test_a_changed_index_is_saved_elsewhere_and_maps_alike(saved: Path):
    changed = Index.open(saved)
    changed.remove(7)
    changed.set_day(8, 2, 0)
    changed.save(saved.with_name("later"))
    later = Index.open(saved.with_name("later"))
    assert 7 not in later
    assert later.worker(8) == changed.worker(8)
    later.add(makers.worker(7))  # takes the row that became vacant
    assert len(later) == 300


def test_what_is_there_is_not_written_over(saved: Path):
    with pytest.raises(Refused, match="is there already") as refused:
        Index.open(saved).save(saved)
    assert refused.value.field == "folder"
    assert [each.name for each in saved.parent.iterdir()] == ["city"]


def test_a_save_that_fails_leaves_nothing(saved: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_given: object) -> None:
        raise OSError("no space left on device")

    whole = Index.open(saved)
    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OSError, match="no space"):
        whole.save(saved.with_name("later"))
    assert [each.name for each in saved.parent.iterdir()] == ["city"]


FILES = ["buckets", "free", "offers", "people", "pool", "states", "table", "weighing"]


def test_these_are_all_the_files(saved: Path):
    assert sorted(each.name for each in saved.iterdir()) == [f"{name}.npy" for name in FILES]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(saved: Path, name: str):
    (saved / f"{name}.npy").unlink()
    with pytest.raises(Refused) as refused:
        Index.open(saved)
    assert refused.value.field == name


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_named(saved: Path, name: str):
    path = saved / f"{name}.npy"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(Refused) as refused:
        Index.open(saved)
    assert refused.value.field == name


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_other_numbers_is_named(saved: Path, name: str):
    np.save(saved / f"{name}.npy", np.zeros((3, 4), np.float64))
    with pytest.raises(Refused, match="is not ours") as refused:
        Index.open(saved)
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("states", lambda a: a["format"].fill(2)),
        ("states", lambda a: a["first_day"].fill(-1)),
        ("states", lambda a: a["skills"].fill(-1)),
        ("states", lambda a: a["cell_m"].fill(0)),
        ("states", lambda a: a["rows"].fill(1 << 20)),
        ("states", lambda a: a["pooled"].fill(1 << 40)),
        ("states", lambda a: a["wide"].fill(0)),
        ("buckets", lambda a: a["start"].fill(1 << 20)),
        ("buckets", lambda a: a["count"].fill(1 << 20)),
        ("pool", lambda a: a.fill((1 << 31) - 1)),
        ("table", lambda a: a.fill(0)),
        ("table", lambda a: a.fill(-1)),
        ("table", lambda a: a.fill(1 << 20)),
        ("weighing", lambda a: a["near_step_m"].fill(0)),
    ],
)
def test_numbers_that_would_lead_the_search_astray_are_refused(saved: Path, name: str, harm):
    path = saved / f"{name}.npy"
    numbers = np.load(path)
    harm(numbers)
    np.save(path, numbers)
    with pytest.raises(Refused, match="is damaged") as refused:
        Index.open(saved)
    assert refused.value.field == name


@pytest.mark.parametrize("name", ["buckets", "free", "offers", "table", "states", "weighing"])
def test_files_of_another_length_are_refused(saved: Path, name: str):
    path = saved / f"{name}.npy"
    np.save(path, np.load(path)[:-1])
    with pytest.raises(Refused, match="is damaged"):
        Index.open(saved)
