"""Rounds of progress: opened and closed by whoever steers, answered by owners through their link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STEERS, for_roles
from houtskool.programme.actions import rounds as actions
from houtskool.programme.models import Measure, ProgressReport, ProgressRound
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.records.models import Mail
from houtskool.web.forms import DayField
from houtskool.web.reference_date import moment


class RoundForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Naam van de ronde"), max_length=200, help_text=gettext_lazy("Zoals: najaar 2020.")
    )
    due_on = DayField(label=gettext_lazy("Antwoorden tot en met"))


class TellForm(forms.Form):
    """What an owner says of one measure. Each has a prefix of its own, so that they fit on one page."""

    state = forms.ChoiceField(
        label=gettext_lazy("Hoe staat het ervoor?"),
        choices=[choice for choice in Measure.State.choices if choice[0] != Measure.State.UNKNOWN],
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=gettext_lazy("In één zin"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    progress = forms.IntegerField(
        label=gettext_lazy("Voortgang in procenten"), required=False, min_value=0, max_value=100
    )


@for_roles(READS, to=gettext_lazy("de voortgang lezen"))
def rounds(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    context = {
        "process": process,
        "trail": trail_to(process),
        "rounds": list(ProgressRound.objects.filter(process=process).prefetch_related("reports")),
        "steers": request.user.holds(*STEERS),
    }
    return render(request, "programme/rounds.html", context)


@for_roles(STEERS, to=gettext_lazy("een voortgangsronde beginnen"))
def open_round(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = RoundForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.open_round(process, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("De ronde is begonnen. Wie een e-mailadres heeft, kreeg de vraag."))
            return redirect(made)
    path = [*trail_to(process), (_("Voortgang"), _rounds_url(process.pk))]
    context = {
        "form": form,
        "trail": path,
        "title": _("Begin een voortgangsronde"),
        "button": _("Begin de ronde"),
        "back": path[-1][1],
    }
    return render(request, "programme/edit.html", context)


@for_roles(READS, to=gettext_lazy("de voortgang lezen"))
def round(request: Request, pk: int) -> HttpResponse:
    """Who said what, who is silent, and who could not be asked."""
    found = get_object_or_404(ProgressRound.objects.select_related("process", "by"), pk=pk)
    find_process(request, found.process_id)
    visible = Measure.objects.visible_to(request.user).filter(process=found.process_id)
    reports = list(
        found.reports.filter(measure__in=visible)
        .select_related("measure")
        .order_by("measure__number", "measure__pk")
    )
    steers = request.user.holds(*STEERS)
    mails = {
        mail.object_id: mail
        for mail in (Mail.objects.about(*reports).order_by("pk") if reports and steers else [])
    }
    context = {
        "round": found,
        "trail": [*trail_to(found.process), (_("Voortgang"), _rounds_url(found.process_id))],
        "reports": [(one, mails.get(str(one.pk)), actions.path(one) if steers else "") for one in reports],
        "silent": sum(one.reported_at is None for one in reports),
        "steers": steers,
    }
    return render(request, "programme/round.html", context)


@require_POST
@for_roles(STEERS, to=gettext_lazy("trekkers herinneren"))
def remind(request: Request, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    try:
        count = actions.remind(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext("%(count)s herinnering verstuurd.", "%(count)s herinneringen verstuurd.", count)
        messages.success(request, words % {"count": count})
    return redirect(found)


@require_POST
@for_roles(STEERS, to=gettext_lazy("een voortgangsronde sluiten"))
def close(request: Request, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    try:
        silent = actions.close(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext(
            "De ronde is gesloten. Van %(count)s maatregel is de stand onbekend.",
            "De ronde is gesloten. Van %(count)s maatregelen is de stand onbekend.",
            silent,
        )
        messages.success(request, words % {"count": silent})
    return redirect(found)


@never_cache
@login_not_required
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """For an owner, without an account: all measures that are theirs in this round."""
    opened = actions.of_token(token)
    if opened is None:
        return render(request, "programme/link_closed.html", status=404)
    asked = [(one, _form(request, one)) for one in actions.beside(opened)]
    if request.method == "POST" and opened.round.closed_at is None and _told(request, asked):
        messages.success(request, _("Dank u wel. Uw antwoord is bewaard; u kunt het nog wijzigen."))
        return redirect("programme:tell", token)
    context = {"round": opened.round, "asked": asked}
    return render(request, "programme/tell.html", context)


def _form(request: HttpRequest, one: ProgressReport) -> TellForm:
    kept: dict[str, Any] = {"state": one.state, "sentence": one.sentence, "progress": one.progress}
    answered = request.method == "POST" and f"m{one.pk}-state" in request.POST
    return TellForm(
        request.POST if answered else None,
        prefix=f"m{one.pk}",
        initial=kept if one.reported_at else None,
    )


def _told(request: HttpRequest, asked: list[tuple[ProgressReport, TellForm]]) -> bool:
    """Keep each answer that was given; whether all of them went. What is wrong stands in its form."""
    given = [(one, form) for one, form in asked if form.is_bound]
    if not given:
        messages.error(request, _("Kies bij minstens één maatregel hoe het ervoor staat."))
        return False
    went = True
    for one, form in given:
        if not form.is_valid():
            went = False
            continue
        try:
            actions.report(one, **form.cleaned_data, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
            went = False
    return went


def _steered(request: Request, pk: int) -> ProgressRound:
    found = get_object_or_404(ProgressRound, pk=pk)
    find_process(request, found.process_id)
    return found


def _rounds_url(process: int) -> str:
    return reverse("programme:rounds", args=[process])
