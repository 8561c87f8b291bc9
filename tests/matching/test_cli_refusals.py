"""The command line used wrongly: one sentence, exit code 2, nothing written."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching import cli
from matching.routing.problem import Matrix
from matching.routing.readers import native
from tests.matching import files

DATA = Path(__file__).parent / "data"
WRONG = [
    ("solve nowhere.json --out p.json", "nowhere.json can't be read: no such file or directory."),
    ("solve . --out p.json", ". can't be read: is a directory."),
    ("solve latin.json --out p.json", "latin.json: the file is no UTF-8 text."),
    ("solve cut.json --out p.json", "cut.json: the file is no JSON: Unterminated string"),
    ("solve text.json --out p.json", "text.json: the file begins with 'hello', which is neither Solomon's form nor"),
    ("solve no_window.json --out p.json", "no_window.json: visits[1].window is missing."),
    ("solve early.json --out p.json", "early.json: visits[0].window ends at 5, before it starts at 9."),
    ("solve nan.json --out p.json", "nan.json: the file holds NaN, which is no number."),
    ("solve plan.json --out p.json", "plan.json: form is matching.routing plan, not matching.routing problem."),
    ("solve tiny.vrp --out p.json", "tiny.vrp: CAPACITY is 10 and all loads are 12; this model has no loads: --ignore"),
    ("solve day.json --cpu-s 900 --out nowhere/p.json", "nowhere/p.json can't be written: no such file or directory."),
    ("solve day.json --cpu-s 900 --out .", ". can't be written: it is a folder."),
    ("solve day.json --cpu-s 900 --out ./day.json", "day.json can't be written: it is the problem."),
    ("solve day.json --moves 9 --out /dev/full", "/dev/full can't be written: no space left on device."),
    ("check day.json nowhere.json", "nowhere.json can't be read: no such file or directory."),
    ("check day.json day.json", "day.json: form is matching.routing problem, not matching.routing plan."),
    ("check B1 A1_PLAN", "A1_PLAN: routes[0].locations[0].service is s3, which the patient doesn't need."),
    ("explain day.json plan.json nobody", "day.json has no visit nobody."),
    ("explain day.json plan.json afar", "day.json has no visit afar; the nearest is far."),
    ("explain other.json plan.json b", "plan.json is no right plan for other.json: There is no visit 2. It is the first"),
    ("draw other.json plan.json --out x", "plan.json is no right plan for other.json: There is no visit 2. It is the"),
    ("draw matrix.json plan.json --out x", "matrix.json doesn't say where places are, so only --kind gantt can be drawn."),
    ("draw day.json plan.json --out x.svg", "x.svg is one picture; both need a folder, or say --kind routes or --kind"),
    ("draw day.json plan.json --out day.json", "day.json can't be written: file exists."),
    ("replan day.json plan.json --cancel x --out m", "day.json has no visit x."),
    ("replan day.json plan.json --away Cheng --out m", "day.json has no carer Cheng; the nearest is Chen."),
    ("replan day.json plan.json --away Chen --out day.json", "day.json can't be written: it is no folder."),
    ("replan day.json plan.json --urgent list.json --out m", "list.json: the file is no JSON object."),
    ("replan day.json plan.json --urgent same.json --out m", "same.json: id is 'a' like that of visits[0]."),
    ("replan day.json plan.json --urgent where.json --out m", "where.json: place names place 77; there are 6"),
    ("replan day.json plan.json --urgent when.json --out m", "when.json: window is missing."),
]  # fmt: skip


@pytest.fixture
def wrong_files(tmp_path, monkeypatch) -> Iterator[None]:
    """A folder to be in, with all that WRONG names; nothing may be written there."""
    monkeypatch.chdir(tmp_path)
    files.write_day(tmp_path)
    day = json.loads(Path("day.json").read_text())
    problem = native.read(tmp_path / "day.json")
    visit = {"id": "new", "place": 1, "window": [0, 90], "parts": [{"duration": 3}]}
    far_apart = Matrix(np.array([[abs(10 * a - 10 * b) for a in range(6)] for b in range(6)], dtype=np.int64))
    texts = {
        "cut.json": Path("day.json").read_text()[:80],
        "text.json": "hello",
        "no_window.json": json.dumps({**day, "visits": [day["visits"][0], {"id": "x", "place": 1, "parts": []}]}),
        "early.json": json.dumps({**day, "visits": [{**visit, "window": [9, 5]}]}),
        "nan.json": json.dumps({**day, "visits": [{**visit, "place": float("nan")}]}),
        "other.json": native.write(replace(problem, visits=problem.visits[:2])),
        "matrix.json": native.write(replace(problem, travel=far_apart)),
        "list.json": json.dumps([visit]),
        "same.json": json.dumps({**visit, "id": "a"}),
        "where.json": json.dumps({**visit, "place": 77}),
        "when.json": json.dumps({key: value for key, value in visit.items() if key != "window"}),
    }
    for name, text in texts.items():
        Path(name).write_text(text)
    Path("latin.json").write_bytes(b'{"a": "\xe9"}')
    shutil.copy(DATA / "sol-InstanzCPLEX_HCSRP_10_1-3825612719.json", "A1_PLAN")
    shutil.copy(DATA / "InstanzCPLEX_HCSRP_25_1.json", "B1")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    yield
    assert set(tmp_path.iterdir()) == set(before)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.usefixtures("wrong_files")
@pytest.mark.parametrize(("asked", "sentence"), WRONG)
def test_what_cannot_be_done_is_said_in_one_sentence(capsys, asked, sentence):
    assert cli.main(asked.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"matching: {sentence}")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "the following arguments are required: COMMAND."),
        ("fly", "argument COMMAND: invalid choice: 'fly'"),
        ("solve day.json", "the following arguments are required: --out."),
        ("solve day.json --moves 1 --cpu-s 1 --out p", "argument --cpu-s: not allowed with argument --moves."),
        ("solve day.json --moves -1 --out p", "argument --moves: '-1' is no whole number from 0."),
        ("solve day.json --cpu-s nan --out p", "argument --cpu-s: 'nan' is no positive number of seconds."),
        ("solve day.json --cpu-s soon --out p", "argument --cpu-s: 'soon' is no positive number of seconds."),
        ("solve day.json --processes 0 --out p", "argument --processes: '0' is no whole number from 1."),
        ("replan day.json plan.json --out m", "one of the arguments --cancel --away --urgent is required."),
    ],
)
def test_misuse_is_said_in_one_sentence(capsys, asked, sentence):
    with pytest.raises(SystemExit) as ended:
        cli.main(asked.split())
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f": {sentence}" in said
    assert said.count("\n") == 1
