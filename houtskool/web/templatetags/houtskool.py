"""Template tags that every page may use without loading them."""

from __future__ import annotations

import re

from django import template
from django.utils.formats import date_format

from houtskool.kernel.vaguedate import Period

register = template.Library()


@register.filter
def in_time(period: Period | None) -> str:
    """The period's own words; where they lean on another date ("juli jl."), with the days behind them.

    None gives a dash.
    """
    if period is None:
        return "–"
    if period.start is None or re.search(r"\d{4}", period.text):
        return period.text
    start, end = period.start, period.end or period.start
    if start == end:
        meant = date_format(start, "j F Y")
    elif (start.year, start.month) == (end.year, end.month):
        meant = date_format(start, "F Y")
    else:
        meant = f"{date_format(start, 'F' if start.year == end.year else 'F Y')}–{date_format(end, 'F Y')}"
    if meant.startswith(period.text):
        return meant
    return f"{period.text} ({meant})"
