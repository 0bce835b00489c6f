"""What would turn the verdict on a case: the nearest weight, score or knock-out that does it alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from houtskool.kernel.decision.arrays import SAME, Array, Flags
from houtskool.kernel.decision.framework import Criterion, Framework
from houtskool.kernel.decision.kleene import holds
from houtskool.kernel.decision.turning import turning_scores, turning_weights
from houtskool.kernel.decision.verdicts import Held, Verdict


@dataclass(frozen=True, slots=True)
class Turning:
    """By what the verdict turns: the weight (0..1) or the score of one criterion, all else unchanged.

    Upwards it has turned at `needed`, downwards as soon as that is passed. by_knockout: because that score's
    knock-out is then passed, or failed.
    """

    criterion: str
    what: str  # weight, score
    now: float
    needed: float
    by_knockout: bool = False


def what_turns(
    framework: Framework, means: Array, applies: Flags, held: tuple[Held, ...], verdict: Verdict
) -> tuple[Turning, ...]:
    """The nearest weight and the nearest score that turn the verdict, and each knock-out that does.

    means, applies: (criteria,), as `Scores.means` gives them for the case. Nothing where a score that weighs
    or a knock-out is unknown, or where no single change is enough (two failed knock-outs, or one and too low
    a value).
    """
    places = [j for j, one in enumerate(framework.criteria) if one.weighs and applies[j]]
    failed = [one.criterion for one in held if one.passed is False]
    unknown = any(one.passed is None for one in held) or bool(np.isnan(means[places]).any())
    if verdict is Verdict.UNDECIDED or unknown or len(failed) > 1:
        return ()
    stated = dict(zip((one.key for one in framework.weighing), framework.weights, strict=True))
    criteria = [framework.criteria[j] for j in places]
    weights = np.array([stated[one.key] for one in criteria])
    if failed:
        return _lifted(framework, means, failed[0], criteria, weights)
    scales, scores = [one.scale for one in criteria if one.scale], means[places]
    worth = [float(scale.value(score)) for scale, score in zip(scales, scores, strict=True)]
    by_weight = turning_weights(worth, weights, framework.threshold)
    by_score = [
        turn
        for turn in turning_scores(scores, scales, weights, framework.threshold)
        if verdict is Verdict.POSITIVE or _passes(criteria[turn.criterion], turn.needed)
    ]
    named = [
        Turning(criteria[turn.criterion].key, what, turn.now, turn.needed)
        for what, turns in (("weight", by_weight), ("score", by_score))
        for turn in turns[:1]
    ]
    if verdict is Verdict.POSITIVE:
        named += [
            Turning(one.key, "score", float(means[j]), one.knockout.bound, by_knockout=True)
            for j, one in enumerate(framework.criteria)
            if one.knockout and applies[j]
        ]
    return tuple(named)


def _passes(criterion: Criterion, score: float) -> bool:
    return criterion.knockout is None or bool(
        holds(score, criterion.knockout.operator, criterion.knockout.bound)
    )


def _lifted(
    framework: Framework, means: Array, failed: str, criteria: list[Criterion], weights: Array
) -> tuple[Turning, ...]:
    """A single failed knock-out turns the verdict when, with the score at its bound, the value is high
    enough.
    """
    place = next(j for j, one in enumerate(framework.criteria) if one.key == failed)
    knockout = framework.criteria[place].knockout
    if knockout is None or not framework.criteria[place].accepts(knockout.bound):
        return ()
    at_bound = means.copy()
    at_bound[place] = knockout.bound
    by_key = {one.key: float(at_bound[j]) for j, one in enumerate(framework.criteria)}
    worth = np.array([float(one.scale.value(by_key[one.key])) for one in criteria if one.scale])
    if not weights.sum() > 0 or worth @ weights / weights.sum() < framework.threshold - SAME:
        return ()
    return (Turning(failed, "score", float(means[place]), knockout.bound, by_knockout=True),)
