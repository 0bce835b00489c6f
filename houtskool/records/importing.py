"""Rows from a spreadsheet into the database: what fits goes in, the rest comes back.

A room describes its rows as a Kind and registers it in AppConfig.ready(); the rest is the same for all. It
stands in the files named import_*.py: the file, its rows, a trial, an import in parts, and the background.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import models
from django.utils import translation

from houtskool.accounts.models import User
from houtskool.records import spreadsheet
from houtskool.records.import_batches import (
    Heard,
    advance,
    begin,
    begin_trial,
    halt,
    kind_of,
    mapping_of,
    resume,
)
from houtskool.records.import_files import has_file, sheet_of, start
from houtskool.records.import_kinds import (
    ID,
    OWN,
    Choice,
    Columns,
    Key,
    Kind,
    check_mapping,
    guess,
    kind,
    kind_with,
    kinds,
    own_column,
    register,
)
from houtskool.records.import_outcomes import Outcome, Report
from houtskool.records.import_rows import run
from houtskool.records.import_trial import SHOWN, Summary, dry_run, dry_run_in_parts
from houtskool.records.import_work import is_long, set_going
from houtskool.records.models import ImportBatch
from houtskool.records.spreadsheet import Sheet

__all__ = [
    "ID",
    "OWN",
    "SHOWN",
    "WHY",
    "Choice",
    "Columns",
    "Key",
    "Kind",
    "Outcome",
    "Report",
    "Summary",
    "begin",
    "begin_trial",
    "check_mapping",
    "dry_run",
    "dry_run_in_parts",
    "export",
    "finish",
    "guess",
    "halt",
    "has_file",
    "is_long",
    "kind",
    "kind_of",
    "kind_with",
    "kinds",
    "mapping_of",
    "mend_file",
    "register",
    "resume",
    "run",
    "set_going",
    "sheet_of",
    "start",
]

WHY = "Waarom geweigerd"


@translation.override("nl")
def finish(batch: ImportBatch, *, by: User | None, at: datetime, heard: Heard | None = None) -> Report:
    """Import what fits, here and now. Raises ValidationError when this was done already.

    With `heard` nothing of the rows is kept in memory, and the report is empty.
    """
    outcomes: dict[int, Outcome] = {}

    def keep(outcome: Outcome) -> None:
        outcomes[outcome.row] = outcome

    begin(batch)
    advance(batch, by=by, at=at, heard=heard or keep)
    batch.refresh_from_db()
    return Report(tuple(outcome for _, outcome in sorted(outcomes.items())))


@translation.override("nl")
def export(kind: Kind, rows: models.QuerySet[Any], format: str) -> IO[bytes]:
    """The rows as a spreadsheet that can be edited and imported again: a temporary file, at its beginning.

    Of many rows a few are held at a time. Where readers have columns of their own, their titles are gathered
    first, so that the rows are gone through twice.
    """
    columns = kind.columns()
    if kind.own:
        titles = dict.fromkeys(title for row in _some_at_a_time(rows) for title in kind.own_columns(row))
        columns = [*columns, *(own_column(kind, title, title) for title in titles)]
    table = ([str(row.pk), *(column.cell(row) for column in columns)] for row in _some_at_a_time(rows))
    out = TemporaryFile()  # noqa: SIM115  # whoever asked closes it
    spreadsheet.write_to(out, [ID, *(column.title for column in columns)], table, format)
    out.seek(0)
    return out


def _some_at_a_time(rows: models.QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=500)


def mend_file(sheet: Sheet, reasons: Mapping[int, Sequence[str]], format: str) -> bytes:
    """The refused rows as they came, with the reason in a last column; `reasons` per row number."""
    keep = [index for index, title in enumerate(sheet.titles) if title != WHY]
    rows = (
        [*(cells[index] for index in keep), " ".join(reasons[number])]
        for number, cells in sheet.rows
        if number in reasons
    )
    return spreadsheet.write([*(sheet.titles[index] for index in keep), WHY], rows, format)
