"""The zip around a DOCX or an ODT, opened with suspicion: counted and measured before it is unpacked."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from houtskool.documents.errors import DocumentError
from houtskool.documents.limits import Limits

_DAMAGED = (
    "Het bestand is beschadigd. Open het in uw tekstverwerker, bewaar het opnieuw en probeer het nog eens."
)
_BOMB = (
    "Het bestand wordt bij het uitpakken veel te groot; dat is onveilig en daarom is het niet gelezen. "
    "Bewaar het document opnieuw in uw tekstverwerker, of plak de tekst."
)
_LOCKED = "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord en probeer het opnieuw."
_OTHER = {
    "xl/workbook.xml": "een rekenblad (Excel)",
    "ppt/presentation.xml": "een presentatie (PowerPoint)",
    "application/vnd.oasis.opendocument.spreadsheet": "een rekenblad (ODS)",
    "application/vnd.oasis.opendocument.presentation": "een presentatie (ODP)",
    "application/vnd.oasis.opendocument.graphics": "een tekening (ODG)",
    "application/epub+zip": "een e-boek (EPUB)",
}


@dataclass(frozen=True)
class Archive:
    file: zipfile.ZipFile
    kind: Literal["docx", "odt"]

    def xml(self, name: str) -> Element | None:
        """The root of a part, None where the archive has no such part."""
        if name not in self.file.NameToInfo:
            return None
        data = _part(self.file, name)
        try:
            root: Element = ElementTree.fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            raise DocumentError(
                "Het bestand bevat een DTD of entiteiten en dat is onveilig; daarom is het niet gelezen. "
                "Bewaar het document opnieuw in uw tekstverwerker, of plak de tekst."
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise DocumentError(_DAMAGED) from error
        return root

    def required(self, name: str) -> Element:
        root = self.xml(name)
        if root is None:
            raise DocumentError(_DAMAGED)
        return root


def open_archive(data: bytes, limits: Limits) -> Archive:
    """The archive, when it is a DOCX or ODT within the limits; else DocumentError with what it is."""
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise DocumentError(_DAMAGED) from error
    members = file.infolist()
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        raise DocumentError(_BOMB)
    for member in members:
        if member.file_size > 1_000_000 and member.file_size > limits.ratio * max(member.compress_size, 1):
            raise DocumentError(_BOMB)
        if member.flag_bits & 1:
            raise DocumentError(_LOCKED)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise DocumentError(_DAMAGED)
    return Archive(file, _kind(file, names))


def _kind(file: zipfile.ZipFile, names: list[str]) -> Literal["docx", "odt"]:
    mimetype = _part(file, "mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        if "META-INF/manifest.xml" in names and b"encryption-data" in _part(file, "META-INF/manifest.xml"):
            raise DocumentError(_LOCKED)
        return "odt"
    if "[Content_Types].xml" in names and b"wordprocessingml" in _part(file, "[Content_Types].xml"):
        return "docx"
    for mark, what in _OTHER.items():
        if mark == mimetype or mark in names:
            raise DocumentError(
                f"Dit is {what}; hier worden alleen teksten gelezen. Bewaar de tekst als DOCX, ODT of PDF."
            )
    documents = [name for name in names if name.lower().endswith((".docx", ".odt", ".pdf", ".txt", ".zip"))]
    inside = documents[0] if documents else ""
    held = f" met onder meer ‘{inside.rpartition('/')[2][:60]}’" if inside else ""
    raise DocumentError(f"Dit is een zip-bestand{held}. Pak het uit en lever het document los aan.")


def _part(file: zipfile.ZipFile, name: str) -> bytes:
    # The file may lie about its sizes: never more is unpacked than it declared, and that was counted.
    try:
        with file.open(name) as stream:
            return stream.read()
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError(_DAMAGED) from error
    except RuntimeError as error:  # zipfile asks for a password
        raise DocumentError(_LOCKED) from error
