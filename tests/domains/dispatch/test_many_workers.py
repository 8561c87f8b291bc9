"""Enterprises of hundreds: whoever should be seen first isn't cut off before she is looked at."""

from copy import copy
from dataclasses import replace
from typing import Any

import pytest

from tests import makers as city
from tests.domains.orders import makers
from tests.domains.orders.makers import NOW, TOMORROW_TEN, House
from xunjiasao.domains.dispatch import queries as dispatch
from xunjiasao.domains.dispatch.terms import CONSIDERED, SHOWN_AT_DESK
from xunjiasao.domains.orders import actions
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.workers.models import Affiliation, Area, Credential, Day, Worker
from xunjiasao.kernel import ids
from xunjiasao.kernel.rows import Row

LAT_E6, LNG_E6 = 29_680_000, 115_990_000
VILLAGE_E6 = LAT_E6 - 500_000
"""55 km to the south"""


@pytest.fixture
def house(db: None) -> House:
    """One worker, who lives next door but had fifty visits; the family's door is on the map."""
    made = makers.house(workers=1)
    made.address = city.address(made.resident, lat=LAT_E6 / 1e6, lng=LNG_E6 / 1e6)
    Worker.objects.update(lat_e6=LAT_E6, lng_e6=LNG_E6, orders_done=50)
    return made


def crowd(of: House, many: int) -> None:
    """Fill the enterprise, as tests may, with copies of the first worker who live in a village and never had a visit."""
    accounts = Account.objects.bulk_create(Account(made_at=NOW) for _each in range(many))
    tables = [list(table.objects.filter(worker=of.workers[0])) for table in (Affiliation, Credential, Area, Day)]
    first = Worker.objects.get(id=of.workers[0].id)
    village = {"lat_e6": VILLAGE_E6, "orders_done": 0}
    them = [copied(first, account_id=each.id, identity_index=str(each.id), **village) for each in accounts]
    Worker.objects.bulk_create(them)
    for rows in tables:
        type(rows[0]).objects.bulk_create(copied(row, worker_id=her.id, taken=0) for her in them for row in rows)


def copied(row: Any, **instead: Any) -> Any:
    made = copy(row)
    made.pk = ids.new() if isinstance(row, Row) else None
    for name, value in instead.items():
        setattr(made, name, value)
    return made


def test_who_lives_near_is_considered_however_many_are_free(house: House) -> None:
    crowd(house, CONSIDERED + 10)
    wanted = dispatch.ask(
        house.resident, offering_id=house.offering.id, address_id=house.address.id, quantity=2, extras=[]
    )
    found = dispatch.candidates(wanted, starts_at=TOMORROW_TEN, now=NOW)
    assert found[0].worker.id == house.workers[0].id
    nowhere = dispatch.candidates(replace(wanted, point=None), starts_at=TOMORROW_TEN, now=NOW)
    assert house.workers[0].id not in {each.worker.id for each in nowhere}


def test_the_desk_sees_all_of_hundreds_and_who_is_held_first(house: House, django_assert_num_queries: Any) -> None:
    order = held(house)
    crowd(house, CONSIDERED + 10)
    with django_assert_num_queries(6):
        shown = dispatch.for_order(order, NOW)
    assert len(shown) == CONSIDERED + 11
    assert (shown[0].worker.id, shown[0].blocked) == (order.worker_id, None)


def test_whose_time_is_held_is_seen_in_an_enterprise_of_more_people_than_are_shown(
    house: House, django_assert_num_queries: Any
) -> None:
    """She moved far away."""
    order = held(house)
    crowd(house, SHOWN_AT_DESK + 10)
    Worker.objects.filter(id=order.worker_id).update(lat_e6=LAT_E6 - 900_000)
    with django_assert_num_queries(8):
        shown = {each.worker.id: each for each in dispatch.for_order(order, NOW)}
    assert len(shown) == SHOWN_AT_DESK + 1
    assert shown[order.worker_id].blocked is None


def test_who_can_come_is_seen_behind_hundreds_who_cant(house: House) -> None:
    crowd(house, SHOWN_AT_DESK + 10)
    order = held(house)
    able = makers.worker(house, name="徐冬莲")
    Worker.objects.filter(id=able.id).update(lat_e6=LAT_E6 - 900_000)
    Day.objects.exclude(worker__in=[able.id, order.worker_id]).update(open=0)
    shown = [(each.worker.id, each.blocked is None) for each in dispatch.for_order(order, NOW)]
    assert shown[:2] == [(order.worker_id, True), (able.id, True)]
    assert not any(free for _key, free in shown[2:])


def held(of: House) -> Any:
    """An order for which the first worker's time is kept."""
    order = makers.order(of, chosen=of.workers[0])
    return actions.confirm(order_id=order.id, actor=of.desk, now=NOW)
