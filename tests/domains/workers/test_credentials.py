"""What a credential may say, whoever enters it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.domains.orders import makers
from tests.makers import NOW
from xunjiasao.domains.journal.models import Entry
from xunjiasao.domains.orders.models import Order
from xunjiasao.domains.workers import actions
from xunjiasao.domains.workers.models import Credential
from xunjiasao.domains.workers.terms import CredentialKind, HealthClass
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.time import day_of

pytestmark = pytest.mark.django_db
K = CredentialKind
HELPER = "4-10-01-06"


def document(**said: Any) -> actions.Document:
    given = {"kind": K.SKILL, "issuer": "示例", "issued_on": day_of(NOW) - timedelta(days=9), "expires_on": None}
    return actions.Document(**(given | said))


def add(house: makers.House, *documents: actions.Document) -> list[Credential]:
    return actions.add_credentials(worker_id=house.workers[0].id, documents=documents, actor=house.desk, now=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"occupation": HELPER, "grade": 1}, "grade"),
        ({"occupation": HELPER, "grade": 6}, "grade"),
        ({"occupation": HELPER}, "grade"),
        ({"occupation": "nonsense", "grade": 3}, "grade"),
        ({"grade": 3}, "grade"),
        ({"kind": K.TRAINING, "occupation": "nonsense"}, "occupation"),
        ({"kind": K.TRAINING, "occupation": HELPER, "grade": 3}, "grade"),
    ],
)
def test_a_level_that_the_occupation_does_not_have_is_refused_and_nothing_is_added(
    said: dict[str, Any], field: str
) -> None:
    house = makers.house(workers=1)
    before = Credential.objects.count(), Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        add(house, document(occupation=HELPER, grade=3, number="7"), document(**said))
    assert set(refused.value.fields) == {field}
    assert (Credential.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    "said",
    [
        {"kind": K.HEALTH},
        {"kind": K.HEALTH, "fit": False},
        {"kind": K.INSURANCE, "health_class": HealthClass.INFANT},
        {"kind": K.INSURANCE, "fit": False},
    ],
)
def test_a_health_check_and_nothing_else_says_what_work_it_is_for(said: dict[str, Any]) -> None:
    house = makers.house(workers=1)
    before = Credential.objects.count(), Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        add(house, document(**said))
    assert set(refused.value.fields) == {"health_class"}
    assert (Credential.objects.count(), Entry.objects.count()) == before


def test_an_unfit_worker_is_found_for_no_visit_until_a_newer_check_says_otherwise() -> None:
    house, later = makers.house(workers=1), day_of(NOW) + timedelta(days=300)
    her = house.workers[0].id
    said = {"health_class": HealthClass.ELDERLY, "expires_on": later}
    makers.credential(her, K.HEALTH, fit=False, issued_on=day_of(NOW) - timedelta(days=2), **said)
    with pytest.raises(Refused):
        makers.order(house)
    assert not Order.objects.exists()
    makers.credential(her, K.HEALTH, issued_on=day_of(NOW) - timedelta(days=1), **said)
    assert makers.order(house).worker_id == her


def test_a_level_that_was_added_to_an_occupation_may_be_held() -> None:
    house = makers.house(workers=1)
    makers.level(HELPER, 6)
    [added, trained] = add(house, document(occupation=HELPER, grade=6), document(kind=K.TRAINING, occupation=HELPER))
    assert (added.grade, trained.grade, trained.occupation) == (6, None, HELPER)
