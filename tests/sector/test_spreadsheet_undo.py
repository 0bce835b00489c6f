"""An import is taken back from the journal, and what was changed since stays."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.records import undoing, verification
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
    assert (undone.removed, undone.restored) == (0, 0)
    assert sorted(undone.kept) == [
        "‘Derde’ bleef staan: 1 contact verwijst ernaar.",
        "‘Nieuw’ bleef zoals het is: het is na deze import nog gewijzigd.",
        "‘Restlab’ bleef zoals het is: het is na deze import nog gewijzigd.",
    ]
    assert Organisation.objects.get(name="Restlab").place == "Haarlem"


def test_undoing_takes_rows_that_name_each_other_away_in_the_right_order(world):
    batch, _ = take_in(world, "themes", "Naam;Valt onder\nonder;boven\nboven;\n")
    assert undoing.undo(batch, by=world.alice, at=world.at).removed == 2
    assert not Theme.objects.exists()
