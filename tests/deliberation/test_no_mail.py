"""The mail of a group: who gets it, and how its reader stops it in one press."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from houtskool.deliberation.actions import doors
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Invitation
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(world, conversation):
    group = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    for name, address in (("Noor Vink", "noor@koper.example"), ("Peter Smit", "peter@koper.example")):
        contact = Contact(name=name, email=address, may_be_mailed=True)
        sector.add(contact, by=world.alice, at=world.at, links={"groups": [group]})
    return doors.add(conversation, name="inkopers", group=group, by=world.bob, at=world.at)


@pytest.fixture
def letters(world, door, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        doors.mail(door, by=world.bob, at=world.at)
    return {letter.to[0]: letter for letter in mail.outbox}


def link(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>")


def test_each_letter_has_a_link_of_its_own_that_a_mail_reader_may_press(letters):
    links = {link(letter) for letter in letters.values()}
    assert len(links) == 2
    for letter in letters.values():
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert f"Geen e-mail meer ontvangen: {link(letter)}" in letter.body


def test_one_press_stops_it_and_opening_alone_does_not(world, door, letters):
    path = link(letters["noor@koper.example"]).partition("//")[2].partition("/")[2]
    reader = Client(enforce_csrf_checks=True)
    assert "Wilt u geen e-mail meer?" in reader.get(f"/{path}").content.decode()
    noor = Contact.objects.get(name="Noor Vink")
    assert noor.may_be_mailed
    answer = reader.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert "U krijgt geen e-mail meer" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    noor.refresh_from_db()
    assert not noor.may_be_mailed
    entry = JournalEntry.objects.about(noor).order_by("-number")[0]
    assert (entry.by, entry.via) == (None, "ontvanger, via de link in de e-mail")
    assert [one.email for one in doors.mailable(door)] == ["peter@koper.example"]
    # Pressed twice, it is stopped once.
    reader.post(f"/{path}")
    assert JournalEntry.objects.about(noor).order_by("-number")[0] == entry


def test_the_same_address_stops_under_every_name(world, door, letters):
    other = Contact(name="N. Vink", email="Noor@Koper.example", may_be_mailed=True)
    sector.add(other, by=world.alice, at=world.at, links={"groups": [door.group]})
    assert [one.name for one in doors.mailable(door)] == ["Noor Vink", "Peter Smit"]
    path = link(letters["noor@koper.example"]).partition("//")[2].partition("/")[2]
    Client().post(f"/{path}")
    other.refresh_from_db()
    assert not other.may_be_mailed


def test_a_link_that_was_changed_tells_nothing(client, letters):
    path = link(letters["noor@koper.example"]).partition("//")[2].partition("/")[2]
    for token in (path[:-2] + "x/", path.replace("geen-mail/", "geen-mail/9")):
        answer = client.post(f"/{token}")
        assert answer.status_code == 404
        assert "Deze link werkt niet" in answer.content.decode()
    assert Contact.objects.filter(may_be_mailed=True).count() == 2


def test_who_wanted_no_mail_about_a_gathering_gets_none_to_vote(world, door, process):
    session = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.alice, at=world.at)
    Invitation.objects.create(
        gathering=session, name="Peter", email="Peter@koper.example", at=world.at, no_mail_since=world.at
    )
    assert [one.email for one in doors.mailable(door)] == ["noor@koper.example"]
