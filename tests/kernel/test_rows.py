"""Rows are written as Django itself would write them."""

from datetime import datetime

import pytest
from django.db import DatabaseError

from tests.domains.orders import makers
from tests.makers import NOW
from xunjiasao.domains.catalogue.models import Quote
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.orders.terms import Stage
from xunjiasao.domains.workers.models import Credential
from xunjiasao.kernel import ids, rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Quote, Order, Credential])
def test_a_row_that_was_inserted_is_read_back_as_it_was(model):
    makers.order(makers.house())
    kept = model.objects.order_by("id").last()
    twin = model.objects.get(pk=kept.pk)
    assert model.objects.filter(pk=kept.pk).delete()[0] == 1
    assert rows.insert(twin) == 1
    assert _columns(model.objects.get(pk=kept.pk)) == _columns(kept)


def test_an_update_writes_the_named_columns_alone():
    order = makers.order(makers.house())
    order.stage, order.version, order.worker, order.number = Stage.CONFIRMED, 7, None, "another"
    order.code_locked_until, order.spans = NOW, [["2026-11-25", 3]]
    rows.update(order, "stage", "version", "worker", "code_locked_until", "spans")
    kept = Order.objects.get(id=order.id)
    assert (kept.stage, kept.version, kept.worker_id, kept.code_locked_until) == ("confirmed", 7, None, NOW)
    assert kept.spans == [["2026-11-25", 3]]
    assert kept.number != "another"


def test_values_of_another_type_go_the_long_way_through_their_field():
    house = makers.house()
    kept = makers.order(house)
    kept.worker_id, kept.version, kept.code_locked_until = str(house.workers[1].id), True, "2026-11-30T09:00:00+08:00"
    rows.update(kept, "worker", "version", "code_locked_until")
    read = Order.objects.get(id=kept.id)
    assert (read.worker_id, read.version) == (house.workers[1].id, 1)
    assert read.code_locked_until == datetime.fromisoformat("2026-11-30T09:00:00+08:00")


def test_a_row_that_isnt_there_cant_be_changed():
    order = makers.order(makers.house())
    before, order.id = _columns(order), ids.new()
    with pytest.raises(DatabaseError):
        rows.update(order, "stage")
    assert _columns(Order.objects.get(id=before["id"])) == before


def _columns(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
