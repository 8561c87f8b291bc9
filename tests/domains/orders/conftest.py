import pytest

from tests.domains.orders import makers
from xunjiasao.domains.catalogue import actions as catalogue
from xunjiasao.domains.places import actions as places


@pytest.fixture()
def house(db: None) -> makers.House:
    places.load_divisions()
    catalogue.load_standards()
    return makers.house()
