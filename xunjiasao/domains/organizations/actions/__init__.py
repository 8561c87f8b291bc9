"""Writing organizations: one file per verb."""

from xunjiasao.domains.organizations.actions.amend import amend
from xunjiasao.domains.organizations.actions.change import close, resume, suspend
from xunjiasao.domains.organizations.actions.cover import set_coverage
from xunjiasao.domains.organizations.actions.give_desk import NoDesk, give_desk
from xunjiasao.domains.organizations.actions.open import open_organization
from xunjiasao.domains.organizations.actions.staff import AlsoElsewhere, renew_keys, take_desk

__all__ = [
    "AlsoElsewhere",
    "NoDesk",
    "amend",
    "close",
    "give_desk",
    "open_organization",
    "renew_keys",
    "resume",
    "set_coverage",
    "suspend",
    "take_desk",
]
