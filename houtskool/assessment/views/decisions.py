"""Deciding on a case, and the letter."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, Role, for_roles
from houtskool.assessment.actions import decisions as actions
from houtskool.assessment.advice import shown
from houtskool.assessment.advice.decision_forms import DecisionForm
from houtskool.assessment.advice.letter import letter_of
from houtskool.assessment.cases import mail
from houtskool.assessment.content import read
from houtskool.assessment.judging import interest
from houtskool.assessment.models import Case, CaseDecision
from houtskool.assessment.views.frameworks import trail_to
from houtskool.documents import FORMATS, file_name
from houtskool.records import secret_links
from houtskool.records.folding import tidy
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment, reference_date


@for_roles({Role.MANDATE_HOLDER}, to=gettext_lazy("op een hulpvraag besluiten"))
def decide(request: Request, pk: int) -> HttpResponse:
    rows = Case.objects.visible_to(request.user).select_related("version", "contact")
    case = interest.found(rows, pk, of="pk", user=request.user)
    advice = case.advices.first()
    if request.method == "POST" and _mine_already(request, case):
        # The button was pressed twice: the first time counted, and says so.
        return redirect(f"{case.get_absolute_url()}#besluit")
    if advice is None or case.closed_at is not None:
        messages.error(
            request,
            _("Deze hulpvraag is al afgerond.")
            if case.closed_at
            else _("Er ligt nog geen advies. Laat eerst het advies maken."),
        )
        return redirect(case)
    kinds = [one for one in read(case.version.content)["support"] if not one["for_buyers"]]
    today = reference_date(request)
    wanted = {f"grant-{key}": True for key in case.wanted if advice.verdict == advice.Verdict.POSITIVE}
    form = DecisionForm(
        request.POST or None,
        kinds=kinds,
        initial={
            "on": today,
            "follow_1": months_later(today, 6),
            "follow_2": months_later(today, 12),
            "legal_basis": next((one["legal_basis"] for one in kinds if one["key"] in case.wanted), ""),
            **wanted,
        },
    )
    if form.is_valid():
        try:
            actions.decide(case, **form.decided(), by=request.user, at=moment(request))
        except ValidationError as refusal:
            if _mine_already(request, case):
                return redirect(f"{case.get_absolute_url()}#besluit")
            _tell(form, refusal)
        else:
            messages.success(request, _("Het besluit ligt vast en de aanvrager krijgt bericht."))
            return redirect(f"{case.get_absolute_url()}#besluit")
    context = {
        "case": case,
        "advice": advice,
        "shown": shown.shown(advice),
        "form": form,
        "trail": [*trail_to(), (str(case), case.get_absolute_url())],
    }
    return render(request, "assessment/decide.html", context)


def _mine_already(request: Request, case: Case) -> bool:
    """Whether the very form that was sent has become a decision already."""
    last = case.decisions.filter(by=request.user).order_by("-number").first()
    if last is None:
        return False
    same = tidy(request.POST.get("reasons", ""), lines=True) == last.reasons
    return same and request.POST.get("outcome") == last.outcome


@for_roles(STAFF, to=gettext_lazy("een brief lezen"))
def letter(request: Request, pk: int, extension: str) -> HttpResponse:
    rows = CaseDecision.objects.visible_to(request.user)
    rows = rows.select_related("case__contact", "advice__version", "by")
    decision = interest.found(rows, pk, of="case", user=request.user)
    return letter_answer(decision, extension)


@never_cache
@login_not_required
def letter_by_link(request: HttpRequest, token: str, extension: str) -> HttpResponse:
    """The applicant's own letter, behind the secret link that follows the request."""
    case = secret_links.find(Case.objects.all(), token, mail.FOLLOW)
    decision = (
        CaseDecision.objects.filter(case=case, at__lte=moment(request))
        .select_related("case__contact", "advice__version", "by")
        .order_by("-number")
        .first()
        if case is not None
        else None
    )
    if decision is None:
        raise Http404
    return unlisted(letter_answer(decision, extension))


def letter_answer(decision: CaseDecision, extension: str) -> HttpResponse:
    """The letter as a file. Raises Http404 for a format that there is not."""
    if extension not in FORMATS:
        raise Http404
    response = HttpResponse(
        FORMATS[extension].write(letter_of(decision)), content_type=FORMATS[extension].content_type
    )
    name = file_name(extension, "besluit", decision.case.number)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def months_later(day: date, months: int) -> date:
    """The same day so many months on; of a month that is too short its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _tell(form: DecisionForm, refusal: ValidationError) -> None:
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.message_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)
