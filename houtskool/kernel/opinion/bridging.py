"""What bridges, without groups: the agreement left when the axis on which voters differ is taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_expit

from houtskool.kernel.opinion.votes import Floats, Small, Votes

INTERCEPT, FACTOR = 0.15, 0.03  # weights of the penalties, as in Community Notes
STRENGTH = 10.0  # of both, in votes: their loss is per vote and of squares, ours is a sum of log-losses
START = 0.3  # standard deviation of the factors to begin with
HIDDEN = 0.1  # share of the votes held out


@dataclass(frozen=True, eq=False)
class Bridging:
    """log odds that participant u agrees with statement s: mean + participant[u] + statement[s]
    + participant_factor[u] · statement_factor[s]. `statement` (statements,) is the score of bridging.
    """

    mean: float
    participant: Floats
    statement: Floats
    participant_factor: Floats
    statement_factor: Floats

    def odds(self, participant: Small, statement: Small) -> Floats:
        """(n,) log odds of agreement of each pair."""
        return (
            self.mean
            + self.participant[participant]
            + self.statement[statement]
            + self.participant_factor[participant] * self.statement_factor[statement]
        )


def factorise(votes: Votes, rng: np.random.Generator) -> Bridging:
    """Fit the model to the agrees and disagrees (passes say nothing) by penalised likelihood.

    Penalty: STRENGTH · (0.15 Σ intercepts² + 0.03 Σ factors²). Who has no votes gets zeros. The factor's sign
    is that the statement with the largest one (the first of equals) has it positive.
    Source: Wojcik et al., Birdwatch (2022), with a logistic link; L-BFGS (Liu and Nocedal 1989).
    """
    sided = votes.without(votes.value == 0)
    each, column, agree = sided.per_participant, sided.statement, sided.value > 0
    voted = np.flatnonzero(each)
    people, statements = votes.participants, votes.statements
    cuts = np.cumsum([1, people, statements, people])
    penalty = (
        2 * STRENGTH * np.repeat([0.0, INTERCEPT, FACTOR], [1, people + statements, people + statements])
    )
    first = sided.starts[voted]

    def per_person(weights: Floats) -> Floats:
        # Votes stand by participant: sums of stretches, which take a fraction of the time of sums by number.
        total = np.zeros(people)
        if len(first):
            total[voted] = np.add.reduceat(weights, first)
        return total

    def loss(flat: Floats) -> tuple[float, Floats]:
        mean, a, b, f, g = np.split(flat, cuts)
        factor, others = np.repeat(f, each), g[column]
        odds = np.repeat(a + mean[0], each) + b[column] + factor * others
        small = np.exp(-np.abs(odds))  # at most 1: never overflows
        wrong = np.where(agree, odds < 0, odds > 0)
        total = float((np.log1p(small) + np.abs(odds) * wrong).sum() + 0.5 * (penalty * flat**2).sum())
        off = np.where(odds >= 0, 1.0, small) / (1.0 + small) - agree
        slope = (
            [off.sum()],
            per_person(off),
            np.bincount(column, off, statements),
            per_person(off * others),
            np.bincount(column, off * factor, statements),
        )
        return total, np.concatenate(slope) + penalty * flat

    start = np.zeros(1 + people + statements)
    start = np.concatenate([start, rng.normal(0.0, START, people), rng.normal(0.0, START, statements)])
    if len(agree):
        # So far that the scores are right to a few thousandths.
        start = minimize(
            loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300, "maxcor": 30, "ftol": 1e-7}
        ).x
    mean, a, b, f, g = np.split(start, cuts)
    sign = 1.0 if not len(g) or g[np.argmax(np.abs(g))] >= 0 else -1.0
    seen, there = np.bincount(column, minlength=statements) > 0, each > 0
    return Bridging(float(mean[0]), a * there, b * seen, sign * f * there, sign * g * seen)


def held_out_log_loss(votes: Votes, rng: np.random.Generator, *, hidden: float = HIDDEN) -> float:
    """Mean -log probability of the agrees and disagrees among a tenth of the votes that the model did not
    see.

    NaN when none was hidden. Raises ValueError unless `hidden` lies between 0 and 1.
    """
    if not 0 < hidden < 1:
        raise ValueError(f"hidden must lie between 0 and 1, not {hidden}")
    away = rng.random(len(votes)) < hidden
    asked = away & (votes.value != 0)
    if not asked.any():
        return float("nan")
    model = factorise(votes.without(away), rng)
    odds = model.odds(votes.participant[asked], votes.statement[asked])
    return float(-log_expit(np.where(votes.value[asked] > 0, odds, -odds)).mean())
