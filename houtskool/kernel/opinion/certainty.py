"""How certain groups and placements are: the bootstrap, and a comparison with votes without any structure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from houtskool.kernel.opinion.groups import Grouping, assign, groupings, settle
from houtskool.kernel.opinion.movement import overlaps
from houtskool.kernel.opinion.projection import Projection, place, project
from houtskool.kernel.opinion.votes import Floats, Ints, Votes

STABLE = 0.6  # mean adjusted Rand index under the bootstrap from which a grouping counts as stable
DISSOLVED = 0.5  # Jaccard index under which a group does not come back (Hennig 2007)
SHUFFLES = 49  # of the votes within each statement
LUCKY = 2  # shufflings that may happen to give groups as far apart
POOL = 2_000  # participants of whom the bootstrap draws
STARTS = 5  # of k-means per replicate
PLACINGS = 300_000_000  # votes that are placed anew at most, over all replicates together
LEAST = 20  # replicates for the placements at least


@dataclass(frozen=True, eq=False)
class Replicate:
    """One map made from participants drawn with replacement, and for each grouping its groups on that map."""

    map: Projection
    centres: list[Floats]


@dataclass(frozen=True, eq=False)
class Stability:
    """stability: mean over replicates of the adjusted Rand index with the grouping found; 1 at best.
    groups: (groups,) per group the mean of the greatest Jaccard index (Hennig 2007), 0 to 1.
    """

    stability: float
    groups: Floats

    @property
    def holds(self) -> bool:
        """Whether the grouping comes back, and none of its groups dissolves."""
        return self.stability >= STABLE and bool((self.groups >= DISSOLVED).all())


def replicates(
    votes: Votes, found: list[Grouping], rng: np.random.Generator, number: int, *, zeros: int = 0
) -> tuple[list[Replicate], list[Stability]]:
    """`number` maps of participants drawn with replacement, and how stable each of the groupings `found` is.

    votes: of the participants that were grouped. Each grouping's label has shape (participants,).
    Of more than 2,000 participants a sample of 2,000 stands for all: that can only make groups less stable.
    Raises ValueError when a label has another shape.
    """
    for one in found:
        if one.label.shape != (votes.participants,):
            raise ValueError(f"label must have shape {(votes.participants,)}, not {one.label.shape}")
    pool = np.arange(votes.participants)
    if len(pool) > POOL:
        pool = np.sort(rng.choice(len(pool), POOL, replace=False))
    drawn_from = votes.only_participants(pool)
    made: list[Replicate] = []
    agreement, jaccard = np.zeros((number, len(found))), [np.zeros((number, one.number)) for one in found]
    for turn in range(number):
        rows = np.sort(rng.integers(len(pool), size=len(pool)))
        map_ = project(drawn_from.only_participants(rows), zeros=zeros)
        points = place(drawn_from, map_.centre, map_.components, zeros=zeros)
        made.append(Replicate(map_, []))
        for which, one in enumerate(found):
            centres = settle(points[rows], one.number, rng, starts=STARTS)
            if not len(centres):  # this draw allows of no groups: all in one
                centres = points[rows].mean(axis=0)[None]
            made[-1].centres.append(centres)
            label = one.label[pool]
            table = overlaps(label, assign(points, centres), one.number, len(centres))
            agreement[turn, which] = rand_index(table)
            union = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
            jaccard[which][turn] = (table / np.maximum(union, 1)).max(axis=1)
    stabilities = [
        Stability(float(agreement[:, which].mean()), jaccard[which].mean(axis=0))
        for which in range(len(found))
    ]
    return made, stabilities


def placements(
    votes: Votes,
    made: list[Replicate],
    which: int,
    one: Grouping,
    rng: np.random.Generator,
    *,
    zeros: int = 0,
) -> Floats:
    """(participants,) share of the replicates that put each participant in the same group, 0 to 1.

    On each replicate's map everyone is placed by as many of the own votes, drawn with replacement: who voted
    little, or stands between groups, is less certain. which: the place of grouping `one` among those of
    `replicates`.
    """
    number = min(len(made), max(LEAST, PLACINGS // max(len(votes), 1)))
    same = np.zeros(votes.participants)
    for replicate in made[:number]:
        map_, centres = replicate.map, replicate.centres[which]
        before = assign(place(votes, map_.centre, map_.components, zeros=zeros), centres)
        rows, columns = linear_sum_assignment(-overlaps(one.label, before, one.number, len(centres)))
        own = np.full(len(centres), -1)
        own[columns] = rows
        points = place(_own_votes_drawn(votes, rng), map_.centre, map_.components, zeros=zeros)
        same += own[assign(points, centres)] == one.label
    return same / max(number, 1)


def structured(
    votes: Votes, found: list[Grouping], rng: np.random.Generator, *, shuffles: int = SHUFFLES, zeros: int = 0
) -> list[bool]:
    """For each of the groupings `found` whether it stands out from what chance makes of the same votes.

    A shuffling deals the votes on a statement out anew among those who voted on it, so that shares and gaps
    stay and only the ties between statements go. Two things are asked: that the first direction is stronger
    than in every shuffling, and that the silhouette is greater than in all but two of them.
    votes: of the participants that were grouped; of more than 2,000 a sample.
    Source: parallel analysis (Horn 1965), by permutation (Buja and Eyuboglu 1992).
    """
    if votes.participants > POOL:
        rows = np.sort(rng.choice(votes.participants, POOL, replace=False))
        votes = votes.only_participants(rows)
    strength = project(votes, zeros=zeros).singular[0]
    numbers = tuple(sorted({one.number for one in found}))
    across = votes.matrix(votes.value).tocsc()
    beaten = dict.fromkeys(numbers, 0)
    for _ in range(shuffles):
        dealt = across.copy()
        dealt.data = across.data[_shuffled_within(across.indptr, len(across.data), rng)]
        table = dealt.tocsr()
        map_ = project(Votes(table.indptr, table.indices, table.data, votes.statements), zeros=zeros)
        if map_.singular[0] >= strength:
            return [False] * len(found)
        by_chance = {
            one.number: one for one in groupings(map_.positions, rng, numbers=numbers, starts=STARTS)
        }
        for one in found:
            chance = by_chance.get(one.number)
            beaten[one.number] += chance is not None and chance.silhouette >= one.silhouette
    return [strength > 0 and beaten[one.number] <= LUCKY for one in found]


def rand_index(table: Ints) -> float:
    """Adjusted Rand index of two groupings from their table of overlaps; 1 when alike, 0 when by chance.

    Source: Hubert and Arabie 1985.
    """
    pairs = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    chance, most = rows * columns / max(_pairs(table.sum()), 1.0), (rows + columns) / 2
    return 1.0 if most == chance else float((pairs - chance) / (most - chance))


def _pairs(number: Ints) -> Floats:
    return number * (number - 1) / 2.0


def _shuffled_within(starts: NDArray[np.int32], count: int, rng: np.random.Generator) -> Ints:
    """A permutation of 0 … count - 1 that keeps each stretch between two of `starts` to itself."""
    stretch = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return np.lexsort((rng.random(count), stretch))


def _own_votes_drawn(votes: Votes, rng: np.random.Generator) -> Votes:
    """Each participant with as many votes, drawn with replacement from the own ones."""
    length = votes.per_participant
    places = np.repeat(votes.starts[:-1], length) + (
        rng.random(len(votes)) * np.repeat(length, length)
    ).astype(np.int64)
    return Votes(votes.starts, votes.statement[places], votes.value[places], votes.statements)
