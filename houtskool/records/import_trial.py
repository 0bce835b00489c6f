"""What an import would do: it is done, and taken back, so that it says exactly what the import will do.

A long file is tried in parts, each taken back by itself, so that nobody has to wait for the whole. A row that
names another row of the same file, a part or more away, is then refused though the import will take it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from houtskool.accounts.models import User
from houtskool.records.import_kinds import Columns, Kind, check_mapping
from houtskool.records.import_outcomes import Outcome, Report
from houtskool.records.import_rows import CHUNK, Rows, run
from houtskool.records.spreadsheet import Sheet

# As many of each as a page shows.
SHOWN = 200


@translation.override("nl")
def dry_run(kind: Kind, sheet: Sheet, mapping: Columns, *, by: User | None, at: datetime) -> Report:
    """A file that is short enough for one transaction."""
    with transaction.atomic():
        report = run(kind, sheet, mapping, by=by, at=at, batch=None)
        transaction.set_rollback(True)
    return report


@translation.override("nl")
def dry_run_in_parts(
    kind: Kind, sheet: Sheet, mapping: Columns, *, by: User | None, at: datetime
) -> Iterator[list[Outcome]]:
    check_mapping(kind, mapping)
    rows = Rows(kind, sheet.titles, mapping, by=by, at=at, batch=None)
    part, place = sheet.take(0, CHUNK)
    while part:
        with transaction.atomic():
            outcomes = rows.take_in(part, stays=False)
            transaction.set_rollback(True)
        yield outcomes
        part, place = sheet.take(place, CHUNK)


class Summary:
    """What a page shows of a trial, however long the file: all numbers, and the first rows of each sort."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {
            **dict.fromkeys(
                ("added", "changed", "unchanged", "refused", "changes_number", "emptied", "warned"), 0
            ),
            "additions": [],
            "changes": [],
            "refusals": [],
            "warnings": [],
        }

    def hear(self, outcome: Outcome) -> None:
        told = self.told
        told[outcome.state] += 1
        if outcome.state == "added":
            _some(told["additions"], [outcome.row, outcome.label])
        for sentence in outcome.sentences():
            _some(told["refusals"], sentence)
        told["warned"] += bool(outcome.warnings)
        for sentence in outcome.warnings:
            _some(told["warnings"], [outcome.row, sentence])
        for change in outcome.changes:
            told["changes_number"] += 1
            told["emptied"] += bool(change.before and not change.after)
            words = [change.title, change.before[:200], change.after[:200]]
            _some(told["changes"], [outcome.row, outcome.label, *words])


def _some(list_: list[Any], one: Any) -> None:
    if len(list_) < SHOWN:
        list_.append(one)
