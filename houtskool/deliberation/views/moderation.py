"""Judging statements: those that wait first, by button or key; each judgement can be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation import asking, doubles, withdrawn
from houtskool.deliberation.actions import moderation as actions
from houtskool.deliberation.forms import BecauseForm
from houtskool.deliberation.models import Conversation, Statement
from houtskool.deliberation.views.conversations import find, trail
from houtskool.deliberation.views.statements import find_statement
from houtskool.inventory import hints
from houtskool.web.reference_date import moment

PAGE = 50
_State = Statement.State


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("toezicht houden op stellingen"))
def moderation(request: Request, pk: int) -> HttpResponse:
    conversation = find(request, pk)
    rows = Statement.objects.filter(conversation=conversation)
    order = Case(
        When(state=_State.WAITING, then=Value(0)),
        When(state=_State.SHOWN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    chosen = request.GET.get("stand", "")
    shown = rows.filter(state=chosen) if chosen in _State.values else rows
    shown = shown.with_voted().order_by(order, "number")
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    flagged = withdrawn.sources_of(conversation)
    context = {
        "conversation": conversation,
        "page": page,
        "lines": _lines(conversation, list(page.object_list), flagged),
        "states": [(value, label, counted.get(value, 0)) for value, label in _State.choices],
        "waiting": counted.get(_State.WAITING, 0),
        "flagged": Statement.objects.filter(pk__in=flagged).order_by("number"),
        "chosen": chosen,
        "form": BecauseForm(auto_id=False),
        "undo": _undo(request, conversation),
        "trail": trail(conversation),
    }
    return render(request, "deliberation/moderation.html", context)


def _lines(
    conversation: Conversation, page: list[Statement], flagged: dict[int, list[int]]
) -> list[dict[str, Any]]:
    """Of what waits also what a moderator should look at: near-doubles, personal data, borrowed words."""
    known = hints.known_names() if any(one.state == _State.WAITING for one in page) else frozenset()
    others = list(Statement.objects.filter(conversation=conversation).exclude(words="").exclude(state="out"))
    lines = []
    for statement in page:
        asked = None
        if statement.state == _State.WAITING:
            near = doubles.near(statement.words, [other for other in others if other.pk != statement.pk])
            asked = asking.look_at(statement.words, conversation, near=near, known=known)
        own_words = _("Haal haar weg, of vraag de inbrenger om toestemming.")
        lines.append(
            {
                "statement": statement,
                "near": asked.near if asked else [],
                "warnings": asking.in_words(asked, may_stay=own_words) if asked else [],
                "gone": flagged.get(statement.pk, []),
            }
        )
    return lines


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een stelling goedkeuren"))
def approve(request: Request, pk: int) -> HttpResponse:
    statement = find_statement(request, pk)
    former = statement.state
    try:
        actions.approve(statement, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        _remember(request, statement, former)
        messages.success(request, _("Stelling %(number)s staat erin.") % {"number": statement.number})
    return _back(request, statement)


@for_roles(FACILITATES, to=gettext_lazy("een stelling weghalen"))
def take_out(request: Request, pk: int) -> HttpResponse:
    """With a reason; without one the page asks for it."""
    statement = find_statement(request, pk)
    form = BecauseForm(request.POST or None)
    if form.is_valid():
        former = statement.state
        actions.take_out(statement, form.cleaned_data["because"], by=request.user, at=moment(request))
        _remember(request, statement, former)
        messages.success(request, _("Stelling %(number)s is weg.") % {"number": statement.number})
        return _back(request, statement)
    context = {
        "statement": statement,
        "conversation": statement.conversation,
        "form": form,
        "next": request.POST.get("next", ""),
        "trail": trail(statement.conversation),
    }
    return render(request, "deliberation/take_out.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een oordeel terugdraaien"))
def put_back(request: Request, pk: int) -> HttpResponse:
    """Undo: `stand` is how it stood."""
    statement = find_statement(request, pk)
    try:
        actions.put_back(statement, request.POST.get("stand", ""), by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        request.session.pop(_key(statement.conversation), None)
        text = _("Stelling %(number)s staat weer zoals zij stond.")
        messages.success(request, text % {"number": statement.number})
    return _back(request, statement)


def _remember(request: Request, statement: Statement, former: str) -> None:
    request.session[_key(statement.conversation)] = [statement.pk, former]


def _undo(request: Request, conversation: Conversation) -> dict[str, Any] | None:
    """The last judgement of this visitor, to take back with one key."""
    pk, former = request.session.get(_key(conversation), (0, ""))
    statement = Statement.objects.filter(pk=pk, conversation=conversation).first()
    if statement is None or statement.state == former:
        return None
    return {"statement": statement, "former": former}


def _key(conversation: Conversation) -> str:
    return f"toezicht-{conversation.pk}"


def _back(request: Request, statement: Statement) -> HttpResponse:
    """To where the button stood, within this site."""
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return redirect(there)
    return redirect(reverse("deliberation:moderation", args=[statement.conversation_id]))
