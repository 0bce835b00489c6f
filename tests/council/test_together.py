"""Two people write at one note: nothing is overwritten in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from houtskool.council.notes import actions
from houtskool.council.notes.actions import Overtaken
from houtskool.council.notes.content import TEXTS, Content, Section, content_of
from houtskool.council.notes.together import content_at, meet
from houtskool.records.models import PersonalValue
from tests.council.conftest import edit, sheet, write


def test_the_second_is_told_what_the_first_changed_and_nothing_is_saved(world, note, official):
    mine = sheet(note, subject="Van Anna")
    write(note, world, subject="Van Alice", holders="Jansen, J.")
    answer = world.as_(official).post(reverse("council:edit-note", args=[note.pk]), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Alice bewaarde deze nota terwijl u schreef" in text
    for words in ("Van Anna", "Van Alice", "Stand van zaken", "Jansen, J."):
        assert words in text
    note.refresh_from_db()
    assert (note.subject, note.revision) == ("Van Alice", 2)
    form = answer.context["sheet"].form
    assert form["subject"].value() == "Van Anna"  # mine stands in the form, to be kept or not
    assert form["holders"].value() == "Jansen, J."  # what only the other changed stands there too
    assert form["revision"].value() == 2


def test_saving_again_after_reading_keeps_both(world, note, official):
    client, mine = world.as_(official), sheet(note, paragraaf__1__text="Inleiding van Anna")
    write(note, world, holders="Jansen, J.")
    client.post(reverse("council:edit-note", args=[note.pk]), mine)
    note.refresh_from_db()
    assert edit(client, note, paragraaf__1__text="Inleiding van Anna").status_code == 302
    note.refresh_from_db()
    assert (note.holders, note.sections[0]["text"]) == ("Jansen, J.", "Inleiding van Anna")


def test_a_text_in_a_section_that_the_other_removed_is_shown_and_not_lost(world, note, official):
    mine = sheet(note, paragraaf__2__text="Een middag werk")
    actions.remove_section(note, 2, by=world.alice, at=world.at)
    answer = world.as_(official).post(reverse("council:edit-note", args=[note.pk]), mine)
    (lost,) = answer.context["meeting"].both
    assert (lost.mine, lost.now) == ("Een middag werk", "(weggehaald)")
    assert "Een middag werk" in answer.content.decode()


def test_a_moved_section_keeps_the_text_that_the_other_was_typing(world, note, official):
    mine = sheet(note, paragraaf__2__text="Getypt")
    actions.move_section(note, 2, up=True, seen=1, by=world.alice, at=world.at)
    answer = world.as_(official).post(reverse("council:edit-note", args=[note.pk]), mine)
    meeting = answer.context["meeting"]
    assert [one.key for one in meeting.content.sections] == [2, 1, 3, 4, 5, 6, 7]
    assert meeting.content.section(2).text == "Getypt"
    assert [one.label for one in meeting.theirs] == ["Volgorde van de paragrafen"]
    assert meeting.both == ()


def test_several_saves_of_the_other_are_told_as_one_difference(world, note):
    first = content_of(note)
    for subject in ("Twee", "Drie", "Vier"):
        note = write(note, world, subject=subject)
    assert content_at(note, 1) == first
    assert content_at(note, 3).texts["subject"] == "Drie"
    with pytest.raises(Overtaken) as overtaken:
        actions.revise(note, first, seen=1, by=world.bob, at=world.at)
    (theirs,) = overtaken.value.meeting.theirs
    assert (theirs.before, theirs.now) == ("Stand van zaken", "Vier")


def test_personal_fields_are_told_too_and_an_erased_value_breaks_nothing(world, note):
    note = write(note, world, author="Anna")
    note = write(note, world, author="Bea")
    assert content_at(note, 2).texts["author"] == "Anna"
    PersonalValue.objects.all().delete()
    content_at(note, 1)


def test_a_section_button_of_an_old_page_moves_nothing(world, note):
    write(note, world, subject="Anders")
    with pytest.raises(Overtaken):
        actions.move_section(note, 2, up=True, seen=1, by=world.bob, at=world.at)
    with pytest.raises(Overtaken):
        actions.add_section(note, seen=1, by=world.bob, at=world.at)
    note.refresh_from_db()
    assert [section["key"] for section in note.sections] == [1, 2, 3, 4, 5, 6, 7]


def test_a_sheet_without_its_revision_is_not_saved(world, note):
    data = sheet(note, subject="Van niemand")
    del data["revision"]
    answer = world.as_(world.alice).post(reverse("council:edit-note", args=[note.pk]), data)
    assert "Laad de pagina opnieuw" in answer.content.decode()
    note.refresh_from_db()
    assert note.subject == "Stand van zaken"


WORDS = st.sampled_from(["", "a", "b", "c"])


def contents(keys: list[int]) -> st.SearchStrategy[Content]:
    sections = st.lists(st.sampled_from(keys), unique=True).flatmap(
        lambda chosen: st.tuples(*(st.builds(Section, st.just(key), WORDS, WORDS) for key in chosen))
    )
    return st.builds(
        lambda words, sections: Content({**dict.fromkeys(TEXTS, ""), "subject": words}, sections),
        WORDS,
        sections,
    )


@given(contents([1, 2, 3]), contents([1, 2, 3]))
def test_who_changed_nothing_gets_what_the_other_saved(base, now):
    assert meet(base, base, now).content == now
    assert meet(base, base, now).both == ()


@given(contents([1, 2]), contents([1, 2]), contents([1, 2]))
def test_every_text_that_i_changed_stands_in_the_form_or_is_shown_to_me(base, mine, now):
    meeting = meet(base, mine, now)
    shown = [one.mine for one in meeting.both]
    for section in mine.sections:
        was = base.section(section.key)
        if was and section.text != was.text:
            kept = meeting.content.section(section.key)
            assert (kept and kept.text == section.text) or section.text in shown


@given(contents([1, 2]), WORDS)
def test_the_same_change_by_both_is_no_quarrel(base, word):
    changed = replace(base, texts={**base.texts, "subject": word})
    assert meet(base, changed, changed).both == ()
    assert meet(base, changed, changed).content == changed
