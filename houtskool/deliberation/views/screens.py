"""The screen for the room: who takes part, and the map as it appears."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation import analysing, result
from houtskool.deliberation.drawing import drawing
from houtskool.deliberation.language import question
from houtskool.deliberation.models import Conversation, Vote
from houtskool.records import post
from houtskool.web.reference_date import moment

# The page asks itself again so often; the map is reckoned no sooner than ANALYSIS_INTERVAL.
SECONDS = 5


@never_cache
@require_safe
@for_roles(FACILITATES, to=gettext_lazy("het scherm voor de zaal laten zien"))
def screen(request: Request, pk: int) -> HttpResponse:
    """Counts are of this moment; what people think is of the last analysis, where nobody stands alone."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    analysis = analysing.latest(conversation)
    found = result.of(analysis) if analysis is not None else None
    door = conversation.doors.filter(withdrawn_at=None, group=None).order_by("pk").first()
    cast = Vote.objects.filter(participant__conversation=conversation, participant__excluded_at=None)
    people = cast.order_by().values("participant").distinct().count()
    context = {
        "conversation": conversation,
        "question": question(conversation),
        "is_open": conversation.is_open(moment(request)),
        "door": door,
        "address": post.address(reverse("deliberation:code")).partition("//")[2].rstrip("/"),
        "people": people,
        "votes": cast.order_by().values("participant", "statement").distinct().count(),
        "drawing": drawing(found) if found else None,
        "result": found,
        "missing": max(conversation.map_from - people, 0),
        "seconds": SECONDS,
    }
    return render(request, "deliberation/screen.html", context)
