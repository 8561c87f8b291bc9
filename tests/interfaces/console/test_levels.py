"""A level that was added to an occupation is shown and asked for at the desk like the others."""

import pytest

from tests.domains.orders import makers
from tests.interfaces.browser import Browser
from xunjiasao.domains.catalogue.models import ServiceStandard


@pytest.fixture
def house(db: None) -> makers.House:
    makers.level("4-10-01-06", 6)
    ServiceStandard.objects.filter(slug="regular-cleaning").update(grade=6)
    made = makers.house(workers=0)
    makers.worker(made, name="王学徒", grade=6)
    return made


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/desk/people", "Domestic helper Level 6"),
        ("/desk/people/{worker}", "Skill level certificate Domestic helper Level 6"),
        ("/desk/offerings", "Domestic helper, Level 6 or better"),
        ("/desk/people/{worker}/papers/add", "Domestic helper Level 6 (apprentice)"),
    ],
)
def test_a_level_that_was_added_is_shown_at_the_desk(house: makers.House, path: str, says: str) -> None:
    page = Browser(house.desk).get(path.format(worker=house.workers[0].id))
    assert (page.status_code, says in page.words) == (200, True)


def test_whoever_could_come_is_shown_with_a_level_that_was_added(house: makers.House) -> None:
    desk, order = Browser(house.desk), makers.order(house)
    desk.get(f"/desk/orders/{order.id}")
    desk.post(f"/desk/orders/{order.id}", step="confirm")
    page = desk.get(f"/desk/orders/{order.id}")
    assert (page.status_code, "Level 6" in page.words) == (200, True)
