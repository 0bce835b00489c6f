"""What the journal tells of the sector: to each what they may see, and in words."""

from __future__ import annotations

import html
import re

import pytest

from houtskool.accounts.roles import Role
from houtskool.records import undoing
from houtskool.records.wording import in_text
from houtskool.sector import actions, entry_links
from houtskool.sector.merging import merge
from houtskool.sector.models import Contact, Organisation, Recognition
from tests.conftest import make_user
from tests.sector.sheets import take_in

pytestmark = pytest.mark.django_db
PERSONAL = ["noor@restlab.example", "+31 23 555 01 23", "Belt liever na vijven", "directeur"]


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def journal(world, user, **query):
    return text(world.as_(user).get("/journaal/", query))


@pytest.fixture
def noor(world, sector):
    noor = sector.contact
    noor.function, noor.description = "directeur", "Belt liever na vijven"
    return actions.change(noor, by=world.alice, at=world.at)


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.CLERK, Role.MANDATE_HOLDER])
def test_who_may_not_see_a_contact_reads_nothing_of_it_in_the_journal(world, noor, role):
    reader = make_user("lezer@stad.example", role)
    assert world.as_(reader).get(noor.get_absolute_url()).status_code == 404
    page = journal(world, reader)
    assert [word for word in [*PERSONAL, "Noor de Vries"] if word in page] == []
    assert "Functie: (afgeschermd)" in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.FACILITATOR, Role.CORE_GROUP])
def test_who_may_see_a_contact_reads_all_of_it_in_the_journal(world, noor, role):
    page = journal(world, make_user("lezer@stad.example", role))
    assert [word for word in PERSONAL if word not in page] == []


def test_a_contact_that_is_gone_is_nobodys_to_read(world, noor):
    actions.remove(noor, by=world.alice, at=world.at)
    page = journal(world, world.alice)
    assert [word for word in PERSONAL if word in page] == []
    assert "Functie: (gewist)" in page


def test_the_address_of_an_entry_link_is_for_who_may_send_one(world, sector):
    entry_links.send(sector.organisation, to="prive@thuis.example", by=world.bob, at=world.at)
    assert "prive@thuis.example" in journal(world, world.bob)
    assert "prive@thuis.example" not in journal(world, make_user("lezer@stad.example", Role.OFFICIAL))


def test_a_link_to_a_hidden_row_names_its_number_only(world, sector):
    """The double of a contact points at the contact, whose name is personal."""
    double = sector.add(Contact(name="Eleonora de Vries"))
    merge(double, into=sector.contact, by=world.alice, at=world.at)
    reader = make_user("lezer@stad.example", Role.OFFICIAL)
    assert f"Samengevoegd met: nummer {sector.contact.pk}" in journal(world, reader, kind="sector.contact")
    assert "Samengevoegd met: Noor de Vries" in journal(world, world.bob, kind="sector.contact")


def test_what_is_not_personal_stays_for_all_staff_to_read(world, sector):
    actions.add(
        Recognition(organisation=sector.organisation, scheme="pso", level="2"), by=world.bob, at=world.at
    )
    page = journal(world, make_user("lezer@stad.example", Role.OFFICIAL))
    assert "Trede: Trede 2" in page


def test_two_things_of_one_name_have_their_numbers_beside_them(world, sector):
    double = sector.add(Organisation(name="Restlab bv"))
    merge(sector.organisation, into=double, keep={"name": "Restlab"}, by=world.bob, at=world.at)
    old, kept = (f"Restlab (nummer {one.pk})" for one in (sector.organisation, double))
    page = journal(world, world.bob)
    assert f"Samengevoegd met: {kept}" in page
    assert f"Organisatie: {old} → {kept}" in page
    assert f"{old} organisatie samengevoegd" in page


def test_a_row_that_only_moved_is_called_moved(world, sector):
    double = sector.add(Organisation(name="Restlab bv"))
    merge(sector.organisation, into=double, by=world.bob, at=world.at)
    assert "Noor de Vries contact verplaatst" in journal(world, world.bob, kind="sector.contact")
    assert "Meubels uit sloophout initiatief verplaatst" in journal(
        world, world.bob, kind="sector.initiative", verb="moved"
    )


def test_an_import_and_its_undoing_are_told_in_words(world, sector):
    batch, _ = take_in(world, "organisations", "Naam;KvK-nummer\nNieuw;\nFout;123\n")
    undoing.undo(batch, by=world.bob, at=world.at)
    page = journal(world, world.bob, kind="records.importbatch")
    assert "Soort: organisaties" in page
    assert "Geweigerde regels: 3" in page
    assert "Weggehaald: 1" in page
    assert "Teruggezet: 0" in page
    assert "organisations" not in page
    assert "refused_rows" not in page


def test_annexes_are_told_by_their_texts():
    assert in_text(None, [["Bijlage 1: kaart", ""], ["Bijlage 2", "apart"]], {}) == (
        "Bijlage 1: kaart, Bijlage 2: apart"
    )
    assert in_text(None, [["", ""]], {}) == "(leeg)"


def test_what_an_import_changed_names_its_file_to_who_may_see_imports(world, sector):
    take_in(world, "organisations", "Naam;Plaats\nRestlab;Haarlem\n", name="latin.csv")
    page = sector.organisation.get_absolute_url()
    assert "Bob, door import latin.csv" in text(world.as_(world.alice).get(page))
    official = text(world.as_(make_user("lezer@stad.example", Role.OFFICIAL)).get(page))
    assert "Bob, door een import" in official
    assert "latin.csv" not in official
