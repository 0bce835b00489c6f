"""The questions, kinds of support and rules of a framework out of TOML, with each problem and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from houtskool.assessment.eligibility.rules import Known, fields, question_problems
from houtskool.assessment.eligibility.rules import problems as rule_problems
from houtskool.assessment.models import Condition, Question, SupportKind
from houtskool.assessment.option_text import written
from houtskool.kernel.decision import Problem

Table = Mapping[str, Any]

_TEXT, _YES_NO = str, bool
# Per table its keys and what each must be; a name of a model's field, in the order in which it is written.
QUESTION: dict[str, type] = {
    "key": _TEXT,
    "text": _TEXT,
    "help": _TEXT,
    "kind": _TEXT,
    "options": list,
    "asked_first": _YES_NO,
}
SUPPORT: dict[str, type] = {
    "key": _TEXT,
    "name": _TEXT,
    "text": _TEXT,
    "conditions": _TEXT,
    "limit": _TEXT,
    "route": _TEXT,
    "legal_effect": _YES_NO,
    "legal_basis": _TEXT,
    "is_aid": _YES_NO,
    "for_buyers": _YES_NO,
    "rule": list,
}
RULE: dict[str, type] = {
    "field": _TEXT,
    "operator": _TEXT,
    "value": _TEXT,
    "parameter": _TEXT,
    "consequence": _TEXT,
    "alternative": _TEXT,
    "legal_reference": _TEXT,
    "sentence": _TEXT,
}
_NEEDED = {"question": ("key", "text"), "support": ("name",), "rule": ("field", "sentence")}
_CHOICES: dict[str, Sequence[str]] = {
    "kind": Question.Kind.values,
    "route": SupportKind.Route.values,
    "operator": Condition.Operator.values,
    "consequence": Condition.Consequence.values,
}
_WORDS = {_TEXT: "een tekst", _YES_NO: "true of false", list: "een lijst"}


def problems(given: Table) -> list[Problem]:
    """What is wrong with the questions, the kinds of support and their rules."""
    return [Problem(text) for text in _problems(given)]


def questions(given: Table) -> tuple[Question, ...]:
    """Of a document without problems."""
    return tuple(
        Question(**{**one, "options": written(one.get("options", []))}) for one in given.get("question", [])
    )


def support(given: Table) -> list[tuple[SupportKind, tuple[Condition, ...]]]:
    """The kinds of a document without problems, each with its rules."""
    found = []
    for one in given.get("support", []):
        words = {name: value for name, value in one.items() if name != "rule"}
        kind = SupportKind(**{"key": _key(one), **words})
        found.append((kind, tuple(Condition(support=kind, **rule) for rule in one.get("rule", []))))
    return found


def _problems(given: Table) -> Iterator[str]:
    told = [*_tables(given, "question", QUESTION), *_tables(given, "support", SUPPORT)]
    kinds = given.get("support", [])
    for place, kind in enumerate(kinds if isinstance(kinds, list) else [], 1):
        if isinstance(kind, Mapping) and isinstance(kind.get("rule", []), list):
            told += _tables(kind, "rule", RULE, f"[[support]] {place}, ")
    yield from told
    if told:
        return
    asked = questions(given)
    for place, question in enumerate(asked, 1):
        for text in question_problems(question).values():
            yield f"[[question]] {place} ({question.key}): {text}"
    yield from _twice("question", [one.key for one in asked])
    kinds_and_rules = support(given)
    yield from _twice("support", [one.key for one, _rules in kinds_and_rules])
    names = {one.key: one.name for one, _rules in kinds_and_rules}
    for kind, rules in kinds_and_rules:
        for place, rule in enumerate(rules, 1):
            # Which legal amounts there are is not known to a file; the room holds that when it is kept.
            told_of = Known(fields(asked), {rule.parameter: ""}, names)
            for name, text in rule_problems(rule, kind.key, told_of).items():
                yield f"[[support.rule]] {place} van {kind.key}: ‘{name}’: {text}"


def _tables(given: Mapping[str, Any], name: str, keys: Mapping[str, type], where: str = "") -> Iterator[str]:
    listed = given.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        line = "[[support.rule]]" if name == "rule" else f"[[{name}]]"
        kind = {"question": "elke vraag", "support": "elke vorm van steun", "rule": "elke voorwaarde"}[name]
        yield f"{where}begin {kind} met een regel {line}."
        return
    line = "[[support.rule]]" if name == "rule" else f"[[{name}]]"
    for place, one in enumerate(listed, 1):
        here = f"{where}{line} {place}"
        for key, value in one.items():
            if key not in keys:
                yield f"{here}: ‘{key}’ bestaat niet. U kunt gebruiken: {', '.join(keys)}."
            elif not isinstance(value, keys[key]):
                yield f"{here}: ‘{key}’ moet {_WORDS[keys[key]]} zijn."
            elif key in _CHOICES and value not in _CHOICES[key]:
                yield f"{here}: ‘{key}’ is een van {', '.join(_CHOICES[key])}; er staat ‘{value}’."
            elif key == "options" and not _are_options(value):
                yield f'{here}: ‘options’ heeft paren van sleutel en woorden, zoals [["ja", "Ja, al eens"]].'
        for key in _NEEDED[name]:
            value = one.get(key, "")
            if isinstance(value, str) and not value.strip():
                yield f"{here}: ‘{key}’ ontbreekt."


def _are_options(pairs: Any) -> bool:
    return all(
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(one, str) and one.strip() for one in pair)
        for pair in pairs
    )


def _twice(name: str, keys: Sequence[str]) -> Iterator[str]:
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield f"[[{name}]]: de sleutel ‘{key}’ is al gebruikt. Geef elk een eigen ‘key’."


def _key(kind: Table) -> str:
    return str(kind.get("key") or slugify(kind["name"])[:50])
