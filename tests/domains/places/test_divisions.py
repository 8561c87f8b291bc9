"""The official lists, under both code systems and the abolished codes."""

import csv
from datetime import date

import pytest

from tests import makers
from xunjiasao.domains.places import actions, queries
from xunjiasao.domains.places.actions.divisions import DATA
from xunjiasao.domains.places.models import Address, Division, DivisionCode, Holiday
from xunjiasao.domains.places.terms import CodeSystem, Level
from xunjiasao.kernel.paging import BadCursor

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, str]]:
    with (DATA / "jiujiang-divisions.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_division_of_the_list_is_there_once_with_its_codes() -> None:
    assert Division.objects.count() == len(rows()) == 2657
    assert Division.objects.filter(level=Level.COUNTY).count() == 13
    for system, column in ((CodeSystem.NBS_2023, "nbs_code"), (CodeSystem.MCA_2025, "mca2025_code")):
        kept = dict(DivisionCode.objects.filter(system=system).values_list("code", "division__official_name"))
        assert kept == {row[column]: row["name"] for row in rows() if row[column]}


def test_loading_again_changes_nothing() -> None:
    before = list(Division.objects.order_by("path").values())
    codes = DivisionCode.objects.count()
    assert actions.load_divisions() == 0
    assert list(Division.objects.order_by("path").values()) == before
    assert DivisionCode.objects.count() == codes


def test_loading_takes_over_a_changed_name_and_keeps_id_and_path() -> None:
    place = queries.division("360402001024")
    Division.objects.filter(id=place.id).update(official_name="旧名居委会", name="旧名社区")
    assert actions.load_divisions() == 0
    again = queries.division("360402001024")
    assert (again.id, again.path, again.name) == (place.id, place.path, "南山社区")


def test_a_division_that_is_new_gets_a_key_that_nobody_had() -> None:
    last = Division.objects.filter(parent=queries.division("360402001")).order_by("-path").first()
    assert last
    gone = queries.division("360402001024")
    DivisionCode.objects.filter(division=gone).delete()
    assert actions.load_divisions() == 1
    assert queries.division("360402001024").path > last.path


def test_an_empty_city_is_loaded_to_the_same_paths_points_and_names() -> None:
    columns = ("path", "name", "full_name", "lat_e6", "lng_e6", "search", "level", "kind")
    before = list(Division.objects.order_by("path").values(*columns))
    Address.objects.all().delete()
    DivisionCode.objects.all().delete()
    for level in reversed(Level):
        Division.objects.filter(level=level).delete()
    assert actions.load_divisions() == 2657
    assert list(Division.objects.order_by("path").values(*columns)) == before


def test_every_path_starts_with_its_parents_and_every_point_is_near_its_parents() -> None:
    for place in Division.objects.exclude(parent=None).select_related("parent"):
        above = place.parent
        assert above
        assert place.path == f"{above.path}{place.key}/"
        assert place.full_name == f"{above.full_name}{place.name}"
        assert place.lat_e6 is not None
        assert place.point_is_invented == (place.level in (Level.TOWNSHIP, Level.COMMUNITY))


def test_a_place_is_named_from_the_city_down() -> None:
    assert queries.division("360402001024").full_name == "九江市濂溪区十里街道南山社区"


def test_one_code_names_two_towns_so_the_list_can_be_said() -> None:
    assert queries.division("360481102").name == "南义镇"
    assert queries.division("nbs-2023:360481102").name == "南义镇"
    assert queries.division("mca-2025:360481102").name == "白杨镇"


def test_a_code_that_only_the_other_list_has_is_found() -> None:
    only = set(DivisionCode.objects.filter(system=CodeSystem.MCA_2025).values_list("code", flat=True))
    only -= set(DivisionCode.objects.filter(system=CodeSystem.NBS_2023).values_list("code", flat=True))
    assert only
    for code in only:
        assert queries.division(code).level == Level.TOWNSHIP


@pytest.mark.parametrize(("code", "name"), [("360421", "柴桑区"), ("360422", "瑞昌市"), ("360427", "庐山市")])
def test_an_abolished_code_still_finds_the_place_but_is_nobodys_code_now(code: str, name: str) -> None:
    place = queries.division(code)
    assert place.name == name
    assert queries.codes([place.id])[place.id] != code


def test_a_division_is_found_by_its_id() -> None:
    place = queries.division("360402")
    assert queries.division(str(place.id)) == queries.division(place.id) == place


@pytest.mark.parametrize("ref", ["", "999999", "nbs-2024:360402", "x" * 300, "360402 OR 1=1", "👵"])
def test_an_unknown_division_is_said_beside_its_field(ref: str) -> None:
    with pytest.raises(queries.UnknownDivision) as refused:
        queries.division(ref, field="parent")
    assert set(refused.value.fields) == {"parent"}


@pytest.mark.parametrize("words", ["南山", "nanshan", "nssq", "南山 十里", "NANSHAN", "  南山社区  "])
def test_a_place_is_found_in_chinese_pinyin_and_initials(words: str) -> None:
    found = queries.divisions(words=words, limit=100).items
    assert "九江市濂溪区十里街道南山社区" in [place.full_name for place in found]


def test_duchang_is_spelled_as_its_people_do() -> None:
    assert [place.name for place in queries.divisions(words="duchang", level=Level.COUNTY).items] == ["都昌县"]


def test_children_come_in_the_order_of_the_list_and_in_pages(django_assert_num_queries) -> None:
    wanted = [row["nbs_code"] for row in rows() if row["parent"] == "360402001"]
    seen, cursor = [], None
    while True:
        found = queries.divisions(parent="360402001", cursor=cursor, limit=7)
        seen += [queries.codes([place.id])[place.id] for place in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert seen == wanted
    with django_assert_num_queries(3):
        found = queries.divisions(parent="360402", limit=100)
        queries.codes(place.id for place in found.items)


def test_a_forged_cursor_is_refused() -> None:
    with pytest.raises(BadCursor):
        queries.divisions(cursor="forged")


def test_holidays_are_seeded_and_an_edited_day_stays() -> None:
    assert Holiday.objects.filter(is_workday=False).count() > 100
    Holiday.objects.filter(on="2026-10-01").update(name="改过")
    actions.load_holidays()
    assert Holiday.objects.get(on="2026-10-01").name == "改过"


def test_a_day_that_was_cleared_stays_so_when_the_holidays_are_loaded_again() -> None:
    actions.clear_holiday(actor=makers.SYSTEM, on=date(2026, 10, 1), now=makers.NOW)
    actions.load_holidays()
    assert not Holiday.objects.filter(on="2026-10-01").exists()
    assert Holiday.objects.filter(on="2026-10-02").exists()
