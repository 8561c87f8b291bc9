"""Keep what reviews say of an offering."""

from uuid import UUID

from xunjiasao.domains.catalogue.models import Offering
from xunjiasao.kernel.operations import operation


@operation
def note_rating(*, offering_id: UUID, rating_milli: int, reviews: int) -> None:
    """Take over the mean of an offering's reviews; saying it twice changes nothing.

    :param rating_milli: mean in thousandths of a star, 1_000–5_000; 0 without a review
    """
    Offering.objects.filter(id=offering_id).update(rating_milli=rating_milli, reviews=reviews)
