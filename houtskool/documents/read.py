"""Documents in, as text: TXT, DOCX, ODT and PDF with text. What a file is, its content says, not its name.

The text is the ground on which facts are anchored by code-point offsets, so its form is fixed: see
docs/documents.md, "The text as read".
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.documents.archive import open_archive
from houtskool.documents.errors import DocumentError
from houtskool.documents.limits import Limits
from houtskool.documents.read_docx import read_docx
from houtskool.documents.read_odt import read_odt
from houtskool.documents.read_pdf import read_pdf
from houtskool.documents.read_txt import read_txt
from houtskool.documents.text import clean_read

Kind: TypeAlias = Literal["txt", "docx", "odt", "pdf"]

# What a name says that a file is, where that cannot be plain text.
_PROMISED = {"pdf": "PDF", "docx": "DOCX", "odt": "ODT", "doc": _("Word-bestand")}

# First bytes of files that are often offered and not read here: what it is, and what to do.
_SIGNATURES = (
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(?:hei|avi|mif)",
        _(
            "Dit is een afbeelding; daaruit kan hier geen tekst gelezen worden. "
            "Maak er eerst tekst van met tekstherkenning (OCR), of plak de tekst."
        ),
    ),
    (
        rb"\s*\{\\rtf",
        _(
            "Dit is een RTF-bestand. Open het in uw tekstverwerker en bewaar het als een DOCX, een ODT, "
            "een PDF met tekst of een tekstbestand (TXT)."
        ),
    ),
    (
        rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ",
        _("Dit is een ingepakt bestand. Pak het uit en lever het document los aan."),
    ),
    (
        rb"\s*<\?xml|\s*<!DOCTYPE (?!html)",
        _(
            "Dit is een XML-bestand. Open het in uw tekstverwerker en bewaar het als een DOCX, een ODT, "
            "een PDF met tekst of een tekstbestand (TXT)."
        ),
    ),
    (
        rb"(?i)\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
        _("Dit is een webpagina (HTML). Open de pagina en kopieer de tekst, of bewaar haar als PDF."),
    ),
    (
        rb"MZ.{58}|\x7fELF|#!",
        _("Dit is een programma. Lever een DOCX, een ODT, een PDF met tekst of een tekstbestand (TXT) aan."),
    ),
)


@dataclass(frozen=True)
class ReadDocument:
    """What was read. `pages` holds the offset in `text` at which each page starts (PDF only, else empty);
    `warnings` says in Dutch what the text lacks, such as scanned pages between pages of text."""

    text: str
    kind: Kind
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def read(data: bytes, filename: str, *, limits: Limits = Limits()) -> ReadDocument:  # noqa: B008 (frozen)
    """The text of an uploaded file. `filename` names it in a message, and says what it was meant to be.

    Raises DocumentError, in the reader's words, when the file is empty, too large, damaged, locked,
    dangerous, of another kind, or holds no text; also when it is plain text under the name of another kind,
    for that is what a failed download or a wrong export leaves, not the note.
    """
    name = _shown(filename)
    try:
        found = _read(data, limits)
        promised = _PROMISED.get(name.rpartition(".")[2].lower()) if "." in name else None
        if found.kind == "txt" and promised:
            raise DocumentError(
                gettext(
                    "Dit is geen %(promised)s, maar gewone tekst. Kies het bestand van de nota zelf. "
                    "Is dit de nota? Plak dan de tekst, of laat de naam eindigen op .txt."
                )
                % {"promised": promised}
            )
    except DocumentError as error:
        raise DocumentError(*(f"{name}: {problem}" for problem in error.problems)) from error
    return found


def _shown(filename: str) -> str:
    name = re.split(r"[/\\]", clean_read(filename))[-1].strip() or gettext("bestand zonder naam")
    return name if len(name) <= 80 else f"{name[:60]}…{name[-15:]}"


def _read(data: bytes, limits: Limits) -> ReadDocument:
    if not data.strip(b"\0\t\n\r ") or data in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        raise DocumentError(gettext("Het bestand is leeg. Kies een bestand met tekst, of plak de tekst."))
    if len(data) > limits.size:
        raise DocumentError(
            gettext(
                "Het bestand is %(size)s MB en mag %(limit)s MB zijn. "
                "Bewaar het zonder afbeeldingen, of plak de tekst."
            )
            % {"size": f"{len(data) / 1e6:.0f}", "limit": f"{limits.size / 1e6:.0f}"}
        )
    if b"%PDF-" in data[:1024]:
        pages, warnings = read_pdf(data, limits)
        return _pages(pages, warnings)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        archive = open_archive(data, limits)
        reader = {"docx": read_docx, "odt": read_odt}[archive.kind]
        try:
            return _whole(reader(archive), archive.kind)
        except RecursionError as error:
            raise DocumentError(
                gettext("Het bestand zit te diep in elkaar. Plak de tekst in plaats daarvan.")
            ) from error
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise DocumentError(_old_office(data))
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    for signature, refusal in _SIGNATURES:
        if re.match(signature, start, re.DOTALL):
            raise DocumentError(str(refusal))
    return _whole(read_txt(data), "txt")


def _old_office(data: bytes) -> str:
    """Office's container of before 2007, in which later versions also lock a DOCX with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return gettext("Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord.")
    if "WordDocument".encode("utf-16-le") in data:
        return gettext(
            "Dit is een oud Word-bestand (.doc). Open het in Word of LibreOffice en bewaar het als DOCX."
        )
    return gettext(
        "Dit is een Office-bestand van een oude soort. Lever een DOCX, een ODT, een PDF met tekst "
        "of een tekstbestand (TXT) aan."
    )


def _whole(text: str, kind: Kind) -> ReadDocument:
    text = clean_read(text)
    if not text.strip():
        raise DocumentError(
            gettext("Er staat geen tekst in het bestand. Kies een bestand met tekst, of plak de tekst.")
        )
    return ReadDocument(text, kind)


def _pages(pages: list[str], warnings: tuple[str, ...]) -> ReadDocument:
    """Pages one after the other, each ending in a line end, with the offset of each."""
    text, starts = "", []
    for page in map(clean_read, pages):
        starts.append(len(text))
        text += page.rstrip("\n") + "\n"
    return ReadDocument(text, "pdf", tuple(starts), warnings)
