"""Which set of cases fits the budget and is worth most: the knapsack problem, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import ArrayLike, NDArray

from houtskool.kernel.decision.arrays import SAME, Array, Flags, numbers


@dataclass(frozen=True, slots=True)
class Choice:
    """chosen: the places of the cases, ascending. value and cost: their sums."""

    chosen: tuple[int, ...]
    value: float
    cost: int


def best_set(values: ArrayLike, costs: Sequence[int], budget: int) -> Choice:
    """The set of cases with the highest total value whose costs together stay within the budget.

    values: (cases,), not negative. costs: (cases,), whole numbers of one unit (euros, or cents), not
    negative. budget: in the same unit. Of sets worth the same (within 1e-9) the cheapest is taken. A case
    without value is not chosen. Raises ValueError with the offending shape or number.
    Source: dominance (Nemhauser & Ullmann, Management Science 15 (1969) 494-505): of the sets of the first
    cases only those are kept that no other beats on both cost and value, and that could still beat the best
    set known, by the bound of the fractional knapsack (Dantzig, Operations Research 5 (1957) 266-277). At
    most budget / (greatest common divisor of the costs) + 1 sets are kept, and usually some hundreds.
    """
    worth = numbers("values", values, dimensions=1)
    if len(costs) != len(worth) or any(cost != int(cost) or cost < 0 for cost in costs):
        refusal = f"costs must be {len(worth)} whole numbers from zero, got {list(costs)}"
        raise ValueError(refusal)
    if budget < 0 or (len(worth) and worth.min() < 0):
        refusal = f"budget and values must not be negative, got {budget} and values of shape {worth.shape}"
        raise ValueError(refusal)
    fits = [i for i in range(len(worth)) if worth[i] > 0 and costs[i] <= budget]
    # Most value for money first: then the bound is tight, and few sets are kept.
    fits.sort(key=lambda i: (-worth[i] / costs[i] if costs[i] else -np.inf, i))
    unit = gcd(*(int(costs[i]) for i in fits)) or 1
    price = np.array([int(costs[i]) // unit for i in fits], dtype=np.int64)
    value = worth[fits]
    chosen = sorted(fits[place] for place in _search(value, price, int(budget) // unit))
    return Choice(tuple(chosen), float(sum(worth[chosen])), sum(int(costs[i]) for i in chosen))


def _search(value: Array, price: NDArray[np.int64], budget: int) -> list[int]:
    """The places of the best set, of cases sorted by value for money."""
    cases = len(value)
    spent, gained = np.zeros(1, np.int64), np.zeros(1)
    # For each case: where each kept set came from, and whether it took the case.
    trail: list[tuple[NDArray[np.intp], Flags]] = []
    best, best_value, best_cost = _Found(), 0.0, 0
    prices, gains = (np.concatenate([[0], np.cumsum(one)]) for one in (price, value))
    for i in range(cases):
        fits = np.flatnonzero(spent + price[i] <= budget)
        source = np.concatenate([np.arange(len(spent)), fits])
        took = np.arange(len(source)) >= len(spent)
        cost, gain = spent[source] + price[i] * took, gained[source] + value[i] * took
        order = np.lexsort((-gain, cost))
        source, took, cost, gain = source[order], took[order], cost[order], gain[order]
        # Filled up with the next cases as far as they fit in a row: sets that exist.
        until = np.searchsorted(prices[i + 1 :], prices[i + 1] + budget - cost, "right") + i
        total, price_of_it = gain + gains[until] - gains[i + 1], cost + prices[until] - prices[i + 1]
        near = np.flatnonzero(total >= total.max() - SAME)
        top = near[np.argmin(price_of_it[near])]
        if total[top] > best_value + SAME or (
            total[top] >= best_value - SAME and price_of_it[top] < best_cost
        ):
            best = _Found(i, int(source[top]), bool(took[top]), int(until[top]))
            best_value, best_cost = float(total[top]), int(price_of_it[top])
        if i + 1 == cases:
            break
        # And with a part of the one that no longer fits: no set that begins so is worth more.
        following = np.minimum(until, cases - 1)
        bound = total + np.where(
            until < cases, value[following] * (budget - price_of_it) / np.maximum(price[following], 1), 0.0
        )
        # What it takes at least to come as high as the best set: at the best value for money that is left.
        least = cost + np.maximum(best_value - gain, 0) * (price[i + 1] / value[i + 1])
        # Kept where it is worth more than every set that costs no more, and can still be better than the
        # best.
        before = np.concatenate([[-1.0], np.maximum.accumulate(gain)[:-1]])
        keep = gain > before + SAME / cases
        keep &= (bound > best_value + SAME) | ((bound >= best_value - SAME) & (least < best_cost - 0.5))
        trail.append((source[keep], took[keep]))
        spent, gained = cost[keep], gain[keep]
        if not len(spent):
            break
    return best.along(trail)


@dataclass(frozen=True, slots=True)
class _Found:
    """A set: of the first cases what the trail to `source` took, `took` for case `last`, then all up to
    `until`.
    """

    last: int = -1
    source: int = 0
    took: bool = False
    until: int = 0

    def along(self, trail: list[tuple[NDArray[np.intp], Flags]]) -> list[int]:
        chosen = [*range(self.last + 1, self.until), *([self.last] if self.took else [])]
        place = self.source
        for i in range(self.last - 1, -1, -1):
            sources, took = trail[i]
            if took[place]:
                chosen.append(i)
            place = int(sources[place])
        return chosen
