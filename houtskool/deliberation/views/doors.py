"""The links through which people come in: making, limiting, mailing, printing, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation import attendance, no_mail, standing
from houtskool.deliberation.actions import doors as actions
from houtskool.deliberation.forms import DoorForm, NewDoorForm
from houtskool.deliberation.models import Conversation, Door
from houtskool.deliberation.views.conversations import find, trail
from houtskool.records import post
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment


def find_door(request: Request, pk: int) -> Door:
    rows = Door.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("conversation__process", "group"), pk=pk)


def trail_to(conversation: Conversation) -> list[tuple[str, str]]:
    return [
        *trail(conversation),
        (_("Deelnamelinks"), reverse("deliberation:doors", args=[conversation.pk])),
    ]


@for_roles(FACILITATES, to=gettext_lazy("deelnamelinks maken"))
def doors(request: Request, pk: int) -> HttpResponse:
    conversation, at = find(request, pk), moment(request)
    form = NewDoorForm(request.POST or None, conversation=conversation)
    if form.is_valid():
        given = form.cleaned_data
        try:
            for group in given["groups"]:
                actions.add(
                    conversation, name=group.name, group=group, limit=given["limit"], by=request.user, at=at
                )
            if given["name"].strip():
                actions.add(conversation, name=given["name"], limit=given["limit"], by=request.user, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            made = len(given["groups"]) + bool(given["name"].strip())
            messages.success(request, ngettext("De link staat klaar.", "De links staan klaar.", made))
            return redirect("deliberation:doors", pk)
    context = {
        "conversation": conversation,
        "doors": standing.with_counts(conversation),
        "attendance": attendance.of(conversation),
        "form": form,
        "is_over": conversation.is_over(at),
        "trail": trail(conversation),
    }
    return render(request, "deliberation/doors.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een deelnamelink wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    door = find_door(request, pk)
    form = DoorForm(request.POST or None, instance=door)
    if form.is_valid():
        try:
            actions.change(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("De link is bewaard."))
            return redirect("deliberation:doors", door.conversation_id)
    stored = find_door(request, pk)
    context = {"door": stored, "form": form, "trail": trail_to(stored.conversation)}
    return render(request, "deliberation/door.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een deelnamelink intrekken"))
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Or let it work again: nothing is lost by either."""
    door, at = find_door(request, pk), moment(request)
    act = actions.restore if "weer" in request.POST else actions.withdraw
    try:
        act(door, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = (
            _("De link ‘%(name)s’ werkt weer.")
            if "weer" in request.POST
            else _("De link ‘%(name)s’ werkt niet meer. Stemmen die er zijn, blijven.")
        )
        messages.success(request, text % {"name": door.name})
    return redirect("deliberation:doors", door.conversation_id)


@for_roles(FACILITATES, to=gettext_lazy("een deelnamelink mailen"))
def mail(request: Request, pk: int) -> HttpResponse:
    door = find_door(request, pk)
    if request.method == "POST":
        try:
            number = actions.mail(door, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            text = ngettext("%(number)s e-mail gaat uit.", "%(number)s e-mails gaan uit.", number)
            messages.success(request, text % {"number": number})
        return redirect("deliberation:doors", door.conversation_id)
    number = len(actions.mailable(door)) if door.group_id else 0
    context = {
        "door": door,
        "number": number,
        "conversation": door.conversation,
        "url": post.address(door.get_absolute_url()),
        "trail": trail_to(door.conversation),
    }
    return render(request, "deliberation/mail_door.html", context)


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("de poster printen"))
def poster(request: Request, pk: int) -> HttpResponse:
    door = find_door(request, pk)
    return render(request, "deliberation/poster.html", _joining(door))


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("de deelnamelink groot laten zien"))
def big(request: Request, pk: int) -> HttpResponse:
    """For the screen in the room, before the live screen has something to show."""
    door = find_door(request, pk)
    return render(request, "deliberation/big.html", _joining(door))


@csrf_exempt  # a mail reader posts here by itself, when its user presses "unsubscribe" (RFC 8058)
@never_cache
@login_not_required
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """One press, in the mail reader or here. Opening it changes nothing: scanners of mail open links too."""
    contact = no_mail.find(token)
    if contact is None:
        return unlisted(render(request, "deliberation/no_mail.html", status=404))
    if request.method == "POST":
        no_mail.stop(contact, at=moment(request))
    return unlisted(
        render(request, "deliberation/no_mail.html", {"known": True, "wants": contact.may_be_mailed})
    )


def _joining(door: Door) -> dict[str, Any]:
    """What parts/join.html needs. `address`: as one types it, without what a browser fills in itself."""
    return {
        "door": door,
        "conversation": door.conversation,
        "address": post.address(reverse("deliberation:code")).partition("//")[2].rstrip("/"),
        "trail": trail_to(door.conversation),
    }
