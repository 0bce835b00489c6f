"""An import is taken back from the journal, and what was changed since stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.records import erasure, undoing, verification
from houtskool.sector import actions
from houtskool.sector.models import Contact, Organisation, Recognition, Theme
from tests.sector.sheets import take_in

pytestmark = pytest.mark.django_db


def test_an_import_can_be_undone_after_a_later_one_was_undone(world, sector):
    first, _ = take_in(world, "organisations", "Naam;Plaats\nRestlab;Haarlem\n")
    second, _ = take_in(world, "organisations", "Naam;Plaats\nRestlab;Heemstede\n")
    undoing.undo(second, by=world.alice, at=world.at)
    assert undoing.undo(first, by=world.alice, at=world.at).kept == []
    assert Organisation.objects.get(name="Restlab").place == ""


def test_undoing_leaves_a_row_to_which_something_was_added_since(world, sector):
    batch, _ = take_in(world, "organisations", "Naam\nNieuw\n")
    sector.add(Recognition(organisation=Organisation.objects.get(name="Nieuw"), scheme="anbi"))
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert "nog iets aan toegevoegd" in undone.kept[0]
    assert Organisation.objects.filter(name="Nieuw").exists()


def test_undoing_takes_away_what_was_added_and_restores_what_was_changed(world, sector):
    text = "Naam;Plaats;Groepen;Telefoon\nNieuw;Haarlem;;\nRestlab;Haarlem;;+31 23\n"
    batch, _ = take_in(world, "organisations", text)
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, [])
    assert not Organisation.objects.filter(name="Nieuw").exists()
    kept = Organisation.objects.get(pk=sector.organisation.pk)
    assert (kept.place, kept.phone, list(kept.groups.all())) == ("", "", [sector.group])
    assert Organisation.objects.search("haarlem").count() == 0
    assert not list(verification.journal_is_whole())
    with pytest.raises(ValidationError, match="al teruggedraaid"):
        undoing.undo(batch, by=world.alice, at=world.at)


def test_undoing_leaves_what_was_changed_since_and_says_which(world, sector):
    batch, _ = take_in(world, "organisations", "Naam;Plaats\nNieuw;\nRestlab;Haarlem\nDerde;\n")
    new, third = Organisation.objects.get(name="Nieuw"), Organisation.objects.get(name="Derde")
    for thing in (new, Organisation.objects.get(name="Restlab")):
        thing.website = "https://anders.example"
        actions.change(thing, by=world.alice, at=world.at)
    sector.add(Contact(name="Jan", organisation=third))
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored) == (0, 1)
    assert sorted(undone.kept) == [
        "‘Derde’ bleef staan: 1 contact verwijst ernaar.",
        "‘Nieuw’ bleef zoals het is: het is na deze import nog gewijzigd.",
    ]
    kept = Organisation.objects.get(name="Restlab")
    assert (kept.place, kept.website) == ("", "https://anders.example")


def test_a_field_comes_back_though_another_of_the_same_row_was_changed_since(world, sector):
    sector.organisation.website = "https://restlab.example"
    actions.change(sector.organisation, by=world.alice, at=world.at)
    batch, _ = take_in(world, "organisations", "Naam;Website;Telefoon;Thema’s\nRestlab;;+31 23;\n")
    kept = Organisation.objects.get(name="Restlab")
    assert (kept.website, kept.phone, list(kept.themes.all())) == ("", "+31 23", [])
    kept.phone = "06 12 34 56 78"
    actions.change(kept, by=world.alice, at=world.at)
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored) == (0, 1)
    assert undone.kept == ["Van ‘Restlab’ bleef staan: telefoon. Dat is na deze import nog gewijzigd."]
    kept = Organisation.objects.get(name="Restlab")
    assert (kept.website, kept.phone) == ("https://restlab.example", "06 12 34 56 78")
    assert list(kept.themes.all()) == [sector.theme]
    assert not list(verification.journal_is_whole())


def test_a_row_of_which_all_was_changed_since_is_not_counted_as_restored(world, sector):
    batch, _ = take_in(world, "organisations", "Naam;Plaats\nRestlab;Haarlem\n")
    kept = Organisation.objects.get(name="Restlab")
    kept.place = "Heemstede"
    actions.change(kept, by=world.alice, at=world.at)
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.restored, undone.kept) == (
        0,
        ["Van ‘Restlab’ bleef staan: plaats. Dat is na deze import nog gewijzigd."],
    )


def test_what_was_erased_since_does_not_come_back(world, sector):
    batch, _ = take_in(
        world, "contacts", "Naam;E-mailadres;Functie\nNoor de Vries;noor@restlab.example;directeur\n"
    )
    erasure.erase(Contact.objects.get(pk=sector.contact.pk), by=world.alice, at=world.at)
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert "telefoon" not in " ".join(undone.kept)
    gone = Contact.objects.get(pk=sector.contact.pk)
    assert (gone.name, gone.email, gone.function) == ("", "", "")


def test_undoing_takes_rows_that_name_each_other_away_in_the_right_order(world):
    batch, _ = take_in(world, "themes", "Naam;Valt onder\nonder;boven\nboven;\n")
    assert undoing.undo(batch, by=world.alice, at=world.at).removed == 2
    assert not Theme.objects.exists()
