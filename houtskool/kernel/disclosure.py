"""Counts of people that may be published: small ones hidden, and what would give them away hidden with them.

A hidden number must not follow from the totals beside it. Formulas, source, a worked example and limits:
docs/algorithms/disclosure.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

THRESHOLD = 10  # fewer people than this are not told as a number
BASE = 5  # to the nearest multiple of which numbers of people are told
HIDDEN = -1


def rounded(counts: Ints, base: int = BASE) -> Ints:
    """Each count to the nearest multiple of `base`, halves up. Raises ValueError for a base below 1."""
    if base < 1:
        raise ValueError(f"base must be 1 or more, not {base}")
    _need_counts(counts)
    return (2 * counts + base) // (2 * base) * base


def hidden(counts: Ints, threshold: int = THRESHOLD, *, total: bool = True) -> Flags:
    """(n,) which parts of one total stay hidden.

    counts: (n,). Hidden is every count below `threshold`, zero among them: that nobody did says something of
    everybody. With `total` their sum is told too, so what is hidden must together be 0 parts, or two parts or
    more that are at least `threshold`; the smallest parts that are left (the first of equals) join until so.
    Raises ValueError for a negative count, another shape, or a threshold below 1.
    """
    _need_counts(counts)
    if counts.ndim != 1:
        raise ValueError(f"counts must have shape (n,), not {counts.shape}")
    _need_threshold(threshold)
    away: Flags = counts < threshold
    if not total or not away.any():
        return away
    for place in np.argsort(counts, kind="stable"):
        if away.sum() >= 2 and counts[away].sum() >= threshold:
            break
        away[place] = True
    return away


@dataclass(frozen=True, eq=False)
class Table:
    """What may be told of a table; -1 where nothing may.

    cells: (rows, columns). rows: (rows,) and columns: (columns,) totals. total: of all.
    """

    cells: Ints
    rows: Ints
    columns: Ints
    total: int


def published(counts: Ints, threshold: int = THRESHOLD, base: int = BASE) -> Table:
    """The cells and totals of a table that may be told, rounded to `base`.

    counts: (rows, columns). Raises ValueError as `hidden_in` does.
    """
    away = hidden_in(counts, threshold)
    told = np.where(away, HIDDEN, rounded(with_totals(counts), base))
    return Table(told[:-1, :-1], told[:-1, -1], told[-1, :-1], int(told[-1, -1]))


def with_totals(counts: Ints) -> Ints:
    """(rows + 1, columns + 1) the table with its totals in the last column and row."""
    wide = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    whole: Ints = np.concatenate([wide, wide.sum(axis=0, keepdims=True)])
    return whole


def hidden_in(counts: Ints, threshold: int = THRESHOLD) -> Flags:
    """(rows + 1, columns + 1) which cells of a table with totals (`with_totals`) stay hidden.

    counts: (rows, columns). Hidden is what is below `threshold`, zero among them, and as much more as is
    needed so that the rest leaves for each hidden number a range at least `threshold` wide: one by one, first
    what stands in most lines with a single hidden number, then cells before totals, then the smallest.
    Raises ValueError for a negative count, another shape, or a threshold below 1.
    """
    _need_counts(counts)
    if counts.ndim != 2:
        raise ValueError(f"counts must have shape (rows, columns), not {counts.shape}")
    _need_threshold(threshold)
    whole = with_totals(counts)
    away: Flags = whole < threshold
    while True:
        low, high = bounds(whole, away)
        unsafe = away & (high - low < threshold)
        if not unsafe.any():
            return away
        np.put(away, _next(whole, away, unsafe), True)


def _next(whole: Ints, away: Flags, unsafe: Flags) -> int:
    """Which number goes as well: first one in two lines that hide a single number, so that a ring closes."""
    lonely = (away.sum(axis=1) == 1)[:, None].astype(int) + (away.sum(axis=0) == 1)[None, :]
    unsafe_rows, unsafe_columns = unsafe.sum(axis=1) > 0, unsafe.sum(axis=0) > 0
    near = unsafe_rows[:, None].astype(int) + unsafe_columns[None, :]
    inner = np.ones(whole.shape, bool)
    inner[-1, :] = inner[:, -1] = False
    order = np.lexsort([whole.ravel(), ~inner.ravel(), -near.ravel(), -lonely.ravel(), away.ravel()])
    return int(order[0])


def bounds(whole: Ints, away: Flags) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest that each number can be, for who knows those that are not `away`.

    whole, away: (rows + 1, columns + 1). A number that is told is both; without a bound it is infinite. The
    constraints (each line adds up to its total, nothing is negative) have whole-number corners.
    """
    unknown = np.flatnonzero(away)
    low, high = whole.astype(float), whole.astype(float)
    if not len(unknown):
        return low, high
    lines = _lines(whole.shape)
    matrix = lines[:, unknown]
    right = -(lines @ np.where(away, 0, whole).ravel())
    used = np.abs(matrix).any(axis=1)
    for place, cell in enumerate(unknown):
        wish = np.zeros(len(unknown))
        wish[place] = 1.0
        for into, sign in ((low, 1.0), (high, -1.0)):
            found = linprog(sign * wish, A_eq=matrix[used], b_eq=right[used], method="highs")
            # Status 3: without a bound, as where the total is hidden too.
            into.flat[cell] = -sign * np.inf if found.status == 3 else round(sign * float(found.fun or 0))
    return low, high


def _lines(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """(rows + columns + 2, cells) one equation per line of the table with its totals: parts - total = 0."""
    rows, columns = shape
    lines = np.zeros((rows + columns, rows, columns))
    for row in range(rows):
        lines[row, row, :-1], lines[row, row, -1] = 1.0, -1.0
    for column in range(columns):
        lines[rows + column, :-1, column], lines[rows + column, -1, column] = 1.0, -1.0
    return lines.reshape(rows + columns, rows * columns)


def _need_counts(counts: Ints) -> None:
    if not np.issubdtype(counts.dtype, np.integer) or (counts < 0).any():
        raise ValueError(f"counts must be whole numbers of 0 or more; shape {counts.shape}, {counts.dtype}")


def _need_threshold(threshold: int) -> None:
    if threshold < 1:
        raise ValueError(f"threshold must be 1 or more, not {threshold}")
