"""What was adopted stays as it was, on both engines; what was changed all the same is found and named."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from houtskool.council.models import FrozenNote, Note
from houtskool.council.notes import actions
from houtskool.documents import content_hash, from_json
from houtskool.records import guard, verification
from houtskool.records.models import JournalEntry
from tests.council.conftest import adopt


@pytest.fixture
def frozen(world, whole_note):
    annex = whole_note.attachments.get()
    given = SimpleUploadedFile("plan.pdf", b"%PDF plan")
    world.as_(world.alice).post(reverse("council:fill", args=[annex.pk]), {"file": given})
    return adopt(whole_note, world)


def findings() -> list[str]:
    return [str(finding) for finding in verification.verify()]


def tamper(*statements: str) -> None:
    """What somebody does with a database tool, past the triggers."""
    guard.remove()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    guard.install()


def test_the_hash_is_that_of_the_stored_text_and_of_the_document(frozen):
    assert frozen.sha256 == hashlib.sha256(frozen.content.encode()).hexdigest()
    assert frozen.sha256 == content_hash(from_json(frozen.content))
    document = from_json(frozen.content)
    assert (document.state, document.date) == ("final", date(2019, 1, 15))
    assert findings() == []


def test_the_hash_stands_in_the_journal(frozen):
    entry = JournalEntry.objects.about(frozen).get()
    assert entry.changes["sha256"] == [None, frozen.sha256]
    assert entry.changes["annexes"][1] == [
        ["Bijlage 1: Plan van aanpak", hashlib.sha256(b"%PDF plan").hexdigest()]
    ]


def test_the_database_itself_refuses_to_change_what_was_adopted(frozen):
    for attempt in (
        lambda: FrozenNote.objects.update(content="{}"),
        lambda: FrozenNote.objects.update(sha256="0" * 64),
        lambda: FrozenNote.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            attempt()


def test_the_row_of_a_sent_note_is_frozen_too(world, frozen):
    note = frozen.note
    Note.objects.filter(pk=note.pk).update(sent_to="wie nog niet verzond, mag nog verzenden")
    actions.send(note, to="raad", on=date(2019, 1, 15), by=world.alice, at=world.at)
    for attempt in (
        lambda: Note.objects.filter(pk=note.pk).update(subject="Anders"),
        lambda: Note.objects.filter(pk=note.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE council_frozennote SET content = replace(content, 'Werkplaats', 'Kroeg')", "past niet bij"),
        ("UPDATE council_note SET state = 'concept'", "staat als concept in de lijst"),
        ("DELETE FROM council_frozennote", "de vastgestelde tekst ontbreekt"),
        ("UPDATE council_attachment SET title = 'Ander plan'", "de bijlagen zijn andere"),
        ("UPDATE council_attachment SET upload_id = NULL", "de bijlagen zijn andere"),
    ],
)
def test_tampering_is_found_and_named(frozen, tampering, finding):
    tamper(tampering)
    assert any(f"nota {frozen.note_id}: " in found and finding in found for found in findings()), findings()


def test_a_forger_who_also_fits_the_hash_is_found_by_the_journal(frozen):
    content = frozen.content.replace("Werkplaats", "Kroeg")
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    guard.remove()
    FrozenNote.objects.update(content=content, sha256=sha256)
    guard.install()
    assert any("een andere dan het journaal" in found for found in findings())


@pytest.mark.parametrize(("change", "finding"), [(b"anders", "is veranderd"), (None, "ontbreekt")])
def test_a_changed_file_of_an_annex_is_found(frozen, change, finding):
    path = Path(frozen.note.attachments.get().upload.file.path)
    path.unlink() if change is None else path.write_bytes(change)
    assert any("het bestand van de bijlage" in found and finding in found for found in findings())


def test_a_damaged_note_says_so_instead_of_showing_another_text(world, frozen):
    tamper("UPDATE council_frozennote SET content = replace(content, 'Werkplaats', 'Kroeg')")
    client, note = world.as_(world.alice), frozen.note
    text = client.get(note.get_absolute_url()).content.decode()
    assert "past niet meer bij haar hash" in text
    assert "Kroeg" not in text
    answer = client.get(reverse("council:download", args=[note.pk, "pdf"]), follow=True)
    assert "past niet meer bij haar hash" in answer.content.decode()
