"""The map without anybody on it: places of people who stand near each other, taken together five by five.

Who knows their own votes knows their own place, but finds on the map only the middle of a handful.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FEWEST = 5


def spots(positions: Floats, placed: NDArray[np.bool_], number: Ints) -> list[dict[str, Any]]:
    """The middles of handfuls: `x`, `y` in units of the mean distance from the middle, `people`, `group`.

    positions: (p, 2). number: (p,) the group of each, -1 for none. Everybody placed is in one handful of five
    to nine people of one group; of a group of fewer than five there is none. Their order is no matter.
    """
    points, group = positions[placed], number[placed]
    distance = np.hypot(points[:, 0], points[:, 1]).mean() if len(points) else 0.0
    points = points / (distance or 1.0)
    found = []
    for one in sorted(set(group.tolist())):
        for handful in _handfuls(points[group == one]):
            x, y = handful.mean(axis=0).round(3) + 0.0
            found.append({"x": float(x), "y": float(y), "people": len(handful), "group": one})
    return found


def _handfuls(points: Floats) -> Iterator[Floats]:
    """Split in two along the longer side until a half would hold fewer than five (k-d tree; LeFevre 2006)."""
    if len(points) < FEWEST:
        return
    if len(points) < 2 * FEWEST:
        yield points
        return
    width = np.ptp(points, axis=0)
    axis = int(width[1] > width[0])
    ordered = points[np.lexsort([points[:, 1 - axis], points[:, axis]])]
    half = len(ordered) // 2
    yield from _handfuls(ordered[:half])
    yield from _handfuls(ordered[half:])
