"""Results after two stakeholder groups became one. Links and devices move by themselves; these do not."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from houtskool.deliberation import analysing
from houtskool.deliberation.models import Conversation
from houtskool.sector.models import Noun, StakeholderGroup


def reckon_anew(dropped: Noun, kept: Noun, at: datetime) -> None:
    """Ask for a new result where one that never went out may have the two groups apart.

    What went out stays as it was: beside a result of the two together, who lays both side by side would read
    the smaller of the two, which may have been hidden.
    """
    if not isinstance(kept, StakeholderGroup):
        return
    touched = Conversation.objects.filter(Q(doors__group=kept) | Q(participants__group=kept))
    inside = Conversation.objects.filter(pk__in=touched.values("pk"), analyses__isnull=False)
    for conversation in inside.exclude(analyses__given_out_at__isnull=False).distinct():
        # The votes are those of the last time, so the digest would say that there is nothing new.
        conversation.analyses.update(sha256="")
        analysing.ask(conversation, at=at)
