from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.sector import actions
from houtskool.sector.forms import RecognitionForm
from houtskool.sector.models import Organisation, Recognition
from houtskool.sector.nouns import BY_MODEL
from houtskool.sector.views.finding import find
from houtskool.sector.views.things import trail
from houtskool.web.reference_date import moment

_ORGANISATIONS = BY_MODEL[Organisation]


@for_roles(FACILITATES, to="erkenningen toevoegen")
def add(request: Request, pk: int) -> HttpResponse:
    organisation = find(request, _ORGANISATIONS, pk)
    return _edit(request, Recognition(organisation=organisation))


@for_roles(FACILITATES, to="erkenningen wijzigen")
def change(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Recognition.objects.visible_to(request.user), pk=pk))


def _edit(request: Request, recognition: Recognition) -> HttpResponse:
    form = RecognitionForm(request.POST or None, instance=recognition)
    organisation = recognition.organisation
    if form.is_valid():
        kept, by, at = form.save(commit=False), request.user, moment(request)
        try:
            if recognition.pk:
                actions.change(kept, by=by, at=at, opened=form.cleaned_data["opened"])
            else:
                actions.add(kept, by=by, at=at)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"‘{recognition}’ is bewaard.")
            return redirect(organisation)
    remove = reverse("sector:recognition-remove", args=[recognition.pk]) if recognition.pk else ""
    context = {
        "organisation": organisation,
        "recognition": recognition,
        "form": form,
        "remove": remove,
        "trail": trail(_ORGANISATIONS, organisation),
    }
    return render(request, "sector/recognition.html", context)


@for_roles(FACILITATES, to="erkenningen verwijderen")
def remove(request: Request, pk: int) -> HttpResponse:
    recognition = get_object_or_404(Recognition.objects.visible_to(request.user), pk=pk)
    organisation = recognition.organisation
    if request.method == "POST":
        actions.remove(recognition, by=request.user, at=moment(request))
        messages.success(request, f"De erkenning ‘{recognition}’ is verwijderd.")
        return redirect(organisation)
    context = {
        "thing": recognition,
        "question": f"Wilt u de erkenning ‘{recognition}’ van {organisation} verwijderen?",
        "button": "Verwijder de erkenning",
        "back": organisation.get_absolute_url(),
        "trail": trail(_ORGANISATIONS, organisation),
    }
    return render(request, "sector/recognition_remove.html", context)
