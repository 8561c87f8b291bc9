"""What can happen to an address or a holiday."""

from datetime import date
from uuid import UUID

from xunjiasao.kernel.facts import Fact, fact
from xunjiasao.kernel.text import _


@fact("address.added", says=_("An address was added."), told_to="account operator")
class AddressAdded(Fact):
    address_id: UUID
    division_id: UUID


@fact("address.amended", says=_("An address was changed."), told_to="account operator")
class AddressAmended(Fact):
    address_id: UUID
    division_id: UUID


@fact("address.removed", says=_("An address was removed."), told_to="account operator")
class AddressRemoved(Fact):
    address_id: UUID


@fact("holiday.set", says=_("{on} is now marked as a special day."), told_to="federation operator")
class HolidaySet(Fact):
    on: date
    is_workday: bool


@fact("holiday.cleared", says=_("{on} is an ordinary day again."), told_to="federation operator")
class HolidayCleared(Fact):
    on: date
