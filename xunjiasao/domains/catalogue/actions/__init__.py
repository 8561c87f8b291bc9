"""Writing the catalogue: one file per verb."""

from xunjiasao.domains.catalogue.actions.load import load_standards
from xunjiasao.domains.catalogue.actions.offer import open_offering, resume_offering, set_price, withdraw_offering
from xunjiasao.domains.catalogue.actions.quote import forget_quotes, quote
from xunjiasao.domains.catalogue.actions.rate import note_rating

__all__ = [
    "forget_quotes",
    "load_standards",
    "note_rating",
    "open_offering",
    "quote",
    "resume_offering",
    "set_price",
    "withdraw_offering",
]
