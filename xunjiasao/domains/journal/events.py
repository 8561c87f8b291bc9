"""What can happen to the journal's own outbox."""

from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _


@fact("delivery.put_back", says=_("A delivery was put back"), told_to="")
class DeliveryPutBack(Fact):
    """It stands in no timeline; the machine room shows it."""

    delivery_id: UUID
