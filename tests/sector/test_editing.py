"""Two people at one form: nobody overwrites another unseen."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from houtskool.records.models import JournalEntry
from houtskool.sector import actions
from houtskool.sector.models import Organisation, Recognition, Theme
from tests.sector.test_own_entry import data
from tests.sector.test_own_entry import sent as sent  # the fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(sector):
    return reverse("sector:organisation-change", args=[sector.organisation.pk])


def read(response):
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


def stored():
    return Organisation.objects.get(name="Restlab")


def test_what_two_people_changed_in_different_fields_both_stands(world, address):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    hers, his = data(alice, address), data(bob, address)
    assert alice.post(address, hers | {"phone": "023 555 01 23"}).status_code == 302
    assert bob.post(address, his | {"website": "https://restlab.example"}).status_code == 302
    assert (stored().phone, stored().website) == ("023 555 01 23", "https://restlab.example")


def test_links_and_other_fields_are_settled_apart_too(world, sector, address):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    reuse = sector.add(Theme(name="hergebruik"))
    hers, his = data(alice, address), data(bob, address)
    alice.post(address, hers | {"themes": [sector.theme.pk, reuse.pk], "district": ""})
    bob.post(address, his | {"phone": "023 555 01 23"})
    assert {theme.name for theme in stored().themes.all()} == {"inkoop", "hergebruik"}
    assert stored().district is None
    assert stored().phone == "023 555 01 23"


def test_what_both_changed_is_shown_twice_and_nothing_is_saved(world, address):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    hers, his = data(alice, address), data(bob, address)
    alice.post(address, hers | {"phone": "023 555 01 23", "place": "Haarlem"})
    entries = JournalEntry.objects.count()
    response = bob.post(address, his | {"phone": "06 12 34 56 78", "website": "https://restlab.example"})
    page = read(response)
    assert response.status_code == 200
    assert "Dit is intussen gewijzigd in ‘023 555 01 23’" in page
    assert 'value="06 12 34 56 78"' in page
    assert (stored().phone, stored().website) == ("023 555 01 23", "")
    assert JournalEntry.objects.count() == entries


def test_who_saw_the_others_value_may_choose_and_loses_nothing_else(world, address):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    hers, his = data(alice, address), data(bob, address)
    alice.post(address, hers | {"phone": "023 555 01 23", "place": "Haarlem"})
    refused = bob.post(address, his | {"phone": "06 12 34 56 78"}).context["form"]
    again = his | {"phone": "06 12 34 56 78", "opened": refused["opened"].value()}
    assert bob.post(address, again).status_code == 302
    assert (stored().phone, stored().place) == ("06 12 34 56 78", "Haarlem")


def test_what_became_empty_is_said_so(world, sector, address):
    bob = world.as_(world.bob)
    his = data(bob, address)
    sector.organisation.email = ""
    actions.change(sector.organisation, by=world.alice, at=world.at)
    assert "Dit is intussen leeggemaakt." in read(bob.post(address, his | {"email": "nieuw@restlab.example"}))


def test_the_same_change_by_both_is_no_quarrel(world, address):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    hers, his = data(alice, address), data(bob, address)
    alice.post(address, hers | {"phone": "023 555 01 23"})
    assert bob.post(address, his | {"phone": "023 555 01 23"}).status_code == 302


def test_what_a_page_remembers_cannot_be_made_up_nor_taken_from_another_row(world, sector, address):
    bob = world.as_(world.bob)
    other = sector.add(Organisation(name="Concurrent"))
    his = data(bob, address)
    for foreign in ("verzonnen", data(bob, reverse("sector:organisation-change", args=[other.pk]))["opened"]):
        response = bob.post(address, his | {"phone": "023 555 01 23", "opened": foreign})
        assert "Open haar opnieuw" in read(response)
    assert stored().phone == ""


def test_an_enterprise_and_the_municipality_do_not_overwrite_each_other(world, sector, sent, address):
    link, outsider, alice = sent(), Client(), world.as_(world.alice)
    own, hers = data(outsider, link), data(alice, address)
    alice.post(address, hers | {"website": "https://restlab.example"})
    assert outsider.post(link, own | {"phone": "023 555 01 23"}).status_code == 302
    assert (stored().phone, stored().website) == ("023 555 01 23", "https://restlab.example")


def test_a_recognition_is_guarded_alike(world, sector):
    one = actions.add(Recognition(organisation=sector.organisation, scheme="pso"), by=world.bob, at=world.at)
    address = reverse("sector:recognition-change", args=[one.pk])
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    hers, his = data(alice, address), data(bob, address)
    alice.post(address, hers | {"level": "2"})
    bob.post(address, his | {"source": "PSO-Nederland"})
    one.refresh_from_db()
    assert (one.level, one.source) == ("2", "PSO-Nederland")
