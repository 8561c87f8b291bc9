"""Writing organizations: one file per verb."""

from xunjiasao.domains.organizations.actions.amend import amend
from xunjiasao.domains.organizations.actions.change import close, resume, suspend
from xunjiasao.domains.organizations.actions.cover import set_coverage
from xunjiasao.domains.organizations.actions.give_desk import NoDesk, give_desk
from xunjiasao.domains.organizations.actions.open import open_organization

__all__ = ["NoDesk", "amend", "close", "give_desk", "open_organization", "resume", "set_coverage", "suspend"]
