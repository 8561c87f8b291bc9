"""The product with its guard taken away: the control that must fail.

Taking half hours no longer asks whether they are free. It exists only here, so that a storm that
finds nothing can be believed.
"""

from typing import Any

from xunjiasao.domains.workers.actions import days
from xunjiasao.project.wsgi import application

__all__ = ["application"]


class _Unguarded:
    """`workers.queries` as `days` sees it, but every day offers everything."""

    @staticmethod
    def offering(found: Any, _mask: int) -> Any:
        return found


days.queries = _Unguarded  # type: ignore[assignment]  # that is the point
