"""Open doors: the personal link of an invitation. Whoever has it answers, without an account.

Only a POST changes something: programs that look at an e-mail before its reader does, open every link.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from houtskool.process import calendars, letters, pages_above, replying
from houtskool.process.gathering_forms import GuestForm
from houtskool.process.models import Invitation
from houtskool.records import secret_links
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

# Where a browser keeps which invitation it opened, so that the page at the door knows who stands there.
SESSION_KEY = "invitation-{gathering}"


def by_token(token: str, purpose: str) -> Invitation | None:
    return secret_links.find(Invitation.objects.with_names(), token, purpose)


def via() -> str:
    """Who it was, for the journal, so in Dutch: never the name, which could not be erased there."""
    return "genodigde, via de eigen link"


@never_cache
@login_not_required
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """The personal page: what it is about, what I said, and what I can do now."""
    invitation = by_token(token, letters.REPLY)
    if invitation is None:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    at = moment(request)
    if request.method == "POST":
        try:
            if request.POST.get("reply") == "declined":
                replying.decline(invitation, by=None, at=at, via=via())
            else:
                replying.accept(invitation, by=None, at=at, via=via())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("process:reply", token)
    gathering = invitation.gathering
    request.session[SESSION_KEY.format(gathering=gathering.pk)] = token
    closed = replying.why_not(invitation, at)
    late = replying.too_late(gathering, at)
    context = {
        "invitation": invitation,
        "gathering": gathering,
        "token": token,
        "closed": closed,
        "late": late,
        "left": replying.places_left(gathering),
        "guests": invitation.brought.standing().select_related("brought_by"),
        "may_bring": not late and invitation.brought.standing().count() < replying.GUESTS,
        "guest_form": GuestForm(),
        "has_calendar": bool(calendars.of(gathering, at)),
        "no_mail_path": letters.no_mail_path(invitation),
        "arrive_path": letters.arrive_path(invitation),
        "own_page": pages_above.of_invitation(invitation),
    }
    gone = closed or (late and not invitation.is_going)
    return unlisted(render(request, "process/reply.html", context, status=410 if gone else 200))


@require_POST
@login_not_required
def bring(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token, letters.REPLY)
    if invitation is None:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    form = GuestForm(request.POST)
    if form.is_valid():
        try:
            guest = replying.bring(
                invitation, name=form.cleaned_data["name"], by=None, at=moment(request), via=via()
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            waits = guest.reply == Invitation.Reply.WAITING
            text = _("%(name)s staat op de wachtlijst.") if waits else _("%(name)s komt mee.")
            messages.success(request, text % {"name": guest})
    return redirect("process:reply", token)


@require_POST
@login_not_required
def leave_behind(request: HttpRequest, token: str, guest: int) -> HttpResponse:
    invitation = by_token(token, letters.REPLY)
    if invitation is None:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    found = get_object_or_404(invitation.brought.standing(), pk=guest)
    name = str(found)
    try:
        replying.leave_behind(found, by=None, at=moment(request), via=via())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("%(name)s komt niet mee.") % {"name": name})
    return redirect("process:reply", token)


@login_not_required
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The gathering as a calendar file."""
    invitation = by_token(token, letters.REPLY)
    made = calendars.of(invitation.gathering, moment(request)) if invitation else b""
    if not made:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return unlisted(response)


@never_cache
@csrf_exempt
@login_not_required
def no_mail(request: HttpRequest, token: str) -> HttpResponse:
    """No e-mail any more, in one click here or by the button of a mail program (RFC 8058).

    Such a program sends no cookie and no token of ours; whoever has the address may do just this.
    """
    invitation = by_token(token, letters.NO_MAIL)
    if invitation is None:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    if request.method == "POST":
        replying.unsubscribe(invitation, at=moment(request), via=via())
    context = {"invitation": invitation, "token": token, "municipality": settings.MUNICIPALITY}
    return unlisted(render(request, "process/no_mail.html", context))
