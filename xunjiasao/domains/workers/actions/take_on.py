"""Take somebody on who came to the door: account, seat, archive, affiliation, all or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.actions.open_account import opened
from xunjiasao.domains.people.actions.seats import seated
from xunjiasao.domains.people.rules import WrongPhone, read_phone
from xunjiasao.domains.people.terms import LANGUAGES, Role
from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.terms import Level
from xunjiasao.domains.workers import access, queries, rules
from xunjiasao.domains.workers.actions import archive
from xunjiasao.domains.workers.actions.write import ask
from xunjiasao.domains.workers.models import Worker
from xunjiasao.domains.workers.terms import IdentityKind
from xunjiasao.kernel.actor import Actor, Seat
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


@operation
def take_on(
    *,
    enterprise_id: UUID,
    phone: str,
    name: str,
    identity_kind: IdentityKind,
    identity_number: str,
    path: str,
    languages: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Worker:
    """Let an enterprise take a worker on, by her phone: her account is found or opened, her archive too.

    Who has an archive already, under this phone and this number, brings it along; to take her on twice changes nothing.

    :param phone: as typed
    :param path: the community she lives in
    :raises Invalid: with a sentence per field
    :raises AlreadyEnrolled: phone or number belong to another archive
    :raises StillAffiliated: another enterprise must release her first
    """
    ask(access.may_manage(actor, enterprise_id))
    wrong: dict[str, Any] = {}
    number = ""
    try:
        number = read_phone(phone)
    except WrongPhone as bad:
        wrong |= bad.fields
    home = places.divisions_at([path]).get(path)
    if home is None or home.level != Level.COMMUNITY:
        wrong["community"] = _("Please choose the community she lives in.")
    wrong |= archive.faults(
        name=name, identity_kind=identity_kind, identity_number=identity_number, languages=languages
    )
    if wrong or home is None:
        raise Invalid(fields=wrong)
    account_id = _account(number, name, actor, now)
    there = queries.of_account(account_id)
    if there is None:
        lat_e6, lng_e6 = places.point_of(home) or (None, None)
        return archive.enrol(
            account_id=account_id, enterprise_id=enterprise_id, name=name, identity_kind=identity_kind,
            identity_number=identity_number, path=path, lat_e6=lat_e6, lng_e6=lng_e6, languages=languages, actor=actor, now=now,
        )  # fmt: skip
    if there.identity_index != queries.identity_index(identity_kind, rules.identity_text(identity_number)):
        raise archive.AlreadyEnrolled
    if queries.employer(there.id) == enterprise_id:
        return there
    archive.affiliate(worker_id=there.id, enterprise_id=enterprise_id, actor=actor, now=now)
    return there


def _account(phone: str, name: str, actor: Actor, now: datetime) -> UUID:
    """Find or open the account of a phone, with a worker's seat. It stays hers whoever she works for."""
    known = people.by_phone(phone)
    if known is None:
        return opened(phone=phone, name=name, language=LANGUAGES[0], seat=Seat(Role.WORKER), actor=actor, now=now).pk
    account = people.lock_account(known.pk)
    if not any(seat.role == Role.WORKER for seat in people.seats_of(account)):
        seated(account, Role.WORKER, actor=actor, now=now)
    return account.pk
