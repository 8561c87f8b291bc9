"""Identity, credentials, affiliation, service area, and what facts from above leave here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.workers import access, events, queries, rules
from xunjiasao.domains.workers.models import Affiliation, Area, Credential, Worker
from xunjiasao.domains.workers.terms import LANGUAGES, CredentialKind, IdentityKind
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import blind_index, seal
from xunjiasao.kernel.errors import DomainError, Invalid, Missing, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, pinyin_keys, tidy
from xunjiasao.kernel.time import day_of


class AlreadyEnrolled(Refused):
    code, says = "already_enrolled", _("This person already has an archive.")


class StillAffiliated(Refused):
    code, says = "still_affiliated", _("She still belongs to another enterprise, which must release her first.")


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
    :raises AlreadyEnrolled: the identity number or the account has an archive
    """
    _ask(access.may_manage(actor, enterprise_id))
    number = tidy(identity_number).upper()
    wrong: dict[str, Any] = {}
    if not 1 <= len(name := tidy(name)) <= 60:
        wrong["name"] = _("Please enter her name.")
    if bad := rules.bad_identity(identity_kind, number):
        wrong["identity_number"] = bad
    if unknown := set(languages) - set(LANGUAGES):
        wrong["languages"] = _("Unknown language: {language}").format(language=sorted(unknown)[0])
    if wrong:
        raise Invalid(fields=wrong)
    index = blind_index(f"{identity_kind}:{number}", kind="identity")
    if Worker.objects.filter(identity_index=index).exists() or Worker.objects.filter(account_id=account_id).exists():
        raise AlreadyEnrolled
    worker = Worker(
        account_id=account_id, name=name, pinyin=pinyin_keys(name)[:200], identity_kind=identity_kind, identity_index=index,
        languages=list(languages), path=path, lat_e6=lat_e6, lng_e6=lng_e6, enrolled_at=now,
    )  # fmt: skip
    worker.identity_sealed = seal(number, place=f"workers_worker.identity:{worker.id}")
    rows.insert(worker)
    worker.head = _record(events.Enrolled(identity_kind=identity_kind.value), worker, actor, now, new=True)
    _affiliate(worker, enterprise_id, actor, now)
    return worker


@operation
def affiliate(*, worker_id: UUID, enterprise_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a worker who belongs to nobody join an enterprise.

    :raises StillAffiliated:
    """
    worker = queries.lock(worker_id)
    _ask(access.may_manage(actor, enterprise_id))
    if queries.employer(worker_id):
        raise StillAffiliated
    _affiliate(worker, enterprise_id, actor, now)


@operation
def release(*, worker_id: UUID, actor: Actor, now: datetime) -> None:
    """End a worker's affiliation; her archive goes with her."""
    worker = queries.lock(worker_id)
    enterprise_id = queries.employer(worker_id)
    if enterprise_id is None:
        raise Missing
    _ask(access.may_manage(actor, enterprise_id))
    Affiliation.objects.filter(worker=worker, ended_on=None).update(ended_on=day_of(now))
    _keep_head(
        worker,
        _record(
            events.Released(enterprise_id=enterprise_id), worker, actor, now, about=[("organization", enterprise_id)]
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A credential as somebody enters it.

    :param grade: 5 (beginner) to 1 (senior technician), for skill certificates
    """

    kind: CredentialKind
    issuer: str
    issued_on: date
    expires_on: date | None
    occupation: str = ""
    grade: int | None = None
    number: str = ""


def add_credential(
    *,
    worker_id: UUID,
    kind: CredentialKind,
    issuer: str,
    issued_on: date,
    expires_on: date | None,
    occupation: str = "",
    grade: int | None = None,
    number: str = "",
    actor: Actor,
    now: datetime,
) -> Credential:
    """Put a credential into an archive; it counts once it is verified.

    :param grade: 5 (beginner) to 1 (senior technician), for skill certificates
    :raises Invalid: with a sentence per field
    """
    said = Document(
        kind=kind, issuer=issuer, issued_on=issued_on, expires_on=expires_on, occupation=occupation, grade=grade, number=number
    )  # fmt: skip
    return add_credentials(worker_id=worker_id, documents=[said], actor=actor, now=now)[0]


@operation
def add_credentials(*, worker_id: UUID, documents: Sequence[Document], actor: Actor, now: datetime) -> list[Credential]:
    """Put several credentials into an archive, all or none; each counts once it is verified.

    :raises Invalid: with a sentence per field of the first that can't be right
    """
    worker = queries.lock(worker_id)
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    credentials = [_credential(worker, each, now) for each in documents]
    rows.insert(*credentials)
    facts = [
        events.CredentialAdded(
            credential_id=each.id, kind=CredentialKind(each.kind).value, occupation=each.occupation, grade=each.grade, expires_on=each.expires_on
        )
        for each in credentials
    ]  # fmt: skip
    _keep_head(worker, _record_all(facts, worker, actor, now))
    return credentials


def verify_credential(*, credential_id: UUID, how: str, actor: Actor, now: datetime) -> None:
    """Say that a credential is genuine, and how that was found out; never by its owner.

    :raises Missing:
    :raises Forbidden:
    """
    verify_credentials(credential_ids=[credential_id], how=how, actor=actor, now=now)


@operation
def verify_credentials(*, credential_ids: Sequence[UUID], how: str, actor: Actor, now: datetime) -> None:
    """Say that several credentials of one archive are genuine, and how that was found out; never by their owner.

    :raises Missing: one isn't there, or is another person's
    :raises Forbidden:
    """
    owners = queries.owners(credential_ids)
    if len(owners) != 1:
        raise Missing
    worker = queries.lock(owners.pop())
    _ask(access.may_verify(actor, worker))
    method = tidy(how)[:40]
    Credential.objects.filter(id__in=credential_ids).update(
        verified_at=now, verified_by=actor.account_id, verified_how=method
    )
    worker.fit_until = rules.fit_until(queries.papers([worker.id])[worker.id])
    facts = [events.CredentialVerified(credential_id=each, how=method) for each in credential_ids]
    worker.head = _record_all(facts, worker, actor, now)
    worker.save(update_fields=["fit_until", "head"])


@operation
def attach_scan(*, credential_id: UUID, scan: str, actor: Actor, now: datetime) -> None:
    """Keep the name of a credential's stored scan.

    :param scan: the name that `integrations.files` gave
    """
    credential = Credential.objects.filter(id=credential_id).first()
    if credential is None:
        raise Missing
    worker = queries.lock(credential.worker_id)
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker.id)))
    credential.scan = scan
    credential.save(update_fields=["scan"])
    _keep_head(worker, _record(events.ScanAttached(credential_id=credential.id), worker, actor, now))


@operation
def set_areas(*, worker_id: UUID, paths: Sequence[str], actor: Actor, now: datetime) -> None:
    """Set the divisions, each with all inside it, that a worker serves."""
    worker = queries.lock(worker_id)
    _ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    Area.objects.filter(worker=worker).delete()
    rows.insert(*(Area(worker=worker, path=path) for path in sorted(set(paths))))
    _keep_head(worker, _record(events.AreaSet(paths=tuple(sorted(set(paths)))), worker, actor, now))


@operation
def note_record(*, worker_id: UUID, count: Callable[[], tuple[int, int, int]]) -> None:
    """Take over what orders and reviews say of a worker; saying it twice changes nothing.

    Her row is locked before anything is counted: of two processes the one that writes last has counted last.

    :param count: gives finished visits; sum over her reviews, in thousandths of a star; how many reviews
    """
    worker = queries.lock(worker_id)
    worker.orders_done, worker.rating_sum, worker.rating_count = count()
    worker.save(update_fields=["orders_done", "rating_sum", "rating_count"])


def _affiliate(worker: Worker, enterprise_id: UUID, actor: Actor, now: datetime) -> None:
    rows.insert(Affiliation(worker=worker, enterprise_id=enterprise_id, started_on=day_of(now)))
    _keep_head(
        worker,
        _record(
            events.Affiliated(enterprise_id=enterprise_id), worker, actor, now, about=[("organization", enterprise_id)]
        ),
    )


def _record(
    fact: events.Fact,
    worker: Worker,
    actor: Actor,
    now: datetime,
    *,
    about: Sequence[tuple[str, UUID]] = (),
    new: bool = False,
) -> str:
    concerns = [("account", worker.account_id), *about]
    return journal.record(fact, stream=("worker", worker.id), about=concerns, actor=actor, now=now, new=new)


def _record_all(facts: Sequence[events.Fact], worker: Worker, actor: Actor, now: datetime) -> str:
    about = [("account", worker.account_id)]
    return journal.record_all(facts, stream=("worker", worker.id), about=about, actor=actor, now=now)


def _credential(worker: Worker, said: Document, now: datetime) -> Credential:
    """Read what somebody entered.

    :raises Invalid:
    """
    wrong: dict[str, Any] = {}
    if said.kind == CredentialKind.SKILL and (not said.occupation or said.grade not in range(1, 6)):
        wrong["grade"] = _("A skill certificate names an occupation and a level from 5 to 1.")
    if said.expires_on and said.expires_on < said.issued_on:
        wrong["expires_on"] = _("It can't end before it was issued.")
    if said.issued_on > day_of(now):
        wrong["issued_on"] = _("It can't be issued in the future.")
    if not 1 <= len(issuer := tidy(said.issuer)) <= 120:
        wrong["issuer"] = _("Please enter who issued it.")
    if wrong:
        raise Invalid(fields=wrong)
    return Credential(
        worker=worker, kind=said.kind, occupation=said.occupation, grade=said.grade, number=tidy(said.number)[:60], issuer=issuer,
        issued_on=said.issued_on, expires_on=said.expires_on,
    )  # fmt: skip


def _keep_head(worker: Worker, head: str) -> None:
    worker.head = head
    worker.save(update_fields=["head"])


def _ask(refusal: DomainError | None) -> None:
    if refusal:
        raise refusal
