import pytest

from tests.domains.orders import makers


@pytest.fixture
def house(db: None) -> makers.House:
    return makers.house()
