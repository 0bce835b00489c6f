from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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


@for_roles(FACILITATES, to=_("erkenningen toevoegen"))
def add(request: Request, pk: int) -> HttpResponse:
    organisation = find(request, _ORGANISATIONS, pk)
    return _edit(request, Recognition(organisation=organisation))


@for_roles(FACILITATES, to=_("erkenningen wijzigen"))
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
            messages.success(request, gettext("‘%(recognition)s’ is bewaard.") % {"recognition": recognition})
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


@for_roles(FACILITATES, to=_("erkenningen verwijderen"))
def remove(request: Request, pk: int) -> HttpResponse:
    recognition = get_object_or_404(Recognition.objects.visible_to(request.user), pk=pk)
    organisation = recognition.organisation
    if request.method == "POST":
        actions.remove(recognition, by=request.user, at=moment(request))
        messages.success(
            request, gettext("De erkenning ‘%(recognition)s’ is verwijderd.") % {"recognition": recognition}
        )
        return redirect(organisation)
    context = {
        "thing": recognition,
        "question": gettext("Wilt u de erkenning ‘%(recognition)s’ van %(organisation)s verwijderen?")
        % {"recognition": recognition, "organisation": organisation},
        "button": gettext("Verwijder de erkenning"),
        "back": organisation.get_absolute_url(),
        "trail": trail(_ORGANISATIONS, organisation),
    }
    return render(request, "sector/recognition_remove.html", context)
