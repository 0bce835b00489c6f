"""An import in parts, a transaction each: others get their turn, and after a crash it goes on where it was.

What a part did and how far it came are written together, so that no row goes in twice; who finds that another
has moved the import on, or halted it, stops.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import journal
from houtskool.records.import_files import sheet_of
from houtskool.records.import_kinds import Kind, check_mapping, kind_with
from houtskool.records.import_outcomes import Outcome
from houtskool.records.import_rows import CHUNK, Rows
from houtskool.records.import_trial import Summary, dry_run_in_parts
from houtskool.records.models import ImportBatch, ImportRow
from houtskool.records.spreadsheet import NumberedRow
from houtskool.records.verbs import Verb

Heard = Callable[[Outcome], None]
Until = Callable[[], bool]
State = ImportBatch.State
# SQLite gives its lock to whoever asks first; without a pause nobody else would ever be that.
_PAUSE = 0.03
_NUMBERS = {"added": "created", "changed": "changed", "unchanged": "unchanged", "refused": "refused"}


def never() -> bool:
    return False


def mapping_of(batch: ImportBatch) -> dict[int, str]:
    return {int(index): name for index, name in batch.mapping.items()}


def kind_of(batch: ImportBatch) -> Kind:
    """The kind with what was chosen for this file."""
    return kind_with(batch.kind, batch.choices)


def begin(batch: ImportBatch) -> None:
    """Say that the import starts: once. Raises ValidationError where it was, or where no row can be known."""
    check_mapping(kind_of(batch), mapping_of(batch))
    progress = {"turn": 1, "place": 0, "handled": 0, "added": 0, "todo": batch.rows}
    if not _move(batch, [State.NEW, State.TRYING, State.TRIED], State.RUNNING, progress):
        raise ValidationError(
            _("Dit bestand wordt al ingelezen.")
            if batch.state == State.RUNNING
            else _("Dit bestand is al ingelezen.")
        )


def begin_trial(batch: ImportBatch) -> None:
    check_mapping(kind_of(batch), mapping_of(batch))
    progress = {"handled": 0, "todo": batch.rows}
    if not _move(batch, [State.NEW, State.TRYING, State.TRIED], State.TRYING, progress):
        raise ValidationError(_("Dit bestand is al ingelezen."))


def halt(batch: ImportBatch, why: str) -> None:
    """Nobody goes on with it until it is resumed; the part that runs now is the last."""
    busy = ImportBatch.objects.filter(pk=batch.pk, state__in=[State.TRYING, State.RUNNING, State.UNDOING])
    busy.filter(halted="").update(halted=why[:300])
    batch.refresh_from_db()


def resume(batch: ImportBatch) -> None:
    """Let it go on. Harmless where it never stopped: of two that go on, one finds the other was first."""
    busy = ImportBatch.objects.filter(pk=batch.pk, state__in=[State.TRYING, State.RUNNING, State.UNDOING])
    if not busy.update(halted="", moved_at=timezone.now()):
        raise ValidationError(_("Hier valt niets meer te doen: deze import is klaar."))
    batch.refresh_from_db()


def _move(batch: ImportBatch, before: list[str], after: str, progress: dict[str, Any]) -> bool:
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=before)
    moved = waiting.update(state=after, halted="", progress=progress, moved_at=timezone.now())
    batch.refresh_from_db()
    return bool(moved)


def advance(
    batch: ImportBatch, *, by: User | None, at: datetime, heard: Heard | None = None, until: Until = never
) -> bool:
    """Take in part after part; False when `until` said to stop and there is more.

    `heard` hears what becomes of each row, when that is sure; of a row that is tried again, once more.
    """
    kind_, sheet = kind_of(batch), sheet_of(batch.upload)
    known = batch.outcomes.exclude(object_id=None).values_list("object_id", "number")
    seen = {thing: number for thing, number in known if thing is not None}
    rows = Rows(kind_, sheet.titles, mapping_of(batch), by=by, at=at, batch=batch, seen=seen)
    expected = batch.progress
    while not until():
        part, place = sheet.take(expected["place"], CHUNK)
        outcomes: list[Outcome] = []
        with transaction.atomic():
            journal.take_turn()  # before the row is held: who erases a person does it in that order
            locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if (locked.state, locked.halted, locked.progress) != (State.RUNNING, "", expected):
                return True
            if part:
                outcomes = _take_in(locked, rows, part, place)
            else:
                _end_turn(locked, by=by, at=at)
                rows.look_anew()
            locked.moved_at = timezone.now()
            locked.save()
        if heard is not None:
            for outcome in outcomes:
                heard(outcome)
        if locked.state == State.DONE:
            return True
        expected = locked.progress
        breathe()
    return False


def _take_in(batch: ImportBatch, rows: Rows, part: list[NumberedRow], place: int) -> list[Outcome]:
    progress = batch.progress
    if progress["turn"] > 1:
        numbers = [number for number, _ in part]
        refused = batch.outcomes.filter(number__in=numbers, state="refused")
        former = set(refused.values_list("number", flat=True))
        part = [row for row in part if row[0] in former]
        refused.delete()
        batch.refused -= len(part)
    outcomes = rows.take_in(part) if part else []
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            number=outcome.row,
            state=outcome.state,
            object_id=outcome.thing.pk if outcome.thing is not None else None,
            label=outcome.label[:200] if outcome.reasons else "",
            reasons=list(outcome.reasons),
        )
        for outcome in outcomes
    )
    for state, name in _NUMBERS.items():
        number = sum(1 for outcome in outcomes if outcome.state == state)
        setattr(batch, name, getattr(batch, name) + number)
    added = sum(1 for outcome in outcomes if outcome.state == "added")
    batch.progress = {
        **progress,
        "place": place,
        "handled": progress["handled"] + len(part),
        "added": progress["added"] + added,
    }
    return outcomes


def _end_turn(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    """Try what was refused once more, where a row that came later may be what it named; else it is done."""
    progress = batch.progress
    if progress["added"] and 0 < batch.refused < progress["todo"]:
        turn = {"turn": progress["turn"] + 1, "todo": batch.refused}
        batch.progress = {**turn, "place": 0, "handled": 0, "added": 0}
        return
    batch.outcomes.exclude(state="refused").delete()
    batch.state, batch.done_at, batch.trial = State.DONE, at, {}
    refused = batch.outcomes.values_list("number", flat=True)[:1000]
    after = {
        "kind": batch.kind,
        "rows": batch.rows,
        "created": batch.created,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "refused": batch.refused,
        "refused_rows": list(refused),
    }
    journal.record(Verb.IMPORTED, batch, by=by, at=at, after=after)


def advance_trial(batch: ImportBatch, *, by: User | None, at: datetime, until: Until = never) -> bool:
    """Try the whole file, in parts; from the beginning, because of a trial nothing stays to go on from."""
    summary, token = Summary(), secrets.token_hex(8)
    mine = ImportBatch.objects.filter(pk=batch.pk, state=State.TRYING, halted="")
    progress: dict[str, Any] = {"handled": 0, "todo": batch.rows, "by": token}
    if not mine.update(progress=progress):
        return True
    mine = mine.filter(progress__by=token)
    sheet = sheet_of(batch.upload)
    for outcomes in dry_run_in_parts(kind_of(batch), sheet, mapping_of(batch), by=by, at=at):
        for outcome in outcomes:
            summary.hear(outcome)
        progress = {**progress, "handled": progress["handled"] + len(outcomes)}
        if not mine.update(progress=progress, moved_at=timezone.now()):
            return True
        if until():
            return False
        breathe()
    mine.update(state=State.TRIED, trial=summary.told)
    return True


def breathe() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_PAUSE)
