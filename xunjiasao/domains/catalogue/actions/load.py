"""Load occupations, levels and service standards."""

from typing import Any, TypeVar

from django.db.models import F, Model

from xunjiasao.domains.catalogue import queries
from xunjiasao.domains.catalogue.actions import edition
from xunjiasao.domains.catalogue.models import Level, Occupation, Offering, ServiceStandard
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import pinyin_keys

M = TypeVar("M", bound=Model)
LISTS = ("does", "does_not", "checklist")
PLAIN = (
    "name", "name_en", "category", "category_en", "icon", "summary", "summary_en", "flow", "grade", "unit", "minutes_fixed",
    "minutes_per_unit", "lead_min", "source", *LISTS,
)  # fmt: skip


@operation
def load_standards() -> int:
    """Take over the data files; what is there already follows them, and running it again changes nothing.

    A changed standard makes the quotes of its offerings stale.

    :returns: how many occupations, levels and standards are new or changed
    """
    occupations = {each.code: each for each in Occupation.objects.all()}
    changed = _load_occupations(occupations)
    known = {each.slug: each for each in ServiceStandard.objects.all()}
    for place, row in enumerate(queries.read("standards.json")["standards"], start=1):
        fields = {name: row[name] for name in PLAIN}
        fields |= {f"{name}_quantity": row["quantity"][name] for name in ("min", "max", "step", "default")}
        occupation = occupations[row["occupation"]] if row["occupation"] else None
        fields |= {"place": place, "occupation_id": occupation.id if occupation else None, "search": _search(row)}
        if standard := _put(ServiceStandard, known.get(row["slug"]), {"slug": row["slug"]}, fields):
            Offering.objects.filter(standard=standard).update(version=F("version") + 1)
            changed += 1
    if changed:
        edition.turn()
        queries.learn_skills()
    return changed


def _load_occupations(known: dict[str, Occupation]) -> int:
    kept, changed = queries.read("occupations.json"), 0
    levels = {(each.occupation_id, each.grade): each for each in Level.objects.all()}
    for row in kept["occupations"]:
        fields = {name: row[name] for name in ("name", "name_en", "edition", "work_types", "source")}
        fields["search"] = f"{pinyin_keys(row['name'])} {row['name_en'].lower()}"
        if occupation := _put(Occupation, known.get(row["code"]), {"code": row["code"]}, fields):
            known[row["code"]], changed = occupation, changed + 1
        lowest, highest = row["levels"]
        for grade in range(highest, lowest + 1):
            of, (name, name_en) = known[row["code"]].id, kept["levels"][str(grade)]
            key, fields = {"occupation_id": of, "grade": grade}, {"name": name, "name_en": name_en}
            changed += bool(_put(Level, levels.get((of, grade)), key, fields))
    return changed


def _put(model: type[M], kept: M | None, key: dict[str, Any], fields: dict[str, Any]) -> M | None:
    """Make the row or bring it up to date; None when it is so already."""
    if kept is None:
        made = model(**key, **fields)
        made.save(force_insert=True)
        return made
    if all(getattr(kept, name) == value for name, value in fields.items()):
        return None
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save(force_update=True)
    return kept


def _search(row: dict[str, Any]) -> str:
    """Everything by which people look for a service: its names, and the words they use for it."""
    words = " ".join(pinyin_keys(word) for word in (row["name"], row["category"], *row["also"]))
    return f"{words} {row['name_en']} {row['category_en']}".lower()
