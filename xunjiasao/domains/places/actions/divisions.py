"""Load the official lists of divisions."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from xunjiasao.domains.places import queries, rules
from xunjiasao.domains.places.models import Division, DivisionCode
from xunjiasao.domains.places.terms import VALID_FROM, CodeSystem, Level
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import pinyin_keys

DATA = Path(__file__).resolve().parents[1] / "data"
CITY_KEY = "jj"
_LEVELS = {"city": Level.CITY, "county": Level.COUNTY, "town": Level.TOWNSHIP, "village": Level.COMMUNITY}
_REACH_E6 = {Level.TOWNSHIP: None, Level.COMMUNITY: 12_000}
"""how far a community's invented point lies from its township's; a township's reach comes from its county"""


@operation
def load_divisions() -> int:
    """Load the divisions that aren't there yet, with every code they have or had.

    A division that is there is known by its code of 2023 and keeps its id, key and path; a changed
    name is taken over. Loading twice changes nothing.

    :returns: how many were new
    """
    known = dict(_known())
    used = Counter[str]()
    for place in known.values():
        start = place.path.removesuffix(f"{place.key}/")
        used[start] = max(used[start], rules.number(place.key) if start != "/" else 0)
    points = {row["nbs_code"]: row for row in _rows("county-points.csv")}
    new, renamed, listed = [], [], list(_rows("jiujiang-divisions.csv"))
    for row in listed:
        code, above = row["nbs_code"], known.get(row["parent"])
        name = rules.short_name(row["name"]) if row["level"] == "village" else row["name"]
        if code not in known:
            known[code] = _place(row, name, above, used, points)
            new.append(known[code])
        elif known[code].official_name != row["name"]:
            _name(known[code], row["name"], name, above)
            renamed.append(known[code])
    Division.objects.bulk_create(new, batch_size=500)
    Division.objects.bulk_update(renamed, ["name", "official_name", "full_name", "search"], batch_size=500)
    DivisionCode.objects.bulk_create(_codes(listed, known), batch_size=500, ignore_conflicts=True)
    return len(new)


def _known() -> Iterable[tuple[str, Division]]:
    rows = DivisionCode.objects.filter(system=CodeSystem.NBS_2023).select_related("division")
    return ((row.code, row.division) for row in rows)


def _place(
    row: dict[str, str], name: str, above: Division | None, used: Counter[str], points: dict[str, dict[str, str]]
) -> Division:
    level = _LEVELS[row["level"]]
    start = above.path if above else "/"
    used[start] += 1
    key = rules.key(used[start]) if above else CITY_KEY
    lat_e6, lng_e6 = _point(row["nbs_code"], level, above, points)
    made = Division(
        parent=above, level=level, kind=row["kind"], key=key, path=f"{start}{key}/", lat_e6=lat_e6, lng_e6=lng_e6,
        point_is_invented=level in _REACH_E6,
    )  # fmt: skip
    _name(made, row["name"], name, above)
    return made


def _name(place: Division, official: str, name: str, above: Division | None) -> None:
    place.official_name, place.name = official, name
    place.full_name = f"{above.full_name if above else ''}{name}"
    place.search = pinyin_keys(name)


def _point(code: str, level: Level, above: Division | None, points: dict[str, dict[str, str]]) -> rules.Point:
    if code in points:
        return round(float(points[code]["lat"]) * 1e6), round(float(points[code]["lng"]) * 1e6)
    around = queries.point_of(above) if above else None
    assert around is not None, f"{code} stands in no county"
    reach = _REACH_E6[level] or round(float(points[code[:6]]["reach"]) * 1e6)
    return rules.invented_point(code, around=around, reach_e6=reach)


def _codes(listed: Iterable[dict[str, str]], known: dict[str, Division]) -> list[DivisionCode]:
    made = []
    for row in listed:
        place = known[row["nbs_code"]]
        made.append(_code(place, CodeSystem.NBS_2023, row["nbs_code"]))
        if row["mca2025_code"]:
            made.append(_code(place, CodeSystem.MCA_2025, row["mca2025_code"]))
    made += [
        _code(known[row["became"]], CodeSystem.GB_2260, row["code"], date.fromisoformat(row["valid_to"]))
        for row in _rows("abolished.csv")
    ]
    return made


def _code(place: Division, system: CodeSystem, code: str, valid_to: date | None = None) -> DivisionCode:
    return DivisionCode(division=place, system=system, code=code, valid_from=VALID_FROM[system], valid_to=valid_to)


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
