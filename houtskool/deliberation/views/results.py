"""The result of a conversation: for those who made it, and once published for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, STEERS, for_roles
from houtskool.deliberation import analysing, attendance, listing, result
from houtskool.deliberation.actions import publishing
from houtskool.deliberation.document import document_of
from houtskool.deliberation.drawing import drawing
from houtskool.deliberation.language import question
from houtskool.deliberation.models import Analysis, Conversation
from houtskool.documents import FORMATS, file_name
from houtskool.inventory import consent
from houtskool.records import worker
from houtskool.web import open_doors
from houtskool.web.reference_date import moment

# After so long without a worker a reader is told that nobody is busy with it.
_LONG = timedelta(minutes=2)
# So many files of one public result are made in a minute.
_FILES = 60


@for_roles(READS, to=gettext_lazy("een uitkomst lezen"))
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """While people vote only who facilitates reads numbers: others would see them change vote by vote."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    at = moment(request)
    analysis = analysing.latest(conversation) if _may_read(request, conversation) else None
    context = {
        **_context(request, conversation, analysis),
        "may_read": _may_read(request, conversation),
        "is_over": conversation.is_over(at),
        "sketch": not conversation.is_over(at),
        "steers": request.user.holds(*STEERS),
        "facilitates": request.user.holds(*FACILITATES),
        "attendance": attendance.of(conversation),
        "held_back": publishing.held_back(conversation),
        "nobody": _nobody_is_busy(conversation, at),
        "trail": _trail(conversation),
    }
    return render(request, "deliberation/result.html", context)


@for_roles(READS, to=gettext_lazy("een uitkomst lezen"))
@require_safe
def show_statement(request: Request, pk: int, number: int) -> HttpResponse:
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    if not _may_read(request, conversation):
        raise Http404
    analysis = _found(analysing.latest(conversation))
    context = {
        **_statement(request, analysis, number),
        "trail": [
            *_trail(conversation),
            (_("Uitkomst"), reverse("deliberation:result", args=[conversation.pk])),
        ],
    }
    return render(request, "deliberation/result_statement.html", context)


@for_roles(READS, to=gettext_lazy("een uitkomst lezen"))
@require_safe
def file(request: Request, pk: int, extension: str) -> HttpResponse:
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    if not _may_read(request, conversation):
        raise Http404
    return _file(_found(analysing.latest(conversation)), extension)


@require_POST
@for_roles(STEERS, to=gettext_lazy("een uitkomst openbaar maken"))
def publish(request: Request, pk: int) -> HttpResponse:
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    try:
        publishing.publish(conversation, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("De uitkomst is openbaar. Iedereen met de link kan haar lezen."))
    return redirect("deliberation:result", pk=pk)


@require_POST
@for_roles(STEERS, to=gettext_lazy("een uitkomst weghalen"))
def withdraw(request: Request, pk: int) -> HttpResponse:
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    try:
        publishing.withdraw(conversation, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("De uitkomst is niet meer openbaar."))
    return redirect("deliberation:result", pk=pk)


@require_safe
@login_not_required
def show_public(request: HttpRequest, pk: int) -> HttpResponse:
    conversation, analysis = _published(pk)
    context = {**_context(request, conversation, analysis), "may_read": True, "is_over": True, "public": True}
    return render(request, "deliberation/result.html", context)


@require_safe
@login_not_required
def show_public_statement(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    conversation, analysis = _published(pk)
    context = {
        **_statement(request, analysis, number),
        "public": True,
        "trail": [(question(conversation).title.text, reverse("deliberation:public-result", args=[pk]))],
    }
    return render(request, "deliberation/result_statement.html", context)


@require_safe
@login_not_required
def public_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    analysis = _published(pk)[1]
    if fetched_too_often(pk, moment(request)):
        return render(request, "429.html", status=429)
    return _file(analysis, extension)


def fetched_too_often(pk: int, at: datetime) -> bool:
    """Count one file of this conversation that anybody may fetch; each is made anew, which costs time."""
    minute = int(at.timestamp() // 60)
    return open_doors.too_often(caches["default"], f"result-file:{pk}", minute, most=_FILES)


def _published(pk: int) -> tuple[Conversation, Analysis]:
    conversation = get_object_or_404(Conversation.objects.all().published(), pk=pk)
    return conversation, _found(analysing.given_out(conversation))


def _nobody_is_busy(conversation: Conversation, at: datetime) -> bool:
    """Whether the result was asked for a while ago, and no worker lives that would reckon it."""
    asked = conversation.analysis_asked_at
    return asked is not None and at - asked > _LONG and not worker.alive(timezone.now())


def _found(analysis: Analysis | None) -> Analysis:
    if analysis is None:
        raise Http404
    return analysis


def _may_read(request: Request, conversation: Conversation) -> bool:
    return conversation.is_over(moment(request)) or request.user.holds(*FACILITATES)


def _trail(conversation: Conversation) -> list[tuple[str, str]]:
    return [
        (conversation.process.title, conversation.process.get_absolute_url()),
        (conversation.title, conversation.get_absolute_url()),
    ]


def _context(request: HttpRequest, conversation: Conversation, analysis: Analysis | None) -> dict[str, Any]:
    found = result.of(analysis) if analysis is not None else None
    form = listing.ListForm(request.GET or None, result=found)
    return {
        "conversation": conversation,
        "question": question(conversation),
        "result": found,
        "drawing": drawing(found) if found else None,
        "form": form,
        "lines": listing.lines(found, form) if found else [],
        "formats": FORMATS,
    }


def _statement(request: HttpRequest, analysis: Analysis, number: int) -> dict[str, Any]:
    found = result.of(analysis)
    line = found.line(number)
    if line is None:
        raise Http404
    to = consent.audience(request.user)
    sources = line.statement.sources.select_related("contributor__contact", "group", "process").order_by("pk")
    return {
        "conversation": analysis.conversation,
        "result": found,
        "line": line,
        "per_group": [(group, line.of_group(group.number)) for group in found.groups],
        "per_own": list(found.own_shares(line)),
        "sources": [
            (one, consent.title(one, to), consent.words(one, to), consent.said_by(one, to)) for one in sources
        ],
    }


def _file(analysis: Analysis, extension: str) -> HttpResponse:
    if extension not in FORMATS:
        raise Http404
    document = document_of(analysis)
    name = file_name(extension, "uitkomst", analysis.conversation.title)
    return HttpResponse(
        FORMATS[extension].write(document),
        content_type=FORMATS[extension].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
