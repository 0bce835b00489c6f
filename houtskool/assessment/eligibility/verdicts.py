"""Which kinds of support are possible: per kind a verdict in three values, with the trace of each rule.

Pure over a frozen content, facts and legal amounts: what an advice freezes, it replays. Unknown is not no:
a kind is out as soon as one rule rules it out, possible when all hold, and else asks for more information.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.assessment import answers
from houtskool.assessment.answers import Answer, Kind, Options
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility.facts import Fact, Facts
from houtskool.assessment.law.amounts import Law
from houtskool.assessment.models import Condition
from houtskool.kernel.decision import Operator, Truth, all_of, holds

LISTS = {Operator.ONE_OF, Operator.NONE_OF}
UNORDERED = {*LISTS, Operator.EQUALS, Operator.DIFFERS}
_RULES_OUT = Condition.Consequence.RULES_OUT.value
Bound: TypeAlias = Answer | tuple[Answer, ...] | None


class Possible(models.TextChoices):
    YES = "possible", gettext_lazy("mogelijk")
    NO = "not possible", gettext_lazy("niet mogelijk")
    UNKNOWN = "more information needed", gettext_lazy("meer informatie nodig")


@dataclass(frozen=True)
class Held:
    """One rule, held: what was given, against what, and what came out (None is unknown).

    `given` and `bound` as a reader reads them, "" for unknown. `source` and `at` are those of what was given.
    Where the bound is a legal amount, `since` is the day from which that row holds and `bound_source` the
    law; `legal_reference` is the law that asks for the rule.
    """

    field: str
    name: str
    given: str
    source: str
    at: date | None
    operator: str
    bound: str
    parameter: str
    bound_name: str
    bound_source: str
    since: date | None
    sentence: str
    legal_reference: str
    consequence: str
    alternative: str
    outcome: Truth

    @property
    def comparison(self) -> str:
        return str(Condition.Operator(self.operator).label)


@dataclass(frozen=True)
class KindVerdict:
    """What the rules say of one kind of support. `alternatives`: keys of kinds that may fit instead.

    With `for_buyers` it is never given on a request, whatever the verdict: it leads to the buyers.
    """

    key: str
    name: str
    verdict: Possible
    trace: tuple[Held, ...]
    alternatives: tuple[str, ...]
    for_buyers: bool

    @property
    def fits(self) -> bool:
        """Whether a request may end in it."""
        return self.verdict == Possible.YES and not self.for_buyers

    @property
    def words(self) -> str:
        return str(self.verdict.label)

    @property
    def against(self) -> tuple[Held, ...]:
        """The rules that rule it out."""
        return tuple(one for one in self.trace if one.consequence == _RULES_OUT and one.outcome is False)

    @property
    def open(self) -> tuple[Held, ...]:
        """The rules of which nobody knows yet whether they hold."""
        return tuple(one for one in self.trace if one.consequence == _RULES_OUT and one.outcome is None)

    @property
    def attention(self) -> tuple[Held, ...]:
        """What does not stand in the way, but asks for an explanation."""
        return tuple(one for one in self.trace if one.consequence != _RULES_OUT and one.outcome is False)

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what must be known first, each once."""
        return tuple(dict.fromkeys(one.name for one in self.open))


def judge(content: Content, given: Facts, law: Law) -> list[KindVerdict]:
    """A verdict per kind of support, in the order of the framework.

    `law`: the legal amounts on the reference date (amounts.holding).
    """
    traces = {
        one["key"]: tuple(hold(rule, given, law) for rule in one["rules"]) for one in content["support"]
    }
    states = {key: _verdict(trace) for key, trace in traces.items()}
    return [
        KindVerdict(
            key=(key := one["key"]),
            name=one["name"],
            verdict=states[key],
            trace=traces[key],
            alternatives=_alternatives(key, traces[key], states),
            for_buyers=one["for_buyers"],
        )
        for one in content["support"]
    ]


def hold(rule: Mapping[str, str], given: Facts, law: Law) -> Held:
    """One rule of a content against the facts. A field, an amount or a value that is not there is unknown."""
    fact, parameter = given.get(rule["field"]), rule["parameter"]
    operator = Operator(rule["operator"])
    legal, other = law.get(parameter), given.get(parameter)
    bound: Bound = legal.amount if legal else other.value if other else None
    if not parameter:
        bound = _value(rule, fact)
    listed = bound if isinstance(bound, tuple) else () if bound is None else (bound,)
    return Held(
        field=rule["field"],
        name=fact.name if fact else rule["field"],
        given=fact.shown if fact else "",
        source=fact.source if fact else "",
        at=fact.on if fact else None,
        operator=operator.value,
        bound=", ".join(
            answers.shown(fact.kind if fact else "", one, fact.options if fact else ()) for one in listed
        ),
        parameter=parameter,
        bound_name=legal.name if legal else other.name if other else "",
        bound_source=legal.source if legal else other.source if other else "",
        since=legal.since if legal else None,
        sentence=rule["sentence"],
        legal_reference=rule["legal_reference"],
        consequence=rule["consequence"],
        alternative=rule["alternative"],
        outcome=_outcome(fact, operator, bound),
    )


def value_of(kind: str, operator: str, value: str, options: Options) -> Answer | tuple[Answer, ...]:
    """The value of a rule, read by the kind of its field; of "is een van" a list, with ; between.

    Raises ValidationError for a value that does not fit, and for an order among answers that have none.
    """
    if kind in {Kind.YES_NO, Kind.CHOICE} and operator not in UNORDERED:
        raise ValidationError(_("Bij ja of nee en bij een keuze kan alleen: is, is niet, is een van."))
    parts = value.split(";") if operator in LISTS else [value]
    found = [answers.parsed(kind, one, options) for one in parts if one.strip()]
    known = tuple(one for one in found if one is not None)
    if not known:
        raise ValidationError(_("Vul een waarde in."))
    return known if operator in LISTS else known[0]


def _value(rule: Mapping[str, str], fact: Fact | None) -> Bound:
    if fact is None:
        return None
    try:
        return value_of(fact.kind, rule["operator"], rule["value"], fact.options)
    except ValidationError:
        return None


def _outcome(fact: Fact | None, operator: Operator, bound: Bound) -> Truth:
    if fact is None:
        return None
    if operator in LISTS and bound is not None and not isinstance(bound, tuple):
        bound = (bound,)
    try:
        return holds(fact.value, operator, bound)
    except ValueError:  # what cannot be compared decides nothing
        return None


def _verdict(trace: Iterable[Held]) -> Possible:
    state = all_of(one.outcome for one in trace if one.consequence == _RULES_OUT)
    return Possible.UNKNOWN if state is None else Possible.YES if state else Possible.NO


def _alternatives(key: str, trace: Iterable[Held], states: Mapping[str, Possible]) -> tuple[str, ...]:
    """What the rules that failed point to, unless that is ruled out too."""
    failed = (one for one in trace if one.consequence == _RULES_OUT and one.outcome is False)
    named = dict.fromkeys(one.alternative for one in failed if one.alternative not in {"", key})
    return tuple(one for one in named if states.get(one, Possible.NO) != Possible.NO)
