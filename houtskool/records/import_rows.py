"""The rows of a spreadsheet, some at a time: what each becomes, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from houtskool.accounts.models import User
from houtskool.records import cells, journal
from houtskool.records.cells import Column
from houtskool.records.folding import fold
from houtskool.records.import_index import Index
from houtskool.records.import_kinds import ID, OWN, Columns, Kind, check_mapping, own_column
from houtskool.records.import_outcomes import CellChange, Outcome, Report, lowered
from houtskool.records.models import ImportBatch
from houtskool.records.spreadsheet import NumberedRow, Sheet

# So many rows share one transaction: long enough to be fast, short enough for others to get their turn.
CHUNK = 250


def run(
    kind: Kind, sheet: Sheet, mapping: Columns, *, by: User | None, at: datetime, batch: ImportBatch | None
) -> Report:
    """Add and change what the rows say; a row that is refused leaves nothing behind.

    A row may name another row of the file that comes later (a theme under a theme): what was refused is tried
    again as long as that helps. For files of which all fits in one transaction; others: import_batches.py.
    """
    check_mapping(kind, mapping)
    outcomes: dict[int, Outcome] = {}
    todo: list[NumberedRow] = list(sheet.rows)
    rows = Rows(kind, sheet.titles, mapping, by=by, at=at, batch=batch)
    while todo:
        for start in range(0, len(todo), CHUNK):
            with transaction.atomic():
                for outcome in rows.take_in(todo[start : start + CHUNK]):
                    outcomes[outcome.row] = outcome
        refused = [row for row in todo if outcomes[row[0]].state == "refused"]
        added = any(outcomes[number].state == "added" for number, _ in todo)
        todo = refused if added and len(refused) < len(todo) else []
        rows.look_anew()
    return Report(tuple(outcomes[number] for number, _ in sheet.rows))


class Rows:
    """Takes rows in, some at a time, and remembers over all of them which thing came from which row.

    `seen` is that memory of an earlier, broken run: thing → row.
    """

    def __init__(
        self,
        kind: Kind,
        titles: Sequence[str],
        mapping: Columns,
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
        seen: Mapping[int, int] | None = None,
    ) -> None:
        self.kind, self.titles, self.mapping = kind, titles, mapping
        self.by, self.at, self.batch = by, at, batch
        self.seen = dict(seen or {})
        # Of rows that are new and may not stay (a trial in parts): key → row.
        self.promised: list[dict[str, int]] = [{} for _ in kind.keys]
        self.look_anew()

    def look_anew(self) -> None:
        """Forget which names were not found: they may have been added since."""
        self.columns = [*self.kind.columns(), *self._own_columns()]
        self.titles_of = {column.name: column.title for column in self.columns}
        self.index = Index(self.kind)

    def take_in(self, rows: Sequence[NumberedRow], *, stays: bool = True) -> list[Outcome]:
        """What becomes of these rows, inside a transaction; without `stays` that one will be taken back."""
        if not self.index.all_known:
            self.index = Index(self.kind)
        read = [_Row(number, self._texts(row)) for number, row in rows]
        for row in read:
            self._try(row, self._read)
        with journal.together():
            # Once it is our turn: what others changed meanwhile is seen, and not put back to what it was.
            self.index.look_up([row.values for row in read if row.outcome is None])
            if self.kind.save_many is None:
                for row in read:
                    self._read_anew(row)
                    self._try(row, self._one)
            else:
                self._many(read)
        outcomes = [self._warned(row, row.outcome) for row in read if row.outcome is not None]
        if not stays:
            self._promise(read)
            self.index = Index(self.kind)
        return outcomes

    def _warned(self, row: _Row, outcome: Outcome) -> Outcome:
        """With what a reader should look at, of a row that goes in or changes something."""
        if self.kind.warns is None or outcome.state not in {"added", "changed"}:
            return outcome
        return replace(outcome, warnings=tuple(self.kind.warns(row.values)))

    # --- one by one

    def _one(self, row: _Row) -> None:
        with journal.together(), transaction.atomic():
            thing, values = self._meant(row)
            if row.outcome is None:
                given = {name: value for name, value in values.items() if name != ID}
                # A copy, so that a refusal leaves the known row as it is in the database.
                saved = self.kind.save(copy(thing), given, by=self.by, at=self.at, batch=self.batch)
                self._kept(row, saved)

    def _read_anew(self, row: _Row) -> None:
        """Read a refused row again where a row just above it was added: it may name that one."""
        if row.outcome is not None and row.read_at != cells.generation():
            row.outcome, row.values = None, {}
            self._try(row, self._read)
            if row.outcome is None:
                self.index.look_up([row.values])

    def _meant(self, row: _Row) -> tuple[Any, Mapping[str, Any]]:
        """The thing that the row means and what it changes; the outcome already where it changes nothing."""
        thing = self.index.find(row.values)
        if thing is None:
            self._refuse_promised(row)
            self._refuse_missing(row.values)
            return None, self._with_own(row.values, None)
        self._once(thing, row.number)
        self._refuse_missing(row.values, present=thing)
        columns = [column for column in self.columns if column.name in row.values]
        row.before = {column.name: column.cell(thing) for column in columns}
        differing = {
            column.name: row.values[column.name]
            for column in columns
            if column.write(row.values[column.name]) != row.before[column.name]
        }
        if not differing:
            row.outcome = Outcome(row.number, "unchanged", str(thing), thing)
        return thing, self._with_own(differing, thing)

    def _kept(self, row: _Row, saved: Any) -> None:
        self.index.keep(saved)
        if row.before is None:
            self._once(saved, row.number)
            cells.something_was_added()
            row.outcome = Outcome(row.number, "added", row.label or str(saved), saved)
            return
        changes = tuple(
            CellChange(column.title, before, after)
            for column in self.columns
            if (before := row.before.get(column.name)) is not None and (after := column.cell(saved)) != before
        )
        row.outcome = Outcome(row.number, "changed" if changes else "unchanged", str(saved), saved, changes)

    # --- many at once

    def _many(self, read: Sequence[_Row]) -> None:
        """As one by one, but two rows of the same thing are known before either is kept."""
        planned: list[tuple[_Row, Any, Mapping[str, Any]]] = []
        known = [dict(words) for words in self.promised]

        def plan(row: _Row) -> None:
            thing, values = self._meant(row)
            if row.outcome is None:
                planned.append((row, copy(thing), {name: v for name, v in values.items() if name != ID}))
                if thing is None:
                    self._promise([row])

        for row in read:
            self._try(row, plan)
        self.promised = known
        if not planned or self.kind.save_many is None:
            return
        pairs = [(thing, values) for _, thing, values in planned]
        try:
            with journal.together(), transaction.atomic():
                saved = self.kind.save_many(pairs, by=self.by, at=self.at, batch=self.batch)
        except IntegrityError:
            for row, _, _ in planned:
                self.seen = {pk: number for pk, number in self.seen.items() if number != row.number}
                self._try(row, self._one)
            return
        for (row, _, _), one in zip(planned, saved, strict=True):

            def keep(row: _Row, one: Any = one) -> None:
                if isinstance(one, ValidationError):
                    raise one
                self._kept(row, one)

            self._try(row, keep)

    # --- what is refused

    def _try(self, row: _Row, act: Callable[[_Row], None]) -> None:
        if row.outcome is not None:
            return
        try:
            act(row)
        except ValidationError as error:
            row.outcome = Outcome(row.number, "refused", row.label, reasons=tuple(self._reasons(error)))
        except IntegrityError:
            reason = "Deze rij past niet bij wat er al staat. Kijk of zij dubbel is."
            row.outcome = Outcome(row.number, "refused", row.label, reasons=(reason,))

    def _once(self, thing: Any, number: int) -> None:
        first = self.seen.setdefault(thing.pk, number)
        if first != number:
            raise _double(str(thing), first)

    def _refuse_promised(self, row: _Row) -> None:
        for key, words in zip(self.kind.keys, self.promised, strict=True):
            first = words.get(key.of_values(row.values), row.number)
            if first != row.number:
                raise _double(row.label, first)

    def _promise(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            if row.before is None and (row.outcome is None or row.outcome.state == "added"):
                for key, words in zip(self.kind.keys, self.promised, strict=True):
                    if word := key.of_values(row.values):
                        words.setdefault(word, row.number)
                if row.outcome is not None:
                    # Its number goes to another thing, once this one is taken back.
                    self.seen.pop(row.outcome.thing.pk, None)

    def _refuse_missing(self, values: Mapping[str, Any], present: Any = None) -> None:
        for column in self.columns:
            if column.required and (present is None or column.name in values) and not values.get(column.name):
                raise ValidationError(f"{column.title} ontbreekt. Vul die in.")

    def _reasons(self, error: ValidationError) -> list[str]:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        reasons = []
        for name, messages in error.message_dict.items():
            title = self.titles_of.get(name, "")
            for message in messages:
                named = fold(title).split(" ")[0] in fold(message) or name == "__all__"
                reasons.append(message if named else f"{title}: {lowered(message)}")
        return reasons

    # --- what is in the cells

    def _texts(self, row: Sequence[str]) -> dict[str, str]:
        return {
            f"{OWN} {index}" if name == OWN else name: row[index]
            for index, name in self.mapping.items()
            if index < len(row)
        }

    def _read(self, row: _Row) -> None:
        """The values of the cells. Every cell is read, so that one refusal names all that is wrong."""
        row.values[ID] = row.texts.get(ID, "")
        row.read_at = cells.generation()
        problems: list[ValidationError] = []
        for column in self.columns:
            if column.name in row.texts:
                try:
                    row.values[column.name] = column.read(row.texts[column.name])
                except ValidationError as error:
                    problems.append(error)
        if problems:
            raise ValidationError(problems)

    def _own_columns(self) -> list[Column]:
        """The reader's own columns, under their own titles."""
        return [
            own_column(self.kind, f"{OWN} {index}", self.titles[index] or f"Kolom {index + 1}")
            for index, name in self.mapping.items()
            if name == OWN and self.kind.own
        ]

    def _with_own(self, values: Mapping[str, Any], thing: Any) -> dict[str, Any]:
        """The values with the reader's own columns in the one field that holds them."""
        own = {self.titles_of[name]: value for name, value in values.items() if name.startswith(f"{OWN} ")}
        others = {name: value for name, value in values.items() if not name.startswith(f"{OWN} ")}
        if own:
            there = getattr(thing, self.kind.own) if thing is not None else {}
            others[self.kind.own] = {title: cell for title, cell in {**there, **own}.items() if cell}
        return others


class _Row:
    """A row on its way: its cells, what they mean, and in the end what became of it."""

    def __init__(self, number: int, texts: dict[str, str]) -> None:
        self.number, self.texts = number, texts
        self.values: dict[str, Any] = {}
        self.before: dict[str, str] | None = None
        self.read_at = -1
        self.outcome: Outcome | None = None

    @property
    def label(self) -> str:
        """What a reader knows the row by: its name or title, its words, or else its first cell."""
        known = (self.texts.get(name, "") for name in ("name", "title", "words"))
        return next(filter(None, [*known, *self.texts.values()]), "")[:200]


def _double(label: str, first: int) -> ValidationError:
    return ValidationError(
        f"‘{label}’ staat ook op regel {first}. Voeg de twee regels samen, of haal er een weg."
    )
