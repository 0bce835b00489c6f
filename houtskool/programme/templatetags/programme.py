from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.programme import money
from houtskool.programme.models import ActionLine, Measure, Milestone

register = template.Library()

_MEASURE = {
    field.name: field.verbose_name for field in Measure._meta.get_fields() if hasattr(field, "verbose_name")
}
LABELS = _MEASURE | {
    "lines": ActionLine._meta.verbose_name_plural,
    "line": ActionLine._meta.verbose_name,
    "ambition": gettext_lazy("ambitie"),
    "planned": gettext_lazy("termijn"),
    "milestones": Milestone._meta.verbose_name_plural,
    "budget": gettext_lazy("geld"),
}


@register.filter
def field_label(name: str) -> str:
    """The name of a field of a version's content, as a reader knows it."""
    return str(LABELS.get(name, name))


@register.filter
def unlocalized(number: float) -> str:
    """A number as a drawing wants it: with a point, whatever language the reader chose."""
    return f"{number:g}"


@register.filter
def euros(amount: Decimal | None) -> str:
    """ "€ 12.500"; an amount that nobody knows says so, which is not nought."""
    if amount is None:
        return format_html('<span class="unknown">{}</span>', _("onbekend"))
    return money.euros(amount)
