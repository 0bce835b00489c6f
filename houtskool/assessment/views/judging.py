"""What an assessor does: the worklist, judging beside the dossier, handing in, and stepping back."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.assessment.actions import judging as actions
from houtskool.assessment.judging import dossier, progress
from houtskool.assessment.judging.asked import Asked, criteria_of
from houtskool.assessment.judging.forms import InterestForm, JudgementForm
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.assessment.models.cases import HANDLES, READS_CASES
from houtskool.assessment.views.frameworks import trail_to
from houtskool.web.reference_date import moment, reference_date

PER_PAGE = 25


@require_safe
@for_roles(progress.ASSESSES | READS_CASES, to=gettext_lazy("hulpvragen beoordelen"))
def worklist(request: Request) -> HttpResponse:
    """What waits for this assessor first; for who handles requests also how far each is that is judged."""
    day = reference_date(request)
    own = Assignment.objects.active().filter(user=request.user).select_related("case__version", "domain")
    waiting = list(own.open().filter(case__closed_at=None).order_by("due_on", "pk"))
    done = Paginator(own.exclude(handed_in_at=None).order_by("-handed_in_at", "-pk"), PER_PAGE)
    page = done.get_page(request.GET.get("page"))
    running: list[Case] = []
    if request.user.holds(*READS_CASES):
        asked = Assignment.objects.order_by().values("case")
        running = list(Case.objects.visible_to(request.user).unfinished().filter(pk__in=asked))
    states = progress.states({*(one.case_id for one in [*waiting, *page]), *(case.pk for case in running)})
    rows = [(case, (now := states[case.pk]), now.words(day), now.late(day)) for case in running]
    context = {
        "waiting": [
            (one, progress.days_left(one.due_on, day), one.due_on < day, states[one.case_id].words(day))
            for one in waiting
        ],
        "page": page,
        "done": [(one, states[one.case_id].opened) for one in page],
        "running": sorted(rows, key=lambda row: (row[1].opened, row[1].due_on or day, row[0].pk)),
        "handles": request.user.holds(*HANDLES),
        "trail": trail_to(),
    }
    return render(request, "assessment/judging/worklist.html", context)


def judge(request: Request, pk: int) -> HttpResponse:
    """The dossier beside the criteria. Posting keeps what is there as a draft, also by htmx while typing."""
    one = find(request, pk)
    if one.stepped_back_at is not None:
        raise Http404
    criteria = criteria_of(one.case.version)
    given = {row.criterion: row for row in one.judgements.filter(moderated=False)}
    open_ = one.handed_in_at is None and one.case.closed_at is None
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not open_:
        raise PermissionDenied(_("U leverde al in, of de hulpvraag is afgerond. Er verandert niets meer."))
    forms = [JudgementForm(posted, asked=asked, given=given.get(asked.key)) for asked in criteria]
    if posted is not None:
        changed = set(request.POST.get("changed", "").split()) or {form.asked.key for form in forms}
        refused = _save(request, one, [form for form in forms if form.asked.key in changed])
        if request.headers.get("HX-Request"):
            return render(request, "assessment/judging/progress.html", _progress(one, criteria, forms))
        if not refused:
            messages.success(request, _("Uw concept is bewaard. Niemand anders ziet het."))
            to_hand_in = "hand_in" in request.POST
            return redirect("assessment:hand-in" if to_hand_in else "assessment:judge", pk)
    held = dossier.of(one.case, moment(request))
    context = {
        **_progress(one, criteria, forms if posted is not None else []),
        "forms": [(form, held["files"].get(form.asked.key, [])) for form in forms],
        "given": [(asked, given.get(asked.key), held["files"].get(asked.key, [])) for asked in criteria],
        "open": open_,
        "dossier": held,
        "days_left": progress.days_left(one.due_on, reference_date(request)),
        "late": one.due_on < reference_date(request),
        "opened": progress.may_compare(one.case, request.user),
        "trail": trail_to_worklist(),
    }
    return render(request, "assessment/judging/judge.html", context)


def hand_in(request: Request, pk: int) -> HttpResponse:
    """What was given once more, and handing it in for good."""
    one = find_open(request, pk)
    if request.method == "POST":
        try:
            opened = actions.hand_in(one, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("assessment:judge", pk)
        if opened:
            messages.success(request, _("U leverde in. U was de laatste: de oordelen liggen open."))
            return redirect("assessment:comparison", one.case_id)
        messages.success(request, _("U leverde in. De oordelen gaan open als iedereen heeft ingeleverd."))
        return redirect("assessment:worklist")
    criteria = criteria_of(one.case.version)
    given = {row.criterion: row for row in one.judgements.all()}
    rows = [(asked, given.get(asked.key), actions.is_complete(given.get(asked.key))) for asked in criteria]
    context = {
        "assignment": one,
        "rows": rows,
        "ready": all(complete for _asked, _given, complete in rows),
        "back": reverse("assessment:judge", args=[pk]),
        "trail": [*trail_to_worklist(), (one.case.number, reverse("assessment:judge", args=[pk]))],
    }
    return render(request, "assessment/judging/hand_in.html", context)


def interest(request: Request, pk: int) -> HttpResponse:
    one = find_open(request, pk)
    form = InterestForm(request.POST or None)
    if form.is_valid():
        try:
            actions.step_back(
                one, interest=form.cleaned_data["interest"], by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request,
                _("U bent teruggetreden bij hulpvraag %(number)s. Uw concept is gewist.")
                % {"number": one.case.number},
            )
            return redirect("assessment:worklist")
    context = {
        "form": form,
        "assignment": one,
        "back": reverse("assessment:judge", args=[pk]),
        "trail": [*trail_to_worklist(), (one.case.number, reverse("assessment:judge", args=[pk]))],
    }
    return render(request, "assessment/judging/interest.html", context)


def find(request: Request, pk: int) -> Assignment:
    """The visitor's own assignment; that of another is none of theirs."""
    own = Assignment.objects.visible_to(request.user).filter(user=request.user)
    return get_object_or_404(own.select_related("case__version", "case__contact", "domain"), pk=pk)


def find_open(request: Request, pk: int) -> Assignment:
    one = find(request, pk)
    if one.stepped_back_at is not None or one.handed_in_at is not None or one.case.closed_at is not None:
        raise Http404
    return one


def trail_to_worklist() -> list[tuple[str, str]]:
    return [*trail_to(), (_("Beoordelen"), reverse("assessment:worklist"))]


def _save(request: Request, one: Assignment, forms: Iterable[JudgementForm]) -> bool:
    """Keep what can be kept of each; whether something was refused, which its form then says."""
    refused = False
    for form in forms:
        if form.is_valid():
            mark, score = form.given
            try:
                actions.save_draft(
                    one,
                    form.asked,
                    mark=mark,
                    score=score,
                    reason=form.cleaned_data["reason"],
                    evidence=form.cleaned_data["evidence"],
                    by=request.user,
                    at=moment(request),
                )
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
        refused = refused or bool(form.errors)
    return refused


def _progress(one: Assignment, criteria: list[Asked], forms: list[JudgementForm]) -> dict[str, object]:
    rows: dict[str, Judgement] = {row.criterion: row for row in one.judgements.filter(moderated=False)}
    errors = [
        (form.asked, error)
        for form in forms
        if form.is_bound
        for problems in form.errors.values()
        for error in problems
    ]
    return {
        "assignment": one,
        "total": len(criteria),
        "complete": sum(actions.is_complete(rows.get(asked.key)) for asked in criteria),
        "problems": list(dict.fromkeys(errors)),
        "saved": bool(forms),
    }
