"""How a conversation and its doors stand at a moment, in a word for readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.deliberation.models import Conversation, Door

# Why a door does not let anybody in.
EARLY, OVER, WITHDRAWN, FULL = "early", "over", "withdrawn", "full"


@dataclass(frozen=True)
class Standing:
    """`look` is one of parts/status.html; `label` the word in it."""

    look: str
    label: str


def standing(conversation: Conversation, at: datetime) -> Standing:
    if conversation.is_over(at):
        return Standing("done", _("gesloten"))
    if conversation.has_opened(at):
        return Standing("running", _("open"))
    if conversation.opens_at is not None:
        return Standing(
            "waiting", _("gaat open op %(when)s") % {"when": moment_in_words(conversation.opens_at)}
        )
    return Standing("sketch", _("in voorbereiding"))


def moment_in_words(at: datetime) -> str:
    """ "15 januari 2019, 10.30 uur", here."""
    here = timezone.localtime(at)
    return _("%(day)s, %(time)s uur") % {"day": date_format(here, "j F Y"), "time": f"{here:%H.%M}"}


def shut(door: Door, at: datetime) -> str:
    """Why nobody votes through this door now: EARLY, OVER or WITHDRAWN; "" when it is open."""
    if door.withdrawn_at is not None:
        return WITHDRAWN
    if door.conversation.is_over(at):
        return OVER
    return "" if door.conversation.has_opened(at) else EARLY


def is_full(door: Door) -> bool:
    """Whether no new device comes in by this door; costs a query only where there is a limit."""
    return door.limit is not None and door.participants.count() >= door.limit


def with_counts(conversation: Conversation) -> list[Door]:
    """The doors, each with how many came in by it (`came`)."""
    doors = conversation.doors.select_related("group").annotate(came=Count("participants"))
    return list(doors.order_by("withdrawn_at", "pk"))
