"""Writing places: one file per thing kept."""

from xunjiasao.domains.places.actions.addresses import add_address, amend_address, remove_address
from xunjiasao.domains.places.actions.divisions import load_divisions
from xunjiasao.domains.places.actions.holidays import clear_holiday, load_holidays, set_holiday

__all__ = [
    "add_address",
    "amend_address",
    "clear_holiday",
    "load_divisions",
    "load_holidays",
    "remove_address",
    "set_holiday",
]
