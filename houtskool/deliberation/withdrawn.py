"""Statements of which a source was withdrawn or erased later: a moderator decides what to do with them."""

from __future__ import annotations

from django.db.models import Q

from houtskool.deliberation.models import Conversation, Statement, StatementSource


def sources_of(conversation: Conversation) -> dict[int, list[int]]:
    """Statement → the contributions behind it whose words nobody may show any more. One query."""
    rows = StatementSource.objects.filter(statement__conversation=conversation).exclude(
        statement__state=Statement.State.OUT
    )
    gone = Q(contribution__withdrawn_at__isnull=False)
    found: dict[int, list[int]] = {}
    for statement, contribution in rows.filter(gone).order_by("pk").values_list("statement", "contribution"):
        found.setdefault(statement, []).append(contribution)
    return found
