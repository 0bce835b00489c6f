"""The advice on a case: making it, reading it, reckoning it again, and as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, Role, for_roles
from houtskool.assessment.actions import advices as actions
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.advice import shown
from houtskool.assessment.advice.document import document_of
from houtskool.assessment.judging import interest, progress
from houtskool.assessment.models import Advice, Case
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.views.frameworks import trail_to
from houtskool.documents import FORMATS, file_name
from houtskool.web.reference_date import moment


def find_advice(request: Request, pk: int) -> Advice:
    rows = Advice.objects.visible_to(request.user).select_related("case", "version__framework", "by")
    found = interest.found(rows, pk, of="case", user=request.user)
    if progress.is_blind(found.case, request.user):
        raise Http404
    return found


@require_POST
@for_roles(HANDLES | {Role.MANDATE_HOLDER}, to=gettext_lazy("een advies laten maken"))
def advise(request: Request, pk: int) -> HttpResponse:
    case = interest.found(Case.objects.visible_to(request.user), pk, of="pk", user=request.user)
    try:
        made = actions.advise(case, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(case)
    messages.success(request, _("Het advies ligt vast. Het verandert niet meer."))
    return redirect(made)


@for_roles(STAFF, to=gettext_lazy("een advies lezen"))
def advice(request: Request, pk: int) -> HttpResponse:
    found = find_advice(request, pk)
    context = {
        "advice": found,
        "whole": found.is_whole,
        "shown": shown.shown(found),
        "software": contents.read(found.content)["software"],
        "replay": _replay(found) if "nareken" in request.GET else None,
        "others": Advice.objects.filter(case=found.case).exclude(pk=pk).defer("content"),
        "trail": [*trail_to(), (str(found.case), found.case.get_absolute_url())],
        "formats": FORMATS,
        "may_decide": found.case.closed_at is None and request.user.holds(Role.MANDATE_HOLDER),
    }
    return render(request, "assessment/advice.html", context)


@for_roles(STAFF, to=gettext_lazy("een advies bewaren"))
def advice_file(request: Request, pk: int, extension: str) -> HttpResponse:
    found = find_advice(request, pk)
    if extension not in FORMATS:
        raise Http404
    form = FORMATS[extension]
    response = HttpResponse(form.write(document_of(found)), content_type=form.content_type)
    name = file_name(extension, str(found))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_roles(STAFF, to=gettext_lazy("een advies bewaren"))
def advice_json(request: Request, pk: int) -> HttpResponse:
    """The frozen content itself, byte for byte, so that others can reckon it again."""
    found = find_advice(request, pk)
    response = HttpResponse(found.content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="advies-{found.case}-{found.number}.json"'
    return response


def _replay(advice: Advice) -> contents.Replay:
    return contents.replay(contents.read(advice.content))
