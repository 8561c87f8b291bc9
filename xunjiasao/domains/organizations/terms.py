"""Words of organizations."""

from enum import StrEnum

from xunjiasao.domains.people.terms import Role
from xunjiasao.kernel.text import _


class Kind(StrEnum):
    FEDERATION = "federation"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"
    STATION = "station"
    PROVIDER = "provider"
    BUREAU = "bureau"


class Status(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


KIND_LABELS = {
    Kind.FEDERATION: _("Women's Federation"),
    Kind.ASSOCIATION: _("Industry association"),
    Kind.ENTERPRISE: _("Enterprise"),
    Kind.STATION: _("Community station"),
    Kind.PROVIDER: _("Training provider"),
    Kind.BUREAU: _("Bureau"),
}
STATUS_LABELS = {Status.ACTIVE: _("Active"), Status.SUSPENDED: _("Suspended"), Status.CLOSED: _("Closed")}

DESKS = {Kind.ENTERPRISE: Role.ENTERPRISE, Kind.STATION: Role.STATION}
"""kinds that have a desk of their own, and the seat that opens it"""

WITH_CREDIT_CODE = frozenset({Kind.ASSOCIATION, Kind.ENTERPRISE, Kind.PROVIDER})
"""kinds that are registered as units of their own; a station belongs to its community"""
