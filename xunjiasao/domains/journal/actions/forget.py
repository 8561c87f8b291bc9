"""Forget what has served its time; entries are never forgotten."""

from datetime import datetime, timedelta

from xunjiasao.domains.journal.models import Delivery, RequestKey
from xunjiasao.kernel.operations import operation

KEPT = timedelta(days=31)
"""how long a repeat still gets its first result, and a delivery can be looked up"""


@operation
def forget_served(*, now: datetime) -> None:
    """Delete old request keys and old deliveries that were made; safe to run twice."""
    RequestKey.objects.filter(at__lt=now - KEPT).delete()
    Delivery.objects.filter(done_at__lt=now - KEPT).delete()
