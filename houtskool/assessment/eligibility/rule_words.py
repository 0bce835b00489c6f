"""A rule of a content in words, beside its sentence: what is held against what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from houtskool.assessment import answers
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility.facts import COMPUTED
from houtskool.assessment.eligibility.verdicts import value_of
from houtskool.assessment.models import Condition


@dataclass(frozen=True)
class Worded:
    """`held`: such as "gevraagd bedrag is hoogstens € 5.000"; `alternative` the name of that kind, or ""."""

    sentence: str
    held: str
    rules_out: bool
    alternative: str
    legal_reference: str


def worded(content: Content, kind: Content, amounts: Mapping[str, str]) -> list[Worded]:
    """The rules of a kind of support. `amounts`: key of a legal amount → its name."""
    return [_worded(content, rule, amounts) for rule in kind["rules"]]


def _worded(content: Content, rule: Mapping[str, str], amounts: Mapping[str, str]) -> Worded:
    asked = answers.questions(content).get(rule["field"])
    name, kind = COMPUTED.get(
        rule["field"], (asked["text"] if asked else rule["field"], asked["kind"] if asked else "")
    )
    comparison = Condition.Operator(rule["operator"]).label
    if rule["parameter"]:
        named = COMPUTED.get(rule["parameter"])
        bound = str(named[0]) if named else amounts.get(rule["parameter"], rule["parameter"])
    else:
        bound = _value(rule, kind, asked["options"] if asked else [])
    names = {one["key"]: one["name"] for one in content["support"]}
    return Worded(
        rule["sentence"],
        f"{name} {comparison} {bound}",
        rule["consequence"] == Condition.Consequence.RULES_OUT,
        names.get(rule["alternative"], rule["alternative"]),
        rule["legal_reference"],
    )


def _value(rule: Mapping[str, str], kind: str, options: list[list[str]]) -> str:
    try:
        value = value_of(kind, rule["operator"], rule["value"], options)
    except ValidationError:
        return rule["value"]
    listed = value if isinstance(value, tuple) else (value,)
    return ", ".join(answers.shown(kind, one, options) for one in listed)
