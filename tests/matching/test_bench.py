"""The bench of days reads, converts and tells rightly, at sizes of a second, with neither peers nor archives."""

import csv
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.matching import __main__ as bench
from bench.matching import city, routing
from matching.routing import city as cities
from matching.routing import judge, replan
from matching.routing.plan import Stop
from matching.routing.readers import hhcrsp

TINY = city.Size(12, 4, 0.2)


@pytest.fixture(autouse=True)
def no_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "PEER", Path("/nowhere/python"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the tests' instances that may be spoilt."""
    return Path(shutil.copytree(routing.SMALL, tmp_path / "data"))


def test_the_small_instances_are_planned_and_told_beside_the_published() -> None:
    told = list(routing.lines(False, folder=routing.SMALL, cpu_s=0.2))

    assert told[0].startswith("The archives aren't here")
    rows = [line.split(" | ") for line in told if line.startswith(("| A1", "| B1", "| I3"))]
    assert [row[0] for row in rows] == ["| A1", "| B1", "| I3"]
    assert rows[0][1:2] + rows[0][3:5] == ["218.199", "218.199", "0.00 %"]
    assert "| A–B equal to the best known | 2 of 2 | reached |" in told


def test_archives_are_unpacked_beside_their_tables_and_gone_afterwards(small: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    with tarfile.open(packed / "some.tar.xz", "w:xz") as archive:
        for file in small.glob("*.json"):
            archive.add(file, file.name)
    for table in small.glob("*.csv"):
        shutil.copy(table, packed)

    with routing.instances(packed) as place:
        known = routing.cases(place)
        assert [case.name for case in known] == ["A1", "B1", "I3"]
        assert all(case.path.exists() for case in known)

    assert not place.exists()


def test_the_best_known_counts_where_it_is_lower_than_its_digits_hide(small: Path) -> None:
    for known, counts in (("428.1", 428.097), ("428.0", 428.0), ("425.3", 425.3)):
        with (small / "bks_mankowska_all_sources.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("file", "best_known"), ("InstanzCPLEX_HCSRP_25_1.json", known)])
        assert {case.name: case.best.value for case in routing.cases(small)}["B1"] == counts


def test_a_gap_is_nothing_where_the_printed_digits_do_not_tell() -> None:
    printed = routing.Value(1036.67, routing.half_digit("1036.67"))

    assert printed.gap(1036.667) == printed.gap(1036.674) == 0
    assert printed.gap(1036.6) < 0 < printed.gap(1036.7)
    assert routing.percent(printed.gap(1036.667)) == "0.00 %"
    assert routing.percent(-0.0123) == "−1.23 %"


def test_plans_that_are_better_than_the_published_are_kept_and_no_others(small: Path, tmp_path: Path) -> None:
    for name, published, here in (("mankowska", "428.097", "500.000"), ("italian", "365.667", "265.667")):
        table = small / f"bks_{name}_mnsa2024.csv"
        table.write_text(table.read_text().replace(published, here))

    told = list(routing.lines(False, folder=small, cpu_s=0.2, save=tmp_path / "kept"))

    assert any(line.startswith("| B1 | 4") and "| −1" in line for line in told)
    kept = [file.name for file in (tmp_path / "kept").iterdir()]
    assert kept == ["sol-InstanzCPLEX_HCSRP_25_1.json"]
    problem = hhcrsp.read(small / "InstanzCPLEX_HCSRP_25_1.json")
    plan = hhcrsp.read_plan(problem, tmp_path / "kept" / kept[0])
    assert judge.check(problem, plan) == () and plan.unserved == ()
    assert hhcrsp.published(plan.cost) < 500


def test_a_plan_that_is_kept_gives_way_to_none_that_is_worse(tmp_path: Path) -> None:
    case = routing.cases(routing.SMALL)[1]
    problem = hhcrsp.read(case.path)
    published = (routing.SMALL / "sol-InstanzCPLEX_HCSRP_25_1-594983811.json").read_text()

    routing.keep(tmp_path, routing.Result(case, (routing.Run(value=500.0, written=published),)))
    routing.keep(tmp_path, routing.Result(case, (routing.Run(value=450.0, written="{}"),)))

    plan = hhcrsp.read_plan(problem, tmp_path / "sol-InstanzCPLEX_HCSRP_25_1.json")
    assert hhcrsp.published(plan.cost) == 428.097


def test_an_instance_that_fails_is_told_and_hides_no_other(small: Path) -> None:
    (small / "InstanzCPLEX_HCSRP_10_1.json").write_text("{}")
    told: list[str] = []

    with pytest.raises(routing.Wrong, match="1 of 3"):
        told.extend(routing.lines(False, folder=small, cpu_s=0.2))

    assert any(line.startswith("| A1 | failed: Unreadable") for line in told)
    assert any(line.startswith("| B1 | 4") for line in told)


def test_a_day_that_was_followed_as_planned_is_that_plan_again() -> None:
    problem, plan = cities.planted(40, 10, 3)

    again, passed = city.followed(problem, [[stop.visit for stop in route.stops] for route in plan.routes])

    assert passed == 0
    assert judge.check(problem, again) == ()
    assert again.cost == plan.cost


def test_whom_a_peer_sends_too_late_twice_or_without_the_skill_passes_by() -> None:
    problem, plan = cities.planted(40, 10, 3)
    routes = [[stop.visit for stop in route.stops] for route in plan.routes]
    unskilled = next(
        (visit, number)
        for visit, asked in enumerate(problem.visits)
        for number, carer in enumerate(problem.carers)
        if not city.able(asked, carer, number)
    )
    routes[unskilled[1]] += [unskilled[0], *routes[(unskilled[1] + 1) % 10]]

    again, passed = city.followed(problem, routes)

    assert passed == sum(map(len, routes)) - (40 - len(again.unserved)) > 0
    assert judge.check(problem, again) == ()


def test_a_day_is_said_in_plain_lists_with_every_rule_that_peers_may_know() -> None:
    problem = cities.day(12, 4, 1)

    said = city.exported(problem)

    assert len(said["points"]) == 16 and said["points"][said["visits"][3]["place"]] == problem.travel.points[7].tolist()  # type: ignore[union-attr]  # a city lies on a plane
    assert said["visits"][3]["window"] == list(problem.visits[3].window)
    assert said["carers"][2]["skills"] == [list(each) for each in problem.carers[2].skills]


def test_visits_for_two_taken_apart_can_be_served_as_they_were_together() -> None:
    problem, plan = cities.planted(60, 16, 2, doubles_pct=20)
    apart = city.taken_apart(problem)
    number = {visit.id: place for place, visit in enumerate(apart.visits)}

    def renamed(stop: Stop) -> Stop:
        name = problem.visits[stop.visit].id
        return replace(stop, visit=number.get(name, number.get(name + "ab"[stop.part], -1)), part=0)

    routes = tuple(replace(route, stops=tuple(map(renamed, route.stops))) for route in plan.routes)
    same = replace(plan, routes=routes)

    assert len(apart.visits) == 72
    assert judge.check(apart, same) == ()


def test_a_city_day_is_planned_and_told_without_peers() -> None:
    told = list(city.lines(False, sizes=[TINY], doubles=city.Size(40, 12, 0.2)))

    assert "| 12 / 4, day 1 | VROOM | – | – | – | – | – | not installed |" in told
    ours = [line for line in told if "| ours |" in line]
    assert len(ours) == 3 and all(float(line.split(" | ")[3].replace(",", "")) > 0 for line in ours)
    assert sum(line.startswith("| 12 / 4, day 1: ") for line in told) == 2


def test_a_planned_day_is_changed_in_every_way_and_told() -> None:
    told = list(city.replan_lines(False, size=TINY, changes=4))

    assert told[0].startswith("12 / 4, from a plan that serves")
    times = [line.split(" | ")[1] for line in told if line.startswith(("| a carer", "| a visit"))]
    assert times == ["2", "1", "1"]


def test_changes_concern_those_they_name() -> None:
    _problem, plan = cities.planted(40, 10, 3)

    assert city.touched(plan, replan.Away(2)) == len(plan.routes[2].stops)
    assert city.touched(plan, replan.Cancelled(2)) == 1


def test_one_failing_table_hides_no_other_and_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_full: bool) -> Iterator[str]:
        yield "| before |"
        raise routing.Wrong("a plan is wrong")

    monkeypatch.setattr(bench, "STEPS", 10)
    monkeypatch.setattr(
        bench, "TABLES", {"one": ("One", broken), "two": ("Two", lambda full: ["| two |" if not full else ""])}
    )

    assert bench.main([]) == 1
    told = capsys.readouterr().out
    assert told.index("cores, Python") < told.index("| before |") < told.index("Failed: Wrong: a plan is wrong")
    assert "| two |" in told
    assert bench.main(["two"]) == 0
    with pytest.raises(SystemExit):
        bench.main(["three"])
