"""The workers: an enterprise's own, or a division's, with what their papers allow."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.people import queries as accounts
from xunjiasao.domains.workers import queries, rules
from xunjiasao.domains.workers.terms import (
    CREDENTIAL_LABELS,
    DOUBT_LABELS,
    TRUST_LABELS,
    CredentialKind,
    Doubt,
    TrustColor,
)
from xunjiasao.interfaces.console import frame, records, rows, scope, searches
from xunjiasao.interfaces.entry import clock, tiles, words
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import parted
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.paging import page
from xunjiasao.kernel.text import _, either, mask_number, ngettext
from xunjiasao.kernel.time import day_of

MOST_SKILLS = 3
NEVER = date(1, 1, 1)
"""Stands for the end of documents that aren't there; before any real day."""
ORDER = ("until", "pinyin", "id")
COLORS = {color.value: records.TRUST[color].says for color in TrustColor}


@dataclass(frozen=True, slots=True)
class Line:
    """:param why: what is missing or ends soon, in words"""

    id: UUID
    name: str
    skills: str
    enterprise: str
    chip: rows.Chip
    why: str
    stars: str
    visits: int


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Power.RUN_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    return _list(request, "people")


@require_safe
@opens(Power.RUN_PEOPLE)
def people_one(request: HttpRequest, worker_id: str) -> HttpResponse:
    return _draw(request, "people", worker_id)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Power.OVERSEE)
def workers(request: HttpRequest) -> HttpResponse:
    return _list(request, "workers")


@require_safe
@opens(Power.OVERSEE)
def workers_one(request: HttpRequest, worker_id: str) -> HttpResponse:
    return _draw(request, "workers", worker_id)


def _list(request: HttpRequest, at: str) -> HttpResponse:
    """Show the list; a search is posted to it and led on."""
    return searches.lead(request, at) if request.method == "POST" else _draw(request, at)


def _draw(request: HttpRequest, at: str, worker_id: str | None = None) -> HttpResponse:
    """Draw the list, and an archive beside it when one is open."""
    viewer, today = actor_of(request), day_of(clock.now())
    asked = searches.asked(request, q="", trust="", county="")
    sought = words.opened(asked["q"], viewer)
    color = TrustColor(asked["trust"]) if asked["trust"] in COLORS else None
    whole = queries.narrowed(viewer, path=asked["county"], words=sought or "", color=color, on=today)
    found = page(_red_first(whole if sought is not None else whole.none()), *ORDER, cursor=request.GET.get("cursor"))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    counts = queries.counts_by_trust(viewer, on=today)
    shown: dict[str, Any] = {
        "lines": _lines(found.items, today, with_firm=at == "workers"), "next": found.next, "before": found.before, "asked": asked, "colors": COLORS.items(),
        "counties": tiles.tiles(scope.counties(viewer), {}) if at == "workers" else [], "desk_at": at, "query": query,
        "words": sought or "", "headline": _headline(counts), "list_url": f"{reverse(f'console:{at}')}{query}",
    }  # fmt: skip
    if worker_id:
        shown["record"] = _record(viewer, ids.parse(worker_id), at, today)
    return frame.show(request, "console/workers.html", at, shown)


def _red_first(rows: Any) -> Any:
    """Annotate the last day on which all documents hold: red, yellow and green come in this order by it."""
    return rows.annotate(until=Coalesce("fit_until", Value(NEVER)))


def _lines(found: list[Any], today: Any, *, with_firm: bool) -> list[Line]:
    """Three queries for a Federation's list, two for an enterprise's."""
    papers = queries.papers(worker.id for worker in found)
    employers = queries.employers(papers) if with_firm else {}
    firms = organizations.find(employers.values()) if employers else {}
    made = []
    for worker in found:
        trust = rules.trust(papers[worker.id], today)
        firm = firms.get(employers[worker.id]) if worker.id in employers else None
        made.append(
            Line(
                worker.id, worker.name, _skills(papers[worker.id], today), either(firm.short_name or firm.name, firm.name_en) if firm else "",
                records.trust_chip(trust), parted(trust.reasons), _stars(worker), worker.orders_done,
            )
        )  # fmt: skip
    return made


def _record(viewer: Actor, worker_id: UUID | None, at: str, today: Any) -> dict[str, Any]:
    """Gather an archive. Seven queries."""
    worker = queries.worker(viewer, worker_id) if worker_id else queries.worker(viewer, ids.new())
    held = queries.credentials(worker.id)
    trust = rules.trust(queries.papers([worker.id])[worker.id], today)
    areas = queries.areas(worker.id)
    names = rows.where(areas)
    employer = queries.employer(worker.id)
    return {
        "worker": worker, "chip": records.trust_chip(trust), "label": TRUST_LABELS[trust.color], "reasons": trust.reasons,
        "phone": accounts.phone_of(worker.account) if at == "people" else "", "stars": _stars(worker),
        "languages": queries.languages(worker), "areas": [names[path] for path in areas if path in names],
        "enterprise": organizations.names([employer]).get(employer, "") if employer else "",
        "credentials": [
            {
                "id": each.id, "scan": bool(each.scan), "decided": bool(each.verified_at or each.refused_at),
                "refused": DOUBT_LABELS[Doubt(each.refused_why)] if each.refused_why else "",
                "label": CREDENTIAL_LABELS[CredentialKind(each.kind)], "about": parted(records.particulars(each)), "number": mask_number(each.number) if each.number else "",
                "issuer": each.issuer, "expires_on": each.expires_on, "verified": each.verified_at is not None,
                "ended": each.expires_on is not None and each.expires_on < today,
            }
            for each in held
        ],
    }  # fmt: skip


def _skills(papers: list[rules.Paper], today: Any) -> str:
    """Name the best valid level of each occupation."""
    best: dict[str, int] = {}
    for paper in papers:
        if paper.kind == CredentialKind.SKILL and paper.grade and paper.holds(today):
            best[paper.occupation] = min(paper.grade, best.get(paper.occupation, paper.grade))
    named_skills = [
        catalogue.skill(code, grade).label for code, grade in sorted(best.items(), key=lambda one: (one[1], one[0]))
    ]
    more = len(named_skills) - MOST_SKILLS
    return parted([*named_skills[:MOST_SKILLS], *([str(_("{n} more")).format(n=more)] if more > 0 else [])])


def _stars(worker: Any) -> str:
    return f"{worker.rating_sum / worker.rating_count / 1000:.1f}" if worker.rating_count else ""


def _headline(counts: dict[TrustColor, int]) -> str:
    """Say in one sentence how many may visit."""
    everybody, red, yellow = sum(counts.values()), counts[TrustColor.RED], counts[TrustColor.YELLOW]
    said = ngettext("{n} worker", "{n} workers", everybody).format(n=everybody)
    if red:
        return str(_("{workers}, {n} may not visit now")).format(workers=said, n=red)
    if yellow:
        return str(_("{workers}, {n} with papers ending soon")).format(workers=said, n=yellow)
    return str(_("{workers}, all may visit")).format(workers=said) if everybody else said
