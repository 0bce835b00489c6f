"""Stochastic acceptability: how many of the possible weightings, and scores, give the same outcome.

Source: Lahdelma & Salminen, SMAA-2, Operations Research 49 (2001) 444-454.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from houtskool.kernel.decision.arrays import SAME, Array, Flags, numbers
from houtskool.kernel.decision.values import Values

Places: TypeAlias = NDArray[np.int64]

# What one block of weightings may take: small enough for the processor's cache, large enough for its stride.
_BLOCK = 100_000  # numbers
_DRAWN = 200_000_000  # unknown scores that confidence draws before it makes do with fewer
# Values are ranked on a grid of 2**-44 (6e-14), so that what only differs by rounding is a tie.
_GRID = 44


@dataclass(frozen=True, slots=True)
class Ranking:
    """rank: (cases, cases), the share of weightings in which case i comes (r+1)-th; rows and columns sum to
    one. central: (cases, criteria), the mean weighting that puts the case first; nan when none does.
    confidence: (cases,), the share of possible scores with which the central weighting puts it first; nan
    likewise.
    """

    rank: Array
    central: Array
    confidence: Array

    @property
    def first(self) -> Array:
        """(cases,): the share of weightings in which the case comes first."""
        return self.rank[:, 0]


def threshold_acceptability(values: Values, weights: Array, threshold: float) -> tuple[Array, Array]:
    """The share of weightings in which the value reaches the threshold, at the low and the high end of
    unknowns.

    weights: (weightings, criteria), each row not negative and summing to one. threshold: 0..1; a value within
    1e-9 of it reaches it. Returns two arrays (cases,) in 0..1, equal where all scores are known.
    Raises ValueError with the offending shape.
    """
    drawn = _weightings(values, weights)

    def share(ends: Array) -> Array:
        reached = np.zeros(values.shape[0])
        for part in _blocks(drawn, values.shape[0]):
            reached += (values.at_weights(part, ends) >= threshold - SAME).sum(axis=0)
        return reached / len(drawn)

    low = share(values.low)
    return low, low if values.high is None else share(values.high)


def rank_acceptability(values: Values, weights: Array, rng: np.random.Generator) -> Ranking:
    """How often each case takes each place, over the weightings, with unknown scores drawn anew for each.

    weights: (weightings, criteria), each row not negative and summing to one. An unknown score is drawn
    uniformly between its ends. Cases with the same value share their places: of two that tie for first, each
    is first for half. Raises ValueError with the offending shape. Memory: a block of weightings times cases,
    and cases².
    """
    drawn = _weightings(values, weights)
    cases, criteria = values.shape
    # Of weightings without ties: (places, cases); of those with: (cases, places + 1), see _share_places.
    alone, shared = np.zeros(cases * cases), np.zeros(cases * (cases + 1))
    central = np.zeros((cases, criteria))
    score = _scorer(values, rng)
    for part in _blocks(drawn, _breadth(values)):
        ordered, grid = _ranked(score(part))
        tied = grid[:, 1:] == grid[:, :-1]
        if tied.any():
            some = tied.any(axis=1)
            _share_places(shared, ordered[some], tied[some])
            _share_first(central, ordered[some], tied[some], part[some])
            ordered, part = ordered[~some], part[~some]
        _add_first(central, ordered[:, 0], part)
        ordered += np.arange(cases) * cases
        _add(alone, ordered)
    places = alone.reshape(cases, cases).T.copy()
    places += np.cumsum(shared.reshape(cases, cases + 1), axis=1)[:, :cases]
    # The smallest share that can be counted is one weighting, shared by all cases; below it stands rounding.
    places[places < 0.5 / cases] = 0.0
    total = places[:, :1]
    central /= np.where(total > 0, total, np.nan)
    repeats = 1 if values.high is None else len(drawn)
    return Ranking(places / len(drawn), central, _confidence(values, central, repeats, score))


def _weightings(values: Values, weights: Array) -> Array:
    drawn = numbers("weights", weights, dimensions=2)
    if not len(drawn) or drawn.shape[1] != values.shape[1]:
        refusal = f"weights of shape {drawn.shape} do not fit values of shape {values.shape}"
        raise ValueError(refusal)
    if drawn.min() < 0 or np.abs(drawn.sum(axis=1) - 1).max() > SAME:
        refusal = f"each of the {len(drawn)} weightings must be at least zero and sum to one"
        raise ValueError(refusal)
    return drawn


def _blocks(weights: Array, breadth: int) -> Iterator[Array]:
    size = max(1, _BLOCK // breadth)
    for start in range(0, len(weights), size):
        yield weights[start : start + size]


def _breadth(values: Values) -> int:
    """How many numbers one weighting asks for: a value per case, and a draw per unknown score."""
    return values.shape[0] + (0 if values.high is None else int((values.high > values.low).sum()))


def _scorer(values: Values, rng: np.random.Generator) -> Callable[[Array], Array]:
    """Gives for weightings (weightings, criteria) the value of each case (weightings, cases).

    Unknown scores are drawn anew for each weighting.
    """
    # Cases with the same scores get one value, bit for bit; from a matrix product they need not.
    marked = values.low if values.applicable is None else np.where(values.applicable, values.low, -1.0)
    _, kept, place = np.unique(marked, axis=0, return_index=True, return_inverse=True)
    distinct = Values(
        values.low[kept], applicable=None if values.applicable is None else values.applicable[kept]
    )

    def lowest(weights: Array) -> Array:
        return distinct.at_weights(weights, distinct.low)[:, place]

    if values.high is None:
        return lowest if len(kept) < len(marked) else lambda weights: values.at_weights(weights, values.low)
    case, criterion = np.nonzero(values.high > values.low)
    width = (values.high - values.low)[case, criterion]
    starts = np.flatnonzero(np.diff(case, prepend=-1))

    def drawn(weights: Array) -> Array:
        extra = rng.random((len(weights), len(case))) * (weights[:, criterion] * width)
        if values.applicable is not None:
            extra /= values.applied(weights)[:, case]
        scored = lowest(weights)
        scored[:, case[starts]] += np.add.reduceat(extra, starts, axis=1)
        return scored

    return drawn


def _ranked(scored: Array) -> tuple[Places, Places]:
    """The cases from best to worst per row, and the value of each on the grid.

    Value and case are packed in one whole number, since numbers are sorted faster than places.
    """
    cases = scored.shape[1]
    bits = max(1, (cases - 1).bit_length())
    grid = min(_GRID, 62 - bits)
    # The best first: the lowest of one less the value. Half a step more, since whole numbers are cut off.
    steps = scored * -(2.0**grid)
    steps += 2.0**grid + 0.5
    packed = steps.astype(np.int64)
    packed <<= bits
    packed |= np.arange(cases)
    packed.sort(axis=1)
    ordered = packed & ((1 << bits) - 1)
    packed >>= bits
    return ordered, packed


def _add(total: Array, at: Places, what: Array | None = None) -> None:
    """Add to the total, a row of numbers, at those places: ones, or `what` is given for each."""
    flat = at.ravel()
    if len(flat) * 4 > len(total):
        total += np.bincount(flat, None if what is None else what.ravel(), len(total))
    else:  # few places of many: not all of the total is gone through for each block
        np.add.at(total, flat, 1.0 if what is None else what.ravel())


def _add_first(central: Array, case: Places, weights: Array) -> None:
    for j in range(central.shape[1]):
        central[:, j] += np.bincount(case, weights[:, j], len(central))


def _share_places(shared: Array, ordered: Places, tied: Flags) -> None:
    """The places of rows with ties, where each of t tied cases gets 1/t of each of their t places.

    ordered: (rows, cases). tied: (rows, cases - 1), whether the next one has the same value.
    shared: cases times (cases + 1) steps; summed up along a case they are its places. A share begins at the
    first place of a run of equals and ends behind its last.
    """
    rows, cases = ordered.shape
    at, edge = np.arange(cases), np.ones((rows, 1), np.bool_)
    opens, closes = np.concatenate([edge, ~tied], axis=1), np.concatenate([~tied, edge], axis=1)
    start = np.maximum.accumulate(np.where(opens, at, 0), axis=1)
    end = np.minimum.accumulate(np.where(closes, at + 1, cases)[:, ::-1], axis=1)[:, ::-1]
    share = 1 / (end - start)
    _add(shared, ordered * (cases + 1) + start, share)
    _add(shared, ordered * (cases + 1) + end, -share)


def _share_first(central: Array, ordered: Places, tied: Flags, weights: Array) -> None:
    """Each of the cases that share the first place gets its part of the weighting."""
    first = np.concatenate(
        [np.ones((len(tied), 1), np.bool_), np.logical_and.accumulate(tied, axis=1)], axis=1
    )
    row, place = np.nonzero(first)
    _add_first(central, ordered[row, place], weights[row] / first.sum(axis=1)[row, None])


def _confidence(values: Values, central: Array, draws: int, score: Callable[[Array], Array]) -> Array:
    """The share of possible scores with which each case is first at its own central weighting.

    With known scores that takes one look; else as many draws as weightings, fewer where many cases can be
    first.
    """
    confidence = np.full(values.shape[0], np.nan)
    firsts = np.flatnonzero(~np.isnan(central[:, 0]))
    breadth = _breadth(values)
    repeats = 1 if values.high is None else min(draws, max(1000, _DRAWN // (breadth * max(len(firsts), 1))))
    for i in firsts:
        first = 0.0
        for part in _blocks(np.broadcast_to(central[i], (repeats, values.shape[1])), breadth):
            scored = np.rint(score(part) * 2.0**_GRID)
            best = scored == scored.max(axis=1, keepdims=True)
            first += float((best[:, i] / best.sum(axis=1)).sum())
        confidence[i] = first / repeats
    return confidence
