"""A council document is in Dutch, whatever language its writer reads."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from houtskool.council import intake
from houtskool.council.models import Note
from houtskool.council.notes.compose import compose
from houtskool.council.notes.content import content_of
from houtskool.documents import content_hash
from houtskool.process.models import Decision, SourceDocument
from houtskool.records.models import JournalEntry
from tests.council.conftest import NOTE, page


@pytest.fixture
def in_english(world, mandate):
    for user in (world.alice, mandate):
        world.as_(user).post("/taal/", {"language": "en"})
    return world


def test_the_page_is_english_and_the_note_in_it_dutch(in_english, whole_note):
    shown = page(in_english.as_(in_english.alice), whole_note.get_absolute_url())
    assert '<html lang="en">' in shown
    assert "The data in it is that of today." in shown
    sheet = shown[shown.index("<article") : shown.index("</article>")]
    assert 'lang="nl"' in sheet
    assert "Portefeuillehouder" in sheet
    assert "Ter kennisname" in sheet


def test_a_note_is_the_same_in_every_language(world, whole_note):
    at = world.at.date()
    with translation.override("en"):
        english = content_hash(compose(whole_note, at))
    assert english == content_hash(compose(whole_note, at))


def test_a_note_that_is_begun_in_english_says_what_one_in_dutch_says(in_english, process, note, settings):
    settings.REFERENCE_DATE = in_english.at.date()
    client = in_english.as_(in_english.alice)
    client.post(
        reverse("council:begin-note", args=[process.pk]),
        {"kind": Note.Kind.INFORMATION, "subject": "Stand van zaken"},
    )
    begun = Note.objects.exclude(pk=note.pk).get()
    note.refresh_from_db()
    assert content_of(begun) == content_of(note)


def test_what_is_adopted_in_english_is_kept_in_dutch(in_english, whole_note, process, mandate):
    client, url = in_english.as_(mandate), reverse("council:adopt-note", args=[whole_note.pk])
    seen = client.get(url).context["seen"]
    answer = client.post(url, {"body": "college", "on": "2019-01-15", "seen": seen})
    assert answer.status_code == 302
    whole_note.refresh_from_db()
    assert whole_note.body == "college"
    decision = Decision.objects.get(process=process, number="2019/12345")
    assert decision.period_words == "15 januari 2019"
    stored = whole_note.frozen.content
    assert "Behandelvoorstel voor commissie" in stored
    assert "for notice" not in stored


def test_what_the_journal_keeps_of_a_skeleton_is_dutch(in_english):
    with translation.override("en"):
        document = intake.open_note(NOTE, name="Nota", by=in_english.alice, at=in_english.at)
        intake.confirm(document, process=None, by=in_english.alice, at=in_english.at)
    (entry,) = JournalEntry.objects.about(SourceDocument.objects.get()).filter(verb="confirmed")
    became = " ".join(entry.changes["facts"][1])
    assert "stap" in became
    assert "step" not in became
