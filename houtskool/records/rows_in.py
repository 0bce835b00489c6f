"""The rows of a CSV, XLSX or ODS file, one after the other: of a large file little is in memory at a time.

XLSX and ODS are the exception: their reader holds one sheet, which Limits.cells bounds. All refusals say in
Dutch what is wrong, where, and what to do.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from houtskool.records.archives import Limits, Refused, check_archive

_DAMAGED = _(
    "Het bestand is beschadigd. Open het in uw rekenblad, bewaar het opnieuw en probeer het nog eens."
)
_NO_SHEET = _("Dit is geen rekenblad. Bewaar uw gegevens als XLSX, ODS of CSV en kies dat bestand.")
_PIECE = 1 << 16
# The longest line of a CSV, in characters: a million columns are not read to be counted.
_LINE = 4_000_000


def rows_of(source: IO[bytes], limits: Limits) -> tuple[Iterable[list[str]], list[str]]:
    """Every row of the first sheet that holds something, blank ones too, and the names of other sheets.

    Raises Refused, now or while the rows are read.
    """
    head = source.read(8)
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if not head:
        raise Refused(
            gettext("Het bestand is leeg. Kies een bestand met kolomtitels en daaronder uw gegevens.")
        )
    if size > limits.size:
        raise Refused(
            gettext("Het bestand is %(size)s MB; het mag hoogstens %(limit)s MB zijn. Splits het in delen.")
            % {"size": f"{size / 1e6:.0f}", "limit": f"{limits.size / 1e6:.0f}"}
        )
    if head.startswith(b"PK"):
        return _workbook(source, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            gettext(
                "Dit is een oud Excel-bestand (XLS), of het is met een wachtwoord beveiligd. "
                "Bewaar het zonder wachtwoord als XLSX, ODS of CSV."
            )
        )
    return _csv(source, limits), []


def text(value: Any) -> str:
    """A cell as text: whole numbers without decimals, days as 15-01-2019, true and false as ja and nee."""
    if isinstance(value, str):
        return value
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


# --- CSV


def _csv(source: IO[bytes], limits: Limits) -> Iterator[list[str]]:
    words = io.TextIOWrapper(source, encoding=_encoding(source), newline="")
    try:
        delimiter = _delimiter(words)
        # One cell may be too long and be named so; a quote that is never closed may not eat all memory.
        csv.field_size_limit(max(limits.cell * 10, 1_000_000))
        reader = csv.reader(_lines(words), delimiter=delimiter, strict=True)
        number = 0
        try:
            for row in reader:
                number += 1
                yield row
        except csv.Error as error:
            raise Refused(
                gettext(
                    "Regel %(number)s: de aanhalingstekens kloppen niet, zodat niet te zien is waar een "
                    "cel ophoudt. Verdubbel een aanhalingsteken binnen een cel, of bewaar het bestand "
                    "als XLSX."
                )
                % {"number": number + 1}
            ) from error
    finally:
        if not source.closed:
            words.detach()


def _lines(words: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := words.readline(_LINE):
        number += 1
        if len(line) >= _LINE:
            raise Refused(
                gettext(
                    "Regel %(number)s is langer dan %(most)s miljoen tekens: dat is geen rij van een "
                    "rekenblad. Kijk of het goede bestand gekozen is, en haal lege kolommen weg."
                )
                % {"number": number, "most": _LINE // 1_000_000}
            )
        yield line


def _encoding(source: IO[bytes]) -> str:
    """UTF-8, or else what Windows writes; UTF-16 where every other byte says so. Reads the file once."""
    head = source.read(2000)
    source.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(source, "utf-16")
    for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        letters = head[half::2]
        if len(letters) > 3 and letters.count(0) > 0.8 * len(letters) and b"\0" not in head[1 - half :: 2]:
            return _checked(source, encoding)
    if b"\0" in head:
        raise Refused(_NO_SHEET)
    return _utf8(source) or _checked(source, "cp1252")


def _utf8(source: IO[bytes]) -> str | None:
    """The encoding when all is UTF-8, None when hardly anything is. Raises Refused when it is a mixture."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    foreign = broken = line = 0
    first = 0
    while piece := source.read(_PIECE):
        words = decoder.decode(piece)
        if "\0" in words:
            raise Refused(_NO_SHEET)
        wrong = 0 if words.isascii() else words.count("\ufffd")
        if wrong and not broken:
            first = line + 1 + words[: words.index("\ufffd")].count("\n")
        broken += wrong
        if not words.isascii():
            foreign += sum(1 for letter in words if letter > "\x7f") - wrong
        line += words.count("\n")
    broken += bool(decoder.decode(b"", True))
    source.seek(0)
    if not broken:
        return "utf-8-sig"
    if foreign > broken:
        raise Refused(
            gettext(
                "Regel %(line)s: hier staat een letter in een andere codering dan in de rest van "
                "het bestand. Bewaar het bestand opnieuw als ‘CSV UTF-8’, of als XLSX."
            )
            % {"line": first or line + 1}
        )
    return None


def _checked(source: IO[bytes], encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        while piece := source.read(_PIECE):
            words = decoder.decode(piece)
            if "\0" in words:
                raise Refused(_NO_SHEET)
            line += words.count("\n")
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        if encoding == "cp1252" and line == 1 and error.start < 8:  # a picture, a PDF, a program
            raise Refused(_NO_SHEET) from error
        line += error.object[: error.start].count(b"\n")
        raise Refused(
            gettext(
                "Regel %(line)s: hier staat een teken dat niet te lezen is; het bestand is niet in "
                "UTF-8 of in de codering van Windows. Bewaar het opnieuw als ‘CSV UTF-8’, of als "
                "XLSX."
            )
            % {"line": line}
        ) from error
    source.seek(0)
    return encoding


def _delimiter(words: io.TextIOWrapper) -> str:
    """What the first line names (`sep=;`), else the one of ; , tab that splits the first row most."""
    head = words.read(100_000)
    named = head[:4].lower() == "sep=" and len(head) > 5 and head[5] in "\r\n"
    words.seek(0)
    if named:
        words.readline()
        return head[4]
    head = head.lstrip("\r\n")

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(";,\t", key=cells)


# --- XLSX and ODS


def _workbook(source: IO[bytes], limits: Limits) -> tuple[Iterable[list[str]], list[str]]:
    check_archive(source, limits)
    source.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(source)
        visible = [sheet.name for sheet in workbook.sheets_metadata if "Visible" in str(sheet.visible)]
        for name in visible or workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if any(any(text(value).strip() for value in row) for row in sheet.iter_rows()):
                return _texts(sheet), [other for other in visible if other != name]
    except Refused:
        raise
    except BaseException as error:
        raise _refusal_of(error) from error
    return [], []


def _texts(sheet: Any) -> Iterator[list[str]]:
    # The reader gives the blank rows above the first cell, but not the blank columns before it.
    before = sheet.start[1] if sheet.start else 0
    try:
        for row in sheet.iter_rows():
            yield [""] * before + [text(value) for value in row]
    except BaseException as error:
        raise _refusal_of(error) from error


def _refusal_of(error: BaseException) -> BaseException:
    """A panic of the reader's Rust code is no Exception; what is neither goes on as it was."""
    known = isinstance(error, Exception) or type(error).__name__ == "PanicException"
    return Refused(_DAMAGED) if known else error
