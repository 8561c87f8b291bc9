"""What can happen to an order. One fact per step, and what leaves a trace though it was refused."""

from datetime import datetime
from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _

ALL = "resident worker enterprise federation"
OFFICE = "enterprise federation"


@fact(
    "order.placed",
    says=_("Booked for {starts}, {total} yuan; {worker}'s time is held"),
    told_to="resident enterprise federation",
)
class Placed(Fact):
    starts_at: datetime
    total_fen: int
    worker_id: UUID
    chosen: bool


@fact("order.confirmed", says=_("{enterprise} confirmed"), told_to="resident enterprise federation")
class Confirmed(Fact):
    enterprise_id: UUID


@fact("order.assigned", says=_("{worker} was assigned"), told_to=ALL)
class Assigned(Fact):
    worker_id: UUID
    instead_of_id: UUID | None


@fact("order.relieved", says=_("{worker} needn't come; somebody else does"), told_to="enterprise federation")
class Relieved(Fact):
    worker_id: UUID


@fact(
    "order.promise_refused",
    says=_("{worker} lacks a certificate or document that this visit needs, and can't serve it"),
    told_to=OFFICE,
)
class PromiseRefused(Fact):
    """:param why: the kind of credential that is missing; in older facts the refusal's code"""

    worker_id: UUID
    why: str
    at_the_door: bool


@fact("order.accepted", says=_("{worker} accepted"), told_to=ALL)
class Accepted(Fact):
    worker_id: UUID


@fact("order.declined", says=_("{worker} declined"), told_to="worker enterprise federation")
class Declined(Fact):
    worker_id: UUID


@fact("order.held", says=_("{worker}'s time is held instead"), told_to="resident enterprise federation")
class Held(Fact):
    worker_id: UUID


@fact(
    "order.left_open",
    says=_("Nobody's time is held; the enterprise is looking for someone"),
    told_to="resident enterprise federation",
)
class LeftOpen(Fact):
    pass


@fact("order.departed", says=_("{worker} set off"), told_to=ALL)
class Departed(Fact):
    worker_id: UUID


@fact("order.code_refused", says=_("A wrong door code was entered"), told_to=ALL)
class CodeRefused(Fact):
    worker_id: UUID
    tries: int


@fact("order.arrived", says=_("{worker} arrived, the door code was right"), told_to=ALL)
class Arrived(Fact):
    worker_id: UUID


@fact("order.finished", says=_("{worker} finished, {done} of {planned} on the list"), told_to=ALL)
class Finished(Fact):
    worker_id: UUID
    done: int
    planned: int


@fact("order.approved", says=_("The work was approved"), told_to=ALL)
class Approved(Fact):
    worker_id: UUID


@fact("order.reviewed", says=_("Reviewed: safe {safe}, cared for {cared}, at ease {at_ease}"), told_to=ALL)
class Reviewed(Fact):
    worker_id: UUID
    offering_id: UUID
    safe: int
    cared: int
    at_ease: int


@fact(
    "order.paid", says=_("The enterprise recorded {amount} yuan paid on site"), told_to="resident enterprise federation"
)
class Paid(Fact):
    amount_fen: int
    means: str


@fact(
    "order.payment_corrected",
    says=_("The enterprise corrected what was paid on site: {amount} yuan instead of {was}"),
    told_to="resident enterprise federation",
)
class PaymentCorrected(Fact):
    was_fen: int
    was_means: str
    amount_fen: int
    means: str


@fact("order.rescheduled", says=_("Moved from {was} to {starts}"), told_to=ALL)
class Rescheduled(Fact):
    """:param late_bp: share that stays due if it is cancelled now, because the family moved it late"""

    was_at: datetime
    starts_at: datetime
    total_fen: int
    worker_id: UUID | None
    late_bp: int


@fact("order.cancelled", says=_("Cancelled, fee {fee} yuan"), told_to=ALL)
class Cancelled(Fact):
    by: str
    fee_fen: int
    worker_id: UUID | None


OF_STEP: dict[str, type[Fact]] = {
    "confirm": Confirmed,
    "assign": Assigned,
    "accept": Accepted,
    "decline": Declined,
    "depart": Departed,
    "arrive": Arrived,
    "finish": Finished,
    "approve": Approved,
    "review": Reviewed,
    "reschedule": Rescheduled,
    "cancel": Cancelled,
}
