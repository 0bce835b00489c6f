"""What a framework must still say before it is published: scales, weights, questions, and rules that fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from houtskool.assessment.content import Content, content_of, reckoned
from houtskool.assessment.eligibility.rules import known, problems, question_problems
from houtskool.assessment.models import Criterion, Framework
from houtskool.kernel.decision import Unreadable, read_framework


@dataclass(frozen=True)
class Gap:
    """Something that lacks, in a sentence that says what to do, and where that is done."""

    text: str
    url: str


def gaps(framework: Framework, content: Content | None = None) -> list[Gap]:
    """Every gap, in the order of the criteria; an empty list says that cases can be reckoned by it.

    `content`: what the framework says now, where that is known already.
    """
    criteria = list(framework.criteria.select_related("framework"))
    home = framework.get_absolute_url()
    if not criteria:
        return [Gap(_("Er is nog geen criterium. Voeg er minstens één toe."), home)]
    found = [gap for one in criteria for gap in _of(one)]
    found += [Gap(text, f"{home}#criteria") for text in _weights(criteria)]
    found += [*_questions(framework), *_support(framework)]
    if found:
        return found
    try:
        read_framework(reckoned(content or content_of(framework)))
    except Unreadable as error:
        return [
            Gap(one.text, home if one.at is None else criteria[one.at].get_absolute_url())
            for one in error.problems
        ]
    return []


def _of(one: Criterion) -> Iterator[Gap]:
    words = {"question": one.question}
    if not one.weighs and not one.knockout:
        text = _(
            "‘%(question)s’ telt nog niet mee. "
            "Geef het een gewicht, een plaats in de volgorde of een harde voorwaarde."
        )
        yield Gap(text % words, one.get_absolute_url())
    elif one.weighs and not one.scale:
        text = _("‘%(question)s’ weegt mee, maar heeft nog geen schaal. Schrijf op wat elke score betekent.")
        yield Gap(text % words, one.get_absolute_url())


def _questions(framework: Framework) -> Iterator[Gap]:
    for one in framework.questions.select_related("framework"):
        for text in question_problems(one).values():
            yield Gap(f"‘{one.text}’: {text}", one.get_absolute_url())


def _support(framework: Framework) -> Iterator[Gap]:
    """Kinds and rules that do not fit, such as a rule on a question that was taken away."""
    kinds = list(framework.support.select_related("framework").prefetch_related("rules"))
    if framework.takes_cases and not kinds:
        text = _("Dit kader neemt hulpvragen aan, maar noemt geen vorm van steun. Voeg er minstens één toe.")
        yield Gap(text, f"{framework.get_absolute_url()}#vormen")
    told = known(framework)
    for kind in kinds:
        if kind.legal_effect and not kind.legal_basis:
            text = _("Tegen ‘%(kind)s’ kan bezwaar. Noem de wettelijke grondslag.")
            yield Gap(text % {"kind": kind}, kind.get_absolute_url())
        for rule in kind.rules.all():
            for text in problems(rule, kind.key, told).values():
                yield Gap(f"{kind}, ‘{rule}’: {text}", kind.get_absolute_url())


def _weights(criteria: Sequence[Criterion]) -> Iterator[str]:
    weighing = [one for one in criteria if one.weighs]
    without = [one for one in weighing if one.weight is None]
    if not weighing:
        yield _(
            "Geen enkel criterium weegt mee. Geef ze een gewicht of een plaats in de volgorde van belang."
        )
    elif without and len(without) < len(weighing):
        names = ", ".join(f"‘{one.question}’" for one in without)
        yield _(
            "Sommige criteria hebben een gewicht en andere alleen een plaats in de volgorde: %(names)s. "
            "Geef ze allemaal een gewicht, of allemaal alleen een plaats."
        ) % {"names": names}
    elif not without and not any(one.weight for one in weighing):
        yield _("Alle gewichten zijn 0. Geef minstens één criterium een gewicht boven 0.")
