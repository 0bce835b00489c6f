"""A framework as TOML: what `houtskool assess` and reading.py read, with the words of people beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from houtskool.assessment.content import Content
from houtskool.assessment.framework.reading_support import QUESTION, RULE, SUPPORT
from houtskool.assessment.models import CriterionGround


def write_toml(content: Content) -> str:
    """The text of a content. Contributions and decisions are left out: they belong to one installation."""
    return "\n".join(_lines(content)) + "\n"


def _lines(content: Content) -> Iterator[str]:
    yield from _pairs(content, ("title", "threshold", "text"))
    for one in content["criteria"]:
        laws = [ground["law"] for ground in one["grounds"] if ground["kind"] == CriterionGround.Kind.LAW]
        words = [anchor[2] for anchor in one["scale"]]
        written = {
            **one,
            "order": one["importance"],
            "scale": [anchor[:2] for anchor in one["scale"]],
            "anchors": words if any(words) else None,
            "law": laws,
        }
        yield from ("", "[[criterion]]")
        yield from _pairs(
            written,
            ("key", "question", "explanation", "weight", "order", "scale", "anchors", "knockout", "evidence",
             "law", "preference"),
        )  # fmt: skip
    for one in content["questions"]:
        yield from ("", "[[question]]")
        yield from _pairs(one, tuple(QUESTION))
    for one in content["support"]:
        yield from ("", "[[support]]")
        yield from _pairs(one, tuple(SUPPORT))
        for rule in one["rules"]:
            yield from ("", "[[support.rule]]")
            yield from _pairs(rule, tuple(RULE))


def _pairs(given: Mapping[str, Any], keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        if key in given and given[key] not in (None, "", [], {}):
            yield f"{key} = {_value(given[key])}"


def _value(value: Any) -> str:
    if isinstance(value, str):
        # A basic string of TOML escapes as JSON does, and the delete character besides.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)
