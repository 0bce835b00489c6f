"""The value of a score: piecewise linear between the points of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from houtskool.kernel.decision.arrays import SAME, Array, numbers

_ROWS = 512  # cases that are valued at a time, so that they stay in the processor's memory


@dataclass(frozen=True, slots=True)
class Scale:
    """points: (score, value) pairs, scores in the criterion's own unit and ascending, values in 0..1.

    Raises ValueError when there are fewer than two points, scores do not ascend or a value is outside 0..1.
    Source: Von Winterfeldt & Edwards, Decision Analysis and Behavioral Research (1986), ch. 7.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            refusal = f"a scale needs at least two points, got {len(self.points)}"
            raise ValueError(refusal)
        if not all(isfinite(score) and 0 <= value <= 1 for score, value in self.points):
            refusal = f"scores must be finite and values in 0..1, got {self.points}"
            raise ValueError(refusal)
        if any(left[0] >= right[0] for left, right in pairwise(self.points)):
            refusal = f"the scores of a scale must ascend, got {[score for score, _ in self.points]}"
            raise ValueError(refusal)

    @property
    def first(self) -> float:
        return self.points[0][0]

    @property
    def last(self) -> float:
        return self.points[-1][0]

    @property
    def worst(self) -> float:
        """The lowest value that any score on the scale has."""
        return min(value for _, value in self.points)

    @property
    def best(self) -> float:
        return max(value for _, value in self.points)

    @property
    def direction(self) -> int:
        """1 when more is nowhere worse, -1 when less is nowhere worse, 0 when it turns or is flat."""
        steps = {np.sign(right[1] - left[1]) for left, right in pairwise(self.points)} - {0.0}
        return int(steps.pop()) if len(steps) == 1 else 0

    def holds(self, score: float) -> bool:
        return self.first <= score <= self.last

    def value(self, scores: ArrayLike) -> Array:
        """The value of each score, in 0..1; nan (unknown) stays nan.

        scores: any shape, within the scale. Raises ValueError with the first score outside it.
        """
        array = np.asarray(scores, dtype=np.float64)
        outside = (array < self.first) | (array > self.last)
        if outside.any():
            refusal = f"score {array[outside].flat[0]} is outside the scale {self.first}..{self.last}"
            raise ValueError(refusal)
        inputs, values = np.array(self.points).T
        return np.asarray(np.interp(array, inputs, values), dtype=np.float64)

    def nearest(self, value: float, score: float) -> float | None:
        """The score nearest to `score` that has this value, or None where no score on the scale has it."""
        found: list[float] = []
        for (low, v_low), (high, v_high) in pairwise(self.points):
            if not min(v_low, v_high) - SAME <= value <= max(v_low, v_high) + SAME:
                continue
            if v_low == v_high:  # the whole stretch has it
                found.append(min(max(score, low), high))
            else:
                share = min(max((value - v_low) / (v_high - v_low), 0.0), 1.0)
                found.append(low + share * (high - low))
        return min(found, key=lambda one: abs(one - score), default=None)


def values_on(scales: tuple[Scale, ...], scores: ArrayLike) -> Array:
    """The value of each score on the scale of its criterion.

    scores: (cases, criteria), nan where unknown. Returns the same shape, in 0..1 or nan.
    Raises ValueError with the offending shape, or with the first score outside its scale.
    """
    array = numbers("scores", scores, dimensions=2, unknown=True)
    if array.shape[1] != len(scales):
        refusal = f"scores of shape {array.shape} do not fit {len(scales)} scales"
        raise ValueError(refusal)
    lines = _lines(scales)
    array, found = np.ascontiguousarray(array), np.empty(array.shape)
    for at in range(0, len(array), _ROWS):
        part, into = array[at : at + _ROWS].ravel(), found[at : at + _ROWS].reshape(-1)
        first, last, worst, best, start, slope = (one[: len(part)] for one in lines.repeated)
        if not ((part >= first) & (part <= last)).all():  # either outside, or unknown
            outside = np.flatnonzero((part < first) | (part > last))
            if len(outside):
                row, j = divmod(int(outside[0]), len(scales))
                refusal = f"score {array[at + row, j]} at {(at + row, j)} is outside the scale of {scales[j]}"
                raise ValueError(refusal)
        if lines.straight:
            np.subtract(part, first, out=into)
            into *= slope
            into += start
            # By rounding a value may be a hair beyond that of the end of the scale.
            np.maximum(into, worst, out=into)
            np.minimum(into, best, out=into)
        for j in lines.bent:
            into[j :: len(scales)] = np.interp(part[j :: len(scales)], *np.array(scales[j].points).T)
    return found


@dataclass(frozen=True, slots=True)
class _Lines:
    """Scales as lines: on one of two points a value is one line, so that all such criteria are done at once.

    repeated: first, last, worst, best, start and slope of each, repeated for as many cases as are valued at
    a time. straight: whether any has two points. bent: those that have more.
    """

    repeated: tuple[Array, ...]
    straight: bool
    bent: tuple[int, ...]


@lru_cache(maxsize=16)
def _lines(scales: tuple[Scale, ...]) -> _Lines:
    table = np.array(
        [(one.first, one.last, one.worst, one.best, *one.points[0], *one.points[-1]) for one in scales]
    )
    first, last, worst, best, _, start, _, end = table.T
    rows = (first, last, worst, best, start, (end - start) / (last - first))
    bent = tuple(j for j, one in enumerate(scales) if len(one.points) > 2)
    return _Lines(tuple(np.tile(one, _ROWS) for one in rows), len(bent) < len(scales), bent)
