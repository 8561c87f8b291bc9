"""Credentials: added by her enterprise or herself, verified or refused by the Federation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.catalogue import queries as catalogue
from xunjiasao.domains.workers import access, events, queries, rules
from xunjiasao.domains.workers.actions.write import ask, keep_head, record, record_all
from xunjiasao.domains.workers.models import Credential, Worker
from xunjiasao.domains.workers.terms import CredentialKind, Doubt, HealthClass
from xunjiasao.integrations import files
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy
from xunjiasao.kernel.time import day_of


class AlreadyDecided(Refused):
    code, says = "already_decided", _("Somebody has decided about this paper already.")


class AlreadyScanned(Refused):
    code, says = "already_scanned", _("This paper has its picture already. Add the paper anew to send another one.")


class AlreadyAdded(Refused):
    code, says = "already_added", _("This very paper is in the archive already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A credential as somebody enters it.

    :param grade: a level that the occupation has, for skill certificates; the smaller, the higher
    :param health_class: what work a health check is for
    :param fit: what a health check found
    :param picture: its scan as `integrations.files.clean` made it, a JPEG
    """

    kind: CredentialKind
    issuer: str
    issued_on: date
    expires_on: date | None
    occupation: str = ""
    grade: int | None = None
    health_class: HealthClass | None = None
    fit: bool = True
    number: str = ""
    picture: bytes | None = None


def add_credential(
    *,
    worker_id: UUID,
    kind: CredentialKind,
    issuer: str,
    issued_on: date,
    expires_on: date | None,
    occupation: str = "",
    grade: int | None = None,
    health_class: HealthClass | None = None,
    fit: bool = True,
    number: str = "",
    picture: bytes | None = None,
    actor: Actor,
    now: datetime,
) -> Credential:
    """Put a credential into an archive; it counts once it is verified.

    :param grade: a level that the occupation has, for skill certificates; the smaller, the higher
    :param health_class: what work a health check is for
    :param fit: what a health check found
    :param picture: its scan as `integrations.files.clean` made it, a JPEG
    :raises Invalid: with a sentence per field
    :raises AlreadyAdded: it is there already, and wasn't refused
    """
    said = Document(
        kind=kind, issuer=issuer, issued_on=issued_on, expires_on=expires_on, occupation=occupation, grade=grade,
        health_class=health_class, fit=fit, number=number, picture=picture,
    )  # fmt: skip
    return add_credentials(worker_id=worker_id, documents=[said], actor=actor, now=now)[0]


@operation
def add_credentials(*, worker_id: UUID, documents: Sequence[Document], actor: Actor, now: datetime) -> list[Credential]:
    """Put several credentials into an archive, all or none; each counts once it is verified.

    :raises Invalid: with a sentence per field of the first that can't be right
    :raises AlreadyAdded: one says the same as another that wasn't refused; a form sent twice adds once
    """
    worker = queries.lock(worker_id)
    ask(access.may_keep_calendar(actor, worker, queries.employer(worker_id)))
    grades = (
        catalogue.grades() if any(each.occupation or each.kind == CredentialKind.SKILL for each in documents) else {}
    )
    credentials = [_credential(worker, each, grades, now) for each in documents]
    if _repeated(worker, credentials):
        raise AlreadyAdded
    for credential, said in zip(credentials, documents, strict=True):
        credential.scan = _kept(said.picture) if said.picture else ""
    rows.insert(*credentials)
    facts = [
        events.CredentialAdded(
            credential_id=each.id, kind=CredentialKind(each.kind).value, occupation=each.occupation, grade=each.grade, expires_on=each.expires_on
        )
        for each in credentials
    ]  # fmt: skip
    keep_head(worker, record_all(facts, worker, actor, now))
    return credentials


def verify_credential(*, credential_id: UUID, how: str, actor: Actor, now: datetime) -> None:
    """Say that a credential is genuine, and how that was found out; never by its owner.

    :raises Missing:
    :raises Forbidden:
    :raises AlreadyDecided:
    """
    verify_credentials(credential_ids=[credential_id], how=how, actor=actor, now=now)


@operation
def verify_credentials(*, credential_ids: Sequence[UUID], how: str, actor: Actor, now: datetime) -> None:
    """Say that several credentials of one archive are genuine, and how that was found out; never by their owner.

    :raises Missing: one isn't there, or is another person's
    :raises Forbidden:
    :raises AlreadyDecided: one was verified or refused before
    """
    worker = _judged(credential_ids, actor)
    method = tidy(how)[:40]
    if not _decide(credential_ids, verified_at=now, verified_by=actor.account_id, verified_how=method):
        raise AlreadyDecided
    worker.fit_until = rules.fit_until(queries.papers([worker.id])[worker.id])
    facts = [events.CredentialVerified(credential_id=each, how=method) for each in credential_ids]
    worker.head = record_all(facts, worker, actor, now)
    rows.update(worker, "fit_until", "head")


@operation
def refuse_credential(*, credential_id: UUID, why: Doubt, actor: Actor, now: datetime) -> None:
    """Say that a credential can't be accepted, and why; it never counts, and may be added anew.

    :raises Missing:
    :raises Forbidden:
    :raises AlreadyDecided:
    """
    worker = _judged([credential_id], actor)
    if not _decide([credential_id], refused_at=now, refused_by=actor.account_id, refused_why=why):
        raise AlreadyDecided
    keep_head(worker, record(events.CredentialRefused(credential_id=credential_id, why=why.value), worker, actor, now))


@operation
def attach_scan(*, credential_id: UUID, picture: bytes, actor: Actor, now: datetime) -> None:
    """Keep the scan of a credential that has none and that nobody has decided about.

    :param picture: as `integrations.files.clean` made it, a JPEG
    :raises Missing:
    :raises AlreadyDecided:
    :raises AlreadyScanned:
    """
    owners = queries.owners([credential_id])
    if not owners:
        raise Missing
    worker = queries.lock(owners.pop())
    ask(access.may_keep_calendar(actor, worker, queries.employer(worker.id)))
    credential = queries.credential(credential_id)
    if credential.verified_at or credential.refused_at:
        raise AlreadyDecided
    if credential.scan:
        raise AlreadyScanned
    credential.scan = _kept(picture)
    credential.save(update_fields=["scan"])
    keep_head(worker, record(events.ScanAttached(credential_id=credential.id), worker, actor, now))


@operation
def open_scan(*, credential_id: UUID | str, actor: Actor, now: datetime) -> bytes:
    """Give the scan of a credential, and record who looked at it, unless it is her own.

    :raises Missing: it has none, or it isn't the actor's to see
    """
    found = queries.scanned(actor, credential_id)
    picture = files.store().get(found.scan)
    if found.worker.account_id != actor.account_id:
        worker = queries.lock(found.worker_id)
        keep_head(worker, record(events.ScanSeen(credential_id=found.id), worker, actor, now))
    return picture


def _judged(credential_ids: Sequence[UUID], actor: Actor) -> Worker:
    """Find and lock the archive that these credentials are in, for whoever may decide about them."""
    owners = queries.owners(credential_ids)
    if len(owners) != 1:
        raise Missing
    worker = queries.lock(owners.pop())
    ask(access.may_verify(actor, worker))
    return worker


def _decide(credential_ids: Sequence[UUID], **said: Any) -> bool:
    """Write a decision about credentials that nobody has decided about; tell whether that was all of them."""
    undecided = Credential.objects.filter(id__in=credential_ids, verified_at=None, refused_at=None)
    return undecided.update(**said) == len(set(credential_ids))


def _kept(picture: bytes) -> str:
    """Put a scan into the store, the last thing before the rows: nothing stays there of what was refused."""
    return files.store().put(picture, ending="jpg")


def _credential(worker: Worker, said: Document, grades: dict[str, set[int]], now: datetime) -> Credential:
    """Read what somebody entered.

    :param grades: the levels that each occupation has
    :raises Invalid:
    """
    wrong: dict[str, Any] = {}
    if said.kind == CredentialKind.SKILL and said.grade not in grades.get(said.occupation, ()):
        wrong["grade"] = _("A skill certificate names an occupation and a level that it has.")
    elif said.kind != CredentialKind.SKILL and said.grade is not None:
        wrong["grade"] = _("Only a skill certificate has a level.")
    elif said.occupation and said.occupation not in grades:
        wrong["occupation"] = _("There is no such occupation.")
    if said.kind == CredentialKind.HEALTH and said.health_class is None:
        wrong["health_class"] = _("Please say what work the health check is for.")
    elif said.kind != CredentialKind.HEALTH and (said.health_class or not said.fit):
        wrong["health_class"] = _("Only a health check says what work she is fit for.")
    if said.expires_on and said.expires_on < said.issued_on:
        wrong["expires_on"] = _("It can't end before it was issued.")
    if said.issued_on > day_of(now):
        wrong["issued_on"] = _("It can't be issued in the future.")
    if not 1 <= len(issuer := tidy(said.issuer)) <= 120:
        wrong["issuer"] = _("Please enter who issued it.")
    if wrong:
        raise Invalid(fields=wrong)
    return Credential(
        worker=worker, kind=said.kind, occupation=said.occupation, grade=said.grade,
        health_class=said.health_class or "", fit=said.fit, number=tidy(said.number)[:60], issuer=issuer, issued_on=said.issued_on, expires_on=said.expires_on,
    )  # fmt: skip


def _repeated(worker: Worker, credentials: Sequence[Credential]) -> bool:
    """Whether a credential says the same as another one of the archive that wasn't refused. One query."""
    words = ("kind", "occupation", "grade", "health_class", "fit", "number", "issuer", "issued_on", "expires_on")
    said = [tuple(getattr(each, word) for word in words) for each in credentials]
    held = Credential.objects.filter(worker=worker, refused_at=None).values_list(*words)
    return len(set(said)) < len(said) or not set(held).isdisjoint(said)
