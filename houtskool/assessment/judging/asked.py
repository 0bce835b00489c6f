"""The criteria of a frozen version as an assessor is asked them: the question, the anchors, what fits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from houtskool.assessment.content import Content, read
from houtskool.assessment.models import FrameworkVersion
from houtskool.assessment.scale_text import number, scale_of
from houtskool.kernel.decision import Scale

_MOST_DIGITS = 10  # before the decimal comma; what the column holds


@dataclass(frozen=True)
class Asked:
    """One criterion. anchors: (score, meaning), ascending; empty where the criterion has no scale.

    `between`: whether a score between two anchors means something. It does not where the anchors are no and
    yes of a hard condition.
    """

    key: str
    question: str
    explanation: str
    evidence: str
    condition: str
    anchors: tuple[tuple[Decimal, str], ...]
    between: bool
    scale: Scale | None

    def problem(self, score: Decimal) -> str:
        """Why this score cannot be given; "" when it can."""
        if not self.anchors:
            return "" if abs(score) < 10**_MOST_DIGITS else _("Dit getal is te groot.")
        scores = [one for one, _words in self.anchors]
        if not self.between and score not in scores:
            return _("Kies een van de scores op de schaal: %(scores)s.") % {
                "scores": ", ".join(number(float(one)) for one in scores)
            }
        if not scores[0] <= score <= scores[-1]:
            return _("De score ligt tussen %(first)s en %(last)s; u gaf %(score)s.") % {
                "first": number(float(scores[0])),
                "last": number(float(scores[-1])),
                "score": number(float(score)),
            }
        return ""

    def value(self, score: Decimal | float) -> float | None:
        """What a score is worth, in 0..1; None without a scale."""
        return None if self.scale is None else float(self.scale.value(float(score)))


def criteria_of(version: FrameworkVersion) -> list[Asked]:
    """In the order of the framework."""
    return [_asked(one) for one in read(version.content)["criteria"]]


def _asked(one: Content) -> Asked:
    anchors = tuple((Decimal(str(score)), words) for score, _value, words in one["scale"])
    weighs = one["weight"] is not None or one["importance"] is not None
    steps = [after[0] - before[0] for before, after in pairwise(anchors)]
    return Asked(
        key=one["key"],
        question=one["question"],
        explanation=one["explanation"],
        evidence=one["evidence"],
        condition=_condition(one["knockout"]),
        anchors=anchors,
        between=weighs or not anchors or any(step > 1 for step in steps),
        scale=scale_of((score, value, words) for score, value, words in one["scale"]),
    )


def _condition(knockout: Content | None) -> str:
    if not knockout:
        return ""
    ((operator, bound),) = knockout.items()
    words = {
        "at_least": _("minstens %(bound)s"),
        "at_most": _("hoogstens %(bound)s"),
        "equals": _("precies %(bound)s"),
    }[operator]
    return words % {"bound": number(bound)}
