"""The weighted value of cases: what each criterion contributes, with unknown scores as intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from houtskool.kernel.decision.arrays import Array, Flags, numbers, weights_for

_ALONE = 200_000  # multiplications below which a matrix product stays on one thread


@dataclass(frozen=True, slots=True)
class Values:
    """What each case is worth on each criterion, in 0..1.

    low: (cases, criteria). high: the same shape, where a score is unknown its other end; None when all are
    known. applicable: (cases, criteria), False where the criterion does not apply; its weight goes to the
    case's other criteria. None when all apply. Raises ValueError with the offending shape or range, or the
    case to which nothing applies.
    """

    low: Array
    high: Array | None = None
    applicable: Flags | None = None

    def __post_init__(self) -> None:
        low = numbers("low", self.low, dimensions=2)
        if low.size == 0:
            refusal = f"values need at least one case and one criterion, got shape {low.shape}"
            raise ValueError(refusal)
        if low.min() < 0 or low.max() > 1:
            refusal = f"values must be in 0..1, got {low.min():g}..{low.max():g} in shape {low.shape}"
            raise ValueError(refusal)
        object.__setattr__(self, "low", low)
        if self.applicable is not None:
            applies = np.asarray(self.applicable, dtype=np.bool_)
            if applies.shape != low.shape:
                refusal = f"applicable must be of shape {low.shape}, got {applies.shape}"
                raise ValueError(refusal)
            if not applies.any(axis=1).all():
                refusal = f"nothing applies to case {int(np.argmin(applies.any(axis=1)))}"
                raise ValueError(refusal)
            object.__setattr__(self, "applicable", None if applies.all() else applies)
        if self.high is not None:
            high = numbers("high", self.high, dimensions=2)
            if high.shape != low.shape or (high < low).any() or high.max() > 1:
                refusal = f"high must be of shape {low.shape} and in low..1, got shape {high.shape}"
                raise ValueError(refusal)
            if self.applicable is not None:  # what does not apply is not unknown either
                high = np.where(self.applicable, high, low)
            object.__setattr__(self, "high", high if (high > low).any() else None)

    @property
    def shape(self) -> tuple[int, int]:
        cases, criteria = self.low.shape
        return cases, criteria

    @property
    def top(self) -> Array:
        """The high ends; the values themselves where all are known."""
        return self.low if self.high is None else self.high

    def at_weights(self, weights: Array, ends: Array) -> Array:
        """Weighted values for many weightings at once.

        weights: (weightings, criteria). ends: (cases, criteria), such as `low`. Returns (weightings, cases).
        """
        if self.applicable is None:
            return _product(weights, ends.T)
        return _product(weights, ends.T * self.applicable.T) / self.applied(weights)

    def applied(self, weights: Array) -> Array:
        """(weightings, cases): the sum of the weights (weightings, criteria) of what applies to each case."""
        if self.applicable is None:
            return np.broadcast_to(weights.sum(axis=1, keepdims=True), (len(weights), len(self.low)))
        return _product(weights, self.applicable.T.astype(np.float64))

    def weights_per_case(self, weights: Array) -> Array:
        """(cases, criteria): the weights (criteria,) as they count for each case; nan where none is left."""
        if self.applicable is None:
            return np.broadcast_to(weights, self.shape)
        counted = np.where(self.applicable, weights, 0.0)
        total = counted.sum(axis=1, keepdims=True)
        return np.asarray(counted / np.where(total > 0, total, np.nan))


def _product(weights: Array, table: Array) -> Array:
    """weights @ table, (weightings, criteria) by (criteria, cases), in pieces that the library does on one
    thread.

    The work is small beside sorting what comes out. On a busy machine waking a second thread, and waiting
    for it, takes many times as long: measured at a load of 7 on two cores 140 ms instead of 30 for 10,000 x
    200 x 12.
    """
    table = np.ascontiguousarray(table)
    found = np.empty((len(weights), table.shape[1]))
    step = max(1, _ALONE // table.size)
    for start in range(0, len(weights), step):
        np.matmul(weights[start : start + step], table, out=found[start : start + step])
    return found


def weighted_value(values: Values, weights: Array) -> tuple[Array, Array]:
    """V = sum over criteria of weight times value, at the low and the high end of what is unknown.

    weights: (criteria,), not negative; divided by their sum. Returns low and high, each (cases,) in 0..1 and
    equal where all scores are known; nan for a case whose criteria that apply all weigh nothing.
    Raises ValueError with the offending shape. Source: Keeney & Raiffa, Decisions with Multiple Objectives
    (1976).
    """
    scaled = weights_for(weights, values.shape[1])
    if values.applicable is None:
        low = values.low @ scaled
        return low, low if values.high is None else values.high @ scaled
    counted = values.weights_per_case(scaled)
    low = (counted * values.low).sum(axis=1)
    return low, low if values.high is None else (counted * values.high).sum(axis=1)


def contributions(values: Values, weights: Array) -> tuple[Array, Array]:
    """What each criterion adds to the value: weight times value, at the low and the high end.

    weights: (criteria,), as in `weighted_value`. Returns two arrays (cases, criteria) that sum over the
    criteria to its result; zero where the criterion does not apply.
    """
    counted = values.weights_per_case(weights_for(weights, values.shape[1]))
    low = counted * values.low
    return low, low if values.high is None else counted * values.high
