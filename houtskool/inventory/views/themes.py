"""How much was said about each theme by each group, each number with the way to what is behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS
from houtskool.inventory.consent import CODES
from houtskool.inventory.theme_counts import Line, ThemeCounts, theme_counts
from houtskool.inventory.views.coding import chosen_process
from houtskool.process.models import Process
from houtskool.records import spreadsheet
from houtskool.sector.models import StakeholderGroup, Theme

# How the list of contributions asks for what has none.
_NO_GROUP = {"group": "none"}
_NO_THEME = {"missing": "theme"}


def themes(request: Request) -> HttpResponse:
    if not request.user.holds(*READS):
        raise Http404
    process = chosen_process(request)
    counts = theme_counts(process)
    return render(
        request,
        "inventory/themes.html",
        {
            "process": process,
            "counts": counts,
            "groups": _heads(process, counts),
            "lines": [_line(process, counts, line) for line in counts.lines],
            "silent": ", ".join(group.name for group in counts.silent),
            "all_url": list_url(process),
            "may_code": request.user.holds(*CODES),
            "formats": spreadsheet.FORMATS,
            "trail": [(_("Inbreng"), reverse("inventory:contributions"))],
        },
    )


def export(request: Request, format: str) -> HttpResponse:
    """The same numbers as a spreadsheet."""
    if not request.user.holds(*READS) or format not in spreadsheet.FORMATS:
        raise Http404
    counts = theme_counts(chosen_process(request))
    names = [str(group or _("groep onbekend")) for group in counts.groups]
    rows = [
        [str(line.theme or _("zonder thema")), *map(str, line.counts), str(line.total)]
        for line in counts.lines
    ]
    rows.append([_("Alle inbreng"), *map(str, counts.totals), str(counts.total)])
    data = spreadsheet.write([_("Thema"), *names, _("Samen")], rows, format)
    return HttpResponse(
        data,
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="themas-en-groepen.{format}"'},
    )


def list_url(process: Process, **asked: object) -> str:
    """The list of contributions, narrowed."""
    return (
        f"{reverse('inventory:contributions')}?{urlencode({'process': process.pk, 'merged': 'no', **asked})}"
    )


def _of(group: StakeholderGroup | None) -> dict[str, object]:
    return {"group": group.pk} if group else dict(_NO_GROUP)


def _about(theme: Theme | None) -> dict[str, object]:
    return {"theme": theme.pk} if theme else dict(_NO_THEME)


def _heads(process: Process, counts: ThemeCounts) -> list[dict[str, Any]]:
    return [
        {"group": group, "number": number, "url": list_url(process, **_of(group))}
        for group, number in zip(counts.groups, counts.totals, strict=True)
    ]


def _line(process: Process, counts: ThemeCounts, line: Line) -> dict[str, Any]:
    about = _about(line.theme)
    return {
        "theme": line.theme,
        "total": line.total,
        "url": list_url(process, **about),
        "cells": [
            {"number": number, "url": list_url(process, **about, **_of(group))}
            for group, number in zip(counts.groups, line.counts, strict=True)
        ],
    }
