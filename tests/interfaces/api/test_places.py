"""Divisions, addresses and stations over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from tests import makers
from tests.interfaces.api.caller import Caller, stop_clock
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.domains.organizations.terms import Kind
from xunjiasao.domains.people.terms import Role
from xunjiasao.domains.places import queries
from xunjiasao.domains.places.models import Address

pytestmark = pytest.mark.django_db
GIVEN = {
    "division": makers.COMMUNITY,
    "detail": "前进路 8 号 301",
    "contact_name": "陈晓",
    "contact_phone": "138 0000 0001",
}


@pytest.fixture(autouse=True)
def _at_nine(settings: Any, tmp_path: Path) -> None:
    stop_clock(settings, tmp_path)


def test_divisions_are_public_and_named_by_code_id_and_word() -> None:
    call = Caller()
    county = call("get", "/divisions?q=lianxi&level=county").said["items"][0]
    assert county | {"id": "", "parent": ""} == {
        "id": "", "code": "360402", "name": "濂溪区", "level": "county", "parent": "", "full_name": "九江市濂溪区",
    }  # fmt: skip
    by_code = call("get", "/divisions?parent=360402&limit=100").said
    assert by_code == call("get", f"/divisions?parent={county['id']}&limit=100").said
    assert [each["code"] for each in by_code["items"]][:2] == ["360402001", "360402002"]
    assert all(each["parent"] == county["id"] for each in by_code["items"])


@pytest.mark.parametrize(
    ("ask", "field"),
    [("parent=nowhere", "parent"), ("level=planet", "level"), ("limit=0", "limit"), ("limit=x", "limit")],
)
def test_a_wrong_question_is_answered_beside_its_field(ask: str, field: str) -> None:
    answer = Caller()("get", f"/divisions?{ask}")
    assert answer.status_code == 422
    assert answer.said["fields"][field]
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_resident_adds_changes_and_removes_an_address() -> None:
    call = Caller(makers.person())
    made = call("post", "/addresses", GIVEN | {"label": "家"})
    assert made.status_code == 201
    assert made.said["full"] == "九江市濂溪区十里街道南山社区前进路 8 号 301"
    assert made.said["division"]["code"] == makers.COMMUNITY
    assert (made.said["contact_phone"], made.said["is_default"]) == ("13800000001", True)
    changed = call("patch", f"/addresses/{made.said['id']}", {"detail": "庐山路 1 号"})
    assert (changed.status_code, changed.said["detail"], changed.said["label"]) == (200, "庐山路 1 号", "家")
    assert [each["id"] for each in call("get", "/addresses").said["items"]] == [made.said["id"]]
    assert call("delete", f"/addresses/{made.said['id']}").status_code == 204
    assert call("get", "/addresses").said == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"contact_phone": "1"}, "contact_phone"),
        ({"division": "360402"}, "division"),
        ({"detail": "长" * 500}, "detail"),
        ({"lat": 200.0, "lng": 1.0}, "lat"),
        ({"lat": "north"}, "lat"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_address_is_told_field_by_field_and_not_kept(said: dict[str, Any], field: str) -> None:
    answer = Caller(makers.person())("post", "/addresses", GIVEN | said)
    assert answer.status_code == 422
    assert answer.said["fields"][field]
    assert Address.objects.count() == 0


def test_somebody_elses_address_is_not_found_and_stays() -> None:
    kept = makers.address(makers.person())
    call = Caller(makers.person())
    assert call("patch", f"/addresses/{kept.id}", {"label": "我的"}).status_code == 404
    assert call("delete", f"/addresses/{kept.id}").status_code == 404
    assert call("get", "/addresses").said["items"] == []
    assert Address.objects.get(id=kept.id).ended_at is None


def test_nobody_and_nobody_without_the_right_sees_addresses() -> None:
    assert Caller()("get", "/addresses").status_code == 401
    assert Caller(makers.person(Role.FEDERATION, path="/jj/"))("post", "/addresses", GIVEN).status_code == 403


def test_stations_are_listed_by_place_and_by_nearness() -> None:
    for name, code, lat in (("甲驿站", makers.COMMUNITY, 29.70), ("乙驿站", "360423001001", 29.30)):
        assert queries.find_division(code)
        organizations.open_organization(
            actor=SYSTEM, kind=Kind.STATION, name=name, division=code, lat=lat, lng=116.0, hours="8:30–17:30", now=NOW
        )
    call = Caller()
    assert [each["name"] for each in call("get", "/stations?division=360423").said["items"]] == ["乙驿站"]
    near = call("get", "/stations?near=29.69,116.0").said["items"]
    assert [(each["name"], each["distance_m"]) for each in near] == [("甲驿站", 1112), ("乙驿站", 43366)]
    assert near[0]["division"]["full_name"] == "九江市濂溪区十里街道南山社区"
    for wrong in ("near", "29.69", "a,b", "99,200", "nan,nan"):
        assert call("get", f"/stations?near={wrong}").status_code == 422


def test_lists_take_the_same_few_queries(django_assert_num_queries) -> None:
    owner = makers.person()
    for _each in range(5):
        makers.address(owner, detail=f"前进路 {_each} 号")
        organizations.open_organization(
            actor=SYSTEM, kind=Kind.STATION, name=f"驿站{_each}", division=makers.COMMUNITY, now=NOW
        )
    call, everyone = Caller(owner), Caller()
    with django_assert_num_queries(3):  # session, addresses, codes
        assert len(call("get", "/addresses").said["items"]) == 5
    with django_assert_num_queries(2):
        everyone("get", "/divisions?limit=100")
    with django_assert_num_queries(2):
        everyone("get", "/stations")
