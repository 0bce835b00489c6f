"""How certain something is, in three steps that a reader understands: certain, likely, too few votes."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from houtskool.kernel.opinion.shares import wilson
from houtskool.kernel.opinion.votes import ELIGIBLE_FROM, Bytes, Floats, Ints

NARROW = 0.2  # width of an interval that is certain wherever it lies
GROUP = 0.75  # Jaccard index under the bootstrap of a valid, stable group (Hennig 2007)
GROUPING = 0.8  # adjusted Rand index under the bootstrap
PLACED, LIKELY_PLACED = 0.9, 0.6  # share of replicates that put a participant in the same group


class Level(IntEnum):
    """How certain; a greater number is more."""

    TOO_FEW = 0
    LIKELY = 1
    CERTAIN = 2


def of_statements(counts: Ints) -> Bytes:
    """(…, statements) `Level` of what is said of each statement. counts: (…, 3, statements) disagrees,
    passes, agrees.

    Certain: the interval of the agrees or that of the disagrees lies above one half, or both are at most 0.2
    wide.
    Raises ValueError for another shape.
    """
    if counts.ndim < 2 or counts.shape[-2] != 3:
        raise ValueError(f"counts must have shape (…, 3, statements), not {counts.shape}")
    votes = counts.sum(axis=-2)
    agree, disagree = wilson(counts[..., 2, :], votes), wilson(counts[..., 0, :], votes)
    decided = (np.nan_to_num(agree[..., 0]) >= 0.5) | (np.nan_to_num(disagree[..., 0]) >= 0.5)
    wide = np.maximum(agree[..., 1] - agree[..., 0], disagree[..., 1] - disagree[..., 0])
    level = np.where(decided | (wide <= NARROW), Level.CERTAIN, Level.LIKELY)
    return np.where(votes < ELIGIBLE_FROM, Level.TOO_FEW, level).astype(np.int8)


def of_placements(certainty: Floats) -> Bytes:
    """(…) `Level` of each placement, from the share of replicates that agree with it; NaN is too few."""
    known = np.nan_to_num(certainty)
    level = np.where(known >= LIKELY_PLACED, Level.LIKELY, Level.TOO_FEW)
    return np.where(known >= PLACED, Level.CERTAIN, level).astype(np.int8)


def of_group(stability: float) -> Level:
    """From the mean Jaccard index of a group that came through as stable."""
    return Level.CERTAIN if stability >= GROUP else Level.LIKELY


def of_grouping(stability: float) -> Level:
    """From the mean adjusted Rand index of a grouping that came through as stable."""
    return Level.CERTAIN if stability >= GROUPING else Level.LIKELY
