"""With fifty thousand orders in the database, lists and pages ask as few questions as with five hundred, by index."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers as city
from tests.copies import copy
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.caller import Caller, stop_clock
from tests.interfaces.browser import Browser
from tests.makers import NOW
from tests.scale.fill import copies
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places

pytestmark = pytest.mark.django_db
FEW, MANY = 500, 50_000
FAMILIES = 40
ROUNDS = 7
PLANS = {
    "sqlite": re.compile(r"SCAN (orders_order|journal_\w+|notices_notice)(?! USING)"),
    "postgresql": re.compile(r"Seq Scan on (orders_order|journal_\w+)"),
}


@dataclass
class Measured:
    """
    :param queries: how many, and `plans` what the database says it does for each
    :param ms: median
    """

    queries: int
    plans: list[str]
    ms: float


@pytest.fixture(scope="module")
def measured(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[Measured]]]:
    """Measure every list and page at the few and at the many."""
    before = settings.XJS
    with django_db_blocker.unblock(), copy():
        stop_clock(settings, tmp_path_factory.mktemp("clock"))
        asked, patterns = prepare()
        copies(patterns, first=1, last=FEW)
        few = {name: measure(ask) for name, ask in asked.items()}
        copies(patterns, first=FEW + 1, last=MANY)
        assert Order.objects.count() > MANY
        many = {name: measure(ask) for name, ask in asked.items()}
        yield {name: [few[name], many[name]] for name in asked}
    settings.XJS = before


def prepare() -> tuple[dict[str, Callable[[], Any]], list[Any]]:
    """Make one house's live orders, and old ones of many families and of three other houses to copy."""
    house = makers.house()
    live = [
        makers.accepted(house),
        makers.assigned(house),
        makers.order(house, starts_at=TOMORROW_TEN + timedelta(hours=4)),
    ]
    patterns = []
    for number in range(3):
        other = makers.house(workers=2)
        for family in range(FAMILIES // 4):
            other.resident = city.person(name=f"李{number}{family}")
            other.address = city.address(other.resident)
            patterns.append(
                makers.order(other, starts_at=TOMORROW_TEN + timedelta(days=family), chosen=other.workers[family % 2])
            )
    mine = [
        makers.order(house, starts_at=TOMORROW_TEN + timedelta(days=9 + day), chosen=house.workers[0])
        for day in range(FAMILIES // 4)
    ]
    Order.objects.filter(id__in=[order.id for order in (*patterns, *mine)]).update(
        stage="reviewed", assigned_at=NOW, finished_at=NOW
    )
    resident, desk, worker = Caller(house.resident), Caller(house.desk), Caller(makers.her(house, live[0]))
    overseer = city.person(Role.FEDERATION, path=places.division("360400").path)
    federation, pages, office = Caller(overseer), Browser(overseer), Browser(house.desk)
    asked: dict[str, Callable[[], Any]] = {
        "resident's list": lambda: resident("get", "/orders"),
        "resident's open orders": lambda: resident("get", "/orders?stage=placed,confirmed,assigned,accepted"),
        "worker's list": lambda: worker("get", "/orders?as=worker"),
        "worker's offers": lambda: worker("get", "/orders?as=worker&stage=assigned"),
        "worker's day": lambda: worker("get", "/orders?as=worker&on=2026-11-25"),
        "enterprise's list": lambda: desk("get", "/orders?as=enterprise"),
        "enterprise's to-do": lambda: desk("get", "/orders?as=enterprise&stage=placed,confirmed,assigned"),
        "enterprise's search by number": lambda: desk("get", f"/orders?as=enterprise&q={live[0].number}"),
        "federation's list": lambda: federation("get", "/orders"),
        "order": lambda: resident("get", f"/orders/{live[0].id}"),
        "candidates of an order": lambda: desk("get", f"/orders/{live[2].id}/candidates"),
        "inbox": lambda: resident("get", "/notices"),
        "desk: to-do": lambda: office.get(reverse("console:todo")),
        "desk: orders": lambda: office.get(reverse("console:orders")),
        "desk: overview": lambda: pages.get(reverse("console:overview")),
    }
    return asked, [order.id for order in (*patterns, *mine)]


def measure(ask: Callable[[], Any]) -> Measured:
    ask()
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    assert answer.status_code == 200, answer
    asked = [each["sql"] for each in seen.captured_queries]  # the next request forgets them
    took = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return Measured(len(asked), [plan(sql) for sql in asked if sql.startswith("SELECT")], statistics.median(took))


def plan(sql: str) -> str:
    """Ask the database how it answers."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_a_hundred_times_as_many_orders_cost_no_further_query(measured: dict[str, list[Measured]]) -> None:
    for name, (few, many) in measured.items():
        print(
            f"{name:<32} {many.queries:>2} queries, {few.ms:6.1f} ms with {FEW}, {many.ms:6.1f} ms with {MANY:,}: ×{many.ms / few.ms:.2f}"
        )
    assert {name: many.queries for name, (_few, many) in measured.items()} == {
        name: few.queries for name, (few, _many) in measured.items()
    }


def test_no_list_or_page_reads_a_table_that_grows_from_end_to_end(measured: dict[str, list[Measured]]) -> None:
    whole = PLANS[connection.vendor]
    found = {name: [each for each in many.plans if whole.search(each)] for name, (_few, many) in measured.items()}
    assert {name: plans for name, plans in found.items() if plans} == {}


def test_a_table_read_from_end_to_end_would_be_noticed(measured: dict[str, list[Measured]]) -> None:
    """The control."""
    assert PLANS[connection.vendor].search(plan("SELECT count(quantity) FROM orders_order WHERE quantity = 77"))
