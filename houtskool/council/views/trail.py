"""The way back from a page about a note."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.council.models import Note

Trail = list[tuple[str, str]]


def to_notes() -> Trail:
    return [(_("Raad"), reverse("council:notes"))]


def to_note(note: Note) -> Trail:
    return [*to_notes(), (str(note), note.get_absolute_url())]
