"""The product with its guard taken away: the control that must fail.

Taking half hours no longer asks whether they are free. It exists only here, so that a storm that
finds nothing can be believed.
"""

from importlib import import_module
from typing import Any

from xunjiasao.project.wsgi import application

__all__ = ["application"]


class Unguarded:
    """`workers.queries` as `actions.days` sees it, but every day offers everything."""

    @staticmethod
    def offering(found: Any, _mask: int) -> Any:
        return found


import_module("xunjiasao.domains.workers.actions.days").queries = Unguarded  # type: ignore[attr-defined]  # that is the point
