"""What there is: occupations, standards, offerings, and how they are found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Min, Model, Q, QuerySet

from xunjiasao.domains.catalogue import access, rules
from xunjiasao.domains.catalogue.models import (
    Edition,
    Extra,
    Level,
    Occupation,
    Offering,
    ServiceStandard,
    Surcharge,
)
from xunjiasao.domains.catalogue.terms import Charge, Unit
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.organizations.terms import Status
from xunjiasao.domains.places import rules as places
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Hole, Ready

M = TypeVar("M", bound=Model)
SORTS = {"price": ("price_fen", "id"), "rating": ("-rating_milli", "id")}


@dataclass(frozen=True, slots=True)
class Service:
    """A standard on the front page: the lowest price and how many enterprises offer it; None when nobody does."""

    standard: ServiceStandard
    from_fen: int | None
    offerings: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An offering with its tariff."""

    offering: Offering
    tariff: rules.Tariff

    @property
    def least(self) -> int:
        """The smallest quantity, on the standard's steps."""
        return max(self.offering.min_quantity, self.offering.standard.min_quantity)


def occupations() -> list[tuple[Occupation, list[Level]]]:
    """List the occupations with their levels, the lowest first. Two queries."""
    levels: dict[UUID, list[Level]] = {}
    for level in Level.objects.order_by("-grade"):
        levels.setdefault(level.occupation_id, []).append(level)
    return [(each, levels.get(each.id, [])) for each in Occupation.objects.order_by("code")]


def grades() -> dict[str, set[int]]:
    """List the levels that each occupation has, by its code. Two queries."""
    return {each.code: {level.grade for level in levels} for each, levels in occupations()}


_skills: dict[tuple[str, int | None], rules.Skill] = {}
"""the names of all levels, read once in a process; rows are few and hardly change"""


def skill(occupation_code: str, grade: int | None) -> rules.Skill:
    """Name an occupation and a level of it. No query once it is known; what has no row is called by code and number."""
    key = (occupation_code, grade)
    if key not in _skills:  # it was added since, or there is none
        learn_skills()
    if key not in _skills:
        named = Occupation.objects.filter(code=occupation_code).values_list("name", "name_en").first()
        _skills[key] = rules.Skill(occupation_code, *(named or (occupation_code, occupation_code)), grade)
    return _skills[key]


def learn_skills() -> None:
    """Read the names of all levels, for when one of them is new or changed. Two queries."""
    for each, levels in occupations():
        for level in levels:
            _skills[each.code, level.grade] = rules.Skill(
                each.code, each.name, each.name_en, level.grade, level.name, level.name_en
            )


def services(*, words: str = "", path: str = "") -> list[Service]:
    """List all standards that fit, in the catalogue's order, with price and number of offerings at a place. Two queries."""
    standards = _fitting(ServiceStandard.objects.order_by("place"), words, lambda word: _standard_fits(word, ""))
    offered = _offered(path).values("standard_id").annotate(least=Min("price_fen"), many=Count("id"))
    found = {row["standard_id"]: row for row in offered}
    return [
        Service(each, found[each.id]["least"], found[each.id]["many"]) if each.id in found else Service(each, None, 0)
        for each in standards
    ]


def count_services() -> int:
    """Count the standards of the catalogue. One query."""
    return ServiceStandard.objects.count()


def offerings(
    *,
    words: str = "",
    occupation: str = "",
    service: str = "",
    path: str = "",
    sort: str = "price",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Offering]:
    """List what enterprises offer at a place, the cheapest or the best rated first. One query; two with words.

    :param words: Chinese, pinyin or its initials: of a service, an occupation, an enterprise
    :param occupation: code of the promised occupation
    :param service: slug of the standard
    :param path: division of the door; an enterprise that serves some of it counts
    """
    rows = _offered(path).select_related("enterprise", "standard__occupation")
    if occupation:
        rows = rows.filter(standard__occupation__code=occupation)
    if service:
        rows = rows.filter(standard__slug=service)
    rows = _fitting(
        rows, words, lambda word: _standard_fits(word, "standard__") | organizations.named(word, prefix="enterprise__")
    )
    return page(rows, *SORTS[sort], cursor=cursor, limit=limit)


def offerings_of(viewer: Actor, enterprise_id: UUID) -> list[Offering]:
    """List all that an enterprise offers, or once offered, for its own desk."""
    rows = Offering.objects.filter(access.visible_to(viewer), enterprise_id=enterprise_id)
    return list(rows.select_related("enterprise", "standard__occupation").order_by("standard__place"))


_OFFER = Ready(lambda: Offering.objects.select_related("enterprise", "standard__occupation").filter(id=Hole("id")))


def offer(viewer: Actor, offering_id: UUID | str | None) -> Offer:
    """Find an offering with its tariff. Three queries.

    :raises Missing: it isn't there, or isn't offered now
    """
    key = ids.parse(offering_id)
    found = _OFFER.first(id=key) if key else None
    if found is None or not access.may_see(viewer, found):
        raise Missing(of="offering")
    return Offer(found, tariff(found))


_LOCKED = Ready(
    lambda: (
        Offering.objects.select_for_update(no_key=True, of=("self",))
        .select_related("enterprise", "standard__occupation")
        .filter(id=Hole("id"))
    )
)


def lock_offering(offering_id: UUID | str) -> Offering:
    """Find and lock an offering.

    :raises Missing:
    """
    key = ids.parse(offering_id)
    found = _LOCKED.first(id=key) if key else None
    if found is None:
        raise Missing(of="offering")
    return found


def standard(slug: str) -> ServiceStandard | None:
    return ServiceStandard.objects.filter(slug=slug).first()


def is_offered(enterprise_id: UUID, standard_id: UUID) -> bool:
    return Offering.objects.filter(enterprise_id=enterprise_id, standard_id=standard_id).exists()


_EXTRAS = Ready(lambda: Extra.objects.filter(offering=Hole("offering")).order_by("place"))
_SURCHARGES = Ready(lambda: Surcharge.objects.filter(offering=Hole("offering")).order_by("kind"))


def tariff(found: Offering) -> rules.Tariff:
    """Read what an offering costs. Two queries, when it came with its standard."""
    extras, surcharges = _EXTRAS.all(offering=found.id), _SURCHARGES.all(offering=found.id)
    return rules.Tariff(
        found.standard.name, found.standard.name_en, Unit(found.standard.unit), found.price_fen,
        tuple(rules.Extra(each.code, each.name, each.name_en, each.price_fen, each.minutes) for each in extras),
        tuple(rules.Surcharge(Charge(each.kind), each.share_bp, each.from_min, each.to_min) for each in surcharges),
    )  # fmt: skip


def tariffs(found: Sequence[Offering]) -> dict[UUID, rules.Tariff]:
    """Read what several offerings cost. Two queries, when they came with their standards."""
    extras: dict[UUID, list[rules.Extra]] = {}
    surcharges: dict[UUID, list[rules.Surcharge]] = {}
    wanted = [each.id for each in found]
    for row in Extra.objects.filter(offering_id__in=wanted).order_by("place"):
        extras.setdefault(row.offering_id, []).append(
            rules.Extra(row.code, row.name, row.name_en, row.price_fen, row.minutes)
        )
    for each in Surcharge.objects.filter(offering_id__in=wanted).order_by("kind"):
        surcharges.setdefault(each.offering_id, []).append(
            rules.Surcharge(Charge(each.kind), each.share_bp, each.from_min, each.to_min)
        )
    return {
        offering.id: rules.Tariff(
            offering.standard.name, offering.standard.name_en, Unit(offering.standard.unit), offering.price_fen,
            tuple(extras.get(offering.id, ())), tuple(surcharges.get(offering.id, ())),
        )
        for offering in found
    }  # fmt: skip


def edition() -> int:
    """Count the changes of the catalogue so far."""
    return Edition.objects.filter(id=1).values_list("number", flat=True).first() or 0


def heads() -> Iterator[tuple[str, str]]:
    """Give stream key and kept head of every offering, for `journal.queries.tampering`."""
    rows = Offering.objects.values_list("id", "head").iterator()
    return ((f"offering:{offering_id}", head) for offering_id, head in rows)


def _offered(path: str) -> QuerySet[Offering]:
    rows = Offering.objects.filter(active=True, enterprise__status=Status.ACTIVE)
    return rows.filter(enterprise_id__in=organizations.serving(path)) if path else rows


def _fitting(rows: QuerySet[M], words: str, fits: Callable[[str], Q]) -> QuerySet[M]:
    """Keep the rows that fit every word; if none does, those with every character of it: 洗空调 finds 空调清洗."""
    asked = list(places.search_words(words))
    whole = rows.filter(*(fits(word) for word in asked))
    if not asked or whole.exists():
        return whole
    parts = {part for word in asked for part in ([word] if word.isascii() else word)}
    return rows.filter(*(fits(part) for part in sorted(parts)))


def _standard_fits(word: str, prefix: str) -> Q:
    return Q(**{f"{prefix}search__contains": word}) | Q(**{f"{prefix}occupation__search__contains": word})
