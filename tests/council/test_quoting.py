"""A note quotes contributions; whoever gave the words can withdraw them from every page and file."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from houtskool.council.models import FrozenNote
from houtskool.council.notes.checks import adopted_notes_are_whole
from houtskool.council.notes.gaps import gaps
from houtskool.documents import read
from houtskool.inventory.actions import consent
from houtskool.inventory.models import Contribution, Contributor, Quotation
from houtskool.records import erasure
from tests.council.conftest import adopt

TODAY = date(2019, 1, 15)

WORDS = "Wij wachten al maanden op een antwoord van inkoop."
FORMATS = ["pdf", "odt", "docx"]


@pytest.fixture
def contribution(world, whole_note):
    somebody = Contributor.objects.create(process=whole_note.process, name="Anna de Boer", at=world.at)
    return Contribution.objects.create(
        process=whole_note.process,
        words=WORDS,
        contributor=somebody,
        consent=Contribution.Consent.QUOTE,
        at=world.at,
    )


@pytest.fixture
def quoting(world, whole_note, contribution):
    """A note with a paragraph that quotes the contribution."""
    section = whole_note.sections[0] | {"text": f"Een ondernemer zei:\n\n> inbreng {contribution.pk}"}
    whole_note.sections = [section, *whole_note.sections[1:]]
    whole_note.save()
    return whole_note


def shown(client, note, extension=""):
    """The page of the note, or the text of one of its files."""
    if not extension:
        return client.get(note.get_absolute_url()).content.decode()
    answer = client.get(reverse("council:download", args=[note.pk, extension]))
    return " ".join(read(answer.content, f"nota.{extension}").text.split())


@pytest.mark.parametrize("extension", ["", *FORMATS])
def test_a_note_shows_the_words_and_who_said_them(world, quoting, extension):
    text = shown(world.as_(world.alice), quoting, extension)
    assert WORDS in text
    assert "Anna de Boer" in text
    assert f"inbreng {quoting.pk}" not in text


def test_what_may_only_count_cannot_be_quoted_and_stops_adoption(world, quoting, contribution):
    consent.change(contribution, to=Contribution.Consent.AGGREGATE, by=world.alice, at=world.at)
    assert WORDS not in shown(world.as_(world.alice), quoting)
    assert f"Inbreng {contribution.pk} mag niet geciteerd worden." in [
        gap.text for gap in gaps(quoting, TODAY).must
    ]


def test_a_number_that_is_no_contribution_of_this_process_stays_as_it_was_typed(world, quoting):
    quoting.sections[0]["text"] = "> inbreng 999999"
    quoting.save()
    assert "&gt; inbreng 999999" in shown(world.as_(world.alice), quoting)
    assert "Inbreng 999999 is er niet in dit proces." in [gap.text for gap in gaps(quoting, TODAY).must]


@pytest.mark.parametrize("extension", ["", *FORMATS])
def test_after_withdrawal_the_adopted_note_says_so_everywhere_and_still_verifies(
    world, quoting, contribution, extension
):
    adopt(quoting, world)
    assert WORDS in shown(world.as_(world.alice), quoting, extension)
    before = FrozenNote.objects.get(note=quoting)
    assert WORDS not in before.content
    consent.withdraw(contribution, by=None, at=world.at)
    text = shown(world.as_(world.alice), quoting, extension)
    assert WORDS not in text
    assert "Anna de Boer" not in text
    assert "[citaat ingetrokken]" in text
    assert FrozenNote.objects.get(note=quoting).sha256 == before.sha256
    assert list(adopted_notes_are_whole()) == []


def test_who_chooses_no_name_any_more_is_named_nowhere(world, quoting, contribution):
    adopt(quoting, world)
    consent.change(contribution, to=Contribution.Consent.PSEUDONYM, by=None, at=world.at)
    text = shown(world.as_(world.alice), quoting)
    assert WORDS in text
    assert "Anna de Boer" not in text


def test_erased_words_are_gone_and_the_note_still_verifies(world, quoting, contribution):
    adopt(quoting, world)
    salt = Quotation.objects.get().salt
    erasure.erase(contribution, by=world.alice, at=world.at)
    quotation = Quotation.objects.get()
    assert quotation.text == ""
    assert quotation.salt != salt
    assert "[citaat ingetrokken]" in shown(world.as_(world.alice), quoting)
    assert list(adopted_notes_are_whole()) == []


def test_verify_finds_a_quote_that_somebody_changed_in_the_database(world, quoting):
    adopt(quoting, world)
    Quotation.objects.update(text="Wij zijn heel tevreden over inkoop.")
    assert [finding.row for finding in adopted_notes_are_whole()] == [f"nota {quoting.pk}"]


def test_correcting_a_contribution_does_not_change_what_was_adopted(world, quoting, contribution):
    adopt(quoting, world)
    Contribution.objects.update(words="Iets anders.")
    assert WORDS in shown(world.as_(world.alice), quoting)


@pytest.mark.parametrize(("field", "label"), [("key_message", "kernboodschap"), ("treatment_reason", "")])
def test_a_quote_where_none_can_stand_is_a_gap_that_says_where_it_can(whole_note, contribution, field, label):
    setattr(whole_note, field, f"Zie:\n\n> inbreng {contribution.pk}")
    whole_note.save()
    (gap,) = [gap for gap in gaps(whole_note, TODAY).must if "kan geen citaat staan" in gap.text]

    assert label in gap.text
    assert gap.url.endswith(f"#id_{field}")
