"""What share agreed with single statements, for pages that name them away from the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, QuerySet

from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES
from houtskool.deliberation.models import Analysis, Statement
from houtskool.deliberation.shares import Share


def of(statements: Sequence[Statement], user: User | AnonymousUser, at: datetime) -> Mapping[int, Share]:
    """Statement → its share, where this reader may know it and enough people voted. Three queries.

    The world knows what was given out of a published conversation; colleagues the last result once people no
    longer vote; who facilitates always. `statements` come with their conversations.
    """
    conversations = {one.conversation.pk: one.conversation for one in statements}
    inside: set[int] = set()
    if isinstance(user, User):
        all_of_them = user.holds(*FACILITATES)
        inside = {pk for pk, one in conversations.items() if all_of_them or one.is_over(at)}
    outside = {pk for pk, one in conversations.items() if one.published_at is not None} - inside
    runs = Analysis.objects.order_by()
    last = [
        *_last(runs.filter(conversation__in=inside)),
        *_last(runs.filter(conversation__in=outside).exclude(given_out_at=None)),
    ]
    told = {
        (conversation, one["number"]): Share(*one["counts"])
        for conversation, content in runs.filter(pk__in=last).values_list("conversation", "content")
        for one in content["statements"]
        if one["counts"]
    }
    return {
        one.pk: told[one.conversation_id, one.number]
        for one in statements
        if (one.conversation_id, one.number) in told
    }


def _last(runs: QuerySet[Analysis]) -> list[int]:
    return list(runs.values("conversation").annotate(last=Max("pk")).values_list("last", flat=True))
