"""What makes an input unfit to be solved, said before anything is searched."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.refusal import Refused


def whole(field: str, values: Any) -> NDArray[np.int64]:
    """Take one row of whole numbers, as 64 bits.

    Floats are refused even where they are whole: whoever has them rounds by a rule of their own.

    :raises Refused: if there is anything else
    """
    try:
        row = np.asarray(values)
    except (ValueError, OverflowError):
        raise Refused(field, "not one row of whole numbers") from None
    if row.ndim != 1:
        raise Refused(field, f"not one row of whole numbers, but of {row.ndim} dimensions")
    if not len(row):
        return row.astype(np.int64)
    # NumPy makes whole numbers of truth values, and floats of whole numbers that are too large.
    kinds = {row.dtype.type} if isinstance(values, np.ndarray) else set(map(type, values))
    if kinds <= {int} and row.dtype.kind in "fO":
        raise Refused(field, "beyond 64 bits")
    if kinds & {bool, np.bool_}:
        raise Refused(field, "not whole numbers, but bool")
    if row.dtype.kind == "f" and np.isnan(row).any():
        raise Refused(field, "NaN is no number")
    if row.dtype.kind not in "iu":
        raise Refused(field, f"not whole numbers, but {row.dtype}")
    if row.dtype.kind == "u" and row.max() > np.iinfo(np.int64).max:
        raise Refused(field, "beyond 64 bits")
    return row.astype(np.int64)


def within(field: str, values: NDArray[np.int64], least: int, most: int) -> None:
    """Let pass what lies from `least` to `most`.

    :raises Refused: naming the first value that doesn't, and its place
    """
    if (outside := (values < least) | (values > most)).any():
        at = int(outside.argmax())
        raise Refused(field, f"{values[at]} at position {at} is not from {least:,} to {most:,}")
