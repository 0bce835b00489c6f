"""What is said of a statement: shares with their interval, consensus over all and over groups, division."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from houtskool.kernel.opinion.votes import ELIGIBLE_FROM, Bytes, Floats, Ints

NINETY_FIVE = 1.959963984540054  # standard normal deviate of a two-sided interval of 95%


def wilson(successes: Ints, trials: Ints) -> Floats:
    """(…, 2) the 95% score interval of a share; NaN where there were no trials.

    successes, trials: counts of the same shape. Raises ValueError where a count is negative or exceeds its
    trials.
    Source: Wilson 1927; Brown, Cai and DasGupta, Statistical Science 16 (2001).
    """
    check_counts(successes=successes, trials=trials)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, square = successes / trials, NINETY_FIVE**2
        middle = (share + square / (2 * trials)) / (1 + square / trials)
        half = (
            NINETY_FIVE
            * np.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
            / (1 + square / trials)
        )
    return np.stack([np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)], axis=-1)


def whole_percentages(counts: Sequence[int]) -> tuple[int, ...]:
    """Whole percentages of the sum that are a hundred together: rounded down, then the largest remainders up.

    counts: agrees, disagrees, passes. Of equal remainders the first. Raises ValueError where the sum is not
    above 0.
    """
    votes = sum(counts)
    if votes <= 0:
        raise ValueError(f"counts must have a sum above 0, not {votes}")
    whole = [100 * count // votes for count in counts]
    left = [100 * count % votes for count in counts]
    order = sorted(range(len(counts)), key=lambda place: (-left[place], place))
    for place in order[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def consensus(counts: Ints, group_counts: Ints | None = None) -> Bytes:
    """(statements,) 1 where agreement is certain, -1 where disagreement is, else 0.

    counts: (3, statements) disagrees, passes, agrees. group_counts: (groups, 3, statements).
    Certain: at least 7 votes, the lower end of the interval of that side over all votes (passes included) is
    at least one half, and no group with at least 7 votes has less than half of its votes on that side.
    """
    _need_counts("counts", counts, 2)
    votes = counts.sum(axis=0)
    found = np.zeros(counts.shape[1], np.int8)
    for side, row in ((1, 2), (-1, 0)):
        carried = (votes >= ELIGIBLE_FROM) & (np.nan_to_num(wilson(counts[row], votes)[:, 0]) >= 0.5)
        if group_counts is not None:
            _need_counts("group_counts", group_counts, 3)
            cast = group_counts.sum(axis=1)
            against = (cast >= ELIGIBLE_FROM) & (2 * group_counts[:, row] < cast)
            carried &= ~against.any(axis=0)
        found[carried] = side
    return found


def group_consensus(agree: Ints, votes: Ints) -> Floats:
    """(statements,) Polis' group-informed consensus: product over groups of (agree + 1) / (votes + 2), 0 to
    1.

    agree, votes: (groups, statements). Shrinks with the number of groups; see `group_consensus_mean`.
    Source: Polis, conversation.clj; Small et al., Recerca 26 (2021).
    """
    check_counts(agree=agree, votes=votes)
    product: Floats = ((agree + 1) / (votes + 2)).prod(axis=0)
    return product


def group_consensus_mean(agree: Ints, votes: Ints) -> Floats:
    """(statements,) geometric mean over groups of (agree + ½) / (votes + 1): comparable over numbers of
    groups.

    agree, votes: (groups, statements). The shares are the means of Jeffreys' posterior.
    """
    check_counts(agree=agree, votes=votes)
    mean: Floats = np.exp(np.log((agree + 0.5) / (votes + 1)).mean(axis=0))
    return mean


def divisiveness(counts: Ints) -> Floats:
    """(statements,) 0 where all stand on one side, 1 where as many agree as disagree and nobody passes.

    counts: (3, statements) disagrees, passes, agrees. Twice the smaller side's share of all votes; NaN
    without votes.
    """
    _need_counts("counts", counts, 2)
    votes = counts.sum(axis=0)
    divided = np.full(len(votes), np.nan)
    np.divide(2.0 * np.minimum(counts[0], counts[2]), votes, out=divided, where=votes > 0)
    return divided


def check_counts(**counts: Ints) -> None:
    """Raises ValueError unless the two arrays have one shape and 0 ≤ first ≤ second."""
    (name, part), (total_name, total) = counts.items()
    if part.shape != total.shape:
        raise ValueError(f"{name} and {total_name} must have one shape, not {part.shape} and {total.shape}")
    if (part < 0).any() or (part > total).any():
        raise ValueError(f"{name} must be 0 to {total_name}; shape {part.shape}")


def _need_counts(name: str, counts: Ints, dimensions: int) -> None:
    if counts.ndim != dimensions or counts.shape[-2] != 3:
        raise ValueError(f"{name} must have shape (…, 3, statements), not {counts.shape}")
    if (counts < 0).any():
        raise ValueError(f"{name} must not be negative; shape {counts.shape}")
