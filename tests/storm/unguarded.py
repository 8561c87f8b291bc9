"""The product with its guard taken away: the control that must fail.

Taking half hours no longer asks whether they are free. It exists only here, so that a storm that
finds nothing can be believed.
"""

from importlib import import_module

from xunjiasao.project.wsgi import application

__all__ = ["application"]

GUARD, NONE = "(open & %s) = %s AND (taken & %s) = 0", "(0 & %s & %s & %s) = 0"
days = import_module("xunjiasao.domains.workers.actions.days")
assert GUARD in days._CHANGE, "the guard is said in other words now"
days._CHANGE = days._CHANGE.replace(GUARD, NONE)  # type: ignore[attr-defined]  # that is the point
