"""Rows from a spreadsheet into the database, one by one: what fits goes in, the rest comes back.

A room describes its rows as a Kind and registers it in AppConfig.ready(); the rest is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from houtskool.accounts.models import User
from houtskool.records import journal, spreadsheet, uploads
from houtskool.records.archives import Refused
from houtskool.records.import_kinds import ID, Columns, Key, Kind, check_mapping, guess, kind, kinds, register
from houtskool.records.import_rows import Outcome, Report, run
from houtskool.records.models import ImportBatch, Upload
from houtskool.records.spreadsheet import Sheet
from houtskool.records.verbs import Verb

__all__ = [
    "ID",
    "WHY",
    "Columns",
    "Key",
    "Kind",
    "Outcome",
    "Report",
    "check_mapping",
    "dry_run",
    "export",
    "finish",
    "guess",
    "has_file",
    "kind",
    "kinds",
    "mapping_of",
    "mend_file",
    "register",
    "run",
    "sheet_of",
    "start",
]

WHY = "Waarom geweigerd"


# --- out


def export(kind: Kind, rows: Iterable[Any], format: str) -> bytes:
    """The rows as a spreadsheet that can be edited and imported again."""
    columns = kind.columns()
    table = ([str(row.pk), *(column.cell(row) for column in columns)] for row in rows)
    return spreadsheet.write([ID, *(column.title for column in columns)], table, format)


def mend_file(sheet: Sheet, reasons: Mapping[int, Sequence[str]], format: str) -> bytes:
    """The refused rows as they came, with the reason in a last column; `reasons` per row number."""
    keep = [index for index, title in enumerate(sheet.titles) if title != WHY]
    rows = (
        [*(cells[index] for index in keep), " ".join(reasons[number])]
        for number, cells in sheet.rows
        if number in reasons
    )
    return spreadsheet.write([*(sheet.titles[index] for index in keep), WHY], rows, format)


# --- in


def dry_run(kind: Kind, sheet: Sheet, mapping: Columns, *, by: User | None, at: datetime) -> Report:
    """What an import would do. It is done, and taken back: so it says exactly what the import will do."""
    with transaction.atomic():
        report = run(kind, sheet, mapping, by=by, at=at, batch=None)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def start(
    kind: Kind, data: bytes, name: str, *, by: User | None, at: datetime, limit: int
) -> tuple[ImportBatch, Sheet]:
    """Take the file in, with the columns as their titles suggest. Raises ValidationError or Refused."""
    sheet = spreadsheet.read(data)
    if not sheet.rows:
        raise ValidationError(
            "Dit bestand heeft geen rijen onder de kolomtitels. Vul er minstens één in, of kies een ander."
        )
    upload = uploads.receive(data, name, by=by, at=at, limit=limit)
    mapping = {str(index): field for index, field in guess(kind, sheet.titles).items()}
    batch = ImportBatch.objects.create(
        kind=kind.name, upload=upload, mapping=mapping, rows=len(sheet.rows), at=at, by=by
    )
    return batch, sheet


@transaction.atomic
def finish(batch: ImportBatch, sheet: Sheet, *, by: User | None, at: datetime) -> Report:
    """Import what fits. Raises ValidationError when this was done already."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.done_at is not None:
        raise ValidationError("Dit bestand is al ingelezen.")
    report = run(kind(batch.kind), sheet, mapping_of(batch), by=by, at=at, batch=batch)
    batch.created, batch.changed = len(report.added), len(report.changed)
    batch.unchanged = len(report.unchanged)
    batch.refused = [
        {"row": outcome.row, "label": outcome.label, "reasons": list(outcome.reasons)}
        for outcome in report.refused
    ]
    batch.done_at = at
    batch.save()
    journal.record(Verb.IMPORTED, batch, by=by, at=at, after=_counts(batch))
    return report


def mapping_of(batch: ImportBatch) -> dict[int, str]:
    return {int(index): name for index, name in batch.mapping.items()}


def sheet_of(upload: Upload) -> Sheet:
    """The sheet of a file that came in earlier. Raises Refused when the file was erased since."""
    try:
        return spreadsheet.read(uploads.read(upload))
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(
            "Het bestand van deze import is gewist, omdat er persoonsgegevens in stonden. "
            "Lees het zo nodig opnieuw in."
        ) from error


def has_file(batch: ImportBatch) -> bool:
    """Whether the file is still there: it is erased after a month, and when a person from it is."""
    return bool(batch.upload.file.storage.exists(batch.upload.file.name or ""))


def _counts(batch: ImportBatch) -> dict[str, Any]:
    return {
        "kind": batch.kind,
        "rows": batch.rows,
        "created": batch.created,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "refused_rows": [row["row"] for row in batch.refused],
    }
