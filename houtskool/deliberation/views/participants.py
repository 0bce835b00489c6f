"""Who takes part, as a moderator may see it: a number and signals, never votes, never a group."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation import irregularities
from houtskool.deliberation.actions import moderation as actions
from houtskool.deliberation.attendance import Attendance
from houtskool.deliberation.forms import BecauseForm
from houtskool.deliberation.models import Conversation, Participant
from houtskool.deliberation.views.conversations import find, trail
from houtskool.web.reference_date import moment

PAGE = 50


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("zien wie er meedoen"))
def participants(request: Request, pk: int) -> HttpResponse:
    conversation = find(request, pk)
    seen = irregularities.look(conversation)
    signalled = [one for one in seen if one.signals]
    excluded = [one for one in seen if one.participant.excluded_at]
    silent = [one for one in seen if not one.votes and not one.participant.excluded_at]
    sets = {
        "": [one for one in seen if one.signals or one.participant.excluded_at],
        "stil": silent,
        "uitgesloten": excluded,
        "allen": seen,
    }
    who = request.GET.get("wie", "")
    who = who if who in sets else ""
    context = {
        "conversation": conversation,
        "attendance": Attendance(came=len(seen), silent=len(silent), excluded=len(excluded)),
        "signalled": len(signalled),
        "who": who,
        "choices": [
            ("", _("wat opvalt")),
            ("stil", _("stemde nog niet")),
            ("uitgesloten", _("uitgesloten")),
            ("allen", _("iedereen")),
        ],
        "page": Paginator(sets[who], PAGE).get_page(request.GET.get("page")),
        "trail": trail(conversation),
    }
    return render(request, "deliberation/participants.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een deelnemer uitsluiten"))
def exclude(request: Request, pk: int) -> HttpResponse:
    participant = find_participant(request, pk)
    conversation, at = participant.conversation, moment(request)
    form = BecauseForm(request.POST or None)
    if form.is_valid():
        actions.exclude(participant, form.cleaned_data["because"], by=request.user, at=at)
        text = _("Deelnemer %(number)s telt niet meer mee. De uitkomst wordt opnieuw berekend.")
        messages.success(request, text % {"number": participant.pk})
        return redirect("deliberation:participants", conversation.pk)
    context = {
        "participant": participant,
        "conversation": conversation,
        "form": form,
        "trail": trail(conversation),
    }
    return render(request, "deliberation/exclude.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een deelnemer weer laten meetellen"))
def include(request: Request, pk: int) -> HttpResponse:
    participant, at = find_participant(request, pk), moment(request)
    actions.include(participant, by=request.user, at=at)
    messages.success(request, _("Deelnemer %(number)s telt weer mee.") % {"number": pk})
    return redirect("deliberation:participants", participant.conversation_id)


def find_participant(request: Request, pk: int) -> Participant:
    rows = Participant.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("conversation__process"), pk=pk)
