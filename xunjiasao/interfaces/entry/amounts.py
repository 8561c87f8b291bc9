"""How much of something, in words."""

from xunjiasao.domains.catalogue.terms import Unit
from xunjiasao.kernel.text import ngettext


def counted(quantity: int, unit: str) -> str:
    """Say how much was ordered: 2 小时, 3 items."""
    said = {
        Unit.HOUR: ngettext("{n} hour", "{n} hours", quantity), Unit.ITEM: ngettext("{n} item", "{n} items", quantity),
        Unit.SQM: ngettext("{n} m²", "{n} m²", quantity), Unit.MEAL: ngettext("{n} meal", "{n} meals", quantity),
        Unit.VISIT: ngettext("{n} visit", "{n} visits", quantity), Unit.MONTH: ngettext("{n} month", "{n} months", quantity),
        Unit.PACKAGE_26D: ngettext("{n} × 26 days", "{n} × 26 days", quantity),
    }  # fmt: skip
    return said[Unit(unit)].format(n=quantity)
