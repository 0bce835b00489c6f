"""What would turn a verdict: the smallest change of a weight, of all weights together, or of a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from houtskool.kernel.decision.arrays import SAME, Array, numbers, weights_for
from houtskool.kernel.decision.scale import Scale


@dataclass(frozen=True, slots=True)
class Turn:
    """What one criterion's weight or score is, and where the verdict turns.

    Upwards the verdict has turned at `needed`; downwards it turns as soon as `needed` is passed.
    """

    criterion: int
    now: float
    needed: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The nearest weighting at which the verdict turns. moved: how much weight goes from one criterion to
    another.
    """

    moved: float
    weights: tuple[float, ...]


def turning_weights(values: ArrayLike, weights: ArrayLike, threshold: float) -> list[Turn]:
    """For each criterion the weight at which the value is the threshold, nearest first.

    values, weights: (criteria,); weights are divided by their sum. The other weights keep their proportions
    (equal shares when they are all zero). Criteria whose weight can do nothing are left out. Raises
    ValueError with the offending shape. Source: one-way sensitivity analysis, Keeney & Raiffa (1976).
    """
    worth, scaled = _pair(values, weights)
    turns = []
    for j in range(len(worth)):
        others = np.delete(scaled, j)
        if not len(others):
            continue
        shares = others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / len(others))
        rest = float(np.delete(worth, j) @ shares)
        if abs(worth[j] - rest) <= SAME:
            continue
        needed = (threshold - rest) / (worth[j] - rest)
        if -SAME <= needed <= 1 + SAME:
            turns.append(Turn(j, float(scaled[j]), float(min(max(needed, 0.0), 1.0))))
    return sorted(turns, key=lambda turn: abs(turn.needed - turn.now))


def smallest_shift(values: ArrayLike, weights: ArrayLike, threshold: float) -> Shift | None:
    """The weighting nearest to the stated one at which the value is the threshold; None when there is none.

    values, weights: (criteria,). Near is measured by the weight moved, half the sum of absolute differences.
    Moving from the criteria with the lowest values to the one with the highest gains most for what is moved
    (and the reverse to come down), so that it is the smallest of all changes, not only of those of one
    weight. Raises ValueError with the offending shape.
    """
    worth, scaled = _pair(values, weights)
    gap = threshold - float(worth @ scaled)
    signed = worth if gap >= 0 else -worth
    receiver = max(range(len(signed)), key=lambda j: (signed[j], scaled[j]))
    new, missing, moved = scaled.copy(), abs(gap), 0.0
    for giver in np.argsort(signed, kind="stable"):
        gain = signed[receiver] - signed[giver]
        if missing <= SAME or gain <= SAME:
            break
        step = min(float(new[giver]), missing / gain)
        new[giver] -= step
        new[receiver] += step
        missing -= step * gain
        moved += step
    return Shift(float(moved), tuple(float(one) for one in new)) if missing <= SAME else None


def turning_scores(
    scores: ArrayLike, scales: Sequence[Scale], weights: ArrayLike, threshold: float
) -> list[Turn]:
    """For each criterion the score at which the value is the threshold, the others unchanged; nearest first.

    scores, weights: (criteria,), all known. scales: one per criterion; distance is measured in their lengths.
    Criteria that cannot do it alone are left out. Raises ValueError with the offending shape, or with a score
    outside its scale.
    """
    given, scaled = _pair(scores, weights)
    if len(scales) != len(given):
        refusal = f"{len(scales)} scales do not fit scores of shape {given.shape}"
        raise ValueError(refusal)
    worth = np.array([float(scale.value(score)) for scale, score in zip(scales, given, strict=True)])
    gap = threshold - float(worth @ scaled)
    turns = []
    for j, scale in enumerate(scales):
        if scaled[j] <= 0:
            continue
        needed = scale.nearest(float(worth[j] + gap / scaled[j]), float(given[j]))
        if needed is not None:
            turns.append(Turn(j, float(given[j]), needed))
    return sorted(turns, key=lambda turn: abs(turn.needed - turn.now) / _length(scales[turn.criterion]))


def _length(scale: Scale) -> float:
    return scale.last - scale.first


def _pair(given: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    array = numbers("values", given, dimensions=1)
    return array, weights_for(weights, len(array))
