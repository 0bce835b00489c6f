"""The journal in words: who did what when, to what, and what it was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst

from houtskool.accounts.models import User
from houtskool.records.journal import readable_changes
from houtskool.records.models import JournalEntry
from houtskool.records.personal import personal_fields
from houtskool.records.verbs import Verb

ERASED = "(gewist)"
EMPTY = "(leeg)"
# What the journal tells of a thing though it is no field of it.
_DERIVED = {"annexes": "Bijlagen", "facts": "Wat de feiten werden", "roles": "Rollen"}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether there was nothing before: then only what came is worth reading."""
        return self.before == EMPTY


@dataclass(frozen=True)
class Line:
    """One journal entry as a reader sees it. `by` is empty for the system, or for a personal link."""

    number: int
    at: datetime
    by: str
    verb: str
    changes: list[Change]
    batch_id: int | None


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
    return lines(list(entries))


def lines(entries: list[JournalEntry]) -> list[Line]:
    """The entries in words and in their order; a fixed number of queries per kind of thing, not per entry."""
    changes = {entry.number: readable_changes(entry) for entry in entries}
    models_by_type = {entry.object_type: _model(entry.object_type) for entry in entries}
    names = {
        label: _names(model, [changes[entry.number] for entry in entries if entry.object_type == label])
        for label, model in models_by_type.items()
    }
    return [
        Line(
            number=entry.number,
            at=entry.at,
            by=str(entry.by or ""),
            verb=Verb(entry.verb).label if entry.verb in Verb.values else entry.verb,
            changes=list(
                _in_words(
                    models_by_type[entry.object_type], entry, changes[entry.number], names[entry.object_type]
                )
            ),
            batch_id=entry.batch_id,
        )
        for entry in entries
    ]


def subjects(entries: list[JournalEntry], user: User) -> dict[int, Subject]:
    """What each entry is about, by its number; rows that are gone or hidden keep their kind and key only."""
    found: dict[tuple[str, str], models.Model] = {}
    for label in {entry.object_type for entry in entries}:
        keys = [entry.object_id for entry in entries if entry.object_type == label]
        found |= {(label, str(row.pk)): row for row in _visible(_model(label), keys, user)}
    return {
        entry.number: Subject(
            kind=_kind(entry.object_type),
            name=str(found.get((entry.object_type, entry.object_id), f"nummer {entry.object_id}")),
            url=_url(found.get((entry.object_type, entry.object_id))),
        )
        for entry in entries
    }


def _model(label: str) -> type[models.Model] | None:
    """The model of a journal entry; None for one that the house no longer has."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model else label


def _visible(model: type[models.Model] | None, keys: list[str], user: User) -> models.QuerySet[Any]:
    if model is None:
        return JournalEntry.objects.none()
    rows: Any = model._default_manager.all()
    rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
    # Names may lean on what a row belongs to; the links that every row has come along in the same query.
    visible: models.QuerySet[Any] = rows.select_related().filter(pk__in=keys)
    return visible


def _url(row: models.Model | None) -> str:
    return str(row.get_absolute_url()) if row is not None and hasattr(row, "get_absolute_url") else ""


Names = dict[str, dict[str, str]]


def _in_words(
    model: type[models.Model] | None, entry: JournalEntry, fields: dict[str, tuple[Any, Any]], names: Names
) -> Iterator[Change]:
    hidden = personal_fields(model) if model else {}
    for name, (before, after) in fields.items():
        try:
            if model is None:
                raise FieldDoesNotExist
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:  # the model had it when the entry was written
            label = _DERIVED.get(name, name)
            yield Change(label, _text(None, before, {}), _text(None, after, {}))
            continue
        stored = entry.changes[name]
        words = [
            ERASED if name in hidden and value is None and stored[side] not in (None, "") else
            _text(field, value, names.get(name, {}))
            for side, value in enumerate((before, after))
        ]  # fmt: skip
        if words[0] != words[1]:
            yield Change(capfirst(str(field.verbose_name)), *words)


def _names(model: type[models.Model] | None, changes: list[dict[str, tuple[Any, Any]]]) -> Names:
    """Per linking field, the names of the rows that the entries mention: one query a field."""
    names: Names = {}
    if model is None:
        return names
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.is_relation and field.related_model:
            keys: set[Any] = set()
            for fields in changes:
                for value in fields.get(field.name, ()):
                    keys |= set(value) if isinstance(value, list) else {value}
            keys.discard(None)
            if keys:
                related: Any = field.related_model
                names[field.name] = {
                    str(key): str(row) for key, row in related._base_manager.in_bulk(list(keys)).items()
                }
    return names


def _text(field: Any, value: Any, names: dict[str, str]) -> str:
    if value in (None, "", [], {}):
        return EMPTY
    if field is not None and field.is_relation:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(key), f"nummer {key} (weg)") for key in keys)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return f"{moment:%d-%m-%Y %H:%M}"
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return _day(day)
    if isinstance(value, list):
        return ", ".join(map(_item, value))
    return "een omtrek" if isinstance(value, dict) else str(value)


def _item(value: Any) -> str:
    """One item of a list; of an item with parts its texts, the title first (PostgreSQL keeps no order)."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (name != "title", name != "text", name))
        return ": ".join(value[name] for name in names if isinstance(value[name], str) and value[name])
    return str(value)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
