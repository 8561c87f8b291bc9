"""Reading credentials."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from xunjiasao.domains.workers import access
from xunjiasao.domains.workers.models import Credential, Worker
from xunjiasao.domains.workers.queries.find import employer
from xunjiasao.domains.workers.rules import Paper, Promise
from xunjiasao.domains.workers.terms import CredentialKind
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Holes, Ready


def credentials(worker_id: UUID) -> list[Credential]:
    return list(Credential.objects.filter(worker_id=worker_id).order_by("kind", "-issued_on", "id"))


def owners(credential_ids: Sequence[UUID]) -> set[UUID]:
    """Say in whose archives some credentials are; nobody's when one of them isn't there. One query."""
    found = dict(Credential.objects.filter(id__in=credential_ids).values_list("id", "worker_id"))
    return set(found.values()) if len(found) == len(set(credential_ids)) else set()


def credential(credential_id: UUID) -> Credential:
    """Find a credential with its owner, for whoever was authorised elsewhere.

    :raises Missing:
    """
    found = Credential.objects.filter(id=credential_id).select_related("worker").first()
    if found is None:
        raise Missing
    return found


def waiting(viewer: Actor, *, cursor: str | None = None, limit: int | None = None) -> Page[Credential]:
    """List the credentials that wait for the viewer's decision, with their owners, the oldest first. One query."""
    return page(_waiting(viewer), "id", cursor=cursor, limit=limit)


def count_waiting(viewer: Actor) -> int:
    return _waiting(viewer).count()


def to_verify(viewer: Actor, credential_id: UUID | str) -> Credential:
    """Find a credential of the viewer's divisions, decided or not, with its owner.

    :raises Missing:
    """
    key = ids.parse(credential_id)
    found = _verifiable(viewer).filter(id=key).first() if key else None
    if found is None:
        raise Missing
    return found


def scanned(viewer: Actor, credential_id: UUID | str) -> Credential:
    """Find a credential whose scan the viewer may see, with its archive. Two queries.

    :raises Missing: it isn't the viewer's to see
    """
    key = ids.parse(credential_id)
    if key is None:
        raise Missing
    found = credential(key)
    if refusal := access.may_see_scan(viewer, found.worker, employer(found.worker_id)):
        raise refusal
    return found


def _verifiable(viewer: Actor) -> QuerySet[Credential]:
    owners = Worker.objects.filter(access.verifiable_by(viewer))
    return Credential.objects.filter(worker__in=owners).select_related("worker")


def _waiting(viewer: Actor) -> QuerySet[Credential]:
    return _verifiable(viewer).filter(verified_at=None, refused_at=None)


_PAPERS = Ready(
    lambda: (
        Credential.objects.filter(worker_id__in=Holes("workers"), refused_at=None)
        .order_by("worker_id", "grade", "id")
        .values_list("worker_id", "kind", "occupation", "grade", "verified_at", "expires_on", "issued_on", "fit")
    )
)


def papers(worker_ids: Iterable[UUID]) -> dict[UUID, list[Paper]]:
    """Read the credentials of several workers as the rules see them, those that were refused left out. One query."""
    found: dict[UUID, list[Paper]] = {worker_id: [] for worker_id in worker_ids}
    for owner, kind, occupation, grade, verified_at, *said in _PAPERS.values(workers=found):
        found[owner].append(Paper(CredentialKind(kind), occupation, grade, verified_at is not None, *said))
    return found


def skill(papers: Sequence[Paper], promise: Promise | None, on: date) -> tuple[str, int] | None:
    """The best level she holds on a day in the promised occupation, or in any: occupation code, level."""
    held = [
        (paper.grade, paper.occupation)
        for paper in papers
        if paper.kind == CredentialKind.SKILL and paper.grade and paper.holds(on)
    ]
    best = min((each for each in held if promise is None or each[1] == promise.occupation), default=None)
    return (best[1], best[0]) if best else None
