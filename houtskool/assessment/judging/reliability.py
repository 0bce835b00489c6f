"""How far assessors agree over many cases of a framework: Krippendorff's alpha, and how mild each is.

Over what was handed in, before any talk. Below twenty shared cases the numbers say too little, and are not
given. See docs/algorithms/agreement.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from houtskool.accounts.models import User
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.models import Framework, FrameworkVersion, Judgement
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.scale_text import number
from houtskool.kernel.agreement import alpha, severity

SHARED = 20  # cases that two or more assessors gave a score
# Krippendorff, Content Analysis (4th ed., 2018), ch. 12: rely on .8, with care from .667.
_SURE, _CAREFUL = 0.8, 0.667


@dataclass(frozen=True)
class Agreement:
    """On one criterion. `alpha` is None below twenty shared cases, or where all gave the same."""

    question: str
    shared: int
    alpha: float | None

    @property
    def shown(self) -> str:
        return "–" if self.alpha is None else number(round(self.alpha, 2))

    @property
    def words(self) -> str:
        if self.shared < SHARED:
            return _("te weinig gedeelde hulpvragen")
        if self.alpha is None:
            return _("iedereen gaf steeds hetzelfde")
        if self.alpha >= _SURE:
            return _("de beoordelaars zijn het eens")
        if self.alpha >= _CAREFUL:
            return _("redelijk eens; wees voorzichtig")
        return _("te weinig eens; bespreek de vraag en de schaal")


@dataclass(frozen=True)
class Severity:
    """points: how many hundredths of the whole value one gives more than the others, over shared cases."""

    user: User
    shared: int
    points: float

    @property
    def words(self) -> str:
        size = round(abs(self.points))
        if size == 0:
            return _("even streng als de anderen")
        direction = _("%(size)s punten milder dan de anderen") if self.points > 0 else _(
            "%(size)s punten strenger dan de anderen"
        )  # fmt: skip
        return direction % {"size": size}


@dataclass(frozen=True)
class Reliability:
    shared: int
    criteria: list[Agreement] = field(default_factory=list)
    assessors: list[Severity] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        return self.shared >= SHARED


def of(framework: Framework, user: User) -> Reliability:
    """Over the cases whose judgements this user may read. How mild each is, is for who handles requests, and
    of themselves for an assessor.
    """
    versions = {one.pk: {asked.key: asked for asked in criteria_of(one)} for one in _used(framework)}
    seen = (
        Judgement.objects.visible_to(user)
        .opened()
        .filter(moderated=False, score__isnull=False, assignment__case__framework=framework)
    )
    values: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
    questions: dict[str, str] = {}
    columns = ("assignment__case", "assignment__case__version", "assignment__user", "criterion", "score")
    for case, version, assessor, key, score in seen.values_list(*columns).order_by("assignment__case", "pk"):
        asked = versions[version].get(key)
        if asked is not None and (value := asked.value(score)) is not None:
            values[case, key][assessor] = value
            questions[key] = asked.question
    shared = {unit: given for unit, given in values.items() if len(given) > 1}
    cases = {case for case, _key in shared}
    if len(cases) < SHARED:
        return Reliability(len(cases))
    return Reliability(
        len(cases),
        [_agreement(question, key, shared) for key, question in questions.items()],
        _severities(shared, user),
    )


def _used(framework: Framework) -> list[FrameworkVersion]:
    return list(framework.versions.filter(cases__isnull=False).distinct())


def _agreement(question: str, key: str, shared: Mapping[tuple[int, str], Mapping[int, float]]) -> Agreement:
    units = [given for (_case, of_key), given in shared.items() if of_key == key]
    if len(units) < SHARED:
        return Agreement(question, len(units), None)
    found = alpha(_table(units)[1])
    return Agreement(question, len(units), None if isnan(found) else found)


def _severities(shared: Mapping[tuple[int, str], Mapping[int, float]], user: User) -> list[Severity]:
    assessors, table = _table(list(shared.values()))
    counted: dict[int, set[int]] = defaultdict(set)
    for (case, _key), given in shared.items():
        for one in given:
            counted[one].add(case)
    users = User.objects.in_bulk(assessors)
    found = [
        Severity(users[key], len(counted[key]), 100 * float(points))
        for key, points in zip(assessors, severity(table), strict=True)
        if len(counted[key]) >= SHARED and (key == user.pk or user.holds(*HANDLES))
    ]
    return sorted(found, key=lambda one: -one.points)


def _table(units: list[Mapping[int, float]]) -> tuple[list[int], NDArray[np.float64]]:
    """The assessors, and (assessors, units) what each gave, nan where nothing."""
    assessors = sorted({one for given in units for one in given})
    table = np.array([[given.get(one, np.nan) for given in units] for one in assessors])
    return assessors, table
