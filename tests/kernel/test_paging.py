"""Cursors: every row once, in order, whatever comes and goes; forged ones are refused."""

import base64
import json
from datetime import timedelta

import pytest

from tests.makers import NOW
from xunjiasao.domains.people.models import Limit
from xunjiasao.kernel.paging import BadCursor, map_page, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows() -> None:
    Limit.objects.bulk_create(
        Limit(key=f"{n:02d}", count=n % 3, until=NOW + timedelta(seconds=n // 4)) for n in range(25)
    )


def walk(*order: str, limit: int = 4) -> list[str]:
    found, cursor = [], None
    while True:
        cut = page(Limit.objects.all(), *order, cursor=cursor, limit=limit)
        found += [row.key for row in cut.items]
        assert len(cut.items) <= limit
        if not (cursor := cut.next):
            return found


@pytest.mark.parametrize(
    "order", [("pk",), ("-pk",), ("count", "key"), ("-count", "key"), ("until", "-count", "-key"), ("-until", "pk")]
)
@pytest.mark.parametrize("limit", [1, 4, 5, 24, 25, 26])
def test_each_row_comes_once_and_in_order(order: tuple[str, ...], limit: int):
    assert walk(*order, limit=limit) == list(Limit.objects.order_by(*order).values_list("key", flat=True))


@pytest.mark.parametrize("order", [("pk",), ("-count", "key"), ("until", "-count", "-key")])
def test_who_turns_back_meets_the_same_pages(order: tuple[str, ...]):
    there, back, cursor = [], [], None
    while True:
        cut = page(Limit.objects.all(), *order, cursor=cursor, limit=4)
        there.append([row.key for row in cut.items])
        if not (cursor := cut.next):
            break
    while True:
        back.insert(0, [row.key for row in cut.items])
        if not cut.before:
            break
        cut = page(Limit.objects.all(), *order, cursor=cut.before, limit=4)
        assert cut.next, "there is a page behind"
    assert (back, len(back)) == (there, 7)


def test_rows_that_come_and_go_meanwhile_move_nothing():
    first = page(Limit.objects.all(), "pk", cursor=None, limit=10)
    Limit.objects.filter(key__in=["00", "09"]).delete()
    Limit(key="000", until=NOW).save(force_insert=True)
    second = page(Limit.objects.all(), "pk", cursor=first.next, limit=10)
    assert [row.key for row in second.items] == [f"{n:02d}" for n in range(10, 20)]


def forged(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("order", ["until", "count", "key"])
@pytest.mark.parametrize(
    "cursor",
    [
        "x", "é", "{}", "A" * 5000,
        *map(forged, ([], ["01", "02"], {}, 5, [None], [["a"]], [True], [1.5], ["9" * 5000], [10**30], ["\0"], ["\ud800"])),
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused_or_starts_somewhere(cursor: str, order: str):
    try:
        cut = page(Limit.objects.all(), order, cursor=cursor)
    except BadCursor:
        return
    assert len(cut.items) <= 20


def test_a_page_has_at_most_a_hundred_rows():
    Limit.objects.bulk_create(Limit(key=f"more {n:03d}", until=NOW) for n in range(120))
    assert len(page(Limit.objects.all(), "pk", cursor=None, limit=1000).items) == 100
    assert len(page(Limit.objects.all(), "pk", cursor=None).items) == 20
    with pytest.raises(BadCursor):
        page(Limit.objects.all(), "pk", cursor=None, limit=-1)


def test_a_page_is_shown_row_by_row():
    cut = page(Limit.objects.all(), "pk", cursor=None, limit=2)
    assert map_page(cut, lambda row: row.key).items == ["00", "01"]
    assert map_page(cut, lambda row: row.key).next == cut.next
