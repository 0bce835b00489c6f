"""Which statement a participant sees next."""

from __future__ import annotations

import numpy as np

from houtskool.kernel.opinion.votes import Flags, Floats, Ints


def priority(counts: Ints, centre: Floats, components: Floats, *, zeros: int = 0) -> Floats:
    """(statements,) how much sooner a statement should be shown, above 0: new and divisive ones come first.

    counts: (3, statements) disagrees, passes, agrees. centre: (statements,). components: (2, statements).
    zeros: statements more that Polis kept as columns of zeros.
    [(1 - p)(E + 1) a (1 + 8 · 2^(-S/5))]², p and a the smoothed shares of passes and agrees, S the votes of
    the statement, E how far from the middle one agree with it alone brings a participant.
    Raises ValueError for other shapes. Source: Polis, conversation.clj; see docs/algorithms/opinion.md.
    """
    statements = counts.shape[-1]
    if (
        counts.shape != (3, statements)
        or centre.shape != (statements,)
        or components.shape != (2, statements)
    ):
        raise ValueError(
            f"counts (3, n), centre (n,) and components (2, n) are needed, "
            f"not {counts.shape}, {centre.shape} and {components.shape}"
        )
    votes = counts.sum(axis=0)
    passed, agreed = (counts[1] + 1) / (votes + 2), (counts[2] + 1) / (votes + 2)
    extremity = np.sqrt(statements + zeros) * np.abs(1 - centre) * np.hypot(components[0], components[1])
    weight: Floats = (1 - passed) * (extremity + 1) * agreed * (1 + 8 * 2.0 ** (-votes / 5))
    return weight**2


def draw(weights: Floats, open_to: Flags, rng: np.random.Generator) -> int | None:
    """A statement that is open to this participant, in proportion to its weight; `None` when none is left.

    weights: (statements,) from `priority`. open_to: (statements,) not voted on, not moderated out.
    Raises ValueError for other shapes and for weights that are negative or not finite.
    """
    if weights.ndim != 1 or weights.shape != open_to.shape:
        raise ValueError(
            f"weights and open_to must have one shape (n,), not {weights.shape} and {open_to.shape}"
        )
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError(f"weights must be finite and 0 or more; shape {weights.shape}")
    left = np.flatnonzero(open_to)
    if not len(left):
        return None
    ahead = np.cumsum(weights[left])
    if ahead[-1] == 0:
        return int(left[rng.integers(len(left))])
    return int(left[min(int(np.searchsorted(ahead, rng.random() * ahead[-1], side="right")), len(left) - 1)])
