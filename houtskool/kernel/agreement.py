"""Agreement between assessors, or coders: Krippendorff's alpha, and how mild or severe each of them is.

Formulas, source, worked example and limits: docs/algorithms/agreement.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Level", "alpha", "severity"]

Array: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]
_PAIRS = 4_000_000  # pairs of distinct ratings that are compared at a time


class Level(StrEnum):
    """What the ratings are: names, an order, or numbers with equal steps, with or without a true zero."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def alpha(ratings: ArrayLike, level: Level | str = Level.INTERVAL) -> float:
    """Krippendorff's alpha: 1 - observed / expected disagreement. 1 is full agreement, 0 what chance would
    give.

    ratings: (assessors, units) numbers, nan where missing; for nominal ratings the numbers are codes. A unit
    with fewer than two ratings cannot be compared and does not count.
    Returns nan where alpha is not defined: nothing to compare, or no two different ratings in all.
    Raises ValueError with the offending shape, for an infinite rating, and for a negative one at ratio level.
    Source: Krippendorff, Content Analysis (4th ed., 2018), ch. 12; Computing Krippendorff's
    Alpha-Reliability (2011).
    """
    level = Level(level)
    unit, rating = _comparable(_table("ratings", ratings))
    if level is Level.RATIO and rating.size and rating.min() < 0:
        refusal = f"ratio ratings must not be negative, got {rating.min():g}"
        raise ValueError(refusal)
    if rating.size == 0 or rating.min() == rating.max():
        return float("nan")
    match level:
        case Level.NOMINAL:
            observed, expected = _nominal(unit, rating)
        case Level.ORDINAL:
            observed, expected = _squares(unit, _middle_ranks(rating))
        case Level.INTERVAL:
            observed, expected = _squares(unit, rating)
        case Level.RATIO:
            observed, expected = _ratios(unit, rating)
    # Both are sums over ordered pairs; of the latter there are n - 1 for each rating.
    return 1.0 - observed * (rating.size - 1) / expected


def severity(values: ArrayLike) -> Array:
    """How much higher each assessor values than the others do: positive is mild, negative is severe.

    values: (assessors, items) in one unit, nan where not given; an item is a case, or a criterion of a case.
    Returns (assessors,): the mean, over the items that somebody else valued too, of the own value less the
    mean of the others'; nan for who shares nothing. Raises ValueError with the offending shape.
    """
    table = _table("values", values)
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)
    others = known.sum(axis=0) - known
    shared = known & (others > 0)
    mean_of_others = (filled.sum(axis=0) - filled) / np.where(others > 0, others, 1)
    count = shared.sum(axis=1)
    total = np.where(shared, filled - mean_of_others, 0.0).sum(axis=1)
    return np.asarray(total / np.where(count > 0, count, np.nan))


def _table(what: str, given: ArrayLike) -> Array:
    table = np.asarray(given, dtype=np.float64)
    if table.ndim != 2:
        refusal = f"{what} must be (assessors, items), got shape {table.shape}"
        raise ValueError(refusal)
    if np.isinf(table).any():
        refusal = f"{what} of shape {table.shape} hold an infinite number"
        raise ValueError(refusal)
    return table


def _comparable(table: Array) -> tuple[Places, Array]:
    """Unit and rating of everything in units with at least two ratings, unit by unit; units numbered from
    zero.
    """
    known = ~np.isnan(table)
    known &= known.sum(axis=0) > 1
    unit, assessor = np.nonzero(known.T)
    _, numbered = np.unique(unit, return_inverse=True)
    return numbered.astype(np.intp), table[assessor, unit]


def _nominal(unit: Places, rating: Array) -> tuple[float, float]:
    """Unequal pairs are all pairs less the equal ones."""
    _, code, total = np.unique(rating, return_inverse=True, return_counts=True)
    size = np.bincount(unit)
    cell, count = np.unique(unit * len(total) + code, return_counts=True)
    equal = np.bincount(cell // len(total), weights=count.astype(np.float64) ** 2)
    observed = ((size.astype(np.float64) ** 2 - equal) / (size - 1)).sum()
    return float(observed), float(rating.size**2 - (total.astype(np.float64) ** 2).sum())


def _middle_ranks(rating: Array) -> Array:
    """The rank at the middle of all equal ratings: its squared differences are those of the ordinal
    metric.
    """
    _, code, total = np.unique(rating, return_inverse=True, return_counts=True)
    middle = np.cumsum(total) - total / 2
    return np.asarray(middle[code])


def _squares(unit: Places, rating: Array) -> tuple[float, float]:
    """Squared differences over all ordered pairs of m numbers are 2m times their squared distance to the
    mean.
    """
    size = np.bincount(unit)
    mean = np.bincount(unit, weights=rating) / size
    within = np.bincount(unit, weights=(rating - mean[unit]) ** 2)
    observed = (2 * size * within / (size - 1)).sum()
    return float(observed), float(2 * rating.size * ((rating - rating.mean()) ** 2).sum())


def _ratios(unit: Places, rating: Array) -> tuple[float, float]:
    """Squares of difference over sum have no short cut: distinct ratings are compared pair by pair, in
    blocks.
    """
    distinct, total = np.unique(rating, return_counts=True)
    expected = 0.0
    size = max(1, _PAIRS // len(distinct))
    for start in range(0, len(distinct), size):
        part = slice(start, start + size)
        expected += float(total[part] @ (_ratio(distinct[part, None], distinct) @ total))
    observed = 0.0
    for ratings in np.split(rating, np.flatnonzero(np.diff(unit)) + 1):
        for start in range(0, len(ratings), size):
            compared = _ratio(ratings[start : start + size, None], ratings)
            observed += float(compared.sum()) / (len(ratings) - 1)
    return observed, expected


def _ratio(left: Array, right: Array) -> Array:
    total = left + right
    return np.asarray(((left - right) / np.where(total > 0, total, 1.0)) ** 2)
