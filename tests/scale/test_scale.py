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
GROWING = ("orders_order", "orders_review", "journal_entry", "journal_about", "journal_delivery", "notices_notice")
"""Tables that grow with every order."""
MOST_ROWS = 1_500
"""So many rows of growing tables may be touched for one answer; the federation's news are the most."""


@dataclass
class Measured:
    """
    :param queries: how many
    :param whole: growing tables that are read from end to end
    :param rows: how many rows of growing tables are touched (PostgreSQL says so; SQLite doesn't)
    :param ms: median
    """

    queries: int
    whole: set[str]
    rows: int
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
    mine, family, home = [], house.resident, house.address
    for day in range(FAMILIES // 4):
        mine.append(
            makers.order(house, starts_at=TOMORROW_TEN + timedelta(days=9 + day), chosen=house.workers[day % 2])
        )
        house.resident = city.person(name=f"王{day}")
        house.address = city.address(house.resident)
    house.resident, house.address = family, home
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
        "enterprise's search by name": lambda: desk("get", "/orders?as=enterprise&stage=placed,assigned,accepted&q=陈"),
        "federation's list": lambda: federation("get", "/orders"),
        "federation's search by number": lambda: federation("get", f"/orders?as=federation&q={live[0].number}"),
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
    selects = [sql for sql in asked if sql.startswith("SELECT")]
    seen_rows = sum(touched(sql) for sql in selects) if connection.vendor == "postgresql" else 0
    return Measured(len(asked), set().union(*map(whole, selects)), seen_rows, statistics.median(took))


def explained(how: str, sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}")
        return [row[-1] for row in cursor.fetchall()]


def whole(sql: str) -> set[str]:
    """Name the growing tables that the database reads from end to end for a query."""
    if connection.vendor == "postgresql":
        scanned = re.findall(r"Seq Scan on (\w+)", "\n".join(explained("EXPLAIN", sql)))
    else:
        called = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]+\d+)', sql)}
        plan = "\n".join(explained("EXPLAIN QUERY PLAN", sql))
        scans = re.findall(r"SCAN (\w+)\b(?! USING)", plan)  # along an index it stops at the page's end
        scanned = [called.get(name, name) for name in scans]
    return set(scanned) & set(GROWING)


def touched(sql: str) -> int:
    """Count the rows of growing tables that PostgreSQL looks at for a query."""

    def count(node: dict[str, Any]) -> int:
        below = sum(count(each) for each in node.get("Plans", ()))
        if node.get("Relation Name") not in GROWING:
            return below
        looked = (
            node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        )
        return below + int(looked * node["Actual Loops"])

    [[plan]] = explained("EXPLAIN (ANALYZE, FORMAT JSON)", sql)
    return count(plan["Plan"])


def test_a_hundred_times_as_many_orders_cost_no_further_query(measured: dict[str, list[Measured]]) -> None:
    for name, (few, many) in measured.items():
        print(
            f"{name:<32} {many.queries:>2} queries, {many.rows:>5} rows, {few.ms:6.1f} ms with {FEW}, {many.ms:6.1f} ms with {MANY:,}: ×{many.ms / few.ms:.2f}"
        )
    assert {name: many.queries for name, (_few, many) in measured.items()} == {
        name: few.queries for name, (few, _many) in measured.items()
    }


def test_no_list_or_page_reads_a_table_that_grows_from_end_to_end(measured: dict[str, list[Measured]]) -> None:
    assert {name: many.whole for name, (_few, many) in measured.items() if many.whole} == {}
    assert {name: many.rows for name, (_few, many) in measured.items() if many.rows > MOST_ROWS} == {}


def test_a_table_read_from_end_to_end_would_be_noticed(measured: dict[str, list[Measured]]) -> None:
    """The control."""
    sql = "SELECT count(quantity) FROM orders_order WHERE quantity = 77"
    assert whole(sql) == {"orders_order"}
    if connection.vendor == "postgresql":
        assert touched(sql) > MANY
