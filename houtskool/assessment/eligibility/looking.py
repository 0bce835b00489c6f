"""*Waarmee kan de gemeente mij helpen?*: a few answers in, what may fit out. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import facts, verdicts
from houtskool.assessment.eligibility.verdicts import KindVerdict, Possible
from houtskool.assessment.law import amounts


@dataclass(frozen=True)
class Looked:
    """A kind of support with what the framework says of it. `asked`: names of questions on this page that
    would tell more; `later`: names of what the city finds out itself.
    """

    verdict: KindVerdict
    content: Content
    asked: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True)
class Sorted:
    """The kinds by what a reader can do with them, each in the order of the framework."""

    fits: list[Looked]
    perhaps: list[Looked]
    to_answer: list[Looked]
    buyers: list[Looked]
    not_possible: list[Looked]
    names: Mapping[str, str]


def first_questions(content: Content) -> list[Content]:
    return [one for one in content["questions"] if one["asked_first"]]


def asks_amount(content: Content) -> bool:
    """Whether a rule looks at the amount, so that it is worth asking first."""
    return any(
        facts.AMOUNT in {rule["field"], rule["parameter"]}
        for one in content["support"]
        for rule in one["rules"]
    )


def look(content: Content, given: Mapping[str, str], *, amount: Decimal | None, day: date) -> Sorted:
    """One query, for the law of that day."""
    law = amounts.holding(day)
    known = facts.of_answers(content, given, law, amount=amount, day=day)
    here = {one["key"] for one in first_questions(content)}
    if asks_amount(content):
        here.add(facts.AMOUNT)
    looked = [
        _looked(verdict, one, here)
        for verdict, one in zip(verdicts.judge(content, known, law), content["support"], strict=True)
    ]
    help_ = [one for one in looked if not one.verdict.for_buyers]
    unknown = [one for one in help_ if one.verdict.verdict == Possible.UNKNOWN]
    return Sorted(
        fits=[one for one in help_ if one.verdict.verdict == Possible.YES],
        perhaps=[one for one in unknown if not one.asked],
        to_answer=[one for one in unknown if one.asked],
        buyers=[one for one in looked if one.verdict.for_buyers and one.verdict.verdict == Possible.YES],
        not_possible=[one for one in help_ if one.verdict.verdict == Possible.NO],
        names={one["key"]: one["name"] for one in content["support"]},
    )


def _looked(verdict: KindVerdict, content: Content, here: set[str]) -> Looked:
    return Looked(
        verdict,
        content,
        asked=tuple(dict.fromkeys(one.name for one in verdict.open if one.field in here and not one.given)),
        later=tuple(dict.fromkeys(_missing(one) for one in verdict.open)),
    )


def _missing(rule: verdicts.Held) -> str:
    """What is not known: what was to be given, or what it is held against."""
    return rule.name if not rule.given else rule.bound_name or rule.name
