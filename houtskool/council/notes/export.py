"""A note as a file, and what that file is called."""

from __future__ import annotations

from datetime import date

from houtskool.council.models import Note
from houtskool.council.notes.compose import document_of, stamped
from houtskool.documents import FORMATS
from houtskool.documents import file_name as named


def write(note: Note, extension: str, at: date) -> bytes:
    """The file's bytes. Raises DocumentError when an adopted note is damaged or cannot be written."""
    return FORMATS[extension].write(stamped(document_of(note, at), note))


def file_name(note: Note, extension: str) -> str:
    return named(extension, note.kind, note.number, note.subject, "concept" if note.is_concept else "")
