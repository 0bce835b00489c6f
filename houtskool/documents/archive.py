"""A DOCX or an ODT: the zip (zipped.py) with its parts, or a sentence that says what it is instead."""

import zipfile
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents.errors import DocumentError
from houtskool.documents.limits import Limits
from houtskool.documents.zipped import Suspect, open_zip, pieces

_DAMAGED = _(
    "Het bestand is beschadigd. Open het in uw tekstverwerker, bewaar het opnieuw en probeer het nog eens."
)
_BOMB = _(
    "Het bestand wordt bij het uitpakken veel te groot; dat is onveilig en daarom is het niet gelezen. "
    "Bewaar het document opnieuw in uw tekstverwerker, of plak de tekst."
)
_LOCKED = _(
    "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord en probeer het opnieuw."
)
_WORDS = {"damaged": _DAMAGED, "locked": _LOCKED, "too large": _BOMB}
_OTHER = {
    "xl/workbook.xml": _("een rekenblad (Excel)"),
    "ppt/presentation.xml": _("een presentatie (PowerPoint)"),
    "application/vnd.oasis.opendocument.spreadsheet": _("een rekenblad (ODS)"),
    "application/vnd.oasis.opendocument.presentation": _("een presentatie (ODP)"),
    "application/vnd.oasis.opendocument.graphics": _("een tekening (ODG)"),
    "application/epub+zip": _("een e-boek (EPUB)"),
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
                gettext(
                    "Het bestand bevat een DTD of entiteiten en dat is onveilig; daarom is het niet gelezen. "
                    "Bewaar het document opnieuw in uw tekstverwerker, of plak de tekst."
                )
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise DocumentError(str(_DAMAGED)) from error
        return root

    def required(self, name: str) -> Element:
        root = self.xml(name)
        if root is None:
            raise DocumentError(str(_DAMAGED))
        return root


def open_archive(data: bytes, limits: Limits) -> Archive:
    """The archive, when it is a DOCX or ODT within the limits; else DocumentError with what it is."""
    try:
        file = open_zip(data, members=limits.members, unpacked=limits.unpacked, ratio=limits.ratio)
    except Suspect as suspect:
        raise DocumentError(str(_WORDS[suspect.what])) from suspect
    names = file.namelist()
    return Archive(file, _kind(file, names))


def _kind(file: zipfile.ZipFile, names: list[str]) -> Literal["docx", "odt"]:
    mimetype = _part(file, "mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        if "META-INF/manifest.xml" in names and b"encryption-data" in _part(file, "META-INF/manifest.xml"):
            raise DocumentError(str(_LOCKED))
        return "odt"
    if "[Content_Types].xml" in names and b"wordprocessingml" in _part(file, "[Content_Types].xml"):
        return "docx"
    for mark, what in _OTHER.items():
        if mark == mimetype or mark in names:
            raise DocumentError(
                gettext(
                    "Dit is %(what)s; hier worden alleen teksten gelezen. "
                    "Bewaar de tekst als DOCX, ODT of PDF."
                )
                % {"what": what}
            )
    documents = [name for name in names if name.lower().endswith((".docx", ".odt", ".pdf", ".txt", ".zip"))]
    inside = documents[0] if documents else ""
    refusal = gettext("Dit is een zip-bestand. Pak het uit en lever het document los aan.")
    if inside:
        refusal = gettext(
            "Dit is een zip-bestand met onder meer ‘%(name)s’. Pak het uit en lever het document los aan."
        )
    raise DocumentError(refusal % {"name": inside.rpartition("/")[2][:60]} if inside else refusal)


def _part(file: zipfile.ZipFile, name: str) -> bytes:
    try:
        return b"".join(pieces(file, name))
    except Suspect as suspect:
        raise DocumentError(str(_WORDS[suspect.what])) from suspect
