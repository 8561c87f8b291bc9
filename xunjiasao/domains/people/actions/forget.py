"""Forget what has served its time."""

from datetime import datetime, timedelta

from xunjiasao.domains.people.models import Limit, OneTimeCode, Session
from xunjiasao.kernel.operations import operation

CODES_KEPT = timedelta(days=1)
SESSIONS_KEPT = timedelta(days=183)
"""Sign-ins are kept six months (Cybersecurity Law, art. 21)."""


@operation
def forget_expired(*, now: datetime) -> None:
    """Delete old codes, counters and long-ended sessions; safe to run twice."""
    OneTimeCode.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
    Limit.objects.filter(until__lt=now - CODES_KEPT).delete()
    Session.objects.filter(expires_at__lt=now - SESSIONS_KEPT).delete()
