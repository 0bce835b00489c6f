"""Votes to try the analysis on: six real conversations, and invented ones whose truth is known."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from houtskool.kernel.opinion import Votes, overlaps, rand_index, votes_from

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "opinion"
NAMES = ("seattle", "brexit", "canada", "london", "biodiversity", "vtaiwan")


@dataclass(frozen=True, eq=False)
class Conversation:
    """polis: the group that Polis gave, -1 for none. moderated: (statements,)."""

    votes: Votes
    polis: np.ndarray
    moderated: np.ndarray
    statements: list[str]


@cache
def real(name: str) -> Conversation:
    with gzip.open(FIXTURES / f"{name}-votes.csv.gz", "rt", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    with open(FIXTURES / f"{name}-statements.csv", encoding="utf-8") as file:
        out = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] == "-1"}
    cells = np.array([row[2:] for row in rows])
    people, statements = np.nonzero(cells != "")
    return Conversation(
        votes=votes_from(people, statements, cells[people, statements].astype(int), shape=cells.shape),
        polis=np.array([int(row[1]) if row[1] else -1 for row in rows]),
        moderated=np.isin(head[2:], sorted(out)),
        statements=head[2:],
    )


def random_votes(participants: int, statements: int, seen: float, seed: int, *, agree: float = 0.5) -> Votes:
    """Everyone votes by chance, so there are no groups. agree: mean share of agrees over the statements."""
    rng = np.random.default_rng(seed)
    people, columns = np.nonzero(rng.random((participants, statements)) < seen)
    share = rng.beta(6 * agree, 6 * (1 - agree), statements)
    value = np.where(rng.random(len(people)) < share[columns], 1, -1)
    value[rng.random(len(people)) < 0.15] = 0
    return votes_from(people, columns, value, shape=(participants, statements))


def planted(
    participants: int, statements: int, groups: int, seen: float, seed: int, *, loyal: float = 0.9
) -> tuple[Votes, np.ndarray]:
    """Groups that each take a side on every statement; members keep to it with probability `loyal`."""
    rng = np.random.default_rng(seed)
    group = rng.integers(groups, size=participants)
    side = np.where(rng.random((groups, statements)) < 0.5, 1, -1)
    people, columns = np.nonzero(rng.random((participants, statements)) < seen)
    value = side[group[people], columns] * np.where(rng.random(len(people)) < loyal, 1, -1)
    return votes_from(people, columns, value, shape=(participants, statements)), group


def permuted(votes: Votes, seed: int) -> tuple[Votes, np.ndarray, np.ndarray]:
    """The same votes in another order; old participant p is new participants[p], likewise statements."""
    rng = np.random.default_rng(seed)
    people, columns = rng.permutation(votes.participants), rng.permutation(votes.statements)
    order = rng.permutation(len(votes))
    moved = votes_from(
        people[votes.participant][order],
        columns[votes.statement][order],
        votes.value[order],
        shape=(votes.participants, votes.statements),
    )
    return moved, people, columns


def agreement(label: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index over who has a group in both."""
    both = (label >= 0) & (other >= 0)
    return rand_index(overlaps(label[both], other[both], int(label.max()) + 1, int(other.max()) + 1))


def dense(votes: Votes) -> np.ndarray:
    """(participants, statements) with NaN where not voted."""
    full = np.full((votes.participants, votes.statements), np.nan)
    full[votes.participant, votes.statement] = votes.value
    return full
