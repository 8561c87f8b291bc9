import pytest

from tests import makers
from tests.domains.orders import makers as orders
from tests.interfaces.api.caller import stop_clock
from tests.interfaces.browser import Browser
from tests.makers import LIANXI, WUNING
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries as places


@pytest.fixture(autouse=True)
def noon(settings, tmp_path):
    """The desks' clock stands where the makers' does."""
    stop_clock(settings, tmp_path)


@pytest.fixture
def house(db):
    return orders.house()


@pytest.fixture
def desk(house):
    """The enterprise's desk."""
    return Browser(house.desk)


@pytest.fixture
def federation(house):
    """The Federation of the county that the house serves."""
    return Browser(makers.person(Role.FEDERATION, path=places.division(LIANXI).path, name="周主席"))


@pytest.fixture
def elsewhere(house):
    """The Federation of another county."""
    return Browser(makers.person(Role.FEDERATION, path=places.division(WUNING).path))
