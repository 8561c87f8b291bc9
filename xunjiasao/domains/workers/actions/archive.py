"""Identity, affiliation, service area, and what facts from above leave here."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places import rules as places_rules
from xunjiasao.domains.workers import access, events, queries, rules
from xunjiasao.domains.workers.actions.calendar import lay_out
from xunjiasao.domains.workers.actions.write import ask, keep_head, record
from xunjiasao.domains.workers.models import Affiliation, Area, Worker
from xunjiasao.domains.workers.terms import DAYS_AHEAD, LANGUAGES, IdentityKind
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Invalid, Missing, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.spoken import spoken
from xunjiasao.kernel.text import _, pinyin_keys, tidy
from xunjiasao.kernel.time import day_of


class AlreadyEnrolled(Refused):
    code, says = "already_enrolled", _("This person already has an archive.")


class StillAffiliated(Refused):
    code, says = "still_affiliated", _("She still belongs to another enterprise, which must release her first.")


class VisitAhead(Refused):
    code, says = "visit_ahead", _("She has a visit {when}. Send someone else there first.")


@operation
def enrol(
    *,
    account_id: UUID,
    enterprise_id: UUID,
    name: str,
    identity_kind: IdentityKind,
    identity_number: str,
    path: str,
    lat_e6: int | None = None,
    lng_e6: int | None = None,
    languages: Sequence[str] = ("mandarin",),
    actor: Actor,
    now: datetime,
) -> Worker:
    """Open the archive of a worker and affiliate her with an enterprise. One person, one archive.

    :param path: the division she lives in
    :raises Invalid: with a sentence per field
    :raises AlreadyEnrolled: the identity number or the account has an archive
    """
    ask(access.may_manage(actor, enterprise_id))
    if wrong := faults(name=name, identity_kind=identity_kind, identity_number=identity_number, languages=languages):
        raise Invalid(fields=wrong)
    name, number = tidy(name), rules.identity_text(identity_number)
    index = queries.identity_index(identity_kind, number)
    if Worker.objects.filter(identity_index=index).exists() or Worker.objects.filter(account_id=account_id).exists():
        raise AlreadyEnrolled
    worker = Worker(
        account_id=account_id, name=name, pinyin=pinyin_keys(name)[:200], identity_kind=identity_kind, identity_index=index,
        languages=list(languages), path=path, lat_e6=lat_e6, lng_e6=lng_e6, enrolled_at=now,
    )  # fmt: skip
    worker.identity_sealed = seal(number, place=f"workers_worker.identity:{worker.id}")
    if not rows.insert(worker, unless_there=True):  # a moment ago
        raise AlreadyEnrolled
    worker.head = record(events.Enrolled(identity_kind=identity_kind.value), worker, actor, now, new=True)
    _affiliate(worker, enterprise_id, actor, now)
    return worker


@operation
def affiliate(*, worker_id: UUID, enterprise_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a worker who belongs to nobody join an enterprise.

    :raises StillAffiliated:
    """
    worker = queries.lock_calendar(worker_id, first=day_of(now))
    ask(access.may_manage(actor, enterprise_id))
    if queries.employer(worker_id):
        raise StillAffiliated
    _affiliate(worker, enterprise_id, actor, now)
    lay_out([worker.id], day_of(now))


@operation
def release(*, worker_id: UUID, actor: Actor, now: datetime) -> None:
    """End a worker's affiliation; her archive goes with her.

    :raises Missing: she belongs to nobody
    :raises VisitAhead: a visit is planned, and must be given to someone else first
    """
    worker = queries.lock_calendar(worker_id, first=day_of(now))
    enterprise_id = queries.employer(worker_id)
    if enterprise_id is None:
        raise Missing
    ask(access.may_manage(actor, enterprise_id))
    if held := queries.first_taken(worker_id, now, now + timedelta(days=DAYS_AHEAD)):
        raise VisitAhead(when=spoken(held, now))
    Affiliation.objects.filter(worker=worker, ended_on=None).update(ended_on=day_of(now))
    lay_out([worker.id], day_of(now))
    keep_head(
        worker,
        record(
            events.Released(enterprise_id=enterprise_id), worker, actor, now, about=[("organization", enterprise_id)]
        ),
    )


@operation
def set_areas(*, worker_id: UUID, paths: Sequence[str], actor: Actor, now: datetime) -> None:
    """Set the divisions, each with all inside it, that a worker serves: inside what her enterprise serves.

    :param paths: one that lies in another is dropped
    :raises Invalid: a division is unknown, or her enterprise doesn't go there
    """
    worker = queries.lock(worker_id)
    employer = queries.employer(worker_id)
    ask(access.may_keep_calendar(actor, worker, employer))
    wanted = set(paths)
    covered = organizations.coverage(employer) if employer else []
    if wanted - set(places.divisions_at(wanted)):
        raise Invalid(fields={"areas": _("Please choose places from the list.")})
    if not all(any(places_rules.covers(place, path) for place in covered) for path in wanted):
        raise Invalid(fields={"areas": _("Your enterprise doesn't serve all of that.")})
    kept = sorted(path for path in wanted if not wanted.intersection(places_rules.prefixes(path)[:-1]))
    Area.objects.filter(worker=worker).delete()
    rows.insert(*(Area(worker=worker, path=path) for path in kept))
    keep_head(worker, record(events.AreaSet(paths=tuple(kept)), worker, actor, now))


@operation
def note_record(*, worker_id: UUID, count: Callable[[], tuple[int, int, int]]) -> None:
    """Take over what orders and reviews say of a worker; saying it twice changes nothing.

    Her row is locked before anything is counted: of two processes the one that writes last has counted last.

    :param count: gives finished visits; sum over her reviews, in thousandths of a star; how many reviews
    """
    worker = queries.lock(worker_id)
    worker.orders_done, worker.rating_sum, worker.rating_count = count()
    rows.update(worker, "orders_done", "rating_sum", "rating_count")


def faults(*, name: str, identity_kind: IdentityKind, identity_number: str, languages: Sequence[str]) -> dict[str, Any]:
    """Say beside each field why an archive can't be opened with it."""
    wrong: dict[str, Any] = {}
    if not 1 <= len(tidy(name)) <= 60:
        wrong["name"] = _("Please enter her name.")
    if bad := rules.bad_identity(identity_kind, rules.identity_text(identity_number)):
        wrong["identity_number"] = bad
    if unknown := set(languages) - set(LANGUAGES):
        wrong["languages"] = str(_("Unknown language: {language}")).format(language=sorted(unknown)[0])
    return wrong


def _affiliate(worker: Worker, enterprise_id: UUID, actor: Actor, now: datetime) -> None:
    rows.insert(Affiliation(worker=worker, enterprise_id=enterprise_id, started_on=day_of(now)))
    keep_head(
        worker,
        record(
            events.Affiliated(enterprise_id=enterprise_id), worker, actor, now, about=[("organization", enterprise_id)]
        ),
    )
