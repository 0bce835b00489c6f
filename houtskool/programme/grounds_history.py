"""What was said about the grounds of a measure in the course of time: laid, said otherwise, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.programme.models import Ground, Measure
from houtskool.records.history import SYSTEM
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb


@dataclass(frozen=True)
class Said:
    """One entry: of which contribution, what became of it, why and by whom."""

    at: datetime
    by: str
    contribution: int
    text: str
    reason: str

    @property
    def url(self) -> str:
        return reverse("inventory:contribution", args=[self.contribution])


def of_measure(measure: Measure, limit: int = 50) -> list[Said]:
    """The last entries, the newest first: two queries, also for grounds that are gone."""
    entries = JournalEntry.objects.filter(object_type=Ground._meta.label_lower)
    ends = entries.filter(Q(changes__measure__1=measure.pk) | Q(changes__measure__0=measure.pk))
    of = {one.object_id: _contribution(one.changes) for one in ends.order_by("number")}
    rows = entries.filter(object_id__in=list(of)).select_related("by").order_by("-number")[:limit]
    return [
        Said(
            at=one.at,
            by=str(one.by or one.via or SYSTEM),
            contribution=of[one.object_id],
            text=_text(one),
            reason=str(one.changes.get("reason", ("", ""))[1] or ""),
        )
        for one in rows
    ]


def _contribution(changes: Mapping[str, Any]) -> int:
    before, after = changes["contribution"]
    return int(after if before is None else before)


def _text(entry: JournalEntry) -> str:
    if entry.verb == Verb.DELETED:
        return _("de verbinding is weggehaald")
    labels = dict(Ground.Kind.choices)
    before, after = entry.changes.get("kind", (None, None))
    if after is None:
        return _("een andere reden")
    if before is None:
        return str(labels.get(after, after))
    return f"{labels.get(before, before)} → {labels.get(after, after)}"
