"""A framework out of TOML: what is reckoned with by the kernel's own reader, the words beside it here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from houtskool.assessment.framework import reading_support
from houtskool.assessment.framework.toml_places import at_criterion, criterion_lines, in_dutch
from houtskool.assessment.models import Condition, Criterion, Question, SupportKind
from houtskool.assessment.scale_text import written
from houtskool.kernel.decision import Problem, Unreadable, read_framework, unread_keys


class Refused(ValueError):
    """What was given is no framework; `problems` in Dutch, each with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Draft:
    """A framework that is not kept yet: its parts are rows without a framework.

    `laws`: the key of a criterion → the laws that it rests on. `rules`: the key of a kind of support → its
    rules, each of which has that kind as its `support`.
    """

    title: str
    text: str
    threshold: Decimal
    criteria: tuple[Criterion, ...]
    questions: tuple[Question, ...]
    support: tuple[SupportKind, ...]
    rules: Mapping[str, tuple[Condition, ...]]
    laws: Mapping[str, tuple[str, ...]]


def read_toml(data: bytes, name: str) -> Draft:
    """Raises Refused with every problem: of the file, of what is reckoned with, and of the words."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([f"{name} is geen tekst in UTF-8. Bewaar het bestand als UTF-8."]) from error
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([in_dutch(name, error)]) from error
    starts = criterion_lines(text, given)
    problems: list[Problem] = []
    try:
        read_framework(given)
    except Unreadable as error:
        problems += error.problems
    # Where a criterion is no table, its place would lead nowhere; that was told already.
    if _tables(given, "criterion") == given.get("criterion"):
        problems += unread_keys(given) + _words(given) + reading_support.problems(given)
    if problems:
        raise Refused([at_criterion(name, one, given, starts) for one in problems])
    support = reading_support.support(given)
    return Draft(
        title=given.get("title", "").strip(),
        text=given.get("text", ""),
        threshold=Decimal(str(given["threshold"])),
        criteria=tuple(_criterion(one) for one in given["criterion"]),
        questions=reading_support.questions(given),
        support=tuple(kind for kind, _rules in support),
        rules={kind.key: rules for kind, rules in support},
        laws={one["key"].strip(): tuple(one.get("law", ())) for one in given["criterion"]},
    )


def _words(given: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the parts that only people read."""
    found = _no_text(given, ("text",), None)
    for place, one in enumerate(_tables(given, "criterion")):
        found += _no_text(one, ("explanation", "evidence"), place)
        if not str(one.get("question", "")).strip():
            found.append(Problem("‘question’ ontbreekt. Zet de vraag die wordt beoordeeld.", place))
        anchors, scale = one.get("anchors", []), one.get("scale", [])
        if not isinstance(anchors, list) or not all(isinstance(word, str) for word in anchors):
            found.append(Problem("‘anchors’ moet een lijst van teksten zijn.", place))
        elif anchors and (not isinstance(scale, list) or len(anchors) != len(scale)):
            text = f"‘anchors’ heeft {len(anchors)} teksten; geef er één per punt van ‘scale’."
            found.append(Problem(text, place))
        laws = one.get("law", [])
        if not isinstance(laws, list) or not all(isinstance(law, str) and law.strip() for law in laws):
            found.append(Problem('‘law’ moet een lijst van teksten zijn, zoals ["Awb art. 3:46"].', place))
    return found


def _no_text(one: Mapping[str, Any], keys: Sequence[str], at: int | None) -> list[Problem]:
    return [
        Problem(f'‘{key}’ is geen tekst. Zet {key} = "…".', at)
        for key in keys
        if not isinstance(one.get(key, ""), str)
    ]


def _tables(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = given.get(name)
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _criterion(one: Mapping[str, Any]) -> Criterion:
    scale = one.get("scale", [])
    words = one.get("anchors") or [""] * len(scale)
    points = sorted(
        (float(score), float(value), " ".join(word.split()))
        for (score, value), word in zip(scale, words, strict=True)
    )
    operator, bound = next(iter(one.get("knockout", {}).items()), ("", None))
    return Criterion(
        key=one["key"].strip(),
        question=one["question"],
        explanation=one.get("explanation", ""),
        scale=written(points),
        weight=_decimal(one.get("weight")),
        importance=one.get("order"),
        knockout=operator,
        bound=_decimal(bound),
        evidence=one.get("evidence", ""),
        preference=one.get("preference", {}),
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
