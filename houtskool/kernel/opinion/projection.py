"""The plane of opinions: the two directions in which the participants differ most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from houtskool.kernel.opinion.votes import Floats, Votes

BASIS = 24  # vectors that Lanczos keeps
EXACT = 1e-12  # relative error of the eigenvalues
SHORT = 24  # rows or columns up to which a full matrix is quicker than Lanczos' rounds


@dataclass(frozen=True, eq=False)
class Projection:
    """centre: (statements,) mean vote. components: (2, statements) unit directions, zero where there is none.
    singular: (2,) their singular values. positions: (participants, 2), scaled up for who voted little.
    """

    centre: Floats
    components: Floats
    singular: Floats
    positions: Floats


def project(votes: Votes, *, zeros: int = 0) -> Projection:
    """The two principal components of the votes, and each participant's place on them.

    zeros: statements more on which everyone passed; so Polis counts what was moderated out.

    An unseen cell counts as its statement's mean, so that after centring it is zero and the matrix stays
    sparse; the decomposition is exact. A position is √(S / max(n, 1)) · Σ (vote - centre) · component over
    the n votes cast.
    Sign: the component's largest loading (the first of equals) is positive.
    Source: Polis, pca.clj; Jolliffe, Principal Component Analysis (2002); see docs/algorithms/opinion.md.
    """
    if zeros < 0:
        raise ValueError(f"zeros must be 0 or more, not {zeros}")
    seen = np.maximum(votes.counts.sum(axis=0), 1)
    centre = (votes.counts[2] - votes.counts[0]) / seen
    deviations = votes.matrix(votes.value - centre[votes.statement])
    components, singular = directions(deviations)
    positions = (deviations @ components.T) * _scale(votes, zeros)[:, None]
    return Projection(centre, components, singular, positions)


def place(votes: Votes, centre: Floats, components: Floats, *, zeros: int = 0) -> Floats:
    """(participants, 2) where votes come on a map that was made before, perhaps by others.

    centre: (statements,). components: (2, statements). Raises ValueError for other shapes.
    """
    if centre.shape != (votes.statements,) or components.shape != (2, votes.statements):
        raise ValueError(
            f"a map of {votes.statements} statements is needed; centre has shape {centre.shape}, "
            f"components {components.shape}"
        )
    deviations = votes.matrix(votes.value - centre[votes.statement])
    placed: Floats = (deviations @ components.T) * _scale(votes, zeros)[:, None]
    return placed


def _scale(votes: Votes, zeros: int) -> Floats:
    return np.sqrt((votes.statements + zeros) / np.maximum(votes.per_participant + zeros, 1))


def directions(deviations: sparse.csr_array) -> tuple[Floats, Floats]:
    """The two leading right singular vectors (2, columns) and values (2,) of a matrix (rows, columns)."""
    rows, columns = deviations.shape
    values, vectors = np.zeros(2), np.zeros((2, columns))
    number = min(2, rows, columns)
    if number == 0 or not np.any(deviations.data):
        return vectors, values
    wide = columns > rows
    short = min(rows, columns)
    if short <= SHORT:
        full = deviations.toarray()
        square = full @ full.T if wide else full.T @ full
        found, basis = linalg.eigh(square, subset_by_index=(short - number, short - 1), check_finite=False)
    else:
        found, basis = _by_lanczos(deviations, wide=wide)
    turned = deviations.T @ basis if wide else basis
    for place, index in enumerate(np.argsort(-found, kind="stable")[:number]):
        # Below this an eigenvalue is rounding, and its direction says nothing.
        if found[index] > short * np.finfo(float).eps * found.max():
            vector = turned[:, index] / np.linalg.norm(turned[:, index])
            largest = vector[np.argmax(np.abs(vector))]
            vectors[place], values[place] = vector * np.sign(largest), np.sqrt(found[index])
    return vectors, values


def _by_lanczos(deviations: sparse.csr_array, *, wide: bool) -> tuple[Floats, Floats]:
    """The two largest eigenvalues and -vectors of the product with the transpose, along the short side."""
    turned = deviations.T
    short = min(deviations.shape)

    def product(vector: Floats) -> Floats:
        once: Floats = turned @ vector if wide else deviations @ vector
        twice: Floats = deviations @ once if wide else turned @ once
        return twice

    start = np.random.default_rng(0).standard_normal(short)
    operator = LinearOperator((short, short), matvec=product, dtype=float)
    found, basis = eigsh(operator, k=2, v0=start, ncv=min(BASIS, short), tol=EXACT)
    return found, basis
