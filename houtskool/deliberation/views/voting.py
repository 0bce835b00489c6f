"""Voting itself: the page with the buttons, and the address where a device sends what it kept.

That address asks for no CSRF token, which a device that was away no longer has: see docs/decisions/capture.md
and deliberation.md for what guards it instead.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from houtskool.deliberation import devices, routing, standing
from houtskool.deliberation.actions import voting
from houtskool.deliberation.actions.voting import Cast
from houtskool.deliberation.language import question
from houtskool.deliberation.mee_forms import VoteForm, fresh
from houtskool.deliberation.models import Door, Participant, Vote
from houtskool.deliberation.views.taking_part import at_door, find_door, shut
from houtskool.web import offline
from houtskool.web.open_doors import from_elsewhere
from houtskool.web.reference_date import moment

MOST_VOTES = 500
_MOST_BYTES = 128 * 1024
# Static files that the voting page asks for besides those of every page.
ENTRIES = ("deliberation/vote.js", "deliberation/vote.css")
# Fetched with this and a language, without a cookie, the page is empty: a device keeps and fills it itself.
EMPTY = "leeg"


@at_door
def vote(request: HttpRequest, door: Door) -> HttpResponse:
    """One statement with three buttons. With JavaScript the page takes the next ones itself."""
    at = moment(request)
    empty = EMPTY in request.GET
    participant = None if empty else devices.find(request, door.conversation)
    if participant is None and not empty:
        return redirect("deliberation:enter", door.code)
    if (why := standing.shut(door, at)) and not empty:
        return shut(request, door, why, participant)
    if participant is not None and request.method == "POST":
        return _cast_by_form(request, door, participant)
    reached = routing.progress(door, participant)
    if not reached.ahead and not empty:
        return redirect("deliberation:done", door.code)
    language = request.GET.get(EMPTY, "")
    with translation.override(language if language in dict(settings.LANGUAGES) else get_language()):
        return render(request, "deliberation/mee/vote.html", _context(door, participant, reached, empty))


def _context(
    door: Door, participant: Participant | None, reached: routing.Progress, empty: bool
) -> dict[str, Any]:
    return {
        "door": door,
        "conversation": door.conversation,
        "question": question(door.conversation),
        "participant": participant,
        "reached": None if empty else reached,
        "now": None if empty else reached.ahead[0],
        "draft": fresh(),
        "data": {
            "ahead": [] if empty else [one.for_script() for one in reached.ahead],
            "done": reached.done,
            "total": reached.total,
            "known": not empty,
            "words": _words(),
        },
        "addresses": {
            "send": reverse("deliberation:send", args=[door.code]),
            "worker": reverse("deliberation:worker"),
            "scope": devices.PATH,
            "done": reverse("deliberation:done", args=[door.code]),
            "enter": reverse("deliberation:enter", args=[door.code]),
        },
    }


def _cast_by_form(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    form = VoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Uw stem kwam niet heel over en telt niet. Stem opnieuw."))
    elif devices.asks_too_often(request, door.conversation, moment(request)):
        messages.error(
            request,
            _("Uw stem is niet bewaard: er komt nu te veel tegelijk binnen. Stem over een minuut weer."),
        )
    else:
        try:
            voting.cast(door, participant, [form.cast()], at=moment(request))
        except voting.Shut as refusal:
            return shut(request, door, refusal.why, participant)
    if "mijn" in request.POST and form.is_valid():
        back = reverse("deliberation:own-votes", args=[door.code])
        return redirect(f"{back}#stelling-{form.cleaned_data['number']}")
    return redirect("deliberation:vote", door.code)


@csrf_exempt
@never_cache
@login_not_required
@require_POST
def send(request: HttpRequest, code: str) -> JsonResponse:
    """What a device kept: {votes: [{draft, number, value, age}], want}. At most six queries.

    200 {kept: [draft], done, total, next: [{number, words, lang}]}, without the last three where `want` is 0.
    Asked twice it answers the same, and counts once. 400 it is no such thing; 403 this device is not known
    here; 404, 409 nobody votes here (now); 429 wait.
    """
    if from_elsewhere(request):
        return _no(403, "elsewhere", _("Dit kwam van een andere site en telt niet."))
    if request.content_type != "application/json":
        return _no(415, "type", _("Dit is niet van een soort die hier binnenkomt."))
    try:
        votes, want = _read(request)
    except ValidationError as refusal:
        return _no(400, "mend", " ".join(refusal.messages))
    door = find_door(code, priority=want > 0)
    if door is None:
        return _no(404, "gone", _("Deze link werkt niet meer."))
    at = moment(request)
    if devices.asks_too_often(request, door.conversation, at):
        answer = _no(429, "wait", _("Er komt nu te veel tegelijk binnen. Dit toestel probeert het zo weer."))
        answer["Retry-After"] = "30"
        return answer
    participant = devices.find(request, door.conversation)
    if participant is None:
        return _no(403, "unknown", _("Dit toestel doet nog niet mee. Begin opnieuw bij de vraag."))
    try:
        kept = voting.cast(door, participant, votes, at=at)
    except voting.Shut as refusal:
        return _no(409, refusal.why, " ".join(refusal.messages))
    said: dict[str, Any] = {"state": "kept", "kept": [str(one) for one in kept]}
    if want:
        reached = routing.progress(door, participant, want=want)
        said |= {"done": reached.done, "total": reached.total}
        said["next"] = [one.for_script() for one in reached.ahead]
    return JsonResponse(said)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Of all pages under /stemmen/ it keeps the voting page only, without a cookie."""
    page = f"^{devices.PATH}[A-Z2-9]{{8}}/stem/$"
    return offline.worker(name="stemmen", page=page, entries=ENTRIES)


def _read(request: HttpRequest) -> tuple[list[Cast], int]:
    """The votes and how many statements are wanted. Raises ValidationError when it is not that."""
    damaged = ValidationError(_("Dit kwam niet heel over. Verstuur het opnieuw."))
    data = request.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValidationError(_("Dit zijn te veel stemmen tegelijk."))
    try:
        given = json.loads(data)
        votes, want = given["votes"], given.get("want", 0)
        if not isinstance(votes, list) or len(votes) > MOST_VOTES or not _is_number(want):
            raise damaged
        return [_cast(one) for one in votes], min(max(int(want), 0), routing.AHEAD)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise damaged from error


def _cast(given: Any) -> Cast:
    number, value, age = given["number"], given["value"], given.get("age", 0)
    if not (_is_number(number) and value in Vote.Value.values and _is_number(value) and _is_number(age)):
        raise ValueError("no vote")
    return Cast(uuid.UUID(given["draft"]), int(number), int(value), float(age))


def _is_number(value: object) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and -1e12 < value < 1e12  # type: ignore[operator]  # a number by now; no NaN passes


def _no(status: int, state: str, message: str) -> JsonResponse:
    return JsonResponse({"state": state, "message": message}, status=status)


def _words() -> dict[str, str]:
    """What the page says by script, in the reader's language; {n} and {total} are numbers."""
    return {
        "progress": _("{n} van {total}"),
        "waitingOne": _("1 stem wacht op verbinding. Stem gerust door."),
        "waiting": _("{n} stemmen wachten op verbinding. Stem gerust door."),
        "noMore": _(
            "Zonder verbinding zijn er nu geen andere stellingen. Kom terug als u weer verbinding hebt."
        ),
        "lost": _("Uw stemmen kwamen niet binnen: het gesprek is dicht."),
        "unknown": _("Dit toestel doet nog niet mee. Begin bij de vraag."),
        "noStore": _("Deze browser onthoudt niets. Stemmen werkt alleen met verbinding."),
        "toQuestion": _("Naar de vraag"),
    }
