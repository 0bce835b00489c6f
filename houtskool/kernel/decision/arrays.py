"""What every part of the decision kernel checks at its door: numbers, and their shape."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

# Numbers that differ less than this are the same. A mean of scores, or a sum of weights times values, is off
# by some 1e-16 for each term; without this a value of exactly the threshold would reach it in half of the
# weightings.
SAME = 1e-9


def numbers(what: str, given: ArrayLike, *, dimensions: int, unknown: bool = False) -> Array:
    """The numbers as an array of so many dimensions; nan stands only where `unknown` allows it.

    Raises ValueError with the shape, or the first place, that is wrong.
    """
    array = np.asarray(given, dtype=np.float64)
    if array.ndim != dimensions:
        refusal = f"{what} must have {dimensions} dimension(s), got shape {array.shape}"
        raise ValueError(refusal)
    # The sum is finite when all are; only otherwise is it looked for which one is not.
    if not np.isfinite(array.sum()):
        wrong = np.isinf(array) if unknown else ~np.isfinite(array)
        if wrong.any():
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            refusal = f"{what} must be finite, got {array[place]} at {place} of shape {array.shape}"
            raise ValueError(refusal)
    return array


def weights_for(given: ArrayLike, criteria: int) -> Array:
    """Weights as given, divided by their sum.

    given: (criteria,), none negative, not all zero. Returns (criteria,), summing to one.
    Raises ValueError with the offending shape or sum.
    """
    weights = numbers("weights", given, dimensions=1)
    if weights.shape != (criteria,):
        refusal = f"weights must have shape {(criteria,)}, got {weights.shape}"
        raise ValueError(refusal)
    total = weights.sum()
    if (weights < 0).any() or not total > 0:
        refusal = f"weights must not be negative and not all be zero, got {weights.tolist()}"
        raise ValueError(refusal)
    scaled: Array = weights / total
    return scaled
