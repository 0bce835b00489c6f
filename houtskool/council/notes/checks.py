"""What `houtskool verify` asks of adopted notes: do they still read as they were adopted?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from houtskool.council.models import FrozenNote, Note
from houtskool.council.notes.actions import annexes
from houtskool.inventory import quotes
from houtskool.records import uploads
from houtskool.records.models import JournalEntry
from houtskool.records.verification import Finding


def adopted_notes_are_whole() -> Iterator[Finding]:
    """The content against its hash, hash and annexes against the journal, the row's state against both."""
    written = {
        entry.object_id: entry.changes
        for entry in JournalEntry.objects.filter(object_type=FrozenNote._meta.label_lower)
    }
    for frozen in FrozenNote.objects.select_related("note").iterator(100):
        row = f"nota {frozen.note_id}"
        changes = written.get(str(frozen.pk), {})
        if not frozen.is_whole:
            yield Finding(row, "de vastgestelde tekst is veranderd: zij past niet bij haar hash.")
        elif found := list(quotes.problems(frozen.document())):
            yield Finding(row, f"een citaat klopt niet meer: {', '.join(found)}.")
        if changes.get("sha256", [None, None])[1] != frozen.sha256:
            yield Finding(row, "de hash is een andere dan het journaal bij het vaststellen opschreef.")
        if frozen.note.is_concept:
            yield Finding(row, "staat als concept in de lijst, maar is vastgesteld.")
        if changes.get("annexes", [None, None])[1] != annexes(frozen.note):
            yield Finding(row, "de bijlagen zijn andere dan bij het vaststellen.")
        yield from _files(row, frozen.note)
    for note in Note.objects.decided().filter(frozen=None):
        yield Finding(f"nota {note.pk}", "is vastgesteld, maar de vastgestelde tekst ontbreekt.")


def _files(row: str, note: Note) -> Iterator[Finding]:
    for attachment in note.attachments.exclude(upload=None).select_related("upload"):
        assert attachment.upload is not None
        try:
            data = uploads.read(attachment.upload)
        except OSError:
            yield Finding(row, f"het bestand van de bijlage “{attachment.title}” ontbreekt.")
            continue
        if hashlib.sha256(data).hexdigest() != attachment.upload.sha256:
            yield Finding(row, f"het bestand van de bijlage “{attachment.title}” is veranderd.")
