"""Keep what reviews say of an offering."""

from collections.abc import Callable
from uuid import UUID

from xunjiasao.domains.catalogue import queries
from xunjiasao.domains.catalogue.models import Offering
from xunjiasao.kernel.operations import operation


@operation
def note_rating(*, offering_id: UUID, count: Callable[[], tuple[int, int]]) -> None:
    """Take over the mean of an offering's reviews; saying it twice changes nothing.

    The offering is locked before anything is counted: of two processes the one that writes last has counted last.

    :param count: gives the mean in thousandths of a star, 1_000–5_000, 0 without a review; how many reviews
    """
    queries.lock_offering(offering_id)
    rating_milli, reviews = count()
    Offering.objects.filter(id=offering_id).update(rating_milli=rating_milli, reviews=reviews)
