"""The list of requests for who handles, decides or assesses them, and the list as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF
from houtskool.assessment.answers import plain
from houtskool.assessment.cases import listing, phase, term
from houtskool.assessment.cases.phase import Phase
from houtskool.assessment.models import Case
from houtskool.assessment.models.cases import READS_CASES
from houtskool.process.models.periods import local_day
from houtskool.records import spreadsheet
from houtskool.web.reference_date import moment

PAGE = 50


@require_safe
def cases(request: Request) -> HttpResponse:
    rows, form, at = _rows(request)
    narrowed = listing.in_order(form.narrowed(rows, at), request.user)
    page = Paginator(narrowed.select_related("supplement", "contact", "framework"), PAGE).get_page(
        request.GET.get("page")
    )
    counts = listing.counts(rows, request.user, at)
    context = {
        "form": form,
        "asked": form.asked,
        "filtered": bool(form.asked.keys() - {"q"}),
        "page": page,
        "lines": [_line(one, request, at) for one in page.object_list],
        "figures": _figures(counts, request),
        "formats": spreadsheet.FORMATS,
        "stepped_back": list(
            Case.objects.all().stepped_back_from(request.user).values_list("number", flat=True)
        ),
        "reads": request.user.holds(*READS_CASES),
        "trail": [(_("Afwegen"), reverse("assessment:home"))],
    }
    return render(request, "assessment/cases.html", context)


@require_safe
def export(request: Request, format: str) -> HttpResponse:
    """What the list shows now. Without personal data, unless who reads those asks for them."""
    if format not in spreadsheet.FORMATS:
        raise Http404
    rows, form, at = _rows(request)
    people = request.GET.get("met") == "personen"
    if people and not request.user.holds(*READS_CASES):
        raise Http404
    narrowed = listing.in_order(form.narrowed(rows, at), request.user)
    found = narrowed.select_related("supplement", "framework", "version")
    titles = [*TITLES, *(PERSONAL if people else ())]
    data = spreadsheet.write(titles, _cells(found, at, people=people), format)
    return HttpResponse(
        data,
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="hulpvragen.{format}"'},
    )


def _line(one: Any, request: Request, at: datetime) -> tuple[Any, ...]:
    mine = one.contact_id == request.user.pk
    return one, Phase(one.phase_now), term.of(one, at), term.response(one, at), mine


# Titles and values of the file are Dutch, whatever the page.
TITLES = (
    *("nummer", "ontvangen", "stand", "route", "uitkomst", "aanvraag met besluit", "gewenste steun"),
    *("gevraagd bedrag", "route gekozen op", "uiterlijk op", "termijn", "afgerond op", "kader"),
)
PERSONAL = ("onderwerp", "organisatie", "KvK-nummer", "naam", "e-mailadres")


def _cells(rows: Any, at: datetime, *, people: bool) -> Iterator[list[str]]:
    for one in rows:
        runs = term.of(one, at)
        cells = [
            one.number,
            f"{local_day(one.received_at):%Y-%m-%d}",
            str(Phase(one.phase_now).label),
            one.get_route_display(),
            one.get_outcome_display() if one.phase_now in phase.OVER else "",
            "ja" if one.legal_effect else "nee",
            ", ".join(one.wanted),
            "" if one.amount is None else plain(one.amount),
            f"{local_day(one.routed_at):%Y-%m-%d}" if one.routed_at else "",
            f"{runs.last_day:%Y-%m-%d}",
            runs.words,
            f"{local_day(one.closed_at):%Y-%m-%d}" if one.closed_at and one.closed_at <= at else "",
            str(one.version),
        ]
        yield [*cells, *([one.title, one.organisation_name, one.kvk, one.name, one.email] if people else [])]


def _rows(request: Request) -> tuple[Any, listing.FilterForm, datetime]:
    """The cases of this user. To others there is no such page (404)."""
    if not request.user.holds(*STAFF):
        raise Http404
    at = moment(request)
    visible = Case.objects.visible_to(request.user).filter(received_at__lte=at)
    return phase.annotated(visible, at), listing.FilterForm(request.GET, user=request.user), at


def _figures(counts: listing.Counts, request: Request) -> list[dict[str, Any]]:
    url = reverse("assessment:cases")
    return [
        {"value": counts.open, "label": _("open"), "url": url},
        {"value": counts.mine, "label": _("van u"), "url": f"{url}?contact={listing.MINE}"},
        {"value": counts.unrouted, "label": _("zonder route"), "url": f"{url}?route=-"},
        {"value": counts.waiting, "label": _("wacht op aanvulling"), "url": f"{url}?fase={Phase.WAITING}"},
        {"value": counts.late, "label": _("te laat"), "url": f"{url}?laat=on", "late": counts.late > 0},
    ]
