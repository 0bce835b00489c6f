"""How it goes with what was given: the moments in one list, and what somebody told by telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.assessment.actions import follow_ups as actions
from houtskool.assessment.cases import given
from houtskool.assessment.cases.handling_forms import FollowUpForm
from houtskool.assessment.judging import interest
from houtskool.assessment.models import Case, FollowUp
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.views.case import trail_to
from houtskool.web.reference_date import moment, reference_date

PAGE = 50


def follow_ups(request: Request) -> HttpResponse:
    """Every moment, what needs a hand first: not on track, asked without an answer, on track, to come."""
    if not request.user.holds(*STAFF):
        raise Http404
    day = reference_date(request)
    rows = FollowUp.objects.all().visible_to(request.user)
    chosen = request.GET.get("stand", "")
    if chosen in FollowUp.State.values:
        rows = rows.filter(state=chosen, due_on__lte=day)
    rows = rows.select_related("support__organisation", "support__initiative", "support__case")
    page = Paginator(_in_order(rows, day), PAGE).get_page(request.GET.get("page"))
    seen = set(
        Case.objects.visible_to(request.user)
        .filter(pk__in=[one.support.case_id for one in page.object_list])
        .values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "lines": [(given.told(one, day), one.support.case_id in seen) for one in page.object_list],
        "states": [(one.value, one.label) for one in FollowUp.State],
        "chosen": chosen,
        "handles": request.user.holds(*HANDLES),
        "trail": trail_to(),
    }
    return render(request, "assessment/follow_ups.html", context)


def _in_order(rows: Any, day: date) -> Any:
    asked = Q(due_on__lte=day)
    first = Choose(
        When(state=FollowUp.State.OFF_TRACK, then=Value(0)),
        When(asked & Q(answered_at=None), then=Value(1)),
        When(asked, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(first=first).order_by("first", "due_on", "pk")


@for_roles(HANDLES, to=gettext_lazy("noteren hoe het gaat"))
def tell(request: Request, pk: int) -> HttpResponse:
    """What was told by telephone or on a visit."""
    rows = FollowUp.objects.all().visible_to(request.user)
    found = interest.found(rows.select_related("support__case"), pk, of="support__case", user=request.user)
    said = {"state": found.state, "sentence": found.sentence}
    form = FollowUpForm(request.POST or None, initial=said)
    if form.is_valid():
        actions.tell(found, **form.cleaned_data, by=request.user, at=moment(request))
        return redirect("assessment:follow-ups")
    context = {
        "moment": found,
        "form": form,
        "trail": [*trail_to(), (_("Hoe het gaat"), reverse("assessment:follow-ups"))],
    }
    return render(request, "assessment/follow_up_tell.html", context)
