"""What an advice holds: all that went in, what came out, and the way to reckon it again.

The content is canonical JSON of three parts. `given` is whole by itself: the framework, the scores without
names, the facts and the law of that day, the seed. `result` follows from `given` alone, by `compute`. Beside
them stand the `similar` earlier cases and the `software` that reckoned.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import Any, TypeAlias

import numpy as np
from django.utils import translation

import houtskool
from houtskool.assessment.content import Content, canonical, digest, reckoned
from houtskool.assessment.eligibility import frozen_facts, verdicts
from houtskool.assessment.models import Condition
from houtskool.kernel.decision import Framework, Mark, Scores, assess, draws_for, read_framework

FORMAT = 1
# Two runs of the same advice may differ by no more than this, on any machine.
TOLERANCE = 1e-12
SEED = 20181106
_MARKS = {"unknown": Mark.UNKNOWN, "n/a": Mark.NOT_APPLICABLE}

Json: TypeAlias = Any


@dataclass(frozen=True)
class Replay:
    """What came of reckoning an advice again. `differences`: the places in the result that differ."""

    same_verdict: bool
    largest: float
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.same_verdict and not self.differences


def given(
    *,
    case: str,
    day: str,
    version: Mapping[str, Any],
    scores: Sequence[Mapping[str, Any]],
    known: Mapping[str, Any],
) -> Content:
    """What goes into an advice.

    version: number, title, stage, on, sha256 and the framework's content. scores: assessor (a label, no
    name), criterion, mark, score (text, or None) and moderated. known: the facts and the law of that day, as
    `frozen_facts.frozen` gives them. day: the reference date, ISO 8601.
    """
    return {
        "case": case,
        "day": day,
        "version": dict(version),
        "scores": [dict(one) for one in scores],
        "known": dict(known),
        "seed": SEED,
        "draws": draws_for(1),
    }


@translation.override("nl")
def compute(given: Content) -> Content:
    """The numbers and verdicts that follow from what is given. Pure: asks nothing of database or clock.

    Raises kernel.decision.Unreadable or ValueError for what cannot be reckoned with.
    """
    content = given["version"]["content"]
    facts, law = frozen_facts.thawed(given["known"])
    framework, case = read_framework(reckoned(content)), given["case"]
    scores = kernel_scores(case, given["scores"])
    rng = np.random.default_rng(given["seed"])
    judged = assess(framework, scores, rng=rng, draws=given["draws"]).cases[0]
    return {
        "verdict": str(judged.verdict),
        "value": _interval(judged.value),
        "threshold": framework.threshold,
        "criteria": [_criterion(framework, scores, case, place) for place in range(len(framework.criteria))],
        "contributions": {key: _interval(one) for key, one in judged.contributions.items()},
        "weights": dict(
            zip((one.key for one in framework.weighing), map(float, framework.weights), strict=True)
        ),
        "knockouts": [
            {"criterion": one.criterion, "passed": one.passed, "applies": one.applies}
            for one in judged.knockouts
        ],
        "acceptability": _interval(judged.acceptability),
        "turning": [
            {
                "criterion": one.criterion,
                "what": one.what,
                "now": float(one.now),
                "needed": float(one.needed),
                "by_knockout": one.by_knockout,
            }
            for one in judged.turning
        ],
        "unknown": list(judged.unknown),
        "support": frozen_facts.verdicts(verdicts.judge(content, facts, law)),
    }


def content_of(given: Content, similar: Sequence[Mapping[str, Any]]) -> Content:
    """All that is frozen."""
    return {
        "format": FORMAT,
        "given": given,
        "result": compute(given),
        "similar": [dict(one) for one in similar],
        "software": {
            "houtskool": houtskool.__version__,
            "numpy": np.__version__,
            "scipy": installed("scipy"),
            "python": platform.python_version(),
        },
    }


def frozen(content: Content) -> tuple[str, str]:
    """The text that is kept and its SHA-256."""
    text = canonical(content)
    return text, digest(text)


def read(text: str) -> Content:
    """Raises ValueError for a content of a form that this version does not know."""
    content: Content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError(f"advice has format {content.get('format')}, this version reads {FORMAT}")
    return content


def replay(content: Content) -> Replay:
    """Reckon again from what was given, and hold the outcome against what was kept."""
    again, kept = compute(content["given"]), content["result"]
    found = list(apart(kept, json.loads(canonical(again))))
    return Replay(
        again["verdict"] == kept["verdict"],
        max((gap for _, gap in found), default=0.0),
        tuple(place for place, gap in found if gap > TOLERANCE),
    )


def against(kind: Mapping[str, Any]) -> list[str]:
    """The sentences of the rules that rule a kind of support out, of a verdict as it was frozen."""
    return [
        rule["sentence"]
        for rule in kind["trace"]
        if rule["outcome"] is False and rule["consequence"] == Condition.Consequence.RULES_OUT
    ]


def kernel_scores(case: str, rows: Sequence[Mapping[str, Any]]) -> Scores:
    """The rows as the kernel takes them; where a score was moderated, that one counts."""
    ordered = sorted(rows, key=lambda row: bool(row["moderated"]))
    marks = {
        (case, row["criterion"], row["assessor"]): _MARKS.get(row["mark"]) or float(row["score"])
        for row in ordered
    }
    assessors = tuple(dict.fromkeys(row["assessor"] for row in rows))
    return Scores(cases=(case,), assessors=assessors, given=marks)


def _criterion(framework: Framework, scores: Scores, case: str, place: int) -> Content:
    """The mean score, what it is worth, and whether it is known and applies at all."""
    criterion = framework.criteria[place]
    mean = scores.mean(case, criterion.key)
    known = not isinstance(mean, Mark)
    return {
        "key": criterion.key,
        "score": mean if not isinstance(mean, Mark) else None,
        "value": float(criterion.scale.value(np.array([mean]))[0]) if known and criterion.scale else None,
        "applies": mean is not Mark.NOT_APPLICABLE,
    }


def _interval(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [float(pair[0]), float(pair[1])]


def apart(kept: Json, again: Json, place: str = "") -> Iterator[tuple[str, float]]:
    """Where two results differ: the place, and by how much; what is no number differs infinitely."""
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in sorted(kept.keys() | again.keys()):
            yield from apart(kept.get(key), again.get(key), f"{place}.{key}" if place else key)
    elif isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        for number, (one, other) in enumerate(zip(kept, again, strict=True)):
            yield from apart(one, other, f"{place}[{number}]")
    elif _is_number(kept) and _is_number(again):
        if kept != again:
            yield place, abs(kept - again)
    elif kept != again:
        yield place, float("inf")


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
