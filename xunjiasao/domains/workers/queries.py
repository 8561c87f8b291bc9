"""Reading archives and calendars."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Value

from xunjiasao.domains.places.rules import prefixes
from xunjiasao.domains.workers import access, rules
from xunjiasao.domains.workers.models import Affiliation, Area, Credential, Day, Leave, Pattern, Worker
from xunjiasao.domains.workers.rules import Paper, Promise
from xunjiasao.domains.workers.terms import ENDS_SOON_DAYS, LANGUAGES, CredentialKind, IdentityKind, TrustColor
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import blind_index, unseal
from xunjiasao.kernel.errors import Missing, Refused
from xunjiasao.kernel.paging import Page, page
from xunjiasao.kernel.ready import Hole, Ready
from xunjiasao.kernel.text import tidy
from xunjiasao.kernel.time import at_slot, masks

Spans = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class DayMasks:
    worker_id: UUID
    on: date
    open: int
    taken: int


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


_LOCKED = Ready(lambda: Worker.objects.select_for_update().filter(id=Hole("id")))


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


def of_enterprise(enterprise_id: UUID) -> QuerySet[Worker]:
    """The workers who belong to an enterprise now."""
    return Worker.objects.filter(
        Exists(Affiliation.objects.filter(worker=OuterRef("pk"), enterprise_id=enterprise_id, ended_on=None))
    )


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


def identity_index(kind: IdentityKind, number: str) -> str:
    """Make the fingerprint by which an identity number finds its archive."""
    return blind_index(f"{kind}:{number}", kind="identity")


def identity_number(worker: Worker) -> str:
    """Open the identity number of an archive."""
    return unseal(worker.identity_sealed, place=f"workers_worker.identity:{worker.id}")


def of_account(account_id: UUID) -> Worker | None:
    """Find the archive of an account, for whoever was authorised elsewhere. One query."""
    return Worker.objects.filter(account_id=account_id).first()


def _verifiable(viewer: Actor) -> QuerySet[Credential]:
    owners = Worker.objects.filter(access.verifiable_by(viewer))
    return Credential.objects.filter(worker__in=owners).select_related("worker")


def _waiting(viewer: Actor) -> QuerySet[Credential]:
    return _verifiable(viewer).filter(verified_at=None, refused_at=None)


def papers(worker_ids: Iterable[UUID]) -> dict[UUID, list[Paper]]:
    """Read the credentials of several workers as the rules see them. One query."""
    found: dict[UUID, list[Paper]] = {worker_id: [] for worker_id in worker_ids}
    rows = Credential.objects.filter(worker_id__in=list(found)).order_by("worker_id", "grade", "id")
    for owner, kind, occupation, grade, verified_at, expires_on in rows.values_list(
        "worker_id", "kind", "occupation", "grade", "verified_at", "expires_on"
    ):
        found[owner].append(Paper(CredentialKind(kind), occupation, grade, verified_at is not None, expires_on))
    return found


def areas(worker_id: UUID) -> list[str]:
    return list(Area.objects.filter(worker_id=worker_id).order_by("path").values_list("path", flat=True))


def able(
    enterprise_id: UUID, *, promise: Promise | None, on: date, path: str, worker_id: UUID | None = None
) -> QuerySet[Worker]:
    """The enterprise's workers who keep the promise up to a day and serve that address."""
    able = of_enterprise(enterprise_id).filter(fit_until__gte=on)
    if worker_id:
        able = able.filter(id=worker_id)
    if promise:
        skilled = _meeting(promise).filter(Q(expires_on=None) | Q(expires_on__gte=on), worker=OuterRef("pk"))
        able = able.filter(Exists(skilled))
    return able.filter(Exists(Area.objects.filter(worker=OuterRef("pk"), path__in=prefixes(path))))


def able_until(able: QuerySet[Worker], promise: Promise | None) -> dict[UUID, date]:
    """Say up to which day each of these workers keeps a promise, documents included. Two queries at most."""
    until = {worker_id: last for worker_id, last in able.values_list("id", "fit_until") if last}
    if promise:
        skilled: dict[UUID, date] = {}
        rows = _meeting(promise).filter(worker__in=able.values("pk"))
        for worker_id, expires_on in rows.values_list("worker_id", "expires_on"):
            skilled[worker_id] = max(expires_on or rules.END_OF_TIME, skilled.get(worker_id, date.min))
        until = {worker_id: min(last, skilled.get(worker_id, date.min)) for worker_id, last in until.items()}
    return until


def _meeting(promise: Promise) -> QuerySet[Credential]:
    """The verified certificates that are what a promise says, or better."""
    return Credential.objects.filter(
        kind=CredentialKind.SKILL, occupation=promise.occupation, grade__lte=promise.grade, verified_at__isnull=False
    )


def offering(days: QuerySet[Day], mask: int) -> QuerySet[Day]:
    """Of these days, those on which every half hour of the mask is open and not taken.

    The mask is said to be a big integer: Django drops a comparison that would overflow a small one.
    """
    wanted: Any = Value(mask, output_field=BigIntegerField())
    return days.annotate(offered=F("open").bitand(wanted), busy=F("taken").bitand(wanted)).filter(
        offered=wanted, busy=0
    )


def free(able: QuerySet[Worker], spans: Spans) -> QuerySet[Worker]:
    """Of these workers, those whose masks are open and not taken over the whole period."""
    for on, mask in spans:
        able = able.filter(Exists(offering(Day.objects.filter(worker=OuterRef("pk"), on=on), mask)))
    return able


def days(workers: QuerySet[Worker] | Iterable[UUID], first: date, last: date) -> Iterator[DayMasks]:
    """Read the masks of several workers from the first to the last day, both included. One query."""
    whose = workers.values("pk") if isinstance(workers, QuerySet) else list(workers)
    rows = Day.objects.filter(worker__in=whose, on__gte=first, on__lte=last).order_by("worker_id", "on")
    for row in rows.values_list("worker_id", "on", "open", "taken"):
        yield DayMasks(*row)


def why_not(papers: Sequence[Paper], *, promise: Promise | None, spans: Spans, serves: bool) -> Refused | None:
    """Say why a worker can't be given a visit, apart from being busy.

    :param serves: the address lies in her area
    """
    for on, _mask in spans:
        if reason := rules.promise_not_met(papers, promise, on):
            return reason
    return None if serves else rules.OutsideHerArea()


def serving(worker_ids: Iterable[UUID], path: str) -> set[UUID]:
    """Pick those of these workers whose area an address lies in. One query."""
    return set(
        Area.objects.filter(worker__in=list(worker_ids), path__in=prefixes(path)).values_list("worker_id", flat=True)
    )


def skill(papers: Sequence[Paper], promise: Promise | None, on: date) -> tuple[str, int] | None:
    """The best level she holds on a day in the promised occupation, or in any: occupation code, level."""
    held = [
        (paper.grade, paper.occupation)
        for paper in papers
        if paper.kind == CredentialKind.SKILL and paper.grade and paper.holds(on)
    ]
    best = min((each for each in held if promise is None or each[1] == promise.occupation), default=None)
    return (best[1], best[0]) if best else None


def languages(worker: Worker) -> list[str]:
    """The languages she speaks, named in the active language."""
    return [str(LANGUAGES[each]) for each in worker.languages if each in LANGUAGES]


def first_taken(worker_id: UUID, starts_at: datetime, ends_at: datetime) -> datetime | None:
    """Give the first half hour of a period that a visit holds, or None. One query."""
    wanted = dict(masks(starts_at, ends_at))
    for day in days([worker_id], min(wanted), max(wanted)):
        if held := day.taken & wanted[day.on]:
            return at_slot(day.on, (held & -held).bit_length() - 1)
    return None


def leaves(worker_id: UUID, *, after: datetime) -> list[Leave]:
    return list(Leave.objects.filter(worker_id=worker_id, ended_at=None, ends_at__gt=after).order_by("starts_at"))


def pattern(worker_id: UUID) -> dict[int, int]:
    """The weekly pattern: weekday (0 = Monday) → mask."""
    return dict(Pattern.objects.filter(worker_id=worker_id).values_list("weekday", "mask"))


def heads() -> Iterator[tuple[str, str]]:
    """Key of the stream and head as kept in each worker's own row, for the journal's check."""
    for worker_id, head in Worker.objects.values_list("id", "head").iterator():
        yield f"worker:{worker_id}", head


def wrong_days(taken: dict[tuple[UUID, date], int]) -> Iterator[str]:
    """Compare every day's mask with what the orders say, and name the days that differ.

    :param taken: (worker, day) → mask, computed from the orders
    """
    left = dict(taken)
    for worker_id, on, mask in Day.objects.values_list("worker_id", "on", "taken").iterator():
        if mask != left.pop((worker_id, on), 0):
            yield f"worker {worker_id} on {on}: the mask differs from her orders"
    for worker_id, on in left:
        yield f"worker {worker_id} on {on}: ordered, but she has no such day"
