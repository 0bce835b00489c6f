"""Groups of participants who stand together in the plane of opinions: k-means, and how many groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.spatial.distance import cdist

from houtskool.kernel.opinion.votes import Floats, Ints

MOST = 5  # groups that are tried
STARTS = 40  # of k-means
OPENING = 4  # rounds after which only the best few starts go on
FINALISTS = 4  # starts that are refined to the end
ROUNDS = 100
SAMPLE = 2_000  # points on which centres are sought and the number of groups is chosen
STILL = 1e-5  # part of the spread that centres may still move when there are more points than that


@dataclass(frozen=True, eq=False)
class Grouping:
    """label: (points,) group of each; group 0 is the largest. centres: (groups, 2). sizes: (groups,).
    inertia: sum of squared distances to the own centre. silhouette: Rousseeuw's mean width, -1 to 1.
    """

    label: Ints
    centres: Floats
    sizes: Ints
    inertia: float
    silhouette: float

    @property
    def number(self) -> int:
        return len(self.sizes)


def find_groups(points: Floats, rng: np.random.Generator, *, number: int | None = None) -> Grouping | None:
    """The grouping of 2 to 5 groups with the greatest silhouette; `None` when the points allow of no two
    groups.

    points: (n, 2). number: as many groups instead, or fewer where the points do not allow so many.
    No group has one member. The order of the points does not matter. Raises ValueError for another shape, for
    points that are not finite, and for a `number` that would leave less than two points per group.
    Source: k-means++ (Arthur and Vassilvitskii 2007), silhouettes (Rousseeuw 1987).
    """
    found = groupings(points, rng, numbers=None if number is None else (number,))
    best = max(found, key=lambda one: (one.silhouette, -one.number), default=None)
    return None if best is None else polished(points, best)


def groupings(
    points: Floats,
    rng: np.random.Generator,
    *,
    numbers: tuple[int, ...] | None = None,
    starts: int = STARTS,
) -> list[Grouping]:
    """A grouping for each number of groups that the points allow of: 2 to 5 unless `numbers` says so.

    Of more than 2,000 points a sample determines the centres; `polished` brings them to rest among all.
    """
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"points must have shape (n, 2), not {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError(f"points must be finite; shape {points.shape}")
    for number in numbers or ():
        if number < 2 or number * 2 > len(points):
            raise ValueError(
                f"{number} groups of two or more cannot be made of points of shape {points.shape}"
            )
    order = np.lexsort((points[:, 1], points[:, 0]))
    placed = points[order]
    drawn = placed
    if len(placed) > SAMPLE:
        drawn = placed[np.sort(rng.choice(len(placed), SAMPLE, replace=False))]
    found: dict[int, Grouping] = {}
    for number in numbers or range(2, MOST + 1):
        if number * 2 > len(drawn):
            break
        centres = settle(drawn, number, rng, starts=starts)
        one = _grouping(placed, centres) if len(centres) > 1 else None
        if one is not None:
            found.setdefault(one.number, one)
    widths = silhouettes(cdist(drawn, drawn), [assign(drawn, one.centres) for one in found.values()])
    back = np.argsort(order)
    return [
        replace(one, label=one.label[back], silhouette=width)
        for one, width in zip(found.values(), widths, strict=True)
    ]


def polished(points: Floats, one: Grouping) -> Grouping:
    """The grouping with its centres brought to rest among all points (n, 2), if a sample determined them."""
    if len(points) <= SAMPLE:
        return one
    order = np.lexsort((points[:, 1], points[:, 0]))
    placed = points[order]
    still = STILL * float(np.ptp(placed, axis=0).max())
    found = _grouping(placed, _settled(placed, one.centres[None].copy(), ROUNDS, still=still)[0][0])
    if found is None:
        return one
    return replace(found, label=found.label[np.argsort(order)], silhouette=one.silhouette)


def settle(points: Floats, number: int, rng: np.random.Generator, *, starts: int = STARTS) -> Floats:
    """Centres (≤ number, 2) of the best of several k-means, fitted without points that stay alone.

    Empty when there are no two points to each group.
    """
    while len(points) >= 2 * number:
        centres = _best(points, number, rng, starts)
        label = assign(points, centres)
        sizes = np.bincount(label, minlength=len(centres))
        if sizes.min() > 1:
            return centres
        points = points[sizes[label] > 1]
    return np.empty((0, 2))


def assign(points: Floats, centres: Floats) -> Ints:
    """(n,) the nearest of `centres` (groups, 2) for each of `points` (n, 2); the first of equals."""
    nearest: Ints = _nearest(points, centres[None])[0][0]
    return nearest


def silhouettes(distances: Floats, labels: list[Ints]) -> list[float]:
    """For each of `labels`, each (n,), the mean over the points of (b - a) / max(a, b).

    distances: (n, n). a: mean distance within the own group; b: to the nearest other group. A point alone in
    its group counts 0, and so does a single group. Raises ValueError for a label of another shape.
    Source: Rousseeuw 1987.
    """
    for label in labels:
        if label.shape != distances.shape[:1]:
            raise ValueError(f"label must have shape {distances.shape[:1]}, not {label.shape}")
    belongs = [(label[:, None] == np.unique(label)).astype(float) for label in labels]
    # One product for all: reading the distances takes the time. Sparse, so that one processor does it.
    sums = (sparse.csr_array(np.concatenate(belongs, axis=1).T) @ distances).T if belongs else distances
    parts = np.split(sums, np.cumsum([one.shape[1] for one in belongs])[:-1], axis=1)
    return [_width(part, one) for part, one in zip(parts, belongs, strict=False)]


def _width(sums: Floats, belongs: Floats) -> float:
    """sums: (n, groups) of distances from each point to each group."""
    sizes = belongs.sum(axis=0)
    if len(sizes) < 2:
        return 0.0
    own, size = belongs > 0, belongs @ sizes
    mine = np.where(own, sums, 0.0).sum(axis=1) / np.maximum(size - 1, 1)
    other = np.where(own, np.inf, sums / sizes).min(axis=1)
    widest = np.maximum(mine, other)
    width = np.divide(other - mine, widest, out=np.zeros(len(sums)), where=widest > 0)
    return float(np.where(size == 1, 0.0, width).mean())


def _best(points: Floats, number: int, rng: np.random.Generator, starts: int) -> Floats:
    centres, inertia = _settled(points, _starts(points, number, rng, starts), OPENING)
    ahead = np.argsort(inertia, kind="stable")[: max(starts // 4, 2)]
    centres, inertia = _settled(points, centres[ahead], ROUNDS)
    ahead = np.argsort(inertia, kind="stable")[:FINALISTS]
    refined = np.stack([_refined(points, centres[one]) for one in ahead])
    best: Floats = refined[int(np.argmin(_settled(points, refined, 1)[1]))]
    used = np.bincount(assign(points, best), minlength=number) > 0
    kept: Floats = best[used]
    return kept


def _starts(points: Floats, number: int, rng: np.random.Generator, starts: int) -> Floats:
    """k-means++ (starts, number, 2): each centre drawn in proportion to squared distance to the nearest."""
    draws = rng.random((number, starts))
    centres = np.empty((starts, number, 2))
    centres[:, 0] = points[(draws[0] * len(points)).astype(np.int64)]
    least = np.full((starts, len(points)), np.inf)
    for group in range(1, number):
        least = np.minimum(least, _apart(points, centres[:, group - 1]))
        ahead = np.cumsum(least, axis=1)
        place = (ahead <= draws[group][:, None] * ahead[:, -1:]).sum(axis=1)
        centres[:, group] = points[np.minimum(place, len(points) - 1)]
    return centres


def _refined(points: Floats, centres: Floats) -> Floats:
    """Move one point at a time to another group as long as that makes the inertia smaller (Hartigan 1975).

    Lloyd's rounds stop too early: they do not see that a group's centre goes along with the point.
    """
    number = len(centres)
    for _ in range(ROUNDS):
        apart = np.stack([_apart(points, centres[group][None])[0] for group in range(number)])
        label = apart.argmin(axis=0)
        sizes = np.bincount(label, minlength=number)
        each = np.arange(len(points))
        leaves = apart[label, each] * sizes[label] / np.maximum(sizes[label] - 1, 1)
        joins = apart * (sizes / (sizes + 1))[:, None]
        joins[label, each] = np.inf
        target = joins.argmin(axis=0)
        gain = np.where(sizes[label] > 1, leaves - joins[target, each], -np.inf)
        moved = int(np.argmax(gain))
        if gain[moved] <= 1e-12 * max(apart.max(), 1e-300):
            break
        old, new = label[moved], target[moved]
        centres = centres.copy()
        centres[old] += (centres[old] - points[moved]) / (sizes[old] - 1)
        centres[new] += (points[moved] - centres[new]) / (sizes[new] + 1)
        centres = _settled(points, centres[None], ROUNDS)[0][0]
    return centres


def _settled(points: Floats, centres: Floats, rounds: int, *, still: float = 0.0) -> tuple[Floats, Floats]:
    """Lloyd's rounds from several starts at once: centres (starts, groups, 2) and inertia (starts,).

    They end when nobody changes group, or no centre moves more than `still`.
    """
    starts, number, _ = centres.shape
    offsets = (np.arange(starts) * number)[:, None]
    before = None
    for _ in range(rounds):
        label, distance = _nearest(points, centres)
        if before is not None and np.array_equal(label, before):
            break
        before = label
        places = (label + offsets).ravel()
        sizes = np.bincount(places, minlength=starts * number).reshape(starts, number)
        moved = centres.copy()
        for axis in (0, 1):
            weights = np.broadcast_to(points[:, axis], label.shape).ravel()
            sums = np.bincount(places, weights=weights, minlength=starts * number).reshape(starts, number)
            moved[:, :, axis] = np.where(sizes > 0, sums / np.maximum(sizes, 1), centres[:, :, axis])
        shift, centres = np.abs(moved - centres).max(), moved
        if shift <= still:
            break
    return centres, distance.sum(axis=1)


def _nearest(points: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """For each start the nearest centre (starts, n) and the squared distance to it."""
    least = _apart(points, centres[:, 0])
    label = np.zeros(least.shape, np.int64)
    for group in range(1, centres.shape[1]):
        apart = _apart(points, centres[:, group])
        label[apart < least] = group
        np.minimum(least, apart, out=least)
    return label, least


def _apart(points: Floats, centres: Floats) -> Floats:
    """(centres, n) squared distances of points (n, 2) from centres (centres, 2)."""
    apart = points[:, 0] - centres[:, :1]
    apart *= apart
    across = points[:, 1] - centres[:, 1:]
    across *= across
    apart += across
    return apart


def _grouping(points: Floats, centres: Floats) -> Grouping | None:
    """All points with their nearest centre; the silhouette is still to come."""
    label = assign(points, centres)
    sizes = np.bincount(label, minlength=len(centres))
    if sizes.min() < 2:
        return None
    # The largest first; of equals the one furthest left.
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    label = np.argsort(order)[label]
    inertia = float(_apart_from_own(points, centres[order], label).sum())
    return Grouping(label, centres[order], sizes[order], inertia, np.nan)


def _apart_from_own(points: Floats, centres: Floats, label: Ints) -> Floats:
    apart = points - centres[label]
    apart *= apart
    return apart[:, 0] + apart[:, 1]
