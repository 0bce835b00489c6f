"""How requests went: for who reads along, for the council, and for anybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.assessment.cases import overview as numbers
from houtskool.assessment.models import Case
from houtskool.records import spreadsheet
from houtskool.web.reference_date import moment


@require_safe
@for_roles(READS, to=gettext_lazy("het overzicht van hulpvragen lezen"))
def overview(request: Request) -> HttpResponse:
    """Who works for the municipality sees every number; the council what anybody sees."""
    public = not request.user.holds(*STAFF)
    context = _context(request, public=public, file="assessment:overview-file")
    context["trail"] = [(_("Afwegen"), reverse("assessment:home"))]
    return render(request, "assessment/overview.html", context)


@require_safe
@for_roles(READS, to=gettext_lazy("het overzicht van hulpvragen bewaren"))
def overview_file(request: Request, format: str) -> HttpResponse:
    return _file(request, format, public=not request.user.holds(*STAFF))


@require_safe
@login_not_required
def open_overview(request: HttpRequest) -> HttpResponse:
    context = _context(request, public=True, file="assessment:open-overview-file")
    return render(request, "assessment/overview.html", context)


@require_safe
@login_not_required
def open_overview_file(request: HttpRequest, format: str) -> HttpResponse:
    return _file(request, format, public=True)


def _context(request: HttpRequest, *, public: bool, file: str) -> dict[str, Any]:
    at, chosen = moment(request), _year(request)
    found = numbers.of(Case.objects.all(), at, year=chosen, public=public)
    return {
        "overview": found,
        "years": numbers.years(Case.objects.all(), at),
        "chosen": chosen,
        "public": public,
        "formats": [(one, reverse(file, args=[one])) for one in spreadsheet.FORMATS],
        "figures": [
            {"value": _shown(found.received, public), "label": _("hulpvragen")},
            {"value": _shown(found.days, public), "label": _("dagen tot antwoord (mediaan)")},
            {"value": _percent(found.in_time, public), "label": _("binnen de termijn")},
        ],
    }


def _file(request: HttpRequest, format: str, *, public: bool) -> HttpResponse:
    if format not in spreadsheet.FORMATS:
        raise Http404
    with translation.override("nl"):
        found = numbers.of(Case.objects.all(), moment(request), year=_year(request), public=public)
        data = spreadsheet.write(("onderdeel", "wat", "aantal"), numbers.as_table(found), format)
    return HttpResponse(
        data,
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="overzicht-hulpvragen.{format}"'},
    )


def _year(request: HttpRequest) -> int | None:
    given = request.GET.get("jaar", "")
    return int(given) if given.isdecimal() and len(given) == 4 else None


def _shown(value: float | None, public: bool) -> str:
    """A number; where it is hidden or unknown, a word that says so."""
    if value is None:
        return _("te weinig") if public else ""
    return f"{value:g}".replace(".", ",")


def _percent(value: int | None, public: bool) -> str:
    shown = _shown(value, public)
    return shown if value is None else f"{shown}%"
