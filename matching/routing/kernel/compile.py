"""How all of the kernel is compiled."""

from collections.abc import Callable
from typing import Any

from numba import int32, int64, njit
from numba.core.types import Type

# Nothing is allocated in here, and Python holds all arrays as long as a call lasts. So nobody need count who holds
# them: done at each call from function to function, atomically, it took two thirds of the search's time.
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
# What Python calls is an entry; all else has no wrapper for it, which halves the time to compile.
BARE = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
entry = njit(**OPTIONS)
compiled = njit(**BARE)
LINE, TABLE = int64[::1], int32[:, ::1]


def taking(*types: Type) -> Callable[[Callable[..., Any]], Any]:
    """As `compiled`, for these types alone: else numba compiles anew for each number that is written in a call."""
    return njit(types, **BARE)
