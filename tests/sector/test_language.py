"""The sector in English: the pages change, and what leaves them or is read back in does not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector.models import Organisation
from houtskool.sector.nouns import NOUNS

LISTS = [noun.list_key for noun in NOUNS]


@pytest.fixture
def english(world):
    client = world.as_(world.bob)
    client.post("/taal/", {"language": "en"})
    return client


@pytest.mark.parametrize(
    ("name", "heading"),
    [("organisations", "Organisations"), ("themes", "Themes"), ("districts", "Districts")],
)
def test_a_list_is_in_english(english, sector, name, heading):
    shown = english.get(reverse(f"sector:{name}")).content.decode()
    assert f"<h1>{heading}</h1>" in shown
    assert "Add a new" in shown
    assert "Voeg" not in shown


@pytest.mark.parametrize("name", LISTS)
def test_a_spreadsheet_is_the_same_in_both_languages(english, world, sector, name):
    address = reverse(f"sector:{name}-export", args=["csv"])
    in_english = english.get(address).getvalue()
    english.post("/taal/", {"language": "nl"})
    assert in_english == english.get(address).getvalue()


def test_an_import_in_english_reads_dutch_words_and_keeps_its_reasons_in_dutch(english, sector):
    data = b"Naam;Rechtsvorm;KvK-nummer\nNieuw;stichting;45678901\nFout;foundation;123\n"
    asked = english.post(
        reverse("records:import-new", args=["organisations"]), {"file": SimpleUploadedFile("lijst.csv", data)}
    )
    shown = english.post(asked.url, {"column-0": "name", "column-1": "legal_form", "column-2": "kvk_number"})
    check = english.get(shown.url).content.decode()
    assert "Read in this one row" in check
    done = english.get(english.post(shown.url).url).content.decode()
    assert "Undo this import" in done
    assert Organisation.objects.get(name="Nieuw").legal_form == "stichting"
    (refused,) = ImportBatch.objects.get().outcomes.filter(state="refused")
    assert any("‘foundation’ kan niet. Kies uit:" in reason for reason in refused.reasons)
    assert not any("digits" in reason for reason in refused.reasons)


def test_the_file_for_a_person_is_in_dutch(english, sector):
    held = english.get(reverse("sector:contact-export", args=[sector.contact.pk])).json()
    assert "e-mailadres" in held["gegevens"]
    assert held["journaal"][0]["handeling"] == "toegevoegd"


def test_a_refusal_speaks_the_language_of_its_reader(english, sector):
    answer = english.post(
        reverse("sector:organisation-add"), {"name": "Nieuw", "kvk_number": "1234"}
    ).content.decode()
    assert "A KvK number has 8 digits; here there are 4." in answer


def test_the_journal_stores_nothing_of_the_language(english, world, sector):
    english.post(
        reverse("sector:theme-change", args=[sector.theme.pk]), {"name": "inkopen", "alt_labels": ""}
    )
    entry = JournalEntry.objects.about(sector.theme).latest("number")
    assert entry.verb == "changed"
    shown = english.get(sector.theme.get_absolute_url()).content.decode()
    assert '<html lang="en">' in shown
