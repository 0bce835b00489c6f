"""XLSX and ODS files are zip archives: measured with suspicion before a reader unpacks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents.zipped import Suspect, open_zip, pieces


class Refused(ValueError):
    """A spreadsheet that cannot be used; the message says in Dutch what is wrong and what to do."""


@dataclass(frozen=True)
class Limits:
    """How much a spreadsheet may ask of the machine; sizes in bytes, a cell in characters."""

    size: int = 100_000_000
    unpacked: int = 500_000_000
    members: int = 1_000
    rows: int = 200_000
    columns: int = 200
    cell: int = 32_767
    cells: int = 4_000_000


LIMITS = Limits()
_DAMAGED = _(
    "Het bestand is beschadigd. Open het in uw rekenblad, bewaar het opnieuw en probeer het nog eens."
)
_TOO_LARGE = _("Het bestand wordt bij het uitpakken veel te groot; dat is onveilig, dus is het niet gelezen.")
_LOCKED = _(
    "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord en probeer het opnieuw."
)
_WORDS = {"damaged": _DAMAGED, "locked": _LOCKED, "too large": _TOO_LARGE}
_UNSAFE = _("Het bestand bevat een DTD of entiteiten en dat is onveilig. Bewaar het opnieuw in uw rekenblad.")
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")


def check_archive(source: bytes | IO[bytes], limits: Limits) -> None:
    """Refuse what is no XLSX or ODS, is locked, unpacks too large, or says it reaches too far.

    The readers make room for every cell up to the farthest one, so that one cell in XFD1048576 would take
    all memory there is: therefore the places of the cells are read first, in a stream.
    """
    try:
        archive = open_zip(source, members=limits.members, unpacked=limits.unpacked)
        names = set(archive.namelist())
        is_xlsx = any(name.lower() == "xl/workbook.xml" for name in names)
        if not is_xlsx and "content.xml" not in names:
            raise Refused(
                gettext("Dit is geen rekenblad. Bewaar uw gegevens als XLSX, ODS of CSV en kies dat bestand.")
            )
        for part in archive.infolist():
            watcher = _reach(part.filename, is_xlsx, limits)
            for piece in pieces(archive, part.filename):
                if watcher:
                    watcher.feed(piece, False)
            if watcher and part.file_size:  # office programs leave empty parts behind
                watcher.feed(b"", True)
    except Suspect as suspect:
        raise Refused(_WORDS[suspect.what]) from suspect
    except expat.ExpatError as error:
        raise Refused(_DAMAGED) from error


def _reach(name: str, is_xlsx: bool, limits: Limits) -> Any:
    """The watcher that reads along with a part of the archive; None for parts that hold no cells."""
    lower = name.lower()
    if is_xlsx and lower.endswith((".xml", ".rels")):
        return _XlsxReach(limits) if "worksheets/" in lower else _Watcher(limits)
    if not is_xlsx and lower == "content.xml":
        return _OdsReach(limits)
    return _Watcher(limits) if lower.endswith(".xml") else None


class _Watcher:
    """Reads XML in a stream and refuses a DTD, whose entities could grow without end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.reach = (0, 0)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def feed(self, piece: bytes, last: bool) -> None:
        self.parser.Parse(piece, last)

    def _refuse(self, *declaration: Any) -> None:
        raise Refused(_UNSAFE)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def far(self, row: int, column: int) -> None:
        self.reach = max(self.reach[0], row), max(self.reach[1], column)
        if self.reach[0] * self.reach[1] > self.limits.cells:
            raise Refused(
                gettext(
                    "Een blad reikt tot rij %(row)s en kolom %(column)s; dat is te groot om als "
                    "rekenblad te lezen. Bewaar het als CSV, of splits het in delen."
                )
                % {"row": self.reach[0], "column": self.reach[1]}
            )
        # Twice the rows: blank ones between do not count against the limit, but do take room.
        if row > self.limits.rows * 2 or column > self.limits.columns * 2:
            raise Refused(
                gettext(
                    "Het bestand heeft een cel in rij %(row)s, kolom %(column)s; er mogen hoogstens "
                    "%(rows)s rijen en %(columns)s kolommen zijn. Haal weg wat ver naar rechts of naar "
                    "onderen staat, of splits het bestand."
                )
                % {"row": row, "column": column, "rows": self.limits.rows, "columns": self.limits.columns}
            )

    def wrong(self, where: str) -> None:
        # The reader gives such a cell as empty, and an empty cell empties a field.
        raise Refused(
            gettext("%(where)s bevat een fout zoals #N/B. Herstel de formule, of maak de cel leeg.")
            % {"where": where}
        )


class _XlsxReach(_Watcher):
    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if element == "row" and (number := attributes.get("r", "")).isdecimal():
            self.far(int(number), 1)
        elif element == "c":
            if place := _PLACE.fullmatch(attributes.get("r", "")):
                self.far(int(place[2]), _column(place[1]))
            if attributes.get("t") == "e":
                self.wrong(gettext("Cel %(cell)s") % {"cell": attributes.get("r", "")})


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _OdsReach(_Watcher):
    """Counts rows and cells with their repeats, up to the last one that holds something."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.row = self.column = 0
        self.repeats = 1
        self.filled = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        told = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if element == "table-cell" and "error" in attributes.values():
            self.wrong(gettext("Rij %(row)s") % {"row": self.row + 1})
        if element == "table":
            self.row = 0
        elif element == "table-row":
            self.repeats = _times(told.get("number-rows-repeated"))
            self.column = self.filled = 0
        elif element in {"table-cell", "covered-table-cell"}:
            self.column += _times(told.get("number-columns-repeated"))
            if "value-type" in told or "formula" in told:
                self.filled = self.column

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "table-row":
            self.row += self.repeats
            if self.filled:
                self.far(self.row, self.filled)


def _times(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 12 else 1
