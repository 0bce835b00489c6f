"""Adding, changing and taking away the parts of a process: the same pages for every part in forms.PARTS."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.process import actions
from houtskool.process.forms import A_NEW, PARTS, THIS
from houtskool.process.models import Fact, Process
from houtskool.process.views.trail import trail_to
from houtskool.web.reference_date import moment, reference_date


def _part(request: Request, part: str, pk: int) -> Any:
    """The part of a process that this user may see; 404 otherwise."""
    found = get_object_or_404(PARTS[part]._meta.model.objects.select_related("process"), pk=pk)
    get_object_or_404(Process.objects.visible_to(request.user), pk=found.process_id)
    return found


@for_roles(FACILITATES, to=_("dit toevoegen"))
def add_part(request: Request, pk: int, part: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    form_class = PARTS[part]
    form = form_class(
        request.POST or None,
        instance=form_class._meta.model(process=process),
        at=reference_date(request),
        # A page of one gathering leads here with what it knows already: ?kind=agreed&gathering=3.
        initial={name: value for name, value in request.GET.items() if name in form_class.base_fields},
    )
    if form.is_valid():
        try:
            added = actions.add(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("Toegevoegd."))
            return redirect(added)
    return render(
        request,
        "process/part.html",
        {
            "process": process,
            "form": form,
            "title": gettext("Voeg %(part)s toe") % {"part": A_NEW[part]},
            "trail": trail_to(process),
        },
    )


@for_roles(FACILITATES, to=_("dit wijzigen"))
def change_part(request: Request, pk: int, part: str) -> HttpResponse:
    found = _part(request, part, pk)
    form = PARTS[part](request.POST or None, instance=found, at=reference_date(request))
    if form.is_valid():
        try:
            actions.change(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("Gewijzigd."))
            return redirect(found)
    return render(
        request,
        "process/part.html",
        {
            "process": found.process,
            "form": form,
            "part": part,
            "found": found,
            "title": gettext("Wijzig %(part)s") % {"part": THIS[part]},
            "facts": Fact.objects.about(found).select_related("document"),
            "trail": trail_to(found.process),
        },
    )


@for_roles(FACILITATES, to=_("dit weghalen"))
def remove_part(request: Request, pk: int, part: str) -> HttpResponse:
    found = _part(request, part, pk)
    if request.method == "POST":
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ProtectedError:
            messages.error(
                request,
                gettext("“%(found)s” is nog in gebruik. Haal eerst weg wat eraan vastzit.")
                % {"found": found},
            )
            return redirect(found)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(
            request,
            gettext("“%(found)s” is weggehaald. In het journaal blijft staan wat het was.")
            % {"found": found},
        )
        return redirect(found.process)
    return render(
        request,
        "process/remove.html",
        {
            "process": found.process,
            "found": found,
            "title": gettext("Haal %(part)s weg") % {"part": THIS[part]},
            "trail": trail_to(found.process),
        },
    )
