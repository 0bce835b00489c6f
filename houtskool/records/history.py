"""The journal as a reader sees it: who did what when, to what, and what it was before.

One rule holds for every room: the value of a personal field is shown to whoever may see that row through its
model's `visible_to`, and to nobody else. A field that a model calls `closed` is shown to whoever may see the
row that it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.records import wording
from houtskool.records.journal import readable_changes
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.records.verbs import Verb
from houtskool.records.wording import Change

SYSTEM = gettext_lazy("het systeem")


@dataclass(frozen=True)
class Line:
    """One journal entry as a reader sees it. `by` may be an import: "Bob, door import lijst.csv"."""

    number: int
    at: datetime
    by: str
    verb: str
    changes: list[Change]


@dataclass(frozen=True)
class Subject:
    """The thing that an entry is about: "organisatie", its name, and its page (empty when it has none)."""

    kind: str
    name: str
    url: str


def history(thing: models.Model, user: User, limit: int = 50) -> list[Line]:
    """The last entries about the thing that this user may see, the newest first."""
    entries = (
        JournalEntry.objects.visible_to(user)
        .about(thing)
        .select_related("by")
        .prefetch_related("personal_values")
        .order_by("-number")[:limit]
    )
    return lines(list(entries), user)


def lines(entries: list[JournalEntry], user: User) -> list[Line]:
    """The entries in words and in their order; a fixed number of queries per kind of thing, not per entry."""
    changes = {entry.number: readable_changes(entry) for entry in entries}
    found: dict[int, list[Change]] = {}
    for label in {entry.object_type for entry in entries}:
        model = _model(label)
        of_kind = [entry for entry in entries if entry.object_type == label]
        keys = [entry.object_id for entry in of_kind]
        names = wording.names_in(model, [changes[entry.number] for entry in of_kind], user, keys)
        visible = wording.open_rows(model, keys, user)
        shut = wording.shut_fields(model, keys, user)
        for entry in of_kind:
            words = wording.in_words(
                model,
                entry,
                changes[entry.number],
                names,
                visible=entry.object_id in visible,
                shut=shut.get(entry.object_id, ()),
            )
            found[entry.number] = list(words)
    imports = _imports(entries, user)
    return [
        Line(
            number=entry.number,
            at=entry.at,
            by=_who(entry, imports),
            verb=str(Verb(entry.verb).label) if entry.verb in Verb.values else entry.verb,
            changes=found[entry.number],
        )
        for entry in entries
    ]


def subjects(entries: list[JournalEntry], user: User) -> dict[int, Subject]:
    """What each entry is about, by its number; rows that are gone or hidden keep their kind and key only."""
    found: dict[tuple[str, str], models.Model] = {}
    names: dict[tuple[str, str], str] = {}
    for label in {entry.object_type for entry in entries}:
        keys: list[Any] = [entry.object_id for entry in entries if entry.object_type == label]
        if model := _model(label):
            rows = {str(row.pk): row for row in wording.named_rows(model, keys, user)}
            found |= {(label, key): row for key, row in rows.items()}
            named = wording.numbered({key: str(row) for key, row in rows.items()})
            names |= {(label, key): name for key, name in named.items()}
    return {
        entry.number: Subject(
            kind=_kind(entry.object_type),
            name=names.get(
                (entry.object_type, entry.object_id), _("nummer %(number)s") % {"number": entry.object_id}
            ),
            url=_url(found.get((entry.object_type, entry.object_id))),
        )
        for entry in entries
    }


def _imports(entries: list[JournalEntry], user: User) -> dict[int, str]:
    """The files of the imports that made these entries, as far as the reader may see them."""
    keys = {entry.batch_id for entry in entries if entry.batch_id}
    batches = ImportBatch.objects.visible_to(user).filter(pk__in=keys)
    return dict(batches.values_list("pk", "upload__name"))


def _who(entry: JournalEntry, imports: dict[int, str]) -> str:
    who = str(entry.by or entry.via or SYSTEM)
    if not entry.batch_id:
        return who
    if entry.batch_id in imports:
        return _("%(who)s, door import %(file)s") % {"who": who, "file": imports[entry.batch_id]}
    return _("%(who)s, door een import") % {"who": who}


def _model(label: str) -> type[models.Model] | None:
    """The model of a journal entry; None for one that the house no longer has."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model else label


def _url(row: models.Model | None) -> str:
    return str(row.get_absolute_url()) if row is not None and hasattr(row, "get_absolute_url") else ""
