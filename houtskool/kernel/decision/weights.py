"""Weights of criteria: from an order of importance, and drawn uniformly from all that are possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from houtskool.kernel.decision.arrays import SAME, Array, numbers

Order = Sequence[int | None]


def rank_order_centroid(order: Sequence[int]) -> Array:
    """The middle of all weightings that keep an order of importance.

    order: (criteria,), 1 is most important, gaps and ties allowed; of tied criteria nothing is known about
    which weighs more, so that they share the weights of their places. Returns (criteria,), summing to one.
    Raises ValueError on an empty order or a place below one.
    Source: Barron & Barrett, Management Science 42 (1996) 1515-1523: w_r = (1/n) sum over t = r..n of 1/t.
    """
    places = np.asarray(order)
    if places.ndim != 1 or places.size == 0 or places.min() < 1:
        refusal = f"an order must be a list of places from 1, got {list(order)} of shape {places.shape}"
        raise ValueError(refusal)
    n = len(places)
    by_place = np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n
    _, group, size = np.unique(places, return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    means = np.add.reduceat(by_place, starts) / size
    weights: Array = means[group]
    return weights


def draw_weights(rng: np.random.Generator, draws: int, criteria: int, *, order: Order | None = None) -> Array:
    """Weightings drawn uniformly from the simplex, or from the part of it that keeps an order.

    order: (criteria,), 1 is most important. Between criteria with the same place, and for those with None,
    all is open. Returns (draws, criteria), each row summing to one. Raises ValueError with the offending
    shape. Source: Dirichlet(1), as normalised exponentials; sorting a uniform draw gives a uniform draw of
    the ordered part (Butler, Jia & Dyer, European Journal of Operational Research 103 (1997) 531-546).
    """
    if draws < 1 or criteria < 1:
        refusal = f"draws and criteria must be at least one, got {(draws, criteria)}"
        raise ValueError(refusal)
    weights = rng.standard_exponential((draws, criteria))
    weights /= weights.sum(axis=1, keepdims=True)
    if order is None:
        return weights
    if len(order) != criteria or any(place is not None and place < 1 for place in order):
        refusal = f"an order must have shape {(criteria,)} and places from 1, got {list(order)}"
        raise ValueError(refusal)
    ordered = [j for j, place in enumerate(order) if place is not None]
    if not ordered:
        return weights
    group = np.array([order[j] for j in ordered], dtype=np.float64)
    part = weights[:, ordered]
    # The largest weights go to the most important group; within a group they keep the (random) order that
    # they had, because of tied criteria it is not known which weighs more.
    receivers = np.argsort(group - part, axis=1)
    sorted_part = -np.sort(-part, axis=1)
    placed = np.empty_like(part)
    np.put_along_axis(placed, receivers, sorted_part, axis=1)
    weights[:, ordered] = placed
    return weights


def draw_weights_between(rng: np.random.Generator, draws: int, lower: ArrayLike, upper: ArrayLike) -> Array:
    """Weightings drawn uniformly from those where each weight lies between its bounds.

    lower, upper: (criteria,) in 0..1. Returns (draws, criteria), each row summing to one. Raises ValueError
    with the offending shape, or when no weighting fits: the lower bounds sum above one or the upper ones
    below. Source: rejection; independent draws with density exp(-t w) within their bounds are, given that
    they sum to one, uniform for any t, since exp(-t sum w) is then constant. t is chosen so that their mean
    sum is one, and the widest weight takes what the others leave, so that about one in sqrt(criteria)
    proposals is kept.
    """
    low, high = numbers("lower", lower, dimensions=1), numbers("upper", upper, dimensions=1)
    if draws < 1 or low.shape != high.shape or low.size == 0:
        refusal = f"bounds must have one shape, got {low.shape} and {high.shape} for {draws} draws"
        raise ValueError(refusal)
    if (low < 0).any() or (high > 1).any() or (low > high).any():
        refusal = f"bounds must ascend within 0..1, got {low.tolist()} and {high.tolist()}"
        raise ValueError(refusal)
    if low.sum() > 1 + SAME or high.sum() < 1 - SAME:
        refusal = f"no weighting fits: the bounds sum to {low.sum():g} and {high.sum():g}, not around 1"
        raise ValueError(refusal)
    for corner in (low, high):
        if abs(corner.sum() - 1) <= SAME:
            return np.tile(corner / corner.sum(), (draws, 1))
    # No weight can be more than what the least of the others leaves, nor less than what the most leave.
    low, high = np.maximum(low, 1 - high.sum() + high), np.minimum(high, 1 - low.sum() + low)
    width = high - low
    if width.max() <= SAME:  # the others leave each weight a single value
        middle = (low + high) / 2
        return np.tile(middle / middle.sum(), (draws, 1))
    tilt = _tilt(low, width)
    last = int(np.argmax(width))
    others = np.delete(np.arange(low.size), last)
    weights = np.empty((draws, low.size))
    done = 0
    while done < draws:
        size = 4 * (draws - done) + 64
        proposal = low[others] + width[others] * _tilted(
            rng.random((size, others.size)), tilt * width[others]
        )
        left = 1 - proposal.sum(axis=1)
        steps = left - low[last] if tilt >= 0 else left - high[last]
        kept = (left >= low[last]) & (left <= high[last])
        kept &= rng.random(size) < np.exp(np.minimum(-tilt * steps, 0.0))
        found = np.flatnonzero(kept)[: draws - done]
        weights[done : done + found.size, others] = proposal[found]
        weights[done : done + found.size, last] = left[found]
        done += found.size
    return weights


def _tilted(uniform: Array, steepness: Array) -> Array:
    """Draws in 0..1 with density proportional to exp(-steepness x), by the inverse of their distribution."""
    turned = steepness < 0  # drawn from the other side, so that no exponential grows beyond bounds
    steep = np.abs(steepness)
    flat = steep < 1e-8
    safe = np.where(flat, 1.0, steep)
    drawn = -np.log1p(uniform * np.expm1(-safe)) / safe
    drawn = np.where(flat, uniform, np.minimum(drawn, 1.0))
    return np.where(turned, 1 - drawn, drawn)


def _tilt(low: Array, width: Array) -> float:
    """The t for which weights with density exp(-t w) within their bounds sum to one on average."""

    def mean(t: float) -> float:
        steep = np.abs(t * width)
        safe = np.where(steep < 1e-4, 1.0, steep)
        # The mean of a density exp(-s x) on 0..1; for small s by its series.
        part = np.where(steep < 1e-4, 0.5 - steep / 12, 1 / safe - 1 / np.expm1(np.minimum(safe, 700.0)))
        return float((low + width * (part if t >= 0 else 1 - part)).sum())

    bound = 1.0
    while not mean(bound) <= 1 <= mean(-bound):
        bound *= 2
    left, right = -bound, bound
    for _ in range(60):
        middle = (left + right) / 2
        left, right = (middle, right) if mean(middle) > 1 else (left, middle)
    return (left + right) / 2
