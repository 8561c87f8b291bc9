"""One action is one transaction, and only the outermost opens it."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from xunjiasao.kernel.errors import DomainError

P = ParamSpec("P")
T = TypeVar("T")


def operation(act: Callable[P, T | DomainError]) -> Callable[P, T]:
    """Run an action whole or not at all.

    A refusal that is *raised* leaves no trace. A refusal that is *returned* keeps what was written
    (a wrong code at the door, a broken promise) and is raised once that is safe.
    """

    @functools.wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block and not _outermost_is_a_test():
            outcome = act(*args, **kwargs)
        else:
            with transaction.atomic():
                outcome = act(*args, **kwargs)
        if isinstance(outcome, DomainError):
            raise outcome
        return outcome

    return run


def _outermost_is_a_test() -> bool:
    """Tests wrap everything in a transaction of their own; inside it an action is a savepoint."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
