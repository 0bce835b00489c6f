"""The list of conversations, the page of one, and making, changing, opening and closing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, STAFF, for_roles
from houtskool.deliberation import attendance, withdrawn
from houtskool.deliberation.actions import conversations as actions
from houtskool.deliberation.forms import ConversationForm, processes_for
from houtskool.deliberation.models import Conversation, Statement
from houtskool.deliberation.standing import moment_in_words, standing
from houtskool.records.history import history
from houtskool.web.reference_date import moment

PAGE = 50


def visible(request: Request) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(request.user).select_related("process", "gathering")


def find(request: Request, pk: int) -> Conversation:
    return get_object_or_404(visible(request), pk=pk)


def trail(conversation: Conversation | None = None) -> list[tuple[str, str]]:
    up = [(_("Stemmen"), reverse("deliberation:conversations"))]
    if conversation is None:
        return up
    process = conversation.process
    return [
        (process.title, process.get_absolute_url()),
        *up,
        (conversation.title, conversation.get_absolute_url()),
    ]


def trail_to(conversation: Conversation) -> list[tuple[str, str]]:
    """Up to the page of the conversation, without it."""
    return trail(conversation)[:-1]


@require_safe
@for_roles(READS, to=gettext_lazy("de gesprekken lezen"))
def conversations(request: Request) -> HttpResponse:
    at = moment(request)
    rows = Conversation.objects.visible_to(request.user).select_related("process", "gathering").with_counts()
    asked = {
        name: request.GET[name] for name in ("process", "gathering") if request.GET.get(name, "").isdecimal()
    }
    page = Paginator(rows.filter(**asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [{"row": row, "standing": standing(row, at)} for row in page.object_list],
        "asked": asked,
        "facilitates": request.user.holds(*FACILITATES),
    }
    return render(request, "deliberation/conversations.html", context)


@require_safe
@for_roles(READS, to=gettext_lazy("de gesprekken lezen"))
def conversation(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), moment(request)
    rows = Statement.objects.filter(conversation=found)
    numbers = rows.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in Statement.State.values}
    )
    chosen = request.GET.get("stand", "")
    chosen = chosen if chosen in Statement.State.values else ""
    rows = rows.filter(state=chosen) if chosen else rows
    rows = rows.with_voted().annotate(came_from=Count("made_from", distinct=True)).order_by("number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    facilitates = request.user.holds(*FACILITATES)
    context = {
        "conversation": found,
        "standing": standing(found, at),
        "facts": _facts(found, at),
        "page": page,
        "chosen": chosen,
        "states": [(value, label, numbers[value]) for value, label in Statement.State.choices],
        "numbers": numbers,
        "total": sum(numbers.values()),
        "attendance": attendance.of(found),
        "flagged": withdrawn.sources_of(found),
        "facilitates": facilitates,
        "sees_numbers": sees_numbers(request, found),
        "is_open": found.is_open(at),
        "is_over": found.is_over(at),
        "has_opened": found.has_opened(at),
        "doors": found.doors.filter(withdrawn_at=None).count() if facilitates else 0,
        "history": history(found, request.user) if request.user.holds(*STAFF) else [],
        "shows_history": request.user.holds(*STAFF),
        "trail": trail_to(found),
    }
    return render(request, "deliberation/conversation.html", context)


def sees_numbers(request: Request, conversation: Conversation) -> bool:
    """While people vote only who facilitates reads numbers: others would see them change vote by vote."""
    return request.user.holds(*FACILITATES) or conversation.is_over(moment(request))


def _facts(found: Conversation, at: datetime) -> list[dict[str, str]]:
    gathering = found.gathering
    yes_no = {True: _("ja"), False: _("nee")}
    facts = [
        {"label": _("Voor wie"), "value": str(found.get_audience_display())},
        {
            "label": _("Bijeenkomst"),
            "value": str(gathering or ""),
            "url": gathering.get_absolute_url() if gathering else "",
        },
        {
            "label": _("Open sinds") if found.has_opened(at) else _("Gaat open"),
            "value": _moment(found.opens_at),
        },
        {
            "label": _("Gesloten sinds") if found.is_over(at) else _("Gaat dicht"),
            "value": _moment(found.closes_at),
        },
        {"label": _("Deelnemers voegen stellingen toe"), "value": str(yes_no[found.may_add])},
        {"label": _("Toezicht"), "value": str(found.get_moderation_display()) if found.may_add else ""},
        {"label": _("Vraagt naar de groep"), "value": str(yes_no[found.asks_group])},
        {"label": _("Kaart vanaf"), "value": _("%(number)s deelnemers") % {"number": found.map_from}},
        {"label": _("In het Engels"), "value": str(yes_no[bool(found.title_en)])},
    ]
    return [fact for fact in facts if fact["value"]]


def _moment(at: Any) -> str:
    return moment_in_words(at) if at else ""


@for_roles(FACILITATES, to=gettext_lazy("een gesprek beginnen"))
def new(request: Request) -> HttpResponse:
    processes, at = processes_for(request.user), moment(request)
    initial = {
        name: request.GET[name] for name in ("process", "gathering") if request.GET.get(name, "").isdecimal()
    }
    if "gathering" in initial:
        initial["audience"] = Conversation.Audience.GATHERING
    form = ConversationForm(request.POST or None, initial=initial, processes=processes, at=at)
    if form.is_valid():
        try:
            made = actions.add(
                form.save(commit=False), groups=form.cleaned_data["groups"], by=request.user, at=at
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het gesprek staat klaar. Voeg nu de stellingen toe."))
            return redirect(made)
    context = {"form": form, "trail": trail(), "ready": processes.exists()}
    return render(request, "deliberation/new.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een gesprek wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), moment(request)
    form = ConversationForm(
        request.POST or None, instance=found, processes=processes_for(request.user), at=at
    )
    if form.is_valid():
        try:
            actions.change(
                form.save(commit=False), by=request.user, at=at, opened=form.cleaned_data["opened"]
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het gesprek is bewaard."))
            return redirect(found)
    context = {"form": form, "conversation": find(request, pk), "trail": trail(find(request, pk))}
    return render(request, "deliberation/change.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een gesprek openen"))
def open_now(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.open_now, _("Het gesprek is open: er kan gestemd worden."))


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een gesprek heropenen"))
def reopen(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.reopen, _("Het gesprek is weer open, tot u het sluit."))


@for_roles(FACILITATES, to=gettext_lazy("een gesprek sluiten"))
def close(request: Request, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _act(request, pk, actions.close, _("Het gesprek is gesloten. De uitkomst wordt berekend."))
    found = find(request, pk)
    context = {
        "conversation": found,
        "question": _("Wilt u dit gesprek sluiten?"),
        "consequence": _(
            "Niemand kan dan nog stemmen. Wat al op een telefoon staat, komt nog tien minuten binnen. "
            "Waarmee wij netwerken uit elkaar hielden, wordt gewist. U kunt het gesprek weer openen."
        ),
        "button": _("Sluit het gesprek"),
        "trail": trail(found),
    }
    return render(request, "deliberation/confirm.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een gesprek weghalen"))
def remove(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if request.method == "POST":
        title = found.title
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("Het gesprek ‘%(title)s’ is weg.") % {"title": title})
        return redirect("deliberation:conversations")
    context = {
        "conversation": found,
        "question": _("Wilt u dit gesprek weghalen?"),
        "consequence": _("De stellingen en de links gaan mee. Het journaal bewaart wat er stond."),
        "button": _("Haal het gesprek weg"),
        "trail": trail(found),
    }
    return render(request, "deliberation/confirm.html", context)


def _act(request: Request, pk: int, act: Any, done: str) -> HttpResponse:
    found = find(request, pk)
    try:
        act(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(found)
