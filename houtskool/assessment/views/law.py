"""The legal amounts: which hold on the day, which must still be checked, a new one, and checking one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, for_roles
from houtskool.assessment.actions import law as actions
from houtskool.assessment.law.forms import LegalAmountForm
from houtskool.assessment.models import LegalAmount
from houtskool.assessment.roles import WRITES
from houtskool.assessment.views.frameworks import trail_to
from houtskool.web.reference_date import moment, reference_date


@for_roles(READS, to=gettext_lazy("de wettelijke bedragen lezen"))
def amounts(request: Request) -> HttpResponse:
    day = reference_date(request)
    holding = set(LegalAmount.objects.on(day).values_list("pk", flat=True))
    found = list(LegalAmount.objects.select_related("checked_by"))
    open_ = [one for one in found if one.checked_on is None]
    context = {
        "trail": trail_to(),
        "day": day,
        "amounts": [(one, one.pk in holding) for one in found],
        "unchecked": len(open_),
        "secondary": sum(one.secondary for one in open_),
        "all": len(found),
        "writes": request.user.holds(*WRITES),
    }
    return render(request, "assessment/amounts.html", context)


@for_roles(WRITES, to=gettext_lazy("een wettelijk bedrag toevoegen"))
def add(request: Request, key: str = "") -> HttpResponse:
    """The next amount of a key that is there, or something new of the law."""
    known = LegalAmount.objects.filter(key=key).order_by("valid_from").last() if key else None
    if key and known is None:
        raise Http404
    form = LegalAmountForm(request.POST or None, known=known)
    if form.is_valid():
        try:
            added = actions.add(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    context = {
        "form": form,
        "trail": [*trail_to(), (_("Wettelijke bedragen"), reverse("assessment:amounts"))],
        "title": _("Nieuw bedrag: %(name)s") % {"name": known}
        if known
        else _("Voeg een wettelijk bedrag toe"),
        "button": _("Voeg het bedrag toe"),
        "back": known.get_absolute_url() if known else reverse("assessment:amounts"),
        "ready": True,
    }
    return render(request, "assessment/edit.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("een wettelijk bedrag nakijken"))
def check(request: Request, pk: int) -> HttpResponse:
    """The reader held the amount against the law itself, today."""
    found = get_object_or_404(LegalAmount, pk=pk)
    actions.check(found, on=reference_date(request), by=request.user, at=moment(request))
    messages.success(request, _("‘%(found)s’ is bij de bron nagekeken.") % {"found": found})
    return redirect(found)
