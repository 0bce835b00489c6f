"""Statements of staff: by hand, several at once, from contributions; the page of one, and its sources."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, STAFF, for_roles
from houtskool.deliberation import asking, doubles
from houtskool.deliberation.actions import statements as actions
from houtskool.deliberation.forms import ManyForm, StatementForm
from houtskool.deliberation.models import Conversation, Statement, StatementSource
from houtskool.deliberation.models.statements import MOST_CHARACTERS
from houtskool.deliberation.views.conversations import find, sees_numbers, trail
from houtskool.inventory import consent
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process import resting
from houtskool.records.history import history
from houtskool.web.reference_date import moment

_OUTSIDE = consent.Audience.OUTSIDE


def find_statement(request: Request, pk: int) -> Statement:
    rows = Statement.objects.visible_to(request.user).select_related(
        "conversation__process", "conversation__gathering", "by"
    )
    return get_object_or_404(rows, pk=pk)


@for_roles(FACILITATES, to=gettext_lazy("een stelling toevoegen"))
def add(request: Request, pk: int) -> HttpResponse:
    """By hand, or with the contributions in `?inbreng=`; what may be quoted stands beside it to be used."""
    conversation, at = find(request, pk), moment(request)
    sources = list(_chosen(request, conversation))
    proposals = _proposals(sources)
    initial = {"words": proposals[0]} if len(proposals) == 1 else {}
    form = StatementForm(request.POST or None, initial=initial)
    asked: list[asking.Asked] = []
    if form.is_valid():
        words, english = form.cleaned_data["words"], form.cleaned_data["words_en"]
        asked = [] if form.cleaned_data["sure"] else asking.about([words], conversation)
        if not asked:
            try:
                made = actions.add(
                    conversation, words, words_en=english, sources=sources, by=request.user, at=at
                )
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                text = _("Stelling %(number)s is toegevoegd.") % {"number": made.number}
                messages.success(request, text)
                again = "deliberation:from-contributions" if sources else "deliberation:add-statement"
                return redirect(again, conversation.pk) if "again" in request.POST else redirect(conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "asked": _for_template(asked),
        "sources": _told(sources, request),
        "proposals": proposals if len(proposals) > 1 else [],
        "trail": trail(conversation),
    }
    return render(request, "deliberation/add_statement.html", context)


@for_roles(FACILITATES, to=gettext_lazy("stellingen toevoegen"))
def add_many(request: Request, pk: int) -> HttpResponse:
    conversation = find(request, pk)
    form = ManyForm(request.POST or None)
    asked: list[asking.Asked] = []
    if form.is_valid():
        lines = form.cleaned_data["lines"]
        asked = [] if form.cleaned_data["sure"] else asking.about([one for one, _en in lines], conversation)
        if not asked:
            try:
                made = actions.add_many(conversation, lines, by=request.user, at=moment(request))
            except ValidationError as refusal:
                form.add_error("lines", refusal.messages)
            else:
                text = ngettext(
                    "%(number)s stelling is toegevoegd.", "%(number)s stellingen zijn toegevoegd.", len(made)
                )
                messages.success(request, text % {"number": len(made)})
                return redirect(conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "asked": _for_template(asked),
        "trail": trail(conversation),
    }
    return render(request, "deliberation/add_many.html", context)


@require_safe
@for_roles(READS, to=gettext_lazy("een stelling lezen"))
def statement(request: Request, pk: int) -> HttpResponse:
    found = find_statement(request, pk)
    others = Statement.objects.filter(conversation=found.conversation).exclude(pk=pk).exclude(words="")
    votes = found.votes.filter(participant__excluded_at=None)
    staff = request.user.holds(*STAFF)
    context = {
        "statement": found,
        "conversation": found.conversation,
        "people": votes.aggregate(people=Count("participant", distinct=True))["people"],
        "sees_numbers": sees_numbers(request, found.conversation),
        "sources": _sources(found, request),
        "resting": resting.on(found, request.user),
        "near": doubles.near(found.words, others) if found.words else [],
        "facilitates": request.user.holds(*FACILITATES),
        "history": history(found, request.user) if staff else [],
        "shows_history": staff,
        "trail": trail(found.conversation),
    }
    return render(request, "deliberation/statement.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een stelling wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    found = find_statement(request, pk)
    form = StatementForm(request.POST or None, instance=found)
    asked: list[asking.Asked] = []
    if form.is_valid():
        words = form.cleaned_data["words"]
        # The button "save and approve" of a statement that waits says both at once.
        approves = request.POST.get("keur-goed", "")
        sure = form.cleaned_data["sure"] or approves == "toch"
        asked = [] if sure else asking.about([words], found.conversation, but=found)
        if not asked:
            try:
                actions.reword(
                    form.save(commit=False),
                    approve=bool(approves),
                    by=request.user,
                    at=moment(request),
                    opened=form.cleaned_data["opened"],
                )
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                if approves:
                    text = _("Stelling %(number)s is gewijzigd en staat erin.")
                    messages.success(request, text % {"number": found.number})
                    return redirect("deliberation:moderation", found.conversation_id)
                messages.success(request, _("Stelling %(number)s is bewaard.") % {"number": found.number})
                return redirect("deliberation:statement", pk)
    stored = find_statement(request, pk)
    context = {
        "statement": stored,
        "conversation": stored.conversation,
        "form": form,
        "asked": _for_template(asked),
        "voted": stored.votes.exists(),
        "trail": trail(stored.conversation),
    }
    return render(request, "deliberation/change_statement.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de herkomst van een stelling wijzigen"))
def link(request: Request, pk: int) -> HttpResponse:
    """`inbreng`: the number of a contribution that the statement came from too."""
    found = find_statement(request, pk)
    typed = request.POST.get("inbreng", "").strip()
    rows = Contribution.objects.visible_to(request.user).filter(process=found.conversation.process_id)
    row = rows.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 19 else None
    if row is None:
        messages.error(request, _("In dit proces is er geen inbreng %(number)s.") % {"number": typed or "‘’"})
    else:
        actions.link(found, [row], by=request.user, at=moment(request))
        messages.success(request, _("Inbreng %(number)s staat erbij.") % {"number": row.pk})
    return redirect("deliberation:statement", pk)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de herkomst van een stelling wijzigen"))
def unlink(request: Request, pk: int, source: int) -> HttpResponse:
    found = find_statement(request, pk)
    row = get_object_or_404(StatementSource.objects.filter(statement=found), pk=source)
    actions.unlink(row, by=request.user, at=moment(request))
    messages.success(
        request, _("Inbreng %(number)s hoort er niet meer bij.") % {"number": row.contribution_id}
    )
    return redirect("deliberation:statement", pk)


def _chosen(request: Request, conversation: Conversation) -> ContributionQuerySet:
    numbers = [one for one in request.GET.getlist("inbreng") if one.isdecimal() and len(one) < 19][:50]
    rows: ContributionQuerySet = Contribution.objects.visible_to(request.user)
    return rows.filter(pk__in=numbers, process=conversation.process_id).select_related(
        "contributor__contact", "group", "merged_into"
    )


def _proposals(sources: list[Contribution]) -> list[str]:
    """Words that may stand in public, short enough for a statement; of the others the facilitator writes."""
    quotable = [
        " ".join(consent.words(row, _OUTSIDE).split()) for row in sources if consent.may_read(row, _OUTSIDE)
    ]
    return [words for words in quotable if 0 < len(words) <= MOST_CHARACTERS]


def _told(sources: list[Contribution], request: Request) -> list[dict[str, Any]]:
    """The contributions as this reader may see them, and whether their words may be a statement."""
    to = consent.audience(request.user)
    return [
        {
            "row": row,
            "words": consent.words(row, to),
            "said_by": consent.said_by(row, to),
            "quotable": consent.may_read(row, _OUTSIDE),
            "withdrawn": row.withdrawn_at is not None,
        }
        for row in sources
    ]


def _sources(found: Statement, request: Request) -> list[dict[str, Any]]:
    links = list(
        StatementSource.objects.filter(statement=found)
        .select_related(
            "contribution__contributor__contact", "contribution__group", "contribution__merged_into"
        )
        .order_by("pk")
    )
    told = _told([one.contribution for one in links], request)
    return [{**source, "link": one.pk} for source, one in zip(told, links, strict=True)]


def _for_template(asked: list[asking.Asked]) -> list[dict[str, Any]]:
    own_words = _("Schrijf het in uw eigen woorden.")
    return [
        {"text": one.text, "near": one.near, "warnings": asking.in_words(one, may_stay=own_words)}
        for one in asked
    ]
