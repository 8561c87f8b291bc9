"""Writing people: one file per verb."""

from xunjiasao.domains.people.actions.see import see

__all__ = ["see"]
