"""What listeners write, and in which order they read and write it."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.orders import makers
from xunjiasao.domains.journal.models import Entry
from xunjiasao.domains.orders import actions
from xunjiasao.domains.orders import queries as orders
from xunjiasao.domains.workers import queries as workers
from xunjiasao.interfaces.jobs.listeners import keep_records
from xunjiasao.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def reviewed() -> Entry:
    """The fact of a visit's review."""
    house = makers.house()
    order = makers.approved(house)
    actions.review(order_id=order.id, safe=3, cared=4, at_ease=5, text="", actor=house.resident, now=order.ends_at)
    return Entry.objects.get(name="order.reviewed")


def test_a_record_is_counted_only_once_the_workers_row_is_locked():
    entry = reviewed()
    with CaptureQueriesContext(connection) as captured:
        keep_records(entry, entry.at)
    asked = [each["sql"] for each in captured]
    locked = next(n for n, sql in enumerate(asked) if sql.startswith("SELECT") and "workers_worker" in sql)
    counted = [n for n, sql in enumerate(asked) if "COUNT" in sql and "orders_" in sql]
    written = next(n for n, sql in enumerate(asked) if sql.startswith("UPDATE") and "workers_worker" in sql)
    assert len(counted) >= 2
    assert locked < counted[0] < counted[1] < written
    if connection.features.has_select_for_update:
        assert "FOR NO KEY UPDATE" in asked[locked]


def test_a_record_that_is_kept_twice_stays_the_same():
    entry = reviewed()
    worker_id = UUID(entry.payload["worker_id"])
    for _each in range(2):
        keep_records(entry, entry.at)
        her = workers.worker(Actor.system(), worker_id)
        assert (her.orders_done, her.rating_sum, her.rating_count) == orders.record_of(worker_id) == (1, 4_000, 1)
