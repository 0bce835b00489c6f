"""Spreadsheets in and out: CSV, XLSX and ODS, as rows of text. What is written comes back the same.

A cell that a spreadsheet would take for a formula (it begins with = + - @) gets an apostrophe before it in
CSV; reading takes it off again. In XLSX and ODS each cell says that it is text, so that it needs none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from odfdo import Cell, Document, Row, Table
from python_calamine import CalamineWorkbook

from houtskool.records.archives import LIMITS, Limits, Refused, check_archive

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_LOOKS_LIKE_FORMULA = re.compile(f"'*[{_FORMULA}]")
_ESCAPED = re.compile(f"'+[{_FORMULA}]")
_QUOTED_ALREADY = _ESCAPED
_DAMAGED = "Het bestand is beschadigd. Open het in uw rekenblad, bewaar het opnieuw en probeer het nog eens."


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: the titles of its columns, and its rows with their number in the file.

    Every row has as many cells as there are titles. Rows without any text are left out.
    `others` names the sheets of the file that were not read.
    """

    titles: list[str]
    rows: list[tuple[int, list[str]]]
    others: list[str]


def read(data: bytes, limits: Limits = LIMITS) -> Sheet:
    """The first sheet that holds something. Raises Refused, in Dutch, with what to do."""
    if not data:
        raise Refused("Het bestand is leeg. Kies een bestand met kolomtitels en daaronder uw gegevens.")
    if len(data) > limits.size:
        raise Refused(
            f"Het bestand is {len(data) / 1e6:.0f} MB; het mag hoogstens {limits.size / 1e6:.0f} MB zijn. "
            "Splits het in delen."
        )
    if data.startswith(b"PK"):
        rows, others = _read_workbook(data, limits)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "Dit is een oud Excel-bestand (XLS), of het is met een wachtwoord beveiligd. "
            "Bewaar het zonder wachtwoord als XLSX, ODS of CSV."
        )
    else:
        rows, others = _read_csv(data, limits), []
    return _sheet(rows, others, limits)


def write(titles: Sequence[str], rows: Iterable[Sequence[str]], format: str) -> bytes:
    """The table as a file in one of FORMATS."""
    return {"csv": _write_csv, "xlsx": _write_xlsx, "ods": _write_ods}[format](titles, rows)


def text(value: Any) -> str:
    """A cell as text: whole numbers without decimals, days as 15-01-2019, true and false as ja and nee."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y}" if value.time() == time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _sheet(rows: list[list[str]], others: list[str], limits: Limits) -> Sheet:
    cleaned = [[_without_escape(cell.strip()) for cell in row] for row in rows]
    start = next((index for index, row in enumerate(cleaned) if any(row)), None)
    if start is None:
        raise Refused("Er staat niets in het bestand. Zet kolomtitels bovenaan en uw gegevens eronder.")
    filled = [(number, row) for number, row in enumerate(cleaned, 1) if any(row) and number > start + 1]
    width = max(_width(row) for row in [cleaned[start], *(row for _, row in filled)])
    if width > limits.columns:
        raise Refused(f"Het bestand heeft {width} kolommen; het mogen er hoogstens {limits.columns} zijn.")
    if len(filled) > limits.rows:
        raise Refused(
            f"Het bestand heeft {len(filled)} rijen; het mogen er hoogstens {limits.rows} zijn. "
            "Splits het in delen."
        )
    for number, row in filled:
        if any(len(cell) > limits.cell for cell in row):
            raise Refused(f"Regel {number}: een cel heeft meer dan {limits.cell} tekens. Kort die tekst in.")
    titles = [*cleaned[start], *[""] * width][:width]
    return Sheet(titles, [(number, [*row, *[""] * width][:width]) for number, row in filled], others)


def _width(row: list[str]) -> int:
    return max((index for index, cell in enumerate(row, 1) if cell), default=0)


def _without_escape(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


# --- CSV


def _read_csv(data: bytes, limits: Limits) -> list[list[str]]:
    words = _decoded(data)
    if words.lower().startswith("sep=") and len(words) > 5 and words[5] in "\r\n":
        delimiter, words = words[4], words[5:].lstrip("\r\n")
    else:
        delimiter = _delimiter(words)
    csv.field_size_limit(limits.size)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            # Blank rows count too: they cost memory like others.
            if len(rows) > limits.rows * 2:
                raise Refused(
                    f"Het bestand heeft meer dan {limits.rows} rijen. Splits het in delen, "
                    "of haal lege rijen weg."
                )
    except csv.Error as error:
        raise Refused(
            f"Regel {len(rows) + 1}: de aanhalingstekens kloppen niet, zodat niet te zien is waar een cel "
            "ophoudt. Verdubbel een aanhalingsteken binnen een cel, of bewaar het bestand als XLSX."
        ) from error
    return rows


def _decoded(data: bytes) -> str:
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return words
    raise Refused("Dit is geen rekenblad. Bewaar uw gegevens als XLSX, ODS of CSV en kies dat bestand.")


def _delimiter(words: str) -> str:
    """The one of ; , tab that splits the first row with text into most cells; a semicolon where none does."""
    head = words.lstrip("\r\n")[:100_000]

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(";,\t", key=cells)


def _write_csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in [titles, *rows]:
        writer.writerow(["'" + cell if _LOOKS_LIKE_FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


# --- XLSX and ODS


def _read_workbook(data: bytes, limits: Limits) -> tuple[list[list[str]], list[str]]:
    check_archive(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in workbook.sheets_metadata if "Visible" in str(sheet.visible)]
        for name in visible or workbook.sheet_names:
            values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = [[text(value) for value in row] for row in values]
            if any(any(cell.strip() for cell in row) for row in rows):
                return rows, [other for other in visible if other != name]
    except Refused:
        raise
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception; everything else goes on as it was.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Refused(_DAMAGED) from error
    return [], []


def _kept_in_a_typed_cell(cell: str) -> str:
    return "'" + cell if _QUOTED_ALREADY.match(cell) else cell


def _write_xlsx(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet("Gegevens")
    bold = workbook.add_format({"bold": True})
    as_text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, 28)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, _kept_in_a_typed_cell(cell), as_text)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return out.getvalue()


def _write_ods(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Gegevens")
    for row in [titles, *rows]:
        line = Row()
        for cell in row:
            kept = _kept_in_a_typed_cell(cell)
            line.append_cell(Cell(text=kept, value=kept, cell_type="string") if cell else Cell())
        table.append_row(line)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
