from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.framework.differences import labels
from houtskool.assessment.models import CriterionGround, Framework
from houtskool.assessment.scale_text import number as written

register = template.Library()

LABELS = labels() | {
    "title": Framework._meta.get_field("title").verbose_name,
    "threshold": Framework._meta.get_field("threshold").verbose_name,
    "text": _("toelichting"),
    "grounds": CriterionGround._meta.verbose_name,
}


@register.filter
def part_label(name: str) -> str:
    """The name of a field of a version's content, as a reader knows it."""
    return str(LABELS.get(name, name))


@register.filter
def number(value: float | None) -> str:
    """As people write it: a decimal comma, no zeros behind it; "–" for none."""
    return "–" if value is None else written(float(value))


@register.filter
def whole(amount: Decimal) -> str:
    """An amount of money: "300.000", with cents only where there are any."""
    written_out = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return written_out.translate(str.maketrans(",.", ".,"))


@register.filter
def unanswered(answers: Iterable[tuple[str, str]]) -> list[str]:
    """The questions to which no answer is known."""
    return [question for question, given in answers if not given]


@register.filter
def dashed(text: str) -> list[str]:
    """The lines of a list that somebody typed, without their dashes; [] where it is no list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(line.startswith(("- ", "• ")) for line in lines):
        return []
    return [line[2:].strip() for line in lines]
