"""A note as a file: PDF (PDF/UA-1 and PDF/A-2a in one), ODT or DOCX, all from one block tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from houtskool.council.models import Note
from houtskool.council.notes.compose import document_of, stamped
from houtskool.documents import Document, write_docx, write_odt, write_pdf


@dataclass(frozen=True)
class Format:
    label: str
    content_type: str
    write: Callable[[Document], bytes]


FORMATS = {
    "pdf": Format("PDF", "application/pdf", write_pdf),
    "odt": Format("ODT", "application/vnd.oasis.opendocument.text", write_odt),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx
    ),
}


def write(note: Note, extension: str, at: date) -> bytes:
    """The file's bytes. Raises DocumentError when an adopted note is damaged or cannot be written."""
    return FORMATS[extension].write(stamped(document_of(note, at), note))


def file_name(note: Note, extension: str) -> str:
    """ "informatienota-2019-12345-stand-van-zaken-concept.pdf": what a reader recognises in a folder."""
    words = [note.kind, note.number, note.subject, "concept" if note.is_concept else ""]
    return f"{'-'.join(filter(None, map(_slug, words)))}.{extension}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= 60 else slug[:60].rsplit("-", 1)[0]
