"""The catalogue and its prices over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from tests import makers
from tests.interfaces.api.caller import Caller, stop_clock
from tests.makers import NOW, SYSTEM
from xunjiasao.domains.catalogue import actions
from xunjiasao.domains.catalogue.models import Quote
from xunjiasao.domains.organizations import actions as organizations
from xunjiasao.interfaces.api import catalogue

pytestmark = pytest.mark.django_db
START = "2026-11-28T18:00:00+08:00"  # a Saturday


@pytest.fixture(autouse=True)
def _at_nine(settings: Any, tmp_path: Path) -> None:
    stop_clock(settings, tmp_path)
    catalogue._seen.clear()
    catalogue._front.cache_clear()  # a test's rollback turns editions back; a server's never do


def test_occupations_are_listed_in_both_languages() -> None:
    chinese = {each["code"]: each for each in Caller()("get", "/occupations").said["items"]}
    english = {each["code"]: each for each in Caller(language="en")("get", "/occupations").said["items"]}
    assert chinese["4-10-01-06"]["name"] == "家政服务员"
    assert chinese["4-10-01-06"]["levels"][0] == {"grade": 5, "name": "五级/初级工"}
    assert english["4-10-01-06"]["name"] == "Domestic helper"


def test_services_are_listed_in_both_languages_with_the_lowest_price() -> None:
    makers.offering()
    chinese = Caller()("get", "/services").said["items"]
    assert len(chinese) == 20
    assert chinese[0] == {
        "slug": "regular-cleaning", "name": "日常保洁", "category": "保洁", "icon": "broom", "flow": "visit", "unit": "hour",
        "unit_label": "小时", "from_fen": 4_000, "offerings": 1,
    }  # fmt: skip
    english = Caller(language="en")("get", "/services").said["items"]
    assert (english[0]["name"], english[0]["unit_label"]) == ("Regular cleaning", "hour")
    assert [each["slug"] for each in Caller()("get", "/services?q=zhuyu&division=360402").said["items"]] == [
        "bathing-help"
    ]


def test_the_front_page_is_kept_until_the_catalogue_changes(
    settings: Any, tmp_path: Path, django_assert_num_queries
) -> None:
    kept, call = makers.offering(), Caller()
    first = call("get", "/services")
    with django_assert_num_queries(0):
        again = call("get", "/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for change in (
        lambda: actions.set_price(actor=SYSTEM, offering_id=kept.id, price_fen=3_900, now=NOW),
        lambda: organizations.suspend(actor=SYSTEM, organization_id=kept.enterprise_id, now=NOW),
    ):
        change()
        stop_clock(settings, tmp_path, catalogue._seen["front"][0] + catalogue.FRESH)
        after = call("get", "/services", headers={"If-None-Match": first.headers["ETag"]})
        assert after.status_code == 200
        assert after.headers["ETag"] != first.headers["ETag"]
        first = after
    assert first.said["items"][0]["offerings"] == 0


def test_the_kept_bytes_are_what_the_schema_says() -> None:
    makers.offering()
    said = Caller()("get", "/services").said
    assert catalogue.PageOut[catalogue.ServiceOut].model_validate(said).model_dump() == said


def test_offerings_are_searched_and_paged() -> None:
    seller = makers.enterprise(name="惠民家政")
    for service in ("regular-cleaning", "deep-cleaning", "bathing-help"):
        makers.offering(seller, service=service)
    call = Caller()
    first = call("get", "/offerings?q=baojie&division=360402&limit=1").said
    second = call("get", f"/offerings?q=baojie&division=360402&limit=1&cursor={first['next']}").said
    assert [each["service"]["slug"] for each in first["items"] + second["items"]] == [
        "regular-cleaning",
        "deep-cleaning",
    ]
    assert second["next"] is None
    bath = call("get", "/offerings?occupation=4-10-01-05").said["items"]
    assert bath[0]["promise"] == {
        "occupation": "养老护理员", "occupation_code": "4-10-01-05", "grade": 4, "label": "养老护理员四级以上",
    }  # fmt: skip
    assert (bath[0]["rating_milli"], bath[0]["reviews"], bath[0]["enterprise"]["name"]) == (None, 0, "惠民家政")
    assert call("get", "/offerings?sort=luck").status_code == 422
    assert call("get", "/offerings?division=nowhere").said["fields"]["division"]


def test_an_offering_tells_all_before_anybody_books() -> None:
    kept = makers.offering()
    said = Caller(language="en")("get", f"/offerings/{kept.id}").said
    assert said["quantity"] == {"min": 2, "max": 8, "step": 1, "default": 3}
    assert said["extras"][0] == {"code": "windows", "name": "Inside of windows", "price_fen": 3_000, "minutes": 30}
    assert {each["kind"]: each["bp"] for each in said["surcharges"]} == {
        "evening": 2_000,
        "holiday": 5_000,
        "weekend": 1_000,
    }
    assert said["contract_with"] == kept.enterprise.name
    assert said["does"] and said["does_not"] and said["cancel_rule"] and said["summary"]
    assert Caller()("get", "/offerings/nothing").status_code == 404


def test_a_quote_is_said_line_by_line() -> None:
    owner, kept = makers.person(), makers.offering()
    body = {
        "offering": str(kept.id),
        "address": str(makers.address(owner).id),
        "starts_at": START,
        "quantity": 2,
        "extras": ["windows"],
    }
    said = Caller(owner)("post", "/quotes", body)
    assert said.status_code == 201
    assert said.said["lines"] == [
        {"kind": "base", "label": "日常保洁 2 小时 × 40 元", "amount_fen": 8_000},
        {"kind": "extra", "label": "擦内窗", "amount_fen": 3_000},
        {"kind": "surcharge", "label": "晚上 90 分钟，加 20%", "amount_fen": 1_320},
        {"kind": "surcharge", "label": "周末，加 10%", "amount_fen": 1_100},
    ]
    assert (said.said["total_fen"], said.said["minutes"], said.said["ends_at"]) == (
        13_420,
        150,
        "2026-11-28T20:30:00+08:00",
    )
    assert said.said["valid_until"].startswith("2026-11-24T09:15:0")


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"starts_at": "2026-11-20T09:00:00+08:00"}, 422, "starts_at"),
        ({"starts_at": "2026-11-28T09:10:00+08:00"}, 422, "starts_at"),
        ({"starts_at": "2026-11-28T09:00:00"}, 422, "starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+08:00"}, 422, "starts_at"),
        ({"starts_at": "9999-12-31T23:30:00-08:00"}, 422, "starts_at"),
        ({"starts_at": "soon"}, 422, "starts_at"),
        ({"quantity": 0}, 422, "quantity"),
        ({"quantity": 10**30}, 422, "quantity"),
        ({"quantity": 2.5}, 422, "quantity"),
        ({"extras": ["gold"]}, 422, "extras"),
        ({"extras": ["x"] * 21}, 422, "extras"),
        ({"address": "x"}, 404, None),
        ({"offering": "x"}, 404, None),
        ({"total_fen": 1}, 422, "total_fen"),
    ],
)
def test_a_wrong_question_gets_no_price(said: dict[str, Any], status: int, field: str | None) -> None:
    owner, kept = makers.person(), makers.offering()
    body = {
        "offering": str(kept.id),
        "address": str(makers.address(owner).id),
        "starts_at": START,
        "quantity": 2,
        "extras": [],
    }
    answer = Caller(owner)("post", "/quotes", body | said)
    assert answer.status_code == status
    assert field is None or answer.said["fields"][field]
    assert Quote.objects.count() == 0


def test_lists_take_the_same_few_queries(django_assert_num_queries) -> None:
    seller = makers.enterprise()
    for service in ("regular-cleaning", "deep-cleaning", "bathing-help", "cooking"):
        kept = makers.offering(seller, service=service)
    call = Caller()
    with django_assert_num_queries(1):
        call("get", "/offerings")
    with django_assert_num_queries(3):
        call("get", f"/offerings/{kept.id}")
    with django_assert_num_queries(4):  # two editions, two for the page
        call("get", "/services")
    with django_assert_num_queries(0):
        call("get", "/services")
