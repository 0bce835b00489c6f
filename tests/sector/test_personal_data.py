"""A person may read all that is held and be forgotten; the journal's chain stays whole."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from houtskool.records import erasure, importing, spreadsheet, verification
from houtskool.records.archives import Refused
from houtskool.records.models import ImportBatch, JournalEntry, Mail, PersonalValue
from houtskool.records.personal import personal_fields
from houtskool.sector import actions, entry_links
from houtskool.sector.merging import merge
from houtskool.sector.models import Contact, EntryLink

pytestmark = pytest.mark.django_db
SECRETS = ["Noor de Vries", "noor@restlab.example", "+31 23 555 01 23", "noor de vries"]


def traces():
    """Every place in the database where something of the person still stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                values = model._base_manager.values_list(field.attname, flat=True)
                text = json.dumps([str(value) for value in values], ensure_ascii=False)
                found += [f"{model._meta.label}.{field.name}: {word}" for word in SECRETS if word in text]
    return found


@pytest.fixture
def noor(world, sector):
    """A contact with a past: changed twice, merged with a double, and once mailed a link."""
    noor = sector.contact
    noor.function = "directeur van Noor de Vries bv"
    actions.change(noor, by=world.alice, at=world.at)
    double = sector.add(Contact(name="Noor de Vries", email="noor@restlab.example"))
    merge(double, into=noor, by=world.alice, at=world.at)
    link = EntryLink.objects.create(
        organisation=sector.organisation, sent_to=noor.email, at=world.at, by=world.bob, expires_at=world.at
    )
    assert link
    noor.refresh_from_db()
    return noor


def test_erasing_leaves_no_trace_of_the_person_anywhere(world, noor):
    assert len(traces()) > 5
    erasure.erase(noor, by=world.alice, at=world.at)
    assert traces() == []


def test_erasing_leaves_the_chain_whole_and_says_that_it_happened(world, noor):
    entries = JournalEntry.objects.count()
    erasure.erase(noor, by=world.alice, at=world.at)
    assert not list(verification.journal_is_whole())
    assert JournalEntry.objects.count() == entries + 3
    last = JournalEntry.objects.about(noor).last()
    assert (last.verb, last.by, last.changes) == ("erased", world.alice, {})
    assert not PersonalValue.objects.filter(entry__in=JournalEntry.objects.about(noor)).exists()


def test_an_erased_person_is_in_no_list_and_has_a_page_without_a_name(world, sector, noor):
    erasure.erase(noor, by=world.alice, at=world.at)
    assert not Contact.objects.all().current().exists()
    assert not Contact.objects.all().search("noor").exists()
    page = world.as_(world.bob).get(noor.get_absolute_url()).content.decode()
    assert "gewist contact" in page
    assert "(gewist)" in page


def test_erasing_one_person_leaves_others_as_they_are(world, sector, noor):
    other = sector.add(Contact(name="Jan", email="jan@elders.example"))
    erasure.erase(noor, by=world.alice, at=world.at)
    other.refresh_from_db()
    assert other.name == "Jan"
    assert PersonalValue.objects.filter(entry__in=JournalEntry.objects.about(other)).count() == 2


def test_the_file_from_which_a_person_came_is_erased_too(world, sector):
    kind = importing.kind("contacts")
    data = spreadsheet.write(
        ["Naam", "E-mailadres"], [["Noor", "n@x.example"], ["Fout", "geen adres"]], "csv"
    )
    batch, _ = importing.start(kind, data, "l.csv", by=world.bob, at=world.at, limit=10**6)
    importing.finish(batch, by=world.bob, at=world.at)
    with transaction_commits():
        erasure.erase(Contact.objects.get(name="Noor"), by=world.alice, at=world.at)
    batch = ImportBatch.objects.get()
    with pytest.raises(Refused, match="gewist"):
        importing.sheet_of(batch.upload)
    assert list(batch.outcomes.values_list("number", "label", "reasons")) == [(3, "", ["Gewist."])]
    mend = world.as_(world.bob).get(reverse("records:import-mend", args=[batch.pk, "csv"]), follow=True)
    assert "is gewist, omdat er persoonsgegevens in stonden" in mend.content.decode()


def transaction_commits():
    from django.test import TestCase

    return TestCase.captureOnCommitCallbacks(execute=True)


def test_files_of_imports_are_erased_after_a_month(world, sector):
    kind = importing.kind("contacts")
    data = spreadsheet.write(["Naam"], [["Noor"]], "csv")
    batch, _ = importing.start(kind, data, "l.csv", by=world.bob, at=world.at, limit=10**6)
    with transaction_commits():
        assert erasure.purge_import_files(world.at + erasure.KEEP_IMPORT_FILES) == 0
    assert importing.sheet_of(batch.upload)
    with transaction_commits():
        assert erasure.purge_import_files(world.at.replace(month=3)) == 1
    with pytest.raises(Refused, match="gewist"):
        importing.sheet_of(batch.upload)


def test_addresses_of_links_are_erased_a_year_after_the_link_expired(world, noor):
    """The link expired at the moment of the world; `houtskool purge` runs every night."""
    name = "links naar de eigen gegevens"
    assert erasure.purge(world.at.replace(year=2020))[name] == 0
    assert erasure.purge(world.at.replace(year=2020, month=2))[name] == 1
    assert EntryLink.objects.get().sent_to == ""
    assert erasure.purge(world.at.replace(year=2020, month=2))[name] == 0
    assert not list(verification.journal_is_whole())


def test_the_export_holds_every_personal_field_and_what_the_journal_keeps(world, noor):
    held = erasure.export(noor)
    for field in personal_fields(Contact):
        assert str(Contact._meta.get_field(field).verbose_name) in held["gegevens"]
    assert held["gegevens"]["naam"] == "Noor de Vries"
    assert held["gegevens"]["organisatie"] == "Restlab"
    assert [row["nummer"] for row in held["elders"]["samengevoegde contacten"]]
    assert "noor@restlab.example" in [row["waarde"] for row in held["journaal"]]


def test_the_page_shows_what_is_held_and_gives_it_as_a_file(world, noor):
    client = world.as_(world.bob)
    html = client.get(reverse("sector:contact-personal", args=[noor.pk])).content.decode()
    assert "noor@restlab.example" in html
    assert "<td>15 januari 2019" in html
    assert "<td>2019-01-15" not in html
    response = client.get(reverse("sector:contact-export", args=[noor.pk]))
    assert "attachment" in response["Content-Disposition"]
    assert response.json()["gegevens"]["e-mailadres"] == "noor@restlab.example"


def test_erasing_on_screen_asks_first(world, noor):
    client = world.as_(world.bob)
    url = reverse("sector:contact-erase", args=[noor.pk])
    assert "kan niet ongedaan gemaakt worden" in client.get(url).content.decode()
    assert Contact.objects.get(pk=noor.pk).name
    client.post(url)
    assert not Contact.objects.get(pk=noor.pk).name


@pytest.mark.parametrize("page", ["personal", "export", "erase"])
def test_personal_data_opens_for_those_who_keep_contacts_only(world, noor, councillor, page):
    url = reverse(f"sector:contact-{page}", args=[noor.pk])
    assert world.as_(councillor).get(url).status_code == 403
    assert world.as_(world.charlie).get(url).status_code == 403


def test_every_room_that_holds_something_about_a_person_is_registered():
    assert {"samengevoegde contacten", "links naar de eigen gegevens"} <= set(erasure.registered())
    assert {"bestanden van imports", "links naar de eigen gegevens"} <= set(erasure.purges())


def test_a_contact_that_is_taken_away_leaves_no_personal_value_behind(world):
    contact = actions.add(
        Contact(name="Noor Vink", email="noor@restlab.example"), by=world.alice, at=world.at
    )
    assert PersonalValue.objects.filter(value="noor@restlab.example").exists()
    actions.remove(contact, by=world.alice, at=world.at)
    assert not PersonalValue.objects.exists()
    assert list(verification.verify()) == []


def test_messages_to_a_person_are_held_and_erased_with_them_whoever_they_are_about(world, noor, sector):
    links = dict.fromkeys(("noor@restlab.example", "Noor@Restlab.example", "ander@restlab.example"))
    for to in links:
        links[to] = entry_links.send(sector.organisation, to=to, by=world.bob, at=world.at)
    held = erasure.export(noor)["elders"]["e-mail"]
    assert [row["aan"] for row in held] == ["noor@restlab.example", "Noor@Restlab.example"]
    erasure.erase(noor, by=world.alice, at=world.at)
    assert traces() == []
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["", "", "ander@restlab.example"]
