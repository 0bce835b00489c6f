"""Columns of a spreadsheet by what their cells hold: how a cell is read, and how a value is written.

For each column holds: what is written and read again is the same value, and is written the same.
"""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from houtskool.records.folding import fold, tidy
from houtskool.web.language import dutch


@dataclass(frozen=True)
class Column:
    """A field of a row as a column: `value` takes it from the row, `write` and `read` make and read the cell.

    `read` raises ValidationError, in Dutch. `holds` says what may stand in a cell, for the data dictionary.
    """

    name: str
    title: str
    holds: str
    value: Callable[[Any], Any]
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    aliases: tuple[str, ...] = ()
    required: bool = False

    def cell(self, row: Any) -> str:
        return self.write(self.value(row))


def text(
    name: str, title: str, *aliases: str, lines: bool = False, required: bool = False, holds: str = "tekst"
) -> Column:
    return Column(
        name,
        title,
        holds + (", mag uit meer regels bestaan" if lines else ""),
        value=lambda row: getattr(row, name),
        write=str,
        read=lambda cell: tidy(cell, lines=lines),
        aliases=aliases,
        required=required,
    )


def choice(name: str, title: str, choices: Iterable[tuple[Any, Any]], *aliases: str) -> Column:
    words = {str(value): dutch(label) for value, label in choices if value}
    known = {fold(label): value for value, label in words.items()} | {fold(value): value for value in words}

    def read(cell: str) -> str:
        if not cell:
            return ""
        if fold(cell) not in known:
            raise ValidationError(f"{title}: ‘{cell}’ kan niet. Kies uit: {', '.join(words.values())}.")
        return known[fold(cell)]

    return Column(
        name,
        title,
        "een van: " + ", ".join(words.values()),
        value=lambda row: getattr(row, name),
        write=lambda value: words.get(value, ""),
        read=read,
        aliases=aliases,
    )


def yes_no(name: str, title: str, *aliases: str) -> Column:
    answers = dict.fromkeys(("ja", "j", "waar", "true", "1", "x", "yes"), True)
    answers |= dict.fromkeys(("nee", "n", "onwaar", "false", "0", "", "no"), False)

    def read(cell: str) -> bool:
        if fold(cell) not in answers:
            raise ValidationError(f"{title}: hier staat ‘{cell}’. Vul ja of nee in.")
        return answers[fold(cell)]

    return Column(
        name,
        title,
        "ja of nee; leeg is nee",
        value=lambda row: getattr(row, name),
        write=lambda value: "ja" if value else "nee",
        read=read,
        aliases=aliases,
    )


_DUTCH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 00:00(?::00)?)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")


def read_day(cell: str, title: str) -> date | None:
    """A day as 15-01-2019 or 2019-01-15; None for an empty cell."""
    if not cell:
        return None
    if dutch := _DUTCH_DAY.fullmatch(cell):
        day, month, year = map(int, dutch.groups())
    elif iso := _ISO_DAY.fullmatch(cell):
        year, month, day = map(int, iso.groups())
    else:
        raise ValidationError(f"{title}: ‘{cell}’ is geen datum. Schrijf hem als 15-01-2019.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(f"{title}: de dag {cell} bestaat niet.") from error


def day(name: str, title: str, *aliases: str) -> Column:
    return Column(
        name,
        title,
        "een dag, als 15-01-2019 of 2019-01-15",
        value=lambda row: getattr(row, name),
        write=lambda value: f"{value:%d-%m-}{value.year:04d}" if value else "",
        read=lambda cell: read_day(cell, title),
        aliases=aliases,
    )


def split(cell: str) -> list[str]:
    """The values of a cell, separated by `; `. A value in double quotes may hold a semicolon itself."""
    try:
        rows = list(csv.reader(io.StringIO(cell), delimiter=";", skipinitialspace=True, strict=True))
    except csv.Error:
        rows = [cell.split(";")]
    return [value for row in rows for part in row if (value := tidy(part))]


def join(values: Iterable[str]) -> str:
    def written(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if ";" in value or '"' in value else value

    return "; ".join(map(written, values))


def words(name: str, title: str, *aliases: str) -> Column:
    """A list of texts of the reader's own."""
    return Column(
        name,
        title,
        "teksten, gescheiden door een puntkomma",
        value=lambda row: getattr(row, name),
        write=join,
        read=lambda cell: list(dict.fromkeys(split(cell))),
        aliases=aliases,
    )


def numbers(name: str, title: str, low: int, high: int, *aliases: str) -> Column:
    def read(cell: str) -> list[int]:
        parts = split(cell.replace(",", ";"))
        wrong = [part for part in parts if not (part.isdecimal() and low <= int(part) <= high)]
        if wrong:
            raise ValidationError(
                f"{title}: ‘{wrong[0]}’ kan niet. Vul nummers in van {low} tot en met {high}."
            )
        return sorted({int(part) for part in parts})

    return Column(
        name,
        title,
        f"nummers van {low} tot en met {high}, gescheiden door een puntkomma",
        value=lambda row: getattr(row, name),
        write=lambda value: join(map(str, value)),
        read=read,
        aliases=aliases,
    )


_additions = itertools.count(1)
_generation = 0


def something_was_added() -> None:
    """A name that was not found may be there now."""
    global _generation
    _generation = next(_additions)


def generation() -> int:
    """Another number after something was added."""
    return _generation


class Lookup:
    """Finds rows by name for one run: what is found once is kept, what is not may still be added."""

    def __init__(self, noun: str, rows: Callable[[], Any]) -> None:
        self.noun, self.rows = noun, rows
        self.found: dict[str, Any] = {}
        self.missed: dict[str, int] = {}
        self.hints: dict[str, str] = {}
        self.names: dict[str, str] | None = None

    def __call__(self, name: str) -> Any:
        key = fold(name)
        if key not in self.found:
            one = None if self.missed.get(key) == generation() else self.rows().find(name)
            if one is None:
                self.missed[key] = generation()
                raise ValidationError(
                    f"Er is geen {self.noun} ‘{name}’.{self._hint(key)} "
                    "Verbeter de naam, of voeg die eerst toe."
                )
            self.found[key] = one
        return self.found[key]

    def _hint(self, key: str) -> str:
        """A name that looks like it. Sought once per name: in a long list the same mistake comes often."""
        if self.names is None:
            names = self.rows().current().values_list("name", flat=True)[:5000]
            self.names = {fold(one): one for one in names}
        if key not in self.hints:
            near = difflib.get_close_matches(key, self.names, n=1)
            self.hints[key] = f" Bedoelt u ‘{self.names[near[0]]}’?" if near else ""
        return self.hints[key]


def link(name: str, title: str, lookup: Lookup, *aliases: str) -> Column:
    """One other row, by its name."""
    return Column(
        name,
        title,
        f"de naam van een {lookup.noun}",
        value=lambda row: getattr(row, name),
        write=lambda value: str(value) if value else "",
        read=lambda cell: lookup(cell) if cell else None,
        aliases=aliases,
    )


def links(name: str, title: str, lookup: Lookup, *aliases: str) -> Column:
    """Other rows, by their names; in the order of those names, so that the order in a cell means nothing."""

    def read(cell: str) -> list[Any]:
        return sorted({lookup(part) for part in split(cell)}, key=lambda one: (str(one), one.pk))

    return Column(
        name,
        title,
        f"namen van een {lookup.noun}, gescheiden door een puntkomma",
        value=lambda row: sorted(getattr(row, name).all(), key=lambda one: (str(one), one.pk)),
        write=lambda value: join(str(one) for one in value),
        read=read,
        aliases=aliases,
    )
