"""The way back from a page about a note."""

from __future__ import annotations

from django.urls import reverse

from houtskool.council.models import Note

Trail = list[tuple[str, str]]


def to_notes() -> Trail:
    return [("Raad", reverse("council:notes"))]


def to_note(note: Note) -> Trail:
    return [*to_notes(), (str(note), note.get_absolute_url())]
