"""The statements that set a group apart, with the share of false finds held down."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from houtskool.kernel.opinion.polis import MOST, NINETY, Representative
from houtskool.kernel.opinion.shares import wilson
from houtskool.kernel.opinion.votes import ELIGIBLE_FROM, Flags, Floats, Ints

RATE = 0.1  # share of false finds among all finds that is allowed


def representative(group_counts: Ints, *, rate: float = RATE) -> list[list[Representative]]:
    """Per group at most 5 statements on which it surely stands elsewhere than the rest, the clearest first.

    group_counts: (groups, 3, statements) disagrees, passes, agrees. Which statements, and in what order:
    passes say nothing there, so those who chose a side are compared, at least 7 in the group and 7 outside
    it. A statement counts when (a) their shares differ by a z test with Yates' correction, at false discovery
    rate `rate` over all groups and statements; (b) the lower end of the interval of the group's share on that
    side is at least one half. Score: the log odds ratio less 1.28 standard errors. What is told (`share`,
    `versus`) is of all votes, passes included, as every percentage is. Raises ValueError for another shape or
    rate.
    Source: Benjamini and Hochberg, JRSS B 57 (1995); Yates 1934; Woolf 1955 with ½ added.
    """
    if group_counts.ndim != 3 or group_counts.shape[1] != 3:
        raise ValueError(f"group_counts must have shape (groups, 3, statements), not {group_counts.shape}")
    if (group_counts < 0).any():
        raise ValueError(f"group_counts must not be negative; shape {group_counts.shape}")
    agree, sides = group_counts[:, 2], group_counts[:, 0] + group_counts[:, 2]
    votes = group_counts.sum(axis=1)
    other_votes = votes.sum(axis=0) - votes
    others, other_sides = agree.sum(axis=0) - agree, sides.sum(axis=0) - sides
    enough = (sides >= ELIGIBLE_FROM) & (other_sides >= ELIGIBLE_FROM)
    for_it = agree * np.maximum(other_sides, 1) > others * np.maximum(sides, 1)
    found = np.zeros(agree.shape, bool)
    found[enough] = discoveries(_probability(agree, sides, others, other_sides)[enough], rate=rate)
    mine, theirs = np.where(for_it, agree, sides - agree), np.where(for_it, others, other_sides - others)
    found &= np.nan_to_num(wilson(mine, sides)[..., 0]) >= 0.5
    score = _lower_odds(mine, sides, theirs, other_sides)
    told = []
    for group in range(len(agree)):
        columns = np.flatnonzero(found[group])
        best = columns[np.argsort(-score[group, columns], kind="stable")][:MOST]
        told.append(
            [
                Representative(
                    statement=int(one),
                    agree=bool(for_it[group, one]),
                    share=float(mine[group, one] / votes[group, one]),
                    versus=float(theirs[group, one] / other_votes[group, one]),
                    score=float(score[group, one]),
                )
                for one in best
            ]
        )
    return told


def discoveries(probabilities: Floats, *, rate: float = RATE) -> Flags:
    """(n,) which of the tests to believe, so that of those at most `rate` is false on average.

    probabilities: (n,) two-sided p values. Source: Benjamini and Hochberg 1995.
    """
    if probabilities.ndim != 1:
        raise ValueError(f"probabilities must have shape (n,), not {probabilities.shape}")
    if not 0 < rate < 1:
        raise ValueError(f"rate must lie between 0 and 1, not {rate}")
    number = len(probabilities)
    ordered = np.sort(probabilities)
    passing = np.flatnonzero(ordered <= rate * np.arange(1, number + 1) / max(number, 1))
    believed: Flags = probabilities <= (ordered[passing[-1]] if len(passing) else -1.0)
    return believed


def _probability(successes: Ints, trials: Ints, others: Ints, other_trials: Ints) -> Floats:
    """Two-sided p value of two shares being one, by chi-square with Yates' correction."""
    n, m = trials.astype(float), other_trials.astype(float)
    together, total = successes + others, n + m
    apart = np.maximum(np.abs(successes * (m - others) - others * (n - successes)) - total / 2, 0.0)
    spread = np.sqrt(n * m * together * (total - together))
    z = np.divide(apart * np.sqrt(total), spread, out=np.zeros(spread.shape), where=spread > 0)
    probability: Floats = 2 * ndtr(-z)
    return probability


def _lower_odds(successes: Ints, trials: Ints, others: Ints, other_trials: Ints) -> Floats:
    a, b, c, d = successes + 0.5, trials - successes + 0.5, others + 0.5, other_trials - others + 0.5
    lower: Floats = np.log(a * d / (b * c)) - NINETY * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return lower
