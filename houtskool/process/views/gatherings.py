"""The page of a gathering, and planning, changing, cancelling it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES, STAFF, Role, for_roles
from houtskool.process import attending, gatherings, panels, replying, status
from houtskool.process.gathering_form import GatheringForm
from houtskool.process.models import Fact, Gathering, Invitation, Process
from houtskool.process.turnout import Turnout, by_group, turnout
from houtskool.process.views.trail import trail_to
from houtskool.records.history import history
from houtskool.web.reference_date import moment, reference_date


def find(request: Request, pk: int) -> Gathering:
    """The gathering that this user may see; 404 otherwise."""
    return get_object_or_404(
        Gathering.objects.select_related("process").filter(
            process__in=Process.objects.visible_to(request.user)
        ),
        pk=pk,
    )


def trail(gathering: Gathering) -> list[tuple[str, str]]:
    return [*trail_to(gathering.process), (gathering.title, gathering.get_absolute_url())]


def gathering(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), moment(request)
    numbers = turnout(found)
    return render(
        request,
        "process/gathering.html",
        {
            "gathering": found,
            "state": status.state_of(found, reference_date(request)),
            "figures": _figures(found, numbers, request.user, at),
            "tables": (tables := found.tables.select_related("theme")),
            "has_tables": bool(tables) or found.kind in _AT_TABLES,
            "themes": found.themes.all(),
            "groups": by_group(found),
            "involvements": found.involvements.select_related("group", "organisation", "department"),
            "facts": Fact.objects.about(found).select_related("document"),
            "lines": history(found, request.user) if request.user.holds(*STAFF) else [],
            "panels": panels.for_gathering(found, request.user, reference_date(request)),
            "trail": trail_to(found.process),
            "facilitates": request.user.holds(*FACILITATES),
            "sees_people": _sees_people(request.user),
            "open": not (found.cancelled_at or found.is_over(at) or found.is_done(reference_date(request))),
            "has_begun": not attending.too_early(found, at),
            "full": replying.places_left(found) == 0,
            "councillor": _councillor(found, request.user, at),
        },
    )


# Where people talk at tables; at an interview or in the council chamber they do not.
_AT_TABLES = (Gathering.Kind.ROUND_TABLE, Gathering.Kind.WORK_SESSION, Gathering.Kind.OTHER)


def _sees_people(user: User) -> bool:
    return user.holds(*FACILITATES, Role.CORE_GROUP)


def _councillor(found: Gathering, user: User, at: datetime) -> dict[str, Any] | None:
    """What a councillor can do here: come along, or stay away again; None for who is none."""
    if not user.holds(Role.COUNCILLOR):
        return None
    mine = replying.invitation_of(found, user)
    if mine is None and not found.open_to_councillors:
        return None
    refusal = (mine and replying.why_not(mine, at)) or replying.too_late(found, at)
    return {"invitation": mine, "refusal": refusal, "going": bool(mine and mine.is_going)}


def _figures(found: Gathering, numbers: Turnout, user: User, at: datetime) -> list[dict[str, Any]]:
    """The big numbers, each with the list behind it for who may see people."""
    seen = _sees_people(user)
    listed = reverse("process:invitations", args=[found.process_id]) + f"?bijeenkomst={found.pk}"

    def figure(value: int | str, label: str, filters: str, late: bool = False) -> dict[str, Any]:
        return {"value": value, "label": label, "url": listed + filters if seen else "", "late": late}

    shown = [figure(numbers.invited, _("uitgenodigd"), "")]
    if found.first_day is None or not found.is_over(at):
        places = numbers.coming
        of = _("%(coming)s van %(places)s") % {"coming": places, "places": found.capacity}
        shown.append(figure(of if found.capacity else places, _("komen"), "&antwoord=accepted"))
        if numbers.waiting:
            shown.append(figure(numbers.waiting, _("op de wachtlijst"), "&antwoord=waiting"))
        shown.append(figure(numbers.silent, _("nog geen antwoord"), "&antwoord=none"))
    else:
        shown.append(figure(numbers.coming, _("zouden komen"), "&antwoord=accepted"))
        shown.append(figure(numbers.present, _("waren er"), "&aanwezig=ja"))
        if numbers.unknown:
            late = seen
            shown.append(
                figure(numbers.unknown, _("niet bekend of zij er waren"), "&aanwezig=onbekend", late)
            )
    return shown


@for_roles(FACILITATES, to=gettext_lazy("een bijeenkomst toevoegen"))
def add_gathering(request: Request, pk: int) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    form = GatheringForm(
        request.POST or None, instance=Gathering(process=process), at=reference_date(request)
    )
    if form.is_valid():
        try:
            planned = gatherings.plan(
                form.save(commit=False), form.links(), by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De bijeenkomst is toegevoegd. Nodig nu mensen uit."))
            return redirect(planned)
    context = {
        "process": process,
        "form": form,
        "title": _("Voeg een bijeenkomst toe"),
        "trail": trail_to(process),
    }
    return render(request, "process/gathering_form.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een bijeenkomst wijzigen"))
def change_gathering(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = GatheringForm(request.POST or None, instance=found, at=reference_date(request))
    if form.is_valid():
        try:
            told = gatherings.change(
                form.save(commit=False),
                form.links(),
                by=request.user,
                at=moment(request),
                opened=form.cleaned_data["opened"],
                tell=form.cleaned_data["tell"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{_('De bijeenkomst is gewijzigd.')} {_told(told)}".strip())
            return redirect(found)
    context = {
        "process": found.process,
        "found": found,
        "form": form,
        "title": _("Wijzig deze bijeenkomst"),
        "facts": Fact.objects.about(found).select_related("document"),
        "trail": trail(Gathering.objects.select_related("process").get(pk=pk)),
    }
    return render(request, "process/gathering_form.html", context)


class CancelForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Waarom gaat het niet door?"),
        help_text=gettext_lazy("Dit staat in de e-mail aan de genodigden."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@for_roles(FACILITATES, to=gettext_lazy("een bijeenkomst afgelasten"))
def cancel_gathering(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            told = gatherings.cancel(found, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{_('De bijeenkomst is afgelast.')} {_told(told)}".strip())
            return redirect(found)
    going = found.invitations.standing().exclude(reply=Invitation.Reply.DECLINED).with_names()
    context = {
        "gathering": found,
        "form": form,
        "going": len(going),
        "to_call": [one for one in going if not (one.brought_by or one).may_be_mailed],
        "trail": trail(found),
    }
    return render(request, "process/cancel_gathering.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een bijeenkomst laten doorgaan"))
def reinstate_gathering(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    told = gatherings.reinstate(found, by=request.user, at=moment(request))
    messages.success(request, f"{_('De bijeenkomst gaat weer door.')} {_told(told)}".strip())
    return redirect(found)


def _told(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(number)s genodigde krijgt bericht.", "%(number)s genodigden krijgen bericht.", number
    ) % {"number": number}


@require_POST
@for_roles({Role.COUNCILLOR}, to=gettext_lazy("als raadslid aanhaken"))
def join(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        mine = replying.join(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        waits = mine.reply == Invitation.Reply.WAITING
        messages.success(
            request,
            _("Het is vol; u staat op de wachtlijst. U krijgt bericht als er plaats is.")
            if waits
            else _("U doet mee. U krijgt een e-mail met de gegevens voor uw agenda."),
        )
    return redirect(found)


@require_POST
@for_roles({Role.COUNCILLOR}, to=gettext_lazy("zich als raadslid afmelden"))
def leave(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    mine = replying.invitation_of(found, request.user)
    try:
        if mine:
            replying.decline(mine, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("U bent afgemeld. Bedenkt u zich, dan kunt u hier weer aanhaken."))
    return redirect(found)
