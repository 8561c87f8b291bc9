"""Count how often something is tried; the counter rises only while there is room."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from xunjiasao.domains.people import queries, rules
from xunjiasao.domains.people.models import Limit
from xunjiasao.kernel.crypto import blind_index
from xunjiasao.kernel.errors import Limited
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _


class TriedTooOften(Limited):
    code, says = "tried_too_often", _("That was tried too often. Please wait {minutes} minutes.")


@operation
def take(key: str, *, most: int, window: timedelta, now: datetime, again: bool = False) -> None:
    """Count one try, in one statement: rivals wait for each other and see what the others counted.

    :param window: how long tries are counted together, from the first on
    :param again: every try starts the window anew, so that the last one locks for its whole length
    :raises TriedTooOften: there were `most` already
    """
    Limit.objects.bulk_create([Limit(key=key, until=now + window)], ignore_conflicts=True)
    over = Q(until__lte=now)
    count = Case(When(over, then=1), default=F("count") + 1)
    until = Value(now + window) if again else Case(When(over, then=Value(now + window)), default=F("until"))
    if not Limit.objects.filter(over | Q(count__lt=most), key=key).update(count=count, until=until):
        raise TriedTooOften(minutes=rules.minutes_left(queries.limit(key).until, now))


def give_back(key: str) -> None:
    """Take back one try: it worked, so it was no attack."""
    Limit.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def clear(key: str) -> None:
    """Forget the tries: it worked."""
    Limit.objects.filter(key=key).update(count=0)


def from_address(kind: str, address: str) -> str:
    """Name the counter of a network address, without keeping the address.

    Under a key: there are few enough addresses to try them all.
    """
    return f"{kind}:{blind_index(address, kind='address')}"


def of_phone(kind: str, phone: str) -> str:
    """Name the counter of a phone, without keeping the phone."""
    return f"{kind}:{queries.phone_index(phone)}"
