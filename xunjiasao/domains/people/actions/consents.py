"""Agree to a purpose, and withdraw."""

from datetime import datetime

from xunjiasao.domains.people import events, queries
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.models import Consent
from xunjiasao.domains.people.terms import VERSIONS, Purpose
from xunjiasao.kernel import rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


@operation
def give_consent(*, purpose: Purpose, version: str, actor: Actor, now: datetime) -> Consent:
    """Agree to one purpose as one version of its text puts it; agreeing again changes nothing.

    :raises Unauthenticated:
    :raises Invalid: there is no such version
    """
    if version not in VERSIONS:
        raise Invalid(fields={"version": _("There is no such version of this text.")})
    account = queries.lock_account(actor.who)
    there = queries.consent(account.pk, purpose)
    if there and there.version == version:
        return there
    Consent.objects.filter(account=account, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now)
    given = Consent(account=account, purpose=purpose, version=version, given_at=now)
    rows.insert(given)
    note(account, events.ConsentGiven(purpose=purpose, version=version, given_at=now), actor=actor, now=now)
    return given


@operation
def withdraw_consent(*, purpose: Purpose, actor: Actor, now: datetime) -> None:
    """Withdraw; what was done before stays lawful.

    :raises Missing: it wasn't given
    :raises Unauthenticated:
    """
    account = queries.lock_account(actor.who)
    if not Consent.objects.filter(account=account, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now):
        raise Missing
    note(account, events.ConsentWithdrawn(purpose=purpose), actor=actor, now=now)
