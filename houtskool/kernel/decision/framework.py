"""What cases are judged by, and the scores that they got: the framework's criteria as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import fsum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from houtskool.kernel.decision.arrays import Array, Flags, weights_for
from houtskool.kernel.decision.kleene import Operator
from houtskool.kernel.decision.promethee import USUAL, Preference
from houtskool.kernel.decision.scale import Scale
from houtskool.kernel.decision.weights import rank_order_centroid


class Mark(Enum):
    """What stands in the place of a score that is no number."""

    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


Score: TypeAlias = float | Mark


@dataclass(frozen=True, slots=True)
class KnockOut:
    """A condition on the score itself: at_least, at_most or equals a bound, in the criterion's unit."""

    operator: Operator
    bound: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """weight: its share of the value, divided by the sum of all. order: 1 is most important.

    A criterion with neither only knocks out, and may do without a scale. Raises ValueError, naming the key,
    when it can do neither, or weighs without a scale.
    """

    key: str
    question: str = ""
    scale: Scale | None = None
    weight: float | None = None
    order: int | None = None
    knockout: KnockOut | None = None
    preference: Preference = USUAL

    def __post_init__(self) -> None:
        if not self.weighs and self.knockout is None:
            refusal = f"criterion {self.key} has no weight, no order and no knock-out"
            raise ValueError(refusal)
        if self.weighs and self.scale is None:
            refusal = f"criterion {self.key} weighs, but has no scale"
            raise ValueError(refusal)
        if (self.weight is not None and self.weight < 0) or (self.order is not None and self.order < 1):
            refusal = f"criterion {self.key}: weight {self.weight} or order {self.order} is too low"
            raise ValueError(refusal)

    @property
    def weighs(self) -> bool:
        return self.weight is not None or self.order is not None

    def accepts(self, score: float) -> bool:
        return self.scale is None or self.scale.holds(score)


@dataclass(frozen=True, slots=True)
class Framework:
    """threshold: the value, in 0..1, from which the verdict is positive.

    Raises ValueError on keys that occur twice, when nothing weighs, or when weights and orders are mixed:
    either all criteria that weigh have a weight (and any may have an order too), or all have an order.
    """

    title: str
    threshold: float
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        keys = [criterion.key for criterion in self.criteria]
        if len(set(keys)) < len(keys):
            refusal = f"criteria must have keys of their own, got {keys}"
            raise ValueError(refusal)
        if not 0 <= self.threshold <= 1:
            refusal = f"the threshold must be in 0..1, got {self.threshold}"
            raise ValueError(refusal)
        if not self.weighing:
            refusal = f"none of the {len(keys)} criteria weighs"
            raise ValueError(refusal)
        weights = [one.weight for one in self.weighing]
        if any(weight is None for weight in weights):
            if any(weight is not None for weight in weights) or any(not one.order for one in self.weighing):
                refusal = f"give all criteria a weight, or all an order; got weights {weights}"
                raise ValueError(refusal)
        elif not sum(weight or 0 for weight in weights) > 0:
            refusal = "the weights are all zero"
            raise ValueError(refusal)

    @property
    def weighing(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.weighs)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Of the criteria that weigh."""
        return tuple(one.scale for one in self.weighing if one.scale)

    @property
    def weights(self) -> Array:
        """(weighing criteria,), summing to one: as stated, or the rank-order centroid where only an order
        is.
        """
        stated = [one.weight for one in self.weighing if one.weight is not None]
        if stated:
            return weights_for(stated, len(stated))
        return rank_order_centroid([one.order or 1 for one in self.weighing])

    @property
    def order(self) -> list[int | None] | None:
        """(weighing criteria,), None for one without; None when there is no order at all."""
        order = [one.order for one in self.weighing]
        return order if any(order) else None


@dataclass(frozen=True, slots=True)
class Scores:
    """What each assessor gave: keyed by case, criterion and assessor. What was not given is unknown.

    cases and assessors: in the order in which they are shown, at least one of each. Raises ValueError
    otherwise.
    """

    cases: tuple[str, ...]
    assessors: tuple[str, ...]
    given: Mapping[tuple[str, str, str], Score] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.cases or not self.assessors:
            refusal = f"scores need a case and an assessor, got {len(self.cases)} and {len(self.assessors)}"
            raise ValueError(refusal)

    def mean(self, case: str, criterion: str) -> Score:
        """The mean of the assessors who gave a number; not applicable where those who know say so; else
        unknown.
        """
        marks = [self.given.get((case, criterion, one), Mark.UNKNOWN) for one in self.assessors]
        known = [mark for mark in marks if not isinstance(mark, Mark)]
        if known:
            # A mean may be a rounding beyond what it is the mean of, and so outside the scale.
            return min(max(fsum(known) / len(known), min(known)), max(known))
        return Mark.NOT_APPLICABLE if Mark.NOT_APPLICABLE in marks else Mark.UNKNOWN

    def means(self, criteria: Sequence[Criterion]) -> tuple[Array, Flags]:
        """Means (cases, criteria), nan where there is no number, and where the criterion applies (the same
        shape).

        Raises ValueError, naming the case, for a mean outside the criterion's scale.
        """
        means = np.full((len(self.cases), len(criteria)), np.nan)
        applies = np.ones(means.shape, np.bool_)
        for i, case in enumerate(self.cases):
            for j, criterion in enumerate(criteria):
                score = self.mean(case, criterion.key)
                if isinstance(score, Mark):
                    applies[i, j] = score is not Mark.NOT_APPLICABLE
                    continue
                if not criterion.accepts(score):
                    refusal = f"{case}: {criterion.key} has {score}, outside {criterion.scale}"
                    raise ValueError(refusal)
                means[i, j] = score
        return means, applies

    def by_assessor(self, criterion: str) -> NDArray[np.float64]:
        """(assessors, cases): the numbers that each gave on the criterion, nan where there is none."""
        marks = [[self.given.get((case, criterion, one)) for case in self.cases] for one in self.assessors]
        return np.array([[mark if isinstance(mark, float) else np.nan for mark in row] for row in marks])
