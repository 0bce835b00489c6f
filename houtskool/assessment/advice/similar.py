"""Earlier cases that resemble a case: near in what each criterion was found worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from houtskool.assessment.advice.reckoning import read
from houtskool.assessment.content import Content
from houtskool.assessment.models import Advice, Case

# Farther apart than a quarter of the scale, taken over all criteria, is not alike.
FARTHEST = 0.25
MOST = 5


@dataclass(frozen=True)
class Near:
    """`distance`: root mean square of the differences in value, 0 (alike) to 1."""

    advice: int
    case: str
    verdict: str
    distance: float


def of(case: Case, result: Content) -> list[Near]:
    """The nearest cases that were advised on before under the same framework, nearest first."""
    advices = Advice.objects.filter(version__framework=case.framework_id).exclude(case=case)
    latest: dict[int, Advice] = {}
    for advice in advices.select_related("case").order_by("case", "number").iterator(100):
        latest[advice.case_id] = advice
    rows = ((one.pk, one.case.number, read(one.content)["result"]) for one in latest.values())
    return nearest(result, rows)


def nearest(result: Content, others: Iterable[tuple[int, str, Content]]) -> list[Near]:
    """Of (advice, case, result), at most five, nearest first.

    Two results can be compared where both have a value on at least half of the criteria that either has a
    value on.
    """
    here = _values(result["criteria"])
    found = []
    for advice, case, other in others:
        there = _values(other["criteria"])
        shared = here.keys() & there.keys()
        if not shared or 2 * len(shared) < len(here.keys() | there.keys()):
            continue
        distance = sqrt(sum((here[key] - there[key]) ** 2 for key in shared) / len(shared))
        if distance <= FARTHEST:
            found.append(Near(advice, case, other["verdict"], distance))
    return sorted(found, key=lambda one: (one.distance, one.case))[:MOST]


def _values(criteria: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    return {one["key"]: one["value"] for one in criteria if one["value"] is not None}
