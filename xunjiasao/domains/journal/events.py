"""What can happen to the journal's own outbox."""

from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact


@fact("delivery.put_back", says="", told_to="")
class DeliveryPutBack(Fact):
    """It stands in no timeline and so has no sentence; the machine room shows the entry as it lies there."""

    delivery_id: UUID
