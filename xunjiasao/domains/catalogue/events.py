"""What can happen to an offering."""

from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _

HEARD_BY = "enterprise federation operator"


@fact("offering.opened", says=_("{enterprise} offers it from {price} yuan."), told_to=HEARD_BY)
class OfferingOpened(Fact):
    enterprise_id: UUID
    standard_id: UUID
    price_fen: int


@fact("offering.priced", says=_("The price changed from {was} to {price} yuan."), told_to=HEARD_BY)
class OfferingPriced(Fact):
    """
    :param least: the smallest quantity that is sold
    :param extras: code, fen and minutes of each; None where they stay
    :param surcharges: kind, basis points, first and last minute of each; None where they stay
    """

    was_fen: int
    price_fen: int
    least: int
    extras: tuple[tuple[str, int, int], ...] | None
    surcharges: tuple[tuple[str, int, int, int], ...] | None


@fact("offering.withdrawn", says=_("It isn't offered any more."), told_to=HEARD_BY)
class OfferingWithdrawn(Fact):
    enterprise_id: UUID


@fact("offering.resumed", says=_("It is offered again."), told_to=HEARD_BY)
class OfferingResumed(Fact):
    enterprise_id: UUID
