"""A year after the programme nobody is named any more, and what was only to be counted is not read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from houtskool.inventory import holding
from houtskool.inventory.models import Contribution, Contributor
from houtskool.records import erasure, journal, verification
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(world, inbreng, process):
    process.coalition_end = date(2019, 1, 10)
    process.save()
    person = inbreng.contributor("Fatima", email="fatima@stad.example", pseudonym="een bakker")
    journal.created(person, by=world.bob, at=world.at)
    counted = inbreng.make("Geheim van de smid.", contributor=person)
    quoted = inbreng.make("Mag in het stuk.", contributor=person, consent=Contribution.Consent.PSEUDONYM)
    return person, counted, quoted


def test_within_the_year_everything_stays(world, said):
    assert holding.purge(world.at + timedelta(days=300)) == 0


def test_after_a_year_nobody_is_named_and_only_quotes_remain(world, said):
    person, counted, quoted = said
    assert erasure.purge(world.at + timedelta(days=400))["inbreng"] == 2
    for row in (person, counted, quoted):
        row.refresh_from_db()
    assert (person.name, person.email, person.pseudonym) == ("", "", "")
    assert (counted.words, counted.stems, quoted.words) == ("", "", "Mag in het stuk.")
    assert not JournalEntry.objects.about(person).filter(personal_values__isnull=False).exists()
    assert list(verification.journal_is_whole()) == []
    assert holding.purge(world.at + timedelta(days=401)) == 0


def test_a_process_without_an_end_keeps_what_it_has(world, said, process):
    process.coalition_end = None
    process.save()
    assert holding.purge(world.at + timedelta(days=4000)) == 0


def test_erasing_a_contact_erases_what_that_person_contributed(world, inbreng):
    contact = sector_actions.add(Contact(name="Fatima Aziz"), by=world.bob, at=world.at)
    one = inbreng.make("Geheim van de smid.", contributor=inbreng.contributor("", contact=contact))
    erasure.erase(contact, by=world.bob, at=world.at)
    one.refresh_from_db()
    assert one.words == ""
    assert Contributor.objects.exists()
