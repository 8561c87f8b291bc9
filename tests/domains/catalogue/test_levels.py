"""Levels are rows: one more of them is promised, held, priced and shown like the others."""

from typing import Any

import pytest

from tests.domains.orders import makers
from xunjiasao.domains.catalogue import queries
from xunjiasao.domains.catalogue.models import ServiceStandard
from xunjiasao.domains.orders import queries as orders
from xunjiasao.kernel.text import speaking

pytestmark = pytest.mark.django_db
HELPER = "4-10-01-06"


@pytest.fixture
def house() -> makers.House:
    """An enterprise with a service that promises a sixth level, and one worker who holds it."""
    makers.level(HELPER, 6)
    ServiceStandard.objects.filter(slug="regular-cleaning").update(grade=6)
    made = makers.house(workers=0)
    makers.worker(made, name="王学徒", grade=6)
    return made


def test_a_level_that_was_added_is_promised_and_met(house: makers.House) -> None:
    order = makers.assigned(house)
    assert order.worker_id == house.workers[0].id
    assert order.snapshot["promise"]["level"] == "六级/学徒工"
    for language, label in (("zh-hans", "家政服务员六级以上"), ("en", "Domestic helper, Level 6 or better")):
        with speaking(language):
            assert orders.sold(order).promise["label"] == label


def test_what_is_no_level_is_called_by_its_number_and_asked_for_once(django_assert_num_queries: Any) -> None:
    with speaking("en"):
        assert queries.skill(HELPER, 7).label == "Domestic helper Level 7"
        assert queries.skill("nonsense", 1).label == "nonsense Level 1"
        with django_assert_num_queries(0):
            assert queries.skill(HELPER, 7).level_label == "Level 7"
