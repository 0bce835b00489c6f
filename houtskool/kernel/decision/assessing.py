"""From a framework and scores to verdicts: all numbers of an advice, for each case.

The choices made where the method leaves one are written down in docs/algorithms/decision.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from houtskool.kernel import agreement
from houtskool.kernel.decision.arrays import Array, Flags
from houtskool.kernel.decision.framework import Framework, Scores
from houtskool.kernel.decision.overturning import Turning, what_turns
from houtskool.kernel.decision.promethee import criterion_flow
from houtskool.kernel.decision.smaa import Ranking, rank_acceptability, threshold_acceptability
from houtskool.kernel.decision.values import Values, contributions, weighted_value
from houtskool.kernel.decision.verdicts import Held, Interval, Verdict, hold_knockouts, verdict_of
from houtskool.kernel.decision.weights import draw_weights

LEAST_DRAWS, MOST_DRAWS = 10_000, 100_000
_WORK = 50_000_000  # values that are drawn before the number of weightings is brought down to the least


@dataclass(frozen=True, slots=True)
class Judgement:
    """All about one case. Intervals are (low, high), equal where all is known; None is unknown.

    contributions: for each criterion that weighs, None where it does not apply. rank: for each place the
    share of weightings. central_weight: for each criterion of the framework; None when no weighting puts the
    case first. turning: what alone would turn the verdict, the nearest weight and the nearest score; empty
    where the verdict still waits for information.
    """

    case: str
    verdict: Verdict
    value: Interval | None
    contributions: dict[str, Interval | None]
    knockouts: tuple[Held, ...]
    acceptability: Interval | None
    rank: tuple[float, ...] | None
    central_weight: tuple[float, ...] | None
    confidence: float | None
    flow: float | None
    unknown: tuple[str, ...]
    turning: tuple[Turning, ...] = ()

    @property
    def first_rank(self) -> float | None:
        return self.rank[0] if self.rank else None

    @property
    def uncertain(self) -> bool:
        """Whether a score that weighs is unknown, so that value and acceptability are intervals."""
        return self.value is not None and any(key in self.contributions for key in self.unknown)


@dataclass(frozen=True, slots=True)
class Assessment:
    """alpha: per criterion and level of measurement. severity: per assessor, in values. None where
    undefined.
    """

    cases: tuple[Judgement, ...]
    alpha: dict[str, dict[str, float | None]]
    severity: dict[str, float | None]
    draws: int


def draws_for(cases: int) -> int:
    """How many weightings: 100,000, and for many cases fewer, but never below 10,000."""
    return max(LEAST_DRAWS, min(MOST_DRAWS, _WORK // max(cases, 1)))


def assess(
    framework: Framework, scores: Scores, *, rng: np.random.Generator, draws: int | None = None
) -> Assessment:
    """Judge every case of the scores by the framework.

    draws: how many weightings; `draws_for` the cases when None. Raises ValueError for a score outside its
    scale.
    """
    means, applies = scores.means(framework.criteria)
    weighs = np.array([one.weighs for one in framework.criteria])
    number = draws or draws_for(len(scores.cases))
    numbers = _numbers(framework, means[:, weighs], applies[:, weighs], rng=rng, draws=number)
    unknown = applies & np.isnan(means)
    judgements = []
    for i, case in enumerate(scores.cases):
        held, known = hold_knockouts(framework, scores, case), numbers.get(i, _Numbers())
        verdict = verdict_of(held, known.value, framework.threshold)
        judgements.append(
            Judgement(
                case=case,
                verdict=verdict,
                value=known.value,
                contributions=known.contributions or dict.fromkeys(one.key for one in framework.weighing),
                knockouts=held,
                acceptability=known.acceptability,
                rank=_padded(known.rank, len(scores.cases)),
                central_weight=_spread(known.central, weighs),
                confidence=known.confidence,
                flow=known.flow,
                unknown=tuple(framework.criteria[j].key for j in np.flatnonzero(unknown[i])),
                turning=what_turns(framework, means[i], applies[i], held, verdict),
            )
        )
    return Assessment(tuple(judgements), _alpha(framework, scores), _severity(framework, scores), number)


@dataclass(frozen=True, slots=True)
class _Numbers:
    value: Interval | None = None
    contributions: dict[str, Interval | None] | None = None
    acceptability: Interval | None = None
    rank: Array | None = None
    central: Array | None = None
    confidence: float | None = None
    flow: float | None = None


def _valued(framework: Framework, means: Array, applies: Flags) -> tuple[Flags, Array, Array]:
    """Which cases can be valued (cases,), and the ends of each score's value (cases, weighing criteria)."""
    low, high = np.zeros_like(means), np.zeros_like(means)
    for j, scale in enumerate(framework.scales):
        known = ~np.isnan(means[:, j])
        low[:, j], high[:, j] = scale.worst, scale.best
        low[known, j] = high[known, j] = scale.value(means[known, j])
    # A case whose criteria do not apply, or weigh nothing, has no value.
    return np.asarray((applies & (framework.weights > 0)).any(axis=1)), low, high


def _numbers(
    framework: Framework, means: Array, applies: Flags, *, rng: np.random.Generator, draws: int
) -> dict[int, _Numbers]:
    """By the place of the case, for each that can be valued; means and applies: (cases, weighing
    criteria).
    """
    valued, low, high = _valued(framework, means, applies)
    if not valued.any():
        return {}
    values = Values(low[valued], high[valued], applies[valued])
    bottom, top = weighted_value(values, framework.weights)
    parts_low, parts_high = contributions(values, framework.weights)
    weightings = draw_weights(rng, draws, values.shape[1], order=framework.order)
    share_low, share_high = threshold_acceptability(values, weightings, framework.threshold)
    ranking: Ranking = rank_acceptability(values, weightings, rng)
    flows = _flows(framework, means, applies)
    found = {}
    for i, place in enumerate(np.flatnonzero(valued).tolist()):
        first = not np.isnan(ranking.confidence[i])
        found[place] = _Numbers(
            value=(float(bottom[i]), float(top[i])),
            contributions={
                one.key: (float(parts_low[i, j]), float(parts_high[i, j])) if applies[place, j] else None
                for j, one in enumerate(framework.weighing)
            },
            acceptability=(float(share_low[i]), float(share_high[i])),
            rank=ranking.rank[i],
            central=ranking.central[i] if first else None,
            confidence=float(ranking.confidence[i]) if first else None,
            flow=None if flows is None else float(flows[place]),
        )
    return found


def _padded(rank: Array | None, places: int) -> tuple[float, ...] | None:
    """Cases without a value take no place: the last places stay empty."""
    return None if rank is None else (*(float(one) for one in rank), *[0.0] * (places - len(rank)))


def _spread(central: Array | None, weighs: Flags) -> tuple[float, ...] | None:
    """Over all criteria, zero for those that only knock out."""
    if central is None:
        return None
    whole = np.zeros(len(weighs))
    whole[weighs] = central
    return tuple(float(one) for one in whole)


def _flows(framework: Framework, means: Array, applies: Flags) -> Array | None:
    """Net flows on the scores themselves, on values where a scale turns; None for a single case.

    The weight of what does not apply to a case goes to its other criteria.
    """
    if len(means) < 2:
        return None
    total = np.zeros(len(means))
    for j, criterion in enumerate(framework.weighing):
        column, scale = means[:, j], framework.scales[j]
        compared = scale.direction * column if scale.direction else scale.value(column)
        total += framework.weights[j] * criterion_flow(compared, criterion.preference)
    counted = (applies * framework.weights).sum(axis=1)
    return np.asarray(total / np.where(counted > 0, counted, 1.0))


def _alpha(framework: Framework, scores: Scores) -> dict[str, dict[str, float | None]]:
    levels = (agreement.Level.NOMINAL, agreement.Level.ORDINAL, agreement.Level.INTERVAL)
    return {
        one.key: {str(level): _known(agreement.alpha(scores.by_assessor(one.key), level)) for level in levels}
        for one in framework.criteria
    }


def _severity(framework: Framework, scores: Scores) -> dict[str, float | None]:
    """Over all criteria with a scale, in values, so that criteria with other units can be taken together."""
    valued = [one.scale.value(scores.by_assessor(one.key)) for one in framework.criteria if one.scale]
    found = agreement.severity(np.concatenate(valued, axis=1))
    return {one: _known(float(found[i])) for i, one in enumerate(scores.assessors)}


def _known(number: float) -> float | None:
    return None if np.isnan(number) else number
