"""Which statements a participant sees next: drawn by the kernel, with the weights of the last analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery

from houtskool.deliberation.language import Said, said
from houtskool.deliberation.models import Analysis, Door, Participant, Statement, Vote

# So many are given ahead, so that voting goes on without a network.
AHEAD = 10


@dataclass(frozen=True)
class Next:
    """A statement to vote on: its number and words."""

    number: int
    said: Said

    def for_script(self) -> dict[str, Any]:
        return {"number": self.number, "words": self.said.text, "lang": self.said.lang}


@dataclass(frozen=True)
class Progress:
    """How far this participant is, of how many, and what comes next."""

    done: int
    total: int
    ahead: list[Next]


def with_priority(doors: models.QuerySet[Door]) -> models.QuerySet[Door]:
    """Doors with what `progress` needs of the last analysis, in the same query."""
    last = Analysis.objects.filter(conversation=OuterRef("conversation")).order_by("-pk")
    return doors.annotate(
        priority=Subquery(last.values("content__priority")[:1], output_field=models.JSONField()),
        analysed_at=Subquery(last.values("at")[:1]),
    )


def progress(door: Door, participant: Participant | None, *, want: int = AHEAD) -> Progress:
    """Two queries. `door` comes from `with_priority`; without a participant nothing was voted on yet."""
    statements = list(
        Statement.objects.filter(conversation=door.conversation_id)
        .shown()
        .order_by("number")
        .values_list("pk", "number", "words", "words_en", "at")
    )
    voted: set[int] = set()
    if participant is not None:
        voted = set(Vote.objects.filter(participant=participant).values_list("statement", flat=True))
    left = [row for row in statements if row[0] not in voted]
    weights = _weights(left, getattr(door, "priority", None), getattr(door, "analysed_at", None))
    seed = participant.pk if participant else 0
    order = _drawn(weights, seed, len(voted), min(want, len(left)))
    ahead = [Next(left[i][1], said(left[i][2], left[i][3])) for i in order]
    return Progress(len(statements) - len(left), len(statements), ahead)


def _weights(
    left: Sequence[tuple[int, int, str, str, datetime]],
    priority: Mapping[str, float] | None,
    analysed_at: datetime | None,
) -> list[float]:
    """Of each its weight in the analysis; what is newer comes as soon as the soonest of those."""
    known = priority or {}
    highest = max(known.values(), default=1.0) or 1.0
    return [
        highest
        if analysed_at is None or at > analysed_at or str(number) not in known
        else max(float(known[str(number)]), 0.0)
        for _pk, number, _words, _words_en, at in left
    ]


def _drawn(weights: Sequence[float], seed: int, count: int, want: int) -> list[int]:
    """The places of the next ones. Each draw has a seed of its own, so that whoever looks again after a vote
    finds the same ones, as long as the weights are the same."""
    if not want:
        return []
    import numpy as np  # and the kernel: seconds to load, and many pages do without

    from houtskool.kernel.opinion import draw

    array, open_to = np.asarray(weights, dtype=float), np.ones(len(weights), dtype=bool)
    found: list[int] = []
    for turn in range(want):
        place = draw(array, open_to, np.random.default_rng([seed, count + turn]))
        assert place is not None
        found.append(place)
        open_to[place] = False
    return found
