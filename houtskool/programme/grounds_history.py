"""What was said about the grounds of a measure in the course of time: laid, said otherwise, taken away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.programme.models import Ground, Measure
from houtskool.records.history import SYSTEM
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb

# The field of a ground that holds its source, and the number of that.
_Of = tuple[str, int]


@dataclass(frozen=True)
class Said:
    """One entry: of what, what became of it, why and by whom. `url` is empty where the reader may not go."""

    at: datetime
    by: str
    of: str
    url: str
    text: str
    reason: str


def of_measure(measure: Measure, user: User, limit: int = 50) -> list[Said]:
    """The last entries, the newest first: at most four queries, also for grounds that are gone."""
    entries = JournalEntry.objects.filter(object_type=Ground._meta.label_lower)
    ends = entries.filter(Q(changes__measure__1=measure.pk) | Q(changes__measure__0=measure.pk))
    of = {one.object_id: _source(one.changes) for one in ends.order_by("number")}
    rows = list(entries.filter(object_id__in=list(of)).select_related("by").order_by("-number")[:limit])
    places = _places({of[one.object_id] for one in rows}, user)
    told = []
    for one in rows:
        name, url = places[of[one.object_id]]
        reason = str(one.changes.get("reason", ("", ""))[1] or "") if url else ""
        told.append(Said(one.at, str(one.by or one.via or SYSTEM), name, url, _text(one), reason))
    return told


def _source(changes: Mapping[str, Any]) -> _Of:
    for field in ("contribution", "statement", "case"):
        before, after = changes.get(field, (None, None))
        if (found := after if before is None else before) is not None:
            return field, int(found)
    raise ValueError(f"a ground without a source: {sorted(changes)}")


def _places(of: Collection[_Of], user: User) -> dict[_Of, tuple[str, str]]:
    """Each source by its name, with its page where this reader may open it."""
    stated = Statement.objects.visible_to(user).filter(
        pk__in=[pk for field, pk in of if field == "statement"]
    )
    numbers = dict(stated.values_list("pk", "number"))
    asked = Case.objects.visible_to(user).filter(pk__in=[pk for field, pk in of if field == "case"])
    cases = dict(asked.values_list("pk", "number"))
    found = {}
    for field, pk in of:
        if field == "contribution":
            place = (_("Inbreng %(number)s") % {"number": pk}, reverse("inventory:contribution", args=[pk]))
        elif field == "statement":
            name = _("Stelling %(number)s") % {"number": numbers.get(pk, "")}
            place = (name.strip(), reverse("deliberation:statement", args=[pk]) if pk in numbers else "")
        elif pk in cases:
            name = _("Hulpvraag %(number)s") % {"number": cases[pk]}
            place = (name, reverse("assessment:case", args=[pk]))
        else:
            place = (_("Een hulpvraag"), "")
        found[field, pk] = place
    return found


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
