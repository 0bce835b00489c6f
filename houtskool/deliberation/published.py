"""The results that anybody may read, for pages that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from houtskool.deliberation.language import Said, question
from houtskool.deliberation.models import Analysis, Conversation


@dataclass(frozen=True)
class Published:
    """A public result: the question in the language of the visit, where it stands, who counts in it."""

    title: Said
    url: str
    participants: int
    since: datetime


def rows() -> QuerySet[Conversation]:
    """Conversations of which everybody may read the result, newest result first."""
    given_out = Analysis.objects.filter(conversation=OuterRef("pk")).exclude(given_out_at=None)
    last = given_out.order_by("-pk").values("participants")[:1]
    published = Conversation.objects.all().published().annotate(counted=Subquery(last))
    return published.exclude(counted=None).order_by("-published_at", "-pk")


def told(conversations: Iterable[Conversation]) -> list[Published]:
    """As a list of links. conversations: of `rows`."""
    return [
        Published(
            question(one).title,
            reverse("deliberation:public-result", args=[one.pk]),
            one.counted,  # type: ignore[attr-defined]  # annotated by `rows`
            one.published_at,  # type: ignore[arg-type]  # never None in `rows`
        )
        for one in conversations
    ]
