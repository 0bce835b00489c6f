"""The open pages of a participant: welcome, group, own votes, own statement, and what is no longer open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from houtskool.deliberation import asking, devices, routing, standing
from houtskool.deliberation.actions import statements, voting
from houtskool.deliberation.language import question, said
from houtskool.deliberation.mee_forms import CodeForm, GroupForm, OwnStatementForm, fresh
from houtskool.deliberation.models import Door, Participant, Statement, Vote
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

P = ParamSpec("P")
_View = Callable[Concatenate[HttpRequest, Door, P], HttpResponse]
_Inside = Callable[Concatenate[HttpRequest, Door, Participant, P], HttpResponse]


def find_door(code: str, *, priority: bool = False) -> Door | None:
    rows = Door.objects.select_related("conversation")
    return (routing.with_priority(rows) if priority else rows).filter(code=code).first()


def at_door(view: _View[P]) -> Callable[..., HttpResponse]:
    """An open page behind the code of a door; a code that opens nothing gets a page that says so."""

    @never_cache
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, /, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        door = find_door(code, priority=True)
        if door is None:
            form = CodeForm(initial={"code": code})
            context = {"form": form, "unknown": True}
            return unlisted(render(request, "deliberation/mee/code.html", context, status=404))
        return unlisted(view(request, door, *args, **kwargs))

    return opened


def inside(view: _Inside[P]) -> Callable[..., HttpResponse]:
    """For a device that came in; another is sent to the welcome, where it can."""

    @wraps(view)
    def known(request: HttpRequest, door: Door, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        participant = devices.find(request, door.conversation)
        if participant is None:
            return redirect("deliberation:enter", door.code)
        return view(request, door, participant, *args, **kwargs)

    return at_door(known)


@never_cache
@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """For who has no camera: the code on the screen, typed."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if devices.joins_too_often(request, moment(request)):
            form.add_error(None, _("Er worden nu heel veel codes ingevuld. Wacht een minuut."))
        elif Door.objects.filter(code=form.cleaned_data["code"]).exists():
            return redirect("deliberation:enter", form.cleaned_data["code"])
        else:
            form.add_error("code", _("Deze code kennen wij niet. Kijk of er een letter anders is."))
    return unlisted(render(request, "deliberation/mee/code.html", {"form": form}))


@at_door
def enter(request: HttpRequest, door: Door) -> HttpResponse:
    """The welcome: what is asked, and what happens with the votes. POST comes in."""
    at, conversation = moment(request), door.conversation
    participant = devices.find(request, conversation)
    why = standing.shut(door, at)
    if not why and participant is None and standing.is_full(door):
        why = standing.FULL
    if why:
        return shut(request, door, why, participant)
    if request.method == "POST":
        if participant is None:
            return _come_in(request, door)
        return redirect("deliberation:vote", door.code)
    context = {
        "door": door,
        "conversation": conversation,
        "question": question(conversation),
        "participant": participant,
        "total": Statement.objects.filter(conversation=conversation).shown().count(),
        "closes": standing.moment_in_words(conversation.closes_at) if conversation.closes_at else "",
    }
    return render(request, "deliberation/mee/welcome.html", context)


def _come_in(request: HttpRequest, door: Door) -> HttpResponse:
    at, conversation = moment(request), door.conversation
    if devices.joins_too_often(request, at):
        messages.error(request, _("Er komen nu heel veel mensen tegelijk binnen. Wacht een minuut."))
        return redirect("deliberation:enter", door.code)
    secret = devices.new_secret()
    try:
        voting.join(
            door,
            device=devices.digest(secret, conversation),
            network=devices.network(request, conversation),
            group=None,
            at=at,
        )
    except voting.Shut as refusal:
        return shut(request, door, refusal.why, None)
    asks = "deliberation:group" if conversation.asks_group else "deliberation:vote"
    answer = redirect(asks, door.code)
    devices.remember(answer, conversation, secret)
    return answer


def shut(request: HttpRequest, door: Door, why: str, participant: Participant | None) -> HttpResponse:
    """Nobody votes here now: why, since when, and what can be read."""
    conversation = door.conversation
    context = {
        "door": door,
        "conversation": conversation,
        "question": question(conversation),
        "why": why,
        "opens": standing.moment_in_words(conversation.opens_at) if conversation.opens_at else "",
        "closes": standing.moment_in_words(conversation.closes_at) if conversation.closes_at else "",
        "participant": participant,
    }
    status = 410 if why == standing.WITHDRAWN else 200
    return render(request, "deliberation/mee/shut.html", context, status=status)


@inside
def group(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    """To which group this participant says to belong; skipping is one of the answers."""
    if why := standing.shut(door, moment(request)):
        return shut(request, door, why, participant)
    initial = {"group": participant.group_id or door.group_id}
    form = GroupForm(request.POST or None, initial=initial)
    if form.is_valid():
        voting.choose_group(participant, form.cleaned_data["group"])
        return redirect("deliberation:vote", door.code)
    context = {"door": door, "form": form, "question": question(door.conversation)}
    return render(request, "deliberation/mee/group.html", context)


@inside
def own_votes(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    """What this device voted, each to be changed, as long as the conversation is open."""
    last: dict[int, int] = {}
    rows = Vote.objects.filter(participant=participant).order_by("pk")
    for statement, value in rows.values_list("statement", "value"):
        last[statement] = value
    shown = Statement.objects.filter(pk__in=last).shown().order_by("number")
    lines: list[dict[str, Any]] = [
        {
            "number": statement.number,
            "said": said(statement.words, statement.words_en),
            "value": last[statement.pk],
            "draft": fresh(),
        }
        for statement in shown
    ]
    own = Statement.objects.filter(participant=participant).order_by("number")
    context = {
        "door": door,
        "question": question(door.conversation),
        "participant": participant,
        "lines": lines,
        "own": [{"said": said(one.words, one.words_en), "row": one} for one in own if one.words],
        "choices": Vote.Value.choices,
        "is_open": not standing.shut(door, moment(request)),
        "published": door.conversation.published_at is not None,
    }
    return render(request, "deliberation/mee/own_votes.html", context)


@inside
def take_back(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    if request.method == "POST":
        try:
            voting.take_back(participant, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Al uw stemmen zijn weg."))
        return redirect("deliberation:own-votes", door.code)
    context = {"door": door, "question": question(door.conversation)}
    return render(request, "deliberation/mee/take_back.html", context)


@inside
def own_statement(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    at, conversation = moment(request), door.conversation
    if why := standing.shut(door, at):
        return shut(request, door, why, participant)
    form = OwnStatementForm(request.POST or None)
    asked = None
    if conversation.may_add and form.is_valid():
        words = form.cleaned_data["words"]
        asked = None if form.cleaned_data["sure"] else asking.of_participant(words, conversation)
        if devices.asks_too_often(request, conversation, at):
            form.add_error(None, _("Dat gaat erg snel. Wacht een minuut en probeer het opnieuw."))
        elif not asked:
            try:
                made = statements.add_of_participant(participant, words, at=at)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                waits = made.state == Statement.State.WAITING
                text = (
                    _("Dank u wel. De begeleider kijkt uw stelling na; daarna kan iedereen erop stemmen.")
                    if waits
                    else _("Dank u wel. Iedereen kan nu op uw stelling stemmen.")
                )
                messages.success(request, text)
                return redirect("deliberation:vote", door.code)
    near = [
        {"number": one.statement.number, "said": said(one.statement.words, one.statement.words_en)}
        for one in (asked.near if asked else [])
    ]
    context = {
        "door": door,
        "conversation": conversation,
        "question": question(conversation),
        "form": form,
        "near": near,
        "warnings": asked.warnings if asked else [],
    }
    return render(request, "deliberation/mee/own_statement.html", context)


@inside
def done(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    """Everything was voted on, or one stops for now."""
    at = moment(request)
    reached = routing.progress(door, participant, want=1)
    context = {
        "door": door,
        "conversation": door.conversation,
        "question": question(door.conversation),
        "reached": reached,
        "all": reached.total > 0 and reached.done >= reached.total,
        "is_open": not standing.shut(door, at),
        "closes": standing.moment_in_words(door.conversation.closes_at)
        if door.conversation.closes_at
        else "",
    }
    return render(request, "deliberation/mee/done.html", context)
