"""Who came in and who counts: why the number of a link is not the number of the result."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from houtskool.deliberation.models import Conversation, Vote


@dataclass(frozen=True)
class Attendance:
    """Devices: that came in, of those without any vote yet, and those that a moderator left out."""

    came: int
    silent: int
    excluded: int

    @property
    def counting(self) -> int:
        """As the result counts them: voted at least once, and not left out."""
        return self.came - self.silent - self.excluded


def of(conversation: Conversation) -> Attendance:
    """One query. Who was left out is only that, also without a vote."""
    voted = Q(Exists(Vote.objects.filter(participant=OuterRef("pk"))))
    left_out = Q(excluded_at__isnull=False)
    return Attendance(
        **conversation.participants.aggregate(
            came=Count("pk"),
            silent=Count("pk", filter=~left_out & ~voted),
            excluded=Count("pk", filter=left_out),
        )
    )
