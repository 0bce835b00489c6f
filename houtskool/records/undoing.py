"""Taking an import back: each field becomes what it was before, unless somebody has changed it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from houtskool.accounts.models import User
from houtskool.records import journal
from houtskool.records.links import depending_on, in_words, parts_of
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.records.verbs import Verb


@dataclass(frozen=True)
class Undone:
    """How many rows were taken away and how many got old values back; `kept` says what stayed, and why."""

    removed: int
    restored: int
    kept: list[str]


@transaction.atomic
def undo(batch: ImportBatch, *, by: User | None, at: datetime) -> Undone:
    """Take back what the import did, the last row first. Raises ValidationError when it was done already."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.done_at is None:
        raise ValidationError("Dit bestand is nog niet ingelezen; er valt niets terug te draaien.")
    if locked.undone_at is not None:
        raise ValidationError("Deze import is al teruggedraaid.")
    removed = restored = 0
    kept: list[str] = []
    for entry, thing in _touched(batch):
        try:
            with transaction.atomic():
                if entry.verb == Verb.CREATED:
                    _take_away(entry, thing, by=by, at=at)
                    removed += 1
                else:
                    back, stays = _give_back(entry, thing, by=by, at=at)
                    restored += back
                    kept += stays
        except ValidationError as refusal:
            kept += refusal.messages
        except (IntegrityError, ProtectedError):
            kept.append(f"‘{thing}’ bleef zoals het is: iets anders staat in de weg.")
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    journal.record(Verb.UNDONE, batch, by=by, at=at, after={"removed": removed, "restored": restored})
    return Undone(removed, restored, kept)


def _touched(batch: ImportBatch) -> Iterator[tuple[JournalEntry, models.Model]]:
    entries = JournalEntry.objects.filter(batch_id=batch.pk).order_by("-number")
    for entry in entries.prefetch_related("personal_values"):
        model = apps.get_model(entry.object_type)
        thing = model._base_manager.filter(pk=entry.object_id).first()
        if (thing is None) == (entry.verb == Verb.DELETED):
            yield entry, thing or model(pk=model._meta.pk.to_python(entry.object_id))


def _take_away(entry: JournalEntry, thing: models.Model, *, by: User | None, at: datetime) -> None:
    """Delete a row that the import added. Raises ValidationError when somebody did more with it since."""
    taken_back = ImportBatch.objects.exclude(undone_at=None).values("pk")
    later = JournalEntry.objects.about(thing).filter(number__gt=entry.number).exclude(batch_id=entry.batch_id)
    if later.exclude(verb=Verb.UNDONE).exclude(batch_id__in=taken_back).exists():
        raise ValidationError(f"‘{thing}’ bleef zoals het is: het is na deze import nog gewijzigd.")
    if holding := depending_on(thing):
        raise ValidationError(f"‘{thing}’ bleef staan: {in_words(holding)}.")
    # Its own parts of this import are gone by now; what is left was added later.
    if any(parts_of(thing)):
        raise ValidationError(f"‘{thing}’ bleef staan: er is na deze import nog iets aan toegevoegd.")
    journal.record(Verb.UNDONE, thing, by=by, at=at, before=journal.snapshot(thing))
    thing.delete()


def _give_back(
    entry: JournalEntry, thing: models.Model, *, by: User | None, at: datetime
) -> tuple[bool, list[str]]:
    """Give a row back what the import changed or deleted: whether anything came back, and what did not.

    A field comes back when it still holds what the import put there. Of a value that was erased nothing is
    known any more, so that stays erased.
    """
    values = journal.readable_changes(entry)
    if entry.verb == Verb.DELETED:
        restore(thing, {name: before for name, (before, _) in values.items()})
        journal.record(Verb.UNDONE, thing, by=by, at=at, after=journal.snapshot(thing))
        return True, []
    now = journal.snapshot(thing)
    stays = [
        name
        for name, (before, after) in values.items()
        if name in now and (now[name] != after or (before is None and entry.changes[name][0] is not None))
    ]
    with journal.change(thing, by=by, at=at, verb=Verb.UNDONE):
        restore(thing, {name: before for name, (before, _) in values.items() if name not in stays})
    if not stays:
        return True, []
    titles = ", ".join(str(thing._meta.get_field(name).verbose_name) for name in stays)  # type: ignore[union-attr]
    return len(stays) < len(values), [
        f"Van ‘{thing}’ bleef staan: {titles}. Dat is na deze import nog gewijzigd."
    ]


def restore(thing: models.Model, values: dict[str, Any]) -> None:
    """Give a row back the values that the journal kept of it, many-to-many links included.

    Raises ValidationError when something that it pointed at is gone.
    """
    many = {field.name: field for field in thing._meta.many_to_many}
    for field in thing._meta.concrete_fields:
        if field.name in values:
            value = values[field.name]
            empty = value is None and not field.null
            setattr(thing, field.attname, field.get_default() if empty else field.to_python(value))
    thing.clean_fields(exclude=[name for name in many if name not in values])
    thing.save()
    for name in values.keys() & many.keys():
        related: Any = many[name].related_model
        manager = getattr(thing, name)
        manager.set(related._base_manager.filter(pk__in=values[name] or []))
