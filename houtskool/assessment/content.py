"""All that a framework says, as plain data in one form: what a version freezes and what TOML carries.

Of a contribution it holds the number, never the words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from houtskool.assessment.models import (
    Condition,
    Criterion,
    CriterionGround,
    Framework,
    Question,
    SupportKind,
)
from houtskool.assessment.option_text import options
from houtskool.assessment.scale_text import anchors

FORMAT = 2
Content = dict[str, Any]
_FIRST_SUPPORT: Content = {
    "route": "weighed",
    "legal_effect": False,
    "legal_basis": "",
    "is_aid": False,
    "for_buyers": False,
    "rules": [],
}


def content_of(framework: Framework) -> Content:
    """The framework as it is now. Costs a fixed number of queries."""
    criteria = framework.criteria.prefetch_related("grounds__decision")
    return {
        "format": FORMAT,
        "title": framework.title,
        "text": framework.text,
        "threshold": float(framework.threshold),
        "criteria": [_criterion(one) for one in criteria],
        "questions": [_question(one) for one in framework.questions.all()],
        "support": [_support(one) for one in framework.support.prefetch_related("rules")],
    }


def canonical(content: Content) -> str:
    """The one way in which a content is written: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Content:
    """A content in today's form. Raises ValueError for a form that this version does not know.

    The first form had no questions and no rules.
    """
    content: Content = json.loads(text)
    if content.get("format") == 1:
        content["questions"] = []
        content["support"] = [{**_FIRST_SUPPORT, **one} for one in content["support"]]
        content["format"] = FORMAT
    if content.get("format") != FORMAT:
        raise ValueError(f"content has format {content.get('format')}, this version reads {FORMAT}")
    return content


def reckoned(content: Content) -> dict[str, Any]:
    """What houtskool.kernel.decision.read_framework takes: the part of the content that is reckoned with."""
    return {
        "title": content["title"],
        "threshold": content["threshold"],
        "criterion": [_reckoned(one) for one in content["criteria"]],
    }


def _reckoned(one: Mapping[str, Any]) -> dict[str, Any]:
    given = {
        "key": one["key"],
        "question": one["question"],
        "weight": one["weight"],
        "order": one["importance"],
        "scale": [[score, value] for score, value, _words in one["scale"]] or None,
        "knockout": one["knockout"],
        "preference": one["preference"] or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _criterion(one: Criterion) -> Content:
    return {
        "key": one.key,
        "question": one.question,
        "explanation": one.explanation,
        "scale": [list(anchor) for anchor in anchors(one.scale)],
        "weight": None if one.weight is None else float(one.weight),
        "importance": one.importance,
        "knockout": None if one.bound is None else {one.knockout: float(one.bound)},
        "evidence": one.evidence,
        "preference": one.preference,
        "grounds": [_ground(ground) for ground in one.grounds.all()],
    }


def _ground(one: CriterionGround) -> Content:
    return {
        "kind": one.kind,
        "contribution": one.contribution_id,
        "law": one.law,
        "decision": str(one.decision or ""),
        "reason": one.reason,
    }


def _support(one: SupportKind) -> Content:
    return {
        "key": one.key,
        "name": one.name,
        "text": one.text,
        "conditions": one.conditions,
        "limit": one.limit,
        "route": one.route,
        "legal_effect": one.legal_effect,
        "legal_basis": one.legal_basis,
        "is_aid": one.is_aid,
        "for_buyers": one.for_buyers,
        "rules": [_rule(rule) for rule in one.rules.all()],
    }


def _question(one: Question) -> Content:
    return {
        "key": one.key,
        "text": one.text,
        "help": one.help,
        "kind": one.kind,
        "options": options(one.options),
        "asked_first": one.asked_first,
    }


def _rule(one: Condition) -> Content:
    return {
        "field": one.field,
        "operator": one.operator,
        "value": one.value,
        "parameter": one.parameter,
        "consequence": one.consequence,
        "alternative": one.alternative,
        "legal_reference": one.legal_reference,
        "sentence": one.sentence,
    }
