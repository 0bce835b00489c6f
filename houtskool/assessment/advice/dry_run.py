"""What would have been different in the cases so far if a version had held: the same scores, that version.

A criterion or question that the case was never asked is unknown; so is a score that the new scale has no
place for. The law and the facts are those of the advice. Pure, but for the query of the advices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from houtskool.accounts.models import User
from houtskool.assessment import answers
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.content import Content
from houtskool.assessment.models import Advice, FrameworkVersion

# How far two values may differ to be the same; beneath what anybody reads.
SAME = 1e-9


@dataclass(frozen=True)
class KindChange:
    """A kind of support whose verdict would differ; "" where one of the versions has no such kind."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """One case. Values are (low, high), None where nobody knows. `new`: questions of criteria that it was
    never scored on; `outside`: of those whose score has no place on the new scale.
    """

    advice: Advice
    before: str
    after: str
    value_before: list[float] | None
    value_after: list[float] | None
    support: tuple[KindChange, ...]
    new: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def verdict_changes(self) -> bool:
        return self.before != self.after

    @property
    def value_changes(self) -> bool:
        if self.value_before is None or self.value_after is None:
            return self.value_before != self.value_after
        return any(
            abs(one - other) > SAME for one, other in zip(self.value_before, self.value_after, strict=True)
        )

    @property
    def changes(self) -> bool:
        return self.verdict_changes or self.value_changes or bool(self.support)


def latest_advices(version: FrameworkVersion, user: User) -> Iterator[Advice]:
    """The last advice on each case under this framework that the reader may see. Two queries."""
    rows = Advice.objects.visible_to(user).filter(version__framework=version.framework_id)
    last = rows.values("case").annotate(last=Max("pk")).values("last")
    yield from Advice.objects.filter(pk__in=last).select_related("case").order_by("-pk").iterator(100)


def run(content: Content, advices: Iterable[Advice]) -> list[Outcome]:
    """What each advice would have been by the content; what changes most comes first."""
    found = [_outcome(content, one) for one in advices]
    return sorted(found, key=lambda one: (not one.verdict_changes, not one.support, not one.value_changes))


def _outcome(content: Content, advice: Advice) -> Outcome:
    kept = contents.read(advice.content)
    given, before = kept["given"], kept["result"]
    scores, new, outside = _scores(content, given["scores"])
    after = contents.compute(
        {
            **given,
            "version": {"content": content},
            "scores": scores,
            "known": {**given["known"], "facts": _facts(content, given["known"]["facts"])},
            # The verdict, the value and the support do not hang on the drawn weightings.
            "draws": 1,
        }
    )
    return Outcome(
        advice=advice,
        before=before["verdict"],
        after=after["verdict"],
        value_before=before["value"],
        value_after=after["value"],
        support=tuple(_kinds(before["support"], after["support"])),
        new=new,
        outside=outside,
    )


def _scores(
    content: Content, rows: list[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], tuple[str, ...], tuple[str, ...]]:
    """The scores on what the version asks too; what it does not ask falls away."""
    kept: list[Mapping[str, Any]] = []
    new: list[str] = []
    outside: list[str] = []
    for one in content["criteria"]:
        own = [row for row in rows if row["criterion"] == one["key"]]
        if not own:
            new.append(one["question"])
        elif not all(_fits(one, row) for row in own):
            outside.append(one["question"])
        else:
            kept += own
            continue
        # Unknown to everybody, so that the case has the criterion and nobody scored it.
        assessors = dict.fromkeys(row["assessor"] for row in rows)
        kept += [_unknown(assessor, one["key"]) for assessor in assessors]
    return kept, tuple(new), tuple(outside)


def _fits(criterion: Content, row: Mapping[str, Any]) -> bool:
    if row["score"] is None or not criterion["scale"]:
        return True
    points = [anchor[0] for anchor in criterion["scale"]]
    return bool(min(points) <= float(row["score"]) <= max(points))


def _unknown(assessor: str, criterion: str) -> dict[str, Any]:
    return {
        "assessor": assessor,
        "criterion": criterion,
        "mark": "unknown",
        "score": None,
        "moderated": False,
    }


def _facts(content: Content, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that were known, read by the questions of the version; a new question has no answer."""
    found = dict(facts)
    for key, one in answers.questions(content).items():
        old = facts.get(key, {"source": "", "on": None, "parts": [], "value": ""})
        try:
            value = answers.kept(answers.parsed(one["kind"], old["value"], one["options"]))
        except ValidationError:
            value = ""
        found[key] = {
            **old,
            "name": one["text"],
            "kind": one["kind"],
            "options": one["options"],
            "value": value,
        }
    return found


def _kinds(before: list[Content], after: list[Content]) -> Iterator[KindChange]:
    old = {one["key"]: one for one in before}
    new = {one["key"]: one for one in after}
    for key, one in {**old, **new}.items():
        was, becomes = (side[key]["verdict"] if key in side else "" for side in (old, new))
        if was != becomes:
            yield KindChange(one["name"], was, becomes)
