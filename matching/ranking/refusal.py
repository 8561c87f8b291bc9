"""What input must be: whole numbers within bounds, arrays of one shape, nothing named twice."""

import operator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.refusal import Refused


def whole(field: str, value: Any, least: int, most: int) -> int:
    """Read a whole number from `least` to `most`, both included.

    :raises Refused: a float (NaN too), a bool, a text, or out of range
    """
    if isinstance(value, bool | np.bool_):
        raise Refused(field, f"{value} is no number")
    try:
        number = operator.index(value)
    except TypeError:
        raise Refused(field, f"{value!r} is no whole number") from None
    if not least <= number <= most:
        raise Refused(field, f"{number} is not from {least} to {most}")
    return number


def pairs(field: str, values: Any, first_most: int, second_most: int) -> None:
    """Make sure of a tuple of pairs of whole numbers from 0 on, no two of which begin alike.

    :raises Refused: it is none
    """
    if not isinstance(values, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in values):
        raise Refused(field, "wants a tuple of pairs")
    for first, second in values:
        whole(field, first, 0, first_most)
        whole(field, second, 0, second_most)
    if len({first for first, _second in values}) < len(values):
        raise Refused(field, "names the same twice")


def repeated(values: NDArray[Any]) -> bool:
    """Tell whether a number stands twice; by sorting, which is a hundred times faster here than `np.unique`."""
    ordered = np.sort(values)
    return bool((ordered[1:] == ordered[:-1]).any())


def array(field: str, values: Any, shape: tuple[int | None, ...], least: int, most: int) -> NDArray[Any]:
    """Read an array of whole numbers from `least` to `most`; None in `shape` is any length. Nothing is copied.

    :raises Refused: no array, another shape, floats (NaN is named), or the first number out of range
    """
    if not isinstance(values, np.ndarray):
        raise Refused(field, f"{type(values).__name__} is no array")
    fits = len(values.shape) == len(shape) and all(
        want in (None, have) for have, want in zip(values.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if want is None else str(want) for want in shape)
        raise Refused(field, f"shape {values.shape} is not ({wanted})")
    if values.dtype.kind not in "iu":
        nan = values.dtype.kind == "f" and bool(np.isnan(values).any())
        raise Refused(field, "holds NaN" if nan else f"{values.dtype} holds no whole numbers")
    if values.size and not least <= int(values.min()) <= int(values.max()) <= most:
        wrong = values[(values < least) | (values > most)].flat[0]
        raise Refused(field, f"{wrong} is not from {least} to {most}")
    return values
