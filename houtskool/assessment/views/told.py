"""What an applicant told by telephone, on paper or in person, written down by who handles the request."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from houtskool.accounts.http import Request
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import told
from houtskool.assessment.cases import intake, term
from houtskool.assessment.cases.told_form import ToldForm
from houtskool.assessment.views.acting import refuse
from houtskool.assessment.views.case import handled, trail_to
from houtskool.web.reference_date import moment, reference_date


def answers(request: Request, pk: int) -> HttpResponse:
    case = handled(request, pk, _("een antwoord noteren"))
    asked, refusal = term.supplement_of(case), actions.finished(case)
    form = ToldForm(
        request.POST or None,
        case=case,
        content=intake.content_for(case),
        day=reference_date(request),
        waits=asked is not None and asked.answered_at is None,
    )
    if not refusal and form.is_valid():
        given = form.cleaned_data
        try:
            told.record(
                case,
                changed=form.changed(),
                was=given["was"],
                who=given["who"],
                how=given["how"],
                told_on=given["told_on"],
                words=given["words"],
                reason=given["reason"],
                completes=given.get("completes", False),
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refused:
            refuse(form, refused)
            case.refresh_from_db()
            form.remember(case)
        else:
            messages.success(request, _done(case.email))
            return redirect(case)
    context = {"case": case, "form": form, "refusal": refusal, "trail": trail_to(case)}
    return render(request, "assessment/case/told.html", context)


def _done(email: str) -> str:
    if email:
        return _("Het antwoord is genoteerd en telt mee; de aanvrager krijgt bericht.")
    return _("Het antwoord is genoteerd en telt mee.")
