"""XLSX and ODS files are zip archives: measured with suspicion before a reader unpacks them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat


class Refused(ValueError):
    """A spreadsheet that cannot be used; the message says in Dutch what is wrong and what to do."""


@dataclass(frozen=True)
class Limits:
    """How much a spreadsheet may ask of the machine; sizes in bytes, a cell in characters."""

    size: int = 20_000_000
    unpacked: int = 150_000_000
    members: int = 1_000
    rows: int = 10_000
    columns: int = 100
    cell: int = 32_767


LIMITS = Limits()
_DAMAGED = "Het bestand is beschadigd. Open het in uw rekenblad, bewaar het opnieuw en probeer het nog eens."
_TOO_LARGE = "Het bestand wordt bij het uitpakken veel te groot; dat is onveilig, dus is het niet gelezen."
_LOCKED = "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord en probeer het opnieuw."
_UNSAFE = "Het bestand bevat een DTD of entiteiten en dat is onveilig. Bewaar het opnieuw in uw rekenblad."
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")


def check_archive(data: bytes, limits: Limits) -> None:
    """Refuse what is no XLSX or ODS, is locked, unpacks too large, or says it reaches too far.

    The readers make room for every cell up to the farthest one, so that one cell in XFD1048576 would take
    all memory there is: therefore the places of the cells are read first, in a stream.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise Refused(_DAMAGED) from error
    names = {member.filename for member in members}
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        raise Refused(_TOO_LARGE)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(_LOCKED)
    is_xlsx = any(name.lower() == "xl/workbook.xml" for name in names)
    if not is_xlsx and "content.xml" not in names:
        raise Refused("Dit is geen rekenblad. Bewaar uw gegevens als XLSX, ODS of CSV en kies dat bestand.")
    left = limits.unpacked
    for member in members:
        left = _read_through(archive, member, left, _reach(member.filename, is_xlsx, limits))


def _reach(name: str, is_xlsx: bool, limits: Limits) -> Any:
    """The watcher that reads along with a part of the archive; None for parts that hold no cells."""
    lower = name.lower()
    if is_xlsx and lower.endswith((".xml", ".rels")):
        return _XlsxReach(limits) if "worksheets/" in lower else _Watcher(limits)
    if not is_xlsx and lower == "content.xml":
        return _OdsReach(limits)
    return _Watcher(limits) if lower.endswith(".xml") else None


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, watcher: Any) -> int:
    """Unpack a part piece by piece, count what really comes out, and let the watcher read it."""
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1 << 16):
                left -= len(piece)
                if left < 0:
                    raise Refused(_TOO_LARGE)
                if watcher:
                    watcher.feed(piece, False)
        if watcher and member.file_size:  # office programs leave empty parts behind
            watcher.feed(b"", True)
    except RuntimeError as error:  # zipfile asks for a password
        raise Refused(_LOCKED) from error
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError) as error:
        raise Refused(_DAMAGED) from error
    return left


class _Watcher:
    """Reads XML in a stream and refuses a DTD, whose entities could grow without end."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
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
        # Twice the rows: blank ones between do not count against the limit, but do take room.
        if row > self.limits.rows * 2 or column > self.limits.columns * 2:
            raise Refused(
                f"Het bestand heeft een cel in rij {row}, kolom {column}; er mogen hoogstens "
                f"{self.limits.rows} rijen en {self.limits.columns} kolommen zijn. "
                "Haal weg wat ver naar rechts of naar onderen staat, of splits het bestand."
            )

    def wrong(self, where: str) -> None:
        # The reader gives such a cell as empty, and an empty cell empties a field.
        raise Refused(f"{where} bevat een fout zoals #N/B. Herstel de formule, of maak de cel leeg.")


class _XlsxReach(_Watcher):
    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if element == "row" and (number := attributes.get("r", "")).isdecimal():
            self.far(int(number), 1)
        elif element == "c":
            if place := _PLACE.fullmatch(attributes.get("r", "")):
                self.far(int(place[2]), _column(place[1]))
            if attributes.get("t") == "e":
                self.wrong(f"Cel {attributes.get('r', '')}")


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
            self.wrong(f"Rij {self.row + 1}")
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
