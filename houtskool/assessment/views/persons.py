"""What an applicant may ask: to read all that is held with a request, and to be forgotten."""

from __future__ import annotations

import json
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.cases import holding
from houtskool.assessment.models import Case
from houtskool.assessment.models.cases import READS_CASES
from houtskool.assessment.views.case import find, handled, trail_to
from houtskool.records import erasure
from houtskool.web.reference_date import moment


@require_safe
def personal(request: Request, pk: int) -> HttpResponse:
    found = _readable(request, pk)
    held = erasure.export(found)
    context = {
        "case": found,
        "rows": held["gegevens"].items(),
        "elsewhere": held["elders"],
        "journal": [
            {**line, "wanneer": datetime.fromisoformat(line["wanneer"])} for line in held["journaal"]
        ],
        "trail": trail_to(found),
        "refusal": actions.finished(found),
    }
    return render(request, "assessment/case/personal.html", context)


@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    """All that is held with the request, as a file to give to the applicant."""
    found = _readable(request, pk)
    # In Dutch whatever the page: the file goes to the person.
    with translation.override("nl"):
        data = json.dumps(erasure.export(found), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    return HttpResponse(
        data,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.json"'},
    )


def erase(request: Request, pk: int) -> HttpResponse:
    found = handled(request, pk, _("persoonsgegevens wissen"))
    if request.method == "POST":
        try:
            holding.erase(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(
                request, _("De persoonsgegevens zijn gewist, ook in het journaal en de bestanden.")
            )
        return redirect(found)
    context = {
        "case": found,
        "question": _("Wilt u wissen wie hulpvraag %(number)s deed, en wat er gevraagd werd?")
        % {"number": found},
        "trail": trail_to(found),
    }
    return render(request, "assessment/case/erase.html", context)


def _readable(request: Request, pk: int) -> Case:
    """An assessor sees the request, but not who to reach."""
    found = find(request, pk)
    if not request.user.holds(*READS_CASES):
        raise Http404
    return found
