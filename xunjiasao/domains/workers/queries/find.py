"""Finding archives."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xunjiasao.domains.places.queries import away
from xunjiasao.domains.workers import access
from xunjiasao.domains.workers.models import Affiliation, Worker
from xunjiasao.domains.workers.terms import ENDS_SOON_DAYS, LANGUAGES, IdentityKind, TrustColor
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import blind_index, unseal
from xunjiasao.kernel.errors import Missing
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import tidy


def worker(viewer: Actor, worker_id: UUID) -> Worker:
    """:raises Missing:"""
    found = access.visible_to(viewer).filter(id=worker_id).select_related("account").first()
    if found is None:
        raise Missing
    return found


def workers(viewer: Actor) -> QuerySet[Worker]:
    """The archives that the viewer may see."""
    return access.visible_to(viewer).select_related("account")


def counts_by_trust(viewer: Actor, *, path: str = "", on: date) -> dict[TrustColor, int]:
    """Count the archives that the viewer may see by the colour of their trust code on a day. One query."""
    rows = access.visible_to(viewer).filter(path__startswith=path)
    return rows.aggregate(**{color: Count("id", filter=where) for color, where in _colored(on).items()})  # type: ignore[misc, return-value]  # colours are words


def narrowed(
    viewer: Actor, *, path: str = "", words: str = "", color: TrustColor | None = None, on: date
) -> QuerySet[Worker]:
    """The archives that the viewer may see, by place, by name (Chinese or pinyin) and by trust code on a day."""
    rows = workers(viewer).filter(path__startswith=path)
    for word in tidy(words).lower().split():
        rows = rows.filter(pinyin__contains=word)
    return rows.filter(_colored(on)[color]) if color else rows


def _colored(on: date) -> dict[TrustColor, Q]:
    """Say the trust code in SQL, by the last day on which all documents are valid."""
    soon = on + timedelta(days=ENDS_SOON_DAYS)
    return {
        TrustColor.GREEN: Q(fit_until__gt=soon),
        TrustColor.YELLOW: Q(fit_until__gte=on, fit_until__lte=soon),
        TrustColor.RED: Q(fit_until=None) | Q(fit_until__lt=on),
    }


def own(viewer: Actor) -> Worker:
    """The viewer's own archive.

    :raises Missing: she has none
    """
    found = Worker.objects.filter(account_id=viewer.who).select_related("account").first() if viewer.signed_in else None
    if found is None:
        raise Missing
    return found


_LOCKED = Ready(lambda: Worker.objects.select_for_update(no_key=True).filter(id=Hole("id")))


def lock(worker_id: UUID) -> Worker:
    """:raises Missing:"""
    found = _LOCKED.first(id=worker_id)
    if found is None:
        raise Missing
    return found


def by_ids(worker_ids: Iterable[UUID]) -> dict[UUID, Worker]:
    """Find workers by id, for lists that were authorised elsewhere. One query."""
    return {found.id: found for found in Worker.objects.filter(id__in=set(worker_ids)).select_related("account")}


_EMPLOYER = Ready(
    lambda: Affiliation.objects.filter(worker_id=Hole("worker"), ended_on=None).values_list("enterprise_id")
)


def employer(worker_id: UUID) -> UUID | None:
    """Name the enterprise a worker belongs to now."""
    found = _EMPLOYER.values(worker=worker_id)
    return found[0][0] if found else None


_ACCOUNT = Ready(lambda: Worker.objects.filter(id=Hole("id")).values_list("account_id"))


def account_of(worker_id: UUID) -> UUID:
    """Name the account of a worker. One query."""
    [(account_id,)] = _ACCOUNT.values(id=worker_id)
    return account_id


def employers(worker_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = Affiliation.objects.filter(worker_id__in=set(worker_ids), ended_on=None)
    return dict(rows.values_list("worker_id", "enterprise_id"))


def of_enterprise(enterprise_id: UUID | Hole) -> QuerySet[Worker]:
    """The workers who belong to an enterprise now; a search begins with them, not with all of the city's."""
    own = Affiliation.objects.filter(enterprise_id=enterprise_id, ended_on=None)  # type: ignore[misc]  # or a hole for it
    return Worker.objects.filter(id__in=own.values("worker_id"))


def nearest(found: QuerySet[Worker], near: tuple[int | Hole, int | Hole] | None) -> QuerySet[Worker]:
    """Order workers by how near to a point they live, if one is known, then by how few visits they had."""
    way = [away(*near).asc(nulls_last=True)] if near else []
    return found.order_by(*way, "orders_done", "id")


_OWN = Ready(lambda: of_enterprise(Hole("enterprise")).filter(id=Hole("id")))


def own_worker(enterprise_id: UUID, worker_id: UUID) -> Worker | None:
    """Find a worker who belongs to an enterprise now. One query."""
    return _OWN.first(enterprise=enterprise_id, id=worker_id)


def identity_index(kind: IdentityKind, number: str) -> str:
    """Make the fingerprint by which an identity number finds its archive."""
    return blind_index(f"{kind}:{number}", kind="identity")


def identity_number(worker: Worker) -> str:
    """Open the identity number of an archive."""
    return unseal(worker.identity_sealed, place=f"workers_worker.identity:{worker.id}")


def of_account(account_id: UUID) -> Worker | None:
    """Find the archive of an account, for whoever was authorised elsewhere. One query."""
    return Worker.objects.filter(account_id=account_id).first()


def languages(worker: Worker) -> list[str]:
    """The languages she speaks, named in the active language."""
    return [str(LANGUAGES[each]) for each in worker.languages if each in LANGUAGES]


def heads() -> Iterator[tuple[str, str]]:
    """Key of the stream and head as kept in each worker's own row, for the journal's check."""
    for worker_id, head in Worker.objects.values_list("id", "head").iterator():
        yield f"worker:{worker_id}", head
