"""Inviting people: choose, read what they get, send; and who was invited, with what they answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.process import inviting, letters, replying
from houtskool.process.gathering_forms import InvitationForm, InviteForm, SomebodyForm
from houtskool.process.models import Gathering, Invitation
from houtskool.process.views.gatherings import find, trail
from houtskool.records import post
from houtskool.records.models import Mail
from houtskool.web.reference_date import moment


def find_invitation(request: Request, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).with_names(), pk=pk)


@for_roles(FACILITATES, to=gettext_lazy("mensen uitnodigen"))
def invite(request: Request, pk: int) -> HttpResponse:
    """First whom; then who gets the mail, who does not and why; then it goes out.

    A link such as `?groep=12` chooses a group beforehand.
    """
    gathering = find(request, pk)
    step = request.POST.get("step", "")
    form = InviteForm(request.POST if step in ("look", "send") else None, initial=_asked_for(request))
    somebody = SomebodyForm(request.POST if step == "somebody" else None, prefix="iemand")
    if step == "somebody" and somebody.is_valid():
        try:
            made = inviting.invite_somebody(
                gathering, **somebody.cleaned_data, by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            somebody.add_error(None, refusal)
        else:
            messages.success(request, _("%(name)s is uitgenodigd.") % {"name": made})
            return redirect(made)
    choice = form.choice(gathering) if form.is_bound and form.is_valid() else None
    if step == "send" and choice is not None:
        try:
            invited = inviting.invite(
                gathering,
                groups=form.cleaned_data["groups"],
                contacts=form.cleaned_data["contacts"],
                unmailed_too="unmailed_too" in request.POST,
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _sent(invited))
            return redirect(gathering)
    context = {
        "gathering": gathering,
        "form": form,
        "somebody": somebody,
        "choice": choice,
        "mail": _example(gathering, request) if choice and not form.errors else None,
        "open": not inviting.refusal(gathering, moment(request)),
        "trail": trail(gathering),
    }
    return render(request, "process/invite.html", context)


def _asked_for(request: Request) -> dict[str, Any]:
    group = request.GET.get("groep", "")
    return {"groups": [group]} if group.isdecimal() else {}


def _sent(invited: list[Invitation]) -> str:
    mailed = sum(1 for one in invited if one.sent_at)
    sent = ngettext("%(number)s uitnodiging is onderweg.", "%(number)s uitnodigingen zijn onderweg.", mailed)
    listed = len(invited) - mailed
    quiet = ngettext(
        "%(number)s mens staat op de lijst zonder e-mail.",
        "%(number)s mensen staan op de lijst zonder e-mail.",
        listed,
    )
    return f"{sent % {'number': mailed}} {quiet % {'number': listed} if listed else ''}".strip()


def _example(gathering: Gathering, request: Request) -> dict[str, str]:
    """The mail as it will read, with a link that opens nothing."""
    context = {
        **letters.context(Invitation(gathering=gathering, pk=0, name=_("(naam)"))),
        "municipality": settings.MUNICIPALITY,
        "url": post.address("/…"),
        "unsubscribe": post.address("/…"),
    }
    return {
        "subject": _plain("process/mail/invitation.subject.txt", context),
        "text": _plain("process/mail/invitation.txt", context),
    }


def _plain(name: str, context: dict[str, Any]) -> str:
    """A text as the mail has it: no HTML, so an apostrophe stays one."""
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text.strip()


@for_roles(FACILITATES, to=gettext_lazy("een uitnodiging bekijken"))
def invitation(request: Request, pk: int) -> HttpResponse:
    """One invitation, for who facilitates: correct it, answer for somebody who phoned, pass the link on."""
    found = find_invitation(request, pk)
    form = InvitationForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            inviting.change(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Bewaard."))
            return redirect(found)
        found = find_invitation(request, pk)
    at = moment(request)
    context = {
        "invitation": found,
        "gathering": found.gathering,
        "form": form,
        "refusal": replying.why_not(found, at),
        "link": post.address(letters.path(found)) if not found.withdrawn_at and not found.walked_in else "",
        "guests": found.brought.standing().select_related("brought_by"),
        "mails": Mail.objects.visible_to(request.user).about(found),
        "trail": trail(found.gathering),
    }
    return render(request, "process/invitation.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("voor iemand antwoorden"))
def answer(request: Request, pk: int) -> HttpResponse:
    """What somebody said by telephone or at the door."""
    found = find_invitation(request, pk)
    try:
        if request.POST.get("reply") == "declined":
            replying.decline(found, by=request.user, at=moment(request))
        else:
            replying.accept(found, by=request.user, at=moment(request), late=True)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = {"name": found, "reply": found.get_reply_display()}
        messages.success(request, _("%(name)s: %(reply)s.") % said)
    return redirect(found)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een uitnodiging opnieuw sturen"))
def send_again(request: Request, pk: int) -> HttpResponse:
    found = find_invitation(request, pk)
    try:
        inviting.send_again(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("De uitnodiging is opnieuw onderweg naar %(name)s.") % {"name": found})
    return redirect(found)


@for_roles(FACILITATES, to=gettext_lazy("een uitnodiging intrekken"))
def withdraw_invitation(request: Request, pk: int) -> HttpResponse:
    found = find_invitation(request, pk)
    if request.method == "POST":
        inviting.withdraw(found, by=request.user, at=moment(request))
        messages.success(request, _("De uitnodiging van %(name)s is ingetrokken.") % {"name": found})
        return redirect(found.gathering)
    context = {
        "invitation": found,
        "question": _("Wilt u de uitnodiging van %(name)s intrekken?") % {"name": found},
        "trail": [*trail(found.gathering), (str(found), found.get_absolute_url())],
    }
    return render(request, "process/withdraw_invitation.html", context)


@for_roles(FACILITATES, to=gettext_lazy("genodigden herinneren"))
def remind(request: Request, pk: int) -> HttpResponse:
    gathering, at = find(request, pk), moment(request)
    if request.method == "POST":
        try:
            number = inviting.remind(gathering, by=request.user, at=at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            text = ngettext(
                "%(number)s mens krijgt een herinnering.",
                "%(number)s mensen krijgen een herinnering.",
                number,
            )
            messages.success(request, text % {"number": number})
        return redirect(gathering)
    context = {
        "gathering": gathering,
        "people": inviting.to_remind(gathering, at),
        "refusal": inviting.refusal(gathering, at),
        "trail": trail(gathering),
    }
    return render(request, "process/remind.html", context)
