"""A budget round reckoned: who comes first in how many weightings, a second opinion, and what fits.

`given` is whole by itself (the framework, the scores without names, the costs, the seed), and `compute` is
pure: what is frozen is reckoned again to the same. Of a request it holds the number, never the words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version as installed
from typing import Any

import numpy as np

import houtskool
from houtskool.assessment.advice import reckoning
from houtskool.assessment.content import Content, reckoned
from houtskool.assessment.content import read as read_framework_content
from houtskool.assessment.judging import progress
from houtskool.assessment.models import Assignment, BudgetRound, Case, Judgement
from houtskool.kernel.decision import Mark, Scores, Verdict, assess, best_set, draws_for, read_framework

FORMAT = 1
SEED = 20190115
# Enough for a share within half a percent, and quick enough to reckon while a page waits.
MOST_DRAWS = 20_000
_CENTS = 100


@dataclass(frozen=True)
class Replay:
    """What came of reckoning a frozen round again."""

    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.differences


def given(round: BudgetRound) -> Content:
    """What goes in. A fixed number of queries."""
    entries = list(round.entries.select_related("case").order_by("case__number"))
    version, scores = round.version, _given_scores([one.case for one in entries])
    return {
        "budget": str(round.budget),
        "version": {
            "number": version.number,
            "sha256": version.sha256,
            "content": read_framework_content(version.content),
        },
        "cases": [
            {"case": one.case.number, "cost": str(one.cost), "scores": scores.get(one.case_id, [])}
            for one in entries
        ],
        "seed": SEED,
        "draws": min(MOST_DRAWS, draws_for(max(len(entries), 1))),
    }


def compute(given: Content) -> Content:
    """Ranks, weights, confidence, flow and the best set. Pure.

    A case that fails a knock-out does not compete. Only what competes and is not advised against can be
    chosen; where a score is unknown, its lowest value counts. Raises ValueError for what cannot be reckoned.
    """
    framework = read_framework(reckoned(given["version"]["content"]))
    names = [one["case"] for one in given["cases"]]
    first = assess(framework, _scores(given["cases"]), rng=_rng(given), draws=1).cases if names else ()
    failed = {one.case for one in first if any(held.passed is False for held in one.knockouts)}
    competing = [one for one in given["cases"] if one["case"] not in failed]
    judged = (
        assess(framework, _scores(competing), rng=_rng(given), draws=given["draws"]).cases
        if competing
        else ()
    )
    cost = {one["case"]: round(Decimal(one["cost"]) * _CENTS) for one in given["cases"]}
    eligible = [one for one in judged if one.verdict != Verdict.NEGATIVE and one.value is not None]
    choice = best_set(
        [one.value[0] for one in eligible if one.value is not None],
        [cost[one.case] for one in eligible],
        round(Decimal(given["budget"]) * _CENTS),
    )
    criteria = [one.key for one in framework.criteria]
    return {
        "knocked_out": sorted(failed),
        "cases": [
            {
                "case": one.case,
                "verdict": str(one.verdict),
                "value": None if one.value is None else [float(end) for end in one.value],
                "rank": None if one.rank is None else [float(share) for share in one.rank],
                "central_weight": None
                if one.central_weight is None
                else dict(zip(criteria, map(float, one.central_weight), strict=True)),
                "confidence": None if one.confidence is None else float(one.confidence),
                "flow": None if one.flow is None else float(one.flow),
            }
            for one in judged
        ],
        "chosen": [eligible[place].case for place in choice.chosen],
        "spent": str(Decimal(choice.cost) / _CENTS),
        "total_value": choice.value,
    }


def content_of(given: Content) -> Content:
    """All that is frozen."""
    return {
        "format": FORMAT,
        "given": given,
        "result": compute(given),
        "software": {
            "houtskool": houtskool.__version__,
            "numpy": np.__version__,
            "scipy": installed("scipy"),
        },
    }


def read(text: str) -> Content:
    """Raises ValueError for a content of a form that this version does not know."""
    content: Content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError(f"round has format {content.get('format')}, this version reads {FORMAT}")
    return content


def replay(content: Content) -> Replay:
    """Reckon again from what was given, and hold the outcome against what was kept."""
    again = json.loads(json.dumps(compute(content["given"])))
    gaps = reckoning.apart(content["result"], again)
    return Replay(tuple(place for place, gap in gaps if gap > reckoning.TOLERANCE))


def ready_cases(round: BudgetRound) -> list[Case]:
    """The open requests under the round's version of which every assessor handed in. Two queries."""
    weighed = Case.objects.unfinished().filter(version=round.version, route=Case.Route.WEIGHED)
    waiting: dict[int, bool] = {}
    for case, handed in (
        Assignment.objects.active().filter(case__in=weighed).values_list("case", "handed_in_at")
    ):
        waiting[case] = waiting.get(case, False) or handed is None
    ready = [case for case, waits in waiting.items() if not waits]
    return list(weighed.filter(pk__in=ready).order_by("number"))


def _given_scores(cases: list[Case]) -> dict[int, list[Content]]:
    """Case → what its assessors gave, each under a label instead of a name, in a fixed order."""
    labels = progress.labels(cases)
    rows = Judgement.objects.filter(assignment__in=labels).select_related("assignment")
    found: dict[int, list[Content]] = {}
    for row in rows.order_by("assignment", "criterion", "moderated"):
        found.setdefault(row.assignment.case_id, []).append(
            {
                "assessor": labels[row.assignment_id],
                "criterion": row.criterion,
                "mark": row.mark,
                "score": None if row.score is None else format(row.score.normalize(), "f"),
                "moderated": row.moderated,
            }
        )
    return found


def _scores(cases: Sequence[Mapping[str, Any]]) -> Scores:
    """All cases as the kernel takes them; an assessor's label is told apart by nothing but the case."""
    names = tuple(one["case"] for one in cases)
    marks: dict[tuple[str, str, str], float | Mark] = {}
    assessors: dict[str, None] = {}
    for one in cases:
        own = reckoning.kernel_scores(one["case"], one["scores"])
        assessors |= dict.fromkeys(own.assessors)
        marks |= own.given
    return Scores(cases=names, assessors=tuple(assessors), given=marks)


def _rng(given: Content) -> np.random.Generator:
    return np.random.default_rng(given["seed"])
