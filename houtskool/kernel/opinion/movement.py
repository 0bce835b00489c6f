"""From one map to the next: the picture turns as little as it can, and groups keep their number."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from houtskool.kernel.opinion.votes import Floats, Ints


def turn(current: Floats, previous: Floats) -> Floats:
    """(2, 2) the rotation or reflection R that brings `current @ R` nearest to `previous`.

    current, previous: (n, 2) places of the same participants, n may be 0. The middle stays where it is, and
    sizes are kept. Raises ValueError for other shapes and for places that are not finite.
    Source: orthogonal Procrustes (Schönemann 1966).
    """
    if current.shape != previous.shape or current.ndim != 2 or current.shape[1] != 2:
        raise ValueError(f"two maps of shape (n, 2) are needed, not {current.shape} and {previous.shape}")
    if not (np.isfinite(current).all() and np.isfinite(previous).all()):
        raise ValueError(f"places must be finite; shape {current.shape}")
    left, _, right = np.linalg.svd(current.T @ previous)
    turned: Floats = left @ right
    return turned


def keep_numbers(current: Ints, previous: Ints, groups: int) -> Ints:
    """(groups,) for each group of now the number it should bear, so that most members see theirs unchanged.

    current, previous: (n,) groups of the same participants, 0 and up, -1 for none. A group without a
    forerunner gets a number that was not in use. Raises ValueError for other shapes.
    Source: assignment by overlap (Kuhn 1955).
    """
    if current.shape != previous.shape or current.ndim != 1:
        raise ValueError(f"two columns of equal length are needed, not {current.shape} and {previous.shape}")
    before = int(previous.max(initial=-1)) + 1
    overlap = overlaps(current, previous, groups, before)
    numbers = np.full(groups, -1)
    rows, columns = linear_sum_assignment(-overlap)
    for row, column in zip(rows, columns, strict=True):
        if overlap[row, column]:
            numbers[row] = column
    free = iter(sorted(set(range(before + groups)) - set(numbers.tolist()), key=lambda n: (n < before, n)))
    return np.array([number if number >= 0 else next(free) for number in numbers], dtype=np.int64)


def overlaps(label: Ints, other: Ints, groups: int, other_groups: int) -> Ints:
    """(groups, other_groups) how many are in both; a label of -1 is in none."""
    both = (label >= 0) & (other >= 0)
    places = label[both] * other_groups + other[both]
    return np.bincount(places, minlength=groups * other_groups).reshape(groups, other_groups)
