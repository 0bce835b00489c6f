"""Spreadsheets in and out: CSV, XLSX and ODS, as rows of text. What is written comes back the same.

A cell that a spreadsheet would take for a formula (it begins with = + - @) gets an apostrophe before it in
CSV; reading takes it off again. In XLSX and ODS each cell says that it is text, so that it needs none.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, overload
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from django.utils.translation import gettext
from odfdo import Cell, Document, Row, Table

from houtskool.records.archives import LIMITS, Limits, Refused
from houtskool.records.rows_in import rows_of, text

__all__ = [
    "FORMATS",
    "LIMITS",
    "NumberedRow",
    "Sheet",
    "read",
    "spool",
    "spooled",
    "text",
    "write",
    "write_to",
]

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_LOOKS_LIKE_FORMULA = re.compile(f"'*[{_FORMULA}]")
_ESCAPED = re.compile(f"'+[{_FORMULA}]")
_QUOTED_ALREADY = _ESCAPED

NumberedRow = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: the titles of its columns, and its rows with their number in the file.

    Every row has as many cells as there are titles. Rows without any text are left out.
    `others` names the sheets of the file that were not read.
    """

    titles: list[str]
    rows: Sequence[NumberedRow]
    others: list[str]

    def take(self, place: int, most: int) -> tuple[list[NumberedRow], int]:
        """At most so many rows from a place on (0: the first), and the place of what follows."""
        if isinstance(self.rows, _SpooledRows):
            return self.rows.take(place, most)
        return list(self.rows[place : place + most]), min(place + most, len(self.rows))


def read(data: bytes, limits: Limits = LIMITS) -> Sheet:
    """The first sheet that holds something. Raises Refused, in Dutch, with what to do."""
    rows, others = rows_of(io.BytesIO(data), limits)
    (_, titles), *filled = _table(rows, limits)
    width = max(len(titles), *(len(cells) for _, cells in filled), 0)
    return Sheet(
        _padded(titles, width), [(number, _padded(cells, width)) for number, cells in filled], others
    )


# --- a large file: read once into a file of our own, from which rows can be taken from any place


def spool(source: IO[bytes], target: Path, limits: Limits = LIMITS) -> Sheet:
    """Write the rows of a file to `target`, one JSON line each, without holding them. Raises Refused."""
    rows, others = rows_of(source, limits)
    body = target.with_name(target.name + ".body")
    try:
        count = width = 0
        titles: list[str] = []
        with body.open("w", encoding="utf-8") as out:
            for index, (number, cells) in enumerate(_table(rows, limits)):
                width = max(width, len(cells))
                if index:
                    out.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
                    count += 1
                else:
                    titles = cells
        head = {"titles": _padded(titles, width), "others": others, "rows": count}
        made = target.with_name(target.name + ".made")
        with made.open("wb") as out_bytes, body.open("rb") as lines:
            out_bytes.write(json.dumps(head, ensure_ascii=False).encode() + b"\n")
            while piece := lines.read(1 << 20):
                out_bytes.write(piece)
        made.chmod(0o600)
        made.replace(target)
    finally:
        body.unlink(missing_ok=True)
    return spooled(target)


def spooled(path: Path) -> Sheet:
    """The sheet that was written there. Raises FileNotFoundError."""
    with path.open("rb") as file:
        line = file.readline()
    head = json.loads(line)
    rows = _SpooledRows(path, first=len(line), count=head["rows"], width=len(head["titles"]))
    return Sheet(head["titles"], rows, head["others"])


class _SpooledRows(Sequence[NumberedRow]):
    """Rows that stand in a file; a place in it is a number of bytes after the first row's."""

    def __init__(self, path: Path, *, first: int, count: int, width: int) -> None:
        self.path, self.first, self.number, self.width = path, first, count, width

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[NumberedRow]:
        with self.path.open("rb") as file:
            file.seek(self.first)
            for line in file:
                yield self._row(line)

    @overload
    def __getitem__(self, index: int) -> NumberedRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[NumberedRow]: ...
    def __getitem__(self, index: int | slice) -> NumberedRow | list[NumberedRow]:
        return list(self)[index]

    def take(self, place: int, most: int) -> tuple[list[NumberedRow], int]:
        with self.path.open("rb") as file:
            file.seek(self.first + place)
            lines = list(itertools.islice(file, most))
        return [self._row(line) for line in lines], place + sum(map(len, lines))

    def _row(self, line: bytes) -> NumberedRow:
        number, cells = json.loads(line)
        return number, _padded(cells, self.width)


def write(titles: Sequence[str], rows: Iterable[Sequence[str]], format: str) -> bytes:
    """The table as a file in one of FORMATS."""
    out = io.BytesIO()
    write_to(out, titles, rows, format)
    return out.getvalue()


def write_to(out: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[str]], format: str) -> None:
    """The table in one of FORMATS, written row by row: no more than a row of it is held."""
    {"csv": _write_csv, "xlsx": _write_xlsx, "ods": _write_ods}[format](out, titles, rows)


def _table(rows: Iterable[list[str]], limits: Limits) -> Iterator[NumberedRow]:
    """The titles, then the rows that hold something, up to their last cell with text; with their number."""
    filled = -1
    for number, row in enumerate(rows, 1):
        # Blank rows count too: they cost memory like others.
        if number > limits.rows * 2 + 1 or filled > limits.rows:
            raise _too_many(limits)
        cells = [_without_escape(cell.strip()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise Refused(
                gettext(
                    "Regel %(number)s: hier staan %(cells)s kolommen; het mogen er hoogstens %(columns)s "
                    "zijn. Haal weg wat te ver naar rechts staat."
                )
                % {"number": number, "cells": len(cells), "columns": limits.columns}
            )
        if any(len(cell) > limits.cell for cell in cells):
            raise Refused(
                gettext("Regel %(number)s: een cel heeft meer dan %(cell)s tekens. Kort die tekst in.")
                % {"number": number, "cell": limits.cell}
            )
        filled += 1
        if filled > limits.rows:
            raise _too_many(limits)
        yield number, cells
    if filled < 0:
        raise Refused(
            gettext("Er staat niets in het bestand. Zet kolomtitels bovenaan en uw gegevens eronder.")
        )


def _too_many(limits: Limits) -> Refused:
    return Refused(
        gettext(
            "Het bestand heeft meer dan %(rows)s rijen; het mogen er hoogstens %(rows)s zijn. "
            "Splits het in delen, of haal lege rijen weg."
        )
        % {"rows": limits.rows}
    )


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _without_escape(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


# --- out


def _write_csv(out: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for row in itertools.chain([titles], rows):
        writer.writerow(["'" + cell if _LOOKS_LIKE_FORMULA.match(cell) else cell for cell in row])
    lines.detach()


def _kept_in_a_typed_cell(cell: str) -> str:
    return "'" + cell if _QUOTED_ALREADY.match(cell) else cell


def _write_xlsx(out: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = workbook.add_worksheet("Gegevens")
    bold = workbook.add_format({"bold": True})
    as_text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, max(len(titles) - 1, 0), 28)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, _kept_in_a_typed_cell(cell), as_text)
    workbook.close()


def _write_ods(out: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A document with the titles, as odfdo makes it; the other rows go in where those end."""
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Gegevens")
    table.append_row(_ods_row(titles))
    document.body.append(table)
    shell = io.BytesIO()
    document.save(shell)
    end = "</table:table-row>"
    with ZipFile(shell) as made, ZipFile(out, "w", ZIP_DEFLATED) as streamed:
        for part in made.infolist():
            if part.filename != "content.xml":
                streamed.writestr(part, made.read(part))
                continue
            before, _, after = made.read(part).decode().partition(end)
            with streamed.open("content.xml", "w") as content:
                content.write((before + end).encode())
                for row in rows:
                    content.write(_ods_row(row).serialize().encode())
                content.write(after.encode())


def _ods_row(cells: Sequence[str]) -> Row:
    row = Row()
    for cell in map(_kept_in_a_typed_cell, cells):
        row.append_cell(Cell(text=cell, value=cell, cell_type="string") if cell else Cell())
    return row
