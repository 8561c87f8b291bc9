"""What the orders' tests compare before and after."""

from datetime import timedelta
from typing import Any

from tests.domains.orders.makers import NOW
from tests.makers import SYSTEM
from xunjiasao.domains.journal import queries as journal
from xunjiasao.domains.orders import queries
from xunjiasao.domains.workers import queries as workers
from xunjiasao.domains.workers.models import Worker
from xunjiasao.kernel.time import day_of


def state(order_id: Any) -> tuple[Any, ...]:
    """Everything that a refused call must leave as it was."""
    kept = queries.order(SYSTEM, order_id)
    facts = [(told.name, told.payload) for told in journal.timeline("order", order_id)]
    return (
        kept.stage,
        kept.version,
        kept.head,
        kept.worker_id,
        kept.starts_at,
        kept.total_fen,
        facts,
        queries.held_masks(),
        taken(),
    )


def taken() -> dict[Any, int]:
    return {
        (day.worker_id, day.on): day.taken
        for day in workers.days(
            Worker.objects.values_list("id", flat=True), day_of(NOW), day_of(NOW) + timedelta(days=5)
        )
        if day.taken
    }


def clean() -> None:
    """The calendars and the journal say the same as the orders."""
    assert list(workers.wrong_days(queries.held_masks())) == []
    assert list(queries.overlaps()) == []
    assert list(journal.tampering([*queries.heads(), *workers.heads()])) == []
