"""Open an account."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from xunjiasao.domains.people import access, events, queries, rules
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.people.terms import LANGUAGES
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.crypto import seal
from xunjiasao.kernel.errors import Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy


class PhoneTaken(Refused):
    code, says = "phone_taken", _("There is an account with this phone already.")


@operation
def open_account(*, phone: str, name: str, language: str = LANGUAGES[0], actor: Actor, now: datetime) -> UUID:
    """Open an account that has no seat yet; `give_seat` gives it one.

    :param phone: as typed
    :raises WrongPhone:
    :raises PhoneTaken:
    :raises Forbidden:
    """
    if refusal := access.may_keep_accounts(actor):
        raise refusal
    return opened(phone=rules.read_phone(phone), name=name, language=language, actor=actor, now=now).pk


def opened(*, phone: str, name: str, language: str, actor: Actor, now: datetime) -> Account:
    """Make the account's row and first fact, inside an action.

    :param phone: 11 digits
    :raises PhoneTaken:
    """
    account_id = ids.new()
    made = Account(
        id=account_id, phone_sealed=seal(phone, place=f"people_account.phone:{account_id}"), phone_index=queries.phone_index(phone),
        name=tidy(name)[:40], language=language, password=make_password(None), made_at=now,
    )  # fmt: skip
    Account.objects.bulk_create([made], ignore_conflicts=True)
    if not Account.objects.filter(id=account_id).exists():
        raise PhoneTaken
    who = actor if actor.kind != "anonymous" else Actor.person(account_id)
    note(made, events.AccountOpened(account_id=account_id), actor=who, now=now, new=True)
    return made
