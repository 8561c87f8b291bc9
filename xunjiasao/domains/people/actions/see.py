"""Note that a session is in use."""

from datetime import datetime

from xunjiasao.domains.people.models import Session
from xunjiasao.domains.people.terms import SEEN_EVERY
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.operations import operation


@operation
def see(*, actor: Actor, now: datetime) -> None:
    """Write down a session's last use, at most once in five minutes; no fact, nobody needs it for ever."""
    if actor.session_id:
        Session.objects.filter(id=actor.session_id, seen_at__lte=now - SEEN_EVERY).update(seen_at=now)
