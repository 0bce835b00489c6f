"""Writing a note: from the button on the process page, on one page, with its annexes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.council.models import Attachment, Note
from houtskool.council.notes import actions
from houtskool.council.notes.content import content_of
from houtskool.process import actions as process_actions
from houtskool.process.models import Step
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from tests.council.conftest import edit, page, sheet, verbs, write


def titles(note) -> list[str]:
    note.refresh_from_db()
    return [section["title"] for section in note.sections]


# --- begin and write


def test_a_note_is_begun_from_the_process_page_and_stands_filled(world, process):
    client = world.as_(world.alice)
    begin = reverse("council:begin-note", args=[process.pk])
    assert f'href="{begin}"' in page(client, process.get_absolute_url())
    assert "Stand van zaken" in page(client, begin)
    answer = client.post(begin, {"kind": "informatienota", "subject": "Stand van zaken"})
    note = Note.objects.get()
    assert answer.url == reverse("council:edit-note", args=[note.pk])
    assert (note.author, note.email, note.state) == ("Alice", world.alice.email, Note.State.CONCEPT)
    assert "Werkplaats begeleidt het proces." in page(client, answer.url)
    assert verbs(note) == [Verb.CREATED]
    assert Attachment.objects.get().title == "Bijlage 1: Plan van aanpak"


def test_header_and_sections_are_written_on_one_page(world, note):
    answer = edit(
        world.as_(world.alice), note, subject="Nieuw onderwerp", holders="Jansen, J.", treatment="advice",
        key_message="Eén.\r\n\r\n- twee", paragraaf__1__title="Aanleiding", paragraaf__1__text="Hierom.",
        paragraaf__1__part="",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    note.refresh_from_db()
    assert (note.subject, note.holders, note.treatment) == ("Nieuw onderwerp", "Jansen, J.", "advice")
    assert note.key_message == "Eén.\n\n- twee"
    assert note.sections[0] == {"key": 1, "title": "Aanleiding", "text": "Hierom.", "part": ""}
    assert note.revision == 2


def test_saving_without_a_change_leaves_no_trace(world, note):
    before = JournalEntry.objects.count()
    edit(world.as_(world.alice), note)
    note.refresh_from_db()
    assert (note.revision, JournalEntry.objects.count()) == (1, before)


def test_the_history_of_a_note_reads_as_words(world, note):
    section = replace(content_of(note).sections[0], text="Hierom een programma.")
    write(note, world, sections=(section, *content_of(note).sections[1:]))
    text = page(world.as_(world.alice), note.get_absolute_url())
    assert "Inleiding: Hierom een programma." in text
    assert "{&#x27;" not in text


def test_names_and_addresses_stand_in_the_journal_as_digests_only(world, note):
    write(note, world, author="Anna Ambtenaar", phone="0612345678", email="anna@a.example", holders="Jansen")
    changes = str(JournalEntry.objects.about(note).last().changes)
    assert not any(word in changes for word in ("Ambtenaar", "0612345678", "anna@", "Jansen"))


def test_a_field_that_does_not_fit_leaves_the_page_open_with_what_was_typed(world, note):
    answer = edit(world.as_(world.alice), note, email="geen adres", paragraaf__1__text="Mijn werk")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "geen adres" in text
    assert "Mijn werk" in text
    assert "Er is nog niets bewaard." in text
    note.refresh_from_db()
    assert note.revision == 1


def test_sections_are_added_moved_and_removed_and_nothing_typed_is_lost(world, note):
    client = world.as_(world.alice)
    edit(client, note, do="add", paragraaf__1__text="Getypt bij toevoegen")
    assert titles(note) == [
        "Inleiding", "Kernboodschap", "Wie er meedoet", "Consequenties", "Aankondigingen en toezeggingen",
        "Vervolg", "Nieuwe paragraaf", "Bijlagen",
    ]  # fmt: skip
    assert note.sections[0]["text"] == "Getypt bij toevoegen"
    edit(client, note, do="up-8", paragraaf__8__title="Tussenstand")
    assert titles(note)[5:7] == ["Tussenstand", "Vervolg"]
    edit(client, note, do="down-8")
    edit(client, note, do="down-7")  # the last one stays the last
    assert titles(note)[6:] == ["Tussenstand", "Bijlagen"]
    answer = edit(client, note, do="remove-8", paragraaf__1__text="Getypt bij weghalen")
    assert "Tussenstand" in page(client, answer.url)  # it asks first
    assert "Tussenstand" in titles(note)
    client.post(answer.url)
    assert "Tussenstand" not in titles(note)
    assert note.sections[0]["text"] == "Getypt bij weghalen"


def test_a_sheet_that_forgets_its_sections_removes_none(world, note):
    answer = edit(world.as_(world.alice), note, paragrafen="1,99")
    assert "Laad de pagina opnieuw" in answer.content.decode()
    assert len(titles(note)) == 7


def test_every_section_can_go(world, note):
    for key in range(1, 8):
        actions.remove_section(note, key, by=world.alice, at=world.at)
    assert titles(note) == []
    assert edit(world.as_(world.alice), note, subject="Zonder paragrafen").status_code == 302


def test_the_key_of_a_removed_section_is_not_used_again(world, note):
    added = actions.add_section(note, seen=1, by=world.alice, at=world.at)
    actions.remove_section(note, added.key, by=world.alice, at=world.at)
    note.refresh_from_db()
    again = actions.add_section(note, seen=note.revision, by=world.alice, at=world.at)
    assert again.key == added.key + 1


def test_what_is_open_is_listed_with_links_that_lead_to_a_field(world, note):
    client = world.as_(world.alice)
    text = page(client, reverse("council:edit-note", args=[note.pk]))
    assert "Dit moet nog" in text
    for name in ("treatment", "number", "holders"):
        assert f"#id_{name}" in text
        assert f'id="id_{name}"' in text


def test_what_must_be_filled_in_stands_apart_from_what_may_stay_open(world, note):
    client, url = world.as_(world.alice), reverse("council:edit-note", args=[note.pk])
    text = page(client, url)
    must, hints = text.split("<strong>Let op</strong>")
    assert "Dit moet nog: 1 · Let op: " in must
    assert (
        "Er is nog niet gekozen hoe de raad dit stuk behandelt."
        in must.split("<strong>Dit moet nog</strong>")[1]
    )
    assert "Er is nog geen portefeuillehouder." in hints
    write(note, world, treatment=Note.Treatment.NOTICE)
    assert "Dit moet nog" not in page(client, url)


def test_the_preview_is_one_link_away_from_the_top_of_the_page(world, note):
    text = page(world.as_(world.alice), reverse("council:edit-note", args=[note.pk]))
    link = text.index('<a href="#voorbeeld">Bekijk het voorbeeld</a>')
    assert link < text.index('id="nota"') < text.index('id="voorbeeld"')


def test_the_preview_shows_what_is_on_the_page_and_saves_nothing(world, note):
    url = reverse("council:preview-note", args=[note.pk])
    data = sheet(note, subject="Nog niet bewaard", paragraaf__1__text="**Vet** gezegd")
    text = world.as_(world.alice).post(url, data).content.decode()
    assert '<h2 class="document__title">Informatienota: Nog niet bewaard</h2>' in text
    assert "<strong>Vet</strong> gezegd" in text
    note.refresh_from_db()
    assert note.subject == "Stand van zaken"


# --- annexes


def test_an_annex_comes_with_its_file_or_is_named_as_missing(world, note):
    client = world.as_(world.alice)
    missing = note.attachments.get()
    assert "niet bijgevoegd" in page(client, note.get_absolute_url())
    client.post(reverse("council:fill", args=[missing.pk]), {"file": SimpleUploadedFile("plan.pdf", b"%PDF")})
    assert "niet bijgevoegd" not in page(client, note.get_absolute_url())
    answer = client.get(reverse("council:attachment", args=[missing.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "attachment" in answer["Content-Disposition"]
    client.post(reverse("council:attach", args=[note.pk]), {"title": "Nog een"})
    assert "Nog een" in page(client, note.get_absolute_url())
    client.post(reverse("council:detach", args=[Attachment.objects.get(title="Nog een").pk]))
    assert note.attachments.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"title": ""}, "Geef de bijlage een titel"),
        ({"title": "Leeg", "file": SimpleUploadedFile("leeg.pdf", b"")}, "is leeg"),
    ],
)
def test_an_annex_that_cannot_be_is_refused_with_a_message(world, note, data, message):
    client = world.as_(world.alice)
    answer = client.post(reverse("council:attach", args=[note.pk]), data, follow=True)
    assert message in answer.content.decode()
    assert note.attachments.count() == 1


@pytest.mark.parametrize("times", [1, 7])
def test_the_pages_ask_the_same_number_of_queries(world, note, process, times, django_assert_num_queries):
    for number in range(times):
        actions.attach(note, f"Bijlage {number}", None, by=world.alice, at=world.at)
        process_actions.add(Step(process=process, title=f"Stap {number}"), by=world.alice, at=world.at)
        other = actions.begin(
            process, kind="informatienota", subject=f"N {number}", by=world.alice, at=world.at
        )
        write(other, world, treatment="notice")
    client = world.as_(world.alice)
    for url, queries in [
        (reverse("council:notes"), 5),
        (note.get_absolute_url(), 26),
        (reverse("council:edit-note", args=[note.pk]), 17),
        (reverse("council:adopt-note", args=[note.pk]), 17),
    ]:
        with django_assert_num_queries(queries):
            page(client, url)
