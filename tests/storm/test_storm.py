"""Sixty-four clients at once on a real server: nothing is sold twice, nobody gets an error, the losers are told where else."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import databases, servers
from tests.storm import field
from tests.storm.field import CLIENTS, LONG, Answer, City, at_once, place, step, times, whole

SLOTS = 200
CONTENDERS = CLIENTS if LONG else 4
"""How many residents want each slot."""
FOUR_A_DAY = (8.5, 11, 13.5, 16)
"""Two hours each, with half an hour before: a full day of eight to six."""
BUSY, SPARE = 10, 2


@pytest.fixture
def stormed(tmp_path: Path) -> Iterator[tuple[servers.Server, City]]:
    with field.city(databases.kind(), tmp_path / "city", workers=BUSY + SPARE, app_workers=2) as made:
        yield made


def storm(server: servers.Server, city: City, seed: int) -> dict[tuple[str, str], list[Answer]]:
    """Let residents race for every slot of ten workers on five days: (worker, time) → what each contender was answered."""
    rng = random.Random(seed)
    slots = [(worker["id"], at) for at in times(5, FOUR_A_DAY) for worker in city.workers[:BUSY]]
    assert len(slots) == SLOTS
    rng.shuffle(slots)
    wanted = [(slot, resident) for slot in slots for resident in rng.sample(range(CLIENTS), CONTENDERS)]
    asked = sorted({(resident, at) for (_worker, at), resident in wanted})
    quotes = dict(
        zip(asked, at_once(partial(field.quote, server, city, city.residents[r], at) for r, at in asked), strict=True)
    )
    answers = at_once(
        partial(place, server, city, city.residents[r], at, worker=worker, quote_id=quotes[r, at])
        for (worker, at), r in wanted
    )
    found: dict[tuple[str, str], list[Answer]] = {}
    for ((worker, at), _resident), answer in zip(wanted, answers, strict=True):
        found.setdefault((worker, at.isoformat()), []).append(answer)
    return found


def test_every_slot_that_many_want_has_exactly_one_winner(stormed: tuple[servers.Server, City]) -> None:
    server, city = stormed
    found = storm(server, city, field.seed())
    statuses = Counter(answer.status for answers in found.values() for answer in answers)
    print(
        f"{CLIENTS} clients, {len(found)} slots, {sum(statuses.values())} requests on {server.kind}: {dict(statuses)}"
    )
    assert statuses == {201: SLOTS, 409: SLOTS * (CONTENDERS - 1)}
    assert {
        slot: len([answer for answer in answers if answer.status == 201]) for slot, answers in found.items()
    } == dict.fromkeys(found, 1)
    for answer in (each for answers in found.values() for each in answers if each.status == 409):
        assert answer.code == "slot_taken"
        assert answer.said["alternatives"], "two workers are free all day"
        assert all(slot["workers_free"] > 0 for slot in answer.said["alternatives"])
    for (worker, _at), answers in found.items():
        [won] = [answer.said for answer in answers if answer.status == 201]
        assert won["worker"]["id"] == worker
    whole(server)


def test_without_the_guard_the_same_storm_sells_slots_twice(tmp_path: Path) -> None:
    """The control: were this to find nothing, the storm above would prove nothing."""
    with field.city(
        databases.kind(),
        tmp_path / "city",
        workers=BUSY + SPARE,
        app_workers=2,
        app="tests.storm.unguarded:application",
    ) as (server, city):
        found = storm(server, city, field.seed())
        doubles = [slot for slot, answers in found.items() if len([each for each in answers if each.status == 201]) > 1]
        print(f"without the guard, {len(doubles)} of {SLOTS} slots were sold more than once")
        assert doubles
        with pytest.raises(AssertionError, match="held twice"):
            server.manage("check_calendar")


def test_for_one_time_as_many_win_as_there_are_workers_who_can_come(stormed: tuple[servers.Server, City]) -> None:
    server, city = stormed
    rng = random.Random(field.seed())
    starts = times(2 if LONG else 1, (8.5, 13.5), first_day=8)
    wanted = [(at, resident) for at in starts for resident in rng.sample(city.residents, CLIENTS)]
    answers = at_once(partial(place, server, city, resident, at) for at, resident in wanted)
    for at in starts:
        here = [answer for (when, _r), answer in zip(wanted, answers, strict=True) if when == at]
        won = [answer.said["worker"]["id"] for answer in here if answer.status == 201]
        assert sorted(won) == sorted(each["id"] for each in city.workers), "each of them once"
        assert {answer.status for answer in here} == {201, 409}
    whole(server)


def test_windows_that_overlap_are_never_both_sold(stormed: tuple[servers.Server, City]) -> None:
    server, city = stormed
    rng = random.Random(field.seed())
    starts = times(1, [hour / 2 for hour in range(17, 32)], first_day=9)
    tasks = []
    for _each in range(900 if LONG else 200):
        worker = rng.choice([None, *(each["id"] for each in city.workers[:4])])
        tasks.append(
            partial(
                place,
                server,
                city,
                rng.choice(city.residents),
                rng.choice(starts),
                worker=worker,
                quantity=rng.choice((2, 3, 4)),
            )
        )
    answers = at_once(tasks)
    statuses = Counter(answer.status for answer in answers)
    print(f"overlapping windows on {server.kind}: {dict(statuses)}")
    assert set(statuses) == {201, 409}
    assert {answer.code for answer in answers if answer.status == 409} == {"slot_taken"}
    whole(server)


def test_moves_declines_and_cancels_race_with_bookings(stormed: tuple[servers.Server, City]) -> None:
    """Time that is given back goes to whoever asks first, once."""
    server, city = stormed
    rng = random.Random(field.seed())
    morning, noon, evening = times(1, (8.5, 11, 13.5), first_day=10)
    held = at_once(
        partial(place, server, city, city.residents[number], morning, worker=worker["id"])
        for number, worker in enumerate(city.workers)
    )
    assert {answer.status for answer in held} == {201}
    for number, answer in enumerate(held):
        order_id = answer.said["id"]
        assert step(server, order_id, "confirm", city.desk).status == 200
        assert step(server, order_id, "assign", city.desk, worker=city.workers[number]["id"]).status == 200
    tasks = []
    for number, answer in enumerate(held):
        order_id, owner, her = answer.said["id"], city.residents[number]["token"], city.workers[number]
        tasks += [
            partial(step, server, order_id, "reschedule", owner, starts_at=rng.choice((noon, evening)).isoformat()),
            partial(step, server, order_id, "decline", her["token"]),
            partial(step, server, order_id, "cancel", owner, reason=""),
            partial(step, server, order_id, "reschedule", city.desk, starts_at=noon.isoformat()),
        ]
        for at in (morning, noon, evening):
            tasks += [
                partial(place, server, city, resident, at, worker=rng.choice((None, her["id"])))
                for resident in rng.sample(city.residents, 8 if LONG else 4)
            ]
    rng.shuffle(tasks)
    answers = at_once(tasks)
    statuses = Counter((answer.status, answer.code) for answer in answers)
    print(f"moves, declines, cancels and bookings on {server.kind}: {dict(statuses)}")
    assert {status for status, _code in statuses} <= {200, 201, 403, 404, 409}
    allowed = {"", "slot_taken", "step_not_open", "step_not_yours", "missing", "price_changed"}
    assert {code for _status, code in statuses} <= allowed
    assert statuses[200, ""] > 0 and statuses[201, ""] > 0 and statuses[409, "slot_taken"] > 0
    whole(server)


def test_the_same_request_ten_times_at_once_is_one_order(stormed: tuple[servers.Server, City]) -> None:
    server, city = stormed
    [at] = times(1, (8.5,), first_day=12)
    resident = city.residents[0]
    kept = field.quote(server, city, resident, at)
    before = field.rows(server, "SELECT count(*) FROM orders_order")[0][0]
    for round_ in range(5):
        answers = at_once([partial(place, server, city, resident, at, quote_id=kept, key=f"one-{round_}")] * 10)
        assert {answer.status for answer in answers} == {201}
        assert len({answer.said["id"] for answer in answers}) == 1
        assert field.rows(server, "SELECT count(*) FROM orders_order")[0][0] == before + round_ + 1
    other = at_once(
        partial(place, server, city, resident, at, quote_id=kept, key="mixed", quantity=2 + number % 2)
        for number in range(10)
    )
    assert len({answer.said["id"] for answer in other if answer.status == 201}) <= 1
    assert {answer.status for answer in other} <= {201, 409}
    assert {answer.code for answer in other if answer.status == 409} <= {"request_key_reused", "quote_mismatch"}
    whole(server)
