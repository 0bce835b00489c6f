"""What a question and a rule may say: whether they fit the framework that they stand in.

The same holds for the editor, for TOML and for what is published.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.assessment import answers
from houtskool.assessment.answers import Kind, Options
from houtskool.assessment.eligibility.facts import COMPUTED, DECLARED
from houtskool.assessment.eligibility.verdicts import LISTS, value_of
from houtskool.assessment.law.amounts import names
from houtskool.assessment.models import Condition, Framework, Question
from houtskool.assessment.models.frameworks import is_key
from houtskool.assessment.option_text import options

NUMBERS = {Kind.NUMBER, Kind.AMOUNT}
Problems = dict[str, str]  # name of a field → what is wrong, and what to do


@dataclass(frozen=True)
class Known:
    """What a rule can name, by key. `fields`: name, kind and options; `bounds` and `kinds`: the name."""

    fields: Mapping[str, tuple[str, str, Options]]
    bounds: Mapping[str, str]
    kinds: Mapping[str, str]


def known(framework: Framework) -> Known:
    """Of a framework as it is now. Three queries."""
    return Known(
        fields=fields(framework.questions.all()),
        bounds={**names(), **{key: str(name) for key, (name, _kind) in COMPUTED.items()}},
        kinds=dict(framework.support.values_list("key", "name")),
    )


def fields(questions: Collection[Question]) -> dict[str, tuple[str, str, Options]]:
    asked = {one.key: (one.text, one.kind, options(one.options)) for one in questions}
    return {**asked, **{key: (str(name), kind, ()) for key, (name, kind) in COMPUTED.items()}}


def question_problems(question: Question) -> Problems:
    """Of a choice: whether there is something to choose from. And keys that the house keeps for itself."""
    choices = options(question.options)
    keys = [key for key, _words in choices]
    if question.key in COMPUTED:
        return {"key": _("Deze sleutel gebruikt Houtskool zelf. Kies een andere.")}
    if question.key == DECLARED and question.kind != Kind.AMOUNT:
        return {
            "kind": _("De vraag ‘%(key)s’ telt mee in de steunruimte. Kies als soort ‘bedrag’.")
            % {"key": DECLARED}
        }
    if question.kind != Kind.CHOICE:
        return {"options": _("Alleen een keuzevraag heeft keuzes. Haal ze weg.")} if choices else {}
    if len(choices) < 2:
        return {"options": _("Schrijf minstens twee keuzes, elk op een regel: “sleutel; woorden”.")}
    for number, key in enumerate(keys, 1):
        try:
            is_key(key)
        except ValidationError as refusal:
            told = {"line": number, "why": " ".join(refusal.messages)}
            return {"options": _("Keuze %(line)s begint met een sleutel en een puntkomma. %(why)s") % told}
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        return {"options": _("De keuze ‘%(key)s’ staat er twee keer.") % {"key": twice}}
    return {}


def problems(rule: Condition, own: str, known: Known) -> Problems:
    """What does not fit. `own`: the key of the kind of support that the rule stands at."""
    found: Problems = {}
    if rule.field not in known.fields:
        found["field"] = _("Het gegeven ‘%(key)s’ bestaat niet. Kies een vraag van dit kader.") % {
            "key": rule.field
        }
    elif rule.parameter:
        found |= _of_bound(rule, known)
    elif rule.value:
        _name, kind, choices = known.fields[rule.field]
        try:
            value_of(kind, rule.operator, rule.value, choices)
        except ValidationError as refusal:
            found["value"] = " ".join(refusal.messages)
    if not rule.value and not rule.parameter:
        found["value"] = _("Vul een waarde in, of kies een wettelijke grens.")
    elif rule.value and rule.parameter:
        found["value"] = _("Vul een waarde in of kies een wettelijke grens, niet allebei.")
    if rule.alternative == own and own:
        found["alternative"] = _("Kies een andere vorm dan deze zelf.")
    elif rule.alternative and rule.alternative not in known.kinds:
        found["alternative"] = _("De vorm van steun ‘%(key)s’ bestaat niet in dit kader.") % {
            "key": rule.alternative
        }
    return found


def kept_value(rule: Condition, known: Known) -> str:
    """The value in the one way in which it is kept; as it was where it cannot be read."""
    if rule.field not in known.fields or not rule.value:
        return rule.value
    _name, kind, choices = known.fields[rule.field]
    try:
        value = value_of(kind, rule.operator, rule.value, choices)
    except ValidationError:
        return rule.value
    return "; ".join(map(answers.kept, value)) if isinstance(value, tuple) else answers.kept(value)


def _of_bound(rule: Condition, known: Known) -> Problems:
    if rule.parameter not in known.bounds:
        told = {"key": rule.parameter}
        return {"parameter": _("De wettelijke grens ‘%(key)s’ staat niet in de lijst.") % told}
    if known.fields[rule.field][1] not in NUMBERS:
        return {"parameter": _("Een wettelijke grens past alleen bij een aantal of een bedrag.")}
    if rule.operator in LISTS:
        return {
            "operator": _(
                "Bij een wettelijke grens past geen lijst. Kies minstens, hoogstens, meer of minder."
            )
        }
    if rule.parameter == rule.field:
        return {"parameter": _("Dit vergelijkt een gegeven met zichzelf. Kies een andere grens.")}
    return {}
