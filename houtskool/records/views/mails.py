"""What was mailed to whom, and what did not arrive; and for administrators: what the worker does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, Role, for_roles
from houtskool.records import post, schedule, spreadsheet, worker
from houtskool.records.models import Mail, PeriodicJob, Worker
from houtskool.records.models.mail import MailQuerySet

PER_PAGE = 50
TO = gettext_lazy("verstuurde e-mail bekijken")


class MailFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Adres of onderwerp"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        required=False,
        choices=[("", gettext_lazy("alles")), *Mail.State.choices],
    )

    def narrow(self, mails: MailQuerySet) -> MailQuerySet:
        """The messages that fit; a choice that cannot be read is left out."""
        asked = self.cleaned_data if self.is_valid() else {}
        if state := asked.get("state"):
            mails = mails.filter(state=state)
        if words := asked.get("q"):
            mails = mails.filter(Q(to__icontains=words) | Q(subject__icontains=words))
        return mails


def _asked(request: Request) -> tuple[MailFilter, MailQuerySet]:
    form = MailFilter(request.GET)
    mails: Any = Mail.objects.visible_to(request.user).select_related("by").defer("content")
    return form, form.narrow(mails)


@require_safe
@for_roles(FACILITATES, to=TO)
def mails(request: Request) -> HttpResponse:
    form, found = _asked(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "formats": spreadsheet.FORMATS,
        "waiting": Mail.objects.filter(state=Mail.State.WAITING).count(),
        "nobody": not worker.alive(timezone.now()),
    }
    return render(request, "records/mails.html", context)


@require_safe
@for_roles(FACILITATES, to=TO)
def export(request: Request, format: str) -> HttpResponse:
    if format not in spreadsheet.FORMATS:
        raise Http404
    _form, found = _asked(request)
    titles = ["Aan", "Onderwerp", "Klaargezet", "Door", "Stand", "Verzonden", "Wat er misging"]
    rows = (
        [
            *(mail.to, mail.subject, _time(mail.at), str(mail.by or "")),
            *(str(mail.get_state_display()), _time(mail.sent_at), mail.error),
        ]
        for mail in found.iterator(1000)
    )
    return HttpResponse(
        spreadsheet.write(titles, rows, format),
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="e-mail.{format}"'},
    )


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een bericht opnieuw versturen"))
def again(request: Request, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail.objects.visible_to(request.user), pk=pk)
    try:
        post.again(mail)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Het bericht aan %(to)s wordt opnieuw verstuurd.") % {"to": mail.to})
    return redirect("records:mails")


@require_safe
@for_roles([Role.ADMINISTRATOR], to=gettext_lazy("het werk op de achtergrond bekijken"))
def work(request: Request) -> HttpResponse:
    """Whether a worker lives, what waits, what comes back by itself, and what went wrong."""
    now = timezone.now()
    rows = {row.name: row for row in PeriodicJob.objects.visible_to(request.user)}
    tasks = DBTaskResult.objects
    context = {
        "workers": Worker.objects.filter(seen_at__gt=now - worker.STALE),
        "figures": [
            {"value": tasks.ready().count(), "label": _("taken wachten")},
            {"value": tasks.running().count(), "label": _("taken bezig")},
            {"value": (failed := tasks.failed().count()), "label": _("taken mislukt"), "late": failed > 0},
        ],
        "jobs": [(job, rows.get(name)) for name, job in sorted(schedule.registered().items())],
        "failed": tasks.failed().order_by("-finished_at")[:20],
    }
    return render(request, "records/work.html", context)


def _time(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d-%m-%Y %H:%M}" if moment else ""
