"""Facts, legal amounts and verdicts as plain data for JSON, and back: so that an advice replays. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from houtskool.assessment import answers
from houtskool.assessment.eligibility.aid import Part
from houtskool.assessment.eligibility.facts import Fact, Facts
from houtskool.assessment.eligibility.verdicts import Held, KindVerdict, Possible
from houtskool.assessment.law import amounts
from houtskool.assessment.law.amounts import Law, Legal

Plain = dict[str, Any]


def frozen(facts: Facts, law: Law) -> Plain:
    """What `thawed` reads back to equal facts and amounts."""
    return {"facts": {key: _fact(one) for key, one in facts.items()}, "law": amounts.written(law)}


def thawed(plain: Mapping[str, Any]) -> tuple[dict[str, Fact], dict[str, Legal]]:
    facts = {key: _read_fact(key, one) for key, one in plain["facts"].items()}
    return facts, amounts.read_back(plain["law"])


def verdicts(judged: Iterable[KindVerdict]) -> list[Plain]:
    """The verdicts with their traces, in the language in which they were judged."""
    return [
        {
            **asdict(one),
            "verdict": one.verdict.value,
            "alternatives": list(one.alternatives),
            "trace": [{**asdict(rule), "at": _day(rule.at), "since": _day(rule.since)} for rule in one.trace],
        }
        for one in judged
    ]


def read_verdicts(plain: Iterable[Mapping[str, Any]]) -> list[KindVerdict]:
    """What `verdicts` gave, for a page or a letter."""
    return [
        KindVerdict(
            **{
                **one,
                "verdict": Possible(one["verdict"]),
                "alternatives": tuple(one["alternatives"]),
                "trace": tuple(
                    Held(**{**rule, "at": _read_day(rule["at"]), "since": _read_day(rule["since"])})
                    for rule in one["trace"]
                ),
            }
        )
        for one in plain
    ]


def _fact(one: Fact) -> Plain:
    return {
        "name": one.name,
        "kind": str(one.kind),
        "value": answers.kept(one.value),
        "source": one.source,
        "on": _day(one.on),
        "parts": [part.written() for part in one.parts],
        "options": [list(pair) for pair in one.options],
    }


def _read_fact(key: str, one: Mapping[str, Any]) -> Fact:
    return Fact(
        key=key,
        name=one["name"],
        kind=one["kind"],
        value=answers.parsed(one["kind"], one["value"], one["options"]),
        source=one["source"],
        on=_read_day(one["on"]),
        parts=tuple(Part.read_back(part) for part in one["parts"]),
        options=tuple((choice, words) for choice, words in one["options"]),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
