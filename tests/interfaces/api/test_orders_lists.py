"""Lists of orders: filters, pages, and a counted number of queries that no number of rows changes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import TOMORROW_TEN
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.scene import Scene, wire
from tests.makers import NOW
from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places
from xunjiasao.interfaces.jobs.listeners import LISTENERS

COUNTED = {
    "resident": {"list": 3, "detail": 5, "quote": 9, "place": 23, "slots": 9, "candidates": 11},
    "desk": {"list": 3, "detail": 5, "candidates": 8},
    "worker": {"list": 3, "detail": 5, "archive": 8, "calendar": 3, "leaves": 3},
    "federation": {"list": 3, "detail": 5},
}
"""How many queries each costs, the one for the session included; placing looks, while her day is locked, at the way from
her other visits."""


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Scene:
    return Scene(makers.house(), settings, tmp_path)


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [each["id"] for each in answer.said["items"]]


def queries(ask: Callable[[], Any], status: int = 200) -> int:
    """Count the queries of a call."""
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    assert answer.status_code == status, answer.content.decode()
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return len([each for each in seen.captured_queries if not each["sql"].startswith(marks)])


def federation(path: str) -> Caller:
    return Caller(city.person(Role.FEDERATION, path=path))


def test_a_list_is_narrowed_by_part_stage_day_and_words(scene: Scene) -> None:
    first = scene.assigned()
    second = scene.placed(starts_at=TOMORROW_TEN + timedelta(days=1))
    third = scene.placed(starts_at=TOMORROW_TEN + timedelta(days=1, hours=4))
    scene.taken(scene.resident, third, "cancel", reason="")
    latest_first = [third["id"], second["id"], first["id"]]
    asked = {
        "": latest_first,
        "?as=resident": latest_first,
        "?as=worker": [],
        "?as=enterprise": [],
        "?stage=assigned": [first["id"]],
        "?stage=placed,cancelled": [third["id"], second["id"]],
        "?on=2026-11-26": [second["id"], third["id"]],
        "?on=2026-11-27": [],
        f"?from={wire(TOMORROW_TEN).replace('+', '%2B')}&to={wire(TOMORROW_TEN + timedelta(minutes=1)).replace('+', '%2B')}": [first["id"]],
        f"?q={second['number']}": [second["id"]],
        f"?q={second['number'].lower()}": [second["id"]],
        "?q=nobody": [],
        "?stage=": latest_first,
    }  # fmt: skip
    assert {query: ids(scene.resident("get", f"/orders{query}")) for query in asked} == asked
    assert ids(scene.desk("get", "/orders?as=enterprise")) == latest_first
    assert ids(scene.desk("get", "/orders?q=13800000001")) == [], "the contact's phone isn't the resident's"
    assert ids(scene.desk("get", "/orders?q=陈晓")) == latest_first
    assert ids(scene.her(first)("get", "/orders?as=worker")) == [first["id"]]
    assert ids(scene.stranger("get", "/orders")) == []
    assert ids(scene.other_desk()("get", "/orders")) == []
    lianxi, wuning = (places.division(code).path for code in (city.LIANXI, city.WUNING))
    assert ids(federation(lianxi)("get", "/orders?as=federation")) == latest_first
    assert ids(federation(wuning)("get", "/orders")) == []
    for wrong in (
        "?stage=dancing",
        "?as=queen",
        "?on=yesterday",
        "?from=2026-11-25",
        "?limit=0",
        "?limit=101",
        "?cursor=x",
        "?q=" + "x" * 61,
    ):
        answer = scene.resident("get", f"/orders{wrong}")
        assert answer.status_code == 422, wrong
    assert scene.nobody("get", "/orders").status_code == 401


def test_a_federation_sees_no_more_of_a_family_than_it_must(scene: Scene) -> None:
    order = scene.accepted()
    seen = scene.get(federation(places.division(city.LIANXI).path), order)
    assert (seen["resident"]["name"], seen["address"]["contact_phone"], seen["door_code"]) == ("陈*", "", None)
    assert "前进路" not in str(seen)
    assert seen["worker"]["phone"] is None
    assert seen["steps"] == []


def test_pages_hold_every_order_once_even_where_times_are_equal(scene: Scene) -> None:
    made = {scene.placed(starts_at=TOMORROW_TEN + timedelta(days=day // 2))["id"] for day in range(7)}
    for query in ("?limit=2", "?limit=3&as=resident", "?limit=2&on=2026-11-25"):
        wanted = made if "on=" not in query else set(ids(scene.resident("get", "/orders?on=2026-11-25")))
        seen: list[str] = []
        cursor = ""
        while cursor is not None:
            page = scene.resident("get", f"/orders{query}{f'&cursor={cursor}' if cursor else ''}")
            seen += ids(page)
            cursor = page.said["next"]
        assert sorted(seen) == sorted(wanted)
    first = scene.resident("get", "/orders?limit=2").said
    scene.placed(starts_at=TOMORROW_TEN + timedelta(days=9))
    second = scene.resident("get", f"/orders?limit=2&cursor={first['next']}").said
    assert not {each["id"] for each in first["items"]} & {each["id"] for each in second["items"]}


def test_a_short_order_is_a_whole_one_without_what_only_its_page_shows(scene: Scene) -> None:
    order = scene.assigned()
    whole = scene.get(scene.resident, order)
    [short] = scene.resident("get", "/orders").said["items"]
    gone = {"lines", "line", "timeline", "checklist", "review", "door_code", "payment", "cancel_fee_fen"}
    assert short == {name: value for name, value in whole.items() if name not in gone}
    assert set(whole) - set(short) == gone


def test_the_number_of_queries_is_counted_and_no_number_of_rows_changes_it(scene: Scene) -> None:
    house = scene.house
    order = scene.assigned()
    overseer = federation(places.division(city.LIANXI).path)
    her = scene.her(order)
    where = f"address={house.address.id}&quantity=2"
    at = "starts_at=2026-12-04T10:00:00%2B08:00"

    def count() -> dict[str, dict[str, int]]:
        path = f"/orders/{order['id']}"
        kept = scene.quote(starts_at=TOMORROW_TEN + timedelta(days=8)).said["id"]
        found = {
            "resident": {
                "list": queries(lambda: scene.resident("get", "/orders")), "detail": queries(lambda: scene.resident("get", path)),
                "quote": queries(lambda: scene.quote(starts_at=TOMORROW_TEN + timedelta(days=8)), 201),
                "slots": queries(lambda: scene.resident("get", f"/offerings/{house.offering.id}/slots?{where}")),
                "candidates": queries(lambda: scene.resident("get", f"/offerings/{house.offering.id}/candidates?{where}&{at}")),
                "place": queries(lambda: scene.place(quote=kept, starts_at=TOMORROW_TEN + timedelta(days=8)), 201),
            },
            "desk": {
                "list": queries(lambda: scene.desk("get", "/orders")), "detail": queries(lambda: scene.desk("get", path)),
                "candidates": queries(lambda: scene.desk("get", f"{path}/candidates")),
            },
            "worker": {
                "list": queries(lambda: her("get", "/orders?as=worker")), "detail": queries(lambda: her("get", path)),
                "archive": queries(lambda: her("get", "/worker")), "calendar": queries(lambda: her("get", "/worker/calendar")),
                "leaves": queries(lambda: her("get", "/worker/leaves")),
            },
            "federation": {"list": queries(lambda: overseer("get", "/orders")), "detail": queries(lambda: overseer("get", path))},
        }  # fmt: skip
        [placed] = scene.resident("get", "/orders?stage=placed").said["items"]
        scene.taken(scene.resident, placed, "cancel", reason="")
        return found

    few = count()
    for day in range(1, 6):
        makers.worker(house, name=f"李{day}")
        scene.hers.append(Caller(house.them[-1]))
        for hours in (0, 0, 4):
            scene.assigned(starts_at=TOMORROW_TEN + timedelta(days=day, hours=hours))
    many = count()
    assert many == few
    assert few == COUNTED


def test_the_inbox_costs_the_same_however_full_it_is(scene: Scene) -> None:
    def deliver() -> None:
        while journal.deliver_next(listeners=LISTENERS, now=NOW + timedelta(minutes=1)):
            pass

    scene.accepted()
    deliver()
    few = queries(lambda: scene.resident("get", "/notices"))
    for day in range(1, 4):
        scene.accepted(starts_at=TOMORROW_TEN + timedelta(days=day))
    deliver()
    assert scene.resident("get", "/notices").said["unread"] == 12
    assert queries(lambda: scene.resident("get", "/notices")) == few == 8
