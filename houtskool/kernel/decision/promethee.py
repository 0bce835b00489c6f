"""PROMETHEE II: net outranking flows, exact, by sorting instead of comparing each pair.

Source: Brans, Vincke & Mareschal, European Journal of Operational Research 24 (1986) 228-238.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from houtskool.kernel.decision.arrays import Array, numbers, weights_for

_PAIRS = 4_000_000  # pairs that the Gaussian function compares at a time


class Shape(StrEnum):
    """The preference functions of the source, types I to VI."""

    USUAL = "usual"
    U_SHAPE = "u-shape"
    V_SHAPE = "v-shape"
    LEVEL = "level"
    LINEAR = "linear"
    GAUSSIAN = "gaussian"


@dataclass(frozen=True, slots=True)
class Preference:
    """How much a difference d > 0 counts, from 0 (not) to 1 (wholly); q, p and s in the criterion's own unit.

    usual: 1. u-shape: 1 when d > q. v-shape: d/p up to p. level: 1/2 when q < d <= p, then 1.
    linear (v-shape with indifference): (d - q)/(p - q) between q and p. gaussian: 1 - exp(-d²/2s²).
    Raises ValueError, naming the parameter, when one that the shape needs is missing or makes no sense.
    """

    shape: Shape = Shape.USUAL
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", Shape(self.shape))
        if not all(isfinite(one) and one >= 0 for one in (self.q, self.p, self.s)):
            refusal = f"q, p and s must not be negative, got {(self.q, self.p, self.s)}"
            raise ValueError(refusal)
        if self.shape in (Shape.V_SHAPE, Shape.LEVEL, Shape.LINEAR) and not self.p > 0:
            refusal = f"{self.shape} needs p above 0, got {self.p}"
            raise ValueError(refusal)
        if self.shape in (Shape.LEVEL, Shape.LINEAR) and not self.p > self.q:
            refusal = f"{self.shape} needs p above q, got p {self.p} and q {self.q}"
            raise ValueError(refusal)
        if self.shape is Shape.GAUSSIAN and not self.s > 0:
            refusal = f"gaussian needs s above 0, got {self.s}"
            raise ValueError(refusal)


USUAL = Preference()


def net_flows(
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    preferences: Sequence[Preference] | None = None,
    directions: Sequence[int] | None = None,
) -> Array:
    """How much each case is preferred to the others, less how much they are preferred to it.

    scores: (cases, criteria) in the criteria's own units; nan is unknown, and then there is no preference
    either way. weights: (criteria,), divided by their sum. preferences: one per criterion; all usual when
    None. directions: 1 where more is better (the default), -1 where less is. Returns (cases,), each in -1..1.
    Raises ValueError with the offending shape, also for a single case, which has nobody to be compared with.
    O(criteria x cases log cases) time and O(cases) memory beyond the input; the Gaussian shape compares all
    pairs of distinct scores, in blocks.
    """
    table = numbers("scores", scores, dimensions=2, unknown=True)
    cases, criteria = table.shape
    if cases < 2:
        refusal = f"flows need at least two cases, got shape {table.shape}"
        raise ValueError(refusal)
    scaled = weights_for(weights, criteria)
    chosen = [USUAL] * criteria if preferences is None else list(preferences)
    signs = [1] * criteria if directions is None else list(directions)
    if len(chosen) != criteria or len(signs) != criteria or not set(signs) <= {1, -1}:
        refusal = f"{len(chosen)} preferences and directions {signs} do not fit scores of shape {table.shape}"
        raise ValueError(refusal)
    flows = np.zeros(cases)
    for j in range(criteria):
        if scaled[j] > 0:
            flows += (scaled[j] * signs[j]) * criterion_flow(table[:, j], chosen[j])
    return flows


def criterion_flow(scores: ArrayLike, preference: Preference = USUAL) -> Array:
    """The net flow on one criterion where more is better: the sum of F(a - x) - F(x - a) over the others x,
    / (n - 1).

    scores: (cases,), nan is unknown. Returns (cases,), each in -1..1 and zero where unknown.
    Raises ValueError with the offending shape, or for fewer than two cases.
    """
    column = numbers("scores", scores, dimensions=1, unknown=True)
    if len(column) < 2:
        refusal = f"flows need at least two cases, got shape {column.shape}"
        raise ValueError(refusal)
    order = np.argsort(column)  # unknown scores come last
    ordered = column[order]
    known = len(column) - int(np.count_nonzero(np.isnan(ordered)))
    ordered = ordered[:known]
    flow = np.zeros(len(column))
    if known > 1:
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        counts = np.diff(starts, append=known)
        net = _net(ordered[starts], counts, preference)
        flow[order[:known]] = np.repeat(net / (len(column) - 1), counts)
    return flow


def _net(distinct: Array, counts: NDArray[np.intp], preference: Preference) -> Array:
    """The sum of F(a - x) - F(x - a) over all x, for each distinct score a; ascending, with their counts."""
    below = np.concatenate([[0], np.cumsum(counts)])  # how many lie below the i-th distinct score
    q, p = preference.q, preference.p
    match preference.shape:
        case Shape.USUAL:
            return np.asarray(below[:-1] + below[1:] - below[-1], dtype=np.float64)
        case Shape.U_SHAPE:
            return _beyond(distinct, below, q)
        case Shape.LEVEL:
            return (_beyond(distinct, below, q) + _beyond(distinct, below, p)) / 2
        case Shape.V_SHAPE:
            return _clipped(distinct, counts, below, p) / p
        case Shape.LINEAR:
            upper, lower = _clipped(distinct, counts, below, p), _clipped(distinct, counts, below, q)
            return (upper - lower) / (p - q)
        case Shape.GAUSSIAN:
            return _gaussian(distinct, counts, preference.s)


def _beyond(distinct: Array, below: NDArray[np.intp], bound: float) -> Array:
    """How many lie more than the bound below each, less how many lie more than it above."""
    # .8 - .7 is a little more than .1: a difference of the bound itself must not pass for more.
    slack = 1e-12 * max(float(np.abs(distinct[[0, -1]]).max()), bound)
    under = below[np.searchsorted(distinct, distinct - (bound + slack), "left")]
    above = below[-1] - below[np.searchsorted(distinct, distinct + (bound + slack), "right")]
    return np.asarray(under - above, dtype=np.float64)


def _clipped(distinct: Array, counts: NDArray[np.intp], below: NDArray[np.intp], bound: float) -> Array:
    """The sum over all x of the difference a - x, cut off at the bound on either side."""
    if bound == 0:
        return np.zeros(len(distinct))
    # Taken from their mean, so that the running sums stay small and lose no digits.
    centred = distinct - (distinct * counts).sum() / below[-1]
    sums = np.concatenate([[0.0], np.cumsum(centred * counts)])
    low = np.searchsorted(centred, centred - bound, "left")
    high = np.searchsorted(centred, centred + bound, "right")
    near = centred * (below[high] - below[low]) - (sums[high] - sums[low])
    return np.asarray(bound * (below[low] - (below[-1] - below[high])) + near)


def _gaussian(distinct: Array, counts: NDArray[np.intp], s: float) -> Array:
    net = np.empty(len(distinct))
    size = max(1, _PAIRS // len(distinct))
    for start in range(0, len(distinct), size):
        d = distinct[start : start + size, None] - distinct
        net[start : start + size] = (np.sign(d) * -np.expm1(d * d / (-2 * s * s))) @ counts
    return net
