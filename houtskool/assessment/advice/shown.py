"""A frozen advice as readers see it: the numbers in words, what would turn it, and which support fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from typing import Any

from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import frozen_facts
from houtskool.assessment.eligibility.verdicts import KindVerdict
from houtskool.assessment.judging import progress
from houtskool.assessment.models import Advice, Case
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.scale_text import number
from houtskool.process.models.periods import local_day

# How wide the bar of the heaviest criterion is, in the drawing's own units.
WIDTH = 640


@dataclass(frozen=True)
class Row:
    """A criterion that weighs, in words and as a bar: `share` is its weight, `part` what it gave at most,
    `least` what it gave at least; `told`: what it gave of what it could. Lengths in the drawing's units; the
    heaviest weight is as wide as it is.
    """

    key: str
    question: str
    score: str
    weight: str
    gave: str
    told: str
    share: float
    part: float
    least: float


@dataclass(frozen=True)
class KnockOut:
    question: str
    condition: str
    state: str
    score: str


@dataclass(frozen=True)
class Shown:
    """All that the page and the document of an advice say."""

    verdict: str
    label: str
    value: str
    threshold: str
    robust: str
    rows: list[Row]
    knockouts: list[KnockOut]
    turning: list[str]
    support: list[KindVerdict]
    similar: list[Mapping[str, Any]]
    day: date

    @property
    def names(self) -> dict[str, str]:
        """Of each kind of support, by its key."""
        return {one.key: one.name for one in self.support}


def panel(case: Case, user: User, at: datetime) -> dict[str, Any]:
    """What the page of a case says of its advice and decision, and what this user can do about it."""
    advices = list(case.advices.defer("content"))
    stands = progress.state(case)
    weighed, open_ = case.route == Case.Route.WEIGHED, case.closed_at is None
    return {
        "advices": advices,
        "advice": advices[0] if advices else None,
        "decisions": list(case.decisions.select_related("by", "advice").prefetch_related("support")),
        "weighed": weighed,
        "may_advise": weighed and open_ and stands.opened and user.holds(*HANDLES, Role.MANDATE_HOLDER),
        "may_decide": open_ and bool(advices) and user.holds(Role.MANDATE_HOLDER),
        "judging": stands,
        "words": stands.words(local_day(at)),
    }


def shown(advice: Advice) -> Shown:
    """Raises ValueError for a content of a form that this version does not know."""
    content = contents.read(advice.content)
    given, result = content["given"], content["result"]
    framework = given["version"]["content"]
    questions = {one["key"]: one["question"] for one in framework["criteria"]}
    return Shown(
        verdict=result["verdict"],
        label=str(Advice.Verdict(result["verdict"]).label),
        value=between(result["value"]),
        threshold=number(round(result["threshold"], 4)),
        robust=robust(result),
        rows=list(_rows(result, questions)),
        knockouts=list(_knockouts(result, framework)),
        turning=[_turning(one, result, questions) for one in result["turning"]],
        support=frozen_facts.read_verdicts(result["support"]),
        similar=[one | {"label": Advice.Verdict(one["verdict"]).label} for one in content["similar"]],
        day=date.fromisoformat(given["day"]),
    )


def between(pair: list[float] | None) -> str:
    """ "0,71", "0,42 tot 0,70" where it lies between two ends, "" where nobody knows."""
    if pair is None:
        return ""
    low, high = (number(round(end, 2)) for end in pair)
    return low if low == high else _("%(low)s tot %(high)s") % {"low": low, "high": high}


def robust(result: Content) -> str:
    """In how many of a hundred weightings the advice is the same. Rounded down: 100 only where all are."""
    failed = any(one["passed"] is False for one in result["knockouts"])
    if failed:
        return _("Een harde voorwaarde is niet gehaald. Daarom is het advies bij elke weging hetzelfde.")
    if result["acceptability"] is None:
        return ""
    low, high = result["acceptability"]
    match result["verdict"]:
        case Advice.Verdict.POSITIVE:
            same = (low, high)
        case Advice.Verdict.NEGATIVE:
            same = (1 - high, 1 - low)
        case _:
            return _(
                "Er ontbreekt nog informatie. Afhankelijk daarvan haalt de vraag de grens in %(low)s tot "
                "%(high)s van de 100 denkbare wegingen."
            ) % {"low": floor(100 * low), "high": floor(100 * high)}
    return _("In %(many)s van de 100 denkbare wegingen is het advies hetzelfde.") % {
        "many": floor(100 * same[0] + 1e-9)
    }


def _rows(result: Content, questions: Mapping[str, str]) -> Iterator[Row]:
    scores = {one["key"]: one for one in result["criteria"]}
    heaviest = max(result["weights"].values())
    for key, weight in result["weights"].items():
        gave = result["contributions"][key]
        ends = gave or [0.0, 0.0]
        words = _("telt niet mee") if gave is None else between(gave)
        yield Row(
            key=key,
            question=questions[key],
            score=_score(scores[key]),
            weight=number(round(100 * weight, 1)),
            gave=words,
            told=words
            if gave is None
            else _("%(gave)s van %(most)s") % {"gave": words, "most": number(round(weight, 2))},
            share=round(WIDTH * weight / heaviest, 1),
            part=round(WIDTH * ends[1] / heaviest, 1),
            least=round(WIDTH * ends[0] / heaviest, 1),
        )


def _score(one: Mapping[str, Any]) -> str:
    if not one["applies"]:
        return _("niet van toepassing")
    return _("onbekend") if one["score"] is None else number(round(one["score"], 2))


def _knockouts(result: Content, framework: Content) -> Iterator[KnockOut]:
    from houtskool.assessment.framework.differences import shown as in_words

    criteria = {one["key"]: one for one in framework["criteria"]}
    scores = {one["key"]: one for one in result["criteria"]}
    for one in result["knockouts"]:
        criterion = criteria[one["criterion"]]
        state = {True: _("gehaald"), False: _("niet gehaald"), None: _("niet bekend")}[one["passed"]]
        if not one["applies"]:
            state = _("niet van toepassing")
        meaning = {float(score): words for score, _value, words in criterion["scale"]}
        score = scores[one["criterion"]]
        bound = next(iter(criterion["knockout"].values()))
        yield KnockOut(
            criterion["question"],
            _meant(in_words("knockout", criterion["knockout"]), meaning.get(float(bound))),
            state,
            _meant(_score(score), meaning.get(score["score"]) if score["applies"] else None),
        )


def _meant(number_: str, words: str | None) -> str:
    """A score with what it means, where the scale says so of exactly that score."""
    return f"{number_}: {words.rstrip('.')}" if words else number_


def _turning(one: Mapping[str, Any], result: Content, questions: Mapping[str, str]) -> str:
    """One change that alone gives the other advice, in a sentence.

    A positive advice turns as soon as `needed` is passed, a negative one when it is reached.
    """
    positive = result["verdict"] == Advice.Verdict.POSITIVE
    weight = one["what"] == "weight"
    factor, digits = (100, 1) if weight else (1, 2)
    words = {
        "question": questions[one["criterion"]],
        "other": _("negatief") if positive else _("positief"),
        "needed": number(round(factor * one["needed"], digits)),
        "now": number(round(factor * one["now"], digits)),
    }
    up = one["needed"] > one["now"]
    if positive:
        words["bound"] = (_("meer dan %(needed)s") if up else _("minder dan %(needed)s")) % words
    else:
        words["bound"] = (_("%(needed)s of meer") if up else _("%(needed)s of minder")) % words
    if weight and not positive and up and words["needed"] == "100":
        sentence = _("Telt alleen ‘%(question)s’ mee (nu %(now)s procent), dan is het %(other)s.")
    elif weight and not positive and not up and words["needed"] == "0":
        sentence = _("Telt ‘%(question)s’ niet mee (nu %(now)s procent), dan is het %(other)s.")
    elif weight:
        sentence = _("Weegt ‘%(question)s’ %(bound)s procent mee (nu %(now)s), dan is het %(other)s.")
    elif one["by_knockout"]:
        sentence = _(
            "Is de score op de harde voorwaarde ‘%(question)s’ %(bound)s (nu %(now)s), dan is het %(other)s."
        )
    else:
        sentence = _("Is de score op ‘%(question)s’ %(bound)s (nu %(now)s), dan is het %(other)s.")
    return sentence % words
