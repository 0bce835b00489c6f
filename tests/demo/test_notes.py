"""The notes of the example: what Houtskool reads in them is the same, whatever file they were written to."""

from __future__ import annotations

from datetime import date
from typing import Any

from houtskool.council.models import Note
from houtskool.council.notes import export
from houtskool.demo import haarlem
from houtskool.documents import read
from houtskool.kernel.note import read_note

TODAY = date(2019, 1, 15)


def test_a_note_says_the_same_in_every_format(db):
    haarlem.build("een wachtwoord voor de test")
    for note in Note.objects.select_related("frozen", "process"):
        pdf, odt, docx = (_facts(note, extension) for extension in ("pdf", "odt", "docx"))
        assert docx["commitments"]
        assert odt == docx
        assert pdf == docx


def _facts(note: Note, extension: str) -> dict[str, Any]:
    """All facts without their places in the text."""
    facts = read_note(read(export.write(note, extension, TODAY), f"nota.{extension}").text).as_json()
    return {key: _placeless(value) for key, value in facts.items() if key not in ("text", "anchors")}


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _placeless(item) for key, item in value.items() if key != "at"}
    return [_placeless(item) for item in value] if isinstance(value, list) else value
