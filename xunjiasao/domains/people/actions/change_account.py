"""Change one's own name or language."""

from datetime import datetime

from xunjiasao.domains.people import events, queries
from xunjiasao.domains.people.actions.note import note
from xunjiasao.domains.people.models import Account
from xunjiasao.domains.people.terms import LANGUAGES
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _, tidy

LONGEST_NAME = 40


@operation
def change_account(*, name: str | None = None, language: str | None = None, actor: Actor, now: datetime) -> Account:
    """Change what is given; what stays the same leaves no fact.

    :param language: one of `terms.LANGUAGES`
    :raises Invalid:
    :raises Unauthenticated:
    """
    account = queries.lock_account(actor.who)
    wanted = account.name if name is None else tidy(name)
    spoken = account.language if language is None else language.lower()
    if not 1 <= len(wanted) <= LONGEST_NAME and name is not None:
        raise Invalid(fields={"name": _("A name has 1 to 40 characters.")})
    if spoken not in LANGUAGES:
        raise Invalid(fields={"language": _("Please choose zh-Hans or en.")})
    if wanted != account.name:
        account.name = wanted
        note(account, events.AccountRenamed(account_id=account.pk), actor=actor, now=now)
    if spoken != account.language:
        account.language = spoken
        note(account, events.LanguageChosen(account_id=account.pk, language=spoken), actor=actor, now=now)
    Account.objects.filter(id=account.pk).update(name=account.name, language=account.language)
    return account
