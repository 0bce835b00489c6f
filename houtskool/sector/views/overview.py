from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS
from houtskool.sector import filters
from houtskool.sector.models import Organisation
from houtskool.sector.nouns import NOUNS
from houtskool.sector.views.finding import may_write
from houtskool.web.reference_date import reference_date


def overview(request: Request) -> HttpResponse:
    """How much there is of each noun, and what is missing."""
    if not request.user.holds(*READS):
        raise Http404
    figures = []
    for noun in NOUNS:
        manager: Any = noun.model.objects  # type: ignore[attr-defined]  # as in nouns.py
        rows = manager.all().visible_to(request.user)
        if rows.query.is_empty():
            continue
        number = rows.current().count()
        label = noun.singular if number == 1 else noun.plural
        figures.append({"value": number, "label": label, "url": reverse(f"sector:{noun.list_key}")})
    organisations = Organisation.objects.visible_to(request.user).current()
    total = organisations.count()
    return render(
        request,
        "sector/overview.html",
        {
            "figures": figures,
            "total": total,
            "gaps": [
                {
                    "number": number,
                    "words": words,
                    "url": f"{reverse('sector:organisations')}?missing={value}",
                }
                for value, words, number in filters.missing(organisations, reference_date(request))
            ],
            "may_write": may_write(request),
        },
    )
