"""Taking an import back: each field becomes what it was before, unless somebody has changed it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import journal
from houtskool.records.import_batches import Until, breathe, never
from houtskool.records.import_kinds import kind
from houtskool.records.links import depending_on, in_words, parts_of, pointed_at
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.records.models.journal import JournalEntryQuerySet
from houtskool.records.verbs import Verb

# So many entries share one transaction.
_CHUNK = 250
_KEPT = 500


@dataclass(frozen=True)
class Undone:
    """How many rows were taken away and how many got old values back; `kept` says what stayed, and why."""

    removed: int
    restored: int
    kept: list[str]


def undo(batch: ImportBatch, *, by: User | None, at: datetime) -> Undone:
    """Take back what the import did, here and now. Raises ValidationError when it was done already."""
    begin(batch)
    advance(batch, by=by, at=at)
    batch.refresh_from_db()
    return undone(batch)


def undone(batch: ImportBatch) -> Undone:
    """What taking back came to, so far."""
    told = batch.undone
    return Undone(told["removed"], told["restored"], told["kept"])


def begin(batch: ImportBatch) -> None:
    """Say that the import is taken back, whole or as far as it came. Raises ValidationError where not."""
    state = ImportBatch.State
    entries = JournalEntry.objects.filter(batch_id=batch.pk)
    last = entries.order_by("-number").values_list("number", flat=True).first() or 0
    told = {"removed": 0, "restored": 0, "kept": [], "kept_number": 0}
    progress = {"before": last + 1, "handled": 0, "todo": entries.count()}
    can = models.Q(state=state.DONE) | models.Q(state=state.RUNNING) & ~models.Q(halted="")
    moved = ImportBatch.objects.filter(can, pk=batch.pk).update(
        state=state.UNDOING, halted="", undone=told, progress=progress, moved_at=timezone.now()
    )
    batch.refresh_from_db()
    if not moved:
        raise ValidationError(
            {
                state.RUNNING: _("Dit bestand wordt nog ingelezen. Stop dat eerst."),
                state.UNDOING: _("Deze import wordt al teruggedraaid."),
                state.UNDONE: _("Deze import is al teruggedraaid."),
            }.get(state(batch.state), _("Dit bestand is nog niet ingelezen; er valt niets terug te draaien."))
        )


def advance(batch: ImportBatch, *, by: User | None, at: datetime, until: Until = never) -> bool:
    """Take back part after part, the last row first; False when `until` said to stop and there is more."""
    expected = batch.progress
    while not until():
        with transaction.atomic():
            journal.take_turn()  # before the row is held
            locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if (locked.state, locked.halted, locked.progress) != (
                ImportBatch.State.UNDOING,
                "",
                expected,
            ):
                return True
            with journal.together():
                if not _take_back(locked, by=by, at=at):
                    _end(locked, by=by, at=at)
            locked.moved_at = timezone.now()
            locked.save()
        if locked.state == ImportBatch.State.UNDONE:
            return True
        expected = locked.progress
        breathe()
    return False


def _take_back(batch: ImportBatch, *, by: User | None, at: datetime) -> int:
    """Take back what the next entries did; how many there were."""
    told, progress = batch.undone, batch.progress
    entries = JournalEntry.objects.filter(batch_id=batch.pk, number__lt=progress["before"])
    part = list(entries.order_by("-number").prefetch_related("personal_values")[:_CHUNK])
    for added, some in groupby(part, key=lambda entry: (entry.verb == Verb.CREATED, entry.object_type)):
        group = list(some)
        left = _take_away_many(batch, group, by=by, at=at) if added[0] else group
        told["removed"] += len(group) - len(left)
        for entry in left:
            _one(entry, told, by=by, at=at)
    if part:
        handled = progress["handled"] + len(part)
        batch.progress = {**progress, "before": part[-1].number, "handled": handled}
    return len(part)


def _one(entry: JournalEntry, told: dict[str, Any], *, by: User | None, at: datetime) -> None:
    thing = _touched(entry)
    if thing is None:
        return
    stays: list[str] = []
    try:
        with journal.together(), transaction.atomic():
            if entry.verb == Verb.CREATED:
                _take_away(entry, thing, by=by, at=at)
                told["removed"] += 1
            else:
                back, stays = _give_back(entry, thing, by=by, at=at)
                told["restored"] += back
    except ValidationError as refusal:
        stays = list(refusal.messages)
    except (IntegrityError, ProtectedError):
        stays = [f"‘{thing}’ bleef zoals het is: iets anders staat in de weg."]
    told["kept_number"] += len(stays)
    told["kept"] = [*told["kept"], *stays][:_KEPT]


def _take_away_many(
    batch: ImportBatch, entries: list[JournalEntry], *, by: User | None, at: datetime
) -> list[JournalEntry]:
    """Delete at once the added rows of one model that nobody touched since; the entries of the others."""
    model = apps.get_model(entries[0].object_type)
    things = {
        str(thing.pk): thing for thing in model._base_manager.filter(pk__in=[e.object_id for e in entries])
    }
    of_these = JournalEntry.objects.filter(object_type=entries[0].object_type, object_id__in=things)
    touched = set(_by_others(of_these, batch.pk).values_list("object_id", flat=True))
    touched |= {str(key) for key in pointed_at(list(things.values()))}
    free = [thing for key, thing in things.items() if key not in touched]
    if not free:
        return entries
    before = journal.snapshots(free)
    try:
        with journal.together(), transaction.atomic():
            gone: list[tuple[models.Model, journal.Fields, journal.Fields]] = [
                (thing, fields, {}) for thing, fields in zip(free, before, strict=True)
            ]
            journal.record_many(Verb.UNDONE, gone, by=by, at=at)
            model._base_manager.filter(pk__in=[thing.pk for thing in free]).delete()
    except (IntegrityError, ProtectedError):
        return entries
    taken = {key for key in things if key not in touched}
    return [entry for entry in entries if entry.object_id not in taken]


def _by_others(entries: JournalEntryQuerySet, batch: int | None) -> JournalEntryQuerySet:
    """What was done apart from this import, from undoing, and from imports that were themselves undone."""
    taken_back = ImportBatch.objects.exclude(undone_at=None).values("pk")
    return entries.exclude(batch_id=batch).exclude(verb=Verb.UNDONE).exclude(batch_id__in=taken_back)


def _end(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, at
    if (put_right := kind(batch.kind).undone) is not None:
        put_right(batch)
    after = {"removed": batch.undone["removed"], "restored": batch.undone["restored"]}
    journal.record(Verb.UNDONE, batch, by=by, at=at, after=after)


def _touched(entry: JournalEntry) -> models.Model | None:
    """The row of an entry: as it is now, or made anew where the import deleted it; None where it is gone."""
    model = apps.get_model(entry.object_type)
    rows: models.QuerySet[models.Model] = model._base_manager.filter(pk=entry.object_id)
    thing = rows.first()
    if (thing is None) != (entry.verb == Verb.DELETED):
        return None
    return thing or model(pk=model._meta.pk.to_python(entry.object_id))


def _take_away(entry: JournalEntry, thing: models.Model, *, by: User | None, at: datetime) -> None:
    """Delete a row that the import added. Raises ValidationError when somebody did more with it since."""
    later = JournalEntry.objects.about(thing).filter(number__gt=entry.number)
    if _by_others(later, entry.batch_id).exists():
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
    titles = ", ".join(str(thing._meta.get_field(name).verbose_name) for name in stays)  # type: ignore[union-attr]  # a field of its own
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
