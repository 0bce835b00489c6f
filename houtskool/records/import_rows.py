"""The rows of a spreadsheet, one by one: what each becomes, and why it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from houtskool.accounts.models import User
from houtskool.records.cells import Column
from houtskool.records.folding import fold
from houtskool.records.import_kinds import ID, Columns, Key, Kind, check_mapping
from houtskool.records.models import ImportBatch
from houtskool.records.spreadsheet import Sheet


@dataclass(frozen=True)
class CellChange:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row: added, changed, unchanged or refused; `row` is its number in the file."""

    row: int
    state: str
    label: str
    thing: Any = None
    changes: tuple[CellChange, ...] = ()
    reasons: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        return [f"Regel {self.row}: {_lowered(reason)}" for reason in self.reasons]


@dataclass(frozen=True)
class Report:
    outcomes: tuple[Outcome, ...] = ()

    def of(self, state: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == state]

    @property
    def added(self) -> list[Outcome]:
        return self.of("added")

    @property
    def changed(self) -> list[Outcome]:
        return self.of("changed")

    @property
    def unchanged(self) -> list[Outcome]:
        return self.of("unchanged")

    @property
    def refused(self) -> list[Outcome]:
        return self.of("refused")


@dataclass
class _Index:
    """The rows that are there, by their keys, kept up to date while a run adds to them."""

    kind: Kind
    things: dict[int, Any] = field(default_factory=dict)
    by_key: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_key = [{} for _ in self.kind.keys]
        for thing in self.kind.rows():
            self.keep(thing)

    def keep(self, thing: Any) -> None:
        before = self.things.get(thing.pk)
        for key, known in zip(self.kind.keys, self.by_key, strict=True):
            old = key.of_thing(before) if before is not None else ""
            if known.get(old) == thing.pk:
                del known[old]
            if word := key.of_thing(thing):
                known.setdefault(word, thing.pk)
        self.things[thing.pk] = thing

    def find(self, values: Mapping[str, Any]) -> Any:
        """The thing that a row means, None for a new one. Raises ValidationError when that is not clear."""
        if identity := values.get(ID):
            return self._by_id(str(identity))
        for index, (key, known) in enumerate(zip(self.kind.keys, self.by_key, strict=True)):
            word = key.of_values(values)
            if word in known:
                thing = self.things[known[word]]
                self._refuse_contradiction(thing, values, self.kind.keys[:index])
                return thing
        return None

    def _by_id(self, identity: str) -> Any:
        thing = self.things.get(int(identity)) if identity.isdecimal() and len(identity) < 18 else None
        if thing is None:
            raise ValidationError(
                f"Er is geen {self.kind.singular} met id {identity}; misschien is die weg of samengevoegd. "
                "Maak de cel leeg om de rij als nieuw toe te voegen."
            )
        return thing

    def _refuse_contradiction(self, thing: Any, values: Mapping[str, Any], stronger: Sequence[Key]) -> None:
        for key in stronger:
            here, there = key.of_values(values), key.of_thing(thing)
            if here and there and here != there:
                raise ValidationError(
                    f"‘{thing}’ staat al in het overzicht, maar met {key.label} {there}; hier staat {here}. "
                    "Verbeter het, of geef de rij een naam die het verschil laat zien."
                )


def run(
    kind: Kind, sheet: Sheet, mapping: Columns, *, by: User | None, at: datetime, batch: ImportBatch | None
) -> Report:
    """Add and change what the rows say; a row that is refused leaves nothing behind.

    A row may name another row of the file that comes later (a theme under a theme): what was refused is tried
    again as long as that helps.
    """
    check_mapping(kind, mapping)
    run = _Run(kind, kind.columns(), mapping, _Index(kind), by, at, batch)
    outcomes: dict[int, Outcome] = {}
    todo = sheet.rows
    while todo:
        for number, cells in todo:
            outcomes[number] = run.row(number, cells)
        refused = [(number, cells) for number, cells in todo if outcomes[number].state == "refused"]
        added = any(outcomes[number].state == "added" for number, _ in todo)
        todo = refused if added and len(refused) < len(todo) else []
    return Report(tuple(outcomes[number] for number, _ in sheet.rows))


@dataclass
class _Run:
    kind: Kind
    columns: Sequence[Column]
    mapping: Columns
    index: _Index
    by: User | None
    at: datetime
    batch: ImportBatch | None
    seen: dict[int, int] = field(default_factory=dict)

    def row(self, number: int, cells: Sequence[str]) -> Outcome:
        texts = {name: cells[index] for index, name in self.mapping.items() if index < len(cells)}
        label = texts.get("name") or next(filter(None, texts.values()), "")
        try:
            with transaction.atomic():
                return self._taken_in(number, texts)
        except ValidationError as error:
            return Outcome(number, "refused", label, reasons=tuple(self._reasons(error)))
        except IntegrityError:
            reason = "Deze rij past niet bij wat er al staat. Kijk of zij dubbel is."
            return Outcome(number, "refused", label, reasons=(reason,))

    def _taken_in(self, number: int, texts: Mapping[str, str]) -> Outcome:
        values = self._values(texts)
        thing = self.index.find(values)
        if thing is None:
            self._refuse_missing(values)
            added = self._save(None, values)
            self._once(added, number)
            return Outcome(number, "added", str(added), added)
        self._once(thing, number)
        self._refuse_missing(values, present=thing)
        columns = [column for column in self.columns if column.name in values]
        before = {column.name: column.cell(thing) for column in columns}
        differing = {
            column.name: values[column.name]
            for column in columns
            if column.write(values[column.name]) != before[column.name]
        }
        if not differing:
            return Outcome(number, "unchanged", str(thing), thing)
        saved = self._save(thing, differing)
        changes = tuple(
            CellChange(column.title, before[column.name], after)
            for column in columns
            if (after := column.cell(saved)) != before[column.name]
        )
        return Outcome(number, "changed" if changes else "unchanged", str(saved), saved, changes)

    def _values(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of the cells. Every cell is read, so that one refusal names all that is wrong."""
        values: dict[str, Any] = {ID: texts.get(ID, "")}
        problems: list[ValidationError] = []
        for column in self.columns:
            if column.name in texts:
                try:
                    values[column.name] = column.read(texts[column.name])
                except ValidationError as error:
                    problems.append(error)
        if problems:
            raise ValidationError(problems)
        return values

    def _refuse_missing(self, values: Mapping[str, Any], present: Any = None) -> None:
        for column in self.columns:
            if column.required and (present is None or column.name in values) and not values.get(column.name):
                raise ValidationError(f"{column.title} ontbreekt. Vul die in.")

    def _save(self, thing: Any, values: Mapping[str, Any]) -> Any:
        given = {name: value for name, value in values.items() if name != ID}
        # A copy, so that a refusal leaves the known row as it is in the database.
        saved = self.kind.save(copy(thing), given, by=self.by, at=self.at, batch=self.batch)
        self.index.keep(saved)
        return saved

    def _once(self, thing: Any, number: int) -> None:
        first = self.seen.setdefault(thing.pk, number)
        if first != number:
            raise ValidationError(
                f"‘{thing}’ staat ook op regel {first}. Voeg de twee regels samen, of haal er een weg."
            )

    def _reasons(self, error: ValidationError) -> list[str]:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        titles = {column.name: column.title for column in self.columns}
        reasons = []
        for name, messages in error.message_dict.items():
            title = titles.get(name, "")
            for message in messages:
                named = fold(title).split(" ")[0] in fold(message) or name == "__all__"
                reasons.append(message if named else f"{title}: {_lowered(message)}")
        return reasons


def _lowered(sentence: str) -> str:
    """As it goes on after "Regel 14: ": the first letter small, unless the word is a name in capitals."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence
