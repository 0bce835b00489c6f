"""The verdict on a case: its knock-outs and its value, in three-valued logic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from houtskool.kernel.decision.arrays import SAME
from houtskool.kernel.decision.framework import Framework, Mark, Scores
from houtskool.kernel.decision.kleene import Truth, all_of, holds

Interval: TypeAlias = tuple[float, float]


class Verdict(StrEnum):
    """What the framework says of a case; the decision stays with whoever has the mandate."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNDECIDED = "more information needed"


@dataclass(frozen=True, slots=True)
class Held:
    """A knock-out held against a case: passed (True), failed (False) or unknown (None).

    One that does not apply to the case does not stand in its way: it is passed.
    """

    criterion: str
    passed: Truth
    applies: bool = True


def hold_knockouts(framework: Framework, scores: Scores, case: str) -> tuple[Held, ...]:
    """Each knock-out of the framework held against the mean score of the case, in the order of the
    criteria.
    """
    found = []
    for criterion in framework.criteria:
        if criterion.knockout:
            score = scores.mean(case, criterion.key)
            given = None if isinstance(score, Mark) else score
            applies = score is not Mark.NOT_APPLICABLE
            passed = holds(given, criterion.knockout.operator, criterion.knockout.bound) if applies else True
            found.append(Held(criterion.key, passed, applies))
    return tuple(found)


def verdict_of(knockouts: tuple[Held, ...], value: Interval | None, threshold: float) -> Verdict:
    """Whether all knock-outs are passed and the value reaches the threshold; a value of None is unknown.

    So a failed knock-out is negative whatever the value, and an unknown one leaves open only what could
    still be positive. Of an interval both ends must agree. Source: Kleene (1952), as in `all_of`.
    """
    reached: Truth = None
    if value is not None and (value[0] >= threshold - SAME or value[1] < threshold - SAME):
        reached = value[0] >= threshold - SAME
    verdict = all_of([*(held.passed for held in knockouts), reached])
    return {True: Verdict.POSITIVE, False: Verdict.NEGATIVE, None: Verdict.UNDECIDED}[verdict]
