"""What can happen to an archive."""

from datetime import date, datetime
from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _


@fact("worker.enrolled", says=_("Archive opened"), told_to="worker enterprise federation")
class Enrolled(Fact):
    identity_kind: str


@fact("worker.affiliated", says=_("Joined {enterprise}"), told_to="worker enterprise federation")
class Affiliated(Fact):
    enterprise_id: UUID


@fact("worker.released", says=_("Left {enterprise}"), told_to="worker enterprise federation")
class Released(Fact):
    enterprise_id: UUID


@fact("worker.credential_added", says=_("Credential added: {kind}"), told_to="worker enterprise federation")
class CredentialAdded(Fact):
    credential_id: UUID
    kind: str
    occupation: str
    grade: int | None
    expires_on: date | None


@fact("worker.credential_verified", says=_("Credential verified"), told_to="worker enterprise federation")
class CredentialVerified(Fact):
    credential_id: UUID
    how: str


@fact("worker.credential_refused", says=_("Credential refused"), told_to="worker enterprise federation")
class CredentialRefused(Fact):
    """:param why: a `terms.Doubt`"""

    credential_id: UUID
    why: str


@fact("worker.area_set", says=_("Service area changed"), told_to="worker enterprise")
class AreaSet(Fact):
    paths: tuple[str, ...]


@fact("worker.pattern_set", says=_("Weekly hours changed"), told_to="worker enterprise")
class PatternSet(Fact):
    masks: tuple[int, ...]


@fact("worker.leave_taken", says=_("Leave from {starts} to {ends}"), told_to="worker enterprise")
class LeaveTaken(Fact):
    leave_id: UUID
    starts_at: datetime
    ends_at: datetime


@fact("worker.leave_ended", says=_("Leave withdrawn"), told_to="worker enterprise")
class LeaveEnded(Fact):
    leave_id: UUID


@fact("worker.scan_seen", says=_("The scan of a credential was looked at"), told_to="worker enterprise federation")
class ScanSeen(Fact):
    credential_id: UUID


@fact("worker.scan_attached", says=_("Scan of a credential added"), told_to="worker enterprise federation")
class ScanAttached(Fact):
    credential_id: UUID
