"""The server is killed while families book: what was acknowledged is there, whole, and nothing is half done."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from tests import databases, servers
from tests.storm import field as storm
from tests.storm.field import LONG, City, call, place, step, times

CYCLES = 30 if LONG else 4
CLIENTS = 16
WORKERS = 16
UNDER_LOAD_S = (0.3, 2.5)
"""How long after the first booking of a cycle the server is killed, at random between these."""
STARTS = times(26, (8.5, 11, 13.5, 16))


@dataclass
class Wish:
    """One booking that somebody asked for, with what she was told."""

    resident: dict[str, str]
    starts_at: datetime
    quote: str
    key: str
    order_id: str = ""
    refused: bool = False
    steps: list[str] = field(default_factory=list)
    """the facts of the steps that were acknowledged"""


@dataclass
class Load:
    """Families that book, and a desk that works on what they booked, until the server is gone."""

    server: servers.Server
    city: City
    rng: random.Random
    wishes: list[Wish] = field(default_factory=list)
    booked: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)

    def family(self, number: int) -> None:
        rng = random.Random(self.rng.random())
        resident = self.city.residents[number]
        while not self.stop.is_set():
            starts_at = rng.choice(STARTS)
            said = {
                "offering": self.city.offering,
                "address": resident["address"],
                "starts_at": starts_at.isoformat(),
                "quantity": 2,
                "extras": [],
            }
            priced = call(self.server, "POST", "/quotes", resident["token"], said)
            if priced.status != 201:
                assert priced.status == 0, priced
                continue
            wish = Wish(resident, starts_at, priced.said["id"], f"{number}-{rng.getrandbits(64):x}")
            self.wishes.append(wish)
            self.book(wish)
            if wish.order_id:
                self.booked.set()
                self.go_on(wish, rng)

    def book(self, wish: Wish) -> None:
        """Book, or book again, and keep what was answered."""
        answer = place(self.server, self.city, wish.resident, wish.starts_at, quote_id=wish.quote, key=wish.key)
        if answer.status == 201:
            assert wish.order_id in {"", answer.said["id"]}, f"{wish} became {answer.said['id']}"
            assert not wish.refused or not wish.order_id
            wish.order_id = answer.said["id"]
        elif answer.status == 409:
            assert answer.code == "slot_taken", answer
            assert not wish.order_id, f"{wish} was acknowledged and is now refused"
            wish.refused = True
        else:
            assert answer.status == 0, answer

    def go_on(self, wish: Wish, rng: random.Random) -> None:
        todo: list[tuple[str, Callable[[], storm.Answer]]] = [
            ("order.confirmed", partial(step, self.server, wish.order_id, "confirm", self.city.desk)),
            ("order.cancelled", partial(step, self.server, wish.order_id, "cancel", wish.resident["token"], reason="")),
        ]
        for fact, act in todo[: rng.randrange(3)]:
            answer = act()
            if answer.status == 200:
                wish.steps.append(fact)
            else:
                assert answer.status == 0, answer

    def run_until_killed(self) -> None:
        self.booked.clear()
        self.stop.clear()
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(self.family, number) for number in range(CLIENTS)]
            assert self.booked.wait(120), "nobody could book"
            time.sleep(self.rng.uniform(*UNDER_LOAD_S))
            self.server.kill()
            self.stop.set()
        for each in running:
            each.result()


def audit(server: servers.Server, wishes: list[Wish]) -> list[str]:
    acknowledged = json.dumps([wish.order_id for wish in wishes if wish.order_id])
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.audit"], cwd=servers.ROOT, env=server.environment, input=acknowledged, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout.splitlines()


def lost_steps(load: Load, wishes: list[Wish]) -> list[str]:
    """Ask the server for the orders of these wishes, and name the acknowledged steps that it doesn't know."""
    lost = []
    for wish in wishes:
        answer = call(load.server, "GET", f"/orders/{wish.order_id}", wish.resident["token"])
        assert answer.status == 200, answer
        told = [each["name"] for each in answer.said["timeline"]]
        lost += [f"{wish.order_id}: {fact}" for fact in ("order.placed", *wish.steps) if fact not in told]
    return lost


def test_what_was_acknowledged_survives_the_kill_of_the_server(tmp_path: Path) -> None:
    seed = storm.seed()
    with storm.city(
        databases.kind(), tmp_path / "city", residents=CLIENTS, workers=WORKERS, jobs=True, start=False
    ) as (server, city):
        load = Load(server, city, random.Random(seed))
        unanswered, orders = 0, 0
        server.start()
        for cycle in range(CYCLES):
            before = len(load.wishes)
            load.run_until_killed()
            new = load.wishes[before:]
            acknowledged = [wish for wish in new if wish.order_id]
            in_the_air = [wish for wish in new if not wish.order_id and not wish.refused]
            assert audit(server, load.wishes) == [], f"XJS_TEST_SEED={seed}"
            server.start()
            assert lost_steps(load, acknowledged) == [], f"XJS_TEST_SEED={seed}"
            for wish in new:
                load.book(wish)
            assert all(wish.order_id or wish.refused for wish in new), "every repeat is answered"
            unanswered += len(in_the_air)
            orders += len(acknowledged)
            print(f"kill {cycle + 1}: {len(acknowledged)} acknowledged, {len(in_the_air)} in the air", flush=True)
        assert audit(server, load.wishes) == [], f"XJS_TEST_SEED={seed}"
        server.manage("check_calendar")
        server.manage("check_journal")
        assert orders >= CYCLES and unanswered > 0, "the kills must have hit the server at work"
        print(
            f"{CYCLES} kills on {server.kind}: {orders} acknowledged, {unanswered} in the air; 0 lost, 0 partial, 0 faults"
        )


def test_an_order_that_was_lost_or_half_done_would_be_noticed(tmp_path: Path) -> None:
    """The control: the audit finds a loss, and every half of an order."""
    with storm.city(databases.kind(), tmp_path / "city", residents=CLIENTS, workers=WORKERS) as (server, city):
        load = Load(server, city, random.Random(1))
        wish = Wish(city.residents[0], STARTS[0], storm.quote(server, city, city.residents[0], STARTS[0]), "one")
        load.book(wish)
        assert audit(server, [wish]) == []
        gone = Wish(city.residents[0], STARTS[0], wish.quote, "two", order_id="01a20ac2-0000-7000-8000-000000000000")
        assert audit(server, [gone]) == [f"order {gone.order_id}: acknowledged, but lost"]
        for halving, sign in {
            "UPDATE workers_day SET taken = 0": "isn't held",
            "UPDATE orders_order SET version = 2": "1 entries for version 2",
            "DELETE FROM journal_delivery": "isn't delivered",
            "UPDATE journal_requestkey SET result_id = account_id": "which isn't there",
        }.items():
            storm.rows(server, halving)
            assert any(sign in fault for fault in audit(server, [wish])), halving
