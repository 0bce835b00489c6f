"""The statistics and selections of Polis, as Polis computes them; its weaknesses are its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from houtskool.kernel.opinion.shares import check_counts
from houtskool.kernel.opinion.votes import Flags, Floats, Ints

NINETY = 1.2816  # standard normal deviate, one-sided 90%
MOST = 5  # statements per group, and per side of the consensus


@dataclass(frozen=True, eq=False)
class PolisStatistics:
    """All (groups, statements). agree, disagree: the side's count. votes: passes included.
    pa, pd: smoothed shares; pat, pdt: their test against one half; ra, rd: ratio to the other groups
    together;
    rat, rdt: the test of that ratio.
    """

    agree: Ints
    disagree: Ints
    votes: Ints
    pa: Floats
    pd: Floats
    pat: Floats
    pdt: Floats
    ra: Floats
    rd: Floats
    rat: Floats
    rdt: Floats


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart. statement: column. agree: which side the group takes.
    share, versus: that side's share of all votes, passes included, in the group and in the others together
    (Polis adds 1 to the side and 2 to the votes). score: what they are ordered by.
    """

    statement: int
    agree: bool
    share: float
    versus: float
    score: float


def polis_statistics(agree: Ints, disagree: Ints, votes: Ints) -> PolisStatistics:
    """Polis' statistics of every statement in every group.

    agree, disagree, votes: (groups, statements) counts; votes include passes.
    Raises ValueError when shapes differ, a count is negative, or sides exceed votes.
    Source: Polis, repness.clj and stats.clj; see docs/algorithms/opinion.md.
    """
    if agree.ndim != 2:
        raise ValueError(f"agree must have shape (groups, statements), not {agree.shape}")
    for side in (agree, disagree):
        check_counts(side=side, votes=votes)
    check_counts(sides=agree + disagree, votes=votes)
    rest = votes.sum(axis=0) - votes
    shares, tests, ratios, contrasts = [], [], [], []
    for side in (agree, disagree):
        other = side.sum(axis=0) - side
        share = (side + 1) / (votes + 2)
        shares.append(share)
        tests.append(proportion_test(side, votes))
        ratios.append(share / ((other + 1) / (rest + 2)))
        contrasts.append(two_proportions_test(side, votes, other, rest))
    return PolisStatistics(agree, disagree, votes, *shares, *tests, *ratios, *contrasts)


def proportion_test(successes: Ints, trials: Ints) -> Floats:
    """z of a share against one half, one success added: 2√(n + 1) · ((s + 1) / (n + 1) - ½)."""
    tested: Floats = 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)
    return tested


def two_proportions_test(successes: Ints, trials: Ints, others: Ints, other_trials: Ints) -> Floats:
    """Pooled z of two shares with 1 added to every count; 0 where the pooled share is 1."""
    s, n, t, m = successes + 1, trials + 1, others + 1, other_trials + 1
    pooled = (s + t) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.zeros(np.shape(pooled))
    np.divide(s / n - t / m, spread, out=z, where=pooled < 1)
    return z


def polis_representative(found: PolisStatistics, kept: Flags) -> list[list[Representative]]:
    """Per group at most 5 statements, agrees before disagrees; those of `kept` (statements,) are considered.

    The best agree comes first; then by r·rt·p·pt, of those significant at 90%. Without any, the best there
    is.
    The order of statements decides between equals, and, as in Polis, on which best agree is found.
    """
    if kept.shape != found.agree.shape[1:]:
        raise ValueError(f"kept must have shape {found.agree.shape[1:]}, not {kept.shape}")
    return [_of_group(found, group, np.flatnonzero(kept)) for group in range(len(found.agree))]


def polis_consensus(agree: Ints, disagree: Ints, votes: Ints, kept: Flags) -> tuple[list[int], list[int]]:
    """Statements (agreed, disagreed) on which all agree according to Polis, at most 5 a side, the surest
    first.

    agree, disagree, votes: (statements,) over all participants. One agree of one vote is enough: see
    `consensus`.
    """
    chosen = []
    for side in (agree, disagree):
        check_counts(side=side, votes=votes)
        share, tested = (side + 1) / (votes + 2), proportion_test(side, votes)
        passed = np.flatnonzero(kept & (share > 0.5) & (tested > NINETY))
        order = np.argsort(-(share * tested)[passed], kind="stable")[:MOST]
        chosen.append([int(one) for one in passed[order]])
    return chosen[0], chosen[1]


def _of_group(found: PolisStatistics, group: int, statements: Ints) -> list[Representative]:
    pa, pat, ra, rat = (table[group] for table in (found.pa, found.pat, found.ra, found.rat))
    pd, pdt, rd, rdt = (table[group] for table in (found.pd, found.pdt, found.rd, found.rdt))
    passes = ((rat > NINETY) & (pat > NINETY)) | ((rdt > NINETY) & (pdt > NINETY))
    sides = rat > rdt
    score = np.where(sides, ra * rat * pa * pat, rd * rdt * pd * pdt)
    sufficient = [int(one) for one in statements if passes[one]]
    agreed = _best_agree(found, group, statements)

    def tell(one: int) -> Representative:
        agree = bool(sides[one])
        share, ratio = (pa[one], ra[one]) if agree else (pd[one], rd[one])
        return Representative(one, agree, float(share), float(share / ratio), float(score[one]))

    if sufficient:
        order = sorted((one for one in sufficient if one != agreed), key=lambda one: -score[one])
        chosen = ([] if agreed is None else [agreed]) + order
    elif agreed is not None:
        chosen = [agreed]
    else:
        best = np.maximum(rat, rdt)
        chosen = [int(statements[np.argmax(best[statements])])] if len(statements) else []
    told = [tell(one) for one in chosen[:MOST]]
    return [one for one in told if one.agree] + [one for one in told if not one.agree]


def _best_agree(found: PolisStatistics, group: int, statements: Ints) -> int | None:
    """Polis goes along the statements and keeps the better one; what is better depends on the one it has."""
    pa, pat, ra, rat = (table[group] for table in (found.pa, found.pat, found.ra, found.rat))
    good = ((pat > NINETY) | ((ra > 1.0) & (pa > 0.5))).tolist()
    by_share, by_ratio, ratio = (pa * pat).tolist(), (ra * rat * pa * pat).tolist(), ra.tolist()
    best: int | None = None
    for one in statements[(found.agree + found.disagree)[group, statements] > 0].tolist():
        if best is None:
            better = good[one]
        elif ratio[best] > 1.0:
            better = by_ratio[one] > by_ratio[best]
        else:
            better = by_share[one] > by_share[best]
        if better:
            best = one
    return best
