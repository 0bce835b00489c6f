"""The judgements side by side once all are in, what a talk brought, and agreement over many cases."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.assessment.actions import moderating
from houtskool.assessment.judging import comparing, progress, reliability
from houtskool.assessment.judging.forms import ModerationForm
from houtskool.assessment.models import Case, Framework
from houtskool.assessment.models.cases import READS_CASES
from houtskool.assessment.views.assessors import find_case, trail_to_case
from houtskool.assessment.views.frameworks import trail_to
from houtskool.records import spreadsheet
from houtskool.web.reference_date import moment


@require_safe
def comparison(request: Request, pk: int) -> HttpResponse:
    case = find_open_case(request, pk)
    found = comparing.rows(case, request.user)
    decided = case.closed_at is not None or case.decisions.exists()
    may = not decided and any(moderating.may_moderate(one.assignment, request.user) for one in found[0].given)
    context = {
        "case": case,
        "rows": found,
        "assessors": found[0].given,
        "far": sum(row.level == comparing.Level.FAR for row in found),
        "may_moderate": may,
        "decided": decided,
        "formats": spreadsheet.FORMATS,
        "width": comparing.WIDTH,
        "trail": trail_to_case(case),
    }
    return render(request, "assessment/judging/comparison.html", context)


@require_safe
def export(request: Request, pk: int, format: str) -> HttpResponse:
    """The same as a spreadsheet, with labels instead of the names of assessors: a file travels."""
    case = find_open_case(request, pk)
    if format not in spreadsheet.FORMATS:
        raise Http404
    titles = [
        *(_("Criterium"), _("Vraag"), _("Beoordelaar"), _("Beleidsdomein"), _("Oordeel"), _("Reden")),
        *(_("Waaruit dat blijkt"), _("Na overleg"), _("Waarom na overleg zo")),
    ]
    rows = [
        [
            row.asked.key,
            row.asked.question,
            one.label,
            str(one.assignment.domain or ""),
            one.shown,
            one.first.reason if one.first else "",
            one.first.evidence if one.first else "",
            one.after_shown if one.after else "",
            one.after.reason if one.after else "",
        ]
        for row in comparing.rows(case, request.user)
        for one in row.given
    ]
    return HttpResponse(
        spreadsheet.write(titles, rows, format),
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="oordelen-{case.number}.{format}"'},
    )


def moderate(request: Request, pk: int, criterion: str) -> HttpResponse:
    """What the assessors give after they spoke about one criterion, beside what each handed in."""
    case = find_open_case(request, pk)
    row = next((one for one in comparing.rows(case, request.user) if one.asked.key == criterion), None)
    if row is None:
        raise Http404
    mine = [one for one in row.given if moderating.may_moderate(one.assignment, request.user)]
    if not mine:
        raise PermissionDenied(
            _("Alleen de beoordelaar of de contactpersoon legt vast wat overleg opleverde.")
        )
    posted = request.POST if request.method == "POST" else None
    forms = [
        (one, ModerationForm(posted, asked=row.asked, given=one.after or one.first, prefix=_prefix(one)))
        for one in mine
    ]
    if posted is not None and _moderate(request, forms):
        return redirect(f"{reverse('assessment:comparison', args=[pk])}#{criterion}")
    context = {
        "case": case,
        "row": row,
        "forms": forms,
        "back": f"{reverse('assessment:comparison', args=[pk])}#{criterion}",
        "trail": [*trail_to_case(case), (_("Oordelen"), reverse("assessment:comparison", args=[pk]))],
    }
    return render(request, "assessment/judging/moderate.html", context)


@require_safe
@for_roles(progress.ASSESSES | READS_CASES, to=gettext_lazy("zien hoe eens beoordelaars zijn"))
def agreement(request: Request, pk: int) -> HttpResponse:
    framework = get_object_or_404(Framework.objects.visible_to(request.user), pk=pk)
    context = {
        "framework": framework,
        "found": reliability.of(framework, request.user),
        "least": reliability.SHARED,
        "all_cases": request.user.holds(*READS_CASES),
        "trail": trail_to(framework),
    }
    return render(request, "assessment/judging/agreement.html", context)


def find_open_case(request: Request, pk: int) -> Case:
    """A case of which this visitor may read all judgements. Raises PermissionDenied, saying why not yet."""
    case = find_case(request, pk)
    state = progress.state(case)
    if not state.asked and not state.free:
        raise PermissionDenied(_("Voor deze hulpvraag is nog niemand gevraagd te beoordelen."))
    if not state.opened:
        raise PermissionDenied(
            _("De oordelen gaan open als iedereen heeft ingeleverd. Nu zijn het er %(some)s van %(all)s.")
            % {"some": state.handed_in, "all": state.asked + state.free}
        )
    if progress.is_blind(case, request.user):
        raise PermissionDenied(_("U trad terug bij deze hulpvraag, en leest de oordelen niet."))
    return case


def _prefix(one: comparing.Given) -> str:
    return f"b{one.assignment.pk}"


def _moderate(request: Request, forms: list[tuple[comparing.Given, ModerationForm]]) -> bool:
    """Keep what was changed; whether nothing was refused, in which case all of it is kept."""
    changed = [(one, form) for one, form in forms if form.has_changed()]
    for _one, form in forms:
        form.is_valid()
    if any(form.errors for _one, form in changed):
        return False
    for one, form in changed:
        mark, score = form.given
        try:
            moderating.moderate(
                one.assignment,
                form.asked,
                mark=mark,
                score=score,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                form.add_error(None, [text for texts in refusal.message_dict.values() for text in texts])
            else:
                form.add_error(None, refusal)
            return False
    if changed:
        messages.success(request, _("Vastgelegd naast wat er eerst stond."))
    return True
